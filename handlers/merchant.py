"""The merchant's chat: honouring vouchers, and what was honoured today."""

from domain.refusals import Refused
from handlers import keyboards, table
from handlers.keyboards import page, rows
from handlers.turn import Turn
from usecases import honouring

# What fits a message on a small phone; the rest is counted.
_MOST_LINES = 30


@table.menu("menu-honour")
async def how(turn: Turn) -> None:
    """Say how to honour a voucher: the page, a photo, or the typed characters."""
    keyboard = None
    if turn.desk.public_url:
        keyboard = rows([page(turn.label("button-scan"), f"{turn.desk.public_url}/honour")])
    await turn.answer(turn.say("merchant-how"), keyboard or keyboards.menu(turn))


async def honour(turn: Turn, code: str) -> None:
    """Honour the voucher behind a code, and say so; nothing about whose it is."""
    outcome = await turn.write(
        honouring.honour,
        actor=turn.caller.account_id,
        code=code,
        request_id=turn.request_id,
        now=turn.now,
    )
    if isinstance(outcome, Refused):
        await turn.answer(turn.refusal(outcome), keyboards.menu(turn))
        return
    text = turn.say("merchant-honoured", title=outcome.title, count=outcome.count_today)
    if outcome.terms:
        text += "\n" + turn.say("reward-terms", terms=outcome.terms)
    await turn.answer(text, keyboards.menu(turn))


@table.menu("menu-honoured")
async def today(turn: Turn) -> None:
    """List what was honoured today."""
    day = await turn.read(honouring.honoured_today, actor=turn.caller.account_id, now=turn.now)
    merchant = turn.label("comma").join(day.merchants)
    if not day.lines:
        text = turn.say("merchant-day-empty", merchant=merchant)
        await turn.answer(text, keyboards.menu(turn))
        return
    lines = [turn.say("merchant-day", merchant=merchant, count=len(day.lines))]
    lines += [
        turn.say("merchant-day-line", title=title, honoured_at=at)
        for title, at in day.lines[-_MOST_LINES:]
    ]
    if len(day.lines) > _MOST_LINES:
        lines.append(turn.say("merchant-day-more", count=len(day.lines) - _MOST_LINES))
    await turn.answer("\n".join(lines), keyboards.menu(turn))
