"""Families: founding, joining by a one-use link, and leaving (PU9-T28).

Members see each other's hours; the hours stay each person's own. Whether the head may check
somebody in beside himself is a consent of its own, which ends with the membership at the latest.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, update

from domain import tokens
from domain.guardians import needs_consent
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.families import Family, FamilyInvite, FamilyMember
from models.guardians import GuardianConsent, Guardianship
from models.ledger import Balance
from models.people import Consent, Volunteer
from models.visits import Visit
from usecases import access, audit, notices, registration
from usecases.city import CitySession
from usecases.inserts import insert_into

_FAMILIES = table_of(Family)
_MEMBERS = table_of(FamilyMember)
_INVITES = table_of(FamilyInvite)
_VOLUNTEERS = table_of(Volunteer)
_CONSENTS = table_of(Consent)
_VISITS = table_of(Visit)
_BALANCES = table_of(Balance)
_GUARDIANSHIPS = table_of(Guardianship)
_GUARDIANS_CONSENTS = table_of(GuardianConsent)

# What is agreed to apart from joining: that the head's scan counts for oneself too.
FAMILY_SCAN = "family-scan"


@dataclass(frozen=True, slots=True)
class Member:
    """One of a family, as the others see him."""

    member_id: int
    volunteer_id: int
    account_id: int | None
    name: str
    is_head: bool
    is_self: bool
    agreed: bool
    service_minutes: int
    inside: bool
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The family of whoever asks, himself among its members, in the order of joining."""

    family_id: int
    is_head: bool
    members: tuple[Member, ...]


@access.performs(Action.KEEP_FAMILY)
def own(session: CitySession, *, actor: int) -> Home | None:
    """Return the family of the volunteer, or None; refuses not-registered, not-yet-approved."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    family = _family_of(session, volunteer_id)
    if family is None:
        return None
    return Home(family.id, family.head_id == volunteer_id, members(session, family, volunteer_id))


def _family_of(session: CitySession, volunteer_id: int) -> Any:
    return (
        session.connection()
        .execute(
            select(_FAMILIES)
            .join(_MEMBERS, _MEMBERS.c.family_id == _FAMILIES.c.id)
            .where(_MEMBERS.c.volunteer_id == volunteer_id, _MEMBERS.c.left_at.is_(None))
        )
        .one_or_none()
    )


def members(session: CitySession, family: Any, asking: int) -> tuple[Member, ...]:
    """Return who belongs to the family now."""
    inside = select(_VISITS.c.id).where(
        _VISITS.c.volunteer_id == _VOLUNTEERS.c.id, _VISITS.c.closed_at.is_(None)
    )
    agreed = select(_CONSENTS.c.id).where(
        _CONSENTS.c.account_id == _VOLUNTEERS.c.account_id,
        _CONSENTS.c.kind == FAMILY_SCAN,
        _CONSENTS.c.withdrawn_at.is_(None),
    )
    heads = select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == family.head_id)
    # Who has no telephone is there because the head, his guardian, has let him in.
    by_guardian = (
        _VOLUNTEERS.c.account_id.is_(None)
        & answered_for(session.connection().scalar(heads)).exists()
    )
    rows = session.connection().execute(
        select(
            _MEMBERS.c.id,
            _MEMBERS.c.volunteer_id,
            _VOLUNTEERS.c.account_id,
            _VOLUNTEERS.c.name,
            or_(agreed.exists(), by_guardian).label("agreed"),
            _VOLUNTEERS.c.born_on,
            inside.exists().label("inside"),
            func.coalesce(_BALANCES.c.service_minutes, 0).label("minutes"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _MEMBERS.c.volunteer_id)
        .outerjoin(_BALANCES, _BALANCES.c.volunteer_id == _VOLUNTEERS.c.id)
        .where(
            _MEMBERS.c.family_id == family.id,
            _MEMBERS.c.left_at.is_(None),
            _VOLUNTEERS.c.suspended_at.is_(None),
        )
        .order_by(_MEMBERS.c.id)
    )
    return tuple(
        Member(
            row.id,
            row.volunteer_id,
            row.account_id,
            row.name,
            row.volunteer_id == family.head_id,
            row.volunteer_id == asking,
            bool(row.agreed),
            int(row.minutes),
            bool(row.inside),
            row.born_on,
        )
        for row in rows
    )


def answered_for(account_id: int | None) -> Select[Any]:
    """Return the guardianships of an account for the volunteer of the query around, if they stand.

    Beside it the consent to the registration stands, and no officer has to confirm it any more.
    """
    return (
        select(_GUARDIANSHIPS.c.id)
        .join(_GUARDIANS_CONSENTS, _GUARDIANS_CONSENTS.c.guardianship_id == _GUARDIANSHIPS.c.id)
        .where(
            _GUARDIANSHIPS.c.volunteer_id == _VOLUNTEERS.c.id,
            _GUARDIANSHIPS.c.account_id == account_id,
            _GUARDIANS_CONSENTS.c.kind == "registration",
            _GUARDIANS_CONSENTS.c.withdrawn_at.is_(None),
            _GUARDIANS_CONSENTS.c.confirm_route.is_(None),
        )
    )


@access.performs(Action.KEEP_FAMILY)
def found(session: CitySession, *, actor: int, now: datetime) -> Home:
    """Found a family with the volunteer as its head; whoever heads one already has it.

    Refuses family-already to a member of another's, not-registered, not-yet-approved.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    before = _family_of(session, volunteer_id)
    if before is not None and before.head_id != volunteer_id:
        raise Refusal(Code.FAMILY_ALREADY)
    if before is None:
        family_id = session.connection().scalar(
            insert(_FAMILIES).values(head_id=volunteer_id, founded_at=now).returning(_FAMILIES.c.id)
        )
        _enter(session, int(family_id or 0), volunteer_id, now)
        audit.record(session, actor, "family.founded", f"family:{family_id}", now)
    home = own(session, actor=actor)
    assert home is not None  # noqa: S101 - it stands above
    return home


def _enter(session: CitySession, family_id: int, volunteer_id: int, now: datetime) -> None:
    """Let a volunteer belong to the family; of two families at once one wins."""
    connection = session.connection()
    entered = connection.scalar(
        insert_into(connection, _MEMBERS)
        .values(family_id=family_id, volunteer_id=volunteer_id, joined_at=now)
        .on_conflict_do_nothing()
        .returning(_MEMBERS.c.id)
    )
    if entered is None:
        raise Refusal(Code.FAMILY_ALREADY)


def enter_last(session: CitySession, family_id: int, volunteer_id: int, now: datetime) -> None:
    """Let a volunteer belong to the family while it has a place; family-full, family-already."""
    # Locked, so that two who come at once do not both find the last place.
    session.connection().execute(
        select(_FAMILIES.c.id).where(_FAMILIES.c.id == family_id).with_for_update()
    ).all()
    _refuse_full(session, family_id, now)
    _enter(session, family_id, volunteer_id, now)


def headed(session: CitySession, actor: int) -> tuple[int, int]:
    """Return volunteer and family of a head; refuses not-found to everybody else."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    family = _family_of(session, volunteer_id)
    if family is None or family.head_id != volunteer_id:
        raise Refusal(Code.NOT_FOUND)
    return volunteer_id, int(family.id)


@access.performs(Action.KEEP_FAMILY)
def invite(session: CitySession, *, actor: int, now: datetime) -> str:
    """Return a one-use code for one more member; refuses not-found (no head), family-full."""
    _, family_id = headed(session, actor)
    _refuse_full(session, family_id, now)
    code = tokens.random_code(tokens.RandomKind.FAMILY)
    session.connection().execute(
        insert(_INVITES).values(
            code_hash=tokens.digest(code),
            family_id=family_id,
            made_at=now,
            expires_at=now + timedelta(days=session.city.policy(now).links.family_days),
        )
    )
    audit.record(session, actor, "family.invited", f"family:{family_id}", now)
    return code


def _refuse_full(session: CitySession, family_id: int, now: datetime) -> None:
    most = session.city.policy(now).families.most_members
    count = session.connection().scalar(
        select(func.count())
        .select_from(_MEMBERS)
        .where(_MEMBERS.c.family_id == family_id, _MEMBERS.c.left_at.is_(None))
    )
    if (count or 0) >= most:
        raise Refusal(Code.FAMILY_FULL, "families.most_members", max=most)


@access.performs(Action.KEEP_FAMILY)
def invited_by(session: CitySession, *, actor: int, code: str, now: datetime) -> str:
    """Return the name of the head whose link this is; nothing is used up by looking.

    Refuses invite-invalid, family-already, not-registered, not-yet-approved.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    family = _invitation(session, code, now)
    if _family_of(session, volunteer_id) is not None:
        raise Refusal(Code.FAMILY_ALREADY)
    return str(family.name)


def _invitation(session: CitySession, code: str, now: datetime) -> Any:
    row = (
        session.connection()
        .execute(
            select(_INVITES.c.id, _INVITES.c.family_id, _FAMILIES.c.head_id, _VOLUNTEERS.c.name)
            .join(_FAMILIES, _FAMILIES.c.id == _INVITES.c.family_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _FAMILIES.c.head_id)
            .where(
                _INVITES.c.code_hash == tokens.digest(code),
                _INVITES.c.used_at.is_(None),
                _INVITES.c.expires_at > now,
                _FAMILIES.c.dissolved_at.is_(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.INVITE_INVALID)
    return row


@access.performs(Action.KEEP_FAMILY)
def join(session: CitySession, *, actor: int, code: str, now: datetime) -> Home:
    """Belong to the family of the link, which is used up by it; its head is told.

    Somebody under age joins only a family whose head is his guardian. Refuses invite-invalid,
    family-already, family-full, family-guardian, not-registered, not-yet-approved.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    invitation = _invitation(session, code, now)
    used = session.connection().execute(
        update(_INVITES)
        .where(_INVITES.c.id == invitation.id, _INVITES.c.used_at.is_(None))
        .values(used_at=now, used_by=actor)
    )
    if used.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)
    _refuse_strangers_child(session, volunteer_id, invitation.head_id, now)
    enter_last(session, invitation.family_id, volunteer_id, now)
    audit.record(session, actor, "family.joined", f"family:{invitation.family_id}", now)
    home = own(session, actor=actor)
    assert home is not None  # noqa: S101 - he has just entered
    _tell_head(session, home, now)
    return home


def _tell_head(session: CitySession, home: Home, now: datetime) -> None:
    """Tell the head of a family, if he has a chat, who has joined it just now."""
    head = next((one for one in home.members if one.is_head), None)
    new = next(one for one in home.members if one.is_self)
    if head is not None and head.account_id is not None:
        notices.tell(
            session,
            kind="family-joined",
            account_id=head.account_id,
            dedupe_key=f"family-joined/{new.member_id}",
            facts={"name": new.name},
            due_at=now,
        )


def _refuse_strangers_child(
    session: CitySession, volunteer_id: int, head_id: int, now: datetime
) -> None:
    connection = session.connection()
    his = _VOLUNTEERS.c.id == volunteer_id
    born_on = connection.scalar(select(_VOLUNTEERS.c.born_on).where(his))
    rules = session.city.policy(now).registration
    if not needs_consent(born_on, session.city.calendar.day_of(now), rules):
        return
    head = connection.scalar(select(_VOLUNTEERS.c.account_id).where(_VOLUNTEERS.c.id == head_id))
    guarded = select(_VOLUNTEERS.c.id).where(his, answered_for(head).exists())
    if connection.execute(guarded).first() is None:
        raise Refusal(Code.FAMILY_GUARDIAN, "registration.consent_below")


@access.performs(Action.KEEP_FAMILY)
def agree(session: CitySession, *, actor: int, agreed: bool, now: datetime) -> Home:
    """Agree that the head's scan counts for oneself too, or end that; refuses not-found."""
    home = own(session, actor=actor)
    if home is None or home.is_head:
        raise Refusal(Code.NOT_FOUND)
    mine = next(one for one in home.members if one.is_self)
    if mine.agreed and not agreed:
        registration.withdraw(session, actor=actor, kinds=[FAMILY_SCAN], now=now)
    elif agreed and not mine.agreed:
        session.connection().execute(
            insert(_CONSENTS).values(
                account_id=actor,
                kind=FAMILY_SCAN,
                text_version=session.city.policy(now).consent.text_version,
                given_at=now,
            )
        )
    word = "family.scan-agreed" if agreed else "family.scan-withdrawn"
    audit.record(session, actor, word, f"family_member:{mine.member_id}", now)
    again = own(session, actor=actor)
    assert again is not None  # noqa: S101 - it stood a moment ago
    return again


@access.performs(Action.KEEP_FAMILY)
def leave(session: CitySession, *, actor: int, now: datetime) -> bool:
    """Leave the family; when the head leaves it ends for all. Tell whether it has ended.

    Everybody's hours stay his own. Refuses not-found.
    """
    home = own(session, actor=actor)
    if home is None:
        raise Refusal(Code.NOT_FOUND)
    going = [one for one in home.members if home.is_head or one.is_self]
    session.connection().execute(
        update(_MEMBERS)
        .where(_MEMBERS.c.id.in_([one.member_id for one in going]), _MEMBERS.c.left_at.is_(None))
        .values(left_at=now)
    )
    for one in going:
        if one.agreed and one.account_id is not None:
            registration.withdraw(session, actor=one.account_id, kinds=[FAMILY_SCAN], now=now)
    if home.is_head:
        session.connection().execute(
            update(_FAMILIES).where(_FAMILIES.c.id == home.family_id).values(dissolved_at=now)
        )
    word = "family.dissolved" if home.is_head else "family.left"
    audit.record(session, actor, word, f"family:{home.family_id}", now)
    return home.is_head


@access.performs(Action.KEEP_FAMILY)
def remove(session: CitySession, *, actor: int, member_id: int, now: datetime) -> str:
    """Let somebody belong to the family no longer and return his name; refuses not-found."""
    home = own(session, actor=actor)
    one = next(
        (each for each in home.members if each.member_id == member_id) if home else iter(()), None
    )
    if home is None or not home.is_head or one is None or one.is_head:
        raise Refusal(Code.NOT_FOUND)
    session.connection().execute(
        update(_MEMBERS).where(_MEMBERS.c.id == member_id).values(left_at=now)
    )
    if one.agreed and one.account_id is not None:
        registration.withdraw(session, actor=one.account_id, kinds=[FAMILY_SCAN], now=now)
    audit.record(session, actor, "family.removed", f"family_member:{member_id}", now)
    return one.name
