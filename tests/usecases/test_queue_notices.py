"""Officers hear that something waits for them: once for however many, an hour apart, by day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from domain.duties import DutyKind
from domain.permissions import Role
from models.columns import table_of
from models.people import RoleGrant
from models.traffic import Notice
from tests.cast import with_role
from tests.usecases.applying import answers, applies
from usecases import duties, notices, outgoing, registration, submissions
from usecases.city import CitySession
from usecases.database import Database
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay, Wait

# A Monday, 10:00 in the city; the offices close at 17:30.
TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NINGER: dict[str, Any] = {"county": "530821", "township": "530821101"}


def at(**distance: float) -> datetime:
    return TEN + timedelta(**distance)


async def queued(db: Database) -> list[Any]:
    def read(session: CitySession) -> list[Any]:
        rows = table_of(Notice)
        where = rows.c.kind.in_(["applications-waiting", "submissions-waiting"])
        return list(session.connection().execute(select(rows).where(where).order_by(rows.c.id)))

    return await db.read(read)


async def sent(db: Database, now: datetime) -> list[tuple[int, dict[str, Any]]]:
    """Send what is due to officers; return to whom and with which facts."""
    told = []
    for notice in await db.write(notices.claim, now=now):
        said = await db.read(outgoing.look_again, notice=notice, now=now)
        state = "sent" if isinstance(said, ToSay) else "withdrawn"
        assert not isinstance(said, Wait)
        await db.write(notices.settle, notice=notice, state=state, now=now)
        if isinstance(said, ToSay):
            told.append((notice.account_id, said.facts))
    return told


async def an_officer(
    db: Database, number: int = 500, role: Role = Role.FEDERATION, where: str = ""
) -> int:
    return (await db.write(with_role, number, role, where)).account_id


async def test_those_who_decide_about_it_hear_of_an_application_and_nobody_else(
    db: Database,
) -> None:
    chief = await an_officer(db)
    county = await an_officer(db, 501, Role.COUNTY_OFFICE, "530821")
    await an_officer(db, 502, Role.COUNTY_OFFICE, "530822")
    await an_officer(db, 503, Role.CENTRE)
    await db.write(applies, 7, TEN)
    assert await sent(db, TEN) == [(chief, {"count": 1, "days": 0})]
    await db.write(applies, 8, TEN, **NINGER)
    assert await sent(db, TEN) == [(county, {"count": 1, "days": 0})]


async def test_forty_applications_are_one_message_with_their_number(db: Database) -> None:
    chief = await an_officer(db)
    for person in range(1, 41):
        await db.write(applies, person, TEN)
    assert len(await queued(db)) == 1
    assert await sent(db, TEN) == [(chief, {"count": 40, "days": 0})]


async def test_the_next_message_comes_an_hour_after_the_last_and_not_before(db: Database) -> None:
    chief = await an_officer(db)
    await db.write(applies, 1, TEN)
    await sent(db, TEN)
    await db.write(applies, 2, at(minutes=1))
    await db.write(applies, 3, at(minutes=59))
    assert await sent(db, at(minutes=59)) == []
    assert await sent(db, at(hours=1)) == [(chief, {"count": 3, "days": 0})]
    await db.write(applies, 4, at(hours=2))
    assert await sent(db, at(hours=2)) == [(chief, {"count": 4, "days": 0})]


async def test_at_night_nobody_is_called_and_in_the_morning_once(db: Database) -> None:
    chief = await an_officer(db)
    closing = at(hours=7, minutes=30)
    await db.write(applies, 1, closing)
    await db.write(applies, 2, closing + timedelta(hours=3))
    opening = at(hours=23)
    assert [row.due_at for row in await queued(db)] == [opening]
    assert await sent(db, opening - timedelta(seconds=1)) == []
    assert await sent(db, opening) == [(chief, {"count": 2, "days": 1})]


async def test_what_is_late_by_a_fault_waits_for_the_offices_too(db: Database) -> None:
    await an_officer(db)
    await db.write(applies, 1, TEN)
    night = at(hours=12)
    (notice,) = await db.write(notices.claim, now=night)
    assert await db.read(outgoing.look_again, notice=notice, now=night) == Wait(at(hours=23))


async def test_one_that_comes_while_the_message_is_on_its_way_is_told_too(db: Database) -> None:
    chief = await an_officer(db)
    await db.write(applies, 1, TEN)
    (notice,) = await db.write(notices.claim, now=TEN)
    await db.write(applies, 2, TEN)
    await db.write(notices.settle, notice=notice, state="sent", now=TEN)
    assert await sent(db, at(minutes=59)) == []
    assert await sent(db, at(hours=1)) == [(chief, {"count": 2, "days": 0})]


async def test_what_was_said_to_somebody_forgotten_settles_nobody_elses(db: Database) -> None:
    await an_officer(db)
    await db.write(applies, 1, TEN)
    (notice,) = await db.write(notices.claim, now=TEN)
    forgotten = replace(notice, account_id=notice.account_id + 1)
    await db.write(notices.settle, notice=forgotten, state="sent", now=TEN)
    assert [row.state for row in await queued(db)] == ["pending"]


async def test_who_left_nothing_waiting_or_is_no_officer_any_more_hears_nothing(
    db: Database,
) -> None:
    await an_officer(db)
    gone = await an_officer(db, 501)
    await db.write(applies, 1, TEN)

    def leaves(session: CitySession) -> None:
        grants = table_of(RoleGrant)
        session.connection().execute(
            update(grants).where(grants.c.account_id == gone).values(revoked_at=TEN)
        )

    await db.write(leaves)
    claimed = {one.account_id: one for one in await db.write(notices.claim, now=TEN)}
    assert await db.read(outgoing.look_again, notice=claimed[gone], now=TEN) is None
    nobody = Claimed(0, "submissions-waiting", gone, 501, "zh-hans", {}, 1)
    assert await db.read(outgoing.look_again, notice=nobody, now=TEN) is None
    reader = await an_officer(db, 502, Role.CENTRE)
    idle = Claimed(0, "submissions-waiting", reader, 502, "zh-hans", {}, 1)
    assert await db.read(outgoing.look_again, notice=idle, now=TEN) is None


async def test_handing_in_twice_calls_nobody_twice(db: Database) -> None:
    await an_officer(db)
    account_id, _ = await db.write(applies, 7, TEN)
    await sent(db, TEN)
    given = answers(7, sex="male", born_on="1990-01-01")
    await db.write(registration.submit, actor=account_id, answers=given, now=at(minutes=1))
    assert len(await queued(db)) == 1


async def test_the_centre_hears_that_units_have_handed_in(db: Database) -> None:
    centre = await an_officer(db, 500, Role.CENTRE)
    await db.write(duties.prepare, now=TEN)
    owed = await db.read(duties.standings, now=TEN)
    plans = [one for one in owed if one.owed.kind is DutyKind.PLAN]
    for number, one in enumerate(plans[:3]):
        contact = await an_officer(db, 600 + number, Role.UNIT_CONTACT, str(one.unit_id))
        for _ in range(2):
            await db.write(
                submissions.hand_in,
                actor=contact,
                duty_id=one.duty_id,
                text="计划",
                files=[],
                request_id=f"handin/{number}",
                now=TEN,
            )
    assert await sent(db, TEN) == [(centre, {"count": 3, "days": 0})]
    assert len(await queued(db)) == 1
