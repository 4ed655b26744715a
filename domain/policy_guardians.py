"""The policy's section on guardians: their link, and how many children one of them registers."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class GuardianRules:
    """How a minor's guardian comes in; the ages themselves stand in `registration`."""

    link_days: Annotated[int, Between(1, 30)]
    # Without a telephone of their own, from his chat.
    most_children: Annotated[int, Between(1, 20)]
