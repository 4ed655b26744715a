"""That a typed record was filed for service that its volunteer had missed: he hears of it."""

from datetime import datetime

from sqlalchemy import select, update

from domain.records import Span
from models.columns import table_of
from models.omissions import Omission
from models.people import Volunteer
from models.places import Station
from usecases import notices
from usecases.city import CitySession

OMISSIONS = table_of(Omission)
_STATIONS = table_of(Station)
_VOLUNTEERS = table_of(Volunteer)


def filed(
    session: CitySession, volunteer_id: int, span: Span, record_id: int, by: int, now: datetime
) -> None:
    """Settle what the volunteer missed within the time of a record that was typed for him."""
    rows = session.connection().execute(
        update(OMISSIONS)
        .where(
            OMISSIONS.c.volunteer_id == volunteer_id,
            OMISSIONS.c.state == "open",
            OMISSIONS.c.began_at < span.ended_at,
            OMISSIONS.c.ended_at > span.began_at,
        )
        .values(
            state="filed",
            version=OMISSIONS.c.version + 1,
            record_id=record_id,
            decided_by=by,
            decided_at=now,
        )
        .returning(OMISSIONS.c.id)
    )
    for omission_id in rows.scalars().all():
        tell(session, omission_id, "omission-filed", now)


def tell(
    session: CitySession, omission_id: int, kind: str, now: datetime, reason: str = ""
) -> None:
    """Tell the volunteer what became of it."""
    row = (
        session.connection()
        .execute(
            select(OMISSIONS.c.began_at, _STATIONS.c.name, _VOLUNTEERS.c.account_id)
            .join(_STATIONS, _STATIONS.c.id == OMISSIONS.c.station_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == OMISSIONS.c.volunteer_id)
            .where(OMISSIONS.c.id == omission_id)
        )
        .one()
    )
    if row.account_id is None:
        return
    facts = {"station": row.name, "began_at": row.began_at.isoformat()}
    notices.tell(
        session,
        kind=kind,
        account_id=row.account_id,
        dedupe_key=f"omission/{omission_id}/{kind}",
        facts=facts | ({"reason": reason} if reason else {}),
        due_at=now,
    )
