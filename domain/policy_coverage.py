"""What a policy says of the groups that are counted among the volunteers (PU9-T23, T24, T6b)."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class Coverage:
    """The groups that people may say they belong to, and what share of each shall be registered.

    Of `groups_without_target` no document says how many. Figures below `hide_below` are not shown.
    """

    groups: tuple[str, ...]
    groups_without_target: tuple[str, ...]
    target_percent: Annotated[int, Between(1, 100)]
    hide_below: Annotated[int, Between(2, 50)]
