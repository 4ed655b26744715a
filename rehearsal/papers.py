"""What the units have handed in this year, and what was said to it."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from domain.duties import DutyKind
from domain.permissions import Role
from models.columns import table_of
from models.duties import Duty
from models.places import Unit
from models.traffic import Notice
from usecases import access, submissions
from usecases.city import CitySession

_DUTIES = table_of(Duty)
_UNITS = table_of(Unit)
_NOTICES = table_of(Notice)
# Days of the year on which plans come in, most of them before the twentieth of March.
_PLANS = range(50, 84)
_ITEMS = range(40, 325)
# September, and some days of those who are late.
_TABLES = range(244, 280)
_TABLE_SHARE = 0.8
_PLAN_SHARE = 0.9
_SENT_BACK_SHARE = 0.1
# What came in lately waits to be read.
_WAITS = timedelta(days=10)


def units_hand_in(
    session: CitySession, lot: Random, contacts: dict[int, int], *, now: datetime
) -> int:
    """Let most units have handed in what they owe; `contacts` is unit → account."""
    came = []
    for duty in session.connection().execute(
        select(_DUTIES.c.id, _DUTIES.c.kind, _DUTIES.c.unit_id, _UNITS.c.name, _UNITS.c.county)
        .join(_UNITS, _UNITS.c.id == _DUTIES.c.unit_id)
        .where(_UNITS.c.id.in_(contacts))
        .order_by(_DUTIES.c.id)
    ):
        for day in _days(lot, duty.kind):
            at = _moment(session, now, day)
            came += [(at, duty)] if at < now else []
    came.sort(key=lambda one: (one[0], one[1].id))
    for place, (at, duty) in enumerate(came, 1):
        text = f"{duty.name}：排演用的示例正文，第 {place} 份。"
        receipt = submissions.hand_in(
            session,
            actor=contacts[duty.unit_id],
            duty_id=duty.id,
            text=text,
            files=[],
            request_id=f"founding/{place}",
            now=at,
        )
        if at < now - _WAITS:
            county = duty.county if receipt.reader is Role.COUNTY_OFFICE else ""
            reader = access.holders(session, role=receipt.reader, scope_ref=county)[0]
            _review(session, reader, accepted=lot.random() >= _SENT_BACK_SHARE, at=at)
    return len(came)


def _days(lot: Random, kind: str) -> list[int]:
    """Return the days of the year on which a unit hands something in for a duty."""
    if kind == DutyKind.PLAN:
        return [lot.choice(_PLANS)] if lot.random() < _PLAN_SHARE else []
    if kind == DutyKind.INFO_ITEM:
        return lot.sample(_ITEMS, lot.randint(0, 5))
    if kind == DutyKind.STATISTICS:
        return [lot.choice(_TABLES)] if lot.random() < _TABLE_SHARE else []
    return []


def _moment(session: CitySession, now: datetime, day: int) -> datetime:
    zone = session.city.calendar.zone
    new_year = date(now.astimezone(zone).year, 1, 1)
    return datetime.combine(new_year + timedelta(days=day), time(10, 20), zone).astimezone(UTC)


def _review(session: CitySession, reader: int, *, accepted: bool, at: datetime) -> None:
    waiting: Any = submissions.following(session, actor=reader, now=at)
    submissions.review(
        session,
        actor=reader,
        submission_id=waiting.submission_id,
        version=waiting.version,
        accepted=accepted,
        reason="" if accepted else "请补上负责人和联系电话。",
        now=at + timedelta(hours=5),
    )


def have_been_told(session: CitySession, *, now: datetime) -> None:
    """Mark as sent what was to be told before the stage was opened; nobody hears it again."""
    session.connection().execute(
        update(_NOTICES)
        .where(_NOTICES.c.state == "pending", _NOTICES.c.due_at < now)
        .values(state="sent", sent_at=_NOTICES.c.due_at)
    )
