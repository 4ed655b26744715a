"""Rewards: what hours can buy, and redeeming in three taps from the menu."""

from aiogram.types import InlineKeyboardButton

from handlers import table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from handlers.vouchers import in_hand
from usecases import redeeming, rewards, vouchers
from usecases.rewards import Catalogue, Offer

_FLOW = "rewards"
# What fits a small phone without scrolling.
_PAGE = 6


@table.menu("menu-rewards")
@table.press("rewards")
async def catalogue(turn: Turn) -> None:
    """Show what can be had, the affordable first, and how far the rest is away."""
    page = turn.number() if turn.args else 0
    turn.leave(_FLOW)
    shown = await turn.read(rewards.catalogue, actor=turn.caller.account_id, now=turn.now)
    mine = [press(turn.label("button-vouchers"), "vouchers")]
    if not shown.offers:
        await turn.show(turn.say("rewards-none", has_minutes=shown.has_minutes), rows(mine))
        return
    pages = (len(shown.offers) + _PAGE - 1) // _PAGE
    page = min(page, pages - 1)
    offers = shown.offers[page * _PAGE : (page + 1) * _PAGE]
    buttons = [
        [
            press(
                turn.label("button-offer", title=one.title, price_minutes=one.price_minutes),
                "reward",
                one.reward_id,
            )
        ]
        for one in offers
    ]
    await turn.show(_listed(turn, shown, offers), rows(*buttons, _turns(page, pages), mine))


def _listed(turn: Turn, shown: Catalogue, offers: list[Offer]) -> str:
    lines = [turn.say("rewards-head", has_minutes=shown.has_minutes)]
    for one in offers:
        facts = {"title": one.title, "merchant": one.merchant, "price_minutes": one.price_minutes}
        if one.short_minutes:
            lines.append(turn.say("rewards-short", short_minutes=one.short_minutes, **facts))
        else:
            lines.append(turn.say("rewards-line", stock=one.stock, **facts))
    return "\n".join(lines)


def _turns(page: int, pages: int) -> list[InlineKeyboardButton]:
    before = [press("◀", "rewards", page - 1)] if page else []
    after = [press("▶", "rewards", page + 1)] if page + 1 < pages else []
    return before + after


@table.press("reward")
async def one_offer(turn: Turn) -> None:
    """Show one reward with its small print, and ask for the word to redeem it."""
    actor = turn.caller.account_id
    one, has = await turn.read(rewards.offer_of, actor=actor, reward_id=turn.number())
    back = [press(turn.label("button-no"), "rewards")]
    head = turn.say(
        "reward-head",
        title=one.title,
        merchant=one.merchant,
        kind=turn.label(f"merchant-{one.merchant_kind}"),
        address=one.address,
    )
    lines = [head, turn.say("reward-terms", terms=one.terms) if one.terms else ""]
    if one.short_minutes:
        lines.append(turn.say("reward-short", short_minutes=one.short_minutes, has_minutes=has))
        back = [press(turn.label("button-back"), "rewards")]
        await turn.show(_joined(lines), rows(back))
        return
    # The update's own number makes the request: this screen redeems once, however often its
    # button is pressed and under whatever id Telegram sends the press again.
    turn.go(
        _FLOW,
        "confirm",
        reward=one.reward_id,
        price_minutes=one.price_minutes,
        nonce=turn.update_id,
    )
    left = has - one.price_minutes
    lines.append(turn.say("reward-ask", price_minutes=one.price_minutes, left_minutes=left))
    yes = [press(turn.label("button-yes"), "redeem", turn.update_id)]
    await turn.show(_joined(lines), rows(yes, back))


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


@table.press("redeem")
async def redeem(turn: Turn) -> None:
    """Redeem what the screen showed, and hand over the voucher; again, it is the same one."""
    nonce, actor = turn.number(), turn.caller.account_id
    request_id = f"redeem/{actor}/{nonce}"
    made = await turn.read(vouchers.by_request, actor=actor, request_id=request_id)
    if made is not None:
        await in_hand(turn, made)
        return
    standing = turn.standing
    if standing is None or standing.flow != _FLOW or standing.data.get("nonce") != nonce:
        await turn.old_button()
        return
    turn.leave(_FLOW)
    redeemed = await turn.write(
        redeeming.redeem,
        actor=actor,
        reward_id=standing.data["reward"],
        price_minutes=standing.data["price_minutes"],
        request_id=request_id,
        now=turn.now,
    )
    voucher = redeemed.voucher
    await turn.show(turn.say("redeemed", title=voucher.title, left_minutes=redeemed.left_minutes))
    await in_hand(turn, voucher)
