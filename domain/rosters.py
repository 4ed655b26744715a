"""A unit's roster: which rows of its workbook can be taken, and what is wrong with each other one.

A row is a name and a telephone, perhaps a department and a note. ID numbers have no place in it.
"""

import base64
import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from domain.refusals import Refused
from domain.writing import clean_name, clean_text, read_phone

MOST_ROWS = 5_000
"""Of one workbook: a large bureau with everything that belongs to it; who has more sends two."""

COLUMNS = ("name", "phone", "department", "note")
EXAMPLE_PHONE = "13800138000"
"""The telephone of the template's example row, which is passed over when it comes back."""

_HEADER_ROWS = 10
_MOST_EXTRA = 60
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LINK = re.compile(r"u_[0-9]{1,12}-[A-Za-z0-9_-]{12}")


class RowFault(StrEnum):
    """What is wrong with a row; the value is the Fluent suffix."""

    NAME_EMPTY = "name-empty"
    NAME_CHARACTERS = "name-characters"
    NAME_LENGTH = "name-length"
    PHONE_EMPTY = "phone-empty"
    PHONE_SHAPE = "phone-shape"
    PHONE_TWICE = "phone-twice"
    ID_NUMBER = "id-number"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that can be taken; `phone` is written as the city writes telephones."""

    line: int
    name: str
    phone: str
    department: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that cannot: its line in the workbook, why, and what stood in it by column."""

    line: int
    fault: RowFault
    cells: tuple[str, ...]
    # The line that has the same telephone; 0 for other faults.
    other_line: int = 0


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every row of a workbook, good and bad."""

    good: tuple[Listed, ...]
    bad: tuple[Faulty, ...]


def sort_rows(
    rows: Sequence[tuple[int, Sequence[str]]],
    names: Mapping[str, Collection[str]],
    *,
    name_max_length: int,
) -> Sorted | None:
    """Return the rows sorted, or None where no row names the columns for name and telephone.

    `rows` are line number and cells; `names` says by column what may stand above it.
    """
    found = _columns(rows, names)
    if found is None:
        return None
    header, places = found
    good: list[Listed] = []
    bad: list[Faulty] = []
    lines_of: dict[str, int] = {}
    for line, cells in rows[header + 1 :]:
        cut = tuple(_cell(cells, places.get(column)) for column in COLUMNS)
        if not any(cut) or read_phone(cut[1]) == read_phone(EXAMPLE_PHONE):
            continue
        taken = _row(line, cut, name_max_length)
        if isinstance(taken, Listed) and taken.phone in lines_of:
            taken = Faulty(line, RowFault.PHONE_TWICE, cut, lines_of[taken.phone])
        if isinstance(taken, Faulty):
            bad.append(taken)
        else:
            lines_of[taken.phone] = line
            good.append(taken)
    return Sorted(tuple(good), tuple(bad))


def _columns(
    rows: Sequence[tuple[int, Sequence[str]]], names: Mapping[str, Collection[str]]
) -> tuple[int, dict[str, int]] | None:
    known = {
        _plain(word): column for column, said in names.items() for word in said if column in COLUMNS
    }
    for at, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            column = known.get(_plain(cell))
            if column is not None:
                places.setdefault(column, place)
        if "name" in places and "phone" in places:
            return at, places
    return None


def _plain(word: str) -> str:
    return re.sub(r"[\s*＊:：]|[（(].*[)）]", "", word).casefold()


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _row(line: int, cells: tuple[str, ...], name_max_length: int) -> Listed | Faulty:
    typed_name, typed_phone, *extra = cells
    if any(_ID_NUMBER.search(cell) for cell in cells):
        return Faulty(line, RowFault.ID_NUMBER, _without_numbers(cells))
    name = clean_name(typed_name, max_length=name_max_length)
    if isinstance(name, Refused):
        return Faulty(line, RowFault(name.code.value), cells)
    if not typed_phone:
        return Faulty(line, RowFault.PHONE_EMPTY, cells)
    phone = read_phone(typed_phone)
    if isinstance(phone, Refused):
        return Faulty(line, RowFault.PHONE_SHAPE, cells)
    department, note = (_short(text) for text in extra)
    return Listed(line, name, phone, department, note)


def _without_numbers(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells as they may be sent back: an ID number does not travel twice."""
    return tuple(_ID_NUMBER.sub("", cell).strip() for cell in cells)


def _short(text: str) -> str:
    cleaned = clean_text(text[:_MOST_EXTRA], max_length=_MOST_EXTRA)
    return cleaned if isinstance(cleaned, str) else ""


def unit_link(unit_id: int, key: bytes) -> str:
    """Return the payload of a unit's own link, the same each time."""
    return f"u_{unit_id}-{_tag(unit_id, key)}"


def looks_like_unit_link(text: str) -> bool:
    """Tell whether the text has the form of a unit's link."""
    return _LINK.fullmatch(text) is not None


def unit_of_link(text: str, key: bytes) -> int | None:
    """Return the unit whose link this is, or None for one that we did not make."""
    if not looks_like_unit_link(text):
        return None
    number, _, tag = text.removeprefix("u_").partition("-")
    return int(number) if hmac.compare_digest(_tag(int(number), key), tag) else None


def _tag(unit_id: int, key: bytes) -> str:
    made = hmac.digest(key, f"unit|{unit_id}".encode(), sha256)[:9]
    return base64.urlsafe_b64encode(made).decode()
