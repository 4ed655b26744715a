"""Honours of one's own: handed in with a photo of the proof, and taken back (B11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import public_text
from models.columns import table_of
from models.honours import Honour
from models.people import Volunteer
from usecases import access, audit, paper_checks
from usecases.city import CitySession
from usecases.paper_checks import Papers, Photo

ROWS = table_of(Honour)
_VOLUNTEERS = table_of(Volunteer)

PAPERS = Papers(ROWS, "honour", ("unclear", "other-name", "other-honour", "other-day"))
WAITING = "honours-waiting"
MOST = {"name": 60, "giver": 60}
# So many of one's own wait or stand at most: nobody floods those who check.
MOST_HELD = 50
_LIVE = ("waiting", "valid")


@dataclass(frozen=True, slots=True)
class Held:
    """An honour as it is shown; a category stands for the name where a drive gave it."""

    honour_id: int
    name: str
    category: str
    giver: str
    given_on: date | None
    state: str
    reason: str


def held(row: Any) -> Held:
    """Return what a row says."""
    return Held(
        row.id, row.name, row.category or "", row.giver, row.given_on, row.state, row.reason or ""
    )


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int) -> list[Held]:
    """Return one's own honours, the latest first, with what waits and what was refused.

    Nominations are the drive's until they are awarded. Refuses not-registered, not-yet-approved.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    rows = session.connection().execute(
        select(ROWS)
        .where(
            ROWS.c.volunteer_id == volunteer_id,
            (ROWS.c.state == "valid")
            | (ROWS.c.state.in_(["waiting", "refused"]) & ROWS.c.drive_id.is_(None)),
        )
        .order_by(ROWS.c.given_on.desc(), ROWS.c.id.desc())
    )
    return [held(row) for row in rows]


@access.performs(Action.SEE_OWN_DETAILS)
def add(
    session: CitySession, *, actor: int, name: str, giver: str, given_on: date, photo: Photo,
    now: datetime,
) -> int:  # fmt: skip
    """Hand an honour in with its proof and return it; it stands once an officer has checked it.

    Refuses not-registered, not-yet-approved, text-empty, text-length, text-number, step-gone for
    a day that is not over or one too many.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    says = {"name": cleaned("name", name), "giver": cleaned("giver", giver)}
    if given_on > session.city.calendar.day_of(now):
        raise Refusal(Code.STEP_GONE)
    who = (
        session.connection()
        .execute(select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).with_for_update())
        .one()
    )
    known = select(ROWS.c.id).where(
        ROWS.c.volunteer_id == volunteer_id, ROWS.c.drive_id.is_(None), ROWS.c.state.in_(_LIVE)
    )
    if len(session.connection().execute(known).all()) >= MOST_HELD:
        raise Refusal(Code.STEP_GONE)
    return paper_checks.hand_in(session, actor, who, PAPERS, photo, now, given_on=given_on, **says)


def cleaned(field: str, typed: str) -> str:
    """Return a text as it is kept; refuses text-empty, text-length and text-number."""
    return unless_refused(public_text(typed.replace("\n", " "), max_length=MOST[field]))


@access.performs(Action.SEE_OWN_DETAILS)
def remove(session: CitySession, *, actor: int, honour_id: int, now: datetime) -> None:
    """Take one that was handed in back for good, photo with it.

    Refuses not-found where it is not one's own, or was awarded here.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    taken = session.connection().execute(
        update(ROWS)
        .where(
            ROWS.c.id == honour_id,
            ROWS.c.volunteer_id == volunteer_id,
            ROWS.c.drive_id.is_(None),
            ROWS.c.state != "withdrawn",
        )
        .values(
            state="withdrawn",
            version=ROWS.c.version + 1,
            name="",
            giver="",
            given_on=None,
            photo_key_sealed=None,
            sha256=None,
            reason=None,
        )
    )
    if taken.rowcount != 1:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "honour.removed", f"honour:{honour_id}", now)


def of_volunteer(session: CitySession, volunteer_id: int) -> list[Held]:
    """Return the honours of a volunteer that stand, the earliest first."""
    rows = session.connection().execute(
        select(ROWS)
        .where(ROWS.c.volunteer_id == volunteer_id, ROWS.c.state == "valid")
        .order_by(ROWS.c.given_on, ROWS.c.id)
    )
    return [held(row) for row in rows]
