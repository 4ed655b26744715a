"""Sessions of Mini Apps: a proven launch is exchanged at once for a token that lives briefly.

The token is derived from the launch and a random word of the browser, so a browser whose answer
was lost gets the same token again, and whoever only copied the launch gets none.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update

from domain import tokens
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.pages import PageSession
from models.people import Account
from usecases import access
from usecases.access import Caller
from usecases.city import CitySession
from usecases.inserts import insert_into

_SESSIONS = table_of(PageSession)
_ACCOUNTS = table_of(Account)

# A page that is used says so from time to time; one that was put away ends (OWASP ASVS 7.3.1).
IDLE_LIFE = timedelta(minutes=30)
# The longest shift at a station's scanner (OWASP ASVS 7.3.2).
WHOLE_LIFE = timedelta(hours=12)
# A launch is worthless after an hour; its row is kept longer than that.
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page was opened: its token, until when, and who opened it."""

    token: str
    expires_at: datetime
    caller: Caller


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks from an open page; `fresh` pages may move hours and vouchers."""

    caller: Caller
    fresh: bool

    @property
    def account_id(self) -> int:
        """Return the account that deeds are done for."""
        return self.caller.account_id


@access.performs(Action.LOOK_AROUND)
def open_page(
    session: CitySession,
    *,
    messenger: str,
    external_id: int,
    language: str,
    launch: bytes,
    nonce: str,
    fresh: bool,
    now: datetime,
) -> Opened:
    """Exchange a proven launch for a token; the same launch and nonce get the same token again.

    Refuses `page-over` when another browser has used the launch already.
    """
    caller = access.welcome(
        session, messenger=messenger, external_id=external_id, language=language, now=now
    )
    connection = session.connection()
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.opened_at < now - _KEPT))
    token = _token(session.city.keys.key("page"), launch, nonce)
    expires_at = now + IDLE_LIFE
    connection.execute(
        insert_into(connection, _SESSIONS)
        .values(
            token_hash=tokens.digest(token),
            launch_hash=launch,
            account_id=caller.account_id,
            fresh=fresh,
            opened_at=now,
            expires_at=expires_at,
        )
        .on_conflict_do_nothing(index_elements=["launch_hash"])
    )
    row = connection.execute(
        select(_SESSIONS.c.token_hash, _SESSIONS.c.expires_at).where(
            _SESSIONS.c.launch_hash == launch
        )
    ).one()
    if row.token_hash != tokens.digest(token) or row.expires_at <= now:
        raise Refusal(Code.PAGE_OVER)
    return Opened(token, row.expires_at, caller)


@access.performs(Action.LOOK_AROUND)
def visitor(session: CitySession, *, token: str, now: datetime) -> Visitor:
    """Return who asks, with the roles of this moment; refuses `page-over`."""
    row = (
        session.connection()
        .execute(
            select(_SESSIONS.c.fresh, _ACCOUNTS.c.messenger, _ACCOUNTS.c.external_id)
            .join(_ACCOUNTS, _ACCOUNTS.c.id == _SESSIONS.c.account_id)
            .where(
                _SESSIONS.c.token_hash == tokens.digest(token),
                _SESSIONS.c.expires_at > now,
            )
        )
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.PAGE_OVER)
    caller = access.recognise(session, messenger=row.messenger, external_id=row.external_id)
    assert caller is not None  # noqa: S101 - the session's row refers to the account
    return Visitor(caller, row.fresh)


@access.performs(Action.LOOK_AROUND)
def stay(session: CitySession, *, token: str, now: datetime) -> datetime:
    """Let a page that is in use live on, within its whole life; return until when."""
    connection = session.connection()
    row = connection.execute(
        select(_SESSIONS.c.id, _SESSIONS.c.opened_at).where(
            _SESSIONS.c.token_hash == tokens.digest(token), _SESSIONS.c.expires_at > now
        )
    ).one_or_none()
    if row is None:
        raise Refusal(Code.PAGE_OVER)
    expires_at: datetime = min(now + IDLE_LIFE, row.opened_at + WHOLE_LIFE)
    connection.execute(
        update(_SESSIONS).where(_SESSIONS.c.id == row.id).values(expires_at=expires_at)
    )
    return expires_at


def _token(key: bytes, launch: bytes, nonce: str) -> str:
    """Return 192 bits that only this server makes of this launch and this browser's word."""
    made = hmac.digest(key, b"page|" + launch + nonce.encode(), sha256)[:24]
    return base64.urlsafe_b64encode(made).decode()
