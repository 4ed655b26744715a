"""Telling officers that something waits: one message for however many, an hour apart, by day.

The message is queued with its cause and counted when it is sent; who has looked meanwhile and left
nothing waiting hears nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.duties import next_office_hour
from models.columns import table_of
from models.traffic import Notice
from usecases import access, notices
from usecases.city import CitySession
from usecases.outgoing_words import ToSay, Wait

APPLICATIONS = "applications-waiting"
SUBMISSIONS = "submissions-waiting"
RECORDS = "records-waiting"
STARS = "stars-waiting"
DISPUTES = "disputes-waiting"
# However much comes in, nobody is called more often.
_APART = timedelta(hours=1)
_ROWS = table_of(Notice)


def call(session: CitySession, *, kind: str, role: str, scope_ref: str, now: datetime) -> None:
    """Queue a message to each who holds the role there, unless one is on its way to him already."""
    for account_id in access.holders(session, role=role, scope_ref=scope_ref):
        _call_one(session, kind, account_id, now)


def _call_one(session: CitySession, kind: str, account_id: int, now: datetime) -> None:
    last = (
        session.connection()
        .execute(
            select(_ROWS)
            .where(_ROWS.c.account_id == account_id, _ROWS.c.kind == kind)
            .order_by(_ROWS.c.id.desc())
            .limit(1)
        )
        .one_or_none()
    )
    due_at = now
    if last is not None and last.state == "pending":
        if last.claimed_until is None or last.claimed_until <= now:
            return
        # It is being sent and may have been counted: what came just now needs another one.
        due_at = now + _APART
    elif last is not None and last.state != "withdrawn":
        due_at = max(now, (last.sent_at or last.due_at) + _APART)
    rules, calendar = session.city.policy(now).duties, session.city.calendar
    notices.tell(
        session,
        kind=kind,
        account_id=account_id,
        # The one that follows that one: two processes at once queue it once.
        dedupe_key=f"{kind}/{account_id}/{last.id if last is not None else 0}",
        facts={},
        due_at=next_office_hour(due_at, rules, calendar),
    )


def look(session: CitySession, now: datetime, *, count: int, days: int = 0) -> ToSay | Wait | None:
    """Return how many wait now; None when nothing does, and while offices are closed wait."""
    opens_at = next_office_hour(now, session.city.policy(now).duties, session.city.calendar)
    if opens_at > now:
        return Wait(opens_at)
    return ToSay({"count": count, "days": days}) if count else None
