"""Groups that volunteers say they belong to: each with a consent of its own, taken back at once.

Nobody sees of anybody which groups he is of; `usecases/group_shares.py` counts them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from domain import groups
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.groups import PersonGroup
from models.people import Consent, Volunteer
from usecases import access, audit, minors
from usecases.city import CitySession

GROUPS = table_of(PersonGroup)
_CONSENTS = table_of(Consent)
_VOLUNTEERS = table_of(Volunteer)

CONSENT = "person-group"


@dataclass(frozen=True, slots=True)
class Own:
    """Which groups there are to say, and which were said; none for who is under age."""

    offered: tuple[str, ...]
    said: frozenset[str]


@access.performs(Action.SEE_OWN_DETAILS)
def own(session: CitySession, *, actor: int, now: datetime) -> Own:
    """Return one's own groups; refuses not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    born_on = session.connection().scalar(
        select(_VOLUNTEERS.c.born_on).where(_VOLUNTEERS.c.id == volunteer_id)
    )
    said = frozenset(of_account(session, actor).values())
    if minors.is_minor(session.city, born_on, now):
        return Own((), said)
    return Own(groups.offered(session.city.policy(now).coverage), said)


@access.performs(Action.SEE_OWN_DETAILS)
def agree(session: CitySession, *, actor: int, code: str, now: datetime) -> None:
    """Keep that one is of a group, with the consent to it (PIPL K6); twice is once.

    Refuses not-registered, not-yet-approved, step-gone for a group that is not offered.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    connection = session.connection()
    # One at a time for each, so that no group is kept twice.
    connection.execute(
        select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.id == volunteer_id).with_for_update()
    )
    found = own(session, actor=actor, now=now)
    if code not in found.offered:
        raise Refusal(Code.STEP_GONE)
    if code in found.said:
        return
    consent_id = connection.execute(
        insert(_CONSENTS)
        .values(
            account_id=actor,
            kind=CONSENT,
            text_version=session.city.policy(now).consent.text_version,
            given_at=now,
        )
        .returning(_CONSENTS.c.id)
    ).scalar_one()
    connection.execute(
        insert(GROUPS).values(
            volunteer_id=volunteer_id,
            consent_id=consent_id,
            code_sealed=session.city.keys.seal(code, place(volunteer_id)),
        )
    )
    # That something was said, and not what: the trail is read by others.
    audit.record(session, actor, "person-group.said", f"volunteer:{volunteer_id}", now)


@access.performs(Action.SEE_OWN_DETAILS)
def take_back(session: CitySession, *, actor: int, code: str, now: datetime) -> None:
    """Forget that one is of a group, and end the consent; what was not said is success."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    for consent_id, one in of_account(session, actor).items():
        if one == code:
            forget(session, consent_id)
            session.connection().execute(
                update(_CONSENTS).where(_CONSENTS.c.id == consent_id).values(withdrawn_at=now)
            )
            subject = f"volunteer:{volunteer_id}"
            audit.record(session, actor, "person-group.taken-back", subject, now)


def place(volunteer_id: int) -> str:
    """Return what a volunteer's groups are sealed for."""
    return f"volunteer/{volunteer_id}/group"


def of_account(session: CitySession, account_id: int) -> dict[int, str]:
    """Return the groups of an account's volunteer by their consents, for himself only."""
    rows = session.connection().execute(
        select(GROUPS)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == GROUPS.c.volunteer_id)
        .where(_VOLUNTEERS.c.account_id == account_id)
        .order_by(GROUPS.c.id)
    )
    keys = session.city.keys
    return {row.consent_id: keys.open(row.code_sealed, place(row.volunteer_id)) for row in rows}


def forget(session: CitySession, consent_id: int) -> None:
    """Take away what a consent allowed to keep."""
    session.connection().execute(delete(GROUPS).where(GROUPS.c.consent_id == consent_id))


def stand_on(session: CitySession, old: int, new: int) -> None:
    """Let what a consent allowed to keep stand on the one to the newer wording."""
    session.connection().execute(
        update(GROUPS).where(GROUPS.c.consent_id == old).values(consent_id=new)
    )
