"""What a clerk's page kept without a network, over HTTP: it counts once, or is listed."""

import asyncio

from sqlalchemy import func, select

from domain.permissions import Role
from handlers.late_scans import called
from models.columns import table_of
from models.visits import Visit
from tests.cast import a_volunteer, later, personal_code
from tests.web.conftest import Town, nonce
from tests.world import played_twice
from usecases.city import CitySession
from usecases.late_scans import Odd


def _visits(session: CitySession) -> int:
    rows = select(func.count()).select_from(table_of(Visit))
    return session.connection().scalar(rows) or 0


@played_twice("town")
async def test_what_was_sent_twice_at_once_counts_once_and_what_is_odd_is_shown_to_the_clerk(
    town: Town,
) -> None:
    say = town.words
    wang = await town.clerk()
    page = await town.opens(wang, "scanner")
    li = await town.world.db.write(a_volunteer, 700, "李志愿")
    clock = int(later().timestamp() * 1000)
    good = {"code": personal_code(li, later()), "nonce": nonce(), "at_ms": clock, "ahead_ms": 0}
    old = good | {"nonce": nonce(), "at_ms": clock - 25 * 3_600_000}
    replies = await asyncio.gather(
        *(page.asks("/page/scans-later", scans=[good, old], clock_ms=clock) for _ in range(3))
    )
    assert {(reply.status_code, reply.json()["odd"]) for reply in replies} == {(200, 1)}
    assert await town.world.db.read(_visits) == 1
    for wrong in ({"at_ms": -1}, {"nonce": "short"}, {"code": "x" * 513}, {"ahead_ms": 10**14}):
        reply = await page.asks("/page/scans-later", scans=[good | wrong], clock_ms=clock)
        assert reply.status_code == 400
    stranger = await town.opens(await town.volunteer())
    reply = await stranger.asks("/page/scans-later", scans=[good], clock_ms=clock)
    assert reply.json()["error"] == "code-needs-clerk"

    await wang.says("/start")
    await wang.presses(say("今天", "Today"))
    wang.sees(say("没有网时扫的有 1 条没算上", "1 scanned without a network did not count"))
    await wang.presses(say("看没算上的（1）", "Not counted (1)"))
    wang.sees(say("李志愿：超过一天才传上来", "李志愿: sent more than a day later"))
    await wang.presses(say("知道了", "Noted"))
    wang.sees(say("没有要看的了", "Nothing left to look at"))


def test_people_of_one_name_are_told_apart_by_their_numbers() -> None:
    wangs = {
        number: Odd(nth, name, number, nth, None, later(), "card", to_confirm=True)
        for nth, (number, name) in enumerate((("1", "王伟"), ("2", "王伟"), ("3", "李娜")))
    }
    assert [called(one, wangs) for one in wangs.values()] == ["王伟 1", "王伟 2", "李娜"]


@played_twice("town")
async def test_a_printed_card_that_came_late_counts_by_a_button_of_its_holder_or_of_a_colleague(
    town: Town,
) -> None:
    say, world = town.words, town.world
    wang = await town.clerk()
    page = await town.opens(wang, "scanner")
    people = [world.person(name) for name in ("李志愿", "赵志愿", "孙志愿")]
    cards = [await world.db.write(a_volunteer, one.id, one.name, world.language) for one in people]
    for one in people[:2]:
        await one.says("/start")
    at = int(later().timestamp() * 1000)
    scans = [
        {
            "code": personal_code(one, later(), printed=True),
            "nonce": nonce(),
            "at_ms": at - hours * 3_600_000,
            "ahead_ms": 0,
        }
        for one in cards
        for hours in (3, 1)
    ]
    reply = await page.asks("/page/scans-later", scans=scans, clock_ms=at)
    assert reply.json()["odd"] == 6
    await world.settle()
    li, zhao = people[:2]
    li.sees(say("扫过您的纸质证", "scanned your printed card"))
    await li.presses(say("是我，算上", "It was me"))
    li.sees(say("算上了 2 次", "2 counted"))
    await zhao.presses(say("不是我", "Not me"))
    zhao.sees(say("没有算", "Nothing was counted"))
    await wang.says("/start")
    await wang.presses(say("今天", "Today"))
    await wang.presses(say("看没算上的（4）", "Not counted (4)"))
    wang.sees(say("本人说那次不是他", "it was somebody else"))
    assert say("孙志愿来过", "孙志愿 came") not in wang.last.labels
    wang.sees(say("站点只有您一位", "the only clerk"))
    other = await world.appoints(world.person("陈店员"), Role.CLERK, str(town.station.station_id))
    await other.says("/start")
    await other.presses(say("今天", "Today"))
    await other.presses(say("看没算上的（4）", "Not counted (4)"))
    await other.presses(say("孙志愿来过", "孙志愿 came"))
    other.sees(say("孙志愿：算上了 2 次", "孙志愿: 2 counted"))
    assert await world.db.read(_visits) == 2
