"""Where a clerk works: who answers for several stations chooses one, and changes it at will."""

from dataclasses import dataclass

from sqlalchemy import select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Account
from models.places import Station
from usecases import access
from usecases.city import CitySession
from usecases.directory import Place

_ACCOUNTS = table_of(Account)
_STATIONS = table_of(Station)


@dataclass(frozen=True, slots=True)
class Workplace:
    """The station at which a clerk works now, and the others that he may change to."""

    station: Place
    others: tuple[Place, ...]


def station_of(session: CitySession, *, actor: int, action: Action) -> int:
    """Return the station at which the clerk works: the chosen one, else his first.

    Refuses `not-allowed`; a station that he does not keep any more does not count as chosen.
    """
    kept = access.places(session, actor=actor, action=action)
    if len(kept) > 1:
        chosen = session.connection().scalar(
            select(_ACCOUNTS.c.active_station).where(_ACCOUNTS.c.id == actor)
        )
        if chosen in kept:
            return int(chosen)
    return int(kept[0])


def scanning_station(session: CitySession, *, actor: int) -> int:
    """Return the station for which the clerk scans; a volunteer is told who may scan this."""
    try:
        return station_of(session, actor=actor, action=Action.SCAN_VOLUNTEER)
    except Refusal as refusal:
        raise Refusal(Code.CODE_NEEDS_CLERK) from refusal


@access.performs(Action.SEE_STATION_DAY)
def at_work(session: CitySession, *, actor: int) -> Workplace:
    """Return where the clerk works now, and his other stations by name; refuses `not-allowed`."""
    now_at = station_of(session, actor=actor, action=Action.SEE_STATION_DAY)
    kept = access.places(session, actor=actor, action=Action.SEE_STATION_DAY)
    rows = session.connection().execute(
        select(_STATIONS.c.id, _STATIONS.c.name)
        .where(_STATIONS.c.id.in_([int(ref) for ref in kept]))
        .order_by(_STATIONS.c.name)
    )
    names = {row.id: Place(str(row.id), row.name) for row in rows}
    return Workplace(names.pop(now_at), tuple(names.values()))


@access.performs(Action.SEE_STATION_DAY)
def change(session: CitySession, *, actor: int, station_id: int) -> Workplace:
    """Let the clerk work at this station from now on; refuses `not-allowed` for one not his."""
    access.require(session, actor=actor, action=Action.SEE_STATION_DAY, place=str(station_id))
    session.connection().execute(
        update(_ACCOUNTS).where(_ACCOUNTS.c.id == actor).values(active_station=str(station_id))
    )
    return at_work(session, actor=actor)
