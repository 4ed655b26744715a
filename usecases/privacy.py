"""What `/privacy` tells: what is kept, why, how long and who sees it, from the lists themselves."""

from dataclasses import dataclass
from datetime import datetime

from domain.permissions import TABLE, Action, Role
from domain.policy_shape import Registration, Retention
from usecases import access, consents
from usecases.city import CitySession
from usecases.consents import Given
from usecases.holdings import SEEN_BY, Group


@dataclass(frozen=True, slots=True)
class Kept:
    """One group of what is kept, and the offices that may see it."""

    group: Group
    seen_by: list[Role]


@dataclass(frozen=True, slots=True)
class Privacy:
    """Everything that the city tells about the data of one person."""

    groups: list[Kept]
    retention: Retention
    ages: Registration
    consents: list[Given]


@access.performs(Action.LOOK_AROUND)
def told(session: CitySession, *, actor: int, now: datetime) -> Privacy:
    """Return what is kept of people, how long, who sees it, and what this one agreed to."""
    policy = session.city.policy(now)
    groups = [
        Kept(group, [role for role in Role if any(role in TABLE[action] for action in actions)])
        for group, actions in SEEN_BY.items()
    ]
    given = consents.given(session, actor=actor)
    return Privacy(groups, policy.retention, policy.registration, given)
