"""An officer checks an honour against its proof: it stands or not, undone within minutes (B11)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.permissions import Action
from domain.writing import mask_name
from usecases import access, paper_checks
from usecases.city import CitySession
from usecases.honours import PAPERS
from usecases.paper_checks import Checked, Photo


@dataclass(frozen=True, slots=True)
class ToCheck:
    """An honour as the officer sees it."""

    paper_id: int
    version: int
    waiting: int
    volunteer_id: int
    born_on: date | None
    holder: str
    number: str
    name: str
    giver: str
    given_on: date
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the photo of the proof lies, if there is one still; an honour has no number."""

    photo: Photo | None
    number: str = ""


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many honours wait for the officer."""
    return paper_checks.waiting(session, actor, PAPERS)


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int = 0) -> ToCheck | None:
    """Return the oldest behind `after` that waits, beginning anew at the end; None if none does."""
    found = paper_checks.following(session, actor, PAPERS, after)
    if found is None:
        return None
    row, count = found
    return ToCheck(
        paper_id=row.id,
        version=row.version,
        waiting=count,
        volunteer_id=row.volunteer_id,
        born_on=row.born_on,
        holder=mask_name(row.holder),
        number=row.holder_number,
        name=row.name,
        giver=row.giver,
        given_on=row.given_on,
        asked_at=row.asked_at,
    )


@access.performs(Action.DECIDE_APPLICATION)
def look_at(session: CitySession, *, actor: int, paper_id: int, now: datetime) -> Seen:
    """Return where the photo lies; that the officer looked at it is written down."""
    row = paper_checks.row_of(session, actor, PAPERS, paper_id)
    return Seen(paper_checks.photo_of(session, actor, PAPERS, row, now))


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession, *, actor: int, paper_id: int, version: int, reason: str, now: datetime
) -> Checked:
    """Say that an honour is proven, or with a reason why it is not; its holder is told.

    Refuses not-found, not-allowed, second-person (his own), already-decided (another was faster),
    step-gone for a reason that is none.
    """
    row = paper_checks.to_decide(session, actor, PAPERS, paper_id, version, reason)
    return paper_checks.settle(session, actor, PAPERS, row, reason, now, honour=row.name)


@access.performs(Action.DECIDE_APPLICATION)
def undo(session: CitySession, *, actor: int, paper_id: int, version: int, now: datetime) -> None:
    """Take one's own decision back within the policy's minutes; it waits again.

    Refuses not-found, not-allowed, undo-too-late.
    """
    row = paper_checks.to_undo(session, actor, PAPERS, paper_id, version, now)
    paper_checks.reopen(session, actor, PAPERS, row, now, honour=row.name)
