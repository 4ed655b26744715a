"""Where a rule comes from, for 〈why?〉."""

from datetime import datetime

from domain.permissions import Action
from domain.policy import Source
from domain.refusals import Code, Refusal
from usecases import access
from usecases.city import CitySession


@access.performs(Action.LOOK_AROUND)
def explain(session: CitySession, *, rule: str, now: datetime) -> Source:
    """Return document and article of a policy key; refuses `not-found` for one that is none."""
    try:
        return session.city.policy(now).source(rule)
    except KeyError as missing:
        raise Refusal(Code.NOT_FOUND) from missing


@access.performs(Action.LOOK_AROUND)
def city_name(session: CitySession, *, now: datetime, english: bool) -> str:
    """Return the city's name in one of its two languages."""
    city = session.city.policy(now).city
    return city.name_en if english else city.name
