"""Who may ask from a page, from where, and what every answer carries."""

import asyncio

import httpx
import pytest

from tests.cast import later, station_code
from tests.permissions.doors import entries
from tests.web.conftest import Town, nonce


async def test_a_page_speaks_the_language_of_the_account(town: Town) -> None:
    wang = await town.volunteer("Anna Kowalska", language="en")
    page = await town.opens(wang)
    assert page.opened["language"] == "en"
    assert page.opened["words"]["scan-open"] == "📷 Scan"  # type: ignore[index]
    reply = await page.asks("/page/scan", code="rubbish", nonce=nonce())
    assert "code" in reply.json()["words"]


async def test_before_the_account_is_known_a_page_speaks_the_browsers_language(
    town: Town,
) -> None:
    for wish, words in [
        ("en-GB,en;q=0.9", "Check in or out"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "签到签退"),
        ("", "签到签退"),
        ("fr-FR,en;q=0.5", "Check in or out"),
    ]:
        reply = await town.http.get("/scan", headers={"Accept-Language": wish})
        assert words in reply.text


async def test_every_answer_carries_the_headers(town: Town) -> None:
    for path in (
        "/scan",
        "/scanner",
        "/me",
        "/display",
        "/v/x",
        "/nowhere",
        "/health",
        "/page/day",
    ):
        reply = await town.http.get(path)
        policy = reply.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'self' https://web.telegram.org" in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["referrer-policy"] == "no-referrer"


async def test_no_page_holds_a_script_or_a_style_of_its_own(town: Town) -> None:
    for path in ("/scan", "/scanner", "/me", "/display", "/v/x", "/nowhere"):
        text = (await town.http.get(path)).text
        assert "<style" not in text
        assert " style=" not in text
        assert "onclick" not in text
        assert text.count("<script>") == 0
        assert "http://" not in text
        assert "https://" not in text


async def test_a_post_without_the_token_is_nobodys(town: Town) -> None:
    for path in ("/page/scan", "/page/day", "/page/my-code", "/page/move"):
        reply = await town.http.post(path, json={"code": "x", "nonce": nonce()})
        assert reply.status_code == 401
        assert reply.json()["error"] == "page-over"
        assert reply.json()["words"]


async def test_a_post_from_another_site_is_refused_and_does_nothing(town: Town) -> None:
    li = await town.volunteer()
    page = await town.opens(li)
    code = station_code(town.station, town.world.clock.now())
    asked = {"code": code, "nonce": nonce()}
    for foreign in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://puer.example.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        reply = await town.http.post("/page/scan", json=asked, headers=page.headers | foreign)
        assert reply.status_code == 403
    for own in ({"Origin": "https://puer.example"}, {"Origin": town.world.stage.url}):
        reply = await town.http.post("/page/scan", json=asked, headers=page.headers | own)
        assert reply.json()["outcome"] == "arrived"


def posted_only() -> set[str]:
    """Return every page to which something is posted and that is no page to look at as well."""
    pages = [name.split(" ")[1:] for name, _ in entries() if name.startswith("page ")]
    looked_at = {path for method, path in pages if method == "GET"}
    return {path for method, path in pages if method == "POST"} - looked_at


async def test_a_deed_is_never_done_by_a_link(town: Town) -> None:
    li = await town.volunteer()
    page = await town.opens(li)
    deeds = posted_only()
    assert {"/page/scan", "/page/move", "/page/session", "/display/pair"} <= deeds
    for path in deeds:
        assert (await town.http.get(path, headers=page.headers)).status_code == 405, path


async def test_launch_data_that_prove_nobody_open_nothing(town: Town) -> None:
    li = await town.volunteer()
    good = town.launch(li)
    for bad in ("", "x", good[:-1] + ("0" if good[-1] != "0" else "1"), good + "&hash=" + "0" * 64):
        reply = await town.http.post(
            "/page/session", json={"init_data": bad, "nonce": nonce(), "page": "scan"}
        )
        assert reply.status_code == 401
    town.world.clock.jump(later(hours=1, seconds=2))
    old = {"init_data": good, "nonce": nonce(), "page": "scan"}
    assert (await town.http.post("/page/session", json=old)).status_code == 401


async def test_a_page_opened_late_shows_but_moves_nothing(town: Town) -> None:
    li = await town.volunteer()
    launch = town.launch(li)
    town.world.clock.jump(later(minutes=6))
    asked = {"init_data": launch, "nonce": nonce(), "page": "scan"}
    token = (await town.http.post("/page/session", json=asked)).json()["token"]
    headers = {"X-Page-Session": token}
    shown = await town.http.post("/page/my-code", json={}, headers=headers)
    assert shown.status_code == 200
    code = station_code(town.station, town.world.clock.now())
    refused = await town.http.post(
        "/page/scan", json={"code": code, "nonce": nonce()}, headers=headers
    )
    assert refused.status_code == 401
    assert "重新打开" in refused.json()["words"]


async def test_a_page_in_use_stays_and_one_put_away_ends(town: Town) -> None:
    li = await town.volunteer()
    page = await town.opens(li)
    town.world.clock.jump(later(minutes=29))
    assert (await page.asks("/page/stay")).status_code == 200
    town.world.clock.jump(later(minutes=58))
    assert (await page.asks("/page/my-code")).status_code == 200
    town.world.clock.jump(later(minutes=59))
    assert (await page.asks("/page/my-code")).status_code == 401


BROKEN = [
    b"",
    b"{",
    b"null",
    b"[" * 60_000,
    b'{"code":"\\ud800","nonce":"' + b"a" * 20 + b'"}',
    b'{"code":"x","nonce":"short"}',
    b'{"code":"x","nonce":"' + b"a" * 20 + b'\\n"}',
    b'{"code":' + b"9" * 5000 + b',"nonce":"aaaaaaaaaaaaaaaaaaaa"}',
    b'{"code":["x"],"nonce":{}}',
    b"\xff\xfe",
]


async def test_a_body_that_is_none_is_answered_and_never_repeated(town: Town) -> None:
    li = await town.volunteer()
    page = await town.opens(li)
    headers = page.headers | {"Content-Type": "application/json"}
    for path in ("/page/scan", "/page/session", "/display/pair"):
        for body in BROKEN:
            reply = await town.http.post(path, content=body, headers=headers)
            assert reply.status_code == 400, (path, body[:40])
            assert reply.json() == {"error": "malformed"}


async def test_a_large_or_endless_body_is_refused(town: Town) -> None:
    reply = await town.http.post("/page/scan", content=b"x" * 70_000)
    assert reply.status_code == 413

    async def endless() -> object:
        for _ in range(1000):
            yield b"x" * 1000
            await asyncio.sleep(0)

    reply = await town.http.post("/page/session", content=endless())  # type: ignore[arg-type]
    assert reply.status_code == 413


async def test_a_strange_token_header_is_nobodys(town: Town) -> None:
    for token in (b"\xff\xfe", b"x" * 5000, b"'; DROP TABLE", "钥匙".encode()):
        reply = await town.http.post(
            "/page/my-code", json={}, headers=httpx.Headers([(b"X-Page-Session", token)])
        )
        assert reply.status_code == 401


async def test_what_fails_is_answered_with_a_number_that_finds_the_log_line(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    li = await town.volunteer()
    page = await town.opens(li)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr("usecases.codes.renewing", broken)
    monkeypatch.setattr("web.own_code.codes.renewing", broken)
    reply = await page.asks("/page/my-code")
    assert reply.status_code == 500
    incident = reply.json()["words"].split("编号 ")[1][:8]
    assert "planted" not in reply.text
    assert incident in capsys.readouterr().out
