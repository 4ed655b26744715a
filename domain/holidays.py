"""The table of holidays: `policies/holidays.toml` in, plain data out.

`domain/civil_time.py` asks it; a year that it does not hold is provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.toml_text import PolicyError, TomlText

HOLIDAYS = Path(__file__).resolve().parent.parent / "policies" / "holidays.toml"


@dataclass(frozen=True, slots=True, eq=False)
class HolidayTable:
    """Festival days by name, weekend days that are worked, and the years that are certain."""

    rest_on: Mapping[date, str]
    work_on: frozenset[date]
    certain_years: frozenset[int]


def read_holidays(path: Path = HOLIDAYS) -> HolidayTable:
    """Return the table of a file; PolicyError names file, line and reason."""
    text = TomlText(path)
    rest: dict[date, str] = {}
    work: set[date] = set()
    certain: set[int] = set()
    for name, entry in text.table().get("years", {}).items():
        where = f"years.{name}"
        year = _year(text, where, name)
        if set(entry) != {"provisional", "source", "work_on", "rest_on"}:
            raise text.error(where, "it needs provisional, source, work_on and rest_on, no more")
        if not isinstance(entry["provisional"], bool):
            raise text.error(f"{where}.provisional", "write true or false")
        if not entry["provisional"]:
            certain.add(year)
        for day in entry["work_on"]:
            _check(text, f"{where}.work_on", year, day)
            if day.weekday() < 5:
                raise text.error(f"{where}.work_on", f"{day} is no weekend day")
            work.add(day)
        for festival, days in entry["rest_on"].items():
            for day in days:
                _check(text, f"{where}.rest_on.{festival}", year, day)
                if day in rest or day in work:
                    raise text.error(f"{where}.rest_on.{festival}", f"{day} stands twice")
                rest[day] = festival
    return HolidayTable(MappingProxyType(rest), frozenset(work), frozenset(certain))


def _year(text: TomlText, where: str, name: str) -> int:
    if len(name) != 4 or not (name.isascii() and name.isdigit()):
        raise text.error(where, "it is no year")
    return int(name)


def _check(text: TomlText, where: str, year: int, day: Any) -> None:
    if type(day) is not date or day.year != year:
        raise text.error(where, f"{day} is no day of {year}")


__all__ = ["HOLIDAYS", "HolidayTable", "PolicyError", "read_holidays"]
