"""What share of each group is registered: figures for Office and Centre, never about anybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from domain.groups import Figure, figure, offered
from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.groups import GroupTotal
from models.ledger import Ledger, LedgerTransfer
from models.people import Volunteer
from usecases import access, audit
from usecases.city import CitySession
from usecases.person_groups import GROUPS, place

_TOTALS = table_of(GroupTotal)
_TRANSFERS = table_of(LedgerTransfer)
_VOLUNTEERS = table_of(Volunteer)

# More than live anywhere; a slip of the finger is asked again.
MOST_PEOPLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Shares:
    """The figure of each group in the policy's order; below `hide_below` none is shown."""

    year: int
    figures: dict[str, Figure]
    hide_below: int
    target_percent: int


@access.performs(Action.KEEP_COVERAGE)
def shares(session: CitySession, *, actor: int, now: datetime) -> Shares:
    """Return how many of each group are registered, and how many have served this year.

    Refuses not-allowed.
    """
    access.require(session, actor=actor, action=Action.KEEP_COVERAGE, place="")
    rules = session.city.policy(now).coverage
    year = session.city.calendar.day_of(now).year
    registered, active = _counted(session, year)
    people = _people(session)
    figures = {
        code: figure(
            registered[code],
            active[code],
            people.get(code),
            hide_below=rules.hide_below,
            target_percent=rules.target_percent if code in rules.groups else None,
        )
        for code in offered(rules)
    }
    return Shares(year, figures, rules.hide_below, rules.target_percent)


def _counted(session: CitySession, year: int) -> tuple[Counter[str], Counter[str]]:
    """Open what people said and count it; the database does not know of which group anybody is."""
    served = (
        select(_TRANSFERS.c.id)
        .where(
            _TRANSFERS.c.credit == _VOLUNTEERS.c.id,
            _TRANSFERS.c.credit > 0,
            _TRANSFERS.c.ledger == int(Ledger.SERVICE),
            _TRANSFERS.c.month.between(f"{year}-01", f"{year}-12"),
        )
        .exists()
    )
    rows = session.connection().execute(
        select(GROUPS.c.volunteer_id, GROUPS.c.code_sealed, served.label("served"))
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == GROUPS.c.volunteer_id)
        .where(_VOLUNTEERS.c.suspended_at.is_(None))
    )
    registered, active = Counter[str](), Counter[str]()
    for row in rows:
        code = session.city.keys.open(row.code_sealed, place(row.volunteer_id))
        registered[code] += 1
        active[code] += bool(row.served)
    return registered, active


def _people(session: CitySession) -> dict[str, int]:
    newest = select(func.max(_TOTALS.c.id)).group_by(_TOTALS.c.code)
    rows = session.connection().execute(
        select(_TOTALS.c.code, _TOTALS.c.people).where(_TOTALS.c.id.in_(newest))
    )
    return {row.code: row.people for row in rows}


@access.performs(Action.KEEP_COVERAGE)
def enter(session: CitySession, *, actor: int, group: str, people: int, now: datetime) -> None:
    """Keep how many people of a group there are in the city; what was entered before stays.

    Refuses not-allowed, step-gone for a group that is none or a number that cannot be.
    """
    access.require(session, actor=actor, action=Action.KEEP_COVERAGE, place="")
    groups = offered(session.city.policy(now).coverage)
    if group not in groups or not 0 < people <= MOST_PEOPLE:
        raise Refusal(Code.STEP_GONE)
    session.connection().execute(
        insert(_TOTALS).values(code=group, people=people, entered_by=actor, entered_at=now)
    )
    audit.record(session, actor, "coverage.entered", f"group:{group}", now, people=people)
