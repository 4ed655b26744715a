"""The services that a station offers: an item added, taken away, put before another (PU9-T11d)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import menus
from domain.permissions import Action
from domain.refusals import Code, Refusal
from usecases import access, stations
from usecases.city import CitySession
from usecases.station_keepers import kept

_FIELD = "services"


class Step(StrEnum):
    """What can be done to an item of the menu."""

    UP = "up"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Menu:
    """What a station offers, in its order."""

    station_id: int
    name: str
    items: tuple[str, ...]


@access.performs(Action.KEEP_OWN_STATION)
def offered(session: CitySession, *, actor: int, station_id: int) -> Menu:
    """Return the services of a station that the caller keeps; refuses `not-found`."""
    row = kept(session, actor, station_id, own=True)
    return Menu(row.id, row.name, menus.items_of(row.services))


@access.performs(Action.KEEP_OWN_STATION)
def add(session: CitySession, *, actor: int, station_id: int, text: str, now: datetime) -> Menu:
    """Put what was typed at the menu's end, an item a line; one that is there is not doubled.

    Refuses `not-found`, `text-empty`, and `text-length` when it is more than a poster holds.
    """
    row = kept(session, actor, station_id, lock=True, own=True)
    more = menus.items_of(text)
    if not more:
        raise Refusal(Code.TEXT_EMPTY)
    menu = menus.text_of((*menus.items_of(row.services), *more))
    stations.change(session, actor=actor, station_id=station_id, field=_FIELD, value=menu, now=now)
    return offered(session, actor=actor, station_id=station_id)


@access.performs(Action.KEEP_OWN_STATION)
def arrange(
    session: CitySession, *, actor: int, station_id: int, mark: str, step: Step, now: datetime
) -> Menu:
    """Put an item before the one above it, or take it away; one that is gone changes nothing."""
    row = kept(session, actor, station_id, lock=True, own=True)
    items = menus.items_of(row.services)
    items = menus.moved_up(items, mark) if step is Step.UP else menus.without(items, mark)
    stations.rewrite(session, actor, row, _FIELD, menus.text_of(items) or None, now)
    return Menu(row.id, row.name, items)
