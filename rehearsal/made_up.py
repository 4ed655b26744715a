"""The made-up city as plain values: the data file, and 300 people drawn by lot, always the same."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from domain.identity import check_character
from domain.places import Places
from domain.policy import Policy

DATA = Path(__file__).with_name("made_up.toml")
VOLUNTEERS = 300
# The district at home has as many volunteers as all the others together.
_HOME_SHARE = 0.5
_MIDDLE_OF_DAY_PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented volunteer."""

    name: str
    sex: str
    born_on: date
    phone: str
    county: str
    township: str
    categories: list[str]
    skills: list[str]
    free_times: list[str]
    approved_at: datetime
    visits_a_year: int


def read_data(city: str) -> dict[str, Any]:
    """Return what is made up of a city: Pu'er's file, with its own file's tables instead.

    Stations and units stand in the counties that are played only.
    """
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    own = DATA.with_name(f"made_up-{city}.toml")
    if own.exists():
        data |= tomllib.loads(own.read_text(encoding="utf-8"))
    played = data["stage"].get("counties")
    for kind in ("stations", "units"):
        data[kind] = [one for one in data[kind] if not played or one["county"] in played]
    return data


def id_number(county: str, born_on: date, serial: int, sex: str) -> str:
    """Return a well-formed number: an odd sequence is a man's, an even one a woman's."""
    sequence = (serial * 2 + (sex == "male")) % 1000
    first = f"{county}{born_on:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


def residents(lot: Random, policy: Policy, places: Places, now: datetime) -> list[Resident]:
    """Return the volunteers of the city but for those on the stage's page."""
    data = read_data(policy.city.code)
    served = {station["county"] for station in data["stations"]}
    home = data["stage"]["home"]
    # Home stands first; who lives elsewhere lives where there is a station.
    counties = [home, *(one.code for one in places.counties if one.code in served - {home})]
    return [
        _resident(lot, serial, _name(lot, serial, data["names"]), counties, policy, places, now)
        for serial in range(VOLUNTEERS - 2)
    ]


def _name(lot: Random, serial: int, data: dict[str, Any]) -> str:
    if serial < len(data["whole"]):
        return str(data["whole"][serial])
    return str(lot.choice(data["families"]) + lot.choice(data["given"]))


def _resident(
    lot: Random,
    serial: int,
    name: str,
    counties: list[str],
    policy: Policy,
    places: Places,
    now: datetime,
) -> Resident:
    home, *others = counties
    at_home = lot.random() < _HOME_SHARE
    county = home if at_home or not others else lot.choice(others)
    sex = lot.choice(["male", "female"])
    age_days = int(lot.triangular(18 * 366, 69 * 365, 30 * 365))
    born_on = (now - timedelta(days=age_days)).date()
    few, many = lot.expovariate(1 / 18), lot.uniform(70, 120)
    return Resident(
        name=name,
        sex=sex,
        born_on=born_on,
        phone=f"+86199087{80000 + serial}",
        county=county,
        township=lot.choice(places.townships(county)).code,
        categories=sorted(lot.sample(policy.terms.categories, lot.randint(1, 4))),
        skills=sorted(lot.sample(policy.terms.skills, lot.randint(0, 3))),
        free_times=[f"{day}-{lot.choice(_MIDDLE_OF_DAY_PARTS)}" for day in (5, 6)],
        approved_at=now - timedelta(days=lot.randint(20, 500), minutes=lot.randint(0, 400)),
        # A handful of people carry every city.
        visits_a_year=int(many) if serial % 60 == 7 else min(int(few) + 3, 60),
    )
