"""Coming and going: scanning with fresh codes, old photos and forged ones, and forgetting to."""

import asyncio
import re
from datetime import timedelta

from domain import tokens
from domain.admission import Means
from domain.refusals import Refused
from rehearsal.simulator import town
from rehearsal.simulator.talk import menu, says
from rehearsal.simulator.watch import Intent, moment_of
from rehearsal.simulator.world import World
from usecases import checkins, codes, displays, visits

_TYPED = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}(?: [2-9A-HJKMNP-TV-Z]{4}){2}\b")
_PHOTOS_KEPT = 8


async def fresh_code(world: World, screen: town.Screen) -> str | None:
    """Return what a station's screen shows now, None when it shows nothing."""
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
    token = await fresh_code(world, world.fate.choice(town.SCREENS))
    if token is None:
        return None
    if how > 0.9:
        return forged(world, token), False
    return token, True


def forged(world: World, token: str) -> str:
    """Return a code with one character changed."""
    place = world.fate.lot.randrange(len(token))
    other = str(world.fate.choice([one for one in "AbC0_-" if one != token[place]]))
    return token[:place] + other + token[place + 1 :]


def means_scan(world: World, request_id: str, token: str, genuine: bool, slots: int) -> None:
    """Write down that a code is meant to be scanned, and for how long it may be good."""
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
        means_scan(world, request_id, token, genuine, 2)
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
        request_id = says(world, person, f"/start {token}")
        means_scan(world, request_id, token, genuine, 4)


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
        token = forged(world, token)
    request_id = f"page/{world.number()}"
    means_scan(world, request_id, token, genuine, 2)
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
    menu(world, world.fate.choice(town.VOLUNTEERS), "menu-code")


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
        world.watch.meant["scan"].add(says(world, person, typed))


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
