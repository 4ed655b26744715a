"""What a volunteer has served, cause by cause: the ledger's sums with the place and the day.

For papers that list hours (certificates, the record book). Each cause stands once with whatever
was corrected about it, so sums are the ledger's own.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal_column, null, select, union, union_all

from domain.certificates import Served
from models.columns import table_of
from models.ledger import Ledger, LedgerTransfer
from models.outside import OutsideHours
from models.places import Station, Unit
from models.records import ServiceRecord
from models.visits import Visit
from usecases.city import CitySession
from usecases.recipients import CONFIRMED, WORDS
from usecases.station_past import StationsThen

_TRANSFERS = table_of(LedgerTransfer)
_RECORDS = table_of(ServiceRecord)
_VISITS = table_of(Visit)
_CLAIMS = table_of(OutsideHours)
_STATIONS = table_of(Station)
_UNITS = table_of(Unit)
# Plain, because a bound 0 would not be known to match the partial index.
_HIS = {
    side: (_TRANSFERS.c[side] > literal_column("0")) & (_TRANSFERS.c.ledger == int(Ledger.SERVICE))
    for side in ("credit", "debit")
}
_CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: what it adds up to, and what is known of it; a visit has a station.

    `where` and what follows are fields of a record (X10): typed, or for a visit what its station
    said of itself at that time. `stars` are the recipient's, 0 for none.
    """

    cause: str
    served: Served
    station_id: int | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    where: str = ""
    recipients: str = ""
    content: str = ""
    leader: str = ""
    quality: str = ""
    quality_on: date | None = None
    stars: int = 0


def months(session: CitySession, volunteer_id: int) -> list[str]:
    """Return the civil months in which the volunteer has service minutes, the oldest first."""
    halves = (
        select(_TRANSFERS.c.month).where(_HIS[side], _TRANSFERS.c[side] == volunteer_id)
        for side in _HIS
    )
    return sorted(session.connection().scalars(union(*halves)))


def by_cause(
    session: CitySession, volunteer_id: int, from_month: str, until_month: str
) -> list[Cause]:
    """Return what was served in these months, in the order in which it was credited."""
    between = _TRANSFERS.c.month.between(from_month, until_month)
    columns = (_TRANSFERS.c.id, _TRANSFERS.c.cause, _TRANSFERS.c.source)
    moved = union_all(
        select(*columns, _TRANSFERS.c.minutes.label("moved")).where(
            _HIS["credit"], _TRANSFERS.c.credit == volunteer_id, between
        ),
        select(*columns, -_TRANSFERS.c.minutes).where(
            _HIS["debit"], _TRANSFERS.c.debit == volunteer_id, between
        ),
    ).subquery()
    found: dict[str, Served] = {}
    for row in session.connection().execute(select(moved).order_by(moved.c.id)):
        # A correction stands under what it corrects, as what that was.
        before = found.get(row.cause, Served(row.source, 0))
        source = row.source if before.source == _CORRECTED else before.source
        found[row.cause] = replace(before, source=source, minutes=before.minutes + row.moved)
    found |= _elsewhere(session, volunteer_id, found)
    known = _visits(session, volunteer_id, found) | _records(session, volunteer_id, found)
    told = [_told(session, cause, one, known.get(cause)) for cause, one in found.items()]
    return _with_duties(session, told)


def _with_duties(session: CitySession, told: list[Cause]) -> list[Cause]:
    """Let visits say what their stations were for at that time."""
    visits = [one for one in told if one.cause.startswith("visit:") and one.station_id]
    then = StationsThen(session, {one.station_id for one in visits if one.station_id})
    said = {}
    for one in visits:
        if one.station_id and one.opened_at:
            duty = then.duty(one.station_id, one.opened_at)
            said[one.cause] = replace(
                one,
                recipients=session.city.policy(one.opened_at).records.visit_recipients,
                content=duty.content,
                leader=duty.leader,
            )
    return [said.get(one.cause, one) for one in told]


def _elsewhere(
    session: CitySession, volunteer_id: int, causes: dict[str, Served]
) -> dict[str, Served]:
    """Return hours from elsewhere with who recorded them there, and from when to when they are."""
    if not any(cause.startswith("outside:") for cause in causes):
        return {}
    columns = (_CLAIMS.c.id, _CLAIMS.c.place, _CLAIMS.c.first_on, _CLAIMS.c.last_on)
    mine = select(*columns).where(_CLAIMS.c.volunteer_id == volunteer_id)
    rows = {f"outside:{row.id}": row for row in session.connection().execute(mine)}
    return {
        cause: replace(served, unit=row.place, day=row.first_on, last_day=row.last_on)
        for cause, served in causes.items()
        if (row := rows.get(cause)) is not None
    }


def _records(session: CitySession, volunteer_id: int, causes: dict[str, Served]) -> dict[str, Any]:
    if not any(cause.startswith("record:") for cause in causes):
        return {}
    rows = session.connection().execute(
        select(
            _RECORDS.c.id,
            _RECORDS.c.station_id,
            _RECORDS.c.began_at.label("opened_at"),
            _RECORDS.c.ended_at.label("closed_at"),
            _RECORDS.c.name.label("what"),
            _RECORDS.c.place.label("place"),
            _RECORDS.c.organizer.label("unit"),
            _RECORDS.c.recipients,
            _RECORDS.c.content,
            _RECORDS.c.leader,
            _RECORDS.c.quality,
            _RECORDS.c.quality_on,
            WORDS.c.stars,
            WORDS.c.said_at,
        )
        .outerjoin(WORDS, (WORDS.c.record_id == _RECORDS.c.id) & CONFIRMED)
        .where(_RECORDS.c.volunteer_id == volunteer_id)
    )
    return {f"record:{row.id}": row for row in rows}


def _visits(session: CitySession, volunteer_id: int, causes: dict[str, Served]) -> dict[str, Any]:
    if not any(cause.startswith("visit:") for cause in causes):
        return {}
    rows = session.connection().execute(
        select(
            _VISITS.c.id,
            _VISITS.c.station_id,
            _VISITS.c.opened_at,
            _VISITS.c.closed_at,
            _STATIONS.c.name.label("what"),
            _STATIONS.c.name.label("place"),
            func.coalesce(_UNITS.c.name, _STATIONS.c.name).label("unit"),
            null().label("recipients"),
            null().label("content"),
            null().label("leader"),
            null().label("quality"),
            null().label("quality_on"),
            WORDS.c.stars,
            WORDS.c.said_at,
        )
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .outerjoin(WORDS, (WORDS.c.visit_id == _VISITS.c.id) & CONFIRMED)
        .outerjoin(_UNITS, _UNITS.c.id == _STATIONS.c.unit_id)
        .where(_VISITS.c.volunteer_id == volunteer_id)
    )
    return {f"visit:{row.id}": row for row in rows}


def _told(session: CitySession, cause: str, served: Served, row: Any) -> Cause:
    if row is None:
        return Cause(cause, served)
    day = session.city.calendar.day_of(row.opened_at)
    told = replace(served, place=row.what, unit=row.unit, day=day)
    return Cause(
        cause,
        told,
        row.station_id,
        row.opened_at,
        row.closed_at,
        where=row.place,
        recipients=row.recipients or "",
        content=row.content or "",
        leader=row.leader or "",
        quality=row.quality or "",
        quality_on=session.city.calendar.day_of(row.said_at) if row.said_at else row.quality_on,
        stars=row.stars or 0,
    )


def corrected_since(
    session: CitySession, volunteer_id: int, said: dict[str, Any], since: datetime
) -> bool:
    """Tell whether minutes of a certified period were taken back after a moment."""
    first, last = (date.fromisoformat(said[name]) for name in ("from", "until"))
    taken = session.connection().execute(
        select(_TRANSFERS.c.id)
        .where(
            _HIS["debit"],
            _TRANSFERS.c.debit == volunteer_id,
            _TRANSFERS.c.month.between(f"{first:%Y-%m}", f"{last:%Y-%m}"),
            _TRANSFERS.c.recorded_at > since,
        )
        .limit(1)
    )
    return taken.first() is not None
