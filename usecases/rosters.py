"""A unit's roster: whom it invites, how far they have come, and taking one off the list again.

An entry is an invitation. Nobody is registered by it: who registers himself is offered the unit,
by its link or because his own telephone is on the list (norms A1, A20).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from domain import rosters as rules
from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.rosters import Listed
from domain.writing import phone_tail
from models.columns import table_of
from models.people import Application, Volunteer
from models.places import Unit
from models.rosters import RosterEntry
from usecases import access, audit, codes, handing_in, registration
from usecases.city import CitySession
from usecases.inserts import insert_into

_ENTRIES = table_of(RosterEntry)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)
_APPLICATIONS = table_of(Application)

MOST_FOUND = 8
# What is looked up at once, under SQLite's limit of places in a statement.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that the contact answers for."""

    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Roster:
    """How far the people on a unit's list have come; each stands in one of the figures."""

    unit_id: int
    unit: str
    registered: int
    waiting: int
    invited: int
    withdrawn: int
    kept_days: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a workbook has changed: new invitations, people who stood there, and renewed ones."""

    added: int
    known: int
    renewed: int


Whom = tuple[str, date | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One invitation as the contact sees it; `standing` is invited, waiting or registered."""

    entry_id: int
    name: str
    tail: str
    standing: str
    # Whom we know by this telephone, as a look at a minor is written down.
    people: list[Whom]


@access.performs(Action.KEEP_ROSTER)
def units(session: CitySession, *, actor: int) -> list[OwnUnit]:
    """Return the units that the account answers for; refuses not-allowed."""
    own = access.places(session, actor=actor, action=Action.KEEP_ROSTER)
    rows = session.connection().execute(
        select(_UNITS.c.id, _UNITS.c.name)
        .where(_UNITS.c.id.in_([int(place) for place in own]))
        .order_by(_UNITS.c.id)
    )
    return [OwnUnit(row.id, row.name) for row in rows]


def _own(session: CitySession, actor: int, unit_id: int) -> str:
    """Return the name of a unit that the account answers for; refuses not-allowed."""
    access.require(session, actor=actor, action=Action.KEEP_ROSTER, place=str(unit_id))
    found = session.connection().scalar(select(_UNITS.c.name).where(_UNITS.c.id == unit_id))
    return str(found or "")


@access.performs(Action.KEEP_ROSTER)
def standing(session: CitySession, *, actor: int, unit_id: int, now: datetime) -> Roster:
    """Return how far the people on the list have come; refuses not-allowed."""
    name = _own(session, actor, unit_id)
    rows = list(
        session.connection().execute(
            select(_ENTRIES.c.phone_index, _ENTRIES.c.state).where(_ENTRIES.c.unit_id == unit_id)
        )
    )
    invited = [row.phone_index for row in rows if row.state == "invited"]
    registered = _registered(session, unit_id, invited)
    waiting = set(_waiting(session, unit_id, invited)) - registered
    return Roster(
        unit_id,
        name,
        len(registered),
        len(waiting),
        len(invited) - len(registered) - len(waiting),
        len(rows) - len(invited),
        session.city.policy(now).retention.unfinished_application_days,
    )


def _registered(session: CitySession, unit_id: int, phones: Sequence[bytes]) -> set[bytes]:
    """Return those of these telephones with which somebody is a volunteer of this very unit."""
    here = set(
        session.connection().scalars(
            select(_VOLUNTEERS.c.phone_index).where(
                _VOLUNTEERS.c.unit_id == unit_id, _VOLUNTEERS.c.suspended_at.is_(None)
            )
        )
    )
    return here.intersection(phones)


def _waiting(
    session: CitySession, unit_id: int, phones: Sequence[bytes]
) -> dict[bytes, list[Whom]]:
    """Return who has applied with these and says that he is of this unit, with his birthday."""
    found: dict[bytes, list[Whom]] = {}
    for at in range(0, len(phones), _AT_ONCE):
        rows = session.connection().execute(
            select(
                _APPLICATIONS.c.id,
                _APPLICATIONS.c.phone_index,
                _APPLICATIONS.c.answers_sealed,
                _APPLICATIONS.c.account_id,
            ).where(
                _APPLICATIONS.c.phone_index.in_(phones[at : at + _AT_ONCE]),
                _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
            )
        )
        for row in rows:
            # What he has said to another unit's officer is not this unit's business.
            said = registration.opened(session, row.answers_sealed, row.account_id)
            if said.get("unit_id") == unit_id:
                one: Whom = (f"application:{row.id}", date.fromisoformat(said["born_on"]))
                found.setdefault(row.phone_index, []).append(one)
    return found


@access.performs(Action.KEEP_ROSTER)
def hand_in(
    session: CitySession, *, actor: int, unit_id: int, rows: Sequence[Listed], now: datetime
) -> HandedIn:
    """Keep these people as invitations; the same file again changes nothing but the day.

    One telephone is one entry: a corrected name replaces the old one, and who was taken off the
    list is invited again. Refuses not-allowed.
    """
    _own(session, actor, unit_id)
    connection, keys = session.connection(), session.city.keys
    stand = {
        row.phone_index: row
        for row in connection.execute(select(_ENTRIES).where(_ENTRIES.c.unit_id == unit_id))
    }
    # Looked up once, not for each of five thousand rows.
    keys.learn()
    find = [keys.finder(version) for version in sorted(keys.masters, reverse=True)]
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    renewed = 0
    for row in rows[: rules.MOST_ROWS]:
        indexes = [one(f"phone|{row.phone}") for one in find]
        found = next((stand[one] for one in indexes if one in stand), None)
        opaque_id = found.opaque_id if found else codes.opaque_id()
        values = {
            "details_sealed": keys.seal(_details(row), _place(unit_id, opaque_id)),
            "handed_in_by": actor,
            "handed_in_at": now,
            "state": "invited",
        }
        if found is None:
            index = indexes[0]
            added.append(
                values | {"unit_id": unit_id, "opaque_id": opaque_id, "phone_index": index}
            )
        else:
            renewed += found.state == "withdrawn"
            changed.append(values | {"which": found.id})
    _keep(connection, added, changed)
    audit.record(
        session, actor, "roster.handed-in", f"unit:{unit_id}", now,
        added=len(added), known=len(changed) - renewed, renewed=renewed,
    )  # fmt: skip
    return HandedIn(len(added), len(changed) - renewed, renewed)


def _keep(
    connection: Connection, added: list[dict[str, Any]], changed: list[dict[str, Any]]
) -> None:
    if added:
        # Two contacts who hand in one list at the same moment: each telephone stands there once.
        connection.execute(insert_into(connection, _ENTRIES).on_conflict_do_nothing(), added)
    if changed:
        kept: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "which"}
        connection.execute(
            update(_ENTRIES).where(_ENTRIES.c.id == bindparam("which")).values(**kept), changed
        )


def _place(unit_id: int, opaque_id: int) -> str:
    return f"roster/{unit_id}/{opaque_id}"


def _details(row: Listed) -> str:
    details = {"name": row.name, "phone": row.phone}
    details |= {"department": row.department} if row.department else {}
    details |= {"note": row.note} if row.note else {}
    return json.dumps(details, ensure_ascii=False)


def opened(session: CitySession, row: Any) -> dict[str, str]:
    """Return name, telephone and the rest of an entry."""
    place = _place(row.unit_id, row.opaque_id)
    details: dict[str, str] = json.loads(session.city.keys.open(row.details_sealed, place))
    return details


@access.performs(Action.KEEP_ROSTER)
def find(session: CitySession, *, actor: int, unit_id: int, typed: str) -> list[Entry]:
    """Return the first people on the list whose name or telephone contains what was typed."""
    _own(session, actor, unit_id)
    wanted = typed.strip().casefold()
    seen = []
    for row in session.connection().execute(
        select(_ENTRIES)
        .where(_ENTRIES.c.unit_id == unit_id, _ENTRIES.c.state == "invited")
        .order_by(_ENTRIES.c.id)
    ):
        said = opened(session, row)
        if wanted in said["name"].casefold() or wanted in said["phone"]:
            seen.append((row, said))
        if len(seen) == MOST_FOUND:
            break
    phones = [row.phone_index for row, _ in seen]
    registered = _registered(session, unit_id, phones)
    waiting = _waiting(session, unit_id, phones)
    known = _known(session, unit_id, phones)
    return [
        Entry(
            row.id,
            said["name"],
            phone_tail(said["phone"]),
            "registered"
            if row.phone_index in registered
            else "waiting"
            if row.phone_index in waiting
            else "invited",
            [*known.get(row.phone_index, []), *waiting.get(row.phone_index, [])],
        )
        for row, said in seen
    ]


def _known(session: CitySession, unit_id: int, phones: Sequence[bytes]) -> dict[bytes, list[Whom]]:
    """Return the unit's volunteers with these telephones, each with his birthday."""
    found: dict[bytes, list[Whom]] = {}
    rows = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.born_on, _VOLUNTEERS.c.phone_index).where(
            _VOLUNTEERS.c.phone_index.in_(phones), _VOLUNTEERS.c.unit_id == unit_id
        )
    )
    for row in rows:
        found.setdefault(row.phone_index, []).append((f"volunteer:{row.id}", row.born_on))
    return found


@access.performs(Action.KEEP_ROSTER)
def withdraw(session: CitySession, *, actor: int, entry_id: int, now: datetime) -> str:
    """Take somebody off the list and return his name; of him only the blind index stays.

    Who is registered stays registered. Refuses not-found, not-allowed, step-gone (taken off
    already).
    """
    connection = session.connection()
    row = connection.execute(select(_ENTRIES).where(_ENTRIES.c.id == entry_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.KEEP_ROSTER, place=str(row.unit_id))
    moved = connection.execute(
        update(_ENTRIES)
        .where(_ENTRIES.c.id == entry_id, _ENTRIES.c.state == "invited")
        .values(state="withdrawn", details_sealed=None)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.STEP_GONE)
    audit.record(session, actor, "roster.withdrawn", f"roster_entry:{entry_id}", now)
    return opened(session, row)["name"]


@access.performs(Action.KEEP_ROSTER)
def link(session: CitySession, *, actor: int, unit_id: int) -> str:
    """Return the payload of the unit's own link; refuses not-allowed."""
    _own(session, actor, unit_id)
    return rules.unit_link(unit_id, session.city.keys.key("unit-link"))


@access.performs(Action.REGISTER)
def unit_of_link(session: CitySession, *, code: str) -> OwnUnit:
    """Return the unit that a link leads to; refuses invite-invalid for one that we did not make."""
    unit_id = rules.unit_of_link(code, session.city.keys.key("unit-link"))
    name = None
    if unit_id is not None:
        name = session.connection().scalar(select(_UNITS.c.name).where(_UNITS.c.id == unit_id))
    if unit_id is None or name is None:
        raise Refusal(Code.INVITE_INVALID)
    return OwnUnit(unit_id, name)


@access.performs(Action.REGISTER)
def proposed(session: CitySession, *, phone: str) -> list[OwnUnit]:
    """Return the units on whose lists this telephone stands, for the person whose own it is."""
    rows = session.connection().execute(
        select(_UNITS.c.id, _UNITS.c.name, func.max(_ENTRIES.c.handed_in_at))
        .join(_ENTRIES, _ENTRIES.c.unit_id == _UNITS.c.id)
        .where(
            _ENTRIES.c.phone_index.in_(session.city.keys.blinds(phone, "phone")),
            _ENTRIES.c.state == "invited",
        )
        .group_by(_UNITS.c.id, _UNITS.c.name)
        .order_by(func.max(_ENTRIES.c.handed_in_at).desc())
        .limit(3)
    )
    return [OwnUnit(row.id, row.name) for row in rows]
