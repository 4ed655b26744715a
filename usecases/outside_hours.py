"""Hours from elsewhere, on the volunteer's side: handed in with proof, and taken back (SM3-5g)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from domain import outside
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import clean_text
from models.columns import table_of
from models.outside import OutsideHours
from models.people import Volunteer
from usecases import access, audit, crediting, queue_notices, registration, stored_files
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.inserts import insert_into

CLAIMS = table_of(OutsideHours)
_VOLUNTEERS = table_of(Volunteer)

WAITING = "outside-waiting"
MOST_PLACE = 60
# While one of these, a paper stands for no other claim.
LIVE = ("waiting", "checked", "credited")


@dataclass(frozen=True, slots=True)
class Said:
    """What a volunteer says of hours that he served elsewhere."""

    place: str
    minutes: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Brought:
    """One of a volunteer's own claims, and how far it is."""

    claim_id: int
    said: Said
    state: str
    reason: str


@access.performs(Action.SEE_OWN_HOURS)
def own(session: CitySession, *, actor: int) -> list[Brought]:
    """Return what one handed in, the oldest first; refuses not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    rows = session.connection().execute(
        select(CLAIMS).where(CLAIMS.c.volunteer_id == volunteer_id).order_by(CLAIMS.c.id)
    )
    return [
        Brought(
            row.id,
            Said(row.place, row.minutes, row.first_on, row.last_on),
            row.state,
            row.reason or "",
        )
        for row in rows
    ]


@access.performs(Action.SEE_OWN_HOURS)
def hand_in(session: CitySession, *, actor: int, said: Said, file: Kept, now: datetime) -> int:
    """Hand in hours from elsewhere with their proof, and return the claim; nothing counts yet.

    Refuses not-registered, not-yet-approved, text-empty, text-length, outside-hours for more than
    the days can hold, proof-used for a paper that stands for another claim.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    place = unless_refused(clean_text(said.place.replace("\n", " "), max_length=MOST_PLACE))
    today = session.city.calendar.day_of(now)
    most = session.city.policy(now).credit.max_day_minutes
    if not outside.fits(said.minutes, said.first_on, said.last_on, today, most):
        raise Refusal(Code.OUTSIDE_HOURS, "credit.max_day_minutes", most_minutes=most)
    connection = session.connection()
    stored_files.keep(session, file, now)
    who = connection.execute(select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id)).one()
    county = registration.route_of(session, who.unit_id, who.county, now).county or ""
    made = connection.execute(
        insert_into(connection, CLAIMS)
        .values(
            volunteer_id=volunteer_id,
            place=place,
            minutes=said.minutes,
            first_on=said.first_on,
            last_on=said.last_on,
            sha256=file.sha256,
            file_name=file.name,
            county=county,
            state="waiting",
            version=1,
            asked_at=now,
        )
        # Of two at once with one paper the second finds the first one's row.
        .on_conflict_do_nothing()
        .returning(CLAIMS.c.id)
    ).scalar_one_or_none()
    if made is None:
        raise Refusal(Code.PROOF_USED)
    audit.record(session, actor, "outside.handed-in", f"outside:{made}", now, minutes=said.minutes)
    call(session, county, now)
    return int(made)


def call(session: CitySession, county: str, now: datetime) -> None:
    """Tell those who check claims of a county, or of the city, that one waits."""
    for role in (Role.COUNTY_OFFICE,) if county else (Role.FEDERATION, Role.OFFICE):
        queue_notices.call(session, kind=WAITING, role=role, scope_ref=county, now=now)


@access.performs(Action.SEE_OWN_HOURS)
def take_back(session: CitySession, *, actor: int, claim_id: int, now: datetime) -> None:
    """Take one's own claim back: what was credited for it is reversed, its paper is free again.

    Refuses not-found where it is not one's own or is over.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    row = (
        session.connection()
        .execute(
            select(CLAIMS)
            .where(
                CLAIMS.c.id == claim_id,
                CLAIMS.c.volunteer_id == volunteer_id,
                CLAIMS.c.state.in_(LIVE),
            )
            .with_for_update()
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.state == "credited":
        crediting.take_back_outside(session, claim=row, by=actor, now=now)
    session.connection().execute(
        update(CLAIMS)
        .where(CLAIMS.c.id == row.id)
        .values(state="taken_back", version=row.version + 1, reason=None, over_at=now)
    )
    audit.record(session, actor, "outside.taken-back", f"outside:{row.id}", now)
