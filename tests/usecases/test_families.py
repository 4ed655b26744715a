"""Families: joining, leaving, and coming together, each with hours of his own (PU9-T28)."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.policy import PolicyBook
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.guardians import GuardianConsent
from models.ledger import Balance
from models.people import Volunteer
from models.traffic import Notice
from tests.cast import Somebody, StationWithDisplay, a_station, a_volunteer, later, station_code
from tests.usecases.children import a_child
from tests.usecases.trail import trail
from usecases import checkins, families, family_children, family_scans
from usecases.checkins import Arrived, Left
from usecases.city import CitySession
from usecases.database import Database
from usecases.families import FAMILY_SCAN, Home

_POLICY = PolicyBook.load("puer").periods[0]
MOST_MEMBERS = _POLICY.families.most_members
INVITE_LIFE = timedelta(days=_POLICY.links.family_days)
NAMES = ("李家长", "李小一", "李小二", "李奶奶")


async def people(db: Database, *names: str) -> list[Somebody]:
    return [await db.write(a_volunteer, 300 + n, name) for n, name in enumerate(names or NAMES)]


async def joins(db: Database, head: Somebody, one: Somebody, *, agrees: bool = True) -> Home:
    code = await db.write(families.invite, actor=head.account_id, now=later())
    home = await db.write(families.join, actor=one.account_id, code=code, now=later())
    if agrees:
        home = await db.write(families.agree, actor=one.account_id, agreed=True, now=later())
    return home


async def scans(
    db: Database, who: Somebody, station: StationWithDisplay, at: datetime
) -> checkins.Outcome:
    return await db.write(
        checkins.scan,
        actor=who.account_id,
        token=station_code(station, at),
        means=Means.SCANNER,
        request_id=f"{who.volunteer_id}/{at}",
        now=at,
    )


async def together(db: Database, head: Somebody, at: datetime) -> dict[str, checkins.Outcome]:
    home = await db.read(families.own, actor=head.account_id)
    assert home is not None
    done = await db.write(
        family_scans.together,
        actor=head.account_id,
        member_ids=[one.member_id for one in home.members],
        now=at,
    )
    return {one.name: one.outcome for one in done}


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def test_a_family_comes_and_goes_by_one_scan_and_each_has_his_own_hours(
    db: Database,
) -> None:
    head, one, two, granny = await people(db)
    here = await db.write(a_station)
    elsewhere = await db.write(a_station, "民乐服务站")
    await db.write(families.found, actor=head.account_id, now=later())
    for each in (one, two):
        await joins(db, head, each)
    await joins(db, head, granny, agrees=False)
    # One is in elsewhere: he is refused as by a scan of his own, and the others are not.
    await scans(db, two, elsewhere, later())
    first = await scans(db, head, here, later(minutes=1))
    assert isinstance(first, Arrived)
    assert first.family
    found = await db.read(family_scans.gathering, actor=head.account_id, now=later(minutes=2))
    assert ([each.name for each in found.members], found.others, found.leaving) == (
        ["李小一", "李小二"],
        ("李奶奶",),
        False,
    )
    came = await together(db, head, later(minutes=2))
    assert isinstance(came["李小一"], Arrived)
    assert came["李小一"].at == later(minutes=1)
    assert isinstance(came["李小二"], Refused)
    assert came["李小二"].code is Code.OPEN_ELSEWHERE
    # Pressed again, nothing changes; the one who has not agreed is never there.
    assert await together(db, head, later(minutes=3)) == came
    await scans(db, head, here, later(hours=2))
    went = await together(db, head, later(hours=2, minutes=1))
    assert isinstance(went["李小一"], Left)
    assert went["李小一"].minutes == 119
    assert isinstance(went["李小二"], Refused)
    assert went["李小二"].code is Code.VISIT_GONE
    # Who answered for whom stands in the trail: once there and once back.
    taken = [line[1] for line in await db.read(trail, "visit.taken-along")]
    assert taken == [head.account_id, head.account_id]
    balances, notices = table_of(Balance), table_of(Notice)

    def left_behind(session: CitySession) -> tuple[dict[int, int], set[tuple[str, int]]]:
        connection = session.connection()
        held = connection.execute(select(balances.c.volunteer_id, balances.c.service_minutes))
        told = connection.execute(select(notices.c.kind, notices.c.account_id))
        return {row[0]: row[1] for row in held}, {(row[0], row[1]) for row in told}

    held, told = await db.read(left_behind)
    assert held == {head.volunteer_id: 119, one.volunteer_id: 119}
    news = {("family-arrived", one.account_id), ("family-left", one.account_id)}
    assert told == news | {("family-joined", head.account_id)}


async def test_the_heads_scan_speaks_for_the_others_for_five_minutes_only(db: Database) -> None:
    head, one, *_ = await people(db)
    here = await db.write(a_station)
    await db.write(families.found, actor=head.account_id, now=later())
    await joins(db, head, one)
    assert await refused(together(db, head, later())) is Code.STEP_GONE
    await scans(db, head, here, later())
    late = later(minutes=5)
    assert await refused(together(db, head, late)) is Code.STEP_GONE
    assert await refused(together(db, one, later(minutes=1))) is Code.NOT_FOUND
    in_time = await together(db, head, late - timedelta(seconds=1))
    assert isinstance(in_time["李小一"], Arrived)


async def test_who_takes_the_consent_back_or_leaves_is_not_checked_in_any_more(
    db: Database,
) -> None:
    head, one, two, _ = await people(db)
    here = await db.write(a_station)
    await db.write(families.found, actor=head.account_id, now=later())
    for each in (one, two):
        await joins(db, head, each)
    await db.write(families.agree, actor=one.account_id, agreed=False, now=later())
    assert await db.write(families.leave, actor=two.account_id, now=later()) is False
    await scans(db, head, here, later(minutes=1))
    assert await together(db, head, later(minutes=2)) == {}
    # Whoever comes back is asked anew.
    home = await joins(db, head, two, agrees=False)
    assert [each.agreed for each in home.members if each.is_self] == [False]
    assert await db.write(families.leave, actor=head.account_id, now=later()) is True
    for each in (head, one, two):
        assert await db.read(families.own, actor=each.account_id) is None


async def test_a_link_lets_one_person_in_once_and_nobody_into_two_families(db: Database) -> None:
    head, one, two, other = await people(db)
    for each in (head, other):
        await db.write(families.found, actor=each.account_id, now=later())
    code = await db.write(families.invite, actor=head.account_id, now=later())
    name = await db.read(families.invited_by, actor=one.account_id, code=code, now=later())
    assert name == "李家长"
    end = later() + INVITE_LIFE
    join = families.join
    assert await refused(db.write(join, actor=one.account_id, code=code, now=end)) is (
        Code.INVITE_INVALID
    )
    both = await asyncio.gather(
        *(
            db.write(join, actor=each.account_id, code=code, now=later(minutes=1))
            for each in (one, two)
        ),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Home) for each in both) == [False, True]
    second = await db.write(families.invite, actor=other.account_id, now=later())
    assert await refused(db.write(join, actor=head.account_id, code=second, now=later())) is (
        Code.FAMILY_ALREADY
    )
    inside = one if isinstance(both[0], Home) else two
    assert await refused(db.write(families.found, actor=inside.account_id, now=later())) is (
        Code.FAMILY_ALREADY
    )
    assert await refused(db.write(families.invite, actor=inside.account_id, now=later())) is (
        Code.NOT_FOUND
    )


async def test_the_last_place_of_a_family_is_taken_by_one(db: Database) -> None:
    everybody = await people(db, *(f"李{chr(0x4E00 + n)}" for n in range(MOST_MEMBERS + 1)))
    head, *others = everybody
    await db.write(families.found, actor=head.account_id, now=later())
    for one in others[: MOST_MEMBERS - 2]:
        await joins(db, head, one, agrees=False)
    codes = [await db.write(families.invite, actor=head.account_id, now=later()) for _ in "ab"]
    both = await asyncio.gather(
        *(
            db.write(families.join, actor=one.account_id, code=code, now=later())
            for one, code in zip(others[MOST_MEMBERS - 2 :], codes, strict=True)
        ),
        return_exceptions=True,
    )
    full = [each.refused.code for each in both if isinstance(each, Refusal)]
    assert full == [Code.FAMILY_FULL]
    assert await refused(db.write(families.invite, actor=head.account_id, now=later())) is (
        Code.FAMILY_FULL
    )


async def test_a_child_joins_the_family_of_a_guardian_only(db: Database) -> None:
    guardian, stranger = await people(db, "李家长", "陌生人")
    child, _ = await db.write(a_child, 310, guardian.account_id, "李小一")
    for head in (guardian, stranger):
        await db.write(families.found, actor=head.account_id, now=later())
    assert await refused(joins(db, stranger, child)) is Code.FAMILY_GUARDIAN
    assert len((await joins(db, guardian, child)).members) == 2


async def test_a_guardian_lets_a_child_without_a_telephone_in_and_his_scan_takes_it_along(
    db: Database,
) -> None:
    guardian, mother = await people(db, "李家长", "李妈妈")
    child, guardianship = await db.write(a_child, 310, guardian.account_id, "李小一")
    theirs = table_of(Volunteer).c.id == child.volunteer_id

    async def changes(**to: Any) -> None:
        change = update(table_of(Volunteer)).where(theirs).values(**to)
        await db.write(lambda session: session.connection().execute(change))

    async def withdraws(at: datetime | None) -> None:
        rows = table_of(GuardianConsent)
        change = update(rows).where(rows.c.guardianship_id == guardianship).values(withdrawn_at=at)
        await db.write(lambda session: session.connection().execute(change))

    async def lets_in(who: Somebody) -> Home:
        which: dict[str, Any] = {"guardianship_id": guardianship, "now": later()}
        return await db.write(family_children.join, actor=who.account_id, **which)

    assert await refused(lets_in(guardian)) is Code.NOT_FOUND, "he heads no family yet"
    for head in (guardian, mother):
        await db.write(families.found, actor=head.account_id, now=later())
    assert await refused(lets_in(guardian)) is Code.NOT_FOUND, "with a telephone it comes itself"
    await changes(account_id=None)
    assert await refused(lets_in(mother)) is Code.NOT_FOUND, "no guardian of it"
    home = await lets_in(guardian)
    assert [(one.name, one.agreed) for one in home.members] == [
        ("李家长", False), ("李小一", True)
    ]  # fmt: skip
    assert [line[1] for line in await db.read(trail, "family.child-joined")] == [
        guardian.account_id
    ]
    assert await refused(lets_in(guardian)) is Code.NOT_FOUND, "it is there"
    here = await db.write(a_station)
    await scans(db, guardian, here, later())
    assert isinstance((await together(db, guardian, later(minutes=1)))["李小一"], Arrived)
    await scans(db, guardian, here, later(hours=2))
    went = (await together(db, guardian, later(hours=2, minutes=1)))["李小一"]
    assert isinstance(went, Refused), went
    assert went.code is Code.VISIT_GONE, "under fourteen it left with him"
    held = table_of(Balance)
    minutes = select(held.c.service_minutes).where(held.c.volunteer_id == child.volunteer_id)
    assert await db.read(lambda session: session.connection().scalar(minutes)) == 120
    # Of age, or without its guardian's word, it is taken along by nobody.
    for nth, without in enumerate((changes(born_on=date(1990, 1, 1)), withdraws(later()))):
        await without
        at = later(hours=4 + nth)
        await scans(db, guardian, here, at)
        gathered = await db.read(family_scans.gathering, actor=guardian.account_id, now=at)
        assert (gathered.members, gathered.others) == ((), ("李小一",))
        await changes(born_on=date(2014, 3, 1))
    await withdraws(None)
    # Its place is free again once its guardian takes it out.
    member = home.members[1].member_id
    await db.write(families.remove, actor=guardian.account_id, member_id=member, now=later())
    (outside,) = await db.read(family_children.outside, actor=guardian.account_id, now=later())
    assert (outside.guardianship_id, outside.name) == (guardianship, "李小一")


async def test_the_head_removes_somebody_and_his_consent_ends_with_it(db: Database) -> None:
    head, one, two, _ = await people(db)
    await db.write(families.found, actor=head.account_id, now=later())
    home = await joins(db, head, one)
    await joins(db, head, two)
    member = next(each.member_id for each in home.members if each.is_self)
    remove = families.remove
    assert await refused(db.write(remove, actor=two.account_id, member_id=member, now=later())) is (
        Code.NOT_FOUND
    )
    said = await db.write(remove, actor=head.account_id, member_id=member, now=later())
    assert said == "李小一"
    assert await db.read(families.own, actor=one.account_id) is None
    again = await joins(db, head, one, agrees=False)
    assert not next(each for each in again.members if each.is_self).agreed
    assert FAMILY_SCAN == "family-scan"
