"""The recognition of stars, for those who open and award it and who answer objections."""

from aiogram.types import InlineKeyboardButton

from handlers import minors, table
from handlers.keyboards import press, rows
from handlers.stars import overview
from handlers.turn import Turn
from usecases import star_batches, star_objections, star_standing
from usecases.minors import Screen
from usecases.star_objections import Objection

_FLOW = "star-answer"


@table.press("staropen")
async def ask_to_open(turn: Turn) -> None:
    """Say what opening does, and ask once more."""
    await turn.read(star_standing.standing, actor=turn.caller.account_id, now=turn.now)
    year = turn.number(0)
    await turn.show(
        turn.say("stars-open-sure", year=str(year)),
        rows([press(turn.label("button-yes"), "staropened", year)], [_no(turn)]),
    )


def _no(turn: Turn) -> InlineKeyboardButton:
    return press(turn.label("button-no"), "stars")


@table.press("staropened")
async def open_batch(turn: Turn) -> None:
    """Open the recognition of a year."""
    await turn.write(
        star_batches.open_batch,
        actor=turn.caller.account_id,
        year=turn.number(0),
        now=turn.now,
    )
    await overview(turn)


@table.press("starwithdraw")
async def ask_to_withdraw(turn: Turn) -> None:
    """Ask once more before a batch is taken back."""
    await turn.read(star_standing.standing, actor=turn.caller.account_id, now=turn.now)
    sure = press(turn.label("button-yes"), "starwithdrawn", turn.version(0))
    await turn.show(turn.say("stars-withdraw-sure"), rows([sure], [_no(turn)]))


@table.press("starwithdrawn")
async def withdraw(turn: Turn) -> None:
    """Take a batch back."""
    await turn.write(
        star_batches.withdraw,
        actor=turn.caller.account_id,
        version=turn.version(0),
        now=turn.now,
    )
    await overview(turn)


@table.press("staraward")
async def ask_to_award(turn: Turn) -> None:
    """Say what awarding does, and ask once more: it is not taken back."""
    await turn.read(star_standing.standing, actor=turn.caller.account_id, now=turn.now)
    sure = press(turn.label("button-yes"), "starawarded", turn.version(0))
    await turn.show(turn.say("stars-award-sure"), rows([sure], [_no(turn)]))


@table.press("starawarded")
async def award(turn: Turn) -> None:
    """Award the stars of the list."""
    await turn.write(
        star_batches.award,
        actor=turn.caller.account_id,
        version=turn.version(0),
        now=turn.now,
    )
    await overview(turn)


# -- objections ------------------------------------------------------------------------------------


@table.press("starobjections")
async def objections(turn: Turn) -> None:
    """Show the oldest open objection, or the one behind."""
    turn.leave(_FLOW)
    found = await turn.read(
        star_objections.following, actor=turn.caller.account_id, after=turn.number(0)
    )
    if found is None:
        back = [press(turn.label("button-back"), "stars")]
        await turn.show(turn.say("objections-none"), rows(back))
        return
    decisions = [press(turn.label("button-objection-keep"), "starkeep", found.objection_id)]
    if found.candidate is not None:
        strike = press(turn.label("button-objection-strike"), "starstrike", found.objection_id)
        decisions.append(strike)
    onward = [
        press(turn.label("button-next"), "starobjections", found.objection_id),
        press(turn.label("button-back"), "stars"),
    ]
    if found.candidate is not None:
        await minors.numbered(turn, [found.candidate.number], Screen.STARS)
    await turn.show(_objection(turn, found), rows(decisions, onward))


def _objection(turn: Turn, found: Objection) -> str:
    about = found.candidate
    who = turn.label("objection-whole-list")
    if about is not None:
        star = turn.label(f"star-{about.star}")
        who = turn.label("objection-about", name=about.name, number=about.number, star=star)
    return turn.say(
        "objection-one",
        count=found.waiting,
        about=who,
        objected_at=found.objected_at,
        text=found.text,
    )


@table.press("starkeep")
async def keep(turn: Turn) -> None:
    """Ask for the answer that keeps the list as it is."""
    await _ask(turn, strike=False)


@table.press("starstrike")
async def strike_off(turn: Turn) -> None:
    """Ask for the answer that strikes the candidate off."""
    await _ask(turn, strike=True)


async def _ask(turn: Turn, *, strike: bool) -> None:
    await turn.read(star_objections.following, actor=turn.caller.account_id)
    turn.go(_FLOW, "answer", objection_id=turn.number(0), strike=strike)
    key = "objection-ask-strike" if strike else "objection-ask-keep"
    back = [press(turn.label("button-back"), "starobjections", 0)]
    await turn.show(turn.say(key), rows(back))


@table.step(_FLOW, "answer")
async def answered(turn: Turn) -> None:
    """Answer an objection with what was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    left = await turn.write(
        star_objections.answer,
        actor=turn.caller.account_id,
        objection_id=data["objection_id"],
        text=turn.text,
        strike=data["strike"],
        now=turn.now,
    )
    key = "objection-struck" if data["strike"] else "objection-kept"
    more = [press(turn.label("button-objections", count=left), "starobjections", 0)] if left else []
    back = [press(turn.label("button-back"), "stars")]
    await turn.answer(turn.say(key), rows(more, back))
