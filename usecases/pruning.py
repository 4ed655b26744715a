"""What has served its time is deleted: keys of updates, refused scans, codes, wrong tries.

How long each is kept is the policy's `retention`; codes and tries are worthless within hours and
are kept for two days so that a quarrel of the same day can be looked into.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, Update, delete, select, update

from domain.permissions import Action
from models.arrivals import LocationProof
from models.columns import table_of
from models.corrections import Correction
from models.errands import Errand
from models.guardians import GuardianLink, Guardianship
from models.honours import Honour
from models.late_scans import LateScan
from models.people import Application
from models.proxies import ProxyRegistration
from models.qualifications import Qualification
from models.recoveries import RecoveryClaim
from models.rosters import RosterEntry
from models.traffic import Conversation, InboxUpdate
from models.visits import CodeUse, Scan, ShortCode, WrongTry
from usecases import access, audit, conversations
from usecases.city import CitySession
from usecases.registration import FLOW

_INBOX = table_of(InboxUpdate)
_PROOFS = table_of(LocationProof)
_SCANS = table_of(Scan)
_USES = table_of(CodeUse)
_SHORT = table_of(ShortCode)
_WRONG = table_of(WrongTry)
_CLAIMS = table_of(RecoveryClaim)
_ERRANDS = table_of(Errand)
_CORRECTIONS = table_of(Correction)
_LINKS = table_of(GuardianLink)
_GUARDIANS = table_of(Guardianship)
_DRAFTS = table_of(Conversation)
_APPLICATIONS = table_of(Application)
_INVITED = table_of(RosterEntry)
_CERTIFIED = table_of(Qualification)
_HONOURED = table_of(Honour)
_LATE = table_of(LateScan)
_TYPED = table_of(ProxyRegistration)

# Longer than any code lives and any late message is believed.
_CODE_DAYS = 2
# So many rows of a table in one transaction, so that nobody waits for the broom.
_AT_ONCE = 500


@access.performs(Action.RUN_CLOCK)
def prune(session: CitySession, *, now: datetime) -> int:
    """Delete what may not be kept any longer, some of it at a time; return how many rows went.

    An update that was never done keeps its row until its key may go, but what it says is blanked
    after `retention.inbox_days`. A scan that opened or closed a visit stays with its visit. Of a
    location only its band stays after `location_days`.
    """
    kept = session.city.policy(now).retention
    gone = {
        "applications": _blank_decided(session, _before(kept.rejected_application_days, now)),
        "guardians": _blank_guardians(session, _before(kept.rejected_application_days, now)),
        "papers": _shred_papers(session, _before(kept.photo_days, now)),
        "locations": _blur_locations(session, _before(kept.location_days, now)),
    }
    written(session, "data.pruned", gone, now)
    _blank_parked(session, _before(kept.inbox_days, now))
    done = _INBOX.c.done_at.is_not(None) | _INBOX.c.parked_at.is_not(None)
    known_until = _before(kept.update_key_days, now)
    return (
        _sweep(session, _INBOX, done & (_INBOX.c.received_at < known_until))
        + _sweep_scans(session, _before(kept.refused_scan_days, now))
        + _sweep_codes(session, _before(_CODE_DAYS, now))
        + _sweep_unfinished(session, _before(kept.unfinished_application_days, now))
    )


def _before(days: int, now: datetime) -> datetime:
    return now - timedelta(days=days)


def _blank_parked(session: CitySession, before: datetime) -> None:
    """Blank what the updates say that were never done; nobody counts those."""
    session.connection().execute(
        update(_INBOX)
        .where(_INBOX.c.parked_at < before, _INBOX.c.body_sealed.is_not(None))
        .values(body_sealed=None)
    )


def _sweep_scans(session: CitySession, before: datetime) -> int:
    """Delete the scans that neither opened nor closed a visit, and what hangs on them.

    Also of who was asked for company, a place or a clerk, and did not come in by it.
    """
    led_nowhere = _SCANS.c.visit_id.is_(None) & (_SCANS.c.scanned_at < before)
    return (
        _sweep(session, _PROOFS, _PROOFS.c.scan_id.in_(select(_SCANS.c.id).where(led_nowhere)))
        + _sweep(session, _SCANS, led_nowhere & _SCANS.c.id.not_in(select(_PROOFS.c.scan_id)))
        + _sweep(session, _LATE, _LATE.c.sent_at < before)
    )


def _sweep_codes(session: CitySession, before: datetime) -> int:
    """Delete codes and links that were used or ran out, and wrong tries at them."""
    return (
        _sweep(session, _USES, _USES.c.used_at < before)
        + _sweep(session, _SHORT, _SHORT.c.expires_at < before)
        + _sweep(session, _LINKS, _LINKS.c.expires_at < before)
        + _sweep(session, _WRONG, _WRONG.c.tried_at < before)
    )


def _sweep_unfinished(session: CitySession, before: datetime) -> int:
    """Delete registrations that nobody went on with: drafts, typed for others, invitations."""
    typed_for_nobody = _TYPED.c.account_id.not_in(select(_APPLICATIONS.c.account_id))
    return (
        _sweep(session, _DRAFTS, (_DRAFTS.c.flow == FLOW) & (_DRAFTS.c.updated_at < before))
        + _sweep(session, _TYPED, (_TYPED.c.begun_at < before) & typed_for_nobody)
        + _sweep(session, _INVITED, _INVITED.c.handed_in_at < before)
        + conversations.forget_aside(session, flow=FLOW, before=before)
    )


def written(session: CitySession, deed: str, gone: dict[str, int], now: datetime) -> None:
    """Keep in the trail how many of what has gone, if anything has; never whose."""
    if any(gone.values()):
        some = {what: count for what, count in gone.items() if count}
        audit.record(session, None, deed, "city", now, **some)


def _blur_locations(session: CitySession, before: datetime) -> int:
    """Forget how far somebody was from a station; whether he was near stays."""
    blurred = update(_PROOFS).where(
        _PROOFS.c.sent_at < before,
        _PROOFS.c.distance_metres.is_not(None) | _PROOFS.c.accuracy_metres.is_not(None),
    )
    return _count(session, blurred.values(distance_metres=None, accuracy_metres=None))


def _count(session: CitySession, change: Update) -> int:
    return session.connection().execute(change).rowcount


def _blank_decided(session: CitySession, before: datetime) -> int:
    """Blank the answers of applications decided long ago; the volunteer's own row has his."""
    blanked = update(_APPLICATIONS).where(
        _APPLICATIONS.c.state.in_(["approved", "refused", "withdrawn"]),
        _APPLICATIONS.c.decided_at < before,
        _APPLICATIONS.c.answers_sealed.is_not(None),
    )
    return _count(session, blanked.values(answers_sealed=None))


def _blank_guardians(session: CitySession, before: datetime) -> int:
    """Blank guardians of applications that made no volunteer, and claims, as applications are."""
    over = select(_APPLICATIONS.c.id).where(
        _APPLICATIONS.c.state.in_(["refused", "withdrawn"]), _APPLICATIONS.c.decided_at < before
    )
    blanked = update(_GUARDIANS).where(
        _GUARDIANS.c.volunteer_id.is_(None),
        _GUARDIANS.c.name_sealed.is_not(None),
        _GUARDIANS.c.application_id.in_(over.scalar_subquery()),
    )
    return _count(session, blanked.values(name_sealed=None, phone_sealed=None)) + sum(
        _count(
            session,
            update(table)
            .where(table.c.decided_at < before, table.c.said_sealed.is_not(None))
            .values(said_sealed=None),
        )
        for table in (_CLAIMS, _CORRECTIONS)
    )


def _shred_papers(session: CitySession, before: datetime) -> int:
    """Forget the keys of photos of papers: what lies on the disk opens to nobody then."""
    return sum(
        _count(
            session,
            update(table)
            .where(table.c.proof_at < before, table.c.photo_key_sealed.is_not(None))
            .values(photo_key_sealed=None, photo_sha256=None),
        )
        for table in (_TYPED, _ERRANDS)
    ) + sum(
        _count(
            session,
            update(papers)
            .where(papers.c.decided_at < before, papers.c.photo_key_sealed.is_not(None))
            .values(photo_key_sealed=None, sha256=None),
        )
        for papers in (_CERTIFIED, _HONOURED)
    )


def _sweep(session: CitySession, table: Table, where: ColumnElement[bool]) -> int:
    key: Any = next(iter(table.primary_key))
    some = select(key).where(where).limit(_AT_ONCE).scalar_subquery()
    return session.connection().execute(delete(table).where(key.in_(some))).rowcount
