"""Where a rule comes from, for 〈why?〉."""

from datetime import datetime

from domain import reasons
from domain.permissions import Action
from domain.policy import Source
from domain.policy_links import LinkRules
from domain.refusals import Code, Refusal
from usecases import access
from usecases.city import CitySession


@access.performs(Action.LOOK_AROUND)
def explain(session: CitySession, *, rule: str, now: datetime) -> Source:
    """Return document and article of a policy key or a clause, or that it is a way of our own.

    Refuses `not-found` for what is none of these.
    """
    found = reasons.source(session.city.policy(now), rule)
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    return found


@access.performs(Action.LOOK_AROUND)
def links(session: CitySession, *, now: datetime) -> LinkRules:
    """Return how long links work, for whoever is given one."""
    return session.city.policy(now).links


@access.performs(Action.LOOK_AROUND)
def city_name(session: CitySession, *, now: datetime, english: bool) -> str:
    """Return the city's name in one of its two languages."""
    city = session.city.policy(now).city
    return city.name_en if english else city.name
