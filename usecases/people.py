"""What a person sets about himself: the language he hears, the role he acts in."""

from sqlalchemy import select, update

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Account
from usecases import access
from usecases.access import Caller
from usecases.city import CitySession

_ACCOUNTS = table_of(Account)


@access.performs(Action.LOOK_AROUND)
def speak(session: CitySession, *, actor: int, language: str) -> Caller:
    """Speak `language` to the account from now on."""
    return _change(session, actor, language=language)


@access.performs(Action.LOOK_AROUND)
def act_as(session: CitySession, *, actor: int, role: str) -> Caller:
    """Show the menu of `role` from now on; refuses `not-allowed` for a role not held."""
    # Known before it is written: a word that is no role could never be read again.
    if role not in set(Role):
        raise Refusal(Code.NOT_ALLOWED)
    caller = _change(session, actor, active_role=role)
    if not caller.holds(Role(role)):
        raise Refusal(Code.NOT_ALLOWED)
    return caller


@access.performs(Action.LOOK_AROUND)
def remember_menu_button(session: CitySession, *, actor: int, button: str) -> None:
    """Remember what the button at the bottom of the account's chat has just been set to."""
    session.connection().execute(
        update(_ACCOUNTS).where(_ACCOUNTS.c.id == actor).values(menu_button=button)
    )


def _change(session: CitySession, actor: int, **values: str) -> Caller:
    connection = session.connection()
    connection.execute(update(_ACCOUNTS).where(_ACCOUNTS.c.id == actor).values(**values))
    row = connection.execute(
        select(_ACCOUNTS.c.messenger, _ACCOUNTS.c.external_id).where(_ACCOUNTS.c.id == actor)
    ).one()
    caller = access.recognise(session, messenger=row.messenger, external_id=row.external_id)
    assert caller is not None  # noqa: S101 - the row was just read
    return caller
