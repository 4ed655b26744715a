"""Whether a guardian's consent stands, and what follows for a registration that waits for one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update

from domain.guardians import Relation
from domain.identity import age_on, latest_birth
from domain.refusals import Code, Refusal
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Application, Volunteer
from usecases import notices, queue_notices
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)
_GUARDIANS = table_of(Guardianship)
CONSENTS = table_of(GuardianConsent)

# The state of an application that no officer sees before a guardian has agreed.
WITH_GUARDIAN = "with_guardian"
REGISTRATION, TEACHER, ONWARD = "registration", "teacher", "onward"
LIVE = (
    CONSENTS.c.withdrawn_at.is_(None)
    & CONSENTS.c.confirm_route.is_(None)
    & (CONSENTS.c.kind == REGISTRATION)
)


@dataclass(frozen=True, slots=True)
class Consented:
    """A guardian's consent as an officer sees it: masked."""

    relation: Relation
    name: str
    phone_tail: str
    given_at: datetime
    # Somebody else had agreed before and took it back.
    another_withdrew: bool = False


def today(session: CitySession, now: datetime) -> date:
    """Return the city's day."""
    return session.city.calendar.day_of(now)


def is_adult(session: CitySession, born_on: date | None, now: datetime) -> bool:
    """Tell whether somebody is of age today; of whom no birthday is known is taken for one."""
    if born_on is None:
        return True
    rules = session.city.policy(now).registration
    return age_on(born_on, today(session, now)) >= rules.adult_age


def consented(session: CitySession, where: ColumnElement[bool]) -> bool:
    """Tell whether a guardian's consent stands for these guardianships."""
    query = select(CONSENTS.c.id).join(_GUARDIANS).where(where, LIVE).limit(1)
    return session.connection().execute(query).first() is not None


def onward(session: CitySession, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a volunteer is of age, or that a guardian lets him go onward (K7).

    The guardian's word for that counts only beside his consent, and neither while it waits.
    """
    rules = session.city.policy(now).registration
    grown = _VOLUNTEERS.c.born_on <= latest_birth(today(session, now), rules.consent_below)
    word = CONSENTS.alias()
    both = (
        select(CONSENTS.c.id)
        .join(_GUARDIANS, _GUARDIANS.c.id == CONSENTS.c.guardianship_id)
        .join(word, word.c.guardianship_id == CONSENTS.c.guardianship_id)
        .where(
            _GUARDIANS.c.volunteer_id == _VOLUNTEERS.c.id,
            LIVE,
            word.c.kind == ONWARD,
            word.c.withdrawn_at.is_(None),
        )
        .correlate(_VOLUNTEERS)
    )
    return or_(_VOLUNTEERS.c.born_on.is_(None), grown, both.exists())


def lets_onward(session: CitySession, guardianship_id: int) -> bool:
    """Tell whether this guardian has said that the child may be entered in the national system."""
    query = select(CONSENTS.c.id).where(
        CONSENTS.c.guardianship_id == guardianship_id,
        CONSENTS.c.kind == ONWARD,
        CONSENTS.c.withdrawn_at.is_(None),
    )
    return session.connection().execute(query).first() is not None


def of_application(application_id: int) -> ColumnElement[bool]:
    """Return the condition for the guardians of an applicant."""
    return _GUARDIANS.c.application_id == application_id


def of_volunteer(volunteer_id: int) -> ColumnElement[bool]:
    """Return the condition for the guardians of a volunteer."""
    return _GUARDIANS.c.volunteer_id == volunteer_id


def seen(session: CitySession, application_id: int) -> Consented | None:
    """Return who consented for an applicant, or None."""
    row = (
        session.connection()
        .execute(
            select(_GUARDIANS, CONSENTS.c.given_at)
            .join(CONSENTS, CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
            .where(of_application(application_id), LIVE)
            .order_by(CONSENTS.c.id)
            .limit(1)
        )
        .one_or_none()
    )
    if row is None or row.name_sealed is None or row.phone_sealed is None:
        return None
    keys = session.city.keys
    return Consented(
        Relation(row.relation),
        mask_name(keys.open(row.name_sealed, name_place(row.account_id))),
        phone_tail(keys.open(row.phone_sealed, phone_place(row.account_id))),
        row.given_at,
        _another_withdrew(session, application_id, row.account_id),
    )


def word_of(session: CitySession, where: ColumnElement[bool]) -> tuple[str, datetime] | None:
    """Return who agreed first of those whose consent stands, unmasked, and when; or None.

    The name is empty when its days are over.
    """
    row = (
        session.connection()
        .execute(
            select(_GUARDIANS.c.account_id, _GUARDIANS.c.name_sealed, CONSENTS.c.given_at)
            .join(CONSENTS, CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
            .where(where, LIVE)
            .order_by(CONSENTS.c.id)
            .limit(1)
        )
        .one_or_none()
    )
    if row is None:
        return None
    place = name_place(row.account_id)
    name = session.city.keys.open(row.name_sealed, place) if row.name_sealed else ""
    return name, row.given_at


def _another_withdrew(session: CitySession, application_id: int, account_id: int) -> bool:
    query = (
        select(CONSENTS.c.id)
        .join(_GUARDIANS, _GUARDIANS.c.id == CONSENTS.c.guardianship_id)
        .where(
            of_application(application_id),
            _GUARDIANS.c.account_id != account_id,
            CONSENTS.c.kind == REGISTRATION,
            CONSENTS.c.withdrawn_at.is_not(None),
        )
    )
    return session.connection().execute(query.limit(1)).first() is not None


def name_place(account_id: int) -> str:
    """Return what a guardian's name is sealed for."""
    return f"guardian/{account_id}/name"


def phone_place(account_id: int) -> str:
    """Return what a guardian's telephone is sealed for."""
    return f"guardian/{account_id}/phone"


def tell_decided(
    session: CitySession, application_id: int, name: str, key: str, now: datetime, *, approved: bool
) -> None:
    """Tell those who agreed for an applicant that he is approved, or refused."""
    agreed = (
        select(_GUARDIANS.c.account_id).join(CONSENTS).where(of_application(application_id), LIVE)
    )
    for account_id in session.connection().scalars(agreed.distinct()).all():
        notices.tell(
            session,
            kind="ward-approved" if approved else "ward-refused",
            account_id=account_id,
            dedupe_key=f"{key}/ward/{account_id}",
            facts={"name": mask_name(name)},
            due_at=now,
        )


def own_name(session: CitySession, account_id: int) -> str:
    """Return the name that a guardian said of himself, masked; empty when its days are over."""
    sealed = session.connection().scalar(
        select(_GUARDIANS.c.name_sealed)
        .where(_GUARDIANS.c.account_id == account_id, _GUARDIANS.c.name_sealed.is_not(None))
        .limit(1)
    )
    if sealed is None:
        return ""
    return mask_name(session.city.keys.open(sealed, name_place(account_id)))


def require(session: CitySession, application_id: int, adult_age: int) -> None:
    """Refuse `needs-guardian` for a minor's application that no guardian consents to (any more)."""
    if not consented(session, of_application(application_id)):
        raise Refusal(Code.NEEDS_GUARDIAN, "registration.consent_below", adult_age=adult_age)


def end(session: CitySession, where: ColumnElement[bool], now: datetime) -> None:
    """End every consent of these guardianships, those about teachers and going onward too."""
    mine = select(_GUARDIANS.c.id).where(where).scalar_subquery()
    session.connection().execute(
        update(CONSENTS)
        .where(CONSENTS.c.guardianship_id.in_(mine), CONSENTS.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def became(session: CitySession, application_id: int, volunteer_id: int) -> None:
    """Let the guardians of an applicant be those of the volunteer that he has become."""
    connection = session.connection()
    before = select(_GUARDIANS.c.account_id).where(of_volunteer(volunteer_id)).scalar_subquery()
    connection.execute(
        update(_GUARDIANS)
        .where(of_application(application_id), _GUARDIANS.c.account_id.not_in(before))
        .values(volunteer_id=volunteer_id)
    )
    connection.execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == volunteer_id, _VOLUNTEERS.c.consent_ended_at.is_not(None))
        .values(consent_ended_at=None)
    )


def pass_on(session: CitySession, application_id: int, now: datetime) -> str | None:
    """Let an application that waited for a guardian go to its office; return the route, if it did.

    The office's days are counted from now, not from when the minor was done.
    """
    route = session.connection().scalar(
        update(_APPLICATIONS)
        .where(_APPLICATIONS.c.id == application_id, _APPLICATIONS.c.state == WITH_GUARDIAN)
        .values(state="submitted", submitted_at=now, version=_APPLICATIONS.c.version + 1)
        .returning(_APPLICATIONS.c.route)
    )
    if route is None:
        return None
    role, _, county = str(route).partition(":")
    queue_notices.call(
        session, kind=queue_notices.APPLICATIONS, role=role, scope_ref=county, now=now
    )
    return str(route)


def hold_back(session: CitySession, application_id: int) -> None:
    """Let an open application wait for a guardian again; the office sees it no more."""
    session.connection().execute(
        update(_APPLICATIONS)
        .where(
            _APPLICATIONS.c.id == application_id,
            _APPLICATIONS.c.state.in_(["submitted", "sent_back"]),
        )
        .values(state=WITH_GUARDIAN, version=_APPLICATIONS.c.version + 1)
    )
