"""The bounds of a policy's values, and how a section says that they contradict each other."""

from dataclasses import dataclass

Fault = tuple[str, str]
"""A key and, in one sentence, why its value is impossible."""


@dataclass(frozen=True, slots=True)
class Between:
    """The bounds of a whole number, or of each number of a list, both ends included."""

    low: int
    high: int
