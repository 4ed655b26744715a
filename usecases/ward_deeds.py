"""What a guardian does for a child without a telephone: card, hours, copy, objection, leaving.

A child who has a telephone does all of it himself. The deeds are those of everybody; the account
that the child was registered with stands for him (PIPL K1, K12, K21).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from usecases import (
    access,
    audit,
    disputes,
    errand_deeds,
    leaving,
    ledger,
    own_data,
    proxies,
    taking_over,
    wards,
)
from usecases.city import CitySession
from usecases.errand_deeds import Served
from usecases.own_data import Links, OwnData
from usecases.profile import Card, card_of

_CONSENTS = table_of(GuardianConsent)
_GUARDIANS = table_of(Guardianship)
_VOLUNTEERS = table_of(Volunteer)


@dataclass(frozen=True, slots=True)
class Standing:
    """A child without a telephone as its guardian sees it."""

    name: str
    number: str
    service_minutes: int
    redeemable_minutes: int
    # How many days leaving takes, how long records stay, and when it is, if it was asked for.
    days: int
    years: int
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Child:
    volunteer_id: int
    account_id: int
    name: str
    number: str


def _child(session: CitySession, actor: int, guardianship_id: int, now: datetime) -> _Child:
    """Return the child, registered and without a telephone, that the actor answers for.

    He does while his consent stands, and after he took it back as long as nobody else's stands.
    Refuses not-found.
    """
    row = (
        session.connection()
        .execute(
            select(_VOLUNTEERS)
            .join(_GUARDIANS, _GUARDIANS.c.volunteer_id == _VOLUNTEERS.c.id)
            .where(
                _GUARDIANS.c.id == guardianship_id,
                _GUARDIANS.c.account_id == actor,
                _VOLUNTEERS.c.account_id.is_(None),
                _VOLUNTEERS.c.suspended_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None or wards.is_adult(session, row.born_on, now):
        raise Refusal(Code.NOT_FOUND)
    account_id = proxies.account_of(session, row.id)
    if account_id is None or not _answers(session, guardianship_id, row.id):
        raise Refusal(Code.NOT_FOUND)
    return _Child(row.id, account_id, row.name, row.number)


def _answers(session: CitySession, guardianship_id: int, volunteer_id: int) -> bool:
    if wards.consented(session, _GUARDIANS.c.id == guardianship_id):
        return True
    # A later guardian whom no officer has confirmed has never stood.
    stood = select(_CONSENTS.c.id).where(
        _CONSENTS.c.guardianship_id == guardianship_id,
        _CONSENTS.c.kind == wards.REGISTRATION,
        _CONSENTS.c.confirm_route.is_(None),
    )
    if session.connection().execute(stood.limit(1)).first() is None:
        return False
    return not wards.consented(session, wards.of_volunteer(volunteer_id))


@access.performs(Action.ACT_AS_GUARDIAN)
def standing(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Standing:
    """Return how the child stands; refuses not-found."""
    child = _child(session, actor, guardianship_id, now)
    had = ledger.hours(session, volunteer_id=child.volunteer_id)
    seen = leaving.outlook(session, actor=child.account_id, now=now)
    return Standing(
        child.name,
        child.number,
        had.service_minutes,
        had.redeemable_minutes,
        seen.days,
        seen.years,
        seen.due_at,
    )


@access.performs(Action.ACT_AS_GUARDIAN)
def card(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Card:
    """Return the child's card, to be printed; refuses not-found."""
    child = _child(session, actor, guardianship_id, now)
    audit.record(session, actor, "ward.card-printed", f"volunteer:{child.volunteer_id}", now)
    return card_of(session, child.volunteer_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def new_card(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Card:
    """Return a new card; every older one answers code-revoked from now on. Refuses not-found."""
    child = _child(session, actor, guardianship_id, now)
    taking_over.end_cards(session, child.volunteer_id, now)
    audit.record(session, actor, "ward.card-renewed", f"volunteer:{child.volunteer_id}", now)
    return card_of(session, child.volunteer_id, now)


@access.performs(Action.ACT_AS_GUARDIAN)
def copy_links(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> Links:
    """Return links to a copy of everything that is held of the child; refuses not-found."""
    child = _child(session, actor, guardianship_id, now)
    audit.record(session, actor, "ward.copied", f"volunteer:{child.volunteer_id}", now)
    return own_data.links(session, actor=child.account_id, now=now)


@access.performs(Action.ACT_AS_GUARDIAN)
def copy_in_chat(
    session: CitySession, *, actor: int, guardianship_id: int, now: datetime
) -> OwnData:
    """Return the same without number and telephone, where the city has no pages."""
    child = _child(session, actor, guardianship_id, now)
    audit.record(session, actor, "ward.copied", f"volunteer:{child.volunteer_id}", now)
    return own_data.in_chat(session, actor=child.account_id, now=now)


@access.performs(Action.ACT_AS_GUARDIAN)
def latest(
    session: CitySession, *, actor: int, guardianship_id: int, now: datetime
) -> list[Served]:
    """Return the child's latest visits that are over; refuses not-found."""
    child = _child(session, actor, guardianship_id, now)
    return errand_deeds.latest_of(session, child.volunteer_id)


@access.performs(Action.ACT_AS_GUARDIAN)
def dispute(
    session: CitySession,
    *,
    actor: int,
    guardianship_id: int,
    cause: str,
    words: str,
    now: datetime,
) -> None:
    """Object for the child to one of its visits; the guardian hears what becomes of it.

    Refuses not-found, and what `disputes.dispute` does.
    """
    child = _child(session, actor, guardianship_id, now)
    said = disputes.dispute_for(
        session,
        account_id=actor,
        volunteer_id=child.volunteer_id,
        cause=cause,
        words=words,
        now=now,
    )
    audit.record(session, actor, "ward.disputed", f"dispute:{said.dispute_id}", now)


@access.performs(Action.ACT_AS_GUARDIAN)
def leave(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> datetime:
    """Let the child be forgotten after the usual days, and return the day; twice is once.

    Refuses not-found.
    """
    child = _child(session, actor, guardianship_id, now)
    audit.record(session, actor, "ward.leaving", f"volunteer:{child.volunteer_id}", now)
    return leaving.ask(session, actor=child.account_id, now=now)


@access.performs(Action.ACT_AS_GUARDIAN)
def stay(session: CitySession, *, actor: int, guardianship_id: int, now: datetime) -> None:
    """Take the leaving back; refuses not-found, step-gone when none is under way."""
    child = _child(session, actor, guardianship_id, now)
    leaving.undo(session, actor=child.account_id, now=now)
    audit.record(session, actor, "ward.stays", f"volunteer:{child.volunteer_id}", now)
