"""Teams: opened, marked, and how many of their members hold a qualification (PU9-T23e, T27)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from domain.teams import Share
from models.columns import table_of
from models.people import Volunteer
from models.qualifications import Qualification
from models.traffic import AuditEntry
from tests.cast import CITY, MORNING, a_unit, a_volunteer, with_role
from usecases import teams
from usecases.city import CitySession
from usecases.database import Database

VOLUNTEERS, PAPERS = table_of(Volunteer), table_of(Qualification)
TODAY = CITY.calendar.day_of(MORNING)


def refused(code: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is code


def joins(session: CitySession, nth: int, team_id: int) -> int:
    volunteer_id = a_volunteer(session, nth).volunteer_id
    one = update(VOLUNTEERS).where(VOLUNTEERS.c.id == volunteer_id)
    session.connection().execute(one.values(team_id=team_id))
    return volunteer_id


def holds(session: CitySession, volunteer_id: int, state: str = "valid", days: int = 0) -> None:
    session.connection().execute(
        insert(PAPERS).values(
            volunteer_id=volunteer_id, kind="lawyer", route="federation", state=state,
            version=1, asked_at=MORNING, expires_on=TODAY + timedelta(days=days),
        )
    )  # fmt: skip


async def test_a_professional_team_needs_more_than_thirty_per_cent_with_a_living_certificate(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        federation = with_role(session, 801, Role.FEDERATION).account_id
        contact = with_role(session, 802, Role.UNIT_CONTACT, str(a_unit(session))).account_id
        mine: dict[str, Any] = {"actor": federation, "now": MORNING}
        found = teams.listing(session, page=0, **mine)
        assert (found.count, found.anybody, found.lines) == (0, False, [])
        refused(Code.NOT_ALLOWED, teams.listing, session, page=0, actor=contact, now=MORNING)
        team_id = teams.open_team(session, name=" 律师服务队 ", **mine)
        for name, code in (
            ("律师服务队", Code.NAME_TAKEN), (" ", Code.TEXT_EMPTY), ("队" * 41, Code.TEXT_LENGTH),
            ("找 13800000000", Code.TEXT_NUMBER),
        ):  # fmt: skip
            refused(code, teams.open_team, session, name=name, **mine)
        here = mine | {"team_id": team_id}

        def shown() -> tuple[int | None, Share | None]:
            (line,) = teams.listing(session, page=0, **mine).lines
            return line.members, line.share

        # That nobody is there tells of nobody; a few are no figure.
        assert shown() == (0, None)
        people = [joins(session, 1, team_id)]
        assert shown() == (None, None)
        people += [joins(session, nth, team_id) for nth in range(2, 17)]
        for volunteer_id in people[:4]:
            holds(session, volunteer_id)
        # What waits, was refused or is over counts for nothing, and a second one not twice.
        holds(session, people[5], "waiting")
        holds(session, people[6], "refused")
        holds(session, people[7], days=-1)
        holds(session, people[0], days=9)
        assert shown() == (16, None)
        for _ in range(2):
            teams.mark(session, mark="professional", given=True, **here)
        assert shown() == (16, Share(True, 0, False))
        holds(session, people[4])
        assert shown() == (16, Share(False, 31, True))
        joins(session, 17, team_id)
        assert shown() == (17, Share(False, 29, False))
        session.connection().execute(
            update(VOLUNTEERS).where(VOLUNTEERS.c.id == people[15]).values(suspended_at=MORNING)
        )
        assert shown() == (16, Share(False, 31, True))
        assert teams.listing(session, page=1, **mine).lines == []
        teams.mark(session, mark="model", given=True, **here)
        assert teams.one(session, **here).marks == ("professional", "model")
        teams.mark(session, mark="model", given=False, **here)
        refused(Code.NOT_FOUND, teams.one, session, **here | {"team_id": 99})
        # Of the bureaus, groups and the federation those are counted that have such a team.
        unit_id = a_unit(session, "市司法局")
        for unit, code in (("999", Code.NOT_FOUND), ("x", Code.NOT_FOUND)):
            refused(code, teams.belong, session, unit=unit, **here)
        before = teams.listing(session, page=0, **mine)
        teams.belong(session, unit=str(unit_id), **here)
        after = teams.listing(session, page=0, **mine)
        assert (before.units_having, after.units_having) == (0, 1)
        assert after.lines[0].unit == "市司法局"
        teams.belong(session, unit="", **here)
        assert teams.one(session, **here).unit is None
        entries = table_of(AuditEntry)
        told = session.connection().scalars(
            select(entries.c.action).where(entries.c.subject == f"team:{team_id}")
        )
        assert list(told) == [
            "team.opened", "team.marked", "team.marked", "team.unmarked", *["team.belongs"] * 2,
        ]  # fmt: skip

    await db.write(play)
