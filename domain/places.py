"""The city's map: counties and their townships, read from a CSV of ours, as a frozen tree.

`policies/places-*.csv` has one place a line. A zone is like a county without townships of its
own: Guang'an's three parks are no divisions of the national code and carry codes of ours.
"""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from domain.toml_text import PolicyError

PlaceKind = Literal["city", "county", "zone", "township"]
COLUMNS = ["code", "name", "short_name", "name_en", "parent", "kind"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `parent` is the code of the county, of the city for a county, "" for the city."""

    code: str
    name: str
    short_name: str
    name_en: str
    parent: str
    kind: PlaceKind


class Places:
    """A city's tree of places; orders are those of the file."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {place.code: place for place in places}
        self._children: dict[str, list[Place]] = {}
        for place in self._by_code.values():
            self._children.setdefault(place.parent, []).append(place)
        (self.city,) = self._children[""]
        self.counties = tuple(self._children.get(self.city.code, ()))

    def get(self, code: str) -> Place | None:
        """Return the place of a code, None for a stranger's code."""
        return self._by_code.get(code)

    def townships(self, county: str) -> tuple[Place, ...]:
        """Return the townships of a county; a zone, or a stranger's code, has none."""
        below = self._children.get(county, ())
        return tuple(place for place in below if place.kind == "township")

    def county_of(self, code: str) -> Place | None:
        """Return the county or zone that a code lies in or is; None for the city and strangers."""
        place = self._by_code.get(code)
        if place is not None and place.kind == "township":
            place = self._by_code[place.parent]
        return place if place is not None and place.kind != "city" else None

    def path(self, code: str) -> tuple[Place, ...]:
        """Return county and township of a code, as an address names them; () for strangers."""
        county, place = self.county_of(code), self._by_code.get(code)
        if county is None or place is None:
            return ()
        return (county,) if county is place else (county, place)

    def search(self, typed: str, *, county: str | None = None, limit: int = 8) -> tuple[Place, ...]:
        """Return counties and townships whose name contains what was typed, best first.

        Chinese names, their short forms and English ones are searched, capitals and blanks do not
        matter; names that begin so come first. With `county` only its townships are searched.
        """
        wanted = _plain(typed)
        if not wanted:
            return ()
        pool = self.townships(county) if county else tuple(self._by_code.values())
        ranked = []
        for order, place in enumerate(pool):
            names = [_plain(name) for name in (place.name, place.short_name, place.name_en)]
            if place.kind != "city" and any(wanted in name for name in names):
                begins = any(name.startswith(wanted) for name in names)
                ranked.append((not begins, order, place))
        return tuple(place for _, _, place in sorted(ranked, key=lambda row: row[:2])[:limit])


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:100]).casefold()
    return "".join(c for c in folded if c.isalnum())


def read_places(path: Path) -> Places:
    """Return the tree of a file; PolicyError names file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(str(path), 0, "the file cannot be read") from error
    return parse_places(text, name=f"{path.parent.name}/{path.name}")


def parse_places(text: str, *, name: str) -> Places:
    """Return the tree written in CSV; PolicyError names the line and the reason."""
    rows = csv.reader(text.splitlines())
    if next(rows, None) != COLUMNS:
        raise PolicyError(name, 1, f"the first line must be {','.join(COLUMNS)}")
    places: dict[str, Place] = {}
    for line, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS) or not all(row[:4]):
            raise PolicyError(name, line, f"a line has {len(COLUMNS)} columns, none empty")
        code, full, short, english, parent, kind = row
        if kind not in get_args(PlaceKind):
            raise PolicyError(name, line, f"{kind} is no kind of place")
        place = Place(code, full, short, english, parent, cast("PlaceKind", kind))
        if place.code in places:
            raise PolicyError(name, line, f"the code {place.code} stands twice")
        if _kind_above(places, place) != _ABOVE[place.kind]:
            raise PolicyError(name, line, f"{place.code} hangs on no {_ABOVE[place.kind]} above")
        places[place.code] = place
    if not places:
        raise PolicyError(name, 1, "no place is listed")
    return Places(places.values())


_ABOVE: dict[PlaceKind, str] = {
    "city": "",
    "county": "city",
    "zone": "city",
    "township": "county",
}


def _kind_above(places: dict[str, Place], place: Place) -> str:
    """Return the kind of a place's parent; "nothing" when there is none or two cities meet."""
    if not place.parent:
        return "" if not places else "nothing"
    return places[place.parent].kind if place.parent in places else "nothing"
