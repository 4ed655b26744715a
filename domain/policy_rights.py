"""What a policy says of people's rights over what is kept of them (PIPL Art 44–50)."""

from dataclasses import dataclass
from typing import Annotated

from domain.policy_bounds import Between


@dataclass(frozen=True, slots=True)
class Rights:
    """How long somebody who leaves may think again, and how long a copy can be fetched."""

    leave_wait_days: Annotated[int, Between(0, 15)]
    copy_minutes: Annotated[int, Between(1, 60)]
    # Whom to call about one's data, beside stations and the chat; None where nobody is named.
    contact: str | None
