"""The shape of a policy's section about odd patterns: from when something is worth a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between, Fault

Times = Annotated[int, Between(1, 1000)]
_Minutes = Annotated[int, Between(0, 1440)]


@dataclass(frozen=True, slots=True)
class OddityRules:
    """Who is listed for officers; nobody is judged by it. Counts are within `lookback_days`."""

    lookback_days: Annotated[int, Between(7, 366)]
    # Typed within so many minutes of the end that was typed; so often for one person by one hand.
    typed_soon_minutes: _Minutes
    typed_soon_times: Times
    # Typed after the working days of Order 67, so often for one person by one hand.
    typed_late_times: Times
    # Typed by one hand: so many records for so many people.
    typist_records: Times
    typist_people: Times
    # More at stations in a day than people can, on so many days; or once more than `extreme`.
    day_minutes: _Minutes
    day_times: Times
    extreme_minutes: _Minutes
    # From station to station: no faster than this; without positions at least these minutes.
    travel_kmh: Annotated[int, Between(5, 200)]
    township_minutes: _Minutes
    county_minutes: _Minutes
    travel_times: Times
    # Lengths that lie so near to a whole number of steps: so many at least, and so large a share.
    round_step_minutes: Annotated[int, Between(5, 240)]
    round_within_seconds: Annotated[int, Between(0, 600)]
    round_times: Times
    round_percent: Annotated[int, Between(50, 100)]
    # Two who share a telephone come and go together within so many seconds, so often.
    together_seconds: Annotated[int, Between(1, 600)]
    together_times: Times

    def faults(self) -> Iterator[Fault]:
        """Yield what would list everybody."""
        if self.extreme_minutes <= self.day_minutes:
            yield "extreme_minutes", "an extreme day is longer than a long one"
        if self.township_minutes > self.county_minutes:
            yield "county_minutes", "the way to another county is not the shorter one"
        if self.round_within_seconds * 4 > self.round_step_minutes * 60:
            yield "round_within_seconds", "half of all lengths would be round"
