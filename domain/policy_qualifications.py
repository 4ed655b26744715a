"""What a policy says of qualifications that an officer has checked (PU9-T27b)."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class QualificationRules:
    """Which kinds can be handed in, and how many days before the last one its holder is told."""

    kinds: tuple[str, ...]
    warn_days: Annotated[int, Between(1, 180)]
