"""Codes that people show: the renewing one, the one for the chat, the printed card, typed ones."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from domain import tokens
from domain.permissions import Action
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.people import Volunteer
from models.visits import ShortCode, WrongTry
from usecases import access
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)
_SHORT = table_of(ShortCode)
_WRONG = table_of(WrongTry)

# A messenger's clock counts whole seconds, and may be a moment behind ours.
_MADE_AHEAD = timedelta(minutes=1)
# Engineering limits against guessing 59 bits; see docs/security.md.
_WRONG_TRIES = 5
_WRONG_WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """A typed code as it is shown once, and until when it is good."""

    typed: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A typed code that is good now."""

    code_hash: bytes
    subject_id: int


@access.performs(Action.SHOW_OWN_CODE)
def renewing(session: CitySession, *, actor: int, now: datetime) -> str:
    """Return the volunteer's code of this slot, for a page that asks again in the next one."""
    row = _own(session, actor)
    seconds = session.city.policy(now).checkin.personal_slot_seconds
    code = tokens.PersonalCode(row.opaque_id, tokens.slot_of(now, seconds), row.epoch)
    return tokens.sign(code, session.city.keys.key("personal"))


@access.performs(Action.SHOW_OWN_CODE)
def for_the_chat(session: CitySession, *, actor: int, now: datetime) -> ShownOnce:
    """Return a new code for a picture in the chat: good once, for minutes; older ones end."""
    row = _own(session, actor)
    minutes = session.city.policy(now).checkin.personal_picture_minutes
    return make_short(
        session, kind="personal", subject_id=row.id, life=timedelta(minutes=minutes), now=now
    )


def card_code(session: CitySession, *, volunteer_id: int) -> str:
    """Return the code of the printed card: only a clerk's scan accepts it, and marks it so."""
    row = (
        session.connection()
        .execute(
            select(_VOLUNTEERS.c.opaque_id, _VOLUNTEERS.c.epoch).where(
                _VOLUNTEERS.c.id == volunteer_id
            )
        )
        .one()
    )
    code = tokens.PersonalCode(row.opaque_id, 0, row.epoch, printed=True)
    return tokens.sign(code, session.city.keys.key("personal"))


def _own(session: CitySession, actor: int):  # type: ignore[no-untyped-def]
    volunteer_id = access.own_volunteer(session, actor=actor)
    return (
        session.connection()
        .execute(
            select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.opaque_id, _VOLUNTEERS.c.epoch).where(
                _VOLUNTEERS.c.id == volunteer_id
            )
        )
        .one()
    )


def make_short(
    session: CitySession, *, kind: str, subject_id: int, life: timedelta, now: datetime
) -> ShownOnce:
    """Make a typed code for the subject; the unused ones it had before end now."""
    session.connection().execute(
        update(_SHORT)
        .where(
            _SHORT.c.kind == kind,
            _SHORT.c.subject_id == subject_id,
            _SHORT.c.used_at.is_(None),
            _SHORT.c.expires_at > now,
        )
        .values(expires_at=now)
    )
    typed = tokens.typed_code()
    keep_short(
        session, typed=typed, kind=kind, subject_id=subject_id, expires_at=now + life, now=now
    )
    return ShownOnce(typed, now + life)


def keep_short(
    session: CitySession,
    *,
    typed: str,
    kind: str,
    subject_id: int,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Let a typed code stand for the subject until then; only its hash is kept."""
    session.connection().execute(
        insert(_SHORT).values(
            code_hash=tokens.digest(typed),
            kind=kind,
            subject_id=subject_id,
            made_at=now,
            expires_at=expires_at,
        )
    )


@access.performs(Action.LOOK_AROUND)
def kind_of(session: CitySession, *, typed: str) -> str | None:
    """Return the kind of a typed code, for somebody whose roles allow more than one; or None."""
    found: str | None = session.connection().scalar(
        select(_SHORT.c.kind).where(_SHORT.c.code_hash == tokens.digest(typed))
    )
    return found


def look_up(
    session: CitySession, *, actor: int, typed: str, kind: str, now: datetime
) -> Found | Refused:
    """Return what a typed code stands for, or why it is no good; wrong ones are counted.

    Unknown, foreign and expired answer alike. Refuses `too-many-tries` after five in a minute.
    """
    connection = session.connection()
    since = now - _WRONG_WINDOW
    wrong = connection.scalar(
        select(func.count()).where(_WRONG.c.account_id == actor, _WRONG.c.tried_at > since)
    )
    if (wrong or 0) >= _WRONG_TRIES:
        raise Refusal(Code.TOO_MANY_TRIES, seconds=int(_WRONG_WINDOW.total_seconds()))
    digest = tokens.digest(typed)
    row = connection.execute(
        select(_SHORT).where(_SHORT.c.code_hash == digest, _SHORT.c.kind == kind)
    ).one_or_none()
    if row is not None and row.used_at is not None:
        return Refused(Code.CODE_USED)
    # A scan that comes later names its own time: no code is good before it was made.
    if row is None or row.expires_at <= now or row.made_at > now + _MADE_AHEAD:
        connection.execute(insert(_WRONG).values(account_id=actor, tried_at=now))
        return Refused(Code.CODE_UNKNOWN)
    return Found(digest, row.subject_id)


def use(session: CitySession, *, code_hash: bytes, now: datetime) -> None:
    """Use a typed code up; of two at once one is refused `code-used`."""
    result = session.connection().execute(
        update(_SHORT)
        .where(_SHORT.c.code_hash == code_hash, _SHORT.c.used_at.is_(None))
        .values(used_at=now)
    )
    if result.rowcount != 1:
        raise Refusal(Code.CODE_USED)


def opaque_id() -> int:
    """Return 40 random bits for a volunteer or a voucher."""
    return secrets.randbits(40)
