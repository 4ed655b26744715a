"""What a policy says of how many shall be registered, how much they serve, and who asks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from domain.policy_bounds import Between, Fault

Percent = Annotated[int, Between(1, 100)]
Hours = Annotated[int, Between(1, 2000)]

UnitKind = Literal[
    "office", "party", "bureau", "people_group", "federation", "media", "institution", "college",
    "senior_high", "basic_school", "enterprise", "state_enterprise", "community", "township",
    "village",
]  # fmt: skip
"""Kinds of units that the documents tell apart; all schools below senior high are one."""

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)


@dataclass(frozen=True, slots=True)
class ShareRules:
    """What share of whom shall be registered (PUZD-1.3, PU9-1.3, PU9-T23, X1, X3, X5).

    None: the documents set none. A mark is what another document hopes for, shown and not owed.
    """

    # Whom `organ_percent` is of: organs, people's groups and institutions, wherever they sit.
    organ_kinds: tuple[UnitKind, ...]
    organ_percent: Percent | None
    college_percent: Percent | None
    senior_high_percent: Percent | None
    teacher_percent: Percent | None
    # Of every public school, in a built-up area or not.
    public_teacher_percent: Percent | None
    public_pupil_percent: Percent | None
    enterprise_percent: Percent | None
    state_enterprise_percent: Percent | None
    state_enterprise_mark_percent: Percent | None
    community_percent: Percent | None
    community_mark_percent: Percent | None
    community_high_mark_percent: Percent | None
    # Registered people against the residents of the built-up area, and against all residents.
    city_built_up_percent: Percent | None
    city_resident_percent: Percent | None
    county_built_up_percent: Percent | None
    county_resident_percent: Percent | None
    # What like cities have; nobody has told us yet (PU9-T23f).
    peer_mark_percent: Percent | None


AverageBase = Literal["registered_at_year_end", "registered_daily_average", "active"]


@dataclass(frozen=True, slots=True)
class AverageRules:
    """How many hours a volunteer serves in a year on average (PUZD-3.3a–c, PU9-T31b, X6).

    `seat_counties` hold the city's own built-up area; `base` is what the minutes are divided by:
    those registered at the year's end, as many as were registered on an average day, or those who
    have served.
    """

    base: AverageBase
    seat_counties: tuple[str, ...]
    seat_unit_hours: Hours | None
    enterprise_hours: Hours | None
    county_unit_hours: Hours | None
    city_hours: Hours | None


TITLES = (
    "city", "county-town", "unit", "campus", "trade", "village-town", "village", "community",
)  # fmt: skip
"""Titles of civilisation that a unit or a place may be judged for; words stand under `title-…`."""

# What is no unit stands among the kinds by its own word.
PLACE_KINDS = ("city", "county")


@dataclass(frozen=True, slots=True)
class TitleRules:
    """Which titles use the figures, and of which kinds (PUZD-3.3e, SM3-7c, PU9-T23g)."""

    by_share: Mapping[str, tuple[str, ...]]
    by_record: Mapping[str, tuple[str, ...]]

    def faults(self) -> Iterator[Fault]:
        """Yield titles that nobody has words for, and kinds that nothing is of."""
        known = {*UNIT_KINDS, *PLACE_KINDS}
        for key, said in (("by_share", self.by_share), ("by_record", self.by_record)):
            if not set(said) <= set(TITLES):
                yield key, f"the titles are {', '.join(TITLES)}"
            if not {kind for kinds in said.values() for kind in kinds} <= known:
                yield key, f"the kinds are {', '.join(sorted(known))}"
