"""What people do: scan and forget, redeem and regret, press what they see, twice, late, at once."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cache
from typing import Any

from domain import tokens
from domain.admission import Means
from domain.refusals import Refused
from locales.words import LOCALES, Speaker
from rehearsal.simulator import town
from rehearsal.simulator.watch import Intent, moment_of
from rehearsal.simulator.world import World
from usecases import checkins, codes, displays, redeeming, submissions, visits, vouchers
from usecases.submissions import ToReview

Act = Callable[[World], Awaitable[None]]
_TYPED = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}(?: [2-9A-HJKMNP-TV-Z]{4}){2}\b")
_PHOTOS_KEPT = 8
_SHORT_SECONDS, _LONG_SECONDS = (1.0, 90.0), (600.0, 18_000.0)
_NIGHT_SECONDS, _DAYS_SECONDS = (28_800.0, 72_000.0), (86_400.0, 1_000_000.0)


@cache
def _label(key: str, language: str) -> str:
    locale = language if language in LOCALES else LOCALES[0]
    return Speaker(locale, town.the_city().calendar.zone, town.FOUNDED).label(key)


def _says(world: World, person: int, text: str) -> str:
    """Say something in the chat; return the request that it makes."""
    number = world.telegram.says(person, text)
    world.notes(f"{person} says {text[:40]!r} as {number}")
    world.sends()
    return f"telegram/{number}"


def _menu(world: World, person: int, key: str) -> None:
    _says(world, person, _label(key, world.telegram.chats[person].language))


# -- coming and going ------------------------------------------------------------------------------


async def _code_of_a_screen(world: World) -> str | None:
    screen = world.fate.choice(town.SCREENS)
    shown = await world.asks("screen", displays.shown, look=True, secret=screen.secret, now=None)
    if shown is None or isinstance(shown, Refused):
        return None
    token = str(shown.code)
    world.photos.append(token)
    del world.photos[:-_PHOTOS_KEPT]
    return token


async def _some_code(world: World) -> tuple[str, bool] | None:
    """Return what somebody scans, and whether it is genuine: fresh, an old photo, or forged."""
    how = world.fate.lot.random()
    if how < 0.15 and world.photos:
        return str(world.fate.choice(world.photos)), True
    token = await _code_of_a_screen(world)
    if token is None:
        return None
    if how > 0.9:
        return _forged(world, token), False
    return token, True


def _forged(world: World, token: str) -> str:
    place = world.fate.lot.randrange(len(token))
    other = str(world.fate.choice([one for one in "AbC0_-" if one != token[place]]))
    return token[:place] + other + token[place + 1 :]


def _means_scan(world: World, request_id: str, token: str, genuine: bool, slots: int) -> None:
    rules = town.the_city().policies.on(town.FOUNDED.date()).checkin
    signed = tokens.parse(token)
    seconds = rules.display_slot_seconds
    if isinstance(signed, tokens.PersonalCode):
        seconds = rules.personal_slot_seconds
    world.watch.codes[request_id] = Intent(token, genuine, seconds, slots)
    world.watch.meant["scan"].add(request_id)


async def scans_on_the_page(world: World) -> None:
    """Scan a station's code with the page's scanner; some press twice, or two phones do."""
    code = await _some_code(world)
    if code is None:
        return
    token, genuine = code
    person = world.fate.choice(town.VOLUNTEERS)
    again = world.fate.strikes("page asks twice")
    requests = [f"page/{world.number()}"]
    if world.fate.lot.random() < 0.1:
        requests.append(f"page/{world.number()}")
    for request_id in requests:
        _means_scan(world, request_id, token, genuine, 2)
    await asyncio.gather(
        *(
            world.asks(
                f"{person} scans",
                checkins.scan,
                actor=world.accounts[person],
                token=token,
                means=Means.SCANNER,
                request_id=request_id,
                now=None,
            )
            for request_id in requests * (1 + again)
        )
    )


async def scans_in_the_chat(world: World) -> None:
    """Open the link that a camera found; some open it twice."""
    code = await _some_code(world)
    if code is None:
        return
    token, genuine = code
    person = world.fate.choice(town.VOLUNTEERS)
    for _ in range(world.fate.choice((1, 1, 1, 2))):
        request_id = _says(world, person, f"/start {token}")
        _means_scan(world, request_id, token, genuine, 4)


async def is_scanned_by_a_clerk(world: World) -> None:
    """Show the code that renews itself to a clerk, who may be one himself."""
    person, clerk = world.fate.choice(town.VOLUNTEERS), world.fate.choice(town.CLERKS)
    token = await world.asks(
        "code", codes.renewing, look=True, actor=world.accounts[person], now=None
    )
    if not isinstance(token, str):
        return
    genuine = world.fate.lot.random() > 0.1
    if not genuine:
        token = _forged(world, token)
    request_id = f"page/{world.number()}"
    _means_scan(world, request_id, token, genuine, 2)
    await asyncio.sleep(world.fate.choice((1.0, 20.0, 90.0)))
    await world.asks(
        f"{clerk} scans {person}",
        checkins.scan,
        actor=world.accounts[clerk],
        token=token,
        means=Means.SCANNER,
        request_id=request_id,
        now=None,
    )


async def asks_for_a_code(world: World) -> None:
    """Ask the chat for a code that can be typed."""
    _menu(world, world.fate.choice(town.VOLUNTEERS), "menu-code")


async def types_a_code(world: World) -> None:
    """Type what some chat shows into the chat of a clerk or a till."""
    seen = [
        found
        for person in town.VOLUNTEERS
        for message in world.telegram.chats[person].messages
        for found in _TYPED.findall(message.text)
    ]
    if not seen:
        return
    typed = world.fate.choice(seen[-6:])
    if world.fate.lot.random() < 0.1:
        typed = typed[:-1] + world.fate.choice("23456")
    person = world.fate.choice((*town.CLERKS, *town.TILLS))
    for _ in range(world.fate.choice((1, 1, 2))):
        world.watch.meant["scan"].add(_says(world, person, typed))


async def settles_an_end(world: World) -> None:
    """Settle a forgotten visit; two clerks do it at once now and then."""
    rows = world.store.rows(
        "SELECT id, opened_at FROM visit WHERE closed_at IS NOT NULL ORDER BY id DESC LIMIT 6"
    )
    if not rows:
        return
    number, opened = world.fate.choice(rows)
    stayed = world.fate.choice((None, 30, 120, 600))
    ended_at = None if stayed is None else moment_of(opened) + timedelta(minutes=stayed)
    await asyncio.gather(
        *(
            world.asks(
                f"{clerk} settles",
                visits.confirm_end,
                actor=world.accounts[clerk],
                visit_id=number,
                ended_at=ended_at,
                now=None,
            )
            for clerk in world.fate.lot.sample(town.CLERKS, world.fate.choice((1, 2)))
        )
    )


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
    _menu(world, world.fate.choice(town.VOLUNTEERS), "menu-rewards")


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
        code = _forged(world, code)
    own = town.TILLS[:2] if merchant == 1 else town.TILLS[2:]
    tills = world.fate.choice((own, own, own[:1], town.TILLS))
    again = world.fate.strikes("page asks twice")
    asked = [(till, f"honour/{world.number()}") for till in tills]
    await asyncio.gather(
        *(
            world.asks(
                f"{till} honours {number}",
                vouchers.honour,
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
        "review", submissions.following, look=True, actor=world.accounts[town.CENTRE[0]]
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
        _menu(world, person, "menu-duties")
    else:
        _says(world, person, "本月开展了三次活动")


# -- the chat in general ---------------------------------------------------------------------------


async def presses_something(world: World) -> None:
    """Press any button that stands in a chat: new or old, once or twice."""
    chats = [chat for chat in world.telegram.chats.values() if chat.messages]
    if not chats:
        return
    chat = world.fate.choice(chats)
    shown = [message for message in chat.messages if message.buttons]
    if not shown:
        return
    message = shown[-1] if world.fate.lot.random() < 0.7 else world.fate.choice(shown)
    data = world.fate.choice(message.buttons)
    for _ in range(world.fate.choice((1, 1, 1, 2))):
        number = world.telegram.presses(chat.person, message, data)
        world.notes(f"{chat.person} presses {data} as {number}")
        _means(world, chat.person, data, number)
    world.sends()


def _means(world: World, person: int, data: str, number: int) -> None:
    """Write down what a press may come to."""
    name, _, rest = data.partition(":")
    if name == "redeem":
        world.watch.meant["redeem"].add(f"redeem/{world.accounts[person]}/{rest}")
    elif name == "handin":
        world.watch.meant["hand in"].add(f"handin/{rest}")
    elif name in ("move", "came"):
        world.watch.meant["scan"].add(f"telegram/{number}")


async def looks_at_the_day(world: World) -> None:
    """Let somebody of the staff look at his list, whose buttons are pressed later."""
    person, key = world.fate.choice(
        (
            (201, "menu-today"),
            (202, "menu-today"),
            (501, "menu-queue"),
            (301, "menu-honoured"),
            (101, "menu-hours"),
            (103, "menu-checkin"),
        )
    )
    _menu(world, person, key)


async def blocks_the_bot(world: World) -> None:
    """Block the bot, or let it write again."""
    chat = world.telegram.chats[world.fate.choice(town.EVERYBODY)]
    number = world.telegram.blocks(chat.person, blocked=not chat.blocked)
    world.notes(f"{chat.person} {'blocks' if chat.blocked else 'unblocks'} the bot as {number}")
    world.sends()


ACTS: tuple[tuple[int, Act], ...] = (
    (6, scans_on_the_page),
    (4, scans_in_the_chat),
    (3, is_scanned_by_a_clerk),
    (2, asks_for_a_code),
    (3, types_a_code),
    (2, settles_an_end),
    (4, redeems_on_a_page),
    (2, looks_at_rewards),
    (4, shows_a_voucher),
    (2, cancels_a_voucher),
    (2, hands_in),
    (1, reviews),
    (1, opens_the_duties),
    (7, presses_something),
    (2, looks_at_the_day),
    (2, blocks_the_bot),
)
_WEIGHTS = [weight for weight, _ in ACTS]


async def act(world: World) -> None:
    """Let somebody do something, and some time go by."""
    lot = world.fate.lot
    (chosen,) = lot.choices(ACTS, _WEIGHTS)
    world.notes(chosen[1].__name__.replace("_", " "))
    await chosen[1](world)
    _set_the_clock(world)
    span = lot.choices(
        (_SHORT_SECONDS, _LONG_SECONDS, _NIGHT_SECONDS, _DAYS_SECONDS), (50, 30, 15, 5)
    )[0]
    await world.passes(lot.uniform(*span))


def _set_the_clock(world: World) -> None:
    clock, lot = world.clock, world.fate.lot
    if world.fate.strikes("clock set forward"):
        clock.off_seconds += lot.choice((2.0, 3600.0, 86_400.0))
    elif world.fate.strikes("clock set back"):
        clock.off_seconds -= lot.choice((2.0, 3600.0))
    else:
        return
    world.notes(f"the machine's clock is {clock.off_seconds:+.0f} s off")
