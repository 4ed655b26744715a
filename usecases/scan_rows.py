"""The row of a scan: every scan is kept, refused ones too, so that a quarrel can be settled."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.admission import Means
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.visits import Scan
from usecases.city import CitySession
from usecases.prepared import Prepared
from usecases.scan_outcomes import Outcome, as_row, remembered
from usecases.scanned_codes import Scanned

_SCANS = table_of(Scan)
_INSERT_SCAN = Prepared(insert(_SCANS), tuple(_SCANS.c.keys())[1:])


def own_request(by: int, actor: int) -> None:
    """Refuse `key-reused` to whoever asks under the request id of somebody else."""
    if by != actor:
        raise Refusal(Code.KEY_REUSED)


def keep(
    session: CitySession,
    scanned: Scanned,
    door: Any,
    outcome: Outcome,
    actor: int,
    means: Means,
    request_id: str,
    now: datetime,
    visit_id: int | None,
) -> None:
    """Keep what was scanned and what came of it."""
    _INSERT_SCAN.run(
        session,
        {
            "request_id": request_id,
            "scanned_at": now,
            "account_id": actor,
            "volunteer_id": door.volunteer_id,
            "station_id": door.station_id,
            "visit_id": visit_id,
            "means": means,
            "code_kind": scanned.kind,
            **as_row(outcome),
        },
    )


def keep_unknown(
    session: CitySession,
    refused: Refused,
    actor: int,
    means: Means,
    request_id: str,
    now: datetime,
) -> Outcome:
    """Keep a scan of something that is no code of ours; a repeated request changes nothing."""
    seen = (
        session.connection()
        .execute(
            select(_SCANS.c.outcome, _SCANS.c.facts, _SCANS.c.account_id).where(
                _SCANS.c.request_id == request_id
            )
        )
        .one_or_none()
    )
    if seen is not None:
        own_request(seen.account_id, actor)
        return remembered(seen.outcome, seen.facts)
    _INSERT_SCAN.run(
        session,
        {
            "request_id": request_id,
            "scanned_at": now,
            "account_id": actor,
            "volunteer_id": None,
            "station_id": None,
            "visit_id": None,
            "means": means,
            "code_kind": "unknown",
            **as_row(refused),
        },
    )
    return refused
