"""Who a person is by his document, while he registers: read from it, and known only once.

A number is compared as a blind index, never in clear. What is handed in afterwards: `registration`;
what a number itself says: `domain.registration` and `domain.identity`.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select

from domain import registration as rules
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused, unless_refused
from domain.registration import Identity
from domain.writing import clean_name
from models.columns import table_of
from models.people import Application, Volunteer
from usecases import access, conversations, former_documents, handing_in
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)


@access.performs(Action.REGISTER)
def identify(
    session: CitySession,
    *,
    actor: int,
    kind: str,
    number: str,
    sex: str,
    born_on: str,
    now: datetime,
) -> Identity | Refused:
    """Return who this is by his document; nothing is kept.

    Returns id-birth-missing with the kind that the number shows, so that it can be asked for.
    Refuses what `domain.registration.identify` does, and already-registered for a number that
    somebody is registered or has applied with.
    """
    today = session.city.calendar.day_of(now)
    found = rules.identify(
        kind, number, sex, born_on, rules=session.city.policy(now).registration, today=today
    )
    if isinstance(found, Refused):
        if found.code is Code.ID_BIRTH_MISSING:
            return found
        raise Refusal.of(found)
    refuse_known(session, actor, indexes(session, found))
    return found


@access.performs(Action.REGISTER)
def check_form(
    session: CitySession, *, actor: int, fields: Mapping[str, str], now: datetime
) -> None:
    """Let name and document of our page pass, if the conversation waits for them.

    So does a document that is registered already: the chat offers to recover the account.
    Refuses step-gone, and what `identify` and a name refuse; nothing is kept here.
    """
    standing = conversations.fetch(session, account_id=actor)
    if standing is None or (standing.flow, standing.step) not in conversations.ASK_THE_PAGE:
        raise Refusal(Code.STEP_GONE)
    longest = session.city.policy(now).registration.name_max_length
    unless_refused(clean_name(fields["name"], max_length=longest))
    said = {key: fields[key] for key in ("kind", "number", "sex", "born_on")}
    # Whoever types for somebody else has that person's number checked, not his own standing.
    who = standing.data.get("proxy") or actor
    found = recognise(session, actor=who, now=now, **said)
    if isinstance(found, Refused) and found.code is not Code.ALREADY_REGISTERED:
        raise Refusal.of(found)


@access.performs(Action.REGISTER)
def recognise(
    session: CitySession,
    *,
    actor: int,
    kind: str,
    number: str,
    sex: str,
    born_on: str,
    now: datetime,
) -> Identity | Refused:
    """Return what `identify` does, and already-registered as an answer: it leads to recovery."""
    try:
        return identify(
            session, actor=actor, kind=kind, number=number, sex=sex, born_on=born_on, now=now
        )
    except Refusal as refusal:
        if refusal.refused.code is Code.ALREADY_REGISTERED:
            return refusal.refused
        raise


def indexes_of(session: CitySession, document: Mapping[str, str], now: datetime) -> list[bytes]:
    """Return what the person with this document may stand under; refuses what `identify` does."""
    found = unless_refused(
        rules.identify(
            **document,
            rules=session.city.policy(now).registration,
            today=session.city.calendar.day_of(now),
        )
    )
    return indexes(session, found)


def indexes(session: CitySession, identity: Identity) -> list[bytes]:
    """Return what the person may stand under, newest first: more than one while keys rotate."""
    return session.city.keys.blinds(identity.person_key, "id")


def refuse_known(session: CitySession, actor: int, indexes: list[bytes]) -> None:
    """Refuse already-registered where somebody else stands under one of these, or `actor` does."""
    connection = session.connection()
    volunteer = connection.execute(
        select(_VOLUNTEERS.c.id).where(
            or_(former_documents.holder(indexes), _VOLUNTEERS.c.account_id == actor),
            _VOLUNTEERS.c.suspended_at.is_(None),
        )
    ).first()
    elsewhere = connection.execute(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.id_index.in_(indexes),
            _APPLICATIONS.c.account_id != actor,
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
        )
    ).first()
    if volunteer or elsewhere:
        raise Refusal(Code.ALREADY_REGISTERED)
