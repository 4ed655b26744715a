"""The officer's chat: one odd pattern a message, with the reason in words."""

from aiogram.types import InlineKeyboardMarkup

from domain.oddities import OddKind, OddState
from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import odd_objections, oddities
from usecases.lines import Line
from usecases.minors import Screen
from usecases.oddities import Odd

_FLOW = "oddity"

_RULES = {
    OddKind.TYPED_SOON: "oddities.typed_soon_minutes",
    OddKind.TYPED_LATE: "records.deadline_workdays",
    OddKind.ONE_TYPIST: "oddities.typist_records",
    OddKind.TOO_MUCH: "oddities.day_minutes",
    OddKind.TRAVEL: "oddities.travel_kmh",
    OddKind.ROUND: "oddities.round_percent",
    OddKind.ONE_PHONE: "oddities.together_seconds",
}


@queue.further(
    "button-oddities", oddities.waiting, Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE
)
async def waiting(turn: Turn) -> None:
    """Show the first pattern that waits for this officer."""
    await _show_next(turn, 0)


@table.press("oddnext")
async def skip(turn: Turn) -> None:
    """Show the pattern behind this one; this one keeps its place."""
    await _show_next(turn, turn.number(0))


async def _show_next(turn: Turn, after: int) -> None:
    one = await turn.read(oddities.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("oddity-none"), keyboards.menu(turn))
        return
    people = [each.number for each in (one.person, one.other) if each is not None]
    await minors.numbered(turn, people, Screen.ODDITY)
    await turn.show(*_pattern(turn, one))


def _pattern(turn: Turn, one: Odd) -> tuple[str, InlineKeyboardMarkup]:
    lines = [turn.say("oddity-head", count=one.waiting, found_at=one.found_at)]
    if one.person is not None:
        lines.append(turn.say("oddity-who", name=one.person.name, number=one.person.number))
    lines.append(_reason(turn, one))
    if one.typist is not None:
        role = turn.label(f"role-{one.typist_role or Role.VOLUNTEER}")
        lines.append(turn.say("oddity-typist", role=role, account=one.typist))
    if one.state is OddState.CHECKING:
        lines.append(turn.say("oddity-checking"))
    fine = press(turn.label("button-odd-fine"), "oddsay", one.oddity_id, OddState.FINE)
    second = (
        press(turn.label("button-odd-wrong"), "oddsay", one.oddity_id, OddState.CONFIRMED)
        if one.state is OddState.CHECKING
        else press(turn.label("button-odd-check"), "oddsay", one.oddity_id, OddState.CHECKING)
    )
    looking = one.state is OddState.CHECKING
    which = [press(turn.label("button-odd-object"), "oddlines", one.oddity_id, 0)]
    further = (
        [press(turn.label("button-next"), "oddnext", one.oddity_id)] if one.waiting > 1 else []
    )
    why = keyboards.why(turn, _RULES[one.kind])
    return "\n".join(lines), rows([fine, second], which if looking else [], [*further, *why])


def _reason(turn: Turn, one: Odd) -> str:
    """Return in words what is odd."""
    key = f"oddity-{one.kind}"
    if one.kind is OddKind.TYPED_SOON:
        gap = max(one.figure, 0)
        return turn.say(key, count=one.times, gap=gap, spent_minutes=gap)
    if one.kind is OddKind.TYPED_LATE:
        return turn.say(key, count=one.times, days=one.figure)
    if one.kind is OddKind.ONE_TYPIST:
        return turn.say(key, count=one.times, people=one.figure)
    if one.kind is OddKind.TOO_MUCH:
        return turn.say(key, count=one.times, most_minutes=one.figure)
    if one.kind is OddKind.TRAVEL:
        first, then = (*one.stations, "?", "?")[:2]
        way = {"first": first, "then": then, "gap": one.figure, "gap_minutes": one.figure}
        return turn.say(key, count=one.times, **way)
    if one.kind is OddKind.ROUND:
        return turn.say(key, count=one.times, total=one.figure)
    other = one.other
    return turn.say(
        key,
        count=one.times,
        name=other.name if other else "?",
        number=other.number if other else "?",
    )


@table.press("oddsay")
async def judge(turn: Turn) -> None:
    """Settle a pattern or take it up, and go on to the next."""
    oddity_id = turn.number(0)
    verdict = OddState(turn.word(1, *(state for state in OddState if state is not OddState.OPEN)))
    await turn.write(
        oddities.judge,
        actor=turn.caller.account_id,
        oddity_id=oddity_id,
        verdict=verdict,
        now=turn.now,
    )
    await turn.toast(turn.label(f"oddity-said-{verdict}"))
    if verdict == OddState.CONFIRMED:
        await _show_lines(turn, oddity_id, 0)
        return
    await _show_next(turn, oddity_id)


# -- what follows: an objection that another one decides -------------------------------------------


@table.press("oddlines")
async def lines(turn: Turn) -> None:
    """Offer the lines behind a pattern that is being looked into or confirmed."""
    turn.leave(_FLOW)
    await _show_lines(turn, turn.number(0), turn.number(1))


async def _show_lines(turn: Turn, oddity_id: int, page: int) -> None:
    found = await turn.read(
        odd_objections.lines, actor=turn.caller.account_id, oddity_id=oddity_id, page=page
    )
    await minors.numbered(turn, found.numbers, Screen.ODDITY)
    choice = [[press(_line(turn, one), "oddobject", oddity_id, one.cause)] for one in found.lines]
    onward = [press(turn.label("button-next"), "oddnext", oddity_id)]
    if page:
        onward.insert(0, press("◀", "oddlines", oddity_id, page - 1))
    if found.more:
        onward.append(press("▶", "oddlines", oddity_id, page + 1))
    why = keyboards.why(turn, "records.answer_workdays")
    text = turn.say("odd-lines" if found.lines else "odd-lines-none")
    await turn.show(text, rows(*choice, onward, why))


def _line(turn: Turn, one: Line) -> str:
    local = one.began_at.astimezone(turn.words.zone)
    day = turn.label("records-day", month=local.month, day=local.day)
    return f"{day} {turn.words.clock(one.began_at)} {one.volunteer} {one.title}"[:40]


@table.press("oddobject")
async def objecting(turn: Turn) -> None:
    """Ask what is wrong about a line."""
    oddity_id, cause = turn.number(0), f"{turn.word(1, 'visit', 'record')}:{turn.number(2)}"
    turn.go(_FLOW, "words", oddity_id=oddity_id, cause=cause)
    ways = [
        press(turn.label("button-back"), "oddlines", oddity_id, 0),
        press(turn.label("button-stop"), "cancel"),
    ]
    await turn.show(turn.say("odd-words"), rows(ways))


@table.step(_FLOW, "words")
async def objected(turn: Turn) -> None:
    """Raise the objection, and lead back to the lines."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    await turn.write(
        odd_objections.object_to,
        actor=turn.caller.account_id,
        oddity_id=data["oddity_id"],
        cause=data["cause"],
        words=turn.text,
        now=turn.now,
    )
    back = [press(turn.label("button-odd-again"), "oddlines", data["oddity_id"], 0)]
    why = keyboards.why(turn, "records.answer_workdays")
    await turn.answer(turn.say("odd-objected"), rows(back, why))
