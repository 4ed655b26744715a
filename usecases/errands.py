"""〈代办〉: serving a volunteer who has no telephone, at a station of his, with his word each time.

Whoever registered him need not be there any more: every clerk of a station that knows him finds
him, and the officers of his place. What is done stands on a paper that he signed, or on a code
from a relative's telephone, and is good for the day (PIPL K1, K12; B4).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select

from domain import tokens
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, Refused
from domain.writing import mask_name, phone_tail
from models.columns import table_of
from models.errands import Errand
from models.people import Application, Volunteer
from models.places import Station
from models.proxies import ProxyRegistration
from models.visits import Visit
from usecases import access, audit, consent_proofs, proxies, wards, workplace
from usecases.city import CitySession
from usecases.codes import ShownOnce
from usecases.consent_proofs import Proven, SignedPaper

ERRANDS = table_of(Errand)
_APPLICATIONS = table_of(Application)
_PROXIES = table_of(ProxyRegistration)
_STATIONS = table_of(Station)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
PROVEN = Proven(ERRANDS, "errand", "id", "errand", "opened_by", tokens.RandomKind.ERRAND)
# So many of one name and telephone are offered to choose from.
_MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody without a telephone as the clerk finds him: masked."""

    volunteer_id: int
    name: str
    number: str


@access.performs(Action.SERVE_OTHER)
def find(session: CitySession, *, actor: int, typed: str) -> list[Known]:
    """Return whom a number, a card's code, or a name and the telephone's end mean here.

    Only people without an account, whom the station registered or has seen; officers find those of
    their place. Refuses not-allowed.
    """
    here = _here(session, actor)
    words = typed.split()
    if len(words) == 1:
        card = tokens.parse(tokens.payload_of(words[0]))
        key = session.city.keys.key("personal")
        which = _VOLUNTEERS.c.number == words[0]
        if isinstance(card, tokens.PersonalCode):
            # An older card of his finds him too: what it opens is asked for below.
            genuine = tokens.proven(tokens.payload_of(words[0]), card, key)
            which = _VOLUNTEERS.c.opaque_id == (card.opaque if genuine else -1)
        return [_known(row) for row in _rows(session, here & which)]
    name, tail = " ".join(words[:-1]), words[-1] if words else ""
    rows = _rows(session, here & (_VOLUNTEERS.c.name == name)) if tail.isdigit() else []
    return [_known(row) for row in rows if _tail(session, row) == tail][:_MOST]


def _rows(session: CitySession, where: ColumnElement[bool]) -> list[Any]:
    query = select(_VOLUNTEERS).where(where).order_by(_VOLUNTEERS.c.number)
    return list(session.connection().execute(query))


def _known(row: Any) -> Known:
    return Known(row.id, mask_name(row.name), row.number)


def _tail(session: CitySession, row: Any) -> str:
    sealed = f"volunteer/{row.opaque_id}/phone"
    return phone_tail(session.city.keys.open(row.phone_sealed, sealed))


def _here(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return the condition for the people without an account whom the actor may serve."""
    held = access.standings(session, actor=actor, action=Action.SERVE_OTHER)
    alone = _VOLUNTEERS.c.account_id.is_(None) & _VOLUNTEERS.c.suspended_at.is_(None)
    where: list[ColumnElement[bool]] = []
    for role, place in held:
        if role is not Role.CLERK:
            where.append(_VOLUNTEERS.c.county == place if place else _VOLUNTEERS.c.id > 0)
    if not where:
        station_id = workplace.station_of(session, actor=actor, action=Action.SERVE_OTHER)
        seen = select(_VISITS.c.volunteer_id).where(_VISITS.c.station_id == station_id)
        typed = (
            select(_APPLICATIONS.c.volunteer_id)
            .join(_PROXIES, _PROXIES.c.account_id == _APPLICATIONS.c.account_id)
            .where(_PROXIES.c.station_id == station_id, _APPLICATIONS.c.volunteer_id.is_not(None))
        )
        where = [
            _VOLUNTEERS.c.id.in_(seen.scalar_subquery()),
            _VOLUNTEERS.c.id.in_(typed.scalar_subquery()),
        ]
    return alone & or_(*where)


@access.performs(Action.SERVE_OTHER)
def begin(session: CitySession, *, actor: int, volunteer_id: int, now: datetime) -> int:
    """Begin to serve somebody, and return the errand; it is written down who looked him up.

    Refuses not-allowed, volunteer-unknown for who is not to be served here, and needs-guardian:
    for a minor his guardian acts.
    """
    found = _rows(session, _here(session, actor) & (_VOLUNTEERS.c.id == volunteer_id))
    account_id = proxies.account_of(session, volunteer_id)
    if not found or account_id is None:
        raise Refusal(Code.VOLUNTEER_UNKNOWN)
    if not wards.is_adult(session, found[0].born_on, now):
        adult_age = session.city.policy(now).registration.adult_age
        raise Refusal(Code.NEEDS_GUARDIAN, "registration.consent_below", adult_age=adult_age)
    held = access.standings(session, actor=actor, action=Action.SERVE_OTHER)
    station_id = None
    if all(role is Role.CLERK for role, _ in held):
        station_id = workplace.station_of(session, actor=actor, action=Action.SERVE_OTHER)
    made = session.connection().execute(
        insert(ERRANDS)
        .values(
            volunteer_id=volunteer_id,
            account_id=account_id,
            station_id=station_id,
            opened_by=actor,
            opened_at=now,
            route="",
        )
        .returning(ERRANDS.c.id)
    )
    errand_id = int(made.scalar_one())
    audit.record(session, actor, "errand.begun", f"volunteer:{volunteer_id}", now, errand=errand_id)
    return errand_id


def of_actor(session: CitySession, actor: int, errand_id: int, now: datetime) -> Any:
    """Return the errand that the actor began today for somebody who still has no account.

    Refuses not-allowed, not-found, step-gone.
    """
    access.standings(session, actor=actor, action=Action.SERVE_OTHER)
    row = (
        session.connection()
        .execute(
            select(ERRANDS)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == ERRANDS.c.volunteer_id)
            .where(
                ERRANDS.c.id == errand_id,
                ERRANDS.c.opened_by == actor,
                _VOLUNTEERS.c.account_id.is_(None),
                _VOLUNTEERS.c.suspended_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    day_of = session.city.calendar.day_of
    if day_of(row.opened_at) != day_of(now):
        raise Refusal(Code.STEP_GONE)
    return row


def agreed(session: CitySession, actor: int, errand_id: int, now: datetime) -> Any:
    """Return the errand with the person's word for it; refuses what `of_actor` does, proof-missing.

    Everything that is done for somebody goes through here.
    """
    row = of_actor(session, actor, errand_id, now)
    if row.proof is None:
        raise Refusal(Code.PROOF_MISSING)
    return row


# -- how it is proven that he agrees ---------------------------------------------------------------


@access.performs(Action.SERVE_OTHER)
def keep_paper(
    session: CitySession, *, actor: int, errand_id: int, paper: SignedPaper, now: datetime
) -> None:
    """Keep the photo of the paper that he signed; refuses what `of_actor` does, paper-used."""
    of_actor(session, actor, errand_id, now)
    consent_proofs.keep_paper(session, actor, PROVEN, errand_id, paper, now)


@access.performs(Action.SERVE_OTHER)
def link(session: CitySession, *, actor: int, errand_id: int, now: datetime) -> str:
    """Return a one-use link for a relative's telephone; an older one ends."""
    of_actor(session, actor, errand_id, now)
    return consent_proofs.link(session, PROVEN, errand_id, now)


@access.performs(Action.LOOK_AROUND)
def asked(session: CitySession, *, actor: int, code: str, now: datetime) -> tuple[str, str]:
    """Return who is served, masked, and at which station ("" an office); invite-invalid."""
    errand = consent_proofs.linked(session, actor, PROVEN, code, now)
    row = (
        session.connection()
        .execute(
            select(_VOLUNTEERS.c.name, _STATIONS.c.name.label("station"))
            .outerjoin(_STATIONS, _STATIONS.c.id == errand.station_id)
            .where(_VOLUNTEERS.c.id == errand.volunteer_id)
        )
        .one()
    )
    return mask_name(row.name), row.station or ""


@access.performs(Action.LOOK_AROUND)
def agree_on_telephone(session: CitySession, *, actor: int, code: str, now: datetime) -> ShownOnce:
    """Use the link up and return the code that is read out to the clerk; invite-invalid."""
    return consent_proofs.agree_on_telephone(session, actor, PROVEN, code, now)


@access.performs(Action.SERVE_OTHER)
def take_code(
    session: CitySession, *, actor: int, errand_id: int, typed: str, now: datetime
) -> Refused | None:
    """Take the code that was read out; None when it was good. Wrong ones are counted.

    Returns code-unknown and code-used; refuses what `of_actor` does, too-many-tries.
    """
    of_actor(session, actor, errand_id, now)
    return consent_proofs.take_code(session, actor, PROVEN, errand_id, typed, now)
