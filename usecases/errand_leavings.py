"""Leavings of people without a telephone as officers find them; `errand_deeds.confirm` decides.

Apart from the deeds, because the clock counts what waits and needs nothing else of them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from domain.permissions import Action
from domain.writing import mask_name
from models.columns import table_of
from models.errands import Errand
from models.people import Volunteer
from models.places import Station
from usecases import access
from usecases.city import CitySession

_ERRANDS = table_of(Errand)
_STATIONS = table_of(Station)
_VOLUNTEERS = table_of(Volunteer)

WAITING = "errand-leavings-waiting"


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Somebody without a telephone wants to leave, as the officer sees it."""

    errand_id: int
    waiting: int
    name: str
    number: str
    station: str
    proof: str
    asked_at: datetime


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many leavings wait for the officer's word."""
    count = select(func.count()).select_from(_ERRANDS).where(_to_confirm(session, actor))
    return session.connection().scalar(count) or 0


def _to_confirm(session: CitySession, actor: int) -> ColumnElement[bool]:
    # Whoever has an account by now asks for it himself.
    alone = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id.is_(None))
    return (
        (_ERRANDS.c.leaving == "asked")
        & _ERRANDS.c.volunteer_id.in_(alone.scalar_subquery())
        & _ERRANDS.c.route.in_(access.routes(session, actor=actor))
        & (_ERRANDS.c.opened_by != actor)
        & (_ERRANDS.c.relative_id.is_(None) | (_ERRANDS.c.relative_id != actor))
    )


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToConfirm | None:
    """Return the oldest leaving behind `after`, beginning anew at the end; None if none waits."""
    rows = session.connection().execute(
        select(
            _ERRANDS.c.id, _ERRANDS.c.proof, _ERRANDS.c.opened_at, _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number, _STATIONS.c.name.label("station"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _ERRANDS.c.volunteer_id)
        .outerjoin(_STATIONS, _STATIONS.c.id == _ERRANDS.c.station_id)
        .where(_to_confirm(session, actor))
        .order_by(_ERRANDS.c.id)
    ).all()  # fmt: skip
    if not rows:
        return None
    row = next((one for one in rows if one.id > after), rows[0])
    return ToConfirm(
        row.id, len(rows), mask_name(row.name), row.number, row.station or "", row.proof,
        row.opened_at,
    )  # fmt: skip
