"""What a stranger learns who points a camera at a printed card."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from domain import tokens
from domain.permissions import Action
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from usecases import access
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)
# Looked up when the text is no code at all, so that every answer takes the same steps.
_NOBODY = tokens.PersonalCode(0, 0, 0, printed=True)


@dataclass(frozen=True, slots=True)
class CardStanding:
    """A genuine card: its holder's masked name, and whether the card still counts."""

    masked_name: str
    number: str
    registered_on: date
    valid: bool


@access.performs(Action.LOOK_AROUND)
def check(session: CitySession, *, token: str, now: datetime) -> CardStanding | None:
    """Return what the card's code proves, or None for unknown and forged ones alike.

    A card that was replaced is shown as no longer valid: its code was ours once.
    """
    claimed = tokens.parse(token)
    card = claimed if isinstance(claimed, tokens.PersonalCode) and claimed.printed else _NOBODY
    proven = tokens.proven(token, card, session.city.keys.key("personal"))
    row = (
        session.connection()
        .execute(
            select(
                _VOLUNTEERS.c.name,
                _VOLUNTEERS.c.number,
                _VOLUNTEERS.c.epoch,
                _VOLUNTEERS.c.approved_at,
                _VOLUNTEERS.c.suspended_at,
            ).where(_VOLUNTEERS.c.opaque_id == card.opaque)
        )
        .one_or_none()
    )
    if row is None or not proven:
        return None
    return CardStanding(
        mask_name(row.name),
        row.number,
        session.city.calendar.day_of(row.approved_at),
        row.epoch == card.epoch and (row.suspended_at is None or row.suspended_at > now),
    )
