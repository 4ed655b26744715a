"""The child behind a link or a guardianship: an applicant, and the volunteer that he becomes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Application, Consent, Volunteer
from usecases import handing_in, notices, proxies, registration, wards
from usecases.city import CitySession
from usecases.wards import WITH_GUARDIAN

_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)
_GUARDIANS = table_of(Guardianship)
_CONSENTS = table_of(GuardianConsent)
_OWN = table_of(Consent)


@dataclass(frozen=True, slots=True)
class Child:
    """The child behind a link or a guardianship: applicant, volunteer, or both.

    A child without a telephone stands by the account of no messenger that it was registered with.
    """

    application_id: int | None
    volunteer_id: int | None
    account_id: int | None
    name: str
    born_on: date
    state: str
    has_chat: bool


def of_account(session: CitySession, account_id: int) -> Child | None:
    """Return the child whose chat this is: a volunteer, or an applicant who waits; or None."""
    connection = session.connection()
    volunteer_id = connection.scalar(
        select(_VOLUNTEERS.c.id).where(
            _VOLUNTEERS.c.account_id == account_id, _VOLUNTEERS.c.suspended_at.is_(None)
        )
    )
    if volunteer_id is not None:
        return child_of(session, None, volunteer_id)
    application_id = connection.scalar(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.account_id == account_id, _APPLICATIONS.c.state == WITH_GUARDIAN
        )
    )
    return child_of(session, application_id, None) if application_id is not None else None


def child_of(
    session: CitySession, application_id: int | None, volunteer_id: int | None
) -> Child | None:
    """Return the child; None when the registration is decided and made no volunteer of it."""
    connection = session.connection()
    if volunteer_id is not None:
        row = connection.execute(
            select(_VOLUNTEERS).where(
                _VOLUNTEERS.c.id == volunteer_id, _VOLUNTEERS.c.suspended_at.is_(None)
            )
        ).one_or_none()
        if row is not None and row.born_on is not None:
            account_id = row.account_id or proxies.account_of(session, volunteer_id)
            return Child(
                application_id,
                volunteer_id,
                account_id,
                row.name,
                row.born_on,
                "registered",
                has_chat=row.account_id is not None,
            )
    row = connection.execute(
        select(_APPLICATIONS).where(
            _APPLICATIONS.c.id == application_id,
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
        )
    ).one_or_none()
    if row is None:
        return None
    said = registration.opened(session, row.answers_sealed, row.account_id)
    born_on = date.fromisoformat(said["born_on"])
    has_chat = proxies.of_application(session, row.account_id) is None
    return Child(row.id, None, row.account_id, said["name"], born_on, row.state, has_chat=has_chat)


def wishes_onward(session: CitySession, child: Child) -> bool:
    """Tell whether the child has asked to be entered in the national system."""
    query = select(_OWN.c.id).where(
        _OWN.c.account_id == child.account_id,
        _OWN.c.kind == registration.ONWARD_ENTRY,
        _OWN.c.withdrawn_at.is_(None),
    )
    return session.connection().execute(query).first() is not None


def tell(session: CitySession, child: Child, *, kind: str, dedupe_key: str, now: datetime) -> None:
    """Tell the child, if it has a chat of its own; once for each moment that it happened at."""
    if child.account_id is not None and child.has_chat:
        notices.tell(
            session,
            kind=kind,
            account_id=child.account_id,
            dedupe_key=f"{kind}/{dedupe_key}/{now.isoformat()}",
            facts={},
            due_at=now,
        )


def hold_back(session: CitySession, child: Child, guardianship_id: int, now: datetime) -> None:
    """Let the child do nothing more, and tell it, unless another guardian's consent stands."""
    if child.volunteer_id is not None:
        if wards.consented(session, wards.of_volunteer(child.volunteer_id)):
            return
        session.connection().execute(
            update(_VOLUNTEERS)
            .where(_VOLUNTEERS.c.id == child.volunteer_id)
            .values(consent_ended_at=now)
        )
    elif not wards.consented(session, wards.of_application(child.application_id or 0)):
        wards.hold_back(session, child.application_id or 0)
    else:
        return
    tell(session, child, kind="guardian-withdrew", dedupe_key=str(guardianship_id), now=now)


def let_go(session: CitySession, account_id: int, now: datetime) -> None:
    """End every consent of a guardian who leaves; whom no other guardian agrees for is held back.

    A child is told as when its guardian takes the consent back.
    """
    rows = (
        session.connection()
        .execute(
            select(_GUARDIANS)
            .join(_CONSENTS, _CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
            .where(_GUARDIANS.c.account_id == account_id, wards.LIVE)
            .order_by(_GUARDIANS.c.id)
        )
        .all()
    )
    wards.end(session, _GUARDIANS.c.account_id == account_id, now)
    for row in rows:
        child = child_of(session, row.application_id, row.volunteer_id)
        if child is not None:
            hold_back(session, child, row.id, now)
