"""The word of those who were served by a visit: asked for, shown, and seen by somebody else.

The volunteer or his station asks by a one-use link (`recipients.py`); minutes never change by it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from models.places import Station
from models.visits import Visit
from usecases import access, audit, lines, recipients
from usecases.city import CitySession
from usecases.recipients import UNSEEN, WORDS, Link

_VISITS = table_of(Visit)
_STATIONS = table_of(Station)
_VOLUNTEERS = table_of(Volunteer)
_OFF = "off"
A_PAGE = 6
_MOST_VISITS = 6


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What was said of one's own line, "" for nothing; and whether it can be asked for."""

    said: str
    stars: int
    words: str
    counts: bool
    can_ask: bool


@dataclass(frozen=True, slots=True)
class VisitWord:
    """A word as clerks and officers read it; one that waits is for another's eyes first.

    `waits` for this reader, or, as he asked for it or is served or serving, `for_another`.
    """

    word_id: int
    volunteer_id: int
    volunteer: str
    born_on: date | None
    station: str
    opened_at: datetime
    said: str
    stars: int
    words: str
    waits: bool
    for_another: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A finished visit of which nobody has said a word yet."""

    visit_id: int
    volunteer_id: int
    volunteer: str
    born_on: date | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Ratings:
    """A page of words, the newest first; visits that can be asked about are a clerk's own."""

    count: int
    words: list[VisitWord]
    visits: list[Served]


@access.performs(Action.SEE_OWN_HOURS)
def own(session: CitySession, *, actor: int, cause: str, now: datetime) -> OwnWord:
    """Return what those whom one served said of a line; refuses not-found, also for another's."""
    line, _ = lines.line_of(session, cause)
    if line.volunteer_id != access.own_volunteer(session, actor=actor):
        raise Refusal(Code.NOT_FOUND)
    word = recipients.word_of_line(session, record_id=line.record_id, visit_id=line.visit_id)
    if word is None:
        can_ask = line.visit_id is not None and _can_be_asked(session, line, now)
        return OwnWord("", 0, "", False, can_ask)
    counts = word.seen_at is not None or word.outcome != "confirmed"
    return OwnWord(word.outcome, word.stars or 0, word.words or "", counts, False)


def _can_be_asked(session: CitySession, line: lines.Line, now: datetime) -> bool:
    """Tell whether it is over, counts, and is no longer past than a link is good for."""
    rules = session.city.policy(now)
    since = now - timedelta(days=rules.links.recipient_days)
    fresh = line.ended_at is not None and line.ended_at > since
    return fresh and recipients.is_open(line) and rules.records.recipient_confirm != _OFF


@access.performs(Action.SEE_OWN_HOURS)
def ask(session: CitySession, *, actor: int, visit_id: int, now: datetime) -> Link:
    """Return a one-use link for whom one served on a visit; earlier ones end with it.

    Refuses not-found (also for another's), step-gone (too long ago, said already, not wanted).
    """
    line, _ = lines.line_of(session, f"visit:{visit_id}")
    if line.volunteer_id != access.own_volunteer(session, actor=actor):
        raise Refusal(Code.NOT_FOUND)
    return _link(session, actor, line, now)


@access.performs(Action.SEE_RATINGS)
def ask_here(session: CitySession, *, actor: int, visit_id: int, now: datetime) -> Link:
    """Return a one-use link for who was served at one's station; earlier ones end with it.

    Refuses not-found (also elsewhere), record-another for a visit of one's own, step-gone.
    """
    access.places(session, actor=actor, action=Action.SEE_RATINGS)
    line, row = lines.line_of(session, f"visit:{visit_id}")
    _here(session, actor, row.station_id)
    if row.account_id == actor:
        raise Refusal(Code.RECORD_ANOTHER)
    return _link(session, actor, line, now)


def _link(session: CitySession, actor: int, line: lines.Line, now: datetime) -> Link:
    assert line.visit_id is not None  # noqa: S101 - both callers looked up a visit
    said = recipients.word_of_line(session, visit_id=line.visit_id)
    if said is not None or not _can_be_asked(session, line, now):
        raise Refusal(Code.STEP_GONE)
    return recipients.link(session, actor, {"visit_id": line.visit_id}, now)


def _here(session: CitySession, actor: int, station_id: int) -> None:
    where = _mine(session, actor)
    query = select(_STATIONS.c.id).where(_STATIONS.c.id == station_id, where)
    if session.connection().execute(query).first() is None:
        raise Refusal(Code.NOT_FOUND)


def _mine(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return which stations an account reads the words of."""
    held = access.standings(session, actor=actor, action=Action.SEE_RATINGS)
    stations = [int(place) for role, place in held if role is Role.CLERK]
    counties = [place for role, place in held if role is not Role.CLERK]
    if "" in counties:
        return _STATIONS.c.id.is_not(None)
    return or_(_STATIONS.c.id.in_(stations), _STATIONS.c.county.in_(counties))


@access.performs(Action.SEE_RATINGS)
def ratings(session: CitySession, *, actor: int, page: int, now: datetime) -> Ratings:
    """Return the words of visits at the stations of a clerk or an officer, those that wait first.

    A clerk gets the newest visits of his stations that can be asked about.
    """
    held = access.standings(session, actor=actor, action=Action.SEE_RATINGS)
    clerk = [int(place) for role, place in held if role is Role.CLERK]
    found = (
        WORDS.join(_VISITS, _VISITS.c.id == WORDS.c.visit_id)
        .join(_STATIONS, _STATIONS.c.id == _VISITS.c.station_id)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
    )
    where = (_mine(session, actor), WORDS.c.outcome.is_not(None))
    connection = session.connection()
    rows = connection.execute(
        select(
            WORDS, _VISITS.c.opened_at, _VISITS.c.volunteer_id, _STATIONS.c.name.label("station"),
            _VOLUNTEERS.c.name.label("volunteer"), _VOLUNTEERS.c.born_on, _VOLUNTEERS.c.account_id,
        )
        .select_from(found)
        .where(*where)
        .order_by(UNSEEN.desc(), WORDS.c.said_at.desc(), WORDS.c.id.desc())
        .limit(A_PAGE)
        .offset(page * A_PAGE)
    )  # fmt: skip
    return Ratings(
        count=connection.scalar(select(func.count()).select_from(found).where(*where)) or 0,
        words=[_word(row, actor) for row in rows],
        visits=_visits(session, actor, clerk, now) if clerk else [],
    )


def _word(row: Any, actor: int) -> VisitWord:
    concerned = actor in (row.made_by, row.said_by, row.account_id)
    unseen = row.outcome == "confirmed" and row.seen_at is None
    return VisitWord(
        row.id, row.volunteer_id, mask_name(row.volunteer), row.born_on, row.station,
        row.opened_at, row.outcome, row.stars or 0, row.words or "",
        unseen and not concerned, unseen and concerned,
    )  # fmt: skip


def _visits(session: CitySession, actor: int, stations: list[int], now: datetime) -> list[Served]:
    rules = session.city.policy(now)
    if rules.records.recipient_confirm == _OFF:
        return []
    said = select(WORDS.c.visit_id).where(
        WORDS.c.visit_id == _VISITS.c.id, WORDS.c.outcome.is_not(None)
    )
    since = now - timedelta(days=rules.links.recipient_days)
    account = _VOLUNTEERS.c.account_id
    rows = session.connection().execute(
        select(_VISITS, _VOLUNTEERS.c.name, _VOLUNTEERS.c.born_on)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .where(
            _VISITS.c.station_id.in_(stations),
            # A visit lasts a day at most: an index range.
            _VISITS.c.opened_at > since - timedelta(days=1),
            _VISITS.c.closed_at > since,
            _VISITS.c.minutes > 0,
            or_(account.is_(None), account != actor),
            ~said.exists(),
        )
        .order_by(_VISITS.c.opened_at.desc(), _VISITS.c.id.desc())
        .limit(_MOST_VISITS)
    )
    return [
        Served(row.id, row.volunteer_id, mask_name(row.name), row.born_on, row.opened_at)
        for row in rows
    ]


@access.performs(Action.SEE_RATINGS)
def see(session: CitySession, *, actor: int, word_id: int, genuine: bool, now: datetime) -> None:
    """Say whether a confirmation is the recipient's: it counts from then on, or is none.

    Refuses not-found (also elsewhere), record-another (who asked for it, said it or is its
    subject), already-decided.
    """
    access.places(session, actor=actor, action=Action.SEE_RATINGS)
    query = select(WORDS).where(WORDS.c.id == word_id, WORDS.c.visit_id.is_not(None))
    word = session.connection().execute(query).one_or_none()
    if word is None:
        raise Refusal(Code.NOT_FOUND)
    line, row = lines.line_of(session, lines.cause_of(word))
    _here(session, actor, row.station_id)
    if actor in (word.made_by, word.said_by, row.account_id):
        raise Refusal(Code.RECORD_ANOTHER)
    which = WORDS.c.id == word_id
    done = (
        recipients.see(session, actor=actor, which=which, now=now)
        if genuine
        else recipients.dismiss(session, which=which, now=now)
    )
    if not done:
        raise Refusal(Code.ALREADY_DECIDED)
    audit.record(session, actor, f"recipient.{'seen' if genuine else 'dismissed'}", line.cause, now)
