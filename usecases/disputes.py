"""What is said to be wrong about hours: raised by whom they concern, answered by who recorded them.

The recorder's answer is in `dispute_answers.py`, the decision in `dispute_decisions.py`, what a
line is in `lines.py`; of each person one dispute of it is open at a time, in the schema.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from domain.duties import next_office_hour
from domain.permissions import Action, Role
from domain.records import counts_from
from domain.refusals import Code, Refusal, unless_refused
from domain.writing import public_text
from models.columns import table_of
from models.disputes import Dispute
from usecases import access, audit, notices
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.lines import VOLUNTEERS, Line, Movement, line_of, movements
from usecases.records import RECORDS, county_of

DISPUTES = table_of(Dispute)

OPEN = DISPUTES.c.state.in_(["raised", "answered"])
OWN_REASONS = ("times", "missing", "not-me", "other")
OBJECTION = "objection"
# Of who was served, and of an officer who looked into an odd pattern: only an officer ends them.
DENIED = "denied"
PATTERN = "pattern"
MOST_WORDS = 300
_ENDS_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class Said:
    """A dispute about a line, open or decided."""

    dispute_id: int
    state: str
    what: str
    words: str
    answer: str
    reason: str
    raised_at: datetime
    was_minutes: int | None
    minutes: int | None
    raised_by: int
    reply: str = ""

    @property
    def open(self) -> bool:
        """Tell whether nobody has decided about it yet."""
        return self.state in ("raised", "answered")


@dataclass(frozen=True, slots=True)
class History:
    """Everything that ever happened to a line."""

    line: Line
    movements: list[Movement]
    said: list[Said]
    actor: int

    @property
    def open(self) -> Said | None:
        """Return one's own dispute that is open, or None; another's keeps nobody from his."""
        return next((one for one in self.said if one.open and one.raised_by == self.actor), None)

    @property
    def unheard(self) -> Said | None:
        """Return another's open dispute that whose line it is has not said his word about."""
        others = (one for one in self.said if one.open and one.raised_by != self.actor)
        return next((one for one in others if not one.reply), None)


@access.performs(Action.SEE_OWN_HOURS)
def history(session: CitySession, *, actor: int, cause: str) -> History:
    """Return one of the volunteer's own lines with all that the ledger and people said of it.

    Refuses not-found, also for somebody else's line.
    """
    line, _ = line_of(session, cause)
    if line.volunteer_id != access.own_volunteer(session, actor=actor):
        raise Refusal(Code.NOT_FOUND)
    return History(line, movements(session, line), said_of(session, line), actor)


def said_of(session: CitySession, line: Line) -> list[Said]:
    """Return every dispute about a line, the oldest first."""
    rows = session.connection().execute(
        select(DISPUTES).where(_about(line)).order_by(DISPUTES.c.id)
    )
    return [
        Said(
            row.id,
            row.state,
            row.what,
            row.words,
            row.answer or "",
            row.reason or "",
            row.raised_at,
            row.was_minutes,
            row.minutes,
            row.raised_by,
            row.reply or "",
        )
        for row in rows
    ]


def _about(line: Line) -> Any:
    if line.visit_id:
        return DISPUTES.c.visit_id == line.visit_id
    return DISPUTES.c.record_id == line.record_id


# -- raising ---------------------------------------------------------------------------------------


@access.performs(Action.OBJECT)
def dispute(
    session: CitySession, *, actor: int, cause: str, what: str, words: str, now: datetime
) -> Said:
    """Dispute a line of one's own, and ask its recorder for an answer.

    Refuses not-found, dispute-not-yet (still going on), dispute-open, text-empty, text-length.
    """
    line, row = line_of(session, cause)
    if line.volunteer_id != access.own_volunteer(session, actor=actor) or what not in OWN_REASONS:
        raise Refusal(Code.NOT_FOUND)
    if line.state not in ("visit", "published", "credited"):
        raise Refusal(Code.DISPUTE_NOT_YET)
    return raised(session, line, row, actor, what, words, now)


def dispute_for(
    session: CitySession, *, account_id: int, volunteer_id: int, cause: str, words: str,
    now: datetime,
) -> Said:  # fmt: skip
    """Dispute a line of somebody for whom others act; the account stands for him.

    Refuses what `dispute` does.
    """
    line, row = line_of(session, cause)
    if line.volunteer_id != volunteer_id:
        raise Refusal(Code.NOT_FOUND)
    if line.state not in ("visit", "published", "credited"):
        raise Refusal(Code.DISPUTE_NOT_YET)
    return raised(session, line, row, account_id, "other", words, now)


@access.performs(Action.OBJECT)
def may_object(session: CitySession, *, actor: int) -> None:
    """Let pass who may object to hours on show; refuses not-registered and not-yet-approved."""
    access.own_volunteer(session, actor=actor)


@access.performs(Action.OBJECT)
def object_to(
    session: CitySession, *, actor: int, record_id: int, words: str, now: datetime
) -> Said:
    """Object, as anybody registered, to typed hours that are on show: they wait for a decision.

    Refuses not-registered, step-gone (not on show any more), dispute-open, text-empty, -length.
    """
    may_object(session, actor=actor)
    line, row = line_of(session, f"record:{record_id}")
    if line.state != "published":
        raise Refusal(Code.STEP_GONE)
    return raised(session, line, row, actor, OBJECTION, words, now)


def object_as_recipient(
    session: CitySession, *, actor: int, cause: str, words: str, now: datetime
) -> None:
    """Object to a line because who was served denies it; only an officer ends that.

    What is on show is held back, what counts goes on counting until he decides. If the actor has
    an open objection to it already, that one cannot be taken back any more.
    """
    line, row = line_of(session, cause)
    own = session.connection().execute(
        update(DISPUTES)
        .where(_about(line), DISPUTES.c.raised_by == actor, OPEN)
        .values(what=DENIED, version=DISPUTES.c.version + 1)
    )
    if not own.rowcount:
        raised(session, line, row, actor, DENIED, words, now)


def raised(
    session: CitySession, line: Line, row: Any, actor: int, what: str, words: str, now: datetime
) -> Said:
    """Keep a dispute of a line, ask its recorder; whoever calls has asked who may.

    Refuses dispute-open, text-empty, text-length and text-number.
    """
    connection = session.connection()
    volunteer = connection.execute(
        select(VOLUNTEERS).where(VOLUNTEERS.c.id == line.volunteer_id)
    ).one()
    county = row.county if line.record_id else county_of(session, volunteer, now)
    # Twice at the same moment: the index lets one through.
    made = connection.execute(
        insert_into(connection, DISPUTES)
        .values(
            visit_id=line.visit_id,
            record_id=line.record_id,
            volunteer_id=line.volunteer_id,
            raised_by=actor,
            raised_at=now,
            what=what,
            words=cleaned(words),
            station_id=row.station_id if line.visit_id else None,
            typed_by=row.typed_by if line.record_id else None,
            county=county,
            state="raised",
            version=1,
            due_at=_due_at(session, now),
        )
        .on_conflict_do_nothing()
        .returning(DISPUTES.c.id)
    ).scalar_one_or_none()
    if made is None:
        raise Refusal(Code.DISPUTE_OPEN)
    audit.record(session, actor, "dispute.raised", f"dispute:{made}", now, cause=line.cause)
    _ask_recorder(session, line, row, made, county, now)
    return next(one for one in said_of(session, line) if one.dispute_id == made)


@access.performs(Action.OBJECT)
def reply(session: CitySession, *, actor: int, dispute_id: int, words: str, now: datetime) -> None:
    """Say one's own word about another's dispute of one's line, once; whoever decides reads it.

    Refuses step-gone when it is decided, answered so already, or not about one's own line, and
    text-empty, text-length, text-number.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    kept = session.connection().execute(
        update(DISPUTES)
        .where(DISPUTES.c.id == dispute_id, OPEN, DISPUTES.c.volunteer_id == volunteer_id)
        .where(DISPUTES.c.raised_by != actor, DISPUTES.c.reply.is_(None))
        .values(reply=cleaned(words), replied_at=now)
    )
    if not kept.rowcount:
        raise Refusal(Code.STEP_GONE)
    audit.record(session, actor, "dispute.replied", f"dispute:{dispute_id}", now)


def cleaned(words: str) -> str:
    """Return words as they are kept; refuses text-empty, text-length and text-number."""
    return unless_refused(public_text(words, max_length=MOST_WORDS))


def _due_at(session: CitySession, now: datetime) -> datetime:
    """Return when the recorder's working days for an answer are over."""
    calendar, rules = session.city.calendar, session.city.policy(now).records
    last = calendar.add_workdays(calendar.day_of(now), rules.answer_workdays)
    return calendar.at(last, _ENDS_OF_DAY)


def _ask_recorder(
    session: CitySession, line: Line, row: Any, dispute_id: int, county: str, now: datetime
) -> None:
    asked = [row.typed_by] if line.record_id else _clerks(session, row.station_id)
    for account_id in asked:
        if account_id == row.account_id:
            continue
        notices.tell(
            session,
            kind="dispute-to-answer",
            account_id=account_id,
            dedupe_key=f"dispute-to-answer/{dispute_id}/{account_id}",
            facts={
                "dispute_id": dispute_id,
                "volunteer": line.volunteer,
                "title": line.title,
                "began_at": line.began_at.isoformat(),
            },
            due_at=now,
        )
    due_at = _due_at(session, now)
    rules, calendar = session.city.policy(now).duties, session.city.calendar
    for account_id in _officers(session, county):
        notices.tell(
            session,
            kind="dispute-unanswered",
            account_id=account_id,
            dedupe_key=f"dispute-unanswered/{dispute_id}/{account_id}",
            facts={"dispute_id": dispute_id, "volunteer": line.volunteer, "title": line.title},
            due_at=next_office_hour(due_at, rules, calendar),
        )


def _clerks(session: CitySession, station_id: int) -> list[int]:
    return access.holders(session, role=Role.CLERK, scope_ref=str(station_id))


def _officers(session: CitySession, county: str) -> list[int]:
    if county:
        return access.holders(session, role=Role.COUNTY_OFFICE, scope_ref=county)
    return access.holders(session, role=Role.FEDERATION, scope_ref="")


@access.performs(Action.OBJECT)
def withdraw(session: CitySession, *, actor: int, dispute_id: int, now: datetime) -> None:
    """Take back a dispute that one raised; hours on show are shown on for as long as it lay there.

    So whoever left it at this objection has the days to raise his own. Refuses step-gone when it
    is decided, another's, the word of who was served, or of an officer.
    """
    taken = (
        session.connection()
        .execute(
            update(DISPUTES)
            .where(DISPUTES.c.id == dispute_id, DISPUTES.c.raised_by == actor, OPEN)
            .where(DISPUTES.c.what.not_in([DENIED, PATTERN]))
            .values(state="withdrawn", version=DISPUTES.c.version + 1)
            .returning(DISPUTES.c.record_id, DISPUTES.c.raised_at)
        )
        .one_or_none()
    )
    access.own_volunteer(session, actor=actor)
    if taken is None:
        raise Refusal(Code.STEP_GONE)
    if taken.record_id is not None:
        _show_on(session, taken.record_id, taken.raised_at, now)
    audit.record(session, actor, "dispute.withdrawn", f"dispute:{dispute_id}", now)


def _show_on(session: CitySession, record_id: int, raised_at: datetime, now: datetime) -> None:
    """Let a record on show have as many days left as it had when the objection was raised."""
    row = session.connection().execute(
        select(RECORDS).where(RECORDS.c.id == record_id, RECORDS.c.state == "published")
    ).one_or_none()  # fmt: skip
    if row is None:
        return
    calendar = session.city.calendar
    today = calendar.day_of(now)
    first = counts_from(row.published_on, session.city.policy(now).records)
    left = max(first - calendar.day_of(raised_at), timedelta(days=1))
    session.connection().execute(
        update(RECORDS)
        .where(RECORDS.c.id == record_id)
        .values(counts_on=max(row.counts_on, today + left))
    )
