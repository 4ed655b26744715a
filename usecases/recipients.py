"""Those who were served confirm a typed record and rate it (SM3-5c, 5f); the policy says whether.

One word of a record, in the schema: by a one-use link, which needs no more than the chat, or by the
photo of a page that was signed. Photo and link both pass through the typist's hands: they confirm
once an officer has seen them, with the record or afterwards. A word against it is an objection.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain import tokens
from domain.permissions import Action
from domain.records import Span
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.recipients import RecipientWord
from usecases import access, audit, disputes
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.records import RECORDS, call_officers, keep_file

WORDS = table_of(RecipientWord)
_VOLUNTEERS = table_of(Volunteer)
_WAITING = ("filed", "published")
UNSEEN = (WORDS.c.outcome == "confirmed") & WORDS.c.seen_at.is_(None)
CONFIRMED = (WORDS.c.outcome == "confirmed") & WORDS.c.seen_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Link:
    """A one-use code for a recipient, and until when it is good."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What a recipient is asked about."""

    volunteer: str
    name: str
    content: str
    place: str
    span: Span


@access.performs(Action.RECORD_SERVICE)
def ask(session: CitySession, *, actor: int, record_id: int, now: datetime) -> Link:
    """Return a one-use link for who was served; earlier ones of the record end with it.

    Refuses not-found, not-allowed (who did not type it), step-gone (nothing to confirm any more).
    """
    _open_to(session, actor, record_id, now)
    session.connection().execute(
        update(WORDS)
        .where(WORDS.c.record_id == record_id, WORDS.c.outcome.is_(None))
        .values(expires_at=now)
    )
    code = tokens.random_code(tokens.RandomKind.RECIPIENT)
    expires_at = now + timedelta(days=session.city.policy(now).links.recipient_days)
    session.connection().execute(
        insert(WORDS).values(
            record_id=record_id,
            code_hash=tokens.digest(code),
            made_by=actor,
            made_at=now,
            expires_at=expires_at,
        )
    )
    audit.record(session, actor, "recipient.asked", f"record:{record_id}", now)
    return Link(code, expires_at)


def _open_to(session: CitySession, actor: int, record_id: int, now: datetime) -> None:
    access.places(session, actor=actor, action=Action.RECORD_SERVICE)
    row = (
        session.connection()
        .execute(select(RECORDS.c.typed_by, RECORDS.c.state).where(RECORDS.c.id == record_id))
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.typed_by != actor:
        raise Refusal(Code.NOT_ALLOWED)
    off = session.city.policy(now).records.recipient_confirm == "off"
    if off or row.state not in _WAITING or word_of(session, record_id) is not None:
        raise Refusal(Code.STEP_GONE)


def word_of(session: CitySession, record_id: int) -> Any:
    """Return what a recipient has said of a record, or None."""
    return (
        session.connection()
        .execute(select(WORDS).where(WORDS.c.record_id == record_id, WORDS.c.outcome.is_not(None)))
        .one_or_none()
    )


@access.performs(Action.RECORD_SERVICE)
def signed(session: CitySession, *, actor: int, record_id: int, file: Kept, now: datetime) -> None:
    """Keep the photo of the page that the recipient signed; it counts once an officer has seen it.

    Refuses not-found, not-allowed (who did not type it), step-gone (nothing to confirm any more).
    """
    _open_to(session, actor, record_id, now)
    keep_file(session, record_id, file, now)
    session.connection().execute(
        insert(WORDS).values(
            record_id=record_id,
            made_by=actor,
            made_at=now,
            expires_at=now,
            outcome="confirmed",
            said_at=now,
            sha256=file.sha256,
        )
    )
    _to_be_seen(session, record_id, now)
    audit.record(session, actor, "recipient.signed", f"record:{record_id}", now)


def _to_be_seen(session: CitySession, record_id: int, now: datetime) -> None:
    """Let nobody approve what he saw without the word; call the officers to a later one."""
    row = session.connection().execute(
        update(RECORDS)
        .where(RECORDS.c.id == record_id)
        .values(version=RECORDS.c.version + 1)
        .returning(RECORDS.c.state, RECORDS.c.county)
    ).one()  # fmt: skip
    if row.state == "published":
        call_officers(session, row.county, now)


def see(session: CitySession, *, actor: int, record_id: int, now: datetime) -> bool:
    """Let a recipient's confirmation count, as its officer has seen it; tell whether one waited."""
    seen = session.connection().execute(
        update(WORDS).where(WORDS.c.record_id == record_id, UNSEEN).values(
            seen_by=actor, seen_at=now
        )
    )  # fmt: skip
    return bool(seen.rowcount)


def dismiss(session: CitySession, *, record_id: int) -> bool:
    """Let a confirmation be none, so that another one can come; tell whether one waited."""
    done = session.connection().execute(
        update(WORDS).where(WORDS.c.record_id == record_id, UNSEEN).values(outcome=None)
    )
    return bool(done.rowcount)


@access.performs(Action.ACCEPT_INVITE)
def asked(session: CitySession, *, actor: int, code: str, now: datetime) -> Asked:
    """Return what the link asks about; refuses invite-invalid, record-another to who is in it."""
    row = _unsaid(session, actor, code, now)
    return Asked(
        mask_name(row.volunteer), row.name, row.content, row.place,
        Span(row.began_at, row.ended_at),
    )  # fmt: skip


def _unsaid(session: CitySession, actor: int, code: str, now: datetime) -> Any:
    if tokens.random_kind(code) is not tokens.RandomKind.RECIPIENT:
        raise Refusal(Code.INVITE_INVALID)
    row = (
        session.connection()
        .execute(
            select(
                RECORDS,
                WORDS.c.id.label("word_id"),
                WORDS.c.made_by,
                _VOLUNTEERS.c.name.label("volunteer"),
                _VOLUNTEERS.c.account_id,
            )
            .join(RECORDS, RECORDS.c.id == WORDS.c.record_id)
            .join(_VOLUNTEERS, _VOLUNTEERS.c.id == RECORDS.c.volunteer_id)
            .where(
                WORDS.c.code_hash == tokens.digest(code),
                WORDS.c.outcome.is_(None),
                WORDS.c.expires_at > now,
                RECORDS.c.state.in_(_WAITING),
            )
        )
        .one_or_none()
    )
    if row is None or word_of(session, row.id) is not None:
        raise Refusal(Code.INVITE_INVALID)
    if actor in (row.made_by, row.account_id):
        raise Refusal(Code.RECORD_ANOTHER)
    return row


@access.performs(Action.ACCEPT_INVITE)
def confirm(session: CitySession, *, actor: int, code: str, stars: int, now: datetime) -> int:
    """Confirm the service with one to five stars, once; return the word's number for words later.

    It counts once an officer has seen it: who typed the hours has had the link in his hands.
    Refuses invite-invalid (used, over, unknown), record-another, step-gone for other stars.
    """
    if not 1 <= stars <= 5:
        raise Refusal(Code.STEP_GONE)
    row = _unsaid(session, actor, code, now)
    _say(session, row, actor, now, outcome="confirmed", stars=stars)
    _to_be_seen(session, row.id, now)
    audit.record(session, actor, "recipient.confirmed", f"record:{row.id}", now, stars=stars)
    return int(row.word_id)


@access.performs(Action.ACCEPT_INVITE)
def deny(session: CitySession, *, actor: int, code: str, words: str, now: datetime) -> None:
    """Say that it was not so: nothing counts on this from then on until an officer decides.

    What is not on show yet is held back as soon as it is, whatever its checker makes of the word.
    """
    row = _unsaid(session, actor, code, now)
    kept = disputes.cleaned(words)
    _say(session, row, actor, now, outcome="denied", words=kept)
    audit.record(session, actor, "recipient.denied", f"record:{row.id}", now)
    deny_what_is_on_show(session, record_id=row.id, now=now)


def deny_what_is_on_show(session: CitySession, *, record_id: int, now: datetime) -> None:
    """Object to a record on show for whoever was served and has denied it; else do nothing."""
    word = word_of(session, record_id)
    state = session.connection().scalar(select(RECORDS.c.state).where(RECORDS.c.id == record_id))
    if word is None or word.outcome != "denied" or state != "published":
        return
    disputes.object_as_recipient(
        session, actor=word.said_by, record_id=record_id, words=word.words, now=now
    )


def _say(session: CitySession, row: Any, actor: int, now: datetime, **said: Any) -> None:
    done = session.connection().execute(
        update(WORDS)
        .where(WORDS.c.id == row.word_id, WORDS.c.outcome.is_(None))
        .values(said_at=now, said_by=actor, **said)
    )
    if done.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)


@access.performs(Action.ACCEPT_INVITE)
def add_words(session: CitySession, *, actor: int, word_id: int, words: str) -> None:
    """Add words to one's own stars, once; refuses step-gone, text-empty, text-length."""
    added = session.connection().execute(
        update(WORDS)
        .where(WORDS.c.id == word_id, WORDS.c.said_by == actor, WORDS.c.words.is_(None))
        .values(words=disputes.cleaned(words))
    )
    if added.rowcount != 1:
        raise Refusal(Code.STEP_GONE)
