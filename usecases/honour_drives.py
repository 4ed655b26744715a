"""The yearly honours (SM3-7d): the Office opens, units nominate, the Office closes and awards.

A nomination is an honour that is not given yet; for what one is nominated is the policy's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import mask_name, public_text
from models.columns import table_of
from models.honours import HonourDrive
from models.people import RoleGrant, Volunteer
from models.places import Unit
from usecases import access, audit, notices
from usecases.city import CitySession
from usecases.honours import ROWS, Held, held
from usecases.inserts import insert_into

_DRIVES = table_of(HonourDrive)
_GRANTS = table_of(RoleGrant)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)

MOST_WORDS = 300
_RULE = "honours.unit_categories"


@dataclass(frozen=True, slots=True)
class Drive:
    """How this year's drive stands: none yet, open, or closed with so many undecided."""

    year: int
    state: str
    nominated: int
    awarded: int


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination, masked: for what, whom or which unit, by which unit, and why."""

    honour_id: int
    version: int
    category: str
    unit: str
    volunteer_id: int
    born_on: date | None
    name: str
    number: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class OfUnit:
    """What a contact sees: the drive, his unit's nominations in it, and the unit's own honours."""

    drive: Drive
    unit: str
    nominations: list[Nominated]
    honours: list[Held]


# -- the drive -------------------------------------------------------------------------------------


def _drive(session: CitySession, now: datetime, *, lock: bool = False) -> Any:
    """Return the row of this year's drive, or of an earlier one that is not finished, or None."""
    query = select(_DRIVES).order_by(_DRIVES.c.year.desc()).limit(1)
    query = query.with_for_update() if lock else query
    row = session.connection().execute(query).one_or_none()
    if row is None or row.year == session.city.calendar.day_of(now).year:
        return row
    waits = ROWS.c.state == "nominated"
    return row if row.closed_at is None or _some(session, row.id, waits) else None


def _some(session: CitySession, drive_id: int, which: ColumnElement[bool]) -> bool:
    some = select(ROWS.c.id).where(ROWS.c.drive_id == drive_id, which).limit(1)
    return session.connection().execute(some).first() is not None


def _standing(session: CitySession, now: datetime) -> Drive:
    row, year = _drive(session, now), session.city.calendar.day_of(now).year
    if row is None:
        return Drive(year, "none", 0, 0)
    found = session.connection().execute(
        select(ROWS.c.state, func.count()).where(ROWS.c.drive_id == row.id).group_by(ROWS.c.state)
    )
    counts = {one[0]: one[1] for one in found}
    state = "open" if row.closed_at is None else "closed"
    return Drive(row.year, state, counts.get("nominated", 0), counts.get("valid", 0))


@access.performs(Action.KEEP_HONOURS)
def standing(session: CitySession, *, actor: int, now: datetime) -> Drive:
    """Return how this year's drive stands; refuses not-allowed."""
    access.standings(session, actor=actor, action=Action.KEEP_HONOURS)
    return _standing(session, now)


@access.performs(Action.KEEP_HONOURS)
def open_drive(session: CitySession, *, actor: int, now: datetime) -> Drive:
    """Open this year's nominations, again while nothing is decided, and tell all contacts.

    Refuses not-allowed, step-gone where the city names no honour, honours-year for a second one.
    """
    access.standings(session, actor=actor, action=Action.KEEP_HONOURS)
    if not session.city.policy(now).honours.held:
        raise Refusal(Code.STEP_GONE)
    row, decided = _drive(session, now, lock=True), ROWS.c.decided_at.is_not(None)
    if row is not None and (row.closed_at is None or _some(session, row.id, decided)):
        raise Refusal(Code.HONOURS_YEAR, _RULE)
    year, connection = session.city.calendar.day_of(now).year, session.connection()
    if row is None:
        # Of two at once the second one finds the first one's row.
        connection.execute(
            insert_into(connection, _DRIVES)
            .values(year=year, opened_by=actor, opened_at=now)
            .on_conflict_do_nothing(index_elements=["year"])
        )
    else:
        connection.execute(
            update(_DRIVES).where(_DRIVES.c.id == row.id).values(closed_by=None, closed_at=None)
        )
    audit.record(session, actor, "honours.opened", f"honours:{year}", now)
    contacts = select(_GRANTS.c.account_id).where(
        _GRANTS.c.role == Role.UNIT_CONTACT.value, _GRANTS.c.revoked_at.is_(None)
    )
    for account_id in sorted(set(connection.scalars(contacts))):
        notices.tell(
            session, kind="honours-open", account_id=account_id,
            dedupe_key=f"honours/{year}/{account_id}", facts={"year": str(year)}, due_at=now,
        )  # fmt: skip
    return _standing(session, now)


@access.performs(Action.KEEP_HONOURS)
def close_drive(session: CitySession, *, actor: int, now: datetime) -> Drive:
    """End the nominations, so that the Office can award; refuses not-allowed, honours-closed."""
    access.standings(session, actor=actor, action=Action.KEEP_HONOURS)
    row = _open(session, now)
    session.connection().execute(
        update(_DRIVES).where(_DRIVES.c.id == row.id).values(closed_by=actor, closed_at=now)
    )
    audit.record(session, actor, "honours.closed", f"honours:{row.year}", now)
    return _standing(session, now)


def _open(session: CitySession, now: datetime) -> Any:
    row = _drive(session, now, lock=True)
    if row is None or row.closed_at is not None:
        raise Refusal(Code.HONOURS_CLOSED, _RULE)
    return row


# -- a unit's contact ------------------------------------------------------------------------------


@access.performs(Action.NOMINATE_HONOUR)
def of_unit(session: CitySession, *, actor: int, now: datetime) -> OfUnit:
    """Return the drive, the unit's nominations and its honours; refuses not-allowed."""
    unit_id = _unit(session, actor)
    name = session.connection().scalar(select(_UNITS.c.name).where(_UNITS.c.id == unit_id)) or ""
    drive = _drive(session, now)
    rows = session.connection().execute(
        select(ROWS)
        .where(ROWS.c.unit_id == unit_id, ROWS.c.state == "valid")
        .order_by(ROWS.c.given_on.desc(), ROWS.c.id.desc())
    )
    mine = (ROWS.c.unit_id == unit_id) | (_VOLUNTEERS.c.unit_id == unit_id)
    nominations = _nominations(session, drive.id, mine) if drive is not None else []
    return OfUnit(_standing(session, now), name, nominations, [held(row) for row in rows])


def _unit(session: CitySession, actor: int) -> int:
    return int(access.places(session, actor=actor, action=Action.NOMINATE_HONOUR)[0])


def _nominations(session: CitySession, drive_id: int, which: Any) -> list[Nominated]:
    whose = func.coalesce(ROWS.c.unit_id, _VOLUNTEERS.c.unit_id)
    rows = session.connection().execute(
        select(
            ROWS,
            _VOLUNTEERS.c.name.label("holder"),
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.born_on,
            _UNITS.c.name.label("unit"),
        )
        .select_from(
            ROWS.outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.id == ROWS.c.volunteer_id).outerjoin(
                _UNITS, _UNITS.c.id == whose
            )
        )
        .where(ROWS.c.drive_id == drive_id, ROWS.c.state != "withdrawn", which)
        .order_by(ROWS.c.id)
    )
    return [
        Nominated(
            row.id, row.version, row.category, row.unit or "", row.volunteer_id or 0, row.born_on,
            mask_name(row.holder) if row.holder else "", row.number or "", row.words or "",
            row.state,
        )
        for row in rows
    ]  # fmt: skip


@access.performs(Action.NOMINATE_HONOUR)
def nominate(
    session: CitySession, *, actor: int, category: str, number: str, words: str, now: datetime
) -> int:
    """Nominate one's unit, or with a number one of its volunteers, with the reason; return it.

    Refuses not-allowed, honours-closed, step-gone for what the policy does not name,
    volunteer-unknown, nominated-already, text-empty, text-length, text-number.
    """
    unit_id, rules = _unit(session, actor), session.city.policy(now).honours
    if category not in (rules.volunteer_categories if number else rules.unit_categories):
        raise Refusal(Code.STEP_GONE)
    kept = unless_refused(public_text(words, max_length=MOST_WORDS))
    drive, connection = _open(session, now), session.connection()
    whose: dict[str, Any] = {"unit_id": unit_id}
    if number:
        whose = {"volunteer_id": _volunteer(session, unit_id, number)}
    made = connection.execute(
        insert_into(connection, ROWS)
        .values(
            **whose, category=category, drive_id=drive.id, words=kept, nominated_by=actor,
            name="", giver="", route="", state="nominated", version=1, asked_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ROWS.c.id)
    ).scalar_one_or_none()  # fmt: skip
    if made is None:
        raise Refusal(Code.NOMINATED_ALREADY, _RULE)
    audit.record(session, actor, "honour.nominated", f"honour:{made}", now)
    return int(made)


@access.performs(Action.NOMINATE_HONOUR)
def person(session: CitySession, *, actor: int, number: str) -> tuple[int, date | None, str]:
    """Return a volunteer of one's unit by his number: id, birthday, masked name.

    Refuses not-allowed, volunteer-unknown.
    """
    found = _volunteer(session, _unit(session, actor), number)
    row = (session.connection().execute(select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == found))).one()
    return row.id, row.born_on, mask_name(row.name)


def _volunteer(session: CitySession, unit_id: int, number: str) -> int:
    found = session.connection().scalar(
        select(_VOLUNTEERS.c.id).where(
            _VOLUNTEERS.c.number == number.strip(),
            _VOLUNTEERS.c.unit_id == unit_id,
            _VOLUNTEERS.c.suspended_at.is_(None),
        )
    )
    if found is None:
        raise Refusal(Code.VOLUNTEER_UNKNOWN)
    return int(found)


@access.performs(Action.NOMINATE_HONOUR)
def take_back(session: CitySession, *, actor: int, honour_id: int, now: datetime) -> None:
    """Take a nomination of one's unit back while the drive is open.

    Refuses not-allowed, honours-closed, not-found.
    """
    unit_id, drive = _unit(session, actor), _open(session, now)
    people = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.unit_id == unit_id)
    taken = session.connection().execute(
        update(ROWS)
        .where(
            ROWS.c.id == honour_id,
            ROWS.c.drive_id == drive.id,
            ROWS.c.state == "nominated",
            (ROWS.c.unit_id == unit_id) | ROWS.c.volunteer_id.in_(people),
        )
        .values(state="withdrawn", version=ROWS.c.version + 1, words=None)
    )
    if taken.rowcount != 1:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "honour.taken-back", f"honour:{honour_id}", now)


# -- awarding --------------------------------------------------------------------------------------


@access.performs(Action.KEEP_HONOURS)
def following(
    session: CitySession, *, actor: int, now: datetime, after: int = 0
) -> Nominated | None:
    """Return the nomination behind `after` that is undecided, beginning anew at the end.

    Refuses not-allowed.
    """
    access.standings(session, actor=actor, action=Action.KEEP_HONOURS)
    drive = _drive(session, now)
    if drive is None:
        return None
    found = _nominations(session, drive.id, ROWS.c.state == "nominated")
    later = [one for one in found if one.honour_id > after]
    return next(iter(later or found), None)


@access.performs(Action.KEEP_HONOURS)
def award(
    session: CitySession, *, actor: int, honour_id: int, version: int, given: bool, now: datetime
) -> Drive:
    """Give an honour, or not, once the nominations are closed; who gets it is told.

    Refuses not-allowed, not-found, already-decided, step-gone while the drive is open,
    second-person for the Office's own.
    """
    access.standings(session, actor=actor, action=Action.KEEP_HONOURS)
    drive = _drive(session, now, lock=True)
    row = (
        session.connection().execute(select(ROWS).where(ROWS.c.id == honour_id).with_for_update())
    ).one_or_none()
    if row is None or drive is None or row.drive_id != drive.id:
        raise Refusal(Code.NOT_FOUND)
    if drive.closed_at is None:
        raise Refusal(Code.STEP_GONE)
    if row.state != "nominated" or row.version != version:
        raise Refusal(Code.ALREADY_DECIDED)
    told = _told(session, row)
    if actor in told:
        raise Refusal(Code.SECOND_PERSON, _RULE)
    giver = session.city.policy(now).honours.giver or ""
    gives: dict[str, Any] = {"state": "refused"}
    if given:
        today = session.city.calendar.day_of(now)
        gives = {"state": "valid", "giver": giver, "given_on": today}
    session.connection().execute(
        update(ROWS)
        .where(ROWS.c.id == row.id)
        .values(version=row.version + 1, decided_by=actor, decided_at=now, **gives)
    )
    audit.record(session, actor, f"honour.{gives['state']}", f"honour:{row.id}", now)
    for account_id in told if given else ():
        notices.tell(
            session, kind="honour-awarded", account_id=account_id,
            dedupe_key=f"honour/{row.id}/awarded/{account_id}",
            facts={
                "category": row.category, "giver": giver, "year": str(drive.year),
                "whose": "unit" if row.unit_id else "own",
            },
            due_at=now,
        )  # fmt: skip
    return _standing(session, now)


def _told(session: CitySession, row: Any) -> list[int]:
    """Return who hears of an honour: the volunteer, or the unit's contacts."""
    if row.unit_id is not None:
        return access.holders(session, role=Role.UNIT_CONTACT, scope_ref=str(row.unit_id))
    account_id = session.connection().scalar(
        select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == row.volunteer_id)
    )
    return [] if account_id is None else [account_id]
