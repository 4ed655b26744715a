"""Entering volunteers in the national system by hand: who waits, the number, the outcome.

Only who has agreed to it stands in the queue, and only as long as he does. A unit's contact enters
the unit's people; those without a unit, or whose unit has no contact, are their office's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, update

from domain.national import OPEN, State, read_number
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import LONGEST_REASON, clean_text, phone_on_paper
from models.columns import table_of
from models.national import NationalEntry
from models.people import Account, Consent, RoleGrant, Volunteer
from models.places import Team, Unit
from usecases import access, audit, minors, notices, paper_links, registration, wards
from usecases.city import CitySession
from usecases.inserts import insert_into

_ENTRIES = table_of(NationalEntry)
_VOLUNTEERS = table_of(Volunteer)
_CONSENTS = table_of(Consent)
_GRANTS = table_of(RoleGrant)
_ACCOUNTS = table_of(Account)
_UNITS = table_of(Unit)
_TEAMS = table_of(Team)

KIND = "national-entry"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many are to be entered, wait for the national system's answer, and are through."""

    to_enter: int
    entered: int
    accepted: int
    returned: int


@dataclass(frozen=True, slots=True)
class One:
    """One entry as whoever types it sees it; `version` tells an old button from a new one."""

    entry_id: int
    version: int
    name: str
    number: str
    national_number: str
    entered_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """How far one's own entry is, with both dates."""

    state: str
    national_number: str
    entered_on: date | None
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What is typed in there for one person; the only place with a whole ID number."""

    name: str
    document: str
    document_number: str
    phone: str
    area: tuple[tuple[str, str], ...]
    unit: str
    team: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The rows of a sheet, and the language of whoever asked for it."""

    rows: tuple[SheetRow, ...]
    language: str


def queue(session: CitySession, application: Any, volunteer_id: int, now: datetime) -> None:
    """Let an approved volunteer wait for his entry, if he has agreed to it; once."""
    connection = session.connection()
    agreed = connection.execute(
        select(_CONSENTS.c.id).where(
            _CONSENTS.c.account_id == application.account_id,
            _CONSENTS.c.kind == registration.ONWARD_ENTRY,
            _CONSENTS.c.withdrawn_at.is_(None),
        )
    ).first()
    if agreed is None:
        return
    connection.execute(
        insert_into(connection, _ENTRIES)
        .values(
            volunteer_id=volunteer_id,
            account_id=application.account_id,
            route=application.route,
            state=State.TO_ENTER.value,
            queued_at=now,
            version=1,
        )
        .on_conflict_do_nothing(index_elements=["volunteer_id"])
    )


def own_entries(session: CitySession, actor: int, now: datetime) -> list[Any]:
    """Return the conditions for the entries that the account types; refuses not-allowed.

    Of a minor a guardian's word stands beside his own, as long as it stands (K7).
    """
    held = access.standings(session, actor=actor, action=Action.ENTER_NATIONAL)
    units = [int(place) for role, place in held if role is Role.UNIT_CONTACT]
    routes = [
        f"{role.value}:{place}" if place else role.value
        for role, place in held
        if role is not Role.UNIT_CONTACT
    ]
    kept = select(_GRANTS.c.scope_ref).where(
        _GRANTS.c.role == Role.UNIT_CONTACT.value, _GRANTS.c.revoked_at.is_(None)
    )
    nobodys = _VOLUNTEERS.c.unit_id.is_(None) | cast(_VOLUNTEERS.c.unit_id, String).not_in(kept)
    return [
        _VOLUNTEERS.c.id == _ENTRIES.c.volunteer_id,
        _VOLUNTEERS.c.suspended_at.is_(None),
        _agreed(session, now),
        or_(_VOLUNTEERS.c.unit_id.in_(units), _ENTRIES.c.route.in_(routes) & nobodys),
    ]


def _agreed(session: CitySession, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a volunteer may go onward: he and his guardian have agreed."""
    agrees = select(_CONSENTS.c.id).where(
        or_(
            _CONSENTS.c.account_id == _ENTRIES.c.account_id,
            _CONSENTS.c.account_id == _VOLUNTEERS.c.account_id,
        ),
        _CONSENTS.c.kind == registration.ONWARD_ENTRY,
        _CONSENTS.c.withdrawn_at.is_(None),
    )
    return agrees.exists() & wards.onward(session, now)


@access.performs(Action.ENTER_NATIONAL)
def standing(session: CitySession, *, actor: int, now: datetime) -> Queue:
    """Return how many of the account's people stand where; refuses not-allowed."""
    rows = session.connection().execute(
        select(_ENTRIES.c.state, func.count())
        .where(*own_entries(session, actor, now))
        .group_by(_ENTRIES.c.state)
    )
    count = {row[0]: int(row[1]) for row in rows}
    return Queue(*(count.get(state.value, 0) for state in State))


@access.performs(Action.ENTER_NATIONAL)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:
    """Return how many are to be entered now; refuses not-allowed."""
    found = standing(session, actor=actor, now=now)
    return found.to_enter + found.returned


@access.performs(Action.ENTER_NATIONAL)
def following(
    session: CitySession, *, actor: int, entered: bool, after: int = 0, now: datetime
) -> One | None:
    """Return the next of those to enter, or of those entered; behind the last comes the first."""
    states = [State.ENTERED.value] if entered else [state.value for state in OPEN]
    connection = session.connection()
    ids = list(
        connection.scalars(
            select(_ENTRIES.c.id)
            .where(*own_entries(session, actor, now), _ENTRIES.c.state.in_(states))
            .order_by(_ENTRIES.c.queued_at, _ENTRIES.c.id)
        )
    )
    if not ids:
        return None
    chosen = ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
    return _one(session, _within(session, actor, now, chosen))


def _within(session: CitySession, actor: int, now: datetime, entry_id: int) -> Any:
    """Return an entry of the account's own with its volunteer's name and number; not-found."""
    row = (
        session.connection()
        .execute(
            select(_ENTRIES, _VOLUNTEERS.c.name, _VOLUNTEERS.c.number.label("own_number")).where(
                *own_entries(session, actor, now), _ENTRIES.c.id == entry_id
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return row


def _one(session: CitySession, row: Any) -> One:
    day_of = session.city.calendar.day_of
    return One(
        row.id,
        row.version,
        row.name,
        row.own_number,
        row.number or "",
        day_of(row.entered_at) if row.entered_at else None,
        row.reason or "",
    )


@access.performs(Action.ENTER_NATIONAL)
def enter(
    session: CitySession, *, actor: int, entry_id: int, version: int, number: str, now: datetime
) -> One:
    """Keep that somebody has been entered, and under which number.

    Refuses not-allowed, not-found, national-number (none that can be one, or somebody else's),
    already-decided (another was faster, or it is through).
    """
    row = _within(session, actor, now, entry_id)
    plain = read_number(number)
    taken = session.connection().execute(
        select(_ENTRIES.c.id).where(_ENTRIES.c.number == plain, _ENTRIES.c.id != entry_id)
    )
    if plain is None or taken.first() is not None:
        raise Refusal(Code.NATIONAL_NUMBER)
    _move(
        session, row, version, OPEN,
        state=State.ENTERED.value, number=plain, entered_at=now, entered_by=actor,
        settled_at=None, settled_by=None, reason=None,
    )  # fmt: skip
    audit.record(session, actor, "national.entered", f"national_entry:{entry_id}", now)
    return _one(session, _within(session, actor, now, entry_id))


@access.performs(Action.ENTER_NATIONAL)
def settle(
    session: CitySession,
    *,
    actor: int,
    entry_id: int,
    version: int,
    accepted: bool,
    reason: str = "",
    now: datetime,
) -> One:
    """Keep what the national system has answered; who is accepted hears his number.

    Refuses not-allowed, not-found, already-decided, text-empty and text-length (returned without
    a reason, or with a long one).
    """
    row = _within(session, actor, now, entry_id)
    why = unless_refused(None if accepted else clean_text(reason, max_length=LONGEST_REASON))
    state = State.ACCEPTED if accepted else State.RETURNED
    _move(
        session, row, version, (State.ENTERED,),
        state=state.value, settled_at=now, settled_by=actor, reason=why,
    )  # fmt: skip
    audit.record(session, actor, f"national.{state.value}", f"national_entry:{entry_id}", now)
    holder = session.connection().scalar(
        select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == row.volunteer_id)
    )
    if accepted and holder is not None:
        notices.tell(
            session,
            kind="national-accepted",
            account_id=holder,
            dedupe_key=f"national/{entry_id}/{row.number}",
            facts={"number": row.number},
            due_at=now,
        )
    return _one(session, _within(session, actor, now, entry_id))


def _move(
    session: CitySession, row: Any, version: int, states: tuple[State, ...], **values: Any
) -> None:
    moved = session.connection().execute(
        update(_ENTRIES)
        .where(
            _ENTRIES.c.id == row.id,
            _ENTRIES.c.version == version,
            _ENTRIES.c.state.in_([state.value for state in states]),
        )
        .values(version=version + 1, **values)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int, now: datetime) -> Own | None:
    """Return how far one's own entry is; None where none was asked for, or it may not go on."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = (
        session.connection()
        .execute(
            select(_ENTRIES, _agreed(session, now).label("agreed"))
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _ENTRIES.c.volunteer_id)
            .where(_ENTRIES.c.volunteer_id == volunteer_id)
        )
        .one_or_none()
    )
    # What has been entered there stays there: its number is shown either way.
    if row is None or not (row.agreed or row.number):
        return None
    day_of = session.city.calendar.day_of
    return Own(
        row.state,
        row.number or "",
        day_of(row.entered_at) if row.entered_at else None,
        day_of(row.settled_at) if row.settled_at else None,
    )


@access.performs(Action.ENTER_NATIONAL)
def link(session: CitySession, *, actor: int, now: datetime) -> str:
    """Return a link that opens the entry sheet once, with whole ID numbers; kept in the trail."""
    count = waiting(session, actor=actor, now=now)
    audit.record(session, actor, "national.sheet-asked", f"account:{actor}", now, rows=count)
    return paper_links.make(session, actor=actor, kind=KIND, subject=actor, now=now)


@access.performs(Action.LOOK_AROUND)
def by_link(session: CitySession, *, token: str, now: datetime) -> EntrySheet | None:
    """Return the sheet of whoever asked for the link; once.

    None for a link that is forged, late or used, and for one whose asker has no right any more.
    """
    opened = paper_links.take(session, token=token, now=now)
    if opened is None or opened.kind != KIND:
        return None
    try:
        rows = _rows(session, opened.account_id, now)
    except Refusal:
        return None
    audit.record(
        session, opened.account_id, "national.sheet-opened", f"account:{opened.account_id}", now,
        rows=len(rows),
    )  # fmt: skip
    language = session.connection().scalar(
        select(_ACCOUNTS.c.language).where(_ACCOUNTS.c.id == opened.account_id)
    )
    return EntrySheet(rows, language or "")


def _rows(session: CitySession, actor: int, now: datetime) -> tuple[SheetRow, ...]:
    found = session.connection().execute(
        select(
            _VOLUNTEERS,
            _ENTRIES.c.reason,
            _UNITS.c.name.label("unit"),
            _TEAMS.c.name.label("team"),
        )
        .select_from(_ENTRIES)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _ENTRIES.c.volunteer_id)
        .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
        .outerjoin(_TEAMS, _TEAMS.c.id == _VOLUNTEERS.c.team_id)
        .where(
            *own_entries(session, actor, now), _ENTRIES.c.state.in_([state.value for state in OPEN])
        )
        .order_by(_ENTRIES.c.queued_at, _ENTRIES.c.id)
    )
    keys, places = session.city.keys, session.city.places
    rows = found.all()
    for row in rows:
        subject = f"volunteer:{row.id}"
        minors.seen(session, actor, subject, row.born_on, minors.Screen.ENTRY_SHEET, now)
    return tuple(
        SheetRow(
            row.name,
            row.id_kind.replace("_", "-"),
            keys.open(row.id_sealed, f"volunteer/{row.opaque_id}/id_number"),
            phone_on_paper(keys.open(row.phone_sealed, f"volunteer/{row.opaque_id}/phone")),
            tuple((one.name, one.name_en) for one in places.path(row.county)),
            row.unit or "",
            row.team or "",
            row.number,
            row.reason or "",
        )
        for row in rows
    )
