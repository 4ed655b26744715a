"""A unit's roster: invitations that register nobody, once a telephone, forgotten in time."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain import rosters as rules
from domain.permissions import Role
from domain.refusals import Code, Refusal
from domain.rosters import Listed
from models.columns import table_of
from models.people import Application, Volunteer
from models.rosters import RosterEntry
from models.traffic import AuditEntry
from tests.cast import MORNING, a_unit, later, with_role
from tests.usecases.applying import applies
from usecases import approval, pruning, rosters
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.database import Database
from usecases.rosters import HandedIn, Roster

PHONES = [f"+8613900000{n:03d}" for n in range(4)]
PEOPLE = [
    Listed(2, "李志愿", PHONES[0], "办公室"),
    Listed(3, "王店员", PHONES[1]),
    Listed(4, "张志愿", PHONES[2]),
]


async def contact(db: Database, number: int = 500, unit: str = "市教育体育局") -> tuple[int, int]:
    def found(session: CitySession) -> tuple[int, int]:
        unit_id = a_unit(session, unit)
        return with_role(session, number, Role.UNIT_CONTACT, str(unit_id)).account_id, unit_id

    return await db.write(found)


async def hands_in(
    db: Database, who: tuple[int, int], people: list[Listed], days: float = 0
) -> HandedIn:
    return await db.write(
        rosters.hand_in, actor=who[0], unit_id=who[1], rows=people, now=later(days=days)
    )


async def stands(db: Database, who: tuple[int, int]) -> Roster:
    return await db.read(rosters.standing, actor=who[0], unit_id=who[1], now=MORNING)


def figures(roster: Roster) -> tuple[int, int, int, int]:
    return roster.registered, roster.waiting, roster.invited, roster.withdrawn


def counted(model: type) -> Callable[[CitySession], int]:
    query = select(func.count()).select_from(table_of(model))
    return lambda session: session.connection().scalar(query) or 0


async def test_a_roster_invites_and_registers_nobody_and_the_same_again_changes_nothing(
    db: Database,
) -> None:
    who = await contact(db)
    assert await hands_in(db, who, PEOPLE) == HandedIn(3, 0, 0)
    corrected = [Listed(2, "李志原", PHONES[0]), *PEOPLE[1:], Listed(5, "钱新来", PHONES[3])]
    assert await hands_in(db, who, corrected) == HandedIn(1, 3, 0)
    assert figures(await stands(db, who)) == (0, 0, 4, 0)
    found = await db.read(rosters.find, actor=who[0], unit_id=who[1], typed="志原")
    assert [(one.name, one.tail, one.standing) for one in found] == [("李志原", "0000", "invited")]
    assert await db.read(counted(Application)) == 0
    assert await db.read(counted(Volunteer)) == 0


async def test_who_registers_with_a_listed_telephone_is_counted_in_his_own_unit_only(
    db: Database,
) -> None:
    who, other = await contact(db), await contact(db, 501, "市文化和旅游局")
    for each in (who, other):
        await hands_in(db, each, PEOPLE)
    assert {one.unit_id for one in await db.read(rosters.proposed, phone=PHONES[0])} == {
        who[1],
        other[1],
    }
    assert await db.read(rosters.proposed, phone=PHONES[3]) == []
    officer = (await db.write(with_role, 600, Role.FEDERATION)).account_id
    _, handed_in = await db.write(applies, 700, phone=PHONES[0], unit_id=who[1])
    await db.write(applies, 701, phone=PHONES[1], unit_id=other[1])
    assert figures(await stands(db, who)) == (0, 1, 2, 0)
    await db.write(
        approval.decide,
        actor=officer,
        application_id=handed_in.application_id,
        version=1,
        verdict=Verdict.APPROVED,
        now=later(minutes=5),
    )
    assert figures(await stands(db, who)) == (1, 0, 2, 0)
    assert figures(await stands(db, other)) == (0, 1, 2, 0)


async def test_who_is_taken_off_leaves_nothing_readable_and_may_be_invited_again(
    db: Database,
) -> None:
    who, stranger = await contact(db), await contact(db, 501, "市文化和旅游局")
    await hands_in(db, who, PEOPLE)
    (li,) = await db.read(rosters.find, actor=who[0], unit_id=who[1], typed="李志")
    for actor, entry, code in (
        (stranger[0], li.entry_id, Code.NOT_ALLOWED),
        (who[0], 99, Code.NOT_FOUND),
    ):
        with pytest.raises(Refusal) as refusal:
            await db.write(rosters.withdraw, actor=actor, entry_id=entry, now=MORNING)
        assert refusal.value.refused.code is code
    assert (
        await db.write(rosters.withdraw, actor=who[0], entry_id=li.entry_id, now=MORNING)
        == "李志愿"
    )
    with pytest.raises(Refusal) as refusal:
        await db.write(rosters.withdraw, actor=who[0], entry_id=li.entry_id, now=MORNING)
    assert refusal.value.refused.code is Code.STEP_GONE
    assert figures(await stands(db, who)) == (0, 0, 2, 1)
    assert await db.read(rosters.find, actor=who[0], unit_id=who[1], typed="李") == []
    assert await db.read(rosters.proposed, phone=PHONES[0]) == []
    entries = table_of(RosterEntry)
    blank = select(entries.c.details_sealed).where(entries.c.state == "withdrawn")
    assert await db.read(lambda session: session.connection().scalars(blank).all()) == [None]
    assert await hands_in(db, who, PEOPLE) == HandedIn(0, 2, 1)
    assert figures(await stands(db, who)) == (0, 0, 3, 0)
    kept = await db.read(
        lambda session: (
            session.connection()
            .scalars(select(table_of(AuditEntry).c.action).order_by(table_of(AuditEntry).c.id))
            .all()
        )
    )
    assert list(kept) == ["roster.handed-in", "roster.withdrawn", "roster.handed-in"]


async def test_two_contacts_who_hand_in_one_list_at_once_make_one_entry_a_telephone(
    db: Database,
) -> None:
    who = await contact(db)
    both = await asyncio.gather(hands_in(db, who, PEOPLE), hands_in(db, who, PEOPLE))
    assert figures(await stands(db, who)) == (0, 0, 3, 0)
    assert max(one.added for one in both) == 3


async def test_an_invitation_that_nobody_takes_up_is_deleted_in_time(db: Database) -> None:
    who = await contact(db)
    await hands_in(db, who, PEOPLE[:2])
    days = (await stands(db, who)).kept_days
    await hands_in(db, who, PEOPLE[:1], days=1)
    end = timedelta(days=days)
    await db.write(pruning.prune, now=MORNING + end)
    assert await db.read(counted(RosterEntry)) == 2
    await db.write(pruning.prune, now=MORNING + end + timedelta(seconds=1))
    assert await db.read(counted(RosterEntry)) == 1


async def test_only_a_link_that_we_made_leads_to_a_unit(db: Database) -> None:
    who = await contact(db)
    code = await db.read(rosters.link, actor=who[0], unit_id=who[1])
    assert (await db.read(rosters.unit_of_link, code=code)).name == "市教育体育局"
    gone = rules.unit_link(999, db.city.keys.key("unit-link"))
    for other in (code[:-1] + ("A" if code[-1] != "A" else "B"), gone, "u_1"):
        with pytest.raises(Refusal) as refusal:
            await db.read(rosters.unit_of_link, code=other)
        assert refusal.value.refused.code is Code.INVITE_INVALID


@pytest.mark.proof
async def test_five_thousand_rows_are_read_and_kept_in_five_seconds(
    db: Database, measured: Callable[[str], None]
) -> None:
    from documents.workbook_reading import Rows, read_workbook
    from documents.workbooks import Sheet, workbook

    people = [
        [f"李志愿{chr(0x4E00 + n)}", str(13_900_000_000 + n), "办公室", ""] for n in range(5_000)
    ]
    head = ["姓名", "手机号", "部门", "备注"]
    content = workbook([Sheet("名册", head, (10, 16, 10, 10), people)])
    who = await contact(db)
    began = time.perf_counter()
    read = await read_workbook(content, most_rows=rules.MOST_ROWS + 20)
    assert isinstance(read, Rows)
    names = dict(zip(rules.COLUMNS, [[word] for word in head], strict=True))
    found = rules.sort_rows(read.rows, names, name_max_length=50)
    assert found is not None
    assert await hands_in(db, who, list(found.good)) == HandedIn(5_000, 0, 0)
    assert figures(await stands(db, who)) == (0, 0, 5_000, 0)
    took = time.perf_counter() - began
    began = time.perf_counter()
    assert await hands_in(db, who, list(found.good)) == HandedIn(0, 5_000, 0)
    again = time.perf_counter() - began
    measured(f"{db.url.split(':')[0]}: 5,000 rows in {took:.2f} s (again {again:.2f} s; goal 5)")
    assert took < 5
