"""Scans that came late and did not count: the clerk sees each with its reason."""

from handlers import table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import late_scans
from usecases.late_scans import Odd

# What has words of its own; any other refusal is "could not check in then".
_TOLD = (
    "too-old", "clock-off", "overlap", "code-unknown", "code-changed", "code-used",
    "code-revoked", "code-not-for-clerk", "own-code", "open-elsewhere", "station-closed",
    "station-gone", "needs-company",
)  # fmt: skip


@table.press("odd")
async def odd(turn: Turn) -> None:
    """List what did not count, each with its reason."""
    found = await turn.read(late_scans.odd, actor=turn.caller.account_id)
    back = [press(turn.label("button-back-to-day"), "day")]
    if not found:
        await turn.show(turn.say("odd-none"), rows(back))
        return
    text = turn.say("odd-list", lines="\n".join(_line(turn, one) for one in found))
    last = max(one.late_id for one in found)
    why = [press(turn.label("button-why"), "why", "stations.offline_hours")]
    await turn.show(text, rows([press(turn.label("button-odd-seen"), "oddseen", last)], why, back))


def _line(turn: Turn, one: Odd) -> str:
    doubt = one.doubt if one.doubt in _TOLD else "other"
    return turn.label(
        "odd-line",
        scanned_at=one.scanned_at,
        volunteer=one.volunteer or turn.label("odd-somebody"),
        doubt=turn.label(f"odd-{doubt}"),
    )


@table.press("oddseen")
async def seen(turn: Turn) -> None:
    """Take what was shown off the list."""
    await turn.write(
        late_scans.seen, actor=turn.caller.account_id, upto=turn.number(), now=turn.now
    )
    await odd(turn)
