"""Errands: redeeming rewards and using vouchers, handing papers in and reviewing them."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from rehearsal.simulator import town
from rehearsal.simulator.talk import menu, says
from rehearsal.simulator.visiting import forged
from rehearsal.simulator.world import World
from usecases import honouring, redeeming, submissions, vouchers
from usecases.submissions import ToReview

# -- rewards ---------------------------------------------------------------------------------------


async def redeems_on_a_page(world: World) -> None:
    """Redeem a reward; the same request comes twice at once, or another beside it."""
    person, reward = world.fate.choice(town.VOLUNTEERS), world.fate.choice(town.REWARDS)
    requests = [f"redeem/{world.number()}" for _ in range(world.fate.choice((1, 1, 2)))]
    world.watch.meant["redeem"].update(requests)
    again = world.fate.strikes("page asks twice")
    await asyncio.gather(
        *(
            world.asks(
                f"{person} redeems",
                redeeming.redeem,
                actor=world.accounts[person],
                reward_id=reward,
                price_minutes=town.OFFERS[reward - 1][0],
                request_id=request_id,
                now=None,
            )
            for request_id in requests * (1 + again)
        )
    )


async def looks_at_rewards(world: World) -> None:
    """Open the catalogue in the chat; the buttons are pressed later, by whoever presses."""
    menu(world, world.fate.choice(town.VOLUNTEERS), "menu-rewards")


def _some_voucher(world: World) -> tuple[int, int, int] | None:
    rows = world.store.rows(
        "SELECT v.id, a.external_id, v.merchant_id FROM voucher v "
        "JOIN volunteer p ON p.id = v.volunteer_id JOIN account a ON a.id = p.account_id "
        "ORDER BY v.id DESC LIMIT 5"
    )
    return world.fate.choice(rows) if rows else None


async def shows_a_voucher(world: World) -> None:
    """Show a voucher at one till or at two at once, its own merchant's or another's."""
    voucher = _some_voucher(world)
    if voucher is None:
        return
    number, person, merchant = voucher
    code = await world.asks(
        "voucher", vouchers.renewing_code, look=True,
        actor=world.accounts[person], voucher_id=number, now=None,
    )  # fmt: skip
    if not isinstance(code, str):
        return
    if world.fate.lot.random() < 0.1:
        code = forged(world, code)
    own = town.TILLS[:2] if merchant == 1 else town.TILLS[2:]
    # One till scans it twice, two scan it at once, or one that it is not good for.
    tills = world.fate.choice((own, own[:1] * 2, own[:1], town.TILLS))
    again = world.fate.strikes("page asks twice")
    asked = [(till, f"honour/{world.number()}") for till in tills]
    await asyncio.gather(
        *(
            world.asks(
                f"{till} honours {number}",
                honouring.honour,
                actor=world.accounts[till],
                code=code,
                request_id=request_id,
                now=None,
            )
            for till, request_id in asked * (1 + again)
        )
    )


async def cancels_a_voucher(world: World) -> None:
    """Give a voucher back, also one that was used a moment ago, also at that very moment."""
    voucher = _some_voucher(world)
    if voucher is None:
        return
    number, person, _ = voucher
    both: list[Awaitable[Any]] = [
        world.asks(
            f"{person} cancels {number}",
            vouchers.cancel,
            actor=world.accounts[person],
            voucher_id=number,
            now=None,
        )
    ]
    if world.fate.lot.random() < 0.4:
        both.append(shows_a_voucher(world))
    await asyncio.gather(*both)


# -- units -----------------------------------------------------------------------------------------


async def hands_in(world: World) -> None:
    """Hand in a plan, a report or news: late, twice, by two contacts at once."""
    duty = world.fate.choice(world.store.rows("SELECT id FROM duty ORDER BY id DESC LIMIT 9"))[0]
    again = world.fate.strikes("page asks twice")
    asked = [
        (contact, f"handin/{world.number()}")
        for contact in world.fate.lot.sample(town.CONTACTS, world.fate.choice((1, 2)))
    ]
    world.watch.meant["hand in"].update(request_id for _, request_id in asked)
    await asyncio.gather(
        *(
            world.asks(
                f"{contact} hands in {duty}",
                submissions.hand_in,
                actor=world.accounts[contact],
                duty_id=duty,
                text="今年的志愿服务",
                files=[],
                request_id=request_id,
                now=None,
            )
            for contact, request_id in asked * (1 + again)
        )
    )


async def reviews(world: World) -> None:
    """Accept a submission or send it back; the other one of the Centre does so too."""
    waiting = await world.asks(
        "review",
        submissions.following,
        look=True,
        actor=world.accounts[town.CENTRE[0]],
        now=None,
    )
    if not isinstance(waiting, ToReview):
        return
    accepted = world.fate.lot.random() < 0.7
    await asyncio.gather(
        *(
            world.asks(
                f"{officer} reviews",
                submissions.review,
                actor=world.accounts[officer],
                submission_id=waiting.submission_id,
                version=waiting.version,
                accepted=accepted,
                reason="" if accepted else "看不清",
                now=None,
            )
            for officer in world.fate.lot.sample(town.CENTRE, world.fate.choice((1, 2)))
        )
    )


async def opens_the_duties(world: World) -> None:
    """Ask the chat what the unit owes, or type what is to be handed in."""
    person = world.fate.choice(town.CONTACTS)
    if world.fate.lot.random() < 0.5:
        menu(world, person, "menu-duties")
    else:
        says(world, person, "本月开展了三次活动")
