"""How somebody without a telephone proves that he agrees: a signed paper, or a relative's code.

Registering for others and errands share this (norm B4; PIPL K1): a clerk keeps the photo of a paper
that the person signed, or types the code that a second telephone showed him. Each of the two says
for itself who may, and what has to be true before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update

from domain import tokens
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.errands import Errand
from models.people import Application
from models.proxies import ProxyRegistration
from usecases import audit, codes
from usecases.city import CitySession
from usecases.codes import ShownOnce

PAPER, CODE = "paper", "code"
_TAG = "consent-paper"
_ERRANDS, _TYPED = table_of(Errand), table_of(ProxyRegistration)
_APPLICATIONS = table_of(Application)


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """Where the photo of the signed paper lies, and what opens it.

    `content` is the hash of what was sent; empty where the paper is only read.
    """

    sha256: str
    key: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """One kind of rows that hold such a proof: their table, their clerk, how the trail calls them.

    `key` is the column by which a row is named, `subject` what the trail calls that.
    """

    rows: Table
    noun: str
    key: str
    subject: str
    clerk: str
    link: tokens.RandomKind

    def one(self, which: int) -> ColumnElement[bool]:
        """Return the condition for one row."""
        return self.rows.c[self.key] == which

    def photo_place(self, which: int) -> str:
        """Return what the key of a photo is sealed for."""
        return f"{self.noun}/{which}/photo"


def keep_paper(
    session: CitySession, actor: int, kind: Proven, which: int, paper: SignedPaper, now: datetime
) -> None:
    """Keep the photo of the paper that the person has signed; refuses paper-used for an old one."""
    tags = session.city.keys.blinds(paper.content, _TAG) if paper.content else []
    row = session.connection().execute(select(kind.rows).where(kind.one(which))).one()
    used = _used(session, actor, kind, row, tags, now)
    if used is not None:
        raise Refusal(Code.PAPER_USED, used=used[0], used_at=used[1].isoformat())
    sealed = session.city.keys.seal(paper.key, kind.photo_place(which))
    session.connection().execute(
        update(kind.rows)
        .where(kind.one(which))
        .values(
            proof=PAPER,
            proof_at=now,
            photo_sha256=paper.sha256,
            photo_key_sealed=sealed,
            photo_tag=tags[0] if tags else None,
        )
    )
    _keep(session, actor, kind, "signed", which, now)


def _used(
    session: CitySession, actor: int, kind: Proven, row: Any, tags: list[bytes], now: datetime
) -> tuple[str, datetime] | None:
    """Return for what the same photo was taken before, and when; None for a new one.

    Whoever begins the same thing anew, because he stopped, may send it again: a registration that
    was never handed in, an errand for the same person on the same day.
    """
    day_of, connection = session.city.calendar.day_of, session.connection()
    for old in connection.execute(select(_ERRANDS).where(_ERRANDS.c.photo_tag.in_(tags))):
        same = kind.rows is _ERRANDS and old.volunteer_id == row.volunteer_id
        if not (same and old.opened_by == actor and day_of(old.opened_at) == day_of(now)):
            return "errand", old.proof_at
    for old in connection.execute(select(_TYPED).where(_TYPED.c.photo_tag.in_(tags))):
        mine = kind.rows is _TYPED and old.typist_id == actor
        own = mine and old.account_id == row.account_id
        if not own and (not mine or _handed_in(session, old.account_id)):
            return "proxy", old.proof_at
    return None


def _handed_in(session: CitySession, account_id: int) -> bool:
    query = select(_APPLICATIONS.c.id).where(_APPLICATIONS.c.account_id == account_id)
    return session.connection().execute(query.limit(1)).first() is not None


def paper_of(session: CitySession, kind: Proven, row: Any) -> SignedPaper:
    """Return where the photo of the signed paper lies; refuses not-found."""
    if row is None or row.photo_sha256 is None or row.photo_key_sealed is None:
        raise Refusal(Code.NOT_FOUND)
    place = kind.photo_place(getattr(row, kind.key))
    return SignedPaper(row.photo_sha256, session.city.keys.open(row.photo_key_sealed, place))


def link(session: CitySession, kind: Proven, which: int, now: datetime) -> str:
    """Return a one-use link for a relative's telephone; an older one ends."""
    code = tokens.random_code(kind.link)
    life = timedelta(minutes=session.city.policy(now).links.relative_minutes)
    session.connection().execute(
        update(kind.rows)
        .where(kind.one(which))
        .values(link_hash=tokens.digest(code), link_expires_at=now + life)
    )
    return code


def linked(session: CitySession, actor: int, kind: Proven, code: str, now: datetime) -> Any:
    """Return the row whose link was opened on a telephone; refuses invite-invalid."""
    rows = kind.rows
    live = (rows.c.link_hash == tokens.digest(code)) & (rows.c.link_expires_at > now)
    row = session.connection().execute(select(rows).where(live)).one_or_none()
    # The clerk's own telephone proves nothing.
    if row is None or getattr(row, kind.clerk) == actor:
        raise Refusal(Code.INVITE_INVALID)
    return row


def agree_on_telephone(
    session: CitySession, actor: int, kind: Proven, code: str, now: datetime
) -> ShownOnce:
    """Use the link up and return the code that is read out to the clerk; invite-invalid."""
    row = linked(session, actor, kind, code, now)
    which = getattr(row, kind.key)
    used = session.connection().execute(
        update(kind.rows)
        .where(kind.one(which), kind.rows.c.link_hash == row.link_hash)
        .values(link_hash=None, relative_id=actor)
    )
    if used.rowcount != 1:
        raise Refusal(Code.INVITE_INVALID)
    _keep(session, actor, kind, "agreed", which, now)
    life = timedelta(minutes=session.city.policy(now).links.relative_code_minutes)
    return codes.make_short(session, kind=_code(kind), subject_id=which, life=life, now=now)


def take_code(
    session: CitySession, actor: int, kind: Proven, which: int, typed: str, now: datetime
) -> Refused | None:
    """Take the code that was read out; None when it was good. Wrong ones are counted.

    Returns code-unknown (also for another's) and code-used; refuses too-many-tries.
    """
    found = codes.look_up(session, actor=actor, typed=typed, kind=_code(kind), now=now)
    if isinstance(found, Refused):
        return found
    if found.subject_id != which:
        return Refused(Code.CODE_UNKNOWN)
    codes.use(session, code_hash=found.code_hash, now=now)
    session.connection().execute(
        update(kind.rows).where(kind.one(which)).values(proof=CODE, proof_at=now)
    )
    _keep(session, actor, kind, "code-taken", which, now)
    return None


def _code(kind: Proven) -> str:
    return f"{kind.noun}-consent"


def _keep(
    session: CitySession, actor: int, kind: Proven, deed: str, which: int, now: datetime
) -> None:
    audit.record(session, actor, f"{kind.noun}.{deed}", f"{kind.subject}:{which}", now)
