"""Documents that were renewed: the old number leads to the same person as the new one (K20)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select

from domain.identity import DocumentKind, IdentityFacts, read_identity
from models.columns import table_of
from models.corrections import FormerDocument
from models.people import Volunteer
from usecases.city import CitySession

_FORMER = table_of(FormerDocument)
_VOLUNTEERS = table_of(Volunteer)
_KINDS = frozenset(DocumentKind)


def holder(indexes: list[bytes]) -> ColumnElement[bool]:
    """Return the condition for the volunteer whose document this is, or was before a renewal."""
    former = select(_FORMER.c.volunteer_id).where(_FORMER.c.id_index.in_(indexes))
    return or_(_VOLUNTEERS.c.id_index.in_(indexes), _VOLUNTEERS.c.id.in_(former.scalar_subquery()))


def place(volunteer_id: int) -> str:
    """Return what the number of a former document is sealed for."""
    return f"former/{volunteer_id}/id_number"


def keep(session: CitySession, volunteer: Any, number: str, now: datetime) -> None:
    """Put the document of a volunteer's row aside: it was renewed."""
    session.connection().execute(
        insert(_FORMER).values(
            volunteer_id=volunteer.id,
            id_kind=volunteer.id_kind,
            id_sealed=session.city.keys.seal(number, place(volunteer.id)),
            id_index=_newest(session, volunteer, number, now),
            replaced_at=now,
        )
    )


def take_back(session: CitySession, volunteer_id: int, indexes: list[bytes]) -> None:
    """Let a document be former no more, because it is the volunteer's again."""
    session.connection().execute(
        delete(_FORMER).where(
            _FORMER.c.volunteer_id == volunteer_id, _FORMER.c.id_index.in_(indexes)
        )
    )


def _newest(session: CitySession, volunteer: Any, number: str, now: datetime) -> bytes:
    """Return under what the document is found by the newest key, with which it is sealed now."""
    today, keys = session.city.calendar.day_of(now), session.city.keys
    kind = volunteer.id_kind
    read = read_identity(DocumentKind(kind), number, today=today) if kind in _KINDS else None
    indexes = keys.blinds(read.person_key, "id") if isinstance(read, IdentityFacts) else []
    stands = bytes(volunteer.id_index)
    # What stands under no key of ours (a row that was brought along) is left as it is.
    return indexes[0] if stands in indexes else stands
