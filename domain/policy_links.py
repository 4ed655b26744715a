"""The policy's sections on links that work once, and on families."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class LinkRules:
    """How long a link or a code that somebody is given works; a guardian's is in `guardians`."""

    staff_days: Annotated[int, Between(1, 30)]
    family_days: Annotated[int, Between(1, 30)]
    recipient_days: Annotated[int, Between(1, 30)]
    relative_minutes: Annotated[int, Between(1, 120)]
    relative_code_minutes: Annotated[int, Between(1, 10)]
    paper_minutes: Annotated[int, Between(1, 10)]


@dataclass(frozen=True, slots=True)
class FamilyRules:
    """How many belong to a family, its head included, and how long his scan takes them along."""

    # Their ids stand in the data of one button, which holds 64 bytes.
    most_members: Annotated[int, Between(2, 8)]
    together_minutes: Annotated[int, Between(1, 60)]
