"""Checking in and out: the deep link, 〈check in〉, 〈my code〉, a photo of the screen."""

import asyncio

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from documents.code_picture import code_picture
from domain import tokens
from domain.admission import Means
from domain.credit import RULE_OF, Reduction
from domain.refusals import Code, Refused
from handlers import keyboards, locations, table
from handlers.clerk import scanned_by_clerk
from handlers.keyboards import live_code, page, press, rows
from handlers.turn import Turn
from locales import outcomes
from usecases import checkins, codes, scan_outcomes, visits
from usecases import locations as locations_of
from usecases.checkins import Arrived, ClerkAsked, Left, LocationAsked
from usecases.scan_outcomes import Accompanied, CompanyAsked


@table.payload(lambda payload: tokens.parse(payload) is not None)
async def opened_by_camera(turn: Turn) -> None:
    """Take the link that the camera opened as the scan; no tap is asked for."""
    await scanned(turn, turn.args[0], Means.DEEP_LINK)


async def scanned(turn: Turn, token: str, means: Means) -> None:
    """Scan a code for whoever sent it, and say what came of it."""
    outcome = await turn.write(
        checkins.scan,
        actor=turn.caller.account_id,
        token=token,
        means=means,
        request_id=turn.request_id,
        now=turn.now,
    )
    turn.desk.db.tally.scans.add("chat", scan_outcomes.name_of(outcome))
    by_clerk = not isinstance(tokens.parse(token), tokens.StationCode)
    if by_clerk and isinstance(outcome, Arrived | Left):
        await scanned_by_clerk(turn, outcome)
        return
    if by_clerk and isinstance(outcome, CompanyAsked):
        text = turn.say("company-asked-by-clerk", until_at=outcome.until_at)
        why = rows(keyboards.why(turn, "registration.accompany_below"))
        await turn.answer(text, why)
        return
    if isinstance(outcome, LocationAsked):
        await locations.ask(turn, outcome)
        return
    text, keyboard = said(turn, outcome)
    await turn.answer(text, keyboard or keyboards.menu(turn))


def said(
    turn: Turn, outcome: Arrived | ClerkAsked | Left | CompanyAsked | Accompanied | Refused
) -> tuple[str, InlineKeyboardMarkup | None]:
    """Put the outcome of a scan into words for the volunteer."""
    if isinstance(outcome, Arrived):
        together = rows(_family(turn, outcome)) if outcome.family else None
        return outcomes.arrived(turn.say, outcome), together
    if isinstance(outcome, ClerkAsked):
        text = turn.say("checkin-clerk-asked", station=outcome.station, arrived_at=outcome.at)
        why = keyboards.why(turn, outcome.rule)
        return text, rows(why) if why else None
    if isinstance(outcome, Left):
        return _left(turn, outcome)
    if isinstance(outcome, Accompanied):
        # For children without a phone of their own: a tick each.
        tick = [press(turn.label("button-bring-class"), "bring-class")]
        text = outcomes.accompanied(turn.say, outcome)
        return text, rows(tick) if outcome.way != "left" else None
    if isinstance(outcome, CompanyAsked):
        text = turn.say(
            "company-asked",
            station=outcome.station,
            until_at=outcome.until_at,
            below=outcome.below,
        )
        return text, rows(keyboards.why(turn, "registration.accompany_below"))
    return _refused(turn, outcome)


def _left(turn: Turn, left: Left) -> tuple[str, InlineKeyboardMarkup]:
    buttons = [press(turn.label("button-records"), "records")]
    rule = "stars.thresholds_hours"
    if left.reduction is not None:
        rule = RULE_OF[Reduction(left.reduction)]
    text = outcomes.left(turn.say, turn.words, left)
    return text, rows(_family(turn, left), [*buttons, *keyboards.why(turn, rule)])


def _family(turn: Turn, outcome: Arrived | Left) -> list[InlineKeyboardButton]:
    """Return the button that takes the family along, for whoever heads one."""
    return [press(turn.label("button-together"), "together")] if outcome.family else []


def _refused(turn: Turn, refused: Refused) -> tuple[str, InlineKeyboardMarkup | None]:
    text = turn.refusal(refused)
    first = []
    if refused.code is Code.OPEN_ELSEWHERE:
        first = [press(turn.label("button-move-here"), "move", turn.update_id)]
    return text, rows(first) if first else None


@table.press("move")
async def move_here(turn: Turn) -> None:
    """End the visit elsewhere and check in here, by the scan that was refused a moment ago."""
    outcome = await turn.write(
        visits.move_here,
        actor=turn.caller.account_id,
        refused_request_id=f"telegram/{turn.number()}",
        now=turn.now,
    )
    if isinstance(outcome, LocationAsked):
        await locations.ask(turn, outcome)
        return
    text, keyboard = said(turn, outcome)
    await turn.answer(text, keyboard or keyboards.menu(turn))


@table.menu("menu-checkin")
async def how(turn: Turn) -> None:
    """Say how to check in, and whether a visit is open now, or waits for a location."""
    waits = await turn.read(locations_of.waiting, actor=turn.caller.account_id, now=turn.now)
    if waits is not None:
        await locations.ask(turn, waits)
        return
    open_now = await turn.read(visits.open_now, actor=turn.caller.account_id)
    text = turn.say("checkin-how")
    if open_now is not None:
        text = turn.say(
            "checkin-open-now", station=open_now.station_name, since_at=open_now.opened_at
        )
    await turn.answer(text, _scanner(turn) or keyboards.menu(turn))


def _scanner(turn: Turn) -> InlineKeyboardMarkup | None:
    if not turn.desk.public_url:
        return None
    return rows([page(turn.label("button-scan"), f"{turn.desk.public_url}/scan")])


@table.menu("menu-code")
@table.press("code")
async def my_code(turn: Turn) -> None:
    """Show a code that the station can scan or type: a new one every time it is asked for."""
    shown = await turn.write(codes.for_the_chat, actor=turn.caller.account_id, now=turn.now)
    typed = tokens.grouped(shown.typed)
    lines = [turn.label("code-picture-line", until_at=shown.expires_at)]
    picture = await asyncio.to_thread(code_picture, shown.typed, shown.typed, lines)
    await turn.picture(
        picture,
        turn.say("code-mine", typed=typed, until_at=shown.expires_at),
        rows(live_code(turn, "/me"), [press(turn.label("button-another-code"), "code")]),
    )
