"""Lives of people: registering in the chat, guardians and their children, families, leaving."""

import asyncio
from typing import Any

from domain.admission import Means
from domain.refusals import Refused
from domain.relocation import Belonging
from rehearsal import made_up
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.talk import menu, says
from rehearsal.simulator.visiting import fresh_code, means_scan
from rehearsal.simulator.world import World
from usecases import (
    applications,
    approval,
    checkins,
    families,
    family_scans,
    guardians,
    leaving,
    own_wards,
    relocations,
)
from usecases.approval import Verdict

_EXCHANGES = 12
_FLOOD = 100
# What is pressed at each question to get on; the first that the newest message offers.
_ONWARD = ("submit", "oath", "fit", "times", "interests", "tab", "team", "unit", "agree")


# -- registering -----------------------------------------------------------------------------------


async def registers_in_the_chat(world: World) -> None:
    """Answer the next questions of a registration, a few at a time; some give up for a while."""
    person = world.fate.choice(tuple(neighbours.NEWCOMERS))
    for _ in range(_EXCHANGES):
        rows = world.store.rows(
            "SELECT c.flow, c.step FROM conversation c JOIN account a ON a.id = c.account_id "  # noqa: S608
            f"WHERE a.external_id = {person}"
        )
        flow, step = rows[0] if rows else ("", "")
        _answers(world, person, step if flow == "registration" else "")
        await asyncio.sleep(world.fate.choice((2.0, 5.0)))


def _answers(world: World, person: int, step: str) -> None:
    if step == "phone":
        world.telegram.shares_contact(person)
        world.sends()
    elif step == "name":
        says(world, person, f"新来的{'甲乙'[person % 2]}")
    elif step == "number":
        born_on = neighbours.NEWCOMERS[person]
        says(world, person, made_up.id_number("530802", born_on, person % 500, "female"))
    else:
        _presses_on(world, person)


def _presses_on(world: World, person: int) -> None:
    shown = [message for message in world.telegram.chats[person].messages if message.buttons]
    offered = [data for data in shown[-1].buttons if data.startswith("reg")] if shown else []
    chosen = _chosen(world, person, offered)
    world.pressed[person] = chosen
    if not chosen:
        menu(world, person, "menu-register")
        return
    number = world.telegram.presses(person, shown[-1], chosen)
    world.notes(f"{person} presses {chosen} as {number}")
    world.sends()


def _chosen(world: World, person: int, offered: list[str]) -> str:
    """Return the button that leads on: places are drawn, the rest has its order."""
    by_what: dict[str, list[str]] = {}
    for data in offered:
        by_what.setdefault([*data.split(":"), "", ""][2], []).append(data)
    if "consent" in by_what and not world.pressed.get(person, "").endswith("identity-number"):
        return by_what["consent"][0]
    for what in ("county", "township"):
        if what in by_what:
            return str(world.fate.choice(by_what[what]))
    for what in _ONWARD:
        if what in by_what:
            return by_what[what][-1]
    return "register" if "register" in offered else ""


async def decides_applications(world: World) -> None:
    """Decide about the oldest registration; now and then two officers at once."""
    first, second = world.fate.lot.sample((*neighbours.COUNTY, *neighbours.FEDERATION), 2)
    waiting = await world.asks(
        "application", applications.following, look=True,
        actor=world.accounts[first], after=None, now=None,
    )  # fmt: skip
    if waiting is None or isinstance(waiting, Refused):
        return
    verdict = world.fate.choice((Verdict.APPROVED, Verdict.APPROVED, Verdict.SENT_BACK))
    officers = (first, second)[: world.fate.choice((1, 2))]
    await asyncio.gather(
        *(
            world.asks(
                f"{officer} decides",
                approval.decide,
                actor=world.accounts[officer],
                application_id=waiting.application_id,
                version=waiting.version,
                verdict=verdict,
                reason="看不清" if verdict is Verdict.SENT_BACK else "",
                line="name" if verdict is Verdict.SENT_BACK else "",
                now=None,
            )
            for officer in officers
        )
    )


# -- guardians -------------------------------------------------------------------------------------


async def a_guardian_agrees(world: World) -> None:
    """Send a minor's link to a guardian, to the wrong one, or to oneself; he agrees or declines."""
    child = world.fate.choice((neighbours.YOUNG_NEWCOMER, *neighbours.YOUNG))
    if not world.account(child):
        return
    link = await world.asks("link", guardians.link, anew=True, actor=world.account(child), now=None)
    code = getattr(link, "code", None)
    if code is None:
        return
    actors = world.fate.choice(
        ((neighbours.GUARDIAN,), (neighbours.GUARDIAN, town.CENTRE[0]), (child,))
    )
    for actor in actors:
        facts: dict[str, Any] = {"actor": world.account(actor), "code": code, "now": None}
        if world.fate.lot.random() < 0.1:
            await world.asks(f"{actor} declines", guardians.decline, **facts)
            continue
        await world.asks(
            f"{actor} agrees for {child}", guardians.agree,
            name="监护人甲", phone="13900000112", relation="52", **facts,
        )  # fmt: skip


async def a_guardian_takes_it_back(world: World) -> None:
    """Take a consent back, or give it again, whoever's child it is."""
    rows = world.store.rows("SELECT id FROM guardianship ORDER BY id")
    deed = world.fate.choice((own_wards.withdraw, own_wards.agree_again))
    await world.asks(
        f"guardian {deed.__name__}",
        deed,
        anew=True,
        actor=world.accounts[neighbours.GUARDIAN],
        guardianship_id=world.fate.choice(rows)[0],
        now=None,
    )


async def children_come_and_go(world: World) -> None:
    """Scan at one station, the guardian and his children one after another, in any order."""
    screen = world.fate.choice(town.SCREENS)
    people = [neighbours.GUARDIAN, *neighbours.YOUNG]
    world.fate.lot.shuffle(people)
    for person in people[: world.fate.choice((1, 2, 3))]:
        await scans(world, person, screen)
        await asyncio.sleep(world.fate.choice((1.0, 100.0)))


async def scans(world: World, person: int, screen: town.Screen) -> Any:
    """Scan what a station shows now."""
    token = await fresh_code(world, screen)
    if token is None or not world.account(person):
        return None
    request_id = f"page/{world.number()}"
    means_scan(world, request_id, token, True, 2)
    # Whoever comes along with him has a visit of his own.
    world.watch.meant["scan"].update(f"{request_id}/{child}" for child in neighbours.YOUNG)
    return await world.asks(
        f"{person} scans",
        checkins.scan,
        actor=world.account(person),
        token=token,
        means=Means.SCANNER,
        request_id=request_id,
        now=None,
    )


async def serves_for_hours(world: World) -> None:
    """Come, stay for hours and go, as most people do on most days."""
    person = world.fate.choice((*town.VOLUNTEERS, *neighbours.GROWN, neighbours.NEWCOMER))
    screen = world.fate.choice(town.SCREENS)
    await scans(world, person, screen)
    await world.passes(world.fate.choice((1900.0, 7200.0, 20_000.0)))
    await scans(world, person, screen)


# -- families --------------------------------------------------------------------------------------


async def a_family_comes(world: World) -> None:
    """Come as a family: the head scans, and presses for the others, perhaps twice."""
    head = neighbours.HEAD
    await scans(world, head, world.fate.choice(town.SCREENS))
    rows = world.store.rows("SELECT id FROM family_member WHERE left_at IS NULL ORDER BY id")
    world.watch.meant["scan"].add(f"family/{world.number()}")
    for _ in range(world.fate.choice((1, 2))):
        await world.asks(
            "family", family_scans.together, anew=True, actor=world.accounts[head],
            member_ids=[row[0] for row in rows], now=None,
        )  # fmt: skip


async def a_family_changes(world: World) -> None:
    """Join, agree to be checked in by the head, take it back, leave; the head founds it again."""
    fate, head = world.fate, neighbours.HEAD
    member = fate.choice((neighbours.MEMBER, neighbours.LEAVER))
    if fate.lot.random() < 0.6:
        await world.asks("found", families.found, anew=True, actor=world.accounts[head], now=None)
        code = await world.asks(
            "invite", families.invite, anew=True, actor=world.accounts[head], now=None
        )
        if isinstance(code, str):
            await asyncio.gather(
                *(
                    world.asks(
                        f"{who} joins", families.join, anew=True,
                        actor=world.accounts[who], code=code, now=None,
                    )
                    for who in (member, fate.choice((member, town.VOLUNTEERS[2])))
                )
            )  # fmt: skip
    facts: dict[str, Any] = {"actor": world.accounts[member], "now": None}
    await world.asks(
        f"{member} agrees", families.agree, anew=True, agreed=fate.lot.random() < 0.8, **facts
    )
    if fate.lot.random() < 0.2:
        who = fate.choice((member, head))
        await world.asks(
            f"{who} leaves", families.leave, anew=True, actor=world.accounts[who], now=None
        )


# -- moving, leaving, flooding ---------------------------------------------------------------------


async def moves(world: World) -> None:
    """Ask for another unit, or decide about who asked, on either side and by two at once."""
    fate = world.fate
    person = fate.choice((neighbours.STAR, *town.VOLUNTEERS[:2]))
    units = [row[0] for row in world.store.rows("SELECT id FROM unit ORDER BY id")]
    if fate.lot.random() < 0.4:
        wanted = Belonging(fate.choice((*units, None)), None, *neighbours.HOME)
        await world.asks(
            f"{person} asks to move", relocations.ask,
            actor=world.accounts[person], reason="employer", wanted=wanted, now=None,
        )  # fmt: skip
    rows = world.store.rows(
        "SELECT id, version FROM relocation WHERE state IN ('asked', 'released') ORDER BY id"
    )
    if not rows:
        return
    number, version = fate.choice(rows)
    deciders = (*town.CONTACTS, *neighbours.COUNTY, *neighbours.FEDERATION, person)
    refusal = fate.choice(("", "", "", "open-work"))
    await asyncio.gather(
        *(
            world.asks(
                f"{who} decides", relocations.decide, anew=True, actor=world.accounts[who],
                relocation_id=number, version=version, refusal=refusal, now=None,
            )
            for who in fate.lot.sample(deciders, 4)
        )
    )  # fmt: skip


async def leaves(world: World) -> None:
    """Ask to be forgotten, or think better of it."""
    person = neighbours.LEAVER
    deed = world.fate.choice((leaving.ask, leaving.ask, leaving.undo))
    await world.asks(
        f"{person} {deed.__name__}s", deed, anew=True, actor=world.accounts[person], now=None
    )


async def floods(world: World) -> None:
    """Send a hundred messages at once; the others must not notice."""
    for number in range(_FLOOD):
        world.watch.floods.add(world.telegram.says(neighbours.FLOODER, f"你好 {number}"))
    world.notes(f"{neighbours.FLOODER} floods")
    world.sends()
    await asyncio.sleep(5.0)
