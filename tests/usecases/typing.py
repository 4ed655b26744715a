"""Typing a record in one breath, for tests that are about what comes of it."""

from datetime import datetime, timedelta
from typing import Any

from domain.permissions import Role
from domain.records import Span
from tests.cast import MORNING
from usecases import records
from usecases.city import CitySession
from usecases.file_store import Kept

PAPER = Kept("a" * 64, 1000, "image/jpeg", "签到表.jpg")
SAID = {
    "name": "社区清洁",
    "place": "人民广场",
    "recipients": "居民",
    "content": "打扫楼道",
    "leader": "周联系",
    "organizer": "市教育体育局",
}
DENIED = ["own-job", "internal-duty", "own-interest", "unclear-purpose", "paid", "not-time"]


def yesterday(began: float = 0, ended: float = 2) -> Span:
    """Return a time of the day before the morning, in hours from nine o'clock."""
    nine = MORNING - timedelta(days=1)
    return Span(nine + timedelta(hours=began), nine + timedelta(hours=ended))


def types(
    session: CitySession,
    /,
    actor: int,
    volunteer_id: int,
    span: Span | None = None,
    now: datetime = MORNING,
    **changed: Any,
) -> records.Filed:
    """Let somebody type a record of two hours of yesterday, complete unless told otherwise."""
    span = span or yesterday()
    facts: dict[str, Any] = {
        "role": Role.FEDERATION,
        "said": SAID,
        "denied": DENIED,
        "reason": "现场没有网络",
        "files": [PAPER],
        "late_reason": "签到表才找到",
        "request_id": f"{actor}/{volunteer_id}/{span.began_at}",
    }
    return records.file_record(
        session,
        actor=actor,
        volunteer_id=volunteer_id,
        span=span,
        now=now,
        **(facts | changed),
    )
