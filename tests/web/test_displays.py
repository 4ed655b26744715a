"""The station's screen: paired once, shows the code of this slot, and stops at once."""

import asyncio
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from documents.qr import qr_svg
from domain.permissions import Role
from tests.cast import later, station_code
from tests.web.conftest import Town
from tests.world import played_twice
from usecases import displays, invites

SECRET = "a-browsers-secret-22ch"


async def invited(town: Town) -> str:
    """Let the clerk ask for a link in the chat; return the code behind the #."""
    wang = await town.clerk()
    await wang.says("/start")
    await wang.presses(town.words("站点码", "Station screen"))
    await wang.presses(town.words("配一块新屏幕", "Pair a new screen"))
    link = re.search(r"https://\S+", wang.screen)
    assert link is not None
    assert urlsplit(link[0]).path == "/display"
    return urlsplit(link[0]).fragment


async def pairs(town: Town, code: str, secret: str = SECRET) -> httpx.Response:
    return await town.http.post("/display/pair", json={"code": code, "secret": secret})


async def shows(town: Town, secret: str = SECRET) -> httpx.Response:
    return await town.http.post("/display/code", headers={"X-Display-Secret": secret})


@played_twice("town")
async def test_a_clerks_link_pairs_one_browser_once(town: Town) -> None:
    code = await invited(town)
    assert (await shows(town)).status_code == 409
    assert (await pairs(town, code)).json() == {"station": "思茅区图书馆服务站"}
    again = await pairs(town, code, "another-browsers-22ch-")
    assert again.json()["error"] == "invite-invalid"
    assert (await shows(town, "another-browsers-22ch-")).json()["error"] == "code-revoked"
    assert (await shows(town)).status_code == 200


async def test_a_link_is_worthless_after_ten_minutes(town: Town) -> None:
    code = await invited(town)
    town.world.clock.jump(later(minutes=10, seconds=1))
    assert (await pairs(town, code)).json()["error"] == "invite-invalid"


@played_twice("town")
async def test_the_screen_shows_the_code_of_this_slot_by_the_servers_clock(town: Town) -> None:
    await pairs(town, await invited(town))
    first = (await shows(town)).json()
    now = town.world.clock.now()
    link = f"https://t.me/volunteer_city_bot?start={station_code_of(town, 2)}"
    assert first["svg"] == qr_svg(link)
    assert first["now"] == now.timestamp()
    assert 0 < first["changes_at"] - first["now"] <= first["slot_seconds"] == 10
    town.world.clock.jump(later(seconds=10))
    second = (await shows(town)).json()
    assert second["svg"] != first["svg"]


def station_code_of(town: Town, display_id: int) -> str:
    station = town.station.__class__(town.station.station_id, display_id, "")
    return station_code(station, town.world.clock.now())


@played_twice("town")
async def test_a_screen_that_is_switched_off_shows_nothing_from_the_next_second_on(
    town: Town,
) -> None:
    await pairs(town, await invited(town))
    wang = next(person for person in town.world.stage.people.values() if person.name == "王店员")
    await wang.presses(town.words("站点码", "Station screen"))
    await wang.presses(town.words("停用屏幕 2", "Switch off screen 2"))
    wang.sees(town.words("它的码从现在起作废", "its codes no longer work"))
    assert (await shows(town)).json()["error"] == "code-revoked"


@played_twice("town")
async def test_two_browsers_at_once_one_is_paired(town: Town) -> None:
    code = await invited(town)
    secrets = [f"browser-{number:02d}-secret-22chars" for number in range(8)]
    replies = await asyncio.gather(*(pairs(town, code, secret) for secret in secrets))
    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 7


async def test_guessing_links_is_slowed_down(town: Town) -> None:
    answers = [(await pairs(town, "d" + "A" * 22)).status_code for _ in range(25)]
    assert answers[:20] == [409] * 20
    assert answers[20:] == [429] * 5
    assert "retry-after" in (await pairs(town, "d" + "A" * 22)).headers


async def test_the_page_itself_tells_no_code(town: Town) -> None:
    text = (await town.http.get("/display")).text
    assert "t.me" not in text
    words = json.loads(text.split('id="words">')[1].split("</script>")[0])
    assert "还没有配对" in words["display-unpaired"]


async def test_nobody_elses_invitation_pairs_a_screen(town: Town) -> None:
    code = await town.world.db.write(
        invites.make,
        role=Role.CLERK,
        scope_ref=str(town.station.station_id),
        life=timedelta(days=3),
        made_by=None,
        now=town.world.clock.now(),
    )
    assert (await pairs(town, code)).json()["error"] == "invite-invalid"
    assert displays.PAIRING not in set(Role)
