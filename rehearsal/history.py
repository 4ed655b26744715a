"""A year of visits, drawn by lot: Saturdays, the Lei Feng month, school holidays, forgotten ends.

Minutes go through the real rule and the real ledger, so that `verify` proves this city too.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from domain.credit import closes_at, credit_for
from models.columns import table_of
from models.visits import Visit
from usecases import crediting
from usecases.city import CitySession

DAYS = 365
_VISITS = table_of(Visit)
# How much more is done on a weekday (0 is Monday), and in a month.
_WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 1.3, 5.0, 3.0)
_MONTHS = {2: 0.5, 3: 2.2, 7: 1.3, 8: 1.2, 12: 1.6}
_FORGOTTEN_SHARE = 0.02
_BY_CLERK_SHARE = 0.15
# Ends that no clerk has looked at yet are at most this old.
_UNSETTLED_DAYS = 6


@dataclass(frozen=True, slots=True)
class Post:
    """A station as the lot sees it: where it is, when it is open, who keeps it."""

    station_id: int
    county: str
    weekdays: frozenset[int]
    opens: time
    closes: time
    clerk_account_id: int


@dataclass(frozen=True, slots=True)
class Server:
    """A volunteer as the lot sees it."""

    volunteer_id: int
    unit_id: int | None
    county: str
    since: date
    visits: int


@dataclass(frozen=True, slots=True)
class _Planned:
    opened_at: datetime
    closed_at: datetime
    server: Server
    post: Post
    source: str
    # "": ended by a scan; "confirmed", "nobody came", "waiting": forgotten.
    forgotten: str = ""
    real_end_at: datetime | None = None


def live_a_year(
    session: CitySession, lot: Random, servers: list[Server], posts: list[Post], *, now: datetime
) -> int:
    """Write the visits of the year before `now` and credit them; return how many there are."""
    today = session.city.calendar.day_of(now)
    by_county: dict[str, list[Post]] = {}
    for post in posts:
        by_county.setdefault(post.county, []).append(post)
    planned = []
    for server in servers:
        for day in _days(lot, server, today):
            found = _plan(session, lot, server, by_county[server.county], day, today)
            planned += [found] if found else []
    _write(session, planned)
    return len(planned)


def _days(lot: Random, server: Server, today: date) -> list[date]:
    """Return distinct days, the likely ones oftener (Efraimidis and Spirakis' way)."""
    days = [today - timedelta(days=back) for back in range(1, DAYS)]
    days = [day for day in days if day > server.since]
    weight = {day: _WEEKDAYS[day.weekday()] * _MONTHS.get(day.month, 1.0) for day in days}
    ranked = sorted(days, key=lambda day: lot.random() ** (1 / weight[day]), reverse=True)
    share = len(days) / DAYS
    return sorted(ranked[: round(server.visits * share)])


def _plan(
    session: CitySession, lot: Random, server: Server, near: list[Post], day: date, today: date
) -> _Planned | None:
    fitting = [post for post in near if day.weekday() in post.weekdays]
    if not fitting:
        return None
    post = lot.choice(fitting)
    zone = session.city.calendar.zone
    opens = datetime.combine(day, post.opens, zone)
    latest = datetime.combine(day, post.closes, zone) - timedelta(minutes=60)
    span = int((latest - opens).total_seconds())
    opened_at = opens + timedelta(seconds=int(lot.triangular(0, span, span * 0.25)))
    stayed = timedelta(seconds=int(lot.triangular(30 * 60, 300 * 60, 150 * 60)))
    by_clerk = "staff_scan" if lot.random() < _BY_CLERK_SHARE else "scan"
    if lot.random() >= _FORGOTTEN_SHARE:
        return _Planned(opened_at, opened_at + stayed, server, post, by_clerk)
    end = closes_at(opened_at, session.city.policy(opened_at).credit)
    waits = (today - day).days <= _UNSETTLED_DAYS
    became = "waiting" if waits else lot.choice(["confirmed", "confirmed", "nobody came"])
    return _Planned(opened_at, end, server, post, by_clerk, became, opened_at + stayed)


def _write(session: CitySession, planned: list[_Planned]) -> None:
    planned.sort(key=lambda one: (one.closed_at, one.server.volunteer_id))
    ids = session.connection().scalars(
        insert(_VISITS).returning(_VISITS.c.id, sort_by_parameter_order=True),
        [_row(session, one) for one in planned],
    )
    for visit_id, one in zip(ids.all(), planned, strict=True):
        if one.forgotten in {"", "confirmed"}:
            _credit(session, visit_id, one)


def _row(session: CitySession, one: _Planned) -> dict[str, Any]:
    rules = session.city.policy(one.opened_at).credit
    end = one.real_end_at if one.forgotten == "confirmed" else one.closed_at
    assert end is not None  # noqa: S101 - a confirmed end has been chosen
    minutes: int | None = credit_for(
        one.opened_at, end, credited_that_day_minutes=0, rules=rules
    ).minutes
    settled_at = None
    if one.forgotten:
        minutes = {"confirmed": minutes, "nobody came": 0, "waiting": None}[one.forgotten]
        settled_at = None if one.forgotten == "waiting" else one.closed_at + timedelta(hours=15)
    source = {"": one.source, "confirmed": "staff_end"}.get(one.forgotten, "clock")
    return {
        "volunteer_id": one.server.volunteer_id,
        "station_id": one.post.station_id,
        "opened_at": one.opened_at,
        "opened_source": one.source,
        "closed_at": end,
        "closed_source": source,
        "minutes": minutes,
        "settled_at": settled_at,
        "settled_by": one.post.clerk_account_id if settled_at else None,
    }


def _credit(session: CitySession, visit_id: int, one: _Planned) -> None:
    end = one.real_end_at if one.forgotten else one.closed_at
    assert end is not None  # noqa: S101
    by_clerk = one.forgotten or one.source == "staff_scan"
    crediting.credit(
        session,
        visit_id=visit_id,
        volunteer_id=one.server.volunteer_id,
        unit_id=one.server.unit_id,
        opened_at=one.opened_at,
        closed_at=end,
        source="staff_end" if one.forgotten else one.source,
        by=one.post.clerk_account_id if by_clerk else None,
        now=end,
    )


def near_a_star(
    session: CitySession, server: Server, post: Post, *, minutes: int, now: datetime
) -> None:
    """Let a volunteer have served exactly `minutes`: every other Saturday, three hours each."""
    zone = session.city.calendar.zone
    today = session.city.calendar.day_of(now)
    saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7)
    planned, left, stays = [], minutes, 190
    while left > 0:
        stay = left if left < stays + 30 else stays
        opened_at = datetime.combine(saturday, time(9, 5), zone)
        end = opened_at + timedelta(minutes=stay)
        planned.append(_Planned(opened_at, end, server, post, "scan"))
        left -= stay
        saturday -= timedelta(days=14)
    _write(session, planned)


def are_in_now(session: CitySession, servers: list[Server], post: Post, *, now: datetime) -> None:
    """Let some people be at a station at this moment, each for a while already."""
    session.connection().execute(
        insert(_VISITS),
        [
            {
                "volunteer_id": server.volunteer_id,
                "station_id": post.station_id,
                "opened_at": now - timedelta(minutes=12 + 17 * place),
                "opened_source": "scan",
            }
            for place, server in enumerate(servers)
        ],
    )


def forgot_to_leave(
    session: CitySession, servers: list[Server], post: Post, *, now: datetime
) -> None:
    """Let some people have gone home yesterday without a scan; the clock has ended their visits."""
    day = session.city.calendar.day_of(now) - timedelta(days=1)
    rows = []
    for place, server in enumerate(servers):
        opened_at = datetime.combine(day, time(9, 10 + 13 * place), session.city.calendar.zone)
        rows.append(
            {
                "volunteer_id": server.volunteer_id,
                "station_id": post.station_id,
                "opened_at": opened_at,
                "opened_source": "scan",
                "closed_at": closes_at(opened_at, session.city.policy(opened_at).credit),
                "closed_source": "clock",
            }
        )
    session.connection().execute(insert(_VISITS), rows)
