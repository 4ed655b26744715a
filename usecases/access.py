"""Who is asking, and may they: fetching and asking are one function, so nobody forgets to ask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, select

from domain.permissions import TABLE, Action, Role, Scope
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Account, Application, RoleGrant, Volunteer
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.prepared import Prepared

F = TypeVar("F", bound=Callable[..., Any])

_ACCOUNTS = table_of(Account)
_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)
_APPLICATIONS = table_of(Application)


def performs(action: Action) -> Callable[[F], F]:
    """Mark a use case with the action it performs; doors may call marked ones only."""

    def mark(deed: F) -> F:
        deed.action = action  # type: ignore[attr-defined]
        return deed

    return mark


@dataclass(frozen=True, slots=True)
class Caller:
    """An account as a door sees it: language, standing and roles."""

    account_id: int
    external_id: int
    language: str
    volunteer_id: int | None = None
    volunteer_name: str | None = None
    # "submitted", "with_guardian" or "sent_back" while an application is open.
    application_state: str | None = None
    # Role -> where it counts ("" is the city).
    roles: dict[Role, list[str]] | None = None
    active_role: Role | None = None
    # What the button at the bottom of his chat was last set to; None: Telegram's own.
    menu_button: str | None = None

    def holds(self, role: Role) -> bool:
        """Tell whether the account holds `role` anywhere."""
        if role is Role.VOLUNTEER:
            return self.volunteer_id is not None
        return bool(self.roles and role in self.roles)

    def menus(self) -> list[Role]:
        """Return all roles that have a menu, staff roles first, the volunteer's last.

        The head of a station works in a clerk's menu.
        """
        held: list[Role] = [role for role in self.roles or {} if role is not Role.STATION_HEAD]
        return [*held, Role.VOLUNTEER] if self.volunteer_id is not None else held

    def menu(self) -> Role | None:
        """Return the role whose menu is shown: the chosen one, or the first held."""
        roles = self.menus()
        if self.active_role in roles:
            return self.active_role
        return roles[0] if roles else None


FIND = (
    select(
        _ACCOUNTS.c.id,
        _ACCOUNTS.c.external_id,
        _ACCOUNTS.c.language,
        _ACCOUNTS.c.active_role,
        _ACCOUNTS.c.menu_button,
        _VOLUNTEERS.c.id.label("volunteer_id"),
        _VOLUNTEERS.c.name.label("volunteer_name"),
        _APPLICATIONS.c.state.label("application_state"),
        _GRANTS.c.role,
        _GRANTS.c.scope_ref,
    )
    .select_from(_ACCOUNTS)
    .outerjoin(
        _VOLUNTEERS,
        (_VOLUNTEERS.c.account_id == _ACCOUNTS.c.id) & _VOLUNTEERS.c.suspended_at.is_(None),
    )
    .outerjoin(
        _APPLICATIONS,
        (_APPLICATIONS.c.account_id == _ACCOUNTS.c.id)
        & (
            (_APPLICATIONS.c.state == "submitted")
            | (_APPLICATIONS.c.state == "with_guardian")
            | (_APPLICATIONS.c.state == "sent_back")
        ),
    )
    .outerjoin(_GRANTS, (_GRANTS.c.account_id == _ACCOUNTS.c.id) & _GRANTS.c.revoked_at.is_(None))
    .where(
        _ACCOUNTS.c.messenger == bindparam("messenger"),
        _ACCOUNTS.c.external_id == bindparam("external_id"),
    )
    .order_by(_GRANTS.c.id)
)
_FIND = Prepared(FIND)


def recognise(session: CitySession, *, messenger: str, external_id: int) -> Caller | None:
    """Return who this is, in one query, or None for somebody never seen."""
    return caller_of(_FIND.run(session, {"messenger": messenger, "external_id": external_id}))


def caller_of(rows: Sequence[Any]) -> Caller | None:
    """Return who the rows of `FIND` show, a row a role, or None for somebody never seen."""
    if not rows:
        return None
    roles: dict[Role, list[str]] = {}
    for row in rows:
        if row.role is not None:
            roles.setdefault(Role(row.role), []).append(row.scope_ref)
    first = rows[0]
    return Caller(
        first.id,
        first.external_id,
        first.language,
        first.volunteer_id,
        first.volunteer_name,
        first.application_state,
        roles,
        Role(first.active_role) if first.active_role else None,
        first.menu_button,
    )


def welcome(
    session: CitySession, *, messenger: str, external_id: int, language: str, now: datetime
) -> Caller:
    """Return who this is, opening an account for somebody never seen."""
    connection = session.connection()
    connection.execute(
        insert_into(connection, _ACCOUNTS)
        .values(messenger=messenger, external_id=external_id, language=language, first_seen_at=now)
        .on_conflict_do_nothing(index_elements=["messenger", "external_id"])
    )
    caller = recognise(session, messenger=messenger, external_id=external_id)
    assert caller is not None  # noqa: S101 - it was inserted above
    return caller


_SCOPES = (
    select(_GRANTS.c.role, _GRANTS.c.scope_ref)
    .where(_GRANTS.c.account_id == bindparam("account_id"), _GRANTS.c.revoked_at.is_(None))
    .order_by(_GRANTS.c.id)
)

_OWN = select(_VOLUNTEERS.c.id).where(
    _VOLUNTEERS.c.account_id == bindparam("account_id"), _VOLUNTEERS.c.suspended_at.is_(None)
)


def standings(session: CitySession, *, actor: int, action: Action) -> list[tuple[Role, str]]:
    """Return in which roles, and where, the account may do `action`; or refuse `not-allowed`."""
    allowed: list[tuple[Role, str]] = []
    for row in session.connection().execute(_SCOPES, {"account_id": actor}):
        scope = TABLE[action].get(Role(row.role))
        if scope is not None:
            allowed.append((Role(row.role), "" if scope is Scope.CITY else row.scope_ref))
    if not allowed:
        raise Refusal(Code.NOT_ALLOWED)
    return allowed


def places(session: CitySession, *, actor: int, action: Action) -> list[str]:
    """Return where the account may do `action` ("" is everywhere), or refuse `not-allowed`."""
    return [place for _, place in standings(session, actor=actor, action=action)]


def routes(session: CitySession, *, actor: int) -> list[str]:
    """Return what the account decides as an officer, as `Route.written` says; or refuse."""
    held = standings(session, actor=actor, action=Action.DECIDE_APPLICATION)
    return [f"{role.value}:{place}" if place else role.value for role, place in held]


def require(session: CitySession, *, actor: int, action: Action, place: str) -> None:
    """Refuse `not-allowed` unless the account may do `action` at `place`."""
    allowed = places(session, actor=actor, action=action)
    if "" not in allowed and place not in allowed:
        raise Refusal(Code.NOT_ALLOWED)


def own_volunteer(session: CitySession, *, actor: int) -> int:
    """Return the id of the account's volunteer; refuse `not-registered` or `not-yet-approved`."""
    connection = session.connection()
    found: int | None = connection.execute(_OWN, {"account_id": actor}).scalar_one_or_none()
    if found is not None:
        return found
    waiting = connection.execute(
        select(_APPLICATIONS.c.id).where(
            _APPLICATIONS.c.account_id == actor,
            _APPLICATIONS.c.state.in_(["submitted", "sent_back", "with_guardian"]),
        )
    ).first()
    raise Refusal(Code.NOT_YET_APPROVED if waiting else Code.NOT_REGISTERED)


def grant(
    session: CitySession,
    *,
    account_id: int,
    role: Role,
    scope_ref: str,
    by: int | None,
    now: datetime,
) -> None:
    """Give the account a role; holding it already is success."""
    held = (
        session.connection()
        .execute(
            select(_GRANTS.c.id).where(
                _GRANTS.c.account_id == account_id,
                _GRANTS.c.role == role.value,
                _GRANTS.c.scope_ref == scope_ref,
                _GRANTS.c.revoked_at.is_(None),
            )
        )
        .first()
    )
    if held is None:
        session.connection().execute(
            insert(_GRANTS).values(
                account_id=account_id,
                role=role.value,
                scope_ref=scope_ref,
                granted_by=by,
                granted_at=now,
            )
        )


def holders(session: CitySession, *, role: str, scope_ref: str) -> list[int]:
    """Return the accounts that hold `role` at `scope_ref` now."""
    return list(
        session.connection().scalars(
            select(_GRANTS.c.account_id)
            .where(
                _GRANTS.c.role == role,
                _GRANTS.c.scope_ref == scope_ref,
                _GRANTS.c.revoked_at.is_(None),
            )
            .order_by(_GRANTS.c.account_id)
        )
    )
