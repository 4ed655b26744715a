"""The daily digest of a unit's contact: at most one a day, in office hours, true when it is sent.

Nothing is planned ahead. Each minute the facts are asked; what was said is kept in the notice's
row, so a stage of the reminders is said once to each contact, and never after the last item is in.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.duties import (
    DutyKind,
    Reminder,
    Standing,
    is_office_hour,
    next_office_hour,
    next_reminder_at,
)
from domain.duties import reminder_due as rule
from domain.permissions import Action, Role
from models.columns import table_of
from models.people import Account, RoleGrant
from models.traffic import Notice
from usecases import access, duties, notices
from usecases.city import CitySession
from usecases.duties import DutyStanding
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay, Wait

KIND = "duty-digest"
# A duty of the year before is asked about in January at the latest.
_REMEMBERED = timedelta(days=600)
_NOTICES = table_of(Notice)
_GRANTS = table_of(RoleGrant)
_ACCOUNTS = table_of(Account)


@dataclass
class _Contact:
    """A contact of one unit, what has been said to him, and whether today's digest exists."""

    account_id: int
    unit_id: int
    said: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    today: bool = False
    waiting: bool = False


@access.performs(Action.RUN_CLOCK)
def anyone_due(session: CitySession, *, now: datetime) -> bool:
    """Tell whether a digest is due now, or the year's duties are still to be written down."""
    policy = session.city.policy(now)
    if not is_office_hour(now, policy.duties, session.city.calendar):
        return False
    return not duties.imposed(session, now=now) or bool(_due(session, now))


@access.performs(Action.RUN_CLOCK)
def offices_open_at(session: CitySession, *, now: datetime) -> datetime:
    """Return when offices open next after `now`: what time alone makes due becomes due then."""
    rules, calendar = session.city.policy(now).duties, session.city.calendar
    today = calendar.day_of(now)
    opening = calendar.at(today, rules.office_hours_start)
    if calendar.is_workday(today) and now < opening:
        return opening
    return calendar.at(calendar.add_workdays(today, 1), rules.office_hours_start)


@access.performs(Action.RUN_CLOCK)
def remind(session: CitySession, *, now: datetime) -> int:
    """Queue a digest for each contact to whom one is due; return how many."""
    duties.impose(session, now=now)
    due = _due(session, now)
    day = session.city.calendar.day_of(now)
    for contact, stages in due:
        notices.tell(
            session,
            kind="duty-digest",
            account_id=contact.account_id,
            dedupe_key=f"{KIND}/{contact.unit_id}/{contact.account_id}/{day}",
            facts={"unit_id": contact.unit_id, "stages": stages},
            due_at=now,
        )
    return len(due)


@access.performs(Action.RUN_CLOCK)
def next_reminder(session: CitySession, *, now: datetime) -> datetime | None:
    """Return the next moment at which a digest is due, or a new year begins for the offices."""
    calendar, rules = session.city.calendar, session.city.policy(now).duties
    today = calendar.day_of(now)
    if not duties.imposed(session, now=now):
        return next_office_hour(now, rules, calendar)
    new_year = calendar.first_workday_on_or_after(
        today.replace(year=today.year + 1, month=1, day=1)
    )
    moments = [calendar.at(new_year, rules.office_hours_start)]
    tomorrow = calendar.at(calendar.add_workdays(today, 1), rules.office_hours_start)
    open_duties = duties.by_unit(_open(session, now))
    for contact in _contacts(session, now):
        if contact.waiting:
            continue
        earliest = tomorrow if contact.today else now
        for one in open_duties.get(contact.unit_id, []):
            moment = next_reminder_at(
                one.owed,
                one.progress,
                sent=contact.said[one.duty_id],
                now=earliest,
                rules=rules,
                calendar=calendar,
            )
            if moment is not None:
                moments.append(moment)
    return min(moments)


def look(session: CitySession, notice: Claimed, now: datetime) -> ToSay | Wait | None:
    """Return the digest as it is true now; None when nothing is owed or he is contact no more."""
    calendar, rules = session.city.calendar, session.city.policy(now).duties
    unit_id = int(notice.facts["unit_id"])
    if notice.account_id not in duties.who_answers(session, unit_id):
        return None
    opens_at = next_office_hour(now, rules, calendar)
    if opens_at > now:
        return Wait(opens_at)
    open_duties = _open(session, now, unit_ids=[unit_id])
    said = _said(session, notice.account_id, unit_id, but=notice.notice_id)
    due = [one for one in open_duties if _reminder(session, one, said[one.duty_id], now)]
    if not due:
        return None
    today_on = calendar.day_of(now)
    ids = {one.duty_id for one in due}
    listed = [
        one
        for one in open_duties
        if one.duty_id in ids or one.is_soon or one.owed.kind is DutyKind.INFO_ITEM
    ]
    stages = {}
    for one in due:
        reminder = _reminder(session, one, said[one.duty_id], now)
        if reminder is not None:
            stages[str(one.duty_id)] = reminder.stage.key
    items = [one.item(today_on) for one in listed]
    facts = {"unit": listed[0].unit_name, "count": len(items), "items": items}
    return ToSay(facts, {"unit_id": unit_id, "stages": stages})


def _open(
    session: CitySession, now: datetime, unit_ids: list[int] | None = None
) -> list[DutyStanding]:
    """Return what is still to be handed in or will be, and what is late from the year before."""
    year = session.city.calendar.day_of(now).year
    found = duties.standings(session, now=now, years=[year - 1, year], unit_ids=unit_ids)
    return [one for one in found if one.standing not in (Standing.DONE, Standing.WAITING)]


def _due(session: CitySession, now: datetime) -> list[tuple[_Contact, dict[str, str]]]:
    open_duties = duties.by_unit(_open(session, now))
    due: list[tuple[_Contact, dict[str, str]]] = []
    served: set[int] = set()
    for contact in _contacts(session, now):
        # Who answers for two units hears of the second on the next working day.
        if contact.today or contact.waiting or contact.account_id in served:
            continue
        stages = {}
        for one in open_duties.get(contact.unit_id, []):
            reminder = _reminder(session, one, contact.said[one.duty_id], now)
            if reminder is not None:
                stages[str(one.duty_id)] = reminder.stage.key
        if stages:
            due.append((contact, stages))
            served.add(contact.account_id)
    return due


def _reminder(
    session: CitySession, one: DutyStanding, sent: set[str], now: datetime
) -> Reminder | None:
    return rule(
        one.owed,
        one.progress,
        sent=sent,
        now=now,
        rules=session.city.policy(now).duties,
        calendar=session.city.calendar,
    )


def _holders(session: CitySession) -> list[_Contact]:
    """Return who hands in for which unit: its contact, or for a county's office who sits there."""
    held = session.connection().execute(
        select(_GRANTS.c.account_id, _GRANTS.c.role, _GRANTS.c.scope_ref)
        .join(_ACCOUNTS, _ACCOUNTS.c.id == _GRANTS.c.account_id)
        .where(
            _GRANTS.c.role.in_([Role.UNIT_CONTACT.value, Role.COUNTY_OFFICE.value]),
            _GRANTS.c.revoked_at.is_(None),
            _ACCOUNTS.c.blocked_at.is_(None),
        )
        .order_by(_GRANTS.c.id)
    )
    return [
        _Contact(row.account_id, unit_id)
        for row in held
        if (unit_id := duties.answers_for(session, Role(row.role), row.scope_ref)) is not None
    ]


def _contacts(session: CitySession, now: datetime) -> list[_Contact]:
    """Return the living contacts of all units, with what was said to each."""
    connection = session.connection()
    contacts = _holders(session)
    of_account: dict[int, list[_Contact]] = defaultdict(list)
    for contact in contacts:
        of_account[contact.account_id].append(contact)
    day = session.city.calendar.day_of(now)
    rows = connection.execute(
        select(
            _NOTICES.c.account_id,
            _NOTICES.c.facts,
            _NOTICES.c.state,
            _NOTICES.c.dedupe_key,
            _NOTICES.c.sent_at,
        ).where(_NOTICES.c.kind == KIND, _NOTICES.c.due_at > now - _REMEMBERED)
    )
    for row in rows:
        for contact in of_account.get(row.account_id, []):
            sent_on = row.sent_at and session.city.calendar.day_of(row.sent_at)
            # One that waited for the offices to open counts for the day on which it came.
            contact.today |= sent_on == day or row.dedupe_key.endswith(f"/{day}")
            contact.waiting = contact.waiting or row.state == "pending"
            if row.state in ("sent", "unknown") and int(row.facts["unit_id"]) == contact.unit_id:
                for duty_id, stage in row.facts["stages"].items():
                    contact.said[int(duty_id)].add(stage)
    return contacts


def _said(session: CitySession, account_id: int, unit_id: int, *, but: int) -> dict[int, set[str]]:
    said: dict[int, set[str]] = defaultdict(set)
    rows = session.connection().execute(
        select(_NOTICES.c.facts).where(
            _NOTICES.c.kind == KIND,
            _NOTICES.c.account_id == account_id,
            _NOTICES.c.state.in_(["sent", "unknown"]),
            _NOTICES.c.id != but,
        )
    )
    for row in rows:
        if int(row.facts["unit_id"]) == unit_id:
            for duty_id, stage in row.facts["stages"].items():
                said[int(duty_id)].add(stage)
    return said
