"""What the documents ask of service stations; the values stand in `policies/*.toml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.policy_bounds import Between, Fault


@dataclass(frozen=True, slots=True)
class StationRules:
    """Kinds, standard and marks of stations, their duty hours, and how presence is proven there.

    `kinds`, `checklist` and `marks` are codes; their names stand in `locales/*/stations.ftl`.
    A county of `min_county_places` needs `min_county` stations; in one of `community_places`
    `community_percent` of the built-up communities need a station that meets the standard.
    """

    kinds: tuple[str, ...]
    checklist: tuple[str, ...]
    marks: tuple[str, ...]
    # Whether a station can be marked as a place that is lent out.
    venues: bool
    min_county: Annotated[int, Between(0, 1000)]
    min_county_places: tuple[str, ...]
    community_percent: Annotated[int, Between(0, 100)]
    community_places: tuple[str, ...]
    min_hours_day: Annotated[int, Between(0, 24)]
    hours_mode: Literal["union", "sum_person_hours"]
    location_fresh_seconds: Annotated[int, Between(10, 600)]
    location_radius_metres: Annotated[int, Between(20, 5000)]
    company_minutes: Annotated[int, Between(1, 60)]
    class_minutes: Annotated[int, Between(5, 120)]
    offline_hours: Annotated[int, Between(1, 24)]
    offline_clock_seconds: Annotated[int, Between(5, 600)]

    def faults(self) -> Iterator[Fault]:
        """Yield a register in which nothing could be entered."""
        if not self.kinds:
            yield "kinds", "a station needs a kind to be of"
        if bool(self.min_county) != bool(self.min_county_places):
            yield "min_county_places", "a number of stations needs counties, and none, none"
        if bool(self.community_percent) != bool(self.community_places):
            yield "community_places", "a share of communities needs places, and none, none"
