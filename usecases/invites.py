"""One-use codes that give a role or pair a display; there is no default administrator (P17)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, text, update

from domain import tokens
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Invite, RoleGrant
from usecases import access, audit, directory
from usecases.city import CitySession

_INVITES = table_of(Invite)
_GRANTS = table_of(RoleGrant)

# An out-of-band code lives ten minutes at most (OWASP ASVS 5.0, 6.5.5).
OWNER_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Invited:
    """A role that an invitation gave."""

    role: Role
    scope_ref: str


def make(
    session: CitySession,
    *,
    role: Role,
    scope_ref: str,
    life: timedelta,
    made_by: int | None,
    now: datetime,
) -> str:
    """Return a new one-use code; only its hash is kept."""
    code = tokens.random_code(tokens.RandomKind.INVITE)
    session.connection().execute(
        insert(_INVITES).values(
            code_hash=tokens.digest(code),
            role=role.value,
            scope_ref=scope_ref,
            made_by=made_by,
            made_at=now,
            expires_at=now + life,
        )
    )
    return code


class OwnedError(Exception):
    """The city has an administrator, who invites further ones."""


def make_owner_code(session: CitySession, *, now: datetime, again: bool = False) -> str:
    """Return the code that makes the first administrator, for the console only.

    Earlier ones are worth nothing from now on. Raises OwnedError where there is an administrator;
    `again` ends the roles of all administrators instead, for who has lost his account.
    """
    connection = session.connection()
    if again:
        connection.execute(
            update(_GRANTS)
            .where(_GRANTS.c.role == Role.ADMINISTRATOR.value, _GRANTS.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        audit.record(session, None, "owner.again", f"role:{Role.ADMINISTRATOR.value}:", now)
    elif _is_owned(session):
        raise OwnedError
    connection.execute(
        update(_INVITES)
        .where(_OWNER_CODES, _INVITES.c.used_at.is_(None), _INVITES.c.expires_at > now)
        .values(expires_at=now)
    )
    return make(
        session,
        role=Role.ADMINISTRATOR,
        scope_ref="",
        life=OWNER_LIFE,
        made_by=None,
        now=now,
    )


_OWNER_CODES = _INVITES.c.made_by.is_(None) & (_INVITES.c.role == Role.ADMINISTRATOR.value)


def _is_owned(session: CitySession) -> bool:
    """Tell whether somebody is administrator; who asks keeps others from becoming it meanwhile."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # SQLite has one writer; here two codes could be used in the same moment.
        connection.execute(text("LOCK TABLE role_grant IN SHARE ROW EXCLUSIVE MODE"))
    living = select(_GRANTS.c.id).where(
        _GRANTS.c.role == Role.ADMINISTRATOR.value, _GRANTS.c.revoked_at.is_(None)
    )
    return connection.execute(living.limit(1)).first() is not None


@access.performs(Action.INVITE_STAFF)
def may_invite(session: CitySession, *, actor: int) -> None:
    """Refuse `not-allowed` to all but administrators, before they are asked whom to invite."""
    access.require(session, actor=actor, action=Action.INVITE_STAFF, place="")


@access.performs(Action.INVITE_STAFF)
def invite(session: CitySession, *, actor: int, role: Role, scope_ref: str, now: datetime) -> str:
    """Return a one-use code for a colleague.

    Refuses `not-allowed` to all but administrators, and `not-found` for a place that is none.
    """
    may_invite(session, actor=actor)
    if not directory.stands(session, role=role, scope_ref=scope_ref):
        raise Refusal(Code.NOT_FOUND)
    life = timedelta(days=session.city.policy(now).links.staff_days)
    code = make(session, role=role, scope_ref=scope_ref, life=life, made_by=actor, now=now)
    audit.record(session, actor, "staff.invited", f"role:{role.value}:{scope_ref}", now)
    return code


@access.performs(Action.ACCEPT_INVITE)
def accept(session: CitySession, *, actor: int, code: str, now: datetime) -> Invited:
    """Give the actor the role of the code, once; unknown, expired and used refuse alike."""
    connection = session.connection()
    if tokens.random_kind(code) is not tokens.RandomKind.INVITE:
        raise Refusal(Code.INVITE_INVALID)
    digest = tokens.digest(code)
    used = connection.execute(
        update(_INVITES)
        .where(
            _INVITES.c.code_hash == digest,
            _INVITES.c.used_at.is_(None),
            _INVITES.c.expires_at > now,
        )
        .values(used_at=now, used_by=actor)
    )
    if used.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)
    row = connection.execute(
        select(_INVITES.c.role, _INVITES.c.scope_ref, _INVITES.c.made_by).where(
            _INVITES.c.code_hash == digest
        )
    ).one()
    role = Role(row.role)
    if row.made_by is None and role is Role.ADMINISTRATOR and _is_owned(session):
        raise Refusal(Code.INVITE_INVALID)
    # The head of a station is one of its clerks: what a clerk may do is his by that.
    given = [role, Role.CLERK] if role is Role.STATION_HEAD else [role]
    for one in given:
        access.grant(
            session, account_id=actor, role=one, scope_ref=row.scope_ref, by=row.made_by, now=now
        )
        audit.record(session, actor, "role.accepted", f"role:{one.value}:{row.scope_ref}", now)
    return Invited(role, row.scope_ref)
