"""What is done for a volunteer without a telephone: card, copy, consent, leaving, objection."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from domain.permissions import Action
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.rights import Leaving
from models.visits import Visit
from usecases import (
    access,
    audit,
    consent_proofs,
    consents,
    disputes,
    errands,
    leaving,
    ledger,
    notices,
    own_data,
    queue_notices,
    registration,
    taking_over,
)
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.consents import Given
from usecases.errand_leavings import WAITING
from usecases.errands import ERRANDS
from usecases.leaving import Outlook
from usecases.own_data import Links, OwnData
from usecases.profile import Card, card_of

_LEAVINGS = table_of(Leaving)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)

_LATEST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom an errand is for, whether he has agreed, and whether he is leaving."""

    name: str
    number: str
    agreed: bool
    # An objection goes to the station's clerks first; officers decide about it later.
    at_station: bool
    # Asked for and not confirmed yet, or under way until `leaves_at`.
    leaving: bool
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True)
class Served:
    """A visit of his that can be objected to."""

    cause: str
    station: str
    opened_at: datetime
    minutes: int


@access.performs(Action.SERVE_OTHER)
def standing(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> Standing:
    """Return how an errand stands; refuses not-allowed, not-found, step-gone."""
    row = errands.of_actor(session, actor, errand_id, now)
    who = _volunteer(session, row.volunteer_id)
    due_at = _leaves_at(session, row.account_id)
    waits = _asked(session, row.volunteer_id) is not None
    return Standing(
        mask_name(who.name),
        who.number,
        row.proof is not None,
        row.station_id is not None,
        waits or due_at is not None,
        due_at,
    )


def _volunteer(session: CitySession, volunteer_id: int) -> Any:
    query = select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id)
    return session.connection().execute(query).one()


def _leaves_at(session: CitySession, account_id: int) -> datetime | None:
    found: datetime | None = session.connection().scalar(
        select(_LEAVINGS.c.due_at).where(
            _LEAVINGS.c.account_id == account_id,
            _LEAVINGS.c.undone_at.is_(None),
            _LEAVINGS.c.done_at.is_(None),
        )
    )
    return found


def _asked(session: CitySession, volunteer_id: int) -> int | None:
    """Return the errand in which he asked to leave, while nobody has decided about it."""
    found: int | None = session.connection().scalar(
        select(ERRANDS.c.id).where(
            ERRANDS.c.volunteer_id == volunteer_id, ERRANDS.c.leaving == "asked"
        )
    )
    return found


@access.performs(Action.SERVE_OTHER)
def new_card(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> Card:
    """Return a new card to be printed; every older one answers code-revoked from now on."""
    row = errands.agreed(session, actor, errand_id, now)
    taking_over.end_cards(session, row.volunteer_id, now)
    audit.record(
        session, actor, "errand.card-renewed", f"volunteer:{row.volunteer_id}", now, errand=row.id
    )
    return card_of(session, row.volunteer_id, now)


@access.performs(Action.SERVE_OTHER)
def copy_links(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> Links:
    """Return links to a copy of everything that is held of him, to be printed for him."""
    row = errands.agreed(session, actor, errand_id, now)
    audit.record(session, actor, "errand.copied", f"volunteer:{row.volunteer_id}", now)
    return own_data.links(session, actor=row.account_id, now=now)


@access.performs(Action.SERVE_OTHER)
def copy_in_chat(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> OwnData:
    """Return the same without number and telephone, where the city has no pages."""
    row = errands.agreed(session, actor, errand_id, now)
    audit.record(session, actor, "errand.copied", f"volunteer:{row.volunteer_id}", now)
    return own_data.in_chat(session, actor=row.account_id, now=now)


@access.performs(Action.SERVE_OTHER)
def given(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> list[Given]:
    """Return the consents of his that can be taken back without leaving."""
    row = errands.agreed(session, actor, errand_id, now)
    return [one for one in consents.given(session, actor=row.account_id) if not one.needed]


@access.performs(Action.SERVE_OTHER)
def withdraw(
    session: CitySession, *, actor: int, errand_id: int, consent_id: int, now: datetime
) -> None:
    """Take one of these consents back; refuses step-gone, and consent-missing for needed ones."""
    row = errands.agreed(session, actor, errand_id, now)
    if consents.one(session, actor=row.account_id, consent_id=consent_id).needed:
        raise Refusal(Code.CONSENT_MISSING)
    consents.withdraw(session, actor=row.account_id, consent_id=consent_id, now=now)
    audit.record(session, actor, "errand.consent-withdrawn", f"consent:{consent_id}", now)


# -- an objection ----------------------------------------------------------------------------------


@access.performs(Action.SERVE_OTHER)
def latest(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> list[Served]:
    """Return his latest visits that are over."""
    row = errands.agreed(session, actor, errand_id, now)
    return latest_of(session, row.volunteer_id)


def latest_of(session: CitySession, volunteer_id: int) -> list[Served]:
    """Return a volunteer's latest visits that are over."""
    rows = session.connection().execute(
        select(_VISITS.c.id, _VISITS.c.opened_at, _VISITS.c.minutes, _STATIONS.c.name)
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .where(_VISITS.c.volunteer_id == volunteer_id, _VISITS.c.closed_at.is_not(None))
        .order_by(_VISITS.c.opened_at.desc())
        .limit(_LATEST)
    )
    return [Served(f"visit:{one.id}", one.name, one.opened_at, one.minutes or 0) for one in rows]


@access.performs(Action.SERVE_OTHER)
def dispute(
    session: CitySession, *, actor: int, errand_id: int, cause: str, words: str, now: datetime
) -> None:
    """Object in his name to one of his visits; the station answers, an officer decides.

    Refuses not-allowed to officers, who decide about it, and what `disputes.dispute` does.
    """
    row = errands.agreed(session, actor, errand_id, now)
    if row.station_id is None:
        raise Refusal(Code.NOT_ALLOWED)
    said = disputes.dispute_for(
        session,
        account_id=row.account_id,
        volunteer_id=row.volunteer_id,
        cause=cause,
        words=words,
        now=now,
    )
    audit.record(session, actor, "errand.disputed", f"dispute:{said.dispute_id}", now)


# -- leaving ---------------------------------------------------------------------------------------


@access.performs(Action.SERVE_OTHER)
def outlook(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> Outlook:
    """Return what goes and what stays if he leaves; refuses what `errands.agreed` does."""
    row = errands.agreed(session, actor, errand_id, now)
    seen = leaving.outlook(session, actor=row.account_id, now=now)
    hours = ledger.hours(session, volunteer_id=row.volunteer_id)
    return replace(seen, service_minutes=hours.service_minutes)


@access.performs(Action.SERVE_OTHER)
def leave(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> None:
    """Ask for him to be forgotten; an officer confirms it, then the usual days begin.

    Asked twice is asked once.
    """
    row = errands.agreed(session, actor, errand_id, now)
    if _asked(session, row.volunteer_id) or _leaves_at(session, row.account_id):
        return
    who = _volunteer(session, row.volunteer_id)
    route = registration.route_of(session, who.unit_id, who.county, now)
    session.connection().execute(
        update(ERRANDS)
        .where(ERRANDS.c.id == row.id)
        .values(
            leaving="asked",
            route=route.written,
        )
    )
    audit.record(session, actor, "errand.leaving", f"volunteer:{who.id}", now, errand=row.id)
    queue_notices.call(
        session, kind=WAITING, role=route.approver, scope_ref=route.county or "", now=now
    )


@access.performs(Action.SERVE_OTHER)
def stay(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> None:
    """Take his leaving back, confirmed or not; refuses step-gone when none is under way."""
    row = errands.agreed(session, actor, errand_id, now)
    taken = session.connection().execute(
        update(ERRANDS)
        .where(ERRANDS.c.volunteer_id == row.volunteer_id, ERRANDS.c.leaving == "asked")
        .values(leaving="taken_back", decided_at=now)
    )
    audit.record(session, actor, "errand.stays", f"volunteer:{row.volunteer_id}", now)
    if not taken.rowcount:
        leaving.undo(session, actor=row.account_id, now=now)


# -- the office -----------------------------------------------------------------------------------


@access.performs(Action.DECIDE_APPLICATION)
def signed_paper(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> SignedPaper:
    """Return the photo of the paper that he signed; that it was looked at is kept. not-found."""
    paper = consent_proofs.paper_of(session, errands.PROVEN, _errand(session, actor, errand_id))
    audit.record(session, actor, "errand.paper-seen", f"errand:{errand_id}", now)
    return paper


def _errand(session: CitySession, actor: int, errand_id: int) -> Any:
    routes = access.routes(session, actor=actor)
    row = (
        session.connection()
        .execute(select(ERRANDS).where(ERRANDS.c.id == errand_id).with_for_update())
        .one_or_none()
    )
    if row is None or row.leaving is None:
        raise Refusal(Code.NOT_FOUND)
    if row.route not in routes:
        raise Refusal(Code.NOT_ALLOWED)
    return row


@access.performs(Action.DECIDE_APPLICATION)
def confirm(
    session: CitySession, *, actor: int, errand_id: int, agreed: bool, now: datetime
) -> datetime | None:
    """Confirm that he wants to leave and return the day, or refuse it: nothing is done then.

    Refuses not-found, not-allowed, second-person (who typed it, or showed the code for it),
    already-decided, step-gone when he has an account of his own by now.
    """
    row = _errand(session, actor, errand_id)
    if actor in (row.opened_by, row.relative_id):
        raise Refusal(Code.SECOND_PERSON)
    if row.leaving != "asked":
        raise Refusal(Code.ALREADY_DECIDED)
    if _volunteer(session, row.volunteer_id).account_id is not None:
        raise Refusal(Code.STEP_GONE)
    verdict = "confirmed" if agreed else "refused"
    session.connection().execute(
        update(ERRANDS)
        .where(ERRANDS.c.id == errand_id)
        .values(leaving=verdict, decided_by=actor, decided_at=now)
    )
    audit.record(session, actor, f"errand.leaving-{verdict}", f"errand:{errand_id}", now)
    due_at = leaving.ask(session, actor=row.account_id, now=now) if agreed else None
    notices.tell(
        session,
        kind="errand-leaving-decided",
        account_id=row.opened_by,
        dedupe_key=f"errand/{errand_id}/{verdict}",
        facts={
            "name": mask_name(_volunteer(session, row.volunteer_id).name),
            "outcome": verdict,
            "due_at": (due_at or now).isoformat(),
        },
        due_at=now,
    )
    return due_at
