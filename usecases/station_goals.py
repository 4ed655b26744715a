"""How many stations a county has and how many communities one stands in, against the document."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, insert, select

from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.station_goals import Goal, goal
from models.columns import table_of
from models.places import Station
from models.stations import CommunityTotal, StationItem
from usecases import access, audit
from usecases.city import CitySession

_STATIONS = table_of(Station)
_ITEMS = table_of(StationItem)
_TOTALS = table_of(CommunityTotal)

# A slip of the finger is asked again.
MOST_COMMUNITIES = 10_000
# A station of a community itself; what stands in a compound or at a desk covers none.
_COMMUNITY = "community"


@access.performs(Action.KEEP_STATIONS)
def goals(session: CitySession, *, actor: int, now: datetime) -> list[Goal]:
    """Return how each county stands of which something is asked, in the order of the map.

    A county office sees its own only.
    """
    own = access.places(session, actor=actor, action=Action.KEEP_STATIONS)
    rules = session.city.policy(now).stations
    asked = {*rules.min_county_places, *rules.community_places}
    counties = [
        one.code
        for one in session.city.places.counties
        if one.code in asked and ("" in own or one.code in own)
    ]
    stations = _stations(session)
    covered = _covered(session, rules.checklist)
    communities = _communities(session)
    return [
        goal(
            rules,
            county,
            stations=stations[county],
            covered=covered[county],
            communities=communities.get(county),
        )
        for county in counties
    ]


def _stations(session: CitySession) -> Counter[str]:
    rows = session.connection().execute(
        select(_STATIONS.c.county, func.count().label("stations"))
        .where(_STATIONS.c.closed_at.is_(None))
        .group_by(_STATIONS.c.county)
    )
    return Counter({row.county: row.stations for row in rows})


def _covered(session: CitySession, checklist: tuple[str, ...]) -> Counter[str]:
    """Return in how many communities of each county a station meets the whole standard."""
    seen = (
        select(func.count())
        .where(_ITEMS.c.station_id == _STATIONS.c.id, _ITEMS.c.item.in_(checklist))
        .scalar_subquery()
    )
    rows = session.connection().execute(
        select(
            _STATIONS.c.county,
            func.count(_STATIONS.c.community.distinct()).label("stations"),
        )
        .where(
            _STATIONS.c.closed_at.is_(None),
            _STATIONS.c.kind == _COMMUNITY,
            seen == len(checklist),
        )
        .group_by(_STATIONS.c.county)
    )
    return Counter({row.county: row.stations for row in rows})


def _communities(session: CitySession) -> dict[str, int]:
    newest = select(func.max(_TOTALS.c.id)).group_by(_TOTALS.c.county)
    rows = session.connection().execute(
        select(_TOTALS.c.county, _TOTALS.c.communities).where(_TOTALS.c.id.in_(newest))
    )
    return {row.county: row.communities for row in rows}


@access.performs(Action.KEEP_STATIONS)
def enter(
    session: CitySession, *, actor: int, county: str, communities: int, now: datetime
) -> None:
    """Keep how many communities a county's built-up area has; what was entered before stays.

    Refuses not-allowed outside the officer's county, step-gone for a county of which nothing is
    asked and a number that cannot be.
    """
    access.require(session, actor=actor, action=Action.KEEP_STATIONS, place=county)
    asked = session.city.policy(now).stations.community_places
    if county not in asked or not 0 < communities <= MOST_COMMUNITIES:
        raise Refusal(Code.STEP_GONE)
    session.connection().execute(
        insert(_TOTALS).values(
            county=county, communities=communities, entered_by=actor, entered_at=now
        )
    )
    subject = f"county:{county}"
    audit.record(session, actor, "station.communities", subject, now, communities=communities)
