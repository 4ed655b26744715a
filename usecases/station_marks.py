"""Marks of stations: studios of model people, model and brand stations, venues (PU9-T5c, T5d)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, delete, func, insert, select

from domain.permissions import Action
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import public_text
from models.columns import table_of
from models.places import Station
from models.stations import StationMark
from usecases import access
from usecases.city import CitySession
from usecases.station_keepers import kept
from usecases.stations import note

_STATIONS = table_of(Station)
_MARKS = table_of(StationMark)

# A room or a court that is lent out; what and when stands beside it.
VENUE = "venue"
MOST_WORDS = 80
A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """A station in a list of those with one mark; `words` are a venue's."""

    station_id: int
    name: str
    township: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """At most eight marked stations, and how many there are in all."""

    count: int
    lines: list[Marked]


@access.performs(Action.LOOK_AROUND)
def offered(session: CitySession, *, now: datetime) -> tuple[str, ...]:
    """Return the marks that the city's documents name."""
    rules = session.city.policy(now).stations
    return (*rules.marks, VENUE) if rules.venues else rules.marks


@access.performs(Action.LOOK_AROUND)
def shown(session: CitySession, *, station_id: int, now: datetime) -> dict[str, str]:
    """Return a station's marks that the city knows, in the policy's order, with a venue's words."""
    rows = session.connection().execute(
        select(_MARKS.c.mark, _MARKS.c.words).where(_MARKS.c.station_id == station_id)
    )
    given = {row.mark: row.words or "" for row in rows}
    return {mark: given[mark] for mark in offered(session, now=now) if mark in given}


@access.performs(Action.KEEP_STATIONS)
def give(
    session: CitySession, *, actor: int, station_id: int, mark: str, words: str = "", now: datetime
) -> None:
    """Mark a station; a venue with what can be used and when, which may be said anew.

    Refuses not-allowed, not-found (another county's; a mark that no document names), text-empty,
    text-length and text-number for the words of a venue.
    """
    row = kept(session, actor, station_id, lock=True)
    if mark not in offered(session, now=now):
        raise Refusal(Code.NOT_FOUND)
    was = shown(session, station_id=station_id, now=now).get(mark)
    said = _words(words) if mark == VENUE else ""
    if was == said:
        return
    connection = session.connection()
    connection.execute(_of(station_id, mark))
    connection.execute(
        insert(_MARKS).values(
            station_id=row.id, mark=mark, words=said or None, given_by=actor, given_at=now
        )
    )
    note(session, actor, row.id, *_told(mark, was, said), now)


@access.performs(Action.KEEP_STATIONS)
def take(session: CitySession, *, actor: int, station_id: int, mark: str, now: datetime) -> None:
    """Take a mark away; one that is not there is success."""
    row = kept(session, actor, station_id, lock=True)
    was = shown(session, station_id=station_id, now=now).get(mark)
    if session.connection().execute(_of(station_id, mark)).rowcount:
        note(session, actor, row.id, *_told(mark, was, None), now)


def _told(mark: str, was: str | None, became: str | None) -> tuple[str, str, str]:
    """Return the field, what stood there and what stands there, for the history."""
    if mark == VENUE:
        return VENUE, was or "", became or ""
    return "mark", "" if was is None else mark, "" if became is None else mark


def _words(typed: str) -> str:
    return unless_refused(public_text(typed.replace("\n", " "), max_length=MOST_WORDS))


def _of(station_id: int, mark: str) -> Delete:
    return delete(_MARKS).where(_MARKS.c.station_id == station_id, _MARKS.c.mark == mark)


@access.performs(Action.KEEP_STATIONS)
def marked(session: CitySession, *, actor: int, mark: str, page: int, now: datetime) -> Page:
    """Return those stations with the mark that the officer keeps; not-found for an unknown mark."""
    counties = access.places(session, actor=actor, action=Action.KEEP_STATIONS)
    if mark not in offered(session, now=now):
        raise Refusal(Code.NOT_FOUND)
    return _page(session, mark, page, [] if "" in counties else [_STATIONS.c.county.in_(counties)])


@access.performs(Action.LOOK_AROUND)
def venues(session: CitySession, *, page: int, now: datetime) -> Page:
    """Return the places that are lent out, for everybody; not-found where the city has none."""
    if VENUE not in offered(session, now=now):
        raise Refusal(Code.NOT_FOUND)
    return _page(session, VENUE, page, [])


def _page(session: CitySession, mark: str, page: int, where: list[ColumnElement[bool]]) -> Page:
    found = _STATIONS.join(_MARKS, _MARKS.c.station_id == _STATIONS.c.id)
    where = [*where, _MARKS.c.mark == mark, _STATIONS.c.closed_at.is_(None)]
    connection = session.connection()
    count = connection.scalar(select(func.count()).select_from(found).where(*where))
    rows = connection.execute(
        select(
            _STATIONS.c.id, _STATIONS.c.name, _STATIONS.c.township, _STATIONS.c.address,
            func.coalesce(_MARKS.c.words, ""),
        )
        .select_from(found)
        .where(*where)
        .order_by(_STATIONS.c.county, _STATIONS.c.name)
        .limit(A_PAGE)
        .offset(page * A_PAGE)
    )  # fmt: skip
    return Page(int(count or 0), [Marked(*row) for row in rows])
