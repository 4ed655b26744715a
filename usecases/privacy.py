"""What `/privacy` tells: what is kept, why, how long and who sees it, from the lists themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.permissions import TABLE, Action, Role
from domain.policy_shape import Registration, Retention
from models.columns import table_of
from models.people import Volunteer
from usecases import access, consents, wards
from usecases.city import CitySession
from usecases.consents import Given
from usecases.holdings import SEEN_BY, Group
from usecases.registration import ONWARD_ENTRY

_VOLUNTEERS = table_of(Volunteer)


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
    # Whom to call about it, as the city has entered it.
    contact: str | None
    # Whether anything goes to the national system: yes, no, or no as long as no guardian agrees.
    onward: str


@access.performs(Action.LOOK_AROUND)
def told(session: CitySession, *, actor: int, now: datetime) -> Privacy:
    """Return what is kept of people, how long, who sees it, and what this one agreed to."""
    policy = session.city.policy(now)
    groups = [
        Kept(group, [role for role in Role if any(role in TABLE[action] for action in actions)])
        for group, actions in SEEN_BY.items()
    ]
    given = consents.given(session, actor=actor)
    onward = _onward(session, actor, given, now)
    return Privacy(
        groups, policy.retention, policy.registration, given, policy.rights.contact, onward
    )


def _onward(session: CitySession, actor: int, given: list[Given], now: datetime) -> str:
    if ONWARD_ENTRY not in [one.kind for one in given]:
        return "no"
    held = select(_VOLUNTEERS.c.id).where(
        _VOLUNTEERS.c.account_id == actor, ~wards.onward(session, now)
    )
    return "guardian" if session.connection().execute(held).first() is not None else "yes"
