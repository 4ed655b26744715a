"""Odd patterns in hours: looked for once a day, listed for officers, settled by a person.

Nothing is taken from anybody by a pattern. What an officer has settled is listed again only for
signs of a later month.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from domain.oddities import NEXT, OddKind, OddState, Spot, too_fast
from domain.permissions import Action, Role
from domain.positions import Position
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.oddities import Oddity
from models.people import RoleGrant, Volunteer
from models.places import Station
from usecases import access, audit, oddity_queries, queue_notices
from usecases.city import CitySession
from usecases.inserts import insert_into

_ROWS = table_of(Oddity)
_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_GRANTS = table_of(RoleGrant)
_LIVE = (OddState.OPEN.value, OddState.CHECKING.value)
NOTICE = "oddities-waiting"
# Beyond any way within a city; what took longer is not looked at.
_LONGEST_WAY_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Found:
    """One pattern as a statement found it."""

    kind: OddKind
    newest: int
    volunteer_id: int | None = None
    other_id: int | None = None
    account_id: int | None = None
    times: int = 0
    figure: int = 0
    stations: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """Return of whom it tells, whenever it is found."""
        return f"{self.kind}/{self.volunteer_id or 0}/{self.other_id or self.account_id or 0}/"

    @property
    def key(self) -> str:
        """Return its key: the subject and the month of the newest sign."""
        return f"{self.subject}{datetime.fromtimestamp(self.newest, UTC):%Y-%m}"


@access.performs(Action.RUN_CLOCK)
def look(session: CitySession, *, now: datetime) -> list[Found]:
    """Return what is odd now, whether it is listed already or not; nothing is written."""
    return [one for kind in OddKind for one in _found(session, kind, now)]


@access.performs(Action.RUN_CLOCK)
def keep(session: CitySession, *, found: list[Found], now: datetime) -> int:
    """List what was not listed; return how many. The Federation is called once for all."""
    added = _keep(session, found, now)
    if added:
        audit.record(session, None, "oddities.listed", "city", now, patterns=added)
        queue_notices.call(session, kind=NOTICE, role=Role.FEDERATION, scope_ref="", now=now)
    return added


def _found(session: CitySession, kind: OddKind, now: datetime) -> Iterator[Found]:
    rules, calendar = session.city.policy(now).oddities, session.city.calendar
    offset = now.astimezone(calendar.zone).utcoffset() or timedelta()
    given = asdict(rules) | {
        "since": now - timedelta(days=rules.lookback_days),
        "until": now,
        "offset": int(offset.total_seconds()),
        "longest_way": _LONGEST_WAY_MINUTES,
    }
    rows = oddity_queries.rows(session, kind, given)
    if kind is OddKind.TRAVEL:
        yield from _ways(session, rows, now)
        return
    for row in rows:
        yield Found(
            kind, row.newest, row.subject, row.other, row.typist, int(row.times), int(row.figure)
        )


def _ways(session: CitySession, rows: list[Any], now: datetime) -> Iterator[Found]:
    """Yield who was too fast more than once; the statement gives station, station before, gap."""
    rules = session.city.policy(now).oddities
    spots = {row.id: _spot(row) for row in session.connection().execute(select(_STATIONS))}
    fast = defaultdict(list)
    for row in rows:
        if too_fast(int(row.figure), spots[row.typist], spots[row.other], rules):
            fast[row.subject].append(row)
    for volunteer_id, ways in fast.items():
        if len(ways) >= rules.travel_times:
            worst = min(ways, key=lambda way: way.figure)
            yield Found(
                OddKind.TRAVEL,
                max(way.newest for way in ways),
                volunteer_id,
                times=len(ways),
                figure=max(int(worst.figure) // 60, 0),
                stations=(worst.typist, worst.other),
            )


def _spot(row: Any) -> Spot:
    known = row.latitude is not None and row.longitude is not None
    position = Position(row.latitude, row.longitude) if known else None
    return Spot(row.county, row.township, position)


def _keep(session: CitySession, found: list[Found], now: datetime) -> int:
    connection = session.connection()
    listed = connection.scalars(select(_ROWS.c.key).where(_ROWS.c.state.in_(_LIVE)))
    known = {key.rpartition("/")[0] + "/" for key in listed}
    fresh = [one for one in found if one.subject not in known]
    counties = _counties(session, {one.volunteer_id for one in fresh if one.volunteer_id})
    added = 0
    for one in fresh:
        made = connection.execute(
            insert_into(connection, _ROWS)
            .values(
                key=one.key,
                kind=one.kind.value,
                volunteer_id=one.volunteer_id,
                other_id=one.other_id,
                account_id=one.account_id,
                county=counties.get(one.volunteer_id or 0, ""),
                facts={
                    "times": one.times, "figure": one.figure, "stations": list(one.stations)
                },
                found_at=now,
                state=OddState.OPEN.value,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(_ROWS.c.id)
        )  # fmt: skip
        added += made.first() is not None
    return added


def _counties(session: CitySession, ids: set[int]) -> dict[int, str]:
    query = select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.county).where(_VOLUNTEERS.c.id.in_(ids))
    return {row.id: row.county for row in session.connection().execute(query)} if ids else {}


# -- officers --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a list: masked, with the number that tells him apart."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Odd:
    """One pattern as an officer sees it."""

    oddity_id: int
    kind: OddKind
    state: OddState
    waiting: int
    person: Person | None
    other: Person | None
    # The account and the role of who typed.
    typist: int | None
    typist_role: str | None
    times: int
    figure: int
    stations: tuple[str, ...]
    found_at: datetime


def of_place(session: CitySession, actor: int) -> Any:
    """Return which patterns are an officer's: of his place, and never about himself."""
    places = access.places(session, actor=actor, action=Action.CHECK_ODDITY)
    himself = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.account_id == actor)
    where = (
        func.coalesce(_ROWS.c.account_id != actor, True)
        & func.coalesce(_ROWS.c.volunteer_id.not_in(himself), True)
        & func.coalesce(_ROWS.c.other_id.not_in(himself), True)
    )
    return where if "" in places else where & _ROWS.c.county.in_(places)


def _mine(session: CitySession, actor: int) -> Any:
    return _ROWS.c.state.in_(_LIVE) & of_place(session, actor)


@access.performs(Action.CHECK_ODDITY)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many patterns wait for this officer."""
    query = select(func.count()).select_from(_ROWS).where(_mine(session, actor))
    return session.connection().scalar(query) or 0


@access.performs(Action.CHECK_ODDITY)
def following(session: CitySession, *, actor: int, after: int | None = None) -> Odd | None:
    """Return the pattern behind `after`, beginning anew at the end; None when none waits."""
    connection = session.connection()
    ids = list(
        connection.scalars(select(_ROWS.c.id).where(_mine(session, actor)).order_by(_ROWS.c.id))
    )
    if not ids:
        return None
    chosen = next((one for one in ids if one > (after or 0)), ids[0])
    row = connection.execute(select(_ROWS).where(_ROWS.c.id == chosen)).one()
    return _seen(session, row, len(ids))


def _seen(session: CitySession, row: Any, count: int) -> Odd:
    connection = session.connection()
    role = None
    if row.account_id is not None:
        role = connection.scalar(
            select(_GRANTS.c.role)
            .where(_GRANTS.c.account_id == row.account_id)
            .order_by(_GRANTS.c.revoked_at.is_not(None), _GRANTS.c.id)
            .limit(1)
        )
    query = select(_STATIONS.c.id, _STATIONS.c.name)
    asked = connection.execute(query.where(_STATIONS.c.id.in_(row.facts["stations"])))
    names = {station.id: station.name for station in asked}
    return Odd(
        oddity_id=row.id,
        kind=OddKind(row.kind),
        state=OddState(row.state),
        waiting=count,
        person=_person(session, row.volunteer_id),
        other=_person(session, row.other_id),
        typist=row.account_id,
        typist_role=role,
        times=row.facts["times"],
        figure=row.facts["figure"],
        stations=tuple(names[one] for one in row.facts["stations"] if one in names),
        found_at=row.found_at,
    )


def _person(session: CitySession, volunteer_id: int | None) -> Person | None:
    if volunteer_id is None:
        return None
    query = select(_VOLUNTEERS.c.name, _VOLUNTEERS.c.number).where(_VOLUNTEERS.c.id == volunteer_id)
    row = session.connection().execute(query).one()
    return Person(mask_name(row.name), row.number)


@access.performs(Action.CHECK_ODDITY)
def judge(
    session: CitySession, *, actor: int, oddity_id: int, verdict: OddState, now: datetime
) -> None:
    """Settle a pattern, or take it up to look into it; kept in the trail.

    Refuses not-allowed, not-found for one of elsewhere or about himself, and already-decided.
    """
    connection = session.connection()
    mine = _mine(session, actor)
    row = connection.execute(select(_ROWS.c.state).where(_ROWS.c.id == oddity_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if verdict not in NEXT[OddState(row.state)]:
        raise Refusal(Code.ALREADY_DECIDED)
    moved = connection.execute(
        update(_ROWS)
        .where(_ROWS.c.id == oddity_id, _ROWS.c.state == row.state, mine)
        .values(state=verdict.value, decided_by=actor, decided_at=now)
    )
    if moved.rowcount != 1:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, f"oddity.{verdict.value}", f"oddity:{oddity_id}", now)
