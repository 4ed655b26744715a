"""Trainings: entered once for many, no hours of service, corrected and struck in the open (B10)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.people import RoleGrant, Volunteer
from models.traffic import AuditEntry, Notice
from tests.cast import MORNING, Somebody, a_station, a_unit, a_volunteer, later, with_role
from usecases import books, erasure, ledger, own_data, proof, training_changes, trainings
from usecases.city import CitySession
from usecases.database import Database
from usecases.trainings import Fault, Said

FIRST_AID = Said("急救培训", "心肺复苏", 150, "市红十字会", "市图书馆", date(2026, 11, 20))


def refused(code: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is code


def _number(external_id: int) -> str:
    return f"5308-02-{external_id:06d}"


def _place(session: CitySession, who: Somebody, **where: Any) -> None:
    rows = table_of(Volunteer)
    mine = rows.c.id == who.volunteer_id
    session.connection().execute(update(rows).where(mine).values(**where))


def _states(session: CitySession, who: Somebody) -> list[tuple[str, int, str]]:
    found = trainings.own(session, actor=who.account_id)
    return [(one.said.name, one.said.learning_minutes, one.state) for one in found]


async def test_a_training_is_entered_once_for_many_and_is_no_hour_of_service(db: Database) -> None:
    def play(session: CitySession) -> None:
        unit, other = a_unit(session), a_unit(session, "市民政局")
        li, zhang, zhao = (a_volunteer(session, n, name) for n, name in
                           ((1, "李志愿"), (2, "张志愿"), (3, "赵志愿")))  # fmt: skip
        chen = a_volunteer(session, 401, "陈联系")
        contact = with_role(session, 401, Role.UNIT_CONTACT, str(unit)).account_id
        for who, of in ((li, unit), (zhang, unit), (zhao, other), (chen, unit)):
            _place(session, who, unit_id=of)
        # Somebody without a telephone is entered like the others, and told nothing.
        granny = a_volunteer(session, 5, "孙奶奶")
        _place(session, granny, unit_id=unit, account_id=None)
        typed = (
            f"{_number(1)} 李志愿\n\n{_number(1)}\n{_number(3)}\n{_number(401)}\n随便\n{_number(2)}"
        )
        asks: dict[str, Any] = {"actor": contact, "said": FIRST_AID, "known": []}
        lines = trainings.read_lines(session, typed=typed, **asks)
        assert [one.fault for one in lines] == [
            None, Fault.TWICE, Fault.UNKNOWN, Fault.OWN, Fault.UNKNOWN, None,
        ]  # fmt: skip
        assert [one.person.name for one in lines if one.person] == ["李*愿", "张*愿"]
        assert FIRST_AID.name not in repr(lines)
        for listed, fault in ((199, None), (200, Fault.TOO_MANY)):
            (last,) = trainings.read_lines(
                session, **(asks | {"typed": _number(1), "known": range(1000, 1000 + listed)})
            )
            assert last.fault is fault
        saves: dict[str, Any] = {
            "actor": contact, "said": FIRST_AID, "request_id": "once", "now": MORNING,
            "volunteer_ids": [li.volunteer_id, zhang.volunteer_id, zhao.volunteer_id,
                              chen.volunteer_id, granny.volunteer_id],
        }  # fmt: skip
        for wrong, code in (
            (replace(FIRST_AID, name=" "), Code.TEXT_EMPTY),
            (replace(FIRST_AID, place="长" * 61), Code.TEXT_LENGTH),
            (replace(FIRST_AID, content="找 13800000000"), Code.TEXT_NUMBER),
            (replace(FIRST_AID, learning_minutes=0), Code.STEP_GONE),
            (replace(FIRST_AID, learning_minutes=60_001), Code.STEP_GONE),
            (replace(FIRST_AID, held_on=date(2026, 11, 22)), Code.STEP_GONE),
        ):
            refused(code, trainings.save, session, **(saves | {"said": wrong}))
        stranger = {"volunteer_ids": [zhao.volunteer_id]}
        refused(Code.VOLUNTEER_UNKNOWN, trainings.save, session, **(saves | stranger))
        # Who has left is entered nowhere, and a list ends after so many.
        _place(session, li, suspended_at=MORNING)
        (line,) = trainings.read_lines(session, typed=_number(1), **asks)
        assert line.fault is Fault.UNKNOWN
        left = {"volunteer_ids": [li.volunteer_id]}
        refused(Code.VOLUNTEER_UNKNOWN, trainings.save, session, **(saves | left))
        many = {"volunteer_ids": [*range(1000, 1200), zhang.volunteer_id]}
        refused(Code.VOLUNTEER_UNKNOWN, trainings.save, session, **(saves | many))
        _place(session, li, suspended_at=None)
        # Neither the one of another unit nor the contact himself gets in; a repeat is the same.
        for _ in range(2):
            assert trainings.save(session, **saves).people == 3
        refused(Code.TRAINING_TWICE, trainings.save, session, **(saves | {"request_id": "again"}))
        (line,) = trainings.read_lines(session, typed=_number(1), **asks)
        assert line.fault is Fault.HAS_IT
        # On another day, the longest there is, it is another one.
        today = replace(FIRST_AID, held_on=date(2026, 11, 21), learning_minutes=60_000)
        (line,) = trainings.read_lines(session, typed=_number(1), **asks | {"said": today})
        assert line.fault is None
        assert trainings.checked(session, today, MORNING) == today
        assert _states(session, li) == [("急救培训", 150, "stands")]
        # Learning is no service: nothing moved, and the books hold.
        assert session.connection().execute(select(table_of(LedgerTransfer))).all() == []
        assert ledger.hours(session, volunteer_id=li.volunteer_id).service_minutes == 0
        assert proof.prove(session).holds
        book = books.own(session, actor=li.account_id)
        assert (book.trainings, book.lines, book.minutes) == ([FIRST_AID], [], 0)
        copy = own_data.copy(session, actor=li.account_id, masked=True, now=MORNING)
        assert [row["content"] for row in copy.tables["training"]] == ["心肺复苏"]
        entries, told = table_of(AuditEntry), table_of(Notice)
        kept = session.connection().scalars(
            select(entries.c.detail).where(entries.c.action == "training.entered")
        )
        assert list(kept) == [{"people": 3}]
        whom = session.connection().scalars(
            select(told.c.account_id).where(told.c.kind == "training").order_by(told.c.account_id)
        )
        assert list(whom) == [li.account_id, zhang.account_id]

    await db.write(play)


async def test_each_enters_for_his_own_people_and_corrects_what_he_entered(db: Database) -> None:
    def play(session: CitySession) -> None:
        station = str(a_station(session).station_id)
        helper, passer = a_volunteer(session, 1, "李志愿"), a_volunteer(session, 2, "张志愿")
        with_role(session, 1, Role.CLERK, station)
        _place(session, passer, county="530821")
        head = with_role(session, 301, Role.STATION_HEAD, station).account_id
        county = with_role(session, 302, Role.COUNTY_OFFICE, "530821").account_id
        centre = with_role(session, 303, Role.CENTRE).account_id
        clerk = with_role(session, 304, Role.CLERK, station).account_id

        def readable(actor: int) -> list[bool]:
            lines = trainings.read_lines(
                session, actor=actor, said=FIRST_AID, known=[],
                typed=f"{_number(1)}\n{_number(2)}",
            )  # fmt: skip
            return [one.person is not None for one in lines]

        elsewhere = str(a_station(session, "别的服务站").station_id)
        another = with_role(session, 305, Role.STATION_HEAD, elsewhere).account_id
        assert [readable(who) for who in (head, county, centre, another)] == [
            [True, False], [False, True], [True, True], [False, False],
        ]  # fmt: skip
        # The staff of a station are its clerks and its head, as long as they are.
        grants = table_of(RoleGrant)
        his = update(grants).where(grants.c.account_id == helper.account_id)
        for values, seen in (
            ({"role": Role.STATION_HEAD.value}, True), ({"revoked_at": MORNING}, False),
            ({"revoked_at": None, "role": Role.CLERK.value}, True),
        ):  # fmt: skip
            session.connection().execute(his.values(**values))
            assert readable(head) == [seen, False]
        refused(
            Code.NOT_ALLOWED, trainings.read_lines, session,
            actor=clerk, said=FIRST_AID, known=[], typed=_number(1),
        )  # fmt: skip
        both = [helper.volunteer_id, passer.volunteer_id]
        saves: dict[str, Any] = {"said": FIRST_AID, "volunteer_ids": both, "now": MORNING}
        made = trainings.save(session, actor=centre, request_id="both", **saves)
        assert made.people == 2
        this: dict[str, Any] = {"training_id": made.first_id, "now": later(hours=1)}
        # The head entered none of it; the county sees its own of it; the Office and the Centre all.
        look = training_changes.look
        refused(Code.NOT_FOUND, look, session, actor=head, training_id=made.first_id)
        assert training_changes.entered(session, actor=head, page=0) == ([], False)
        assert look(session, actor=county, training_id=made.first_id).entered.people == 1
        longer = replace(FIRST_AID, learning_minutes=180)
        fixed = training_changes.correct(
            session, actor=centre, said=longer, request_id="fix", **this
        )
        again = training_changes.correct(
            session, actor=centre, said=longer, request_id="fix", **this
        )
        assert again == fixed
        # An old button finds what stands no more.
        refused(
            Code.NOT_FOUND, training_changes.correct, session,
            actor=centre, said=FIRST_AID, request_id="late", **this,
        )  # fmt: skip
        assert _states(session, helper) == [
            ("急救培训", 180, "stands"), ("急救培训", 150, "corrected"),
        ]  # fmt: skip
        whole = look(session, actor=centre, training_id=fixed.first_id)
        assert (whole.before, [one.number for one in whole.people]) == (
            [FIRST_AID], [_number(1), _number(2)],
        )  # fmt: skip
        # Into what somebody has already nothing is corrected, and nothing was struck for it.
        other = replace(FIRST_AID, name="消防培训")
        second = trainings.save(session, actor=head, request_id="fire", **(saves | {"said": other}))
        assert second.people == 1
        with pytest.raises(Refusal), session.connection().begin_nested():
            training_changes.correct(
                session, actor=head, training_id=second.first_id, said=longer,
                request_id="same", now=MORNING,
            )  # fmt: skip
        strike = training_changes.strike
        one: dict[str, Any] = {"training_id": fixed.first_id, "now": MORNING}
        refused(Code.NOT_FOUND, strike, session, actor=centre, number=_number(3), **one)
        assert strike(session, actor=centre, number=_number(1), **one) == 1
        # What was struck may be entered anew.
        (line,) = trainings.read_lines(
            session, actor=centre, said=longer, known=[], typed=_number(1)
        )
        assert line.fault is None
        assert strike(session, actor=centre, number="", **one) == 1
        refused(Code.NOT_FOUND, strike, session, actor=centre, number="", **one)
        assert _states(session, passer) == [
            ("急救培训", 180, "struck"), ("急救培训", 150, "corrected"),
        ]  # fmt: skip
        assert [state for _, _, state in _states(session, helper)].count("stands") == 1
        erasure.erase(session, account_id=helper.account_id, now=later(days=1))
        left = session.connection().scalars(select(trainings.ROWS.c.volunteer_id))
        assert set(left) == {passer.volunteer_id}

    await db.write(play)
