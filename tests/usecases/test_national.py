"""The way into the national system: who waits, for whom, the number, the outcome."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from domain.relocation import Belonging
from models.columns import table_of
from models.national import NationalEntry
from models.people import RoleGrant, Volunteer
from models.traffic import AuditEntry, Notice
from tests.cast import MORNING, a_station, a_unit, an_account, later, station_code, with_role
from tests.usecases.applying import applies
from tests.usecases.test_guardians import SAID, born
from tests.usecases.trail import trail
from usecases import (
    approval,
    checkins,
    guardians,
    national,
    national_hours,
    own_wards,
    registration,
    relocations,
)
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.database import Database
from usecases.national import One, Queue
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER


async def approved(
    db: Database,
    number: int,
    *,
    agrees: bool = True,
    thinks_again: bool = False,
    unit_id: int | None = None,
    **more: Any,
) -> int:
    """Let somebody register and be approved; return his account."""
    account, handed_in = await db.write(applies, number, unit_id=unit_id, **more)
    kinds = [TO_REGISTER, ID_NUMBER, *([ONWARD_ENTRY] if agrees else [])]
    await db.write(registration.agree, actor=account, kinds=kinds, now=later())
    if thinks_again:
        await db.write(registration.withdraw, actor=account, kinds=[ONWARD_ENTRY], now=later())
    role = Role(handed_in.approver)
    where = handed_in.county if role is Role.COUNTY_OFFICE else ""
    officer = (await db.write(with_role, 900, role, where)).account_id
    await db.write(
        approval.decide,
        actor=officer,
        application_id=handed_in.application_id,
        version=1,
        verdict=Verdict.APPROVED,
        now=later(minutes=1),
    )
    return account


async def contact(db: Database, number: int, unit_id: int) -> int:
    return (await db.write(with_role, number, Role.UNIT_CONTACT, str(unit_id))).account_id


async def next_one(db: Database, actor: int, *, entered: bool = False) -> One:
    found = await db.read(national.following, actor=actor, entered=entered, now=later())
    assert found is not None
    return found


async def enters(db: Database, actor: int, one: One, number: str) -> One:
    return await db.write(
        national.enter,
        actor=actor,
        entry_id=one.entry_id,
        version=one.version,
        number=number,
        now=later(days=1),
    )


async def settles(db: Database, actor: int, one: One, *, accepted: bool, reason: str = "") -> One:
    return await db.write(
        national.settle,
        actor=actor,
        entry_id=one.entry_id,
        version=one.version,
        accepted=accepted,
        reason=reason,
        now=later(days=3),
    )


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def test_who_agreed_is_entered_returned_entered_again_and_accepted_with_both_dates(
    db: Database,
) -> None:
    unit = await db.write(a_unit)
    zhou = await contact(db, 500, unit)
    li = await approved(db, 700, unit_id=unit)
    await approved(db, 701, unit_id=unit, agrees=False)
    assert await db.read(national.standing, actor=zhou, now=later()) == Queue(1, 0, 0, 0)
    one = await next_one(db, zhou)
    assert (one.name, one.number) == ("李志愿", "5308-02-000001")
    for wrong in ("12345", "没有"):
        assert await refused(enters(db, zhou, one, wrong)) is Code.NATIONAL_NUMBER
    entered = await enters(db, zhou, one, "5308 0000 0001")
    assert await refused(enters(db, zhou, one, "530800000002")) is Code.ALREADY_DECIDED
    assert await refused(settles(db, zhou, entered, accepted=False)) is Code.TEXT_EMPTY
    back = await settles(db, zhou, entered, accepted=False, reason="incomplete")
    assert await db.read(national.standing, actor=zhou, now=later()) == Queue(0, 0, 0, 1)
    assert (await next_one(db, zhou)).reason == "incomplete"
    again = await enters(db, zhou, back, "530800000001")
    assert again.reason == ""
    through = await settles(db, zhou, again, accepted=True)
    assert await refused(settles(db, zhou, through, accepted=True)) is Code.ALREADY_DECIDED
    own = await db.read(national.own, actor=li, now=later())
    assert own is not None
    assert (own.state, own.national_number) == ("accepted", "530800000001")
    days = (own.entered_on, own.settled_on)
    assert [day.isoformat() for day in days if day] == ["2026-11-22", "2026-11-24"]
    notices, trail = table_of(Notice), table_of(AuditEntry)
    told = select(notices.c.facts).where(
        notices.c.kind == "national-accepted", notices.c.account_id == li
    )
    assert await db.read(lambda session: session.connection().scalars(told).all()) == [
        {"number": "530800000001"}
    ]
    deeds = select(trail.c.action).where(trail.c.action.like("national.%")).order_by(trail.c.id)
    assert await db.read(lambda session: list(session.connection().scalars(deeds))) == [
        "national.entered", "national.returned", "national.entered", "national.accepted",
    ]  # fmt: skip


async def test_two_who_enter_at_once_are_one_and_no_number_stands_for_two_people(
    db: Database,
) -> None:
    unit = await db.write(a_unit)
    zhou, qian = await contact(db, 500, unit), await contact(db, 501, unit)
    for number in (700, 701):
        await approved(db, number, unit_id=unit)
    one = await next_one(db, zhou)
    both = await asyncio.gather(
        enters(db, zhou, one, "530800000001"),
        enters(db, qian, one, "530800000002"),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, One) for each in both) == [False, True]
    taken = next(each.national_number for each in both if isinstance(each, One))
    other = await next_one(db, zhou)
    assert other.entry_id != one.entry_id
    assert await refused(enters(db, zhou, other, taken)) is Code.NATIONAL_NUMBER


async def test_people_without_a_unit_or_whose_unit_has_no_contact_are_their_offices(
    db: Database,
) -> None:
    kept, orphan = await db.write(a_unit), await db.write(a_unit, "市文化和旅游局")
    zhou = await contact(db, 500, kept)
    await approved(db, 700, unit_id=kept)
    await approved(db, 701, unit_id=orphan)
    await approved(db, 702, county="530821", township="530821101")
    federation = (await db.write(with_role, 600, Role.FEDERATION)).account_id
    county = (await db.write(with_role, 601, Role.COUNTY_OFFICE, "530821")).account_id
    elsewhere = (await db.write(with_role, 602, Role.COUNTY_OFFICE, "530822")).account_id
    stranger = (await db.write(with_role, 603, Role.CLERK, "1")).account_id
    for actor, count in ((zhou, 1), (federation, 1), (county, 1), (elsewhere, 0)):
        assert await db.read(national.waiting, actor=actor, now=later()) == count
    assert (
        await refused(db.read(national.standing, actor=stranger, now=later())) is Code.NOT_ALLOWED
    )
    theirs = await next_one(db, zhou)
    assert await refused(enters(db, federation, theirs, "530800000001")) is Code.NOT_FOUND
    grants = table_of(RoleGrant)
    gone = update(grants).where(grants.c.account_id == zhou).values(revoked_at=later())
    await db.write(lambda session: session.connection().execute(gone).rowcount)
    assert await db.read(national.waiting, actor=federation, now=later()) == 2


async def test_who_takes_the_consent_back_or_is_suspended_leaves_the_queue_and_the_sheet(
    db: Database,
) -> None:
    unit = await db.write(a_unit)
    zhou = await contact(db, 500, unit)
    accounts = [await approved(db, number, unit_id=unit) for number in (700, 701, 702)]
    # Who thinks again before the office decides is not even noted.
    await approved(db, 703, unit_id=unit, thinks_again=True)
    kinds = [ONWARD_ENTRY]
    await db.write(registration.withdraw, actor=accounts[0], kinds=kinds, now=later())
    people = table_of(Volunteer)
    stop = update(people).where(people.c.account_id == accounts[1]).values(suspended_at=later())
    await db.write(lambda session: session.connection().execute(stop).rowcount)
    token = await db.write(national.link, actor=zhou, now=later())
    sheet = await db.write(national.by_link, token=token, now=later(minutes=9))
    assert sheet is not None
    assert [row.number for row in sheet.rows] == ["5308-02-000003"]
    assert len(sheet.rows[0].document_number) == 18
    # Once only, not late, and not by somebody who has lost the role.
    assert await db.write(national.by_link, token=token, now=later(minutes=9)) is None
    late = await db.write(national.link, actor=zhou, now=later())
    assert await db.write(national.by_link, token=late, now=later(minutes=10)) is None
    third = await db.write(national.link, actor=zhou, now=later())
    grants = table_of(RoleGrant)
    gone = update(grants).where(grants.c.account_id == zhou).values(revoked_at=later())
    await db.write(lambda session: session.connection().execute(gone).rowcount)
    assert await db.write(national.by_link, token=third, now=later()) is None
    entries = select(table_of(NationalEntry).c.id)
    assert len(await db.read(lambda session: session.connection().scalars(entries).all())) == 3


async def test_a_child_goes_onward_only_while_a_guardian_says_so_by_a_word_of_its_own(
    db: Database,
) -> None:
    """K4, K7: the child's own tick is not enough, nor is the guardian's other consent."""

    def play(session: CitySession) -> None:
        said = born("20100301")
        unit = a_unit(session)
        zhou = with_role(session, 500, Role.UNIT_CONTACT, str(unit)).account_id
        child, handed_in = applies(session, 7, unit_id=unit, **said)
        kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
        registration.agree(session, actor=child, kinds=kinds, now=MORNING)
        code = guardians.link(session, actor=child, now=MORNING).code or ""
        mother = an_account(session, 8).account_id
        assert guardians.asked(session, actor=mother, code=code, now=MORNING).onward
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        officer = with_role(session, 900, Role.FEDERATION).account_id
        approval.decide(
            session, actor=officer, application_id=handed_in.application_id, version=2,
            verdict=Verdict.APPROVED, now=MORNING,
        )  # fmt: skip
        hers: dict[str, Any] = {"actor": mother, "guardianship_id": ward, "now": MORNING}

        def shown() -> tuple[int, int, int, bool]:
            """Return the queue, the rows of both sheets, and whether the child sees itself wait."""
            count = national.standing(session, actor=zhou, now=MORNING)
            token = national.link(session, actor=zhou, now=MORNING)
            entry = national.by_link(session, token=token, now=MORNING)
            token = national_hours.link(session, actor=zhou, month="2026-11", now=MORNING)
            hours = national_hours.by_link(session, token=token, now=MORNING)
            assert entry is not None
            assert hours is not None
            own = national.own(session, actor=child, now=MORNING)
            queued = count.to_enter + count.entered
            return queued, len(entry.rows), len(hours.rows), own is not None

        assert shown() == (0, 0, 0, False)
        own_wards.allow_onward(session, **hers)
        assert shown() == (1, 1, 0, True)
        assert not own_wards.stop_onward(session, **hers).onward
        assert shown() == (0, 0, 0, False)
        own_wards.allow_onward(session, **hers)
        one = national.following(session, actor=zhou, entered=False, now=MORNING)
        assert one is not None
        typed: dict[str, Any] = {"actor": zhou, "entry_id": one.entry_id, "version": one.version}
        national.enter(session, number="530800000001", now=MORNING, **typed)
        station = a_station(session)
        for hour in (1, 2):
            at = later(hours=hour)
            checkins.scan(
                session, actor=child, token=station_code(station, at), means=Means.SCANNER,
                request_id=f"{hour}", now=at,
            )  # fmt: skip
        assert shown() == (1, 0, 1, True)
        # With the consent as a whole its parts go; given again, each is asked for again.
        own_wards.withdraw(session, **hers)
        assert shown() == (0, 0, 0, True)
        with pytest.raises(Refusal) as refusal:
            own_wards.allow_onward(session, **hers)
        assert refusal.value.refused.code is Code.NEEDS_GUARDIAN
        assert not own_wards.agree_again(session, **hers).onward
        assert shown() == (0, 0, 0, True)
        own_wards.allow_onward(session, **hers)
        own_wards.allow_onward(session, **hers)
        assert shown() == (1, 0, 1, True)
        registration.withdraw(session, actor=child, kinds=[ONWARD_ENTRY], now=MORNING)
        assert shown() == (0, 0, 0, True)
        with pytest.raises(Refusal) as refusal:
            own_wards.allow_onward(session, **hers)
        assert refusal.value.refused.code is Code.STEP_GONE
        assert [deed for deed, *_ in trail(session, "guardian.")] == [
            "guardian.agreed", "guardian.allowed_onward", "guardian.stopped_onward",
            "guardian.allowed_onward", "guardian.withdrew", "guardian.agreed",
            "guardian.allowed_onward",
        ]  # fmt: skip
        # With eighteen it is nobody's business but his own.
        registration.agree(session, actor=child, kinds=kinds, now=MORNING)
        own_wards.stop_onward(session, **hers)
        people = table_of(Volunteer)
        grown = update(people).where(people.c.account_id == child)
        for birthday, there in ((date(2008, 11, 22), 0), (date(2008, 11, 21), 1)):
            session.connection().execute(grown.values(born_on=birthday))
            assert shown()[0] == there

    await db.write(play)


async def test_who_moves_to_another_county_is_the_new_offices_to_enter_and_no_more_the_olds(
    db: Database,
) -> None:
    places = {
        office: await db.write(with_role, number, Role.COUNTY_OFFICE, office)
        for number, office in ((600, "530821"), (601, "530822"))
    }
    ning, mo = (places[office].account_id for office in ("530821", "530822"))
    li = await approved(db, 700, county="530821", township="530821101")

    async def there() -> list[tuple[int, int, int]]:
        """Return what each office has in its queue, and in its two sheets."""
        found = []
        for actor in (ning, mo):
            queue = await db.read(national.standing, actor=actor, now=later())
            token = await db.write(national.link, actor=actor, now=later())
            sheet = await db.write(national.by_link, token=token, now=later())
            month: dict[str, Any] = {"actor": actor, "month": "2026-11", "now": later()}
            token = await db.write(national_hours.link, **month)
            hours = await db.write(national_hours.by_link, token=token, now=later())
            assert sheet is not None
            assert hours is not None
            known = queue.to_enter + queue.entered + queue.accepted
            found.append((known, len(sheet.rows), len(hours.rows)))
        return found

    async def moves(county: str, township: str, old: int, new: int) -> None:
        wanted = Belonging(None, None, county, township)
        asked: dict[str, Any] = {"reason": "address", "wanted": wanted, "now": later()}
        await db.write(relocations.ask, actor=li, **asked)
        for office in (old, new):
            one = await db.read(relocations.following, actor=office)
            assert one is not None
            deed: dict[str, Any] = {
                "relocation_id": one.relocation_id,
                "version": one.version,
                "now": later(),
            }
            await db.write(relocations.decide, actor=office, **deed)

    assert await there() == [(1, 1, 0), (0, 0, 0)]
    await moves("530822", "530822101", ning, mo)
    assert await there() == [(0, 0, 0), (1, 1, 0)]
    await moves("530821", "530821101", mo, ning)
    assert await there() == [(1, 1, 0), (0, 0, 0)]

    def serves(session: CitySession) -> None:
        station = a_station(session)
        for hour in (1, 2):
            at = later(hours=hour)
            checkins.scan(
                session, actor=li, token=station_code(station, at), means=Means.SCANNER,
                request_id=f"{hour}", now=at,
            )  # fmt: skip

    await db.write(serves)
    entered = await enters(db, ning, await next_one(db, ning), "530800000001")
    await settles(db, ning, entered, accepted=True)
    assert await there() == [(1, 0, 1), (0, 0, 0)]
    # Who is through stands with number and ID number where his hours are typed in from now on.
    await moves("530822", "530822101", ning, mo)
    assert await there() == [(0, 0, 0), (1, 0, 1)]
