"""The talent pool: one's own lines changed and undone, people found within one's scope."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Volunteer
from models.traffic import AuditEntry
from tests.cast import CITY, MORNING, POLICY, Somebody, a_unit, a_volunteer, later, with_role
from usecases import minors, own_profile, talents
from usecases.city import CitySession
from usecases.database import Database
from usecases.talents import Wanted

VOLUNTEERS = table_of(Volunteer)
# On the morning of the tests this day makes seventeen, and the one after it eighteen.
EIGHTEEN_TOMORROW = date(2008, 11, 22)
EIGHTEEN_TODAY = date(2008, 11, 21)


def with_lines(session: CitySession, who: Somebody, **lines: Any) -> None:
    """Let a volunteer's row say this."""
    mine = VOLUNTEERS.c.id == who.volunteer_id
    session.connection().execute(update(VOLUNTEERS).where(mine).values(**lines))


async def refused(db: Database, deed: Any, **facts: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await db.write(deed, **facts)
    return refusal.value.refused.code


async def row_of(db: Database, who: Somebody) -> Any:
    def read(session: CitySession) -> Any:
        query = select(VOLUNTEERS).where(VOLUNTEERS.c.id == who.volunteer_id)
        return session.connection().execute(query).one()

    return await db.read(read)


async def audited(db: Database, action: str) -> int:
    def read(session: CitySession) -> int:
        rows = table_of(AuditEntry)
        query = select(rows.c.id).where(rows.c.action == action)
        return len(session.connection().execute(query).all())

    return await db.read(read)


# -- one's own lines -------------------------------------------------------------------------------


async def test_a_line_is_changed_and_undone_within_ten_minutes_and_not_after(db: Database) -> None:
    li = await db.write(a_volunteer, 1)
    mine: dict[str, Any] = {"actor": li.account_id}
    first = await db.write(
        own_profile.change, line="skills", chosen=["law", "driving", "law"], now=MORNING, **mine
    )
    assert (await row_of(db, li)).skills == ["law", "driving"]
    again: dict[str, Any] = {"line": "skills", "chosen": ["law", "driving"], "now": MORNING} | mine
    assert (await db.write(own_profile.change, **again)).change_id == 0
    moved: dict[str, Any] = {"line": "place", "chosen": ["530802102"], "now": MORNING} | mine
    second = await db.write(own_profile.change, **moved)
    assert (await row_of(db, li)).township == "530802102"
    # Nobody chooses his own officers: another county is a transfer.
    away = moved | {"chosen": ["530821101"]}
    assert await refused(db, own_profile.change, **away) is Code.OTHER_COUNTY
    last_moment = later(minutes=10)
    late: dict[str, Any] = {
        "change_id": first.change_id,
        "now": last_moment + timedelta(seconds=1),
    } | mine
    assert await refused(db, own_profile.undo, **late) is Code.UNDO_TOO_LATE
    in_time: dict[str, Any] = {"now": last_moment} | mine
    await db.write(own_profile.undo, change_id=first.change_id, **in_time)
    await db.write(own_profile.undo, change_id=second.change_id, **in_time)
    row = await row_of(db, li)
    assert (row.skills, row.township, row.county) == ([], "530802001", "530802")
    twice: dict[str, Any] = {"change_id": first.change_id} | in_time
    assert await refused(db, own_profile.undo, **twice) is Code.UNDO_TOO_LATE
    someone = await db.write(a_volunteer, 2)
    foreign: dict[str, Any] = {
        "change_id": first.change_id,
        "now": MORNING,
        "actor": someone.account_id,
    }
    assert await refused(db, own_profile.undo, **foreign) is Code.NOT_FOUND


@pytest.mark.parametrize(
    ("line", "chosen", "code"),
    [
        ("categories", ["0001", "0002", "0003", "0004"], None),
        ("categories", ["0001", "0002", "0003", "0004", "0005"], Code.TOO_MANY_CATEGORIES),
        ("categories", ["9999"], Code.STEP_GONE),
        ("skills", ["0001"], Code.STEP_GONE),
        ("free_times", ["7-morning"], Code.STEP_GONE),
        ("free_times", ["6-evening"], None),
        ("place", ["530802"], Code.STEP_GONE),
        ("place", ["530802001", "530821101"], Code.STEP_GONE),
        ("place", ["999999999"], Code.STEP_GONE),
        ("name", ["李"], Code.STEP_GONE),
    ],
)
def test_only_what_can_be_chosen_is_kept(line: str, chosen: list[str], code: Code | None) -> None:
    class Asking:
        city = CITY

    facts: Any = (Asking(), line, chosen, POLICY.on(MORNING.date()))
    if code is None:
        own_profile._check(*facts)
        return
    with pytest.raises(Refusal) as refusal:
        own_profile._check(*facts)
    assert refusal.value.refused.code is code


# -- finding people --------------------------------------------------------------------------------


async def test_people_are_found_on_three_axes_and_within_ones_own_scope(db: Database) -> None:
    def cast(session: CitySession) -> dict[str, Any]:
        unit = a_unit(session)
        li, chen, zhao = (a_volunteer(session, n, name) for n, name in enumerate(
            ("李志愿", "陈老师", "赵医生"), 1))  # fmt: skip
        with_lines(session, li, categories=["0003", "0004"], skills=["law"], unit_id=unit)
        with_lines(session, chen, categories=["0003"], skills=["law", "driving"])
        with_lines(session, zhao, categories=["0004"], county="530821", township="530821101")
        return {
            "contact": with_role(session, 11, Role.UNIT_CONTACT, str(unit)).account_id,
            "county": with_role(session, 12, Role.COUNTY_OFFICE, "530821").account_id,
            "office": with_role(session, 13, Role.OFFICE).account_id,
            "zhao": zhao,
            "li": li,
        }

    them = await db.write(cast)

    async def count(who: str, *axes: str) -> int:
        wanted = Wanted(*axes)
        facts = {"actor": them[who], "wanted": wanted, "page": 0, "now": MORNING}
        found = await db.read(talents.search, **facts)
        assert len(found.lines) == found.count
        return int(found.count)

    assert [await count(who) for who in ("office", "contact", "county")] == [3, 1, 1]
    assert await count("office", "0003") == 2
    assert await count("office", "0003", "driving") == 1
    assert await count("office", "", "law", "530802") == 2
    assert await count("office", "", "", "530821101") == 1
    assert await count("office", "00") == 0
    assert await count("office", "%") == 0
    elsewhere: dict[str, Any] = {
        "actor": them["contact"],
        "volunteer_id": them["zhao"].volunteer_id,
    }
    for deed in (talents.person, talents.contact):
        assert await refused(db, deed, now=MORNING, **elsewhere) is Code.NOT_FOUND
    mine: dict[str, Any] = {
        "actor": them["contact"],
        "volunteer_id": them["li"].volunteer_id,
        "now": MORNING,
    }
    assert (await db.write(talents.person, **mine)).name == "李*愿"
    assert await audited(db, "volunteer.contact-seen") == 0
    assert (await db.write(talents.contact, **mine)).phone == "+8613800000000"
    assert await audited(db, "volunteer.contact-seen") == 1


async def test_of_a_minor_less_is_shown_until_the_eighteenth_birthday(db: Database) -> None:
    def cast(session: CitySession) -> tuple[int, list[Somebody]]:
        both = [a_volunteer(session, n, "小李") for n in (1, 2)]
        for who, born in zip(both, (EIGHTEEN_TOMORROW, EIGHTEEN_TODAY), strict=True):
            with_lines(session, who, born_on=born, skills=["law"])
        return with_role(session, 13, Role.FEDERATION).account_id, both

    officer, (minor, adult) = await db.write(cast)
    facts: dict[str, Any] = {"actor": officer, "now": MORNING}
    found = await db.read(talents.search, wanted=Wanted(), page=0, **facts)
    assert [(one.minor, one.name, one.number == "") for one in found.lines] == [
        (True, "", True),
        (False, "小*", False),
    ]
    seen = await db.write(talents.person, volunteer_id=minor.volunteer_id, **facts)
    assert (seen.minor, seen.skills, seen.township) == (True, [], "")
    office = await db.write(with_role, 14, Role.OFFICE)
    (look,) = (await db.read(minors.looks, actor=office.account_id, before=0)).looks
    assert (look.account_id, look.screen) == (officer, minors.Screen.PEOPLE)
    no_phone: dict[str, Any] = {"volunteer_id": minor.volunteer_id} | facts
    assert await refused(db, talents.contact, **no_phone) is Code.MINOR_PROTECTED
    seen = await db.write(talents.person, volunteer_id=adult.volunteer_id, **facts)
    assert (seen.minor, seen.skills) == (False, ["law"])
    assert await audited(db, "minor.seen") == 1
    assert (
        await db.write(talents.contact, volunteer_id=adult.volunteer_id, **facts)
    ).name == "小李"
