"""Volunteer teams: opened, marked, and how many of their members are qualified (PU9-T23e, T27)."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, func, insert, or_, select, update

from domain import teams
from domain.permissions import Action
from domain.refusals import Code, Refusal, unless_refused
from domain.teams import Share
from domain.writing import public_text
from models.columns import table_of
from models.people import Volunteer
from models.places import Team, Unit
from models.qualifications import Qualification
from usecases import access, audit
from usecases.city import CitySession

_TEAMS = table_of(Team)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)
_PAPERS = table_of(Qualification)

MOST_NAME = 40
A_PAGE = 8
Mark = Literal["professional", "model"]
_COLUMNS = {"professional": "is_professional", "model": "is_model"}


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its marks; `share` of its members is qualified, None where nothing is asked."""

    team_id: int
    name: str
    unit: str | None
    marks: tuple[str, ...]
    # None: some, and fewer than are shown.
    members: int | None
    share: Share | None


@dataclass(frozen=True, slots=True)
class Teams:
    """At most eight teams, how many there are, and the share of units with a professional one."""

    count: int
    lines: list[TeamLine]
    anybody: bool
    units: int
    units_having: int
    units_share: Share | None
    qualified_percent: int
    units_percent: int
    hide_below: int


@access.performs(Action.KEEP_TEAMS)
def listing(session: CitySession, *, actor: int, page: int, now: datetime) -> Teams:
    """Return the teams, professional ones first; refuses not-allowed, not-found without marks."""
    policy = session.city.policy(now)
    _asked(session, actor, now)
    connection = session.connection()
    ids = list(
        connection.scalars(
            select(_TEAMS.c.id)
            .order_by(_TEAMS.c.is_professional.desc(), _TEAMS.c.name)
            .limit(A_PAGE)
            .offset(page * A_PAGE)
        )
    )
    found = {one.team_id: one for one in _lines(session, ids, now)}
    units, having = _units(session, policy.teams.unit_kinds)
    aim = policy.teams.units_percent
    return Teams(
        count=connection.scalar(select(func.count()).select_from(_TEAMS)) or 0,
        lines=[found[team_id] for team_id in ids],
        anybody=connection.scalar(
            select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.team_id.is_not(None)).limit(1)
        )
        is not None,
        units=units,
        units_having=having,
        units_share=teams.with_teams(units, having, percent=aim) if aim else None,
        qualified_percent=policy.teams.qualified_percent,
        units_percent=aim,
        hide_below=policy.coverage.hide_below,
    )


def _asked(session: CitySession, actor: int, now: datetime) -> None:
    access.require(session, actor=actor, action=Action.KEEP_TEAMS, place="")
    if not session.city.policy(now).teams.marks:
        raise Refusal(Code.NOT_FOUND)


def _lines(session: CitySession, ids: list[int], now: datetime) -> list[TeamLine]:
    """Return teams with their members who are not suspended, and how many of them are qualified."""
    today = session.city.calendar.day_of(now)
    living = and_(
        _PAPERS.c.volunteer_id == _VOLUNTEERS.c.id,
        _PAPERS.c.state == "valid",
        or_(_PAPERS.c.expires_on.is_(None), _PAPERS.c.expires_on >= today),
    )
    member = and_(_VOLUNTEERS.c.team_id == _TEAMS.c.id, _VOLUNTEERS.c.suspended_at.is_(None))
    rows = session.connection().execute(
        select(
            _TEAMS,
            func.max(_UNITS.c.name).label("unit"),
            func.count(_VOLUNTEERS.c.id.distinct()).label("members"),
            func.count(_PAPERS.c.volunteer_id.distinct()).label("holders"),
        )
        .select_from(
            _TEAMS.outerjoin(_UNITS, _UNITS.c.id == _TEAMS.c.unit_id)
            .outerjoin(_VOLUNTEERS, member)
            .outerjoin(_PAPERS, living)
        )
        .where(_TEAMS.c.id.in_(ids))
        .group_by(_TEAMS.c.id)
    )
    return [_line(session, row, now) for row in rows]


def _line(session: CitySession, row: Any, now: datetime) -> TeamLine:
    policy = session.city.policy(now)
    above, least = policy.teams.qualified_percent, policy.coverage.hide_below
    share = None
    if row.is_professional and above:
        share = teams.qualified(row.members, row.holders, above_percent=above, hide_below=least)
    return TeamLine(
        team_id=row.id,
        name=row.name,
        unit=row.unit,
        marks=tuple(mark for mark in policy.teams.marks if getattr(row, _COLUMNS[mark])),
        members=None if 0 < row.members < least else row.members,
        share=share,
    )


def _units(session: CitySession, kinds: tuple[str, ...]) -> tuple[int, int]:
    """Return how many units of these kinds there are, and how many have a professional team."""
    own = select(_TEAMS.c.unit_id).where(_TEAMS.c.is_professional, _TEAMS.c.unit_id.is_not(None))
    counted = select(func.count()).select_from(_UNITS).where(_UNITS.c.kind.in_(kinds))
    connection = session.connection()
    units = connection.scalar(counted) or 0
    return units, connection.scalar(counted.where(_UNITS.c.id.in_(own))) or 0


@access.performs(Action.KEEP_TEAMS)
def one(session: CitySession, *, actor: int, team_id: int, now: datetime) -> TeamLine:
    """Return a team; refuses not-allowed, not-found."""
    _asked(session, actor, now)
    found = _lines(session, [team_id], now)
    if not found:
        raise Refusal(Code.NOT_FOUND)
    return found[0]


@access.performs(Action.KEEP_TEAMS)
def open_team(session: CitySession, *, actor: int, name: str, now: datetime) -> int:
    """Open a team of the city and return its id; whoever registers can choose it from then on.

    Refuses not-allowed, name-taken, text-empty, text-length, text-number.
    """
    _asked(session, actor, now)
    cleaned = unless_refused(public_text(name.replace("\n", " "), max_length=MOST_NAME))
    connection = session.connection()
    taken = select(_TEAMS.c.id).where(_TEAMS.c.name == cleaned)
    if connection.execute(taken).first() is not None:
        raise Refusal(Code.NAME_TAKEN, name=cleaned)
    made = connection.execute(insert(_TEAMS).values(name=cleaned).returning(_TEAMS.c.id))
    team_id = int(made.scalar_one())
    audit.record(session, actor, "team.opened", f"team:{team_id}", now)
    return team_id


@access.performs(Action.KEEP_TEAMS)
def belong(session: CitySession, *, actor: int, team_id: int, unit: str, now: datetime) -> None:
    """Let a team be of a unit (by its id), or of the city ("").

    Refuses not-allowed, not-found.
    """
    one(session, actor=actor, team_id=team_id, now=now)
    unit_id = int(unit) if re.fullmatch(r"[0-9]{1,18}", unit) else None
    known = select(_UNITS.c.id).where(_UNITS.c.id == unit_id)
    if unit and session.connection().scalar(known) is None:
        raise Refusal(Code.NOT_FOUND)
    _change(session, team_id, {"unit_id": unit_id})
    audit.record(session, actor, "team.belongs", f"team:{team_id}", now, unit_id=unit_id)


@access.performs(Action.KEEP_TEAMS)
def mark(
    session: CitySession, *, actor: int, team_id: int, mark: Mark, given: bool, now: datetime
) -> None:
    """Give a team a mark or take it away; twice is once. Refuses not-allowed, not-found."""
    has = mark in one(session, actor=actor, team_id=team_id, now=now).marks
    if mark not in session.city.policy(now).teams.marks:
        raise Refusal(Code.NOT_FOUND)
    if has is given:
        return
    _change(session, team_id, {_COLUMNS[mark]: given})
    action = "team.marked" if given else "team.unmarked"
    audit.record(session, actor, action, f"team:{team_id}", now, mark=mark)


def _change(session: CitySession, team_id: int, values: dict[str, Any]) -> None:
    session.connection().execute(update(_TEAMS).where(_TEAMS.c.id == team_id).values(values))
