"""Who has the hours for a star: listed for whoever answers for him, nominated, held back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal,
    select,
    update,
)

from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, unless_refused
from domain.stars import BatchState
from domain.writing import LONGEST_REASON, clean_text, mask_name
from models.columns import table_of
from models.ledger import Balance, LedgerTransfer
from models.people import Volunteer
from models.places import Unit
from models.stars import StarAward, StarBatch, StarCandidate
from usecases import access, audit
from usecases.city import CitySession

_AWARDS = table_of(StarAward)
_BALANCES = table_of(Balance)
_BATCHES = table_of(StarBatch)
_CANDIDATES = table_of(StarCandidate)
_TRANSFERS = table_of(LedgerTransfer)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)

# Those of a list that fit a small phone at once.
PAGE = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a list: masked, with what the hours are worth."""

    candidate_id: int
    name: str
    number: str
    unit: str
    star: int
    minutes: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list, and how many pages it has; `page` counts from 0."""

    year: int
    state: BatchState
    lines: list[Candidate]
    page: int
    pages: int
    count: int


# -- who may, and which ----------------------------------------------------------------------------


def reach(session: CitySession, *, actor: int) -> list[str] | None:
    """Return whose candidates the account nominates; None: everybody's. Refuses not-allowed."""
    routes = []
    for role, place in access.standings(session, actor=actor, action=Action.NOMINATE_STARS):
        if role is Role.FEDERATION:
            return None
        routes.append(f"unit:{place}" if role is Role.UNIT_CONTACT else f"{role.value}:{place}")
    return routes


def within(routes: list[str] | None) -> ColumnElement[bool]:
    """Return the condition that a candidate is one of theirs."""
    return literal(True) if routes is None else _CANDIDATES.c.route.in_(routes)


def seen(batch_id: int) -> Select[Any]:
    """Return the candidates of a batch, but who has left, with what a list shows of them."""
    return (
        select(
            _CANDIDATES,
            _VOLUNTEERS.c.name,
            _VOLUNTEERS.c.number,
            _VOLUNTEERS.c.account_id,
            _VOLUNTEERS.c.county,
            _UNITS.c.name.label("unit"),
        )
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _CANDIDATES.c.volunteer_id)
        .outerjoin(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
        .where(_CANDIDATES.c.batch_id == batch_id, _VOLUNTEERS.c.suspended_at.is_(None))
    )


def line(row: Any) -> Candidate:
    """Return a candidate as a list shows him: the name masked, the number whole."""
    return Candidate(
        row.id,
        mask_name(row.name),
        row.number,
        row.unit or "",
        row.star,
        row.minutes,
        row.state,
        row.reason or "",
    )


def _seen_by(session: CitySession, actor: int) -> list[str] | None:
    """Return whose candidates the account may see; None: everybody's. Refuses not-allowed."""
    held = access.standings(session, actor=actor, action=Action.SEE_STARS)
    if {role for role, _ in held} & {Role.CENTRE, Role.OFFICE}:
        return None
    return reach(session, actor=actor)


@access.performs(Action.SEE_STARS)
def listed(session: CitySession, *, actor: int, page: int) -> Page:
    """Return a page of those people of one's own who have the hours, the highest star first.

    Refuses not-allowed, and step-gone when no batch goes on.
    """
    routes = _seen_by(session, actor)
    batch = going_on(session)
    mine = seen(batch.id).where(within(routes))
    count = session.connection().scalar(select(func.count()).select_from(mine.subquery())) or 0
    pages = max((count + PAGE - 1) // PAGE, 1)
    page = min(page, pages - 1)
    found = session.connection().execute(
        mine.order_by(_CANDIDATES.c.star.desc(), _CANDIDATES.c.id).limit(PAGE).offset(page * PAGE)
    )
    lines = [line(row) for row in found]
    return Page(batch.year, BatchState(batch.state), lines, page, pages, count)


@access.performs(Action.SEE_STARS)
def by_number(session: CitySession, *, actor: int, typed: str) -> Candidate:
    """Return who has this volunteer number, or whose number ends so; refuses not-found, step-gone.

    Of several nobody is guessed.
    """
    routes = _seen_by(session, actor)
    batch = going_on(session)
    wanted = "".join(c for c in typed if c.isascii() and (c.isdigit() or c == "-"))[:20]
    found: list[Any] = []
    if wanted:
        query = seen(batch.id).where(within(routes), _VOLUNTEERS.c.number.endswith(wanted))
        found = list(session.connection().execute(query.limit(2)))
    if len(found) != 1:
        raise Refusal(Code.NOT_FOUND)
    return line(found[0])


def going_on(session: CitySession, *, lock: bool = False) -> Any:
    """Return the batch that goes on, for ourselves alone if it is to change; else step-gone."""
    query = select(_BATCHES).where(_BATCHES.c.going_on == 1)
    row = session.connection().execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise Refusal(Code.STEP_GONE)
    return row


# -- nominating ------------------------------------------------------------------------------------


@access.performs(Action.NOMINATE_STARS)
def nominate(session: CitySession, *, actor: int, now: datetime) -> int:
    """Nominate everybody of one's own who has no answer yet; return how many.

    Refuses not-allowed, and step-gone when nominations are closed (the Federation may still).
    """
    routes = reach(session, actor=actor)
    batch = going_on(session, lock=True)
    _open_to(batch, routes)
    return _move(session, actor, batch, routes, ("proposed", "nominated"), now)


@access.performs(Action.NOMINATE_STARS)
def take_back(session: CitySession, *, actor: int, now: datetime) -> int:
    """Take one's nominations back while they are open; who was held back stays so.

    Refuses not-allowed, step-gone.
    """
    routes = reach(session, actor=actor)
    batch = going_on(session, lock=True)
    _open_to(batch, routes)
    return _move(session, actor, batch, routes, ("nominated", "proposed"), now)


def _open_to(batch: Any, routes: list[str] | None) -> None:
    checking = batch.state == BatchState.CHECKING and routes is None
    if batch.state != BatchState.NOMINATING and not checking:
        raise Refusal(Code.STEP_GONE)


def _move(
    session: CitySession,
    actor: int,
    batch: Any,
    routes: list[str] | None,
    step: tuple[str, str],
    now: datetime,
) -> int:
    before, after = step
    whose = within(routes)
    if routes is None and batch.state == BatchState.NOMINATING:
        # The units have their say first; what they leave is the Federation's when it checks.
        whose = _CANDIDATES.c.route == Role.FEDERATION.value
    moved = session.connection().execute(
        update(_CANDIDATES)
        .where(_CANDIDATES.c.batch_id == batch.id, _CANDIDATES.c.state == before, whose)
        .values(state=after, decided_by=actor, decided_at=now)
    )
    subject = f"star_batch:{batch.id}"
    audit.record(session, actor, f"star.{after}", subject, now, count=moved.rowcount)
    return moved.rowcount


@access.performs(Action.SEE_STARS)
def candidate(session: CitySession, *, actor: int, candidate_id: int) -> Candidate:
    """Return one of one's own people; refuses not-allowed, not-found, step-gone."""
    routes = _seen_by(session, actor)
    return line(_one(session, going_on(session), routes, candidate_id))


def _one(session: CitySession, batch: Any, routes: list[str] | None, candidate_id: int) -> Any:
    row = (
        session.connection()
        .execute(seen(batch.id).where(_CANDIDATES.c.id == candidate_id))
        .one_or_none()
    )
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if routes is not None and row.route not in routes:
        raise Refusal(Code.NOT_ALLOWED)
    return row


@access.performs(Action.NOMINATE_STARS)
def hold_back(
    session: CitySession, *, actor: int, candidate_id: int, reason: str, now: datetime
) -> Candidate:
    """Hold somebody back: his unit while nominations are open, the Federation while it checks.

    He is told the reason when the list is published. Refuses not-allowed, not-found, step-gone,
    second-person (oneself), text-empty, text-length.
    """
    routes = reach(session, actor=actor)
    batch = going_on(session, lock=True)
    _open_to(batch, routes)
    row = _one(session, batch, routes, candidate_id)
    _must_be_another(actor, row)
    if row.state not in ("proposed", "nominated"):
        raise Refusal(Code.STEP_GONE)
    why = unless_refused(clean_text(reason, max_length=LONGEST_REASON))
    state = "struck" if batch.state == BatchState.CHECKING else "held_back"
    return _decide(session, actor, batch, row, state, why, now)


@access.performs(Action.NOMINATE_STARS)
def put_back(session: CitySession, *, actor: int, candidate_id: int, now: datetime) -> Candidate:
    """Undo a holding back; whom the Federation struck off only the Federation puts back.

    Refuses not-allowed, not-found, step-gone, second-person (oneself).
    """
    routes = reach(session, actor=actor)
    batch = going_on(session, lock=True)
    _open_to(batch, routes)
    row = _one(session, batch, routes, candidate_id)
    _must_be_another(actor, row)
    allowed = ("held_back", "struck") if routes is None else ("held_back",)
    if row.state not in allowed:
        raise Refusal(Code.STEP_GONE)
    return _decide(session, actor, batch, row, "nominated", None, now)


def _must_be_another(actor: int, row: Any) -> None:
    if row.account_id == actor:
        raise Refusal(Code.SECOND_PERSON, "stars.chain")


def _decide(
    session: CitySession,
    actor: int,
    batch: Any,
    row: Any,
    state: str,
    reason: str | None,
    now: datetime,
) -> Candidate:
    session.connection().execute(
        update(_CANDIDATES)
        .where(_CANDIDATES.c.id == row.id)
        .values(state=state, reason=reason, decided_by=actor, decided_at=now)
    )
    audit.record(session, actor, f"star.{state}", f"star_candidate:{row.id}", now)
    return line(_one(session, batch, None, row.id))
