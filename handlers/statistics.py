"""The yearly statistics: the prefilled table, and who has handed in (PUZD-1.4.3)."""

import asyncio

from documents.forms import Listing, listing_pdf
from domain.duties import Standing
from domain.permissions import Role
from domain.policy import Policy
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from locales.statistics_words import statistics_table
from usecases import statistics
from usecases.statistics import Collected

_MOST_NAMED = 20


@table.press("statsheet")
async def sheet(turn: Turn) -> None:
    """Send the table of a duty, to be printed and sealed."""
    found = await turn.read(
        statistics.table, actor=turn.caller.account_id, duty_id=turn.number(), now=turn.now
    )
    said = statistics_table(turn.words, found)
    pdf = await asyncio.to_thread(listing_pdf, Listing(**said))
    await turn.document(pdf, turn.label("statistics-file"), turn.say("statistics-made"))


def _asked(policy: Policy) -> bool:
    return policy.duties.statistics_due_on is not None


@table.more("button-statistics", Role.COUNTY_OFFICE, Role.FEDERATION, Role.CENTRE, where=_asked)
async def collected(turn: Turn) -> None:
    """Show who has handed in this year's table; a county's office goes on to its own."""
    found = await turn.read(statistics.collected, actor=turn.caller.account_id, now=turn.now)
    if found is None:
        await turn.show(turn.say("statistics-none"), keyboards.rows())
        return
    own = found.own
    to_do = []
    if own is not None and own.missing and own.standing is not Standing.UPCOMING:
        to_do = [
            press(turn.label("button-statsheet"), "statsheet", own.duty_id),
            press(turn.label("button-duty-statistics"), "duty", own.duty_id),
        ]
    await turn.show(_standing(turn, found), rows(to_do))


def _standing(turn: Turn, found: Collected) -> str:
    missing = found.missing
    text = turn.say(
        "statistics-collected",
        year=str(found.owed.year),
        opens_on=found.owed.opens_on,
        due_on=found.owed.due_on,
        count=len(found.standings),
        accepted=found.count(Standing.DONE),
        waiting=found.count(Standing.WAITING),
        missing=len(missing),
        who=turn.label("comma").join(missing[:_MOST_NAMED]) + "……" * (len(missing) > _MOST_NAMED),
    )
    if found.own is None:
        return text
    return text + "\n" + turn.say("statistics-county", how=found.own.standing.value)
