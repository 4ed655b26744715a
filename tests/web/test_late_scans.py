"""What a clerk's page kept without a network, over HTTP: it counts once, or is listed."""

import asyncio

from sqlalchemy import func, select

from models.columns import table_of
from models.visits import Visit
from tests.cast import a_volunteer, later, personal_code
from tests.web.conftest import Town, nonce
from usecases.city import CitySession


def _visits(session: CitySession) -> int:
    rows = select(func.count()).select_from(table_of(Visit))
    return session.connection().scalar(rows) or 0


async def test_what_was_sent_twice_at_once_counts_once_and_what_is_odd_is_shown_to_the_clerk(
    town: Town,
) -> None:
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
    await wang.presses("今天")
    wang.sees("没有网时扫的有 1 条没算上")
    await wang.presses("看没算上的（1）")
    wang.sees("李志愿：超过一天才传上来")
    await wang.presses("知道了")
    wang.sees("没有要看的了")
