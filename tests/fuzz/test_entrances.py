"""P12, F10, F45, F46: whatever comes in at any entrance is answered, and nothing is half saved.

Seeded, so that a failure comes again; a few hundred cases in the suite, ten thousand in the proof.
"""

import asyncio
import json
import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from documents.qr import qr_png
from documents.reading import PictureReader, PictureText, Unreadable
from domain.policy import PolicyError
from domain.policy_file import read_policy
from rehearsal import webapps
from tests.documents.bombs import saved
from tests.documents.camera import opened
from tests.fuzz.fuzzed import SECRET, Fuzzed, a_fuzzed_city
from tests.fuzz.mutants import spoiled_bytes, spoiled_text
from tests.permissions.town import NOW

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox._DELAYS_SECONDS", (0.0,))


async def _updates(city: Fuzzed, cases: int) -> None:
    """Half by webhook, half by poll."""
    for first in range(0, cases, 50):
        bodies = [city.a_mutant() for _ in range(min(50, cases - first))]
        if first % 100:
            statuses = [await city.posted(json.dumps(body).encode()) for body in bodies]
            assert set(statuses) <= {200, 400}
            await city.world.house.inbox.idle()
        else:
            await city.hears(bodies)


async def _raw(city: Fuzzed, cases: int) -> None:
    """Bytes that were JSON once, and headers that were Telegram's."""
    for _ in range(cases):
        content = json.dumps(city.an_update(), ensure_ascii=False).encode("utf-8", "replace")
        if city.chance.random() < 0.7:
            status = await city.posted(spoiled_bytes(content, city.chance))
            assert status in {200, 400, 413}
        else:
            secret = spoiled_bytes(SECRET.encode(), city.chance).translate(None, b"\r\n\0")
            status = await city.posted(content, secret.strip(), x_forwarded_for="::1, x" * 9)
            assert (status == 401) == (secret.strip() != SECRET.encode()), secret
    await city.world.house.inbox.idle()


async def _launches(city: Fuzzed, cases: int) -> None:
    """Launch data: a true one spoiled, or forged and signed by another token."""
    for nth in range(cases):
        user = {"id": 1_000 + nth % 20, "first_name": "某", "language_code": "zh"}
        token = city.world.stage.token if nth % 2 else "1:other"
        data, _ = webapps.init_data(token, user, int(NOW.timestamp()), "1")
        asked = {
            "init_data": spoiled_text(data, city.chance) if nth % 2 else data,
            "nonce": f"nonce-{nth:016d}",
            "page": city.chance.choice(("scan", "me", "honour", "\0", "x" * 5000, "form")),
        }
        reply = await city.http.post("/page/session", content=json.dumps(asked))
        assert reply.status_code < 500, (asked, reply.text)
        assert reply.status_code != 200 or nth % 2, "another token proves nobody"


async def _pages(city: Fuzzed, cases: int) -> None:
    """Addresses and tokens of pages."""
    tokens = [str(city.town.objects[name]) for name in ("personal_code", "voucher_code", "pairing")]
    for _ in range(cases):
        word = quote(
            spoiled_text(city.chance.choice(tokens), city.chance).encode("utf-8", "replace")
        )
        path = city.chance.choice(("/v/", "/voucher/", "/", "/static/", "/page/", "/display/"))
        headers = {"X-Page-Session": word[:2000], "Accept-Language": word[:2000]}
        reply = await city.http.get((path + word)[:4000], headers=headers)
        assert reply.status_code < 500, path + word


async def _pictures(chance: random.Random, cases: int) -> None:
    png = qr_png("https://t.me/volunteer_city_bot?start=" + "A" * 32, scale=4)
    # A PNG carries a checksum that nearly always gives it away; the others are read on.
    kinds = [png, *(saved(opened(png).convert("L"), kind) for kind in ("JPEG", "WEBP"))]
    async with PictureReader() as reader:
        for _ in range(cases):
            answer = await reader.read(spoiled_bytes(chance.choice(kinds), chance))
            assert isinstance(answer, PictureText | Unreadable)


def _policies(chance: random.Random, folder: Path, cases: int) -> int:
    """Return how many spoiled policies were refused; each refusal names file and reason."""
    text = (POLICIES / "puer-2020.toml").read_text()
    (folder / "puer-units.toml").write_text((POLICIES / "puer-units.toml").read_text())
    file, refused = folder / "puer-2020.toml", 0
    lines = text.splitlines(keepends=True)
    for _ in range(cases):
        spoiled, place = list(lines), chance.randrange(len(lines))
        spoiled[place] = spoiled_text(spoiled[place], chance)
        file.write_bytes("".join(spoiled).encode("utf-8", "replace"))
        try:
            read_policy(file)
        except PolicyError as error:
            refused += file.name in str(error)
    return refused


async def _all(engine: str, home: Path, seed: int, *, tenths: int) -> None:
    async with a_fuzzed_city(engine, home, seed) as city:
        async with asyncio.timeout(280):
            await _updates(city, 20 * tenths)
            await _raw(city, 8 * tenths)
            await _launches(city, 10 * tenths)
            await _pages(city, 6 * tenths)
        assert len(city.silent.said) > 10 * tenths, "most are heard, and many answered"
        done = {action for action, _ in city.performed}
        assert len(done) >= min(tenths, 9), "mutants get through to deeds of many kinds"
        wrong = await city.wrong()
        assert not wrong, "\n".join(wrong[:20])


async def test_whatever_comes_in_at_any_door_is_answered_and_nothing_is_half_saved(
    tmp_path: Path,
) -> None:
    await _all("sqlite", tmp_path, 20261122, tenths=6)


async def test_a_spoiled_picture_is_read_or_refused() -> None:
    await _pictures(random.Random(20261122), 20)


def test_a_spoiled_policy_is_read_or_refused_with_its_name(tmp_path: Path) -> None:
    assert _policies(random.Random(20261122), tmp_path, 20) > 0


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("engine", "tenths"), [("sqlite", 160), ("postgresql", 40)])
async def test_ten_thousand_mutants_harm_nobody(
    engine: str, tenths: int, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    await _all(engine, tmp_path, 20261123, tenths=tenths)
    measured(f"{tenths * 44} mutants, nothing failed, nobody did what he may not")


@pytest.mark.proof
async def test_a_thousand_spoiled_pictures_and_policies_harm_nobody(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    await _pictures(chance, 800)
    assert _policies(chance, tmp_path, 400) > 100
