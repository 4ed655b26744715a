"""Scans that came late and did not count: the clerk sees each with its reason.

Printed cards wait for a second person: their holder in his own chat, or another clerk here.
"""

from datetime import datetime

from handlers import keyboards, minors, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import late_cards, late_scans
from usecases.late_cards import WAITING, Confirmed
from usecases.late_scans import Odd
from usecases.minors import Screen

# What has words of its own; any other refusal is "could not check in then".
_TOLD = (
    "too-old", "clock-off", "overlap", "code-unknown", "code-changed", "code-used",
    "code-revoked", "code-not-for-clerk", "own-code", "open-elsewhere", "station-closed",
    "station-gone", "needs-company", "card", "behind-card", "not-me",
)  # fmt: skip


@table.press("odd")
async def odd(turn: Turn) -> None:
    """List what did not count, each with its reason."""
    found = await turn.read(late_scans.odd, actor=turn.caller.account_id)
    back = [press(turn.label("button-back-to-day"), "day")]
    if not found:
        await turn.show(turn.say("odd-none"), rows(back))
        return
    people = [(f"volunteer:{one.volunteer_id}", one.born_on) for one in found if one.volunteer_id]
    await minors.shown(turn, people, Screen.DAY)
    text = turn.say("odd-list", lines="\n".join(_line(turn, one) for one in found))
    last = max(one.late_id for one in found)
    # One button for each person, whose scans count together.
    came = {one.number: one for one in found if one.to_confirm}
    buttons = [
        [press(turn.label("button-odd-came", volunteer=called(one, came)), "oddcame", one.late_id)]
        for one in came.values()
    ]
    if buttons:
        text += "\n" + turn.say("odd-cards")
    if any(one.doubt in WAITING and not one.to_confirm for one in found):
        text += "\n" + turn.say("odd-own-cards")
    why = [press(turn.label("button-why"), "why", "stations.offline_hours")]
    seen_them = [press(turn.label("button-odd-seen"), "oddseen", last)]
    await turn.show(text, rows(*buttons, seen_them, why, back))


def called(one: Odd, among: dict[str, Odd]) -> str:
    """Return the name, with the number where somebody else is called the same."""
    alike = sum(1 for other in among.values() if other.volunteer == one.volunteer)
    return f"{one.volunteer} {one.number}" if alike > 1 else one.volunteer


def _line(turn: Turn, one: Odd) -> str:
    return _one(turn, one.scanned_at, one.volunteer or turn.label("odd-somebody"), one.doubt)


def _one(turn: Turn, scanned_at: datetime, volunteer: str, doubt: str) -> str:
    told = doubt if doubt in _TOLD else "other"
    return turn.label(
        "odd-line", scanned_at=scanned_at, volunteer=volunteer, doubt=turn.label(f"odd-{told}")
    )


@table.press("oddseen")
async def seen(turn: Turn) -> None:
    """Take what was shown off the list."""
    await turn.write(
        late_scans.seen, actor=turn.caller.account_id, upto=turn.number(), now=turn.now
    )
    await odd(turn)


@table.press("oddcame")
async def came(turn: Turn) -> None:
    """Say that this person was here when a colleague scanned his card."""
    done = await turn.write(
        late_cards.confirm_other,
        actor=turn.caller.account_id,
        late_id=turn.number(),
        now=turn.now,
    )
    await turn.answer(_done(turn, done))
    await odd(turn)


@table.press("cardyes")
async def was_me(turn: Turn) -> None:
    """Say that it was oneself whose card was scanned."""
    done = await turn.write(
        late_cards.confirm_own, actor=turn.caller.account_id, upto=turn.number(), now=turn.now
    )
    await turn.show(_done(turn, done), rows([press(turn.label("button-records"), "records")]))


def _done(turn: Turn, done: Confirmed) -> str:
    lines = [turn.say("late-card-done", volunteer=done.volunteer, count=done.counted)]
    lines += [_one(turn, at, done.volunteer, doubt) for at, doubt in done.not_counted]
    return "\n".join(lines)


@table.press("cardno")
async def was_not_me(turn: Turn) -> None:
    """Say that it was not oneself."""
    await turn.write(
        late_cards.deny_own, actor=turn.caller.account_id, upto=turn.number(), now=turn.now
    )
    await turn.answer(turn.say("late-card-denied"), keyboards.menu(turn))
