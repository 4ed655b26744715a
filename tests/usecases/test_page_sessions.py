"""An open page: one launch, one browser, a short life."""

import pytest

from domain.permissions import Role
from domain.refusals import Code, Refusal
from tests.cast import a_volunteer, later, with_role
from usecases import page_sessions
from usecases.database import Database
from usecases.page_sessions import IDLE_LIFE, WHOLE_LIFE, Opened

LAUNCH = bytes(32)


async def opened(
    db: Database, launch: bytes = LAUNCH, nonce: str = "a" * 22, **at: float
) -> Opened:
    return await db.write(
        page_sessions.open_page,
        messenger="telegram",
        external_id=41,
        language="zh-hans",
        launch=launch,
        nonce=nonce,
        fresh=True,
        now=later(**at),
    )


async def refused(db: Database, token: str, **at: float) -> Code:
    with pytest.raises(Refusal) as refusal:
        await db.read(page_sessions.visitor, token=token, now=later(**at))
    return refusal.value.refused.code


async def test_a_page_acts_for_the_one_who_opened_it(db: Database) -> None:
    li = await db.write(a_volunteer, 41)
    page = await opened(db)
    visitor = await db.read(page_sessions.visitor, token=page.token, now=later())
    assert (visitor.account_id, visitor.fresh) == (li.account_id, True)
    assert len(page.token) == 32


async def test_somebody_never_seen_gets_an_account(db: Database) -> None:
    page = await opened(db)
    assert page.caller.external_id == 41
    assert page.caller.volunteer_id is None


async def test_a_browser_whose_answer_was_lost_gets_the_same_token(db: Database) -> None:
    first = await opened(db)
    again = await opened(db, minutes=1)
    assert (again.token, again.expires_at) == (first.token, first.expires_at)


async def test_a_copied_launch_opens_nothing_in_another_browser(db: Database) -> None:
    await opened(db)
    with pytest.raises(Refusal) as refusal:
        await opened(db, nonce="b" * 22)
    assert refusal.value.refused.code is Code.PAGE_OVER


async def test_a_page_that_was_put_away_ends_and_one_in_use_lives_its_whole_life(
    db: Database,
) -> None:
    idle = IDLE_LIFE.total_seconds()
    page = await opened(db)
    assert await db.read(page_sessions.visitor, token=page.token, now=later(seconds=idle - 1))
    assert await refused(db, page.token, seconds=idle) is Code.PAGE_OVER
    at = 0.0
    while at < WHOLE_LIFE.total_seconds() - idle:
        at += idle - 1
        ends = await db.write(page_sessions.stay, token=page.token, now=later(seconds=at))
    assert ends == later() + WHOLE_LIFE
    assert await refused(db, page.token, seconds=WHOLE_LIFE.total_seconds()) is Code.PAGE_OVER
    with pytest.raises(Refusal):
        await db.write(page_sessions.stay, token=page.token, now=later() + WHOLE_LIFE)


async def test_the_same_launch_does_not_open_a_page_that_has_ended(db: Database) -> None:
    await opened(db)
    with pytest.raises(Refusal) as refusal:
        await opened(db, seconds=IDLE_LIFE.total_seconds())
    assert refusal.value.refused.code is Code.PAGE_OVER


async def test_an_unknown_token_is_nobodys(db: Database) -> None:
    assert await refused(db, "A" * 32) is Code.PAGE_OVER


async def test_a_role_gained_while_the_page_is_open_counts_at_once(db: Database) -> None:
    page = await opened(db)
    await db.write(with_role, 41, Role.CLERK, "1")
    visitor = await db.read(page_sessions.visitor, token=page.token, now=later())
    assert visitor.caller.holds(Role.CLERK)


async def test_yesterdays_sessions_are_swept(db: Database) -> None:
    page = await opened(db)
    await opened(db, launch=bytes([1]) * 32, days=1, seconds=1)
    fresh = await opened(db, nonce="c" * 22, days=1, seconds=2)
    assert fresh.token != page.token
