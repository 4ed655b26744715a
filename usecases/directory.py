"""Finding places and people by a part of their name, for those who choose instead of typing."""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select

from domain.permissions import Action, Role
from models.columns import table_of
from models.people import Account
from models.places import Station, Unit
from models.rewards import Merchant
from usecases import access
from usecases.access import Caller
from usecases.city import CitySession

_ACCOUNTS = table_of(Account)
_TABLES = {
    Role.CLERK: table_of(Station),
    Role.STATION_HEAD: table_of(Station),
    Role.MERCHANT: table_of(Merchant),
    Role.UNIT_CONTACT: table_of(Unit),
}
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A station, unit, merchant or county: what a grant names, and what people call it."""

    ref: str
    name: str


@access.performs(Action.LOOK_AROUND)
def find(session: CitySession, *, role: Role, typed: str) -> list[Place]:
    """Return at most 8 places for the role whose name contains what was typed."""
    if role is Role.COUNTY_OFFICE:
        found_places = session.city.places.search(typed, limit=MOST_FOUND)
        return [Place(place.code, place.name) for place in found_places if place.kind == "county"]
    rows = _TABLES[role]
    # A typed % or _ is a character like any other.
    found = session.connection().execute(
        select(rows.c.id, rows.c.name)
        .where(rows.c.name.contains(typed.strip(), autoescape=True))
        .order_by(rows.c.name)
        .limit(MOST_FOUND)
    )
    return [Place(str(row.id), row.name) for row in found]


def stands(session: CitySession, *, role: Role, scope_ref: str) -> bool:
    """Tell whether the place exists where an invitation says that the role shall count."""
    if role in (Role.ANYONE, Role.VOLUNTEER):
        # Nobody is made a volunteer by a link (PUZD-1.4.1).
        return False
    if role is Role.COUNTY_OFFICE:
        place = session.city.places.get(scope_ref)
        return place is not None and place.kind == "county"
    if role not in _TABLES:
        return scope_ref == ""
    rows = _TABLES[role]
    if not re.fullmatch(r"[0-9]{1,18}", scope_ref):
        return False
    where = select(rows.c.id).where(rows.c.id == int(scope_ref))
    return session.connection().execute(where).first() is not None


@access.performs(Action.LOOK_AROUND)
def name_of(session: CitySession, *, role: Role, scope_ref: str) -> str:
    """Return the name of the station, merchant or unit that a grant names; "" where none is."""
    rows = _TABLES.get(role)
    if rows is None:
        return ""
    found = session.connection().scalar(select(rows.c.name).where(rows.c.id == int(scope_ref)))
    return found or ""


@access.performs(Action.LOOK_AROUND)
def caller(session: CitySession, *, actor: int) -> Caller:
    """Return the account as doors see it, after its roles have changed."""
    row = (
        session.connection()
        .execute(
            select(_ACCOUNTS.c.messenger, _ACCOUNTS.c.external_id).where(_ACCOUNTS.c.id == actor)
        )
        .one()
    )
    found = access.recognise(session, messenger=row.messenger, external_id=row.external_id)
    assert found is not None  # noqa: S101 - the row was just read
    return found


@access.performs(Action.LOOK_AROUND)
def find_units(session: CitySession, *, typed: str) -> list[Place]:
    """Return at most 8 units whose name or other name contains what was typed, best first."""
    wanted = _plain(typed)
    if not wanted:
        return []
    units = table_of(Unit)
    # All are read: other names are a list, and a city has some hundred units.
    rows = session.connection().execute(select(units.c.id, units.c.name, units.c.aliases))
    found = []
    for row in rows:
        names = [_plain(name) for name in (row.name, *row.aliases)]
        if any(wanted in name for name in names):
            rank = min(_rank(name, wanted) for name in names if wanted in name)
            found.append((rank, len(row.name), row.name, row.id))
    return [Place(str(row_id), name) for *_, name, row_id in sorted(found)[:MOST_FOUND]]


def _rank(name: str, wanted: str) -> int:
    """Return 0 for the name itself, 1 for its beginning, 2 for a part of it."""
    return 0 if name == wanted else 1 if name.startswith(wanted) else 2


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:100]).casefold()
    return "".join(character for character in folded if character.isalnum())
