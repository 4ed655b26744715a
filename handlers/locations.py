"""Sending where one is, for a station that asks for it beside its code."""

from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from handlers import keyboards, table
from handlers.keyboards import rows
from handlers.turn import Turn
from locales import outcomes
from usecases import locations, rules
from usecases.checkins import Arrived, ClerkAsked, LocationAsked
from usecases.locations import Sent


def asking_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """Return the keyboard that sends where one is, or asks the station to confirm instead."""
    return ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text=turn.label("button-location"), request_location=True)],
            [
                KeyboardButton(text=turn.label("menu-no-location")),
                KeyboardButton(text=turn.label("menu-why-location")),
            ],
        ],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


async def ask(turn: Turn, asked: LocationAsked) -> None:
    """Ask for the location that a scan waits for."""
    text = turn.say("location-asked", station=asked.station, arrived_at=asked.at)
    await turn.answer(text, asking_keyboard(turn))


@table.press("locate")
async def locate(turn: Turn) -> None:
    """Show the button that sends a location, to who scanned on a page."""
    found = await turn.read(locations.waiting, actor=turn.caller.account_id, now=turn.now)
    if found is None:
        await turn.old_button()
        return
    await ask(turn, found)


def _of_a_volunteer(turn: Turn) -> bool:
    located = turn.message is not None and turn.message.location is not None
    return located and turn.caller.volunteer_id is not None


@table.loose(_of_a_volunteer)
async def located(turn: Turn) -> None:
    """Take a location as the second proof of an arrival."""
    assert turn.message is not None  # noqa: S101 - the table asked
    if not await _waited_for(turn):
        return
    outcome = await turn.write(
        locations.prove,
        actor=turn.caller.account_id,
        sent=_sent(turn.message),
        now=turn.now,
    )
    await _say(turn, outcome)


def _sent(message: Message) -> Sent:
    location = message.location
    assert location is not None  # noqa: S101 - the table asked
    own = message.forward_origin is None and message.via_bot is None and message.venue is None
    return Sent(
        location.latitude,
        location.longitude,
        location.horizontal_accuracy or 0.0,
        message.date,
        own,
    )


async def _say(turn: Turn, outcome: Arrived | ClerkAsked) -> None:
    menu = keyboards.menu(turn)
    if isinstance(outcome, Arrived):
        await turn.answer(outcomes.arrived(turn.say, outcome), menu)
    else:
        # The menu comes back with the first; what was wrong has its 〈why?〉 below.
        text = turn.say("location-clerk-asked", station=outcome.station, arrived_at=outcome.at)
        await turn.answer(text, menu)
        doubt = turn.say("location-doubt", doubt=outcome.doubt or "none")
        await turn.answer(doubt, rows(keyboards.why(turn, outcome.rule)))


@table.menu("menu-no-location")
async def do_without(turn: Turn) -> None:
    """Ask the station to confirm the arrival of who cannot send a location."""
    if not await _waited_for(turn):
        return
    outcome = await turn.write(locations.do_without, actor=turn.caller.account_id, now=turn.now)
    await _say(turn, outcome)


async def _waited_for(turn: Turn) -> bool:
    """Tell whether a scan waits; whoever comes too late gets his menu back and is told to scan."""
    if await turn.read(locations.waiting, actor=turn.caller.account_id, now=turn.now) is not None:
        return True
    await turn.answer(turn.say("location-not-waited"), keyboards.menu(turn))
    return False


@table.menu("menu-why-location")
async def why(turn: Turn) -> None:
    """Name the rule that asks for a location, and leave the button that sends it."""
    source = await turn.read(rules.explain, rule=locations.NEAR, now=turn.now)
    waits = await turn.read(locations.waiting, actor=turn.caller.account_id, now=turn.now)
    below = keyboards.menu(turn) if waits is None else asking_keyboard(turn)
    await turn.answer(outcomes.because(turn.say, locations.NEAR, source), below)
