"""What a policy says of the groups whose share among the volunteers is counted (PU9-T23, T24)."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class Coverage:
    """The groups that people may say they belong to, and what share of each shall be registered.

    Figures below `hide_below` are not shown.
    """

    groups: tuple[str, ...]
    target_percent: Annotated[int, Between(1, 100)]
    hide_below: Annotated[int, Between(2, 50)]
