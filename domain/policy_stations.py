"""What the documents ask of service stations; the values stand in `policies/*.toml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.policy_bounds import Between, Fault


@dataclass(frozen=True, slots=True)
class StationRules:
    """Kinds and standard of stations, their duty hours, and how presence is proven there.

    `kinds` and `checklist` are codes; their names stand in `locales/*/stations.ftl`.
    """

    kinds: tuple[str, ...]
    checklist: tuple[str, ...]
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
