"""Those who were served confirm a service and rate it (SM3-5c, 5f); the policy says whether.

One word of a typed record or a visit, in the schema: by a one-use link, which needs no more than
the chat, or, of a record, by the photo of a page that was signed. Photo and link pass through other
hands: they confirm once somebody else has seen them. A word against it is an objection. Who asks
for a visit's, and who sees it, stands in `visit_words.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from domain import tokens
from domain.permissions import Action
from domain.records import Span
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.recipients import RecipientWord
from usecases import access, audit, disputes, households, lines, notices
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.lines import Line
from usecases.records import RECORDS, call_officers, keep_file
from usecases.station_past import StationsThen

WORDS = table_of(RecipientWord)
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
    return link(session, actor, {"record_id": record_id}, now)


def link(session: CitySession, actor: int, about: dict[str, int], now: datetime) -> Link:
    """Return a one-use link about a record or a visit; earlier ones end with it."""
    ((column, number),) = about.items()
    session.connection().execute(
        update(WORDS)
        .where(WORDS.c[column] == number, WORDS.c.outcome.is_(None))
        .values(expires_at=now)
    )
    code = tokens.random_code(tokens.RandomKind.RECIPIENT)
    expires_at = now + timedelta(days=session.city.policy(now).links.recipient_days)
    session.connection().execute(
        insert(WORDS).values(
            **about,
            code_hash=tokens.digest(code),
            made_by=actor,
            made_at=now,
            expires_at=expires_at,
        )
    )
    subject = f"{column.removesuffix('_id')}:{number}"
    audit.record(session, actor, "recipient.asked", subject, now)
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
    return word_of_line(session, record_id=record_id)


def word_of_line(
    session: CitySession, *, record_id: int | None = None, visit_id: int | None = None
) -> Any:
    """Return what a recipient has said of a record or a visit, or None."""
    about = WORDS.c.visit_id == visit_id if visit_id else WORDS.c.record_id == record_id
    query = select(WORDS).where(about, WORDS.c.outcome.is_not(None))
    return session.connection().execute(query).one_or_none()


@access.performs(Action.RECORD_SERVICE)
def may_sign(session: CitySession, *, actor: int, record_id: int, now: datetime) -> None:
    """Refuse what `signed` would, before a photo is taken for nothing."""
    _open_to(session, actor, record_id, now)


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


def see(session: CitySession, *, actor: int, which: ColumnElement[bool], now: datetime) -> bool:
    """Let a recipient's confirmation count, as another has seen it; tell whether one waited.

    Who served hears of the stars that he was given.
    """
    counted = session.connection().execute(
        update(WORDS)
        .where(which, UNSEEN)
        .values(seen_by=actor, seen_at=now)
        .returning(WORDS.c.id, WORDS.c.record_id, WORDS.c.visit_id, WORDS.c.stars)
    )
    seen = counted.all()
    for word in seen:
        _tell(session, word, now)
    return bool(seen)


def _tell(session: CitySession, word: Any, now: datetime) -> None:
    line, row = lines.line_of(session, lines.cause_of(word))
    if word.stars is None or row.account_id is None:
        return
    notices.tell(
        session,
        kind="rated",
        account_id=row.account_id,
        dedupe_key=f"rated/{word.id}",
        facts={"title": line.title, "began_at": line.began_at.isoformat(), "stars": word.stars},
        due_at=now,
    )


def dismiss(session: CitySession, *, which: ColumnElement[bool], now: datetime) -> bool:
    """Let a confirmation be none, so that another one can come; tell whether one waited.

    Its link is used up all the same: whoever asks again gives out a new one.
    """
    none = update(WORDS).where(which, UNSEEN).values(outcome=None, expires_at=now)
    done = session.connection().execute(none)
    return bool(done.rowcount)


@access.performs(Action.ACCEPT_INVITE)
def asked(session: CitySession, *, actor: int, code: str, now: datetime) -> Asked:
    """Return what the link asks about.

    Refuses invite-invalid, and record-another to the volunteer, his household and who made it.
    """
    _, line, row = _unsaid(session, actor, code, now)
    if line.record_id:
        span = Span(row.began_at, row.ended_at)
        return Asked(line.volunteer, row.name, row.content, row.place, span)
    duty = StationsThen(session, {row.station_id}).duty(row.station_id, row.opened_at)
    span = Span(row.opened_at, row.closed_at)
    return Asked(line.volunteer, line.title, duty.content, row.address, span)


def _unsaid(session: CitySession, actor: int, code: str, now: datetime) -> tuple[Any, Line, Any]:
    """Return the word that nobody has said yet, its line and the line's row."""
    if tokens.random_kind(code) is not tokens.RandomKind.RECIPIENT:
        raise Refusal(Code.INVITE_INVALID)
    word = session.connection().execute(
        select(WORDS).where(
            WORDS.c.code_hash == tokens.digest(code),
            WORDS.c.outcome.is_(None),
            WORDS.c.expires_at > now,
        )
    ).one_or_none()  # fmt: skip
    if word is None:
        raise Refusal(Code.INVITE_INVALID)
    line, row = lines.line_of(session, lines.cause_of(word))
    said = word_of_line(session, record_id=line.record_id, visit_id=line.visit_id)
    if said is not None or not is_open(line):
        raise Refusal(Code.INVITE_INVALID)
    if actor == word.made_by or households.related(session, actor, line.volunteer_id):
        raise Refusal(Code.RECORD_ANOTHER)
    return word, line, row


def is_open(line: Line) -> bool:
    """Tell whether somebody may still say a word of it: a visit that counts, a record that waits.

    What an officer has corrected to nothing is none any more.
    """
    return bool(line.minutes) if line.visit_id else line.state in _WAITING


@access.performs(Action.ACCEPT_INVITE)
def confirm(session: CitySession, *, actor: int, code: str, stars: int, now: datetime) -> int:
    """Confirm the service with one to five stars, once; return the word's number for words later.

    It counts once an officer has seen it: who typed the hours has had the link in his hands.
    Refuses invite-invalid (used, over, unknown), record-another, step-gone for other stars.
    """
    if not 1 <= stars <= 5:
        raise Refusal(Code.STEP_GONE)
    word, line, _ = _unsaid(session, actor, code, now)
    _say(session, word, actor, now, outcome="confirmed", stars=stars)
    if line.record_id:
        _to_be_seen(session, line.record_id, now)
    audit.record(session, actor, "recipient.confirmed", line.cause, now, stars=stars)
    return int(word.id)


@access.performs(Action.ACCEPT_INVITE)
def deny(session: CitySession, *, actor: int, code: str, words: str, now: datetime) -> None:
    """Say that it was not so: of a record nothing counts from then on until an officer decides.

    What is not on show yet is held back as soon as it is, whatever its checker makes of the word.
    Minutes of a visit, which scans have proven, stand until he decides.
    """
    word, line, _ = _unsaid(session, actor, code, now)
    kept = disputes.cleaned(words)
    _say(session, word, actor, now, outcome="denied", words=kept)
    audit.record(session, actor, "recipient.denied", line.cause, now)
    if line.record_id:
        deny_what_is_on_show(session, record_id=line.record_id, now=now)
    else:
        disputes.object_as_recipient(session, actor=actor, cause=line.cause, words=kept, now=now)


def deny_what_is_on_show(session: CitySession, *, record_id: int, now: datetime) -> None:
    """Object to a record on show for whoever was served and has denied it; else do nothing."""
    word = word_of(session, record_id)
    state = session.connection().scalar(select(RECORDS.c.state).where(RECORDS.c.id == record_id))
    if word is None or word.outcome != "denied" or state != "published":
        return
    disputes.object_as_recipient(
        session, actor=word.said_by, cause=f"record:{record_id}", words=word.words, now=now
    )


def _say(session: CitySession, word: Any, actor: int, now: datetime, **said: Any) -> None:
    done = session.connection().execute(
        update(WORDS)
        .where(WORDS.c.id == word.id, WORDS.c.outcome.is_(None))
        .values(said_at=now, said_by=actor, **said)
    )
    if done.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)


@access.performs(Action.ACCEPT_INVITE)
def add_words(session: CitySession, *, actor: int, word_id: int, words: str, now: datetime) -> None:
    """Add words to one's own stars, once; refuses step-gone, text-empty, text-length."""
    added = session.connection().execute(
        update(WORDS)
        .where(
            WORDS.c.id == word_id,
            WORDS.c.said_by == actor,
            WORDS.c.outcome.is_not(None),
            WORDS.c.words.is_(None),
        )
        .values(words=disputes.cleaned(words))
    )
    if added.rowcount != 1:
        raise Refusal(Code.STEP_GONE)
    audit.record(session, actor, "recipient.words-added", f"recipient_word:{word_id}", now)
