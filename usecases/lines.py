"""A line of somebody's hours: a visit or a typed record, found by what the ledger calls it.

What people say of a line: `disputes`, `recipients`, `visit_words`. All lines of a person: `hours`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, literal_column, select

from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.ledger import Ledger, LedgerTransfer
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases.city import CitySession
from usecases.records import RECORDS

VISITS = table_of(Visit)
VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_TRANSFERS = table_of(LedgerTransfer)


@dataclass(frozen=True, slots=True)
class Line:
    """A visit or a typed record, as a line that somebody can object to."""

    visit_id: int | None
    record_id: int | None
    volunteer_id: int
    volunteer: str
    title: str
    began_at: datetime
    ended_at: datetime | None
    minutes: int | None
    state: str

    @property
    def cause(self) -> str:
        """Return what the ledger calls it."""
        return f"visit:{self.visit_id}" if self.visit_id else f"record:{self.record_id}"


@dataclass(frozen=True, slots=True)
class Movement:
    """One row of the ledger about a line, as the volunteer sees it."""

    recorded_at: datetime
    source: str
    minutes: int
    reverses: bool


def line_of(session: CitySession, cause: str) -> tuple[Line, Any]:
    """Return a line and its row, by what the ledger calls it; refuses not-found."""
    kind, _, number = cause.partition(":")
    if kind not in ("visit", "record") or not number.isdigit():
        raise Refusal(Code.NOT_FOUND)
    source = VISITS if kind == "visit" else RECORDS
    query = (
        select(
            source,
            VOLUNTEERS.c.name.label("volunteer"),
            VOLUNTEERS.c.account_id,
            VOLUNTEERS.c.unit_id.label("his_unit_id"),
            _STATIONS.c.name.label("station"),
            _STATIONS.c.address,
        )
        .join(VOLUNTEERS, VOLUNTEERS.c.id == source.c.volunteer_id)
        .outerjoin(_STATIONS, _STATIONS.c.id == source.c.station_id)
        .where(source.c.id == int(number))
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if kind == "visit":
        state = "open" if row.closed_at is None else "visit"
        ends = (row.station, row.opened_at, row.closed_at, row.minutes, state)
        return Line(row.id, None, row.volunteer_id, mask_name(row.volunteer), *ends), row
    ends = (row.name, row.began_at, row.ended_at, row.minutes, row.state)
    return Line(None, row.id, row.volunteer_id, mask_name(row.volunteer), *ends), row


def cause_of(row: Any) -> str:
    """Return what the ledger calls the line that a dispute or a word is about, by its row."""
    return f"visit:{row.visit_id}" if row.visit_id else f"record:{row.record_id}"


def movements(session: CitySession, line: Line) -> list[Movement]:
    """Return the rows of the service ledger about a line, the oldest first."""
    his = line.volunteer_id
    moved = case((_TRANSFERS.c.credit == his, _TRANSFERS.c.minutes), else_=-_TRANSFERS.c.minutes)
    # Two partial indexes find what is his; of an OR of columns the database would read all.
    mine = [
        (_TRANSFERS.c[side] == his) & (_TRANSFERS.c[side] > literal_column("0"))
        for side in ("credit", "debit")
    ]
    rows = [
        row
        for side in mine
        for row in session.connection().execute(
            select(_TRANSFERS, moved.label("moved")).where(
                side, _TRANSFERS.c.cause == line.cause, _TRANSFERS.c.ledger == int(Ledger.SERVICE)
            )
        )
    ]
    return [
        Movement(row.recorded_at, row.source, row.moved, row.reverses_id is not None)
        for row in sorted(rows, key=lambda row: row.id)
    ]
