"""What a notice still means when it is sent: asked again, because days may have passed.

A kind that is not in the table is sent with the facts it was queued with.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.permissions import Action
from domain.refusals import Refusal
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Scan, Visit
from usecases import (
    access,
    applications,
    correction_checks,
    corrections,
    dispute_answers,
    dispute_decisions,
    duty_reminders,
    errand_leavings,
    honour_checks,
    honours,
    later_guardians,
    new_menus,
    oddities,
    outside_checks,
    outside_hours,
    profile,
    qualification_checks,
    qualifications,
    queue_notices,
    record_checks,
    record_deadlines,
    recoveries,
    relocations,
    star_standing,
    submissions,
    wards,
)
from usecases.city import CitySession
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay, Wait
from usecases.scan_outcomes import ClerkAsked

_VISITS = table_of(Visit)
_SCANS = table_of(Scan)
_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)


Look = Callable[[CitySession, Claimed, datetime], ToSay | Wait | None]


@access.performs(Action.RUN_CLOCK)
def look_again(session: CitySession, *, notice: Claimed, now: datetime) -> ToSay | Wait | None:
    """Return what to say, until when to wait, or None when it makes no sense any more."""
    look = LOOKS.get(notice.kind)
    return ToSay(notice.facts) if look is None else look(session, notice, now)


def _forgotten(session: CitySession, notice: Claimed, now: datetime) -> ToSay | None:
    until_at = notice.facts.get("until_at")
    if until_at is not None and now > datetime.fromisoformat(until_at):
        return None
    settled = session.connection().scalar(
        select(_VISITS.c.settled_at).where(_VISITS.c.id == notice.facts["visit_id"])
    )
    return None if settled else ToSay(notice.facts)


def _arrival(session: CitySession, notice: Claimed, now: datetime) -> ToSay | None:
    """Ask the clerk only while somebody still waits, and only who is still clerk there."""
    connection = session.connection()
    scan = connection.execute(
        select(
            _SCANS.c.scanned_at,
            _SCANS.c.station_id,
            _SCANS.c.visit_id,
            _SCANS.c.outcome,
            _SCANS.c.account_id,
            _VOLUNTEERS.c.name,
            _STATIONS.c.name.label("station"),
        )
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.id == _SCANS.c.volunteer_id)
        .join(_STATIONS, _STATIONS.c.id == _SCANS.c.station_id)
        .where(_SCANS.c.request_id == notice.facts["request_id"])
    ).one_or_none()
    if scan is None or scan.visit_id is not None or scan.outcome != ClerkAsked.__name__:
        return None
    limit = timedelta(minutes=session.city.policy(now).credit.max_visit_minutes)
    if now >= scan.scanned_at + limit:
        return None
    if notice.account_id not in access.holders(
        session, role="clerk", scope_ref=str(scan.station_id)
    ):
        return None
    return ToSay(
        {
            "request_id": notice.facts["request_id"],
            # A guardian who is no volunteer has the name that he said of himself.
            "volunteer": scan.name or wards.own_name(session, scan.account_id),
            "station": scan.station,
            "arrived_at": scan.scanned_at.isoformat(),
        }
    )


def _approved(session: CitySession, notice: Claimed, now: datetime) -> ToSay | None:
    """Send the card along; nothing is said of an approval that was undone meanwhile."""
    try:
        card = profile.card(session, actor=notice.account_id)
    except Refusal:
        return None
    city = session.city.policy(now).city
    return ToSay(
        notice.facts
        | {
            "unit": card.unit,
            "team": card.team,
            "approved_on": card.approved_on.isoformat(),
            "code": card.code,
            "city": city.name,
            "city_en": city.name_en,
        }
    )


def _applications(session: CitySession, notice: Claimed, now: datetime) -> ToSay | Wait | None:
    try:
        queue = applications.queue(session, actor=notice.account_id, now=now)
    except Refusal:
        return None
    return queue_notices.look(session, now, count=queue.count, days=queue.days)


def _waits(waiting: Callable[..., int]) -> Look:
    """Return a look for "so many wait for you": how many do by now, nothing to who may no more."""

    def look(session: CitySession, notice: Claimed, now: datetime) -> ToSay | Wait | None:
        try:
            count = waiting(session, actor=notice.account_id, now=now)
        except Refusal:
            return None
        return queue_notices.look(session, now, count=count)

    return look


def _unanswered(session: CitySession, notice: Claimed, _now: datetime) -> ToSay | None:
    raised = dispute_answers.still_raised(session, dispute_id=notice.facts["dispute_id"])
    return ToSay(notice.facts) if raised else None


def _deadline(session: CitySession, notice: Claimed, _now: datetime) -> ToSay | None:
    """Warn nobody who has finished the record, or another one of that day, since he began."""
    return record_deadlines.look(session, notice.account_id, notice.facts)


LOOKS: dict[str, Look] = {
    "application-approved": _approved,
    new_menus.KIND: new_menus.look,
    "visit-forgotten": _forgotten,
    "visit-end-last-day": _forgotten,
    "confirm-arrival": _arrival,
    duty_reminders.KIND: duty_reminders.look,
    queue_notices.APPLICATIONS: _applications,
    relocations.WAITING: _waits(relocations.waiting),
    qualifications.WAITING: _waits(qualification_checks.waiting),
    honours.WAITING: _waits(honour_checks.waiting),
    outside_hours.WAITING: _waits(outside_checks.waiting),
    recoveries.WAITING: _waits(recoveries.waiting),
    errand_leavings.WAITING: _waits(errand_leavings.waiting),
    corrections.WAITING: _waits(correction_checks.waiting),
    later_guardians.WAITING: _waits(later_guardians.waiting),
    oddities.NOTICE: _waits(oddities.waiting),
    queue_notices.SUBMISSIONS: _waits(submissions.waiting),
    queue_notices.RECORDS: _waits(record_checks.waiting),
    "record-deadline": _deadline,
    queue_notices.STARS: _waits(star_standing.waiting),
    queue_notices.DISPUTES: _waits(dispute_decisions.waiting),
    "dispute-unanswered": _unanswered,
    "dispute-to-answer": _unanswered,
}
