"""Transfers: a volunteer asks, the old side lets go, the new side takes in; hours go along.

A side is the unit's contact; where the unit has none but the volunteer himself, or there is no
unit, it is the officer to whom its registrations go. Nobody decides about himself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, insert, or_, select, update

from domain import relocation as rules
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from domain.relocation import Belonging
from domain.writing import mask_name
from models.columns import table_of
from models.national import NationalEntry
from models.people import RoleGrant, Volunteer
from models.places import Team, Unit
from models.relocations import Relocation
from usecases import access, audit, notices, queue_notices, registration
from usecases.city import CitySession

_ENTRIES = table_of(NationalEntry)
_GRANTS = table_of(RoleGrant)
_ROWS = table_of(Relocation)
_TEAMS = table_of(Team)
_UNITS = table_of(Unit)
_OLD = _UNITS.alias("old_unit")
_NEW = _UNITS.alias("new_unit")
_VOLUNTEERS = table_of(Volunteer)

WAITING = "relocations-waiting"
OPEN = ("asked", "released")
REFUSALS = ("not-known", "not-agreed", "open-work")


@dataclass(frozen=True, slots=True)
class Own:
    """Where the volunteer belongs now, and how his open request stands ("" where there is none)."""

    belonging: Belonging
    unit: str
    reasons: tuple[str, ...]
    state: str
    to_unit: str
    to_county: str
    to_township: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as one of its two sides sees it; `releases` is the old side's part."""

    relocation_id: int
    version: int
    count: int
    releases: bool
    name: str
    number: str
    reason: str
    from_unit: str
    to_unit: str
    to_team: str
    to_county: str
    to_township: str
    asked_at: datetime


@access.performs(Action.ASK_RELOCATION)
def own(session: CitySession, *, actor: int, now: datetime) -> Own:
    """Return where the volunteer belongs, and his open request; refuses not-registered."""
    row = _volunteer(session, access.own_volunteer(session, actor=actor))
    opened = (
        session.connection()
        .execute(
            select(_ROWS, _NEW.c.name.label("to_unit"))
            .outerjoin(_NEW, _NEW.c.id == _ROWS.c.to_unit_id)
            .where(_ROWS.c.volunteer_id == row.id, _ROWS.c.state.in_(OPEN))
        )
        .one_or_none()
    )
    return Own(
        Belonging(row.unit_id, row.team_id, row.county, row.township),
        row.unit or "",
        session.city.policy(now).relocation.reasons,
        opened.state if opened else "",
        (opened.to_unit or "") if opened else "",
        opened.to_county if opened else "",
        opened.to_township if opened else "",
    )


def _volunteer(session: CitySession, volunteer_id: int) -> Any:
    return (
        session.connection()
        .execute(
            select(_VOLUNTEERS, _UNITS.c.name.label("unit"))
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .where(_VOLUNTEERS.c.id == volunteer_id)
        )
        .one()
    )


@access.performs(Action.ASK_RELOCATION)
def ask(
    session: CitySession,
    *,
    actor: int,
    reason: str,
    wanted: Belonging,
    now: datetime,
) -> None:
    """Ask for another unit or place; the old side is called.

    Refuses answer-missing for what is not there, nothing-changes, relocation-open while one waits.
    """
    row = _volunteer(session, access.own_volunteer(session, actor=actor))
    before = Belonging(row.unit_id, row.team_id, row.county, row.township)
    policy = session.city.policy(now)
    refused = rules.judge(reason, before, wanted, policy.relocation, session.city.places)
    if refused is not None:
        raise Refusal.of(refused)
    if wanted.team_id is not None:
        _require_team(session, wanted)
    values = {
        "volunteer_id": row.id,
        "reason": reason,
        "from_unit_id": before.unit_id,
        "from_route": _route(session, before, now),
        "to_unit_id": wanted.unit_id,
        "to_team_id": wanted.team_id,
        "to_county": wanted.county,
        "to_township": wanted.township,
        "to_route": _route(session, wanted, now),
        "state": "asked",
        "version": 1,
        "asked_at": now,
    }
    connection = session.connection()
    opened = connection.execute(
        select(_ROWS.c.id).where(_ROWS.c.volunteer_id == row.id, _ROWS.c.state.in_(OPEN))
    ).first()
    if opened is not None:
        raise Refusal(Code.RELOCATION_OPEN)
    made = connection.execute(insert(_ROWS).values(**values).returning(_ROWS.c.id)).scalar_one()
    audit.record(session, actor, "relocation.asked", f"relocation:{made}", now)
    _call(session, before.unit_id, values["from_route"], row.account_id, now)


def _require_team(session: CitySession, wanted: Belonging) -> None:
    team = (
        session.connection()
        .execute(select(_TEAMS).where(_TEAMS.c.id == wanted.team_id))
        .one_or_none()
    )
    fits = team is not None and (
        team.unit_id in (None, wanted.unit_id) and team.township in (None, wanted.township)
    )
    if not fits:
        raise Refusal(Code.ANSWER_MISSING)


def _route(session: CitySession, place: Belonging, now: datetime) -> str:
    return registration.route_of(session, place.unit_id, place.county, now).written


def _call(
    session: CitySession, unit_id: int | None, route: str, himself: int | None, now: datetime
) -> None:
    """Call the unit's contacts, or the officers where there is none besides the person himself."""
    if unit_id is not None:
        contacts = access.holders(session, role=Role.UNIT_CONTACT, scope_ref=str(unit_id))
        if set(contacts) - {himself}:
            queue_notices.call(
                session, kind=WAITING, role=Role.UNIT_CONTACT, scope_ref=str(unit_id), now=now
            )
            return
    role, _, county = route.partition(":")
    queue_notices.call(session, kind=WAITING, role=role, scope_ref=county, now=now)


@access.performs(Action.ASK_RELOCATION)
def withdraw(session: CitySession, *, actor: int, now: datetime) -> None:
    """Take one's own open request back; refuses not-found where there is none."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    ended = session.connection().execute(
        update(_ROWS)
        .where(_ROWS.c.volunteer_id == volunteer_id, _ROWS.c.state.in_(OPEN))
        .values(state="withdrawn", decided_at=now, version=_ROWS.c.version + 1)
        .returning(_ROWS.c.id)
    )
    which = ended.scalar_one_or_none()
    if which is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "relocation.withdrawn", f"relocation:{which}", now)


@access.performs(Action.ASK_RELOCATION)
def confirm(session: CitySession, *, actor: int, now: datetime) -> None:
    """Say that one's details are right after a transfer (PUZD-4d); saying it twice is success."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    confirmed = session.connection().scalars(
        update(_ROWS)
        .where(
            _ROWS.c.volunteer_id == volunteer_id,
            _ROWS.c.state == "accepted",
            _ROWS.c.confirmed_at.is_(None),
        )
        .values(confirmed_at=now)
        .returning(_ROWS.c.id)
    )
    for which in confirmed.all():
        audit.record(session, actor, "relocation.confirmed", f"relocation:{which}", now)


# -- the two sides ---------------------------------------------------------------------------------


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return the condition for the requests that wait for this account, on either side."""
    held = access.standings(session, actor=actor, action=Action.DECIDE_RELOCATION)
    units = [int(place) for role, place in held if role is Role.UNIT_CONTACT]
    routes = [
        f"{role.value}:{place}" if place else role.value
        for role, place in held
        if role is not Role.UNIT_CONTACT
    ]
    asked = (_ROWS.c.state == "asked") & _side(
        _ROWS.c.from_unit_id, _ROWS.c.from_route, units, routes
    )
    released = (_ROWS.c.state == "released") & _side(
        _ROWS.c.to_unit_id, _ROWS.c.to_route, units, routes
    )
    himself = _VOLUNTEERS.c.account_id.is_distinct_from(actor)
    return himself & (asked | released)


def _side(unit: Any, route: Any, units: list[int], routes: list[str]) -> ColumnElement[bool]:
    contact = exists().where(
        _GRANTS.c.role == Role.UNIT_CONTACT.value,
        _GRANTS.c.scope_ref == cast(unit, String),
        _GRANTS.c.revoked_at.is_(None),
        _GRANTS.c.account_id.is_distinct_from(_VOLUNTEERS.c.account_id),
    )
    return or_(unit.in_(units), and_(route.in_(routes), or_(unit.is_(None), ~contact)))


def _open(session: CitySession, actor: int) -> Any:
    return (
        select(
            _ROWS,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.account_id,
            _OLD.c.name.label("from_unit"),
            _NEW.c.name.label("to_unit"),
            _TEAMS.c.name.label("to_team"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _ROWS.c.volunteer_id)
        .outerjoin(_OLD, _OLD.c.id == _ROWS.c.from_unit_id)
        .outerjoin(_NEW, _NEW.c.id == _ROWS.c.to_unit_id)
        .outerjoin(_TEAMS, _TEAMS.c.id == _ROWS.c.to_team_id)
        .where(_mine(session, actor))
        .order_by(_ROWS.c.id)
    )


@access.performs(Action.DECIDE_RELOCATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many requests wait for the account."""
    return len(session.connection().execute(_open(session, actor)).all())


@access.performs(Action.DECIDE_RELOCATION)
def following(session: CitySession, *, actor: int, after: int | None = None) -> Waiting | None:
    """Return the oldest request behind `after` that waits for the account, or None."""
    found = session.connection().execute(_open(session, actor)).all()
    if not found:
        return None
    row = next((each for each in found if each.id > (after or 0)), found[0])
    return Waiting(
        row.id,
        row.version,
        len(found),
        row.state == "asked",
        mask_name(row.name),
        row.number,
        row.reason,
        row.from_unit or "",
        row.to_unit or "",
        row.to_team or "",
        row.to_county,
        row.to_township,
        row.asked_at,
    )


@access.performs(Action.DECIDE_RELOCATION)
def decide(
    session: CitySession,
    *,
    actor: int,
    relocation_id: int,
    version: int,
    refusal: str = "",
    now: datetime,
) -> bool:
    """Let the volunteer go, or take him in, whichever it waits for; or refuse with a reason.

    Returns whether he belongs to the new place now: then his details are the new ones. Refuses
    step-gone when it does not wait for this account (any more), answer-missing for no reason.
    """
    if refusal and refusal not in REFUSALS:
        raise Refusal(Code.ANSWER_MISSING)
    row = (
        session.connection()
        .execute(
            _open(session, actor).where(_ROWS.c.id == relocation_id, _ROWS.c.version == version)
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.STEP_GONE)
    if refusal:
        values = {"state": "refused", "refusal": refusal, "decided_at": now, "decided_by": actor}
    elif row.state == "asked":
        values = {"state": "released", "released_at": now, "released_by": actor}
    else:
        values = {"state": "accepted", "decided_at": now, "decided_by": actor}
    moved = session.connection().execute(
        update(_ROWS)
        .where(_ROWS.c.id == relocation_id, _ROWS.c.version == version, _ROWS.c.state == row.state)
        .values(version=version + 1, **values)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.STEP_GONE)
    audit.record(
        session, actor, f"relocation.{values['state']}", f"relocation:{relocation_id}", now
    )
    if values["state"] == "released":
        _call(session, row.to_unit_id, row.to_route, row.account_id, now)
    elif values["state"] == "accepted":
        _moves(session, row)
    _tell(session, row, str(values["state"]), refusal, now)
    return values["state"] == "accepted"


def _moves(session: CitySession, row: Any) -> None:
    session.connection().execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == row.volunteer_id)
        .values(
            unit_id=row.to_unit_id,
            team_id=row.to_team_id,
            county=row.to_county,
            township=row.to_township,
        )
    )
    # Who enters him in the national system goes along: the office of before sees him no more.
    session.connection().execute(
        update(_ENTRIES)
        .where(_ENTRIES.c.volunteer_id == row.volunteer_id)
        .values(route=row.to_route)
    )


def _tell(session: CitySession, row: Any, state: str, refusal: str, now: datetime) -> None:
    if row.account_id is None:
        return
    if state == "refused":
        notices.tell(
            session, kind="relocation-refused", account_id=row.account_id,
            dedupe_key=f"relocation/{row.id}/refused", facts={"reason": refusal}, due_at=now,
        )  # fmt: skip
    elif state == "released":
        notices.tell(
            session, kind="relocation-released", account_id=row.account_id,
            dedupe_key=f"relocation/{row.id}/released", facts={}, due_at=now,
        )  # fmt: skip
    else:
        notices.tell(
            session, kind="relocation-accepted", account_id=row.account_id,
            dedupe_key=f"relocation/{row.id}/accepted", facts={}, due_at=now,
        )  # fmt: skip
