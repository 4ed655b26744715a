"""What a person may see of himself: the card, the details masked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from domain.identity import mask
from domain.permissions import Action
from domain.writing import phone_tail
from models.columns import table_of
from models.people import Volunteer
from models.places import Team, Unit
from usecases import access, codes, star_awards
from usecases.city import CitySession

_TEAMS = table_of(Team)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Profile:
    """A volunteer's own details, safe to read over a shoulder."""

    name: str
    number: str
    document: str
    document_tail: str
    phone_tail: str
    county: str
    township: str
    unit: str
    team: str
    categories: list[str]
    skills: list[str]
    free_times: list[str]
    approved_on: date


@dataclass(frozen=True, slots=True)
class Card:
    """What the card shows, and the code that only a clerk's scan accepts."""

    name: str
    number: str
    unit: str
    team: str
    approved_on: date
    code: str
    # The star that was awarded, 0 for none.
    star: int = 0


def _own(session: CitySession, actor: int) -> Any:
    return _volunteer(session, access.own_volunteer(session, actor=actor))


def _volunteer(session: CitySession, volunteer_id: int) -> Any:
    return (
        session.connection()
        .execute(
            select(_VOLUNTEERS, _UNITS.c.name.label("unit"), _TEAMS.c.name.label("team"))
            .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
            .outerjoin(_TEAMS, _TEAMS.c.id == _VOLUNTEERS.c.team_id)
            .where(_VOLUNTEERS.c.id == volunteer_id)
        )
        .one()
    )


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int) -> Profile:
    """Return the volunteer's details, masked; refuses not-registered and not-yet-approved."""
    row = _own(session, actor)
    keys = session.city.keys
    number = keys.open(row.id_sealed, f"volunteer/{row.opaque_id}/id_number")
    phone = keys.open(row.phone_sealed, f"volunteer/{row.opaque_id}/phone")
    return Profile(
        name=row.name,
        number=row.number,
        document=row.id_kind.replace("_", "-"),
        document_tail=mask(number),
        phone_tail=phone_tail(phone),
        county=row.county,
        township=row.township,
        unit=row.unit or "",
        team=row.team or "",
        categories=row.categories,
        skills=row.skills,
        free_times=row.free_times,
        approved_on=session.city.calendar.day_of(row.approved_at),
    )


@access.performs(Action.SEE_OWN_DETAILS)
def card(session: CitySession, *, actor: int, now: datetime | None = None) -> Card:
    """Return what the volunteer's card shows; refuses not-registered and not-yet-approved.

    The star is that of the policy in force `now`; without a moment none is asked for.
    """
    return card_of(session, access.own_volunteer(session, actor=actor), now)


def card_of(session: CitySession, volunteer_id: int, now: datetime | None = None) -> Card:
    """Return what the card of a volunteer shows; the caller has the right to see it."""
    row = _volunteer(session, volunteer_id)
    borne = None
    if now is not None:
        policy = session.city.policy(now)
        borne = star_awards.borne(session, volunteer_id=row.id, policy=policy)
    return Card(
        name=row.name,
        number=row.number,
        unit=row.unit or "",
        team=row.team or "",
        approved_on=session.city.calendar.day_of(row.approved_at),
        code=codes.card_code(session, volunteer_id=row.id),
        star=borne.star if borne else 0,
    )
