"""The register of stations: opening one, and keeping its card (PU9-T5a)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from domain import opening, positions
from domain.permissions import Action, Role
from domain.positions import Position
from domain.refusals import Code, Refusal, Refused
from domain.writing import clean_name, clean_text
from models.columns import table_of
from models.places import Station, Unit
from models.stations import StationChange, StationItem
from models.visits import Visit
from usecases import access, audit
from usecases.city import CitySession
from usecases.station_keepers import keeps_all, kept, standing

_STATIONS = table_of(Station)
_UNITS = table_of(Unit)
_CHANGES = table_of(StationChange)
_ITEMS = table_of(StationItem)
_VISITS = table_of(Visit)

MOST_FOUND = 8
_MOST_DAYS = 60
# What is typed, and how long it may be: a poster has to hold it.
TEXTS = {
    "name": 40,
    "community": 40,
    "address": 80,
    "workflow": 300,
    "services": 300,
    "contact_person": 40,
    "contact_way": 80,
}
# The four texts of PU9-T11d, in the order of the document.
POSTER_TEXTS = ("workflow", "services", "contact_person", "contact_way")
# What the station itself answers for; the rest of its card is the officers'.
OWN_FIELDS = (*POSTER_TEXTS, "opening", "day")


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station in a list."""

    station_id: int
    name: str
    opening: Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class StationCard:
    """All that is kept about a station; the contact is a public one."""

    station_id: int
    name: str
    kind: str | None
    county: str
    township: str
    community: str | None
    address: str
    unit: str | None
    opening: Mapping[str, Sequence[Sequence[str]]]
    radius_metres: int | None
    texts: Mapping[str, str | None]
    items_seen: int
    items_asked: int
    inside: int

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """Return which of the four texts for the poster lack."""
        return tuple(name for name in POSTER_TEXTS if not self.texts[name])


@access.performs(Action.KEEP_STATIONS)
def listing(session: CitySession, *, actor: int, typed: str = "") -> tuple[int, list[StationLine]]:
    """Return how many stations hold in their name what was typed, and at most 8 of them.

    Of the stations that the officer keeps; with nothing typed these are all.
    """
    where: list[ColumnElement[bool]] = [_STATIONS.c.closed_at.is_(None)]
    counties = access.places(session, actor=actor, action=Action.KEEP_STATIONS)
    if "" not in counties:
        where.append(_STATIONS.c.county.in_(counties))
    if typed.strip():
        where.append(_STATIONS.c.name.contains(typed.strip(), autoescape=True))
    connection = session.connection()
    count = connection.scalar(select(func.count()).select_from(_STATIONS).where(*where))
    rows = connection.execute(
        select(_STATIONS.c.id, _STATIONS.c.name, _STATIONS.c.opening)
        .where(*where)
        .order_by(_STATIONS.c.name)
        .limit(MOST_FOUND)
    )
    return int(count or 0), [StationLine(row.id, row.name, row.opening) for row in rows]


@access.performs(Action.LOOK_AROUND)
def kinds(session: CitySession, *, now: datetime) -> tuple[str, ...]:
    """Return the kinds of stations that the city's rules know."""
    return session.city.policy(now).stations.kinds


@access.performs(Action.KEEP_STATIONS)
def open_station(
    session: CitySession,
    *,
    actor: int,
    name: str,
    kind: str,
    township: str,
    address: str,
    now: datetime,
) -> int:
    """Open a station in a township (or a zone without any) and return its id.

    Refuses `not-allowed` outside the officer's county, `not-found` for a kind or a place that is
    none, `name-taken`, and what cannot be written.
    """
    place = session.city.places.county_of(township)
    if place is None or kind not in session.city.policy(now).stations.kinds:
        raise Refusal(Code.NOT_FOUND)
    access.require(session, actor=actor, action=Action.KEEP_STATIONS, place=place.code)
    if place.code == township and session.city.places.townships(township):
        raise Refusal(Code.NOT_FOUND)
    kept_name = cleaned("name", name)
    _free(session, kept_name)
    made = session.connection().execute(
        insert(_STATIONS)
        .values(
            name=kept_name,
            kind=kind,
            county=place.code,
            township=township,
            address=cleaned("address", address),
            opening={},
            epoch=1,
            opened_at=now,
        )
        .returning(_STATIONS.c.id)
    )
    station_id = int(made.scalar_one())
    audit.record(session, actor, "station.opened", f"station:{station_id}", now)
    return station_id


def cleaned(field: str, typed: str) -> str:
    """Return a text of the card as it is kept; refuses what cannot be written."""
    most = TEXTS[field]
    if field == "name":
        text = clean_text(typed.replace("\n", " "), max_length=most)
    elif field == "contact_person":
        text = clean_name(typed, max_length=most)
    else:
        text = clean_text(typed, max_length=most)
    if isinstance(text, Refused):
        raise Refusal.of(text)
    return text


def _free(session: CitySession, name: str) -> None:
    taken = select(_STATIONS.c.id).where(_STATIONS.c.name == name)
    if session.connection().execute(taken).first() is not None:
        raise Refusal(Code.NAME_TAKEN, name=name)


@access.performs(Action.KEEP_OWN_STATION)
def card(session: CitySession, *, actor: int, station_id: int, now: datetime) -> StationCard:
    """Return a station as officer and head see it; refuses `not-found`, `station-gone`."""
    return _card(session, kept(session, actor, station_id, own=True), now)


@access.performs(Action.KEEP_OWN_STATION)
def headed(session: CitySession, *, actor: int) -> list[StationLine]:
    """Return the stations that the account is the head of; an officer is head of none."""
    held = access.standings(session, actor=actor, action=Action.KEEP_OWN_STATION)
    own = [int(place) for role, place in held if role is Role.STATION_HEAD]
    rows = session.connection().execute(
        select(_STATIONS.c.id, _STATIONS.c.name, _STATIONS.c.opening)
        .where(_STATIONS.c.id.in_(own), _STATIONS.c.closed_at.is_(None))
        .order_by(_STATIONS.c.name)
    )
    return [StationLine(row.id, row.name, row.opening) for row in rows]


@access.performs(Action.LOOK_AROUND)
def public_card(session: CitySession, *, station_id: int, now: datetime) -> StationCard:
    """Return a station as everybody may see it; refuses `not-found`, `station-gone`."""
    return _card(session, standing(session, station_id), now)


def _card(session: CitySession, row: Any, now: datetime) -> StationCard:
    connection = session.connection()
    asked = session.city.policy(now).stations.checklist
    seen = select(func.count()).where(_ITEMS.c.station_id == row.id, _ITEMS.c.item.in_(asked))
    inside = select(func.count()).where(
        _VISITS.c.station_id == row.id, _VISITS.c.closed_at.is_(None)
    )
    return StationCard(
        station_id=row.id,
        name=row.name,
        kind=row.kind,
        county=row.county,
        township=row.township,
        community=row.community,
        address=row.address,
        unit=connection.scalar(select(_UNITS.c.name).where(_UNITS.c.id == row.unit_id)),
        opening=row.opening,
        radius_metres=row.radius_metres,
        texts={name: getattr(row, name) for name in POSTER_TEXTS},
        items_seen=int(connection.scalar(seen) or 0),
        items_asked=len(asked),
        inside=int(connection.scalar(inside) or 0),
    )


@access.performs(Action.KEEP_OWN_STATION)
def change(
    session: CitySession, *, actor: int, station_id: int, field: str, value: str, now: datetime
) -> None:
    """Let a line of the card say something else, and keep what it said.

    `field` is one of the texts, kind, township (of the same county), unit (id, "" for none),
    opening (weekly hours as typed) or day (a day of its own as typed). Refuses `not-found`,
    `name-taken`, `hours-unclear`, what cannot be written, and `not-allowed` to a head where the
    line is the officers' (PU9-T11d names the station's own).
    """
    row = kept(session, actor, station_id, lock=True, own=True)
    if field not in OWN_FIELDS and not keeps_all(session, actor, row):
        raise Refusal(Code.NOT_ALLOWED)
    if field in ("opening", "day"):
        _change_hours(session, actor, row, field, value, now)
        return
    became: str | int | None
    if field in TEXTS:
        became = cleaned(field, value)
        if field == "name" and became != row.name:
            _free(session, became)
    elif field == "unit":
        became = _unit(session, value)
    elif field in ("kind", "township") and value in _allowed(session, row, field, now):
        became = value
    else:
        raise Refusal(Code.NOT_FOUND)
    column = "unit_id" if field == "unit" else field
    rewrite(session, actor, row, field, became, now, column)


def _allowed(session: CitySession, row: Any, field: str, now: datetime) -> Sequence[str]:
    if field == "kind":
        return session.city.policy(now).stations.kinds
    return [place.code for place in session.city.places.townships(row.county)]


def _unit(session: CitySession, ref: str) -> int | None:
    if not ref:
        return None
    found = None
    if re.fullmatch(r"[0-9]{1,18}", ref):
        found = session.connection().scalar(select(_UNITS.c.id).where(_UNITS.c.id == int(ref)))
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    return int(found)


def _change_hours(
    session: CitySession, actor: int, row: Any, field: str, typed: str, now: datetime
) -> None:
    """Keep weekly hours, or a day's own; days that are long over are forgotten."""
    today = session.city.calendar.day_of(now)
    days = opening.exceptions(row.opening, date.min)
    if field == "opening":
        read = opening.read_weekly(typed)
        if read is None:
            raise Refusal(Code.HOURS_UNCLEAR)
        table = {**read, **days}
    else:
        own = opening.read_exception(typed, today)
        if own is None:
            raise Refusal(Code.HOURS_UNCLEAR)
        recent = dict(sorted((days | {own[0].isoformat(): own[1]}).items())[-_MOST_DAYS:])
        table = {**opening.weekly(row.opening), **recent}
    rewrite(session, actor, row, field, table, now, "opening")


def rewrite(
    session: CitySession, actor: int, row: Any, field: str, became: Any, now: datetime,
    column: str = "",
) -> None:  # fmt: skip
    """Let a line of the station's row say something else, and keep what it said."""
    column = column or field
    was = getattr(row, column)
    if was == became:
        return
    session.connection().execute(
        update(_STATIONS).where(_STATIONS.c.id == row.id).values({column: became})
    )
    note(session, actor, row.id, field, was, became, now)


def note(
    session: CitySession, actor: int, station_id: int, field: str, was: Any, became: Any,
    now: datetime,
) -> None:  # fmt: skip
    """Keep a line of the station's history, and who is answerable for it."""
    session.connection().execute(
        insert(_CHANGES).values(
            station_id=station_id,
            field=field,
            was=_as_text(was),
            became=_as_text(became),
            changed_by=actor,
            changed_at=now,
        )
    )
    audit.record(session, actor, "station.changed", f"station:{station_id}", now, field=field)


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{day} " + ",".join("-".join(span) for span in spans)
            for day, spans in sorted(value.items())
        )
    return "" if value is None else str(value)


@access.performs(Action.KEEP_STATIONS)
def place(
    session: CitySession,
    *,
    actor: int,
    station_id: int,
    latitude: float,
    longitude: float,
    drawn: bool,
    now: datetime,
) -> None:
    """Keep where the station lies; `drawn` says that the point was picked on a map of China.

    Refuses `not-found` for a point that is none.
    """
    row = kept(session, actor, station_id, lock=True)
    try:
        point = Position(latitude, longitude)
    except ValueError as error:
        raise Refusal(Code.NOT_FOUND) from error
    if drawn:
        point = positions.from_gcj(point)
    was = "" if row.latitude is None else f"{row.latitude:.5f},{row.longitude:.5f}"
    session.connection().execute(
        update(_STATIONS)
        .where(_STATIONS.c.id == row.id)
        .values(latitude=point.latitude, longitude=point.longitude)
    )
    became = f"{point.latitude:.5f},{point.longitude:.5f}"
    note(session, actor, row.id, "position", was, became, now)


@access.performs(Action.KEEP_STATIONS)
def ask_location(
    session: CitySession, *, actor: int, station_id: int, wanted: bool, now: datetime
) -> None:
    """Let arrivals at the station be proven by a location too, or by the code alone again.

    Refuses `position-missing` where nobody has said where the station lies.
    """
    row = kept(session, actor, station_id, lock=True)
    if wanted and row.latitude is None:
        raise Refusal(Code.POSITION_MISSING)
    radius = session.city.policy(now).stations.location_radius_metres if wanted else None
    rewrite(session, actor, row, "radius", radius, now, "radius_metres")
