"""The statements that find odd patterns, one for each kind, on both databases.

Instants are compared as whole seconds since 1970, which each database computes in its own way;
`@sec(x)` stands for that, `@served` and `@typed` for what is looked at.
"""

import re
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlmodel.sql.sqltypes import UTCDateTime

from domain.oddities import OddKind
from usecases.city import CitySession

_SECONDS = {
    "sqlite": r"CAST(strftime('%s', \1) AS INTEGER)",
    "postgresql": r"CAST(floor(extract(epoch FROM \1)) AS BIGINT)",
}
# Stretches of service that somebody ended or typed; what the clock closed is nobody's word.
_SERVED = """
WITH served AS (
    SELECT volunteer_id, station_id, @sec(opened_at) AS began, @sec(closed_at) AS ended
    FROM visit
    WHERE opened_at >= :since AND opened_at < :until
      AND closed_source IN ('scan', 'staff_scan', 'staff_end')
    UNION ALL
    SELECT volunteer_id, station_id, @sec(began_at), @sec(ended_at)
    FROM service_record
    WHERE began_at >= :since AND began_at < :until
      AND state IN ('filed', 'published', 'credited')
)
"""
_TYPED = """service_record
        WHERE began_at >= :since AND began_at < :until
          AND state IN ('filed', 'published', 'credited')"""

# Each gives subject, other, typist, how often, a figure of its own, and the newest sign.
_QUERIES = {
    OddKind.TYPED_SOON: """
        SELECT volunteer_id AS subject, NULL AS other, typed_by AS typist, count(*) AS times,
               min(@sec(typed_at) - @sec(ended_at)) / 60 AS figure, max(@sec(ended_at)) AS newest
        FROM @typed AND @sec(typed_at) - @sec(ended_at) < :typed_soon_minutes * 60
        GROUP BY volunteer_id, typed_by HAVING count(*) >= :typed_soon_times""",
    OddKind.TYPED_LATE: """
        SELECT volunteer_id AS subject, NULL AS other, typed_by AS typist, count(*) AS times,
               max(@sec(typed_at) - @sec(ended_at)) / 86400 AS figure, max(@sec(ended_at)) AS newest
        FROM @typed AND late
        GROUP BY volunteer_id, typed_by HAVING count(*) >= :typed_late_times""",
    OddKind.ONE_TYPIST: """
        SELECT NULL AS subject, NULL AS other, typed_by AS typist, count(*) AS times,
               count(DISTINCT volunteer_id) AS figure, max(@sec(ended_at)) AS newest
        FROM @typed
        GROUP BY typed_by
        HAVING count(*) >= :typist_records
           AND count(DISTINCT volunteer_id) >= :typist_people""",
    OddKind.TOO_MUCH: """@served
        SELECT subject, NULL AS other, NULL AS typist, count(*) AS times, max(total) AS figure,
               max(newest) AS newest
        FROM (
            SELECT volunteer_id AS subject, (began + :offset) / 86400 AS day,
                   sum(ended - began) / 60 AS total, max(ended) AS newest
            FROM served GROUP BY volunteer_id, (began + :offset) / 86400
        ) days
        WHERE total > :day_minutes
        GROUP BY subject HAVING count(*) >= :day_times OR max(total) > :extreme_minutes""",
    OddKind.TRAVEL: """@served
        SELECT subject, station_id AS other, left_station AS typist, 1 AS times,
               began - left_at AS figure, ended AS newest
        FROM (
            SELECT volunteer_id AS subject, station_id, began, ended,
                   lag(station_id) OVER one_day AS left_station, lag(ended) OVER one_day AS left_at
            FROM served
            WHERE station_id IS NOT NULL
            WINDOW one_day AS (PARTITION BY volunteer_id ORDER BY began, ended)
        ) ways
        WHERE station_id <> left_station AND began - left_at < :longest_way * 60""",
    OddKind.ROUND: """
        SELECT subject, NULL AS other, NULL AS typist, sum(even) AS times, count(*) AS figure,
               max(ended) AS newest
        FROM (
            SELECT volunteer_id AS subject, @sec(closed_at) AS ended,
                   CASE WHEN (@sec(closed_at) - @sec(opened_at) + :round_within_seconds)
                             % (:round_step_minutes * 60) <= 2 * :round_within_seconds
                        THEN 1 ELSE 0 END AS even
            FROM visit
            WHERE opened_at >= :since AND opened_at < :until
              AND closed_source IN ('scan', 'staff_scan', 'staff_end')
              AND @sec(closed_at) - @sec(opened_at)
                  >= :round_step_minutes * 60 - :round_within_seconds
        ) lengths
        GROUP BY subject
        HAVING sum(even) >= :round_times AND sum(even) * 100 >= count(*) * :round_percent""",
    # SQLite joins in the order in which it reads CROSS JOIN: from the few pairs to their visits.
    OddKind.ONE_PHONE: """
        SELECT v.id AS subject, w.id AS other, NULL AS typist, count(*) AS times, 0 AS figure,
               max(@sec(a.closed_at)) AS newest
        FROM volunteer v CROSS JOIN volunteer w CROSS JOIN visit a CROSS JOIN visit b
        WHERE w.phone_index = v.phone_index AND w.id > v.id
          AND a.volunteer_id = v.id AND a.opened_at >= :since AND a.opened_at < :until
          AND b.volunteer_id = w.id AND b.opened_at >= :since AND b.opened_at < :until
          AND b.station_id = a.station_id
          AND abs(@sec(a.opened_at) - @sec(b.opened_at)) <= :together_seconds
          AND abs(@sec(a.closed_at) - @sec(b.closed_at)) <= :together_seconds
        GROUP BY v.id, w.id HAVING count(*) >= :together_times""",
}
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


def rows(session: CitySession, kind: OddKind, given: dict[str, Any]) -> list[Any]:
    """Return what one kind's statement finds, one row for each subject (of ways: each way)."""
    statement, names = _statement(session.connection().dialect.name, kind)
    return list(
        session.connection().execute(statement, {name: given[name] for name in names}).all()
    )


def _statement(dialect: str, kind: OddKind) -> tuple[TextClause, set[str]]:
    said = _QUERIES[kind].replace("@served", _SERVED).replace("@typed", _TYPED)
    said = re.sub(r"@sec\(([a-z_.]+)\)", _SECONDS[dialect], said)
    return text(said).bindparams(
        bindparam("since", type_=UTCDateTime()), bindparam("until", type_=UTCDateTime())
    ), set(_PARAMETER.findall(said))
