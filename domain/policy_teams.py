"""What a policy says of volunteer teams (PU9-T23e, T27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from domain.policy_bounds import Between, Fault

TeamMark = Literal["professional", "model"]


@dataclass(frozen=True, slots=True)
class TeamRules:
    """How a team can be marked, and what is asked of professional ones; 0: nothing.

    More than `qualified_percent` of a professional team's members need a checked qualification, and
    `units_percent` of the units of `unit_kinds` a professional team.
    """

    marks: tuple[TeamMark, ...]
    qualified_percent: Annotated[int, Between(0, 99)]
    units_percent: Annotated[int, Between(0, 100)]
    unit_kinds: tuple[str, ...]

    def faults(self) -> Iterator[Fault]:
        """Yield what is asked of professional teams where no team can be one."""
        asked = self.qualified_percent or self.units_percent
        if asked and "professional" not in self.marks:
            yield "marks", "something is asked of professional teams, and none can be marked"
        if bool(self.units_percent) != bool(self.unit_kinds):
            yield "unit_kinds", "a share of units needs kinds of them, and none, none"
