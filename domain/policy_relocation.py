"""The policy's section on transfers: for which reasons, and when school leavers are asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.policy_bounds import Between, Fault

Reason = Literal["household", "address", "employer"]


@dataclass(frozen=True, slots=True)
class RelocationRules:
    """Why somebody may ask for another unit or place; months and ages of the leavers' drive."""

    reasons: tuple[Reason, ...]
    leavers_months: Annotated[tuple[int, ...], Between(1, 12)]
    leavers_min_age: Annotated[int, Between(10, 120)]
    leavers_max_age: Annotated[int, Between(10, 120)]

    def faults(self) -> Iterator[Fault]:
        """Yield ages that nobody can have."""
        if self.leavers_max_age < self.leavers_min_age:
            yield "leavers_max_age", "the oldest leaver is younger than the youngest"
