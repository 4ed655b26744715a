"""The volunteer's vouchers: the picture with the code, the list, cancelling before use."""

import asyncio

from documents.code_picture import code_picture
from domain import tokens
from handlers import table
from handlers.keyboards import live_code, press, rows
from handlers.turn import Turn
from usecases import vouchers
from usecases.vouchers import VoucherShown


async def in_hand(turn: Turn, voucher: VoucherShown) -> None:
    """Send a voucher as a picture to show, with the code to read out and the small print."""
    until = voucher.until_on
    day = {"year": str(until.year), "month": until.month, "day": until.day}
    captions = [
        voucher.merchant,
        # On a picture "today" would be wrong tomorrow.
        turn.label("voucher-until", until=turn.label("day-of-any-year", **day)),
        voucher.terms,
    ]
    picture = await asyncio.to_thread(
        code_picture, voucher.typed, voucher.typed, captions, title=voucher.title
    )
    caption = turn.say(
        "voucher-show",
        title=voucher.title,
        merchant=voucher.merchant,
        address=voucher.address,
        typed=tokens.grouped(voucher.typed),
        until_on=until,
    )
    if voucher.terms:
        caption += "\n" + turn.say("reward-terms", terms=voucher.terms)
    live = live_code(turn, f"/voucher/{voucher.voucher_id}")
    cancel = [press(turn.label("button-cancel-voucher"), "vcancel", voucher.voucher_id)]
    await turn.picture(picture, caption, rows(live, cancel))


@table.press("vouchers")
async def listed(turn: Turn) -> None:
    """List the vouchers in hand, and what became of the others."""
    found = await turn.read(vouchers.own, actor=turn.caller.account_id)
    back = [press(turn.label("button-catalogue"), "rewards")]
    if not found:
        await turn.show(turn.say("vouchers-none"), rows(back))
        return
    lines = [turn.say("vouchers-head"), *(_line(turn, one) for one in found)]
    buttons = [
        [press(turn.label("button-show-voucher", title=one.title), "voucher", one.voucher_id)]
        for one in found
        if one.state == "live"
    ]
    await turn.show("\n".join(lines), rows(*buttons, back))


def _line(turn: Turn, one: VoucherShown) -> str:
    facts = {"title": one.title, "merchant": one.merchant}
    if one.state == "honoured" and one.honoured_at is not None:
        return turn.say("voucher-line-honoured", honoured_at=one.honoured_at, **facts)
    if one.state == "cancelled" and one.cancelled_at is not None:
        return turn.say("voucher-line-cancelled", cancelled_at=one.cancelled_at, **facts)
    if one.state == "expired":
        return turn.say("voucher-line-expired", until_on=one.until_on, **facts)
    return turn.say("voucher-line-live", until_on=one.until_on, **facts)


@table.press("voucher")
async def show(turn: Turn) -> None:
    """Show a voucher's picture again; one that is used or ended says so in the list."""
    voucher = await turn.read(vouchers.show, actor=turn.caller.account_id, voucher_id=turn.number())
    if voucher.state == "live":
        await in_hand(turn, voucher)
        return
    await listed(turn)


@table.press("vcancel")
async def ask_to_cancel(turn: Turn) -> None:
    """Ask before a voucher is given back."""
    voucher = await turn.read(vouchers.show, actor=turn.caller.account_id, voucher_id=turn.number())
    yes = [press(turn.label("button-cancel-yes"), "vcancelled", voucher.voucher_id)]
    no = [press(turn.label("button-no"), "vouchers")]
    text = turn.say("voucher-cancel-ask", title=voucher.title, price_minutes=voucher.price_minutes)
    await turn.show(text, rows(yes, no))


@table.press("vcancelled")
async def cancel(turn: Turn) -> None:
    """Give the voucher back, and say how many hours came with it."""
    cancelled = await turn.write(
        vouchers.cancel, actor=turn.caller.account_id, voucher_id=turn.number(), now=turn.now
    )
    await turn.show(
        turn.say(
            "voucher-cancelled",
            title=cancelled.title,
            returned_minutes=cancelled.returned_minutes,
            has_minutes=cancelled.has_minutes,
        ),
        rows([press(turn.label("button-catalogue"), "rewards")]),
    )
