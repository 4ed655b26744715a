"""What a policy says of stars: the hours that earn them, and who recognises them each year."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal, get_args

from domain.policy_bounds import Between, Fault

StarStep = Literal["unit", "federation", "centre", "office"]
"""Who takes a step of the yearly recognition: nominates, checks, approves, approves."""


@dataclass(frozen=True, slots=True)
class Stars:
    """Hours that earn the first, second … star (none: the city gives none), and who awards them."""

    thresholds_hours: Annotated[tuple[int, ...], Between(1, 100_000)]
    basis: Literal["lifetime", "calendar_year"]
    # Of our own ledger without those brought along from elsewhere, or with them.
    hours_source: Literal["local", "local_and_imported", "national"]
    chain: tuple[StarStep, ...]
    notice_workdays: Annotated[int, Between(1, 60)]
    # The least average of recipients' stars for each star, in tenths; none: quality is not asked.
    quality_min: Annotated[tuple[int, ...], Between(10, 50)]

    def faults(self) -> Iterator[Fault]:
        """Yield thresholds that do not rise, and steps out of order."""
        if not all(a < b for a, b in pairwise(self.thresholds_hours)):
            yield "thresholds_hours", "the thresholds must rise from star to star"
        if self.quality_min and len(self.quality_min) != len(self.thresholds_hours):
            yield "quality_min", "one for each star, or none"
        if not all(a <= b for a, b in pairwise(self.quality_min)):
            yield "quality_min", "no star asks for less than the one below"
        if [step for step in get_args(StarStep) if step in self.chain] != list(self.chain):
            yield "chain", "the steps follow each other: unit, federation, centre, office"
        if "federation" not in self.chain:
            yield "chain", "the federation keeps and checks the list"
        if not {"centre", "office"} & set(self.chain):
            yield "chain", "somebody must approve: centre, office or both"
