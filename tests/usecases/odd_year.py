"""A made-up year of a city: some two thousand honest people and twenty frauds among 50,000 visits.

Everything is drawn by one seed. People have habits; clocks, clerks and families are as untidy as
they are in life, because a pattern that lists the untidy is worth nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from domain.oddities import OddKind
from models.columns import table_of
from models.people import Account, Volunteer
from models.places import Station
from models.records import ServiceRecord
from models.visits import Visit
from tests.cast import MORNING
from usecases.city import CitySession

VISITS = 50_000
PEOPLE = 2_000
STATIONS = 60
YEAR_BEGAN = MORNING - timedelta(days=365)
# How many frauds of each kind: twenty.
PLANTED = {
    OddKind.TYPED_SOON: 3,
    OddKind.TYPED_LATE: 2,
    OddKind.ONE_TYPIST: 3,
    OddKind.TOO_MUCH: 3,
    OddKind.TRAVEL: 3,
    OddKind.ROUND: 3,
    OddKind.ONE_PHONE: 3,
}
_COUNTIES = [f"5308{number:02d}" for number in (2, 21, 22, 23, 24, 25, 26, 27, 28, 29)]
_MINUTE = timedelta(minutes=1)


@dataclass
class OddYear:
    """What was made: rows by table, and who of them is a fraud, by kind."""

    volunteers: list[dict[str, Any]] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    stations: list[dict[str, Any]] = field(default_factory=list)
    # The volunteer (of ONE_TYPIST the account) that each planted fraud is about.
    frauds: list[tuple[OddKind, int]] = field(default_factory=list)
    # Everybody who takes part in a fraud, also those who lend their names.
    involved: set[int] = field(default_factory=set)


def made(seed: int) -> OddYear:
    """Return the year of a seed."""
    return _Maker(Random(seed)).year()


class _Maker:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.out = OddYear()
        # When each person is busy, so that nobody serves twice at once unless he is a fraud.
        self.busy: dict[int, list[tuple[datetime, datetime]]] = {}
        self.homes: dict[int, list[int]] = {}

    def year(self) -> OddYear:
        self._places()
        self._people()
        self._typed()
        self._plant()
        self._served()
        return self.out

    # -- honest life -------------------------------------------------------------------------------

    def _places(self) -> None:
        for number in range(1, STATIONS + 1):
            county = self.dice.choices(_COUNTIES, [12, *[1] * 9])[0]
            near = _COUNTIES.index(county)
            placed = self.dice.random() < 0.6
            self.out.stations.append(
                {
                    "id": number,
                    "name": f"第 {number} 服务站",
                    "county": county,
                    "township": f"{county}{self.dice.randint(1, 4):03d}",
                    "address": "一号",
                    "opening": {},
                    "epoch": 1,
                    "latitude": 22.8 + near * 0.4 + self.dice.gauss(0, 0.03) if placed else None,
                    "longitude": 100.9 + near * 0.1 + self.dice.gauss(0, 0.03) if placed else None,
                }
            )

    def _people(self) -> None:
        phones = 0
        for number in range(1, PEOPLE + 1):
            county = self.dice.choices(_COUNTIES, [12, *[1] * 9])[0]
            # Every fiftieth shares a telephone with the one before: couples, parents, children.
            shares = number % 50 == 0
            phones += not shares
            self.out.volunteers.append(_volunteer(number, county, phones))
            own = [one["id"] for one in self.out.stations if one["county"] == county]
            others = self.dice.sample(range(1, STATIONS + 1), 2)
            self.homes[number] = self.dice.sample(own, min(len(own), 2)) or others

    def _served(self) -> None:
        """Fill the year up with honest visits: a few come weekly, most now and then."""
        zeal = [min(self.dice.paretovariate(1.3), 12) for _ in range(PEOPLE)]
        while len(self.out.visits) < VISITS:
            some = self.dice.choices(range(1, PEOPLE + 1), zeal, k=2_000)
            for who in some:
                if who not in self.out.involved and len(self.out.visits) < VISITS:
                    self._honest(who)

    def _honest(self, who: int) -> None:
        begins = self._moment()
        length = self.dice.choice((60, 90, 120, 120, 150, 180, 180, 240)) + self.dice.gauss(0, 8)
        if self.dice.random() < 0.01:
            # A festival: morning till evening.
            length = self.dice.uniform(420, 480)
        station = self.dice.choices(
            [*self.homes[who], self.dice.randint(1, STATIONS)],
            [8] * len(self.homes[who]) + [1],
        )[0]
        self._visit(who, station, begins, length)
        partner = who - 1 if who % 50 == 0 else 0
        if partner and partner not in self.out.involved and self.dice.random() < 0.5:
            # They come together, one parks the car, the other talks at the door.
            late = self.dice.gauss(0, 4)
            self._visit(partner, station, begins + late * _MINUTE, length + self.dice.gauss(0, 5))
        if self.dice.random() < 0.02:
            # On to another station the same day, by bus or by car.
            on = begins + (length + self.dice.uniform(60, 200)) * _MINUTE
            self._visit(who, self.dice.choice(self.homes[who]), on, self.dice.uniform(45, 150))

    def _visit(
        self, who: int, station: int, begins: datetime, minutes: float, source: str = "scan"
    ) -> bool:
        """Add a visit unless he is busy then; what a clerk confirms ends at a round hour."""
        ends = begins + max(minutes, 12) * _MINUTE
        if source == "scan" and self.dice.random() < 0.04:
            source = "staff_end"
            ends = ends.replace(minute=30 * (ends.minute // 30), second=0, microsecond=0)
            ends = max(ends, begins + 12 * _MINUTE)
        if not self._free(who, begins, ends):
            return False
        self._add(who, station, begins, ends, source)
        return True

    def _add(
        self, who: int, station: int, begins: datetime, ends: datetime, source: str = "scan"
    ) -> None:
        if not self._free(who, begins, ends, apart=0):
            return
        self.busy.setdefault(who, []).append((begins, ends))
        self.out.visits.append(
            {
                "volunteer_id": who,
                "station_id": station,
                "opened_at": begins,
                "opened_source": "scan",
                "closed_at": ends,
                "closed_source": source,
                "minutes": min(int((ends - begins) / _MINUTE), 480),
            }
        )

    def _free(self, who: int, begins: datetime, ends: datetime, apart: int = 90) -> bool:
        gap = apart * _MINUTE
        return all(
            ends + gap <= one or other + gap <= begins for one, other in self.busy.get(who, ())
        )

    def _moment(self) -> datetime:
        """Return an instant between eight and five o'clock of some day, more often of a weekend."""
        day = self.dice.randrange(365)
        if (YEAR_BEGAN + timedelta(days=day)).weekday() < 5 and self.dice.random() < 0.5:
            day = self.dice.randrange(365)
        # YEAR_BEGAN is nine o'clock in the city.
        return YEAR_BEGAN + timedelta(days=day, seconds=self.dice.uniform(-3_600, 7 * 3_600))

    def _typed(self) -> None:
        """Let thirty recorders type what no scan saw: after events, for some or for one."""
        for recorder in range(1, 31):
            for _ in range(self.dice.randint(3, 12)):
                begins = self._hour()
                hours = self.dice.choice((1, 2, 2, 3, 3, 4, 8))
                people = self.dice.choices((1, 3, 12), (5, 4, 1))[0]
                delay = self._delay(hours)
                for who in self.dice.sample(range(1, PEOPLE + 1), people):
                    self._record(who, recorder, begins, hours, delay)

    def _hour(self) -> datetime:
        return YEAR_BEGAN + timedelta(days=self.dice.randrange(350), hours=self.dice.randint(0, 6))

    def _delay(self, hours: int) -> float:
        """Return after how many minutes it is typed: on the spot, next day, or far too late."""
        kind = self.dice.random()
        if kind < 0.05:
            return self.dice.uniform(1, 9)
        if kind < 0.9:
            return 60 * self.dice.lognormvariate(3, 1) + hours
        return 1440 * self.dice.uniform(16, 30)

    def _record(
        self, who: int, recorder: int, begins: datetime, hours: float, delay: float
    ) -> bool:
        ends = begins + timedelta(hours=hours)
        if not self._free(who, begins, ends) or who in self.out.involved:
            return False
        self._type(who, recorder, begins, ends, delay)
        return True

    def _type(
        self, who: int, recorder: int, begins: datetime, ends: datetime, delay: float
    ) -> None:
        # Not even a fraud can be recorded twice at once: the schema refuses it.
        if not self._free(who, begins, ends, apart=0):
            return
        self.busy.setdefault(who, []).append((begins, ends))
        self.out.records.append(
            {
                "request_id": f"typed/{len(self.out.records)}",
                "volunteer_id": who,
                "station_id": None,
                "name": "活动",
                "place": "某处",
                "content": "服务",
                "leader": "某人",
                "organizer": "某单位",
                "began_at": begins,
                "ended_at": ends,
                "reason": "没有信号",
                "denied": [],
                "late": delay > 1440 * 15,
                "county": "530802",
                "typed_by": recorder,
                "typed_at": ends + delay * _MINUTE,
                "state": "credited",
                "minutes": int((ends - begins) / _MINUTE),
                "credited_at": ends + delay * _MINUTE,
                "policy_version": "made up",
            }
        )

    # -- frauds ------------------------------------------------------------------------------------

    def _plant(self) -> None:
        fresh = iter(
            self.dice.sample([n for n in range(1, PEOPLE) if n % 50 and (n + 1) % 50], 400)
        )
        plant = {
            OddKind.TYPED_SOON: self._sells_at_once,
            OddKind.TYPED_LATE: self._remembers_late,
            OddKind.ONE_TYPIST: self._types_for_many,
            OddKind.TOO_MUCH: self._never_sleeps,
            OddKind.TRAVEL: self._is_everywhere,
            OddKind.ROUND: self._by_the_clock,
            OddKind.ONE_PHONE: self._two_in_one_pocket,
        }
        for kind, count in PLANTED.items():
            for nth in range(count):
                who = next(fresh)
                self.out.involved.add(who)
                self.out.frauds.append((kind, plant[kind](who, nth, fresh)))

    def _season(self) -> Iterator[datetime]:
        """Yield mornings within eight weeks of the year, about two a week, in order."""
        day = self.dice.randrange(20, 280)
        for _ in range(16):
            yield YEAR_BEGAN + timedelta(days=day, seconds=self.dice.uniform(0, 10_800))
            day += self.dice.randint(2, 4)

    def _sells_at_once(self, who: int, nth: int, _fresh: Iterator[int]) -> int:
        for begins in list(self._season())[: self.dice.randint(4, 12)]:
            ends = begins + timedelta(hours=self.dice.choice((2, 4, 8)))
            self._type(who, 41 + nth, begins, ends, self.dice.uniform(0.5, 6))
        return who

    def _remembers_late(self, who: int, nth: int, _fresh: Iterator[int]) -> int:
        for begins in list(self._season())[: self.dice.randint(4, 10)]:
            ends = begins + timedelta(hours=self.dice.choice((3, 4, 6)))
            self._type(who, 51 + nth, begins, ends, 1440 * self.dice.uniform(16, 80))
        return who

    def _types_for_many(self, who: int, nth: int, fresh: Iterator[int]) -> int:
        recorder = 61 + nth
        lenders = [who, *(next(fresh) for _ in range(self.dice.randint(11, 25)))]
        self.out.involved.update(lenders)
        for begins in self._season():
            for lender in self.dice.sample(lenders, max(len(lenders) * 2 // 3, 6)):
                ends = begins + timedelta(hours=self.dice.choice((2, 3, 4)))
                self._type(lender, recorder, begins, ends, 60 * self.dice.uniform(2, 60))
        return recorder

    def _never_sleeps(self, who: int, _nth: int, _fresh: Iterator[int]) -> int:
        home = self.homes[who][0]
        for begins in list(self._season())[: self.dice.randint(4, 12)]:
            at = begins.replace(hour=0, minute=self.dice.randint(0, 20))
            for hours in (self.dice.uniform(5, 6), self.dice.uniform(5, 6.5)):
                self._add(who, home, at, at + timedelta(hours=hours))
                at += timedelta(hours=hours, minutes=self.dice.uniform(5, 40))
        return who

    def _is_everywhere(self, who: int, _nth: int, _fresh: Iterator[int]) -> int:
        counties = {one["county"]: one["id"] for one in self.out.stations}
        places = list(counties.values())
        for begins in list(self._season())[: self.dice.randint(4, 12)]:
            here, there = self.dice.sample(places, 2)
            ends = begins + self.dice.uniform(60, 150) * _MINUTE
            self._add(who, here, begins, ends)
            on = ends + self.dice.uniform(1, 18) * _MINUTE
            self._add(who, there, on, on + self.dice.uniform(60, 150) * _MINUTE)
        return who

    def _by_the_clock(self, who: int, _nth: int, _fresh: Iterator[int]) -> int:
        for begins in list(self._season())[: self.dice.randint(10, 16)]:
            minutes = self.dice.choice((120, 180, 240)) + self.dice.uniform(-0.7, 0.7)
            self._add(who, self.homes[who][0], begins, begins + minutes * _MINUTE)
        return who

    def _two_in_one_pocket(self, who: int, _nth: int, fresh: Iterator[int]) -> int:
        other = next(fresh)
        self.out.involved.add(other)
        self.out.volunteers[other - 1]["phone_index"] = self.out.volunteers[who - 1]["phone_index"]
        for begins in list(self._season())[: self.dice.randint(7, 14)]:
            length = self.dice.uniform(90, 240)
            for one in (who, other):
                apart = self.dice.uniform(5, 40) / 60
                self._add(
                    one,
                    self.homes[who][0],
                    begins + apart * _MINUTE,
                    begins + (length + self.dice.uniform(5, 40) / 60) * _MINUTE,
                )
        return min(who, other)


def _volunteer(number: int, county: str, phone: int) -> dict[str, Any]:
    return {
        "id": number,
        "opaque_id": number,
        "number": f"{county[:4]}-{county[4:]}-{number:06d}",
        "account_id": None,
        "name": f"志愿者{number}",
        "id_kind": "resident_id",
        "id_sealed": b"made up",
        "id_index": number.to_bytes(16, "big"),
        "phone_sealed": b"made up",
        "phone_index": (10**9 + phone).to_bytes(16, "big"),
        "county": county,
        "township": f"{county}001",
        "categories": [],
        "skills": [],
        "free_times": [],
        "epoch": 0,
        "approved_at": YEAR_BEGAN,
    }


def keep(session: CitySession, year: OddYear) -> None:
    """Write the year into an empty city."""
    connection = session.connection()
    accounts = [
        {
            "id": number,
            "messenger": "telegram",
            "external_id": number,
            "language": "zh-hans",
            "first_seen_at": YEAR_BEGAN,
        }
        for number in range(1, 80)
    ]
    for model, rows in (
        (Account, accounts),
        (Volunteer, year.volunteers),
        (Station, year.stations),
        (Visit, year.visits),
        (ServiceRecord, year.records),
    ):
        connection.execute(insert(table_of(model)), rows)
