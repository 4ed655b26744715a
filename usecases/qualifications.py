"""A volunteer's qualifications: handed in with a photo of the certificate, and taken back.

Whether one counts is asked of its last day each time; nothing is stored that expires.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from domain.permissions import Action
from domain.qualifications import counts
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import clean_text
from models.columns import table_of
from models.people import Volunteer
from models.qualifications import Qualification
from usecases import access, audit, paper_checks
from usecases.city import CitySession
from usecases.paper_checks import Papers, Photo

ROWS = table_of(Qualification)
_VOLUNTEERS = table_of(Volunteer)

WAITING = "qualifications-waiting"
PAPERS = Papers(ROWS, "qualification", ("unclear", "other-name", "other-kind", "other-day"))
MOST_NUMBER = 40
# What a new one of its kind takes the place of.
_REPLACED = ("waiting", "refused")


@dataclass(frozen=True, slots=True)
class Held:
    """One of a volunteer's qualifications; `counts` is for today."""

    qualification_id: int
    kind: str
    state: str
    expires_on: date | None
    reason: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What a volunteer handed in, and what can be."""

    held: list[Held]
    kinds: tuple[str, ...]


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int, now: datetime) -> Own:
    """Return one's own qualifications; refuses not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    today = session.city.calendar.day_of(now)
    rows = session.connection().execute(
        select(ROWS)
        .where(ROWS.c.volunteer_id == volunteer_id, ROWS.c.state != "withdrawn")
        .order_by(ROWS.c.id)
    )
    held = [
        Held(
            row.id, row.kind, row.state, row.expires_on, row.reason or "",
            row.state == "valid" and counts(row.expires_on, today),
        )
        for row in rows
    ]  # fmt: skip
    return Own(held, session.city.policy(now).qualifications.kinds)


@access.performs(Action.SEE_OWN_DETAILS)
def add(
    session: CitySession,
    *,
    actor: int,
    kind: str,
    number: str,
    photo: Photo,
    last_day: str,
    now: datetime,
) -> int:
    """Hand in a qualification and return it; it counts once an officer has checked it.

    One that waits, or was refused, gives way to a new one of its kind; one that counts stays.
    `last_day` is the ISO day after which it counts no more, "" for one that never ends.
    Refuses step-gone for a kind that is none, qualification-over, text-length.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    if kind not in session.city.policy(now).qualifications.kinds:
        raise Refusal(Code.STEP_GONE)
    expires_on = date.fromisoformat(last_day) if last_day else None
    if not counts(expires_on, session.city.calendar.day_of(now)):
        raise Refusal(Code.QUALIFICATION_OVER, "qualifications.kinds")
    number = _cleaned(number)
    connection, seal = session.connection(), session.city.keys.seal
    # One at a time for each: of two at once the later one stands.
    who = connection.execute(
        select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).with_for_update()
    ).one()
    _withdraw(session, volunteer_id, (ROWS.c.kind == kind) & ROWS.c.state.in_(_REPLACED))
    return paper_checks.hand_in(
        session, actor, who, PAPERS, photo, now,
        kind=kind,
        number_sealed=seal(number, number_place(volunteer_id)) if number else None,
        expires_on=expires_on,
    )  # fmt: skip


def _cleaned(number: str) -> str:
    if not number.strip():
        return ""
    return unless_refused(clean_text(number.replace("\n", " "), max_length=MOST_NUMBER))


@access.performs(Action.SEE_OWN_DETAILS)
def remove(session: CitySession, *, actor: int, qualification_id: int, now: datetime) -> None:
    """Take one back for good, photo and number with it; refuses not-found where it is not one's."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    if _withdraw(session, volunteer_id, ROWS.c.id == qualification_id) != 1:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "qualification.removed", f"qualification:{qualification_id}", now)


def _withdraw(session: CitySession, volunteer_id: int, which: ColumnElement[bool]) -> int:
    """Empty rows and take them out of use; return how many."""
    taken = session.connection().execute(
        update(ROWS)
        .where(ROWS.c.volunteer_id == volunteer_id, ROWS.c.state != "withdrawn", which)
        .values(
            state="withdrawn",
            version=ROWS.c.version + 1,
            number_sealed=None,
            photo_key_sealed=None,
            sha256=None,
            expires_on=None,
            reason=None,
        )
    )
    return taken.rowcount


def number_place(volunteer_id: int) -> str:
    """Return what a certificate's number is sealed for."""
    return f"qualification/{volunteer_id}/number"


def counting(today: date) -> ColumnElement[bool]:
    """Return the condition that a row counts today."""
    return (ROWS.c.state == "valid") & or_(ROWS.c.expires_on.is_(None), ROWS.c.expires_on >= today)


def held_by(session: CitySession, volunteer_id: int, now: datetime) -> list[str]:
    """Return the kinds of which somebody holds one that counts today."""
    today: Any = session.city.calendar.day_of(now)
    return list(
        session.connection().scalars(
            select(ROWS.c.kind)
            .where(ROWS.c.volunteer_id == volunteer_id, counting(today))
            .group_by(ROWS.c.kind)
            .order_by(ROWS.c.kind)
        )
    )
