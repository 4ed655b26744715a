"""Around stations: their register, a second proof, classes, printed cards, odd patterns."""

import asyncio
from datetime import timedelta
from typing import Any

from domain import tokens
from domain.oddities import OddState
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.lives import scans
from rehearsal.simulator.visiting import means_scan
from rehearsal.simulator.world import World
from usecases import (
    class_scans,
    guardians,
    late_cards,
    late_scans,
    later_guardians,
    locations,
    oddities,
    star_objections,
    station_menu,
    station_staff,
    station_standard,
    stations,
    visits,
)

_KEEPERS = (*neighbours.OFFICE, *neighbours.COUNTY)
_OFFICERS = (*neighbours.FEDERATION, *neighbours.OFFICE, *neighbours.COUNTY)
_PEOPLE = (*town.VOLUNTEERS, neighbours.STAR, neighbours.HEAD)
_HERE = (22.7865, 100.9772)


def _station(world: World) -> int:
    return int(world.fate.choice(town.SCREENS).station_id)


async def the_register_changes(world: World) -> None:
    """Change a line of a station, tick and untick its standard, add to its menu; two at once."""
    fate = world.fate
    where: dict[str, Any] = {"station_id": _station(world), "now": None}
    one, other = (world.accounts[who] for who in fate.lot.sample((*_KEEPERS, 201, 601), 2))
    field, value = fate.choice((("services", "代收代寄"), ("contact_person", "周主任")))
    item = fate.choice(("sign", "name", "premises", "emperor"))
    photo = station_standard.Photo(f"{world.number():064x}", 9)
    await asyncio.gather(
        *(
            world.asks(
                "changes", stations.change, anew=True, actor=who, field=field, value=value, **where
            )
            for who in (one, other)
        ),
        world.asks(
            "ticks", station_standard.tick, anew=True, actor=one, item=item, photo=photo, **where
        ),
        world.asks("adds", station_menu.add, anew=True, actor=one, text="免费饮水", **where),
    )
    if fate.lot.random() < 0.4:
        await world.asks(
            "unticks", station_standard.untick, anew=True, actor=other, item=item, **where
        )


async def staff_comes_and_goes(world: World) -> None:
    """Invite a clerk or a head and dismiss somebody; the last clerk too."""
    fate, keeper = world.fate, world.accounts[world.fate.choice(_KEEPERS)]
    where: dict[str, Any] = {"station_id": _station(world), "now": None}
    deed = fate.choice((station_staff.invite, station_staff.invite_head))
    await world.asks("invites", deed, anew=True, actor=keeper, **where)
    if fate.lot.random() < 0.1:
        await world.asks(
            "dismisses", station_staff.dismiss, anew=True, actor=keeper,
            account_id=world.accounts[fate.choice(town.CLERKS)], **where,
        )  # fmt: skip


async def a_station_wants_a_location(world: World) -> None:
    """Let a station ask where people are; they send it, from here, from afar, or not at all."""
    fate, screen = world.fate, world.fate.choice(town.SCREENS)
    keeper = world.accounts[neighbours.OFFICE[0]]
    where: dict[str, Any] = {"actor": keeper, "station_id": screen.station_id, "now": None}
    latitude, longitude = _HERE
    await world.asks(
        "places", stations.place, anew=True, latitude=latitude, longitude=longitude, drawn=False,
        **where,
    )  # fmt: skip
    await world.asks("asks where", stations.ask_location, anew=True, wanted=True, **where)
    person = fate.choice(_PEOPLE)
    await scans(world, person, screen)
    actor: dict[str, Any] = {"actor": world.accounts[person], "now": None}
    sent = locations.Sent(
        latitude + fate.choice((0.0, 0.0, 0.1)), longitude, fate.choice((0.0, 50.0)),
        world.clock.now(), own=fate.lot.random() < 0.8,
    )  # fmt: skip
    for _ in range(fate.choice((1, 2))):
        if fate.lot.random() < 0.2:
            await world.asks(f"{person} cannot", locations.do_without, anew=True, **actor)
        else:
            await world.asks(f"{person} proves", locations.prove, anew=True, sent=sent, **actor)
    await _clerks_let_in(world)
    if fate.lot.random() < 0.7:
        await world.asks("asks no more", stations.ask_location, anew=True, wanted=False, **where)


async def _clerks_let_in(world: World) -> None:
    rows = world.store.rows(
        "SELECT request_id FROM scan WHERE outcome = 'ClerkAsked' AND visit_id IS NULL "
        "ORDER BY id DESC LIMIT 1"
    )
    if not rows:
        return
    world.watch.meant["scan"].add(f"let in/{rows[0][0]}")
    await asyncio.gather(
        *(
            world.asks(
                f"{clerk} lets in", visits.confirm_arrival, anew=True,
                actor=world.accounts[clerk], request_id=rows[0][0], now=None,
            )
            for clerk in town.CLERKS[:2]
        )
    )  # fmt: skip


async def a_class_comes(world: World) -> None:
    """Let a guardian's scan bring his children by a tick each, twice at once."""
    await scans(world, neighbours.GUARDIAN, world.fate.choice(town.SCREENS))
    children = [
        row[0]
        for row in world.store.rows("SELECT volunteer_id FROM guardianship ORDER BY volunteer_id")
    ]
    key = f"class/{world.number()}"
    world.watch.meant["scan"].update(f"{key}/{child}" for child in children)
    await asyncio.gather(
        *(
            world.asks(
                "brings", class_scans.bring, anew=True,
                actor=world.accounts[neighbours.GUARDIAN], child_ids=children, key=key, now=None,
            )
            for _ in range(2)
        )
    )  # fmt: skip


async def a_printed_card_comes_late(world: World) -> None:
    """Scan a printed card without a network; its holder or another clerk has his say."""
    fate, person = world.fate, world.fate.choice(_PEOPLE[:4])
    cards = world.store.rows(
        f"SELECT opaque_id, epoch FROM volunteer WHERE account_id = {world.accounts[person]}"  # noqa: S608
    )
    if not cards:
        return
    card = tokens.PersonalCode(int(cards[0][0]), 0, int(cards[0][1]), printed=True)
    token = tokens.sign(card, world.store.city.keys.key("personal"))
    kept = []
    for minutes in (300, 120)[: fate.choice((1, 2))]:
        request_id = f"late/{world.number()}"
        means_scan(world, request_id, token, True, 0)
        at = world.clock.true() - timedelta(minutes=minutes)
        kept.append(late_scans.Kept(request_id, token, at, 0.0, 1))
    clerk = fate.choice(town.CLERKS)
    await world.asks(
        f"{clerk} sends", late_scans.take, anew=True, actor=world.accounts[clerk], scans=kept,
        device_now=world.clock.true(), now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id FROM late_scan ORDER BY id DESC LIMIT 1")
    if not rows:
        return
    number = rows[0][0]
    own: dict[str, Any] = {"actor": world.accounts[person], "upto": number, "now": None}
    await asyncio.gather(
        world.asks("confirms", late_cards.confirm_own, anew=True, **own),
        world.asks(
            "confirms for him", late_cards.confirm_other, anew=True,
            actor=world.accounts[fate.choice(town.CLERKS)], late_id=number, now=None,
        ),
    )  # fmt: skip
    if fate.lot.random() < 0.2:
        await world.asks("denies", late_cards.deny_own, anew=True, **own)


async def a_later_guardian_waits(world: World) -> None:
    """Let another adult agree for a child; officers let him in or not, two at once."""
    fate, child = world.fate, world.fate.choice(neighbours.YOUNG)
    link = await world.asks("link", guardians.link, anew=True, actor=world.account(child), now=None)
    code = getattr(link, "code", None)
    if code is not None:
        await world.asks(
            "another agrees", guardians.agree, anew=True, actor=world.accounts[town.CENTRE[1]],
            code=code, name="监护人乙", phone="13900000113", relation="52", now=None,
        )  # fmt: skip
    look: dict[str, Any] = {"actor": world.accounts[neighbours.FEDERATION[0]], "now": None}
    later = await world.asks(
        "looks", later_guardians.following, look=True, anew=True, after=0, **look
    )
    number = getattr(later, "consent_id", None)
    if number is not None:
        agreed = fate.lot.random() < 0.5
        await asyncio.gather(
            *(
                world.asks(
                    f"{who} confirms", later_guardians.confirm, anew=True,
                    actor=world.accounts[who], consent_id=number, agreed=agreed, now=None,
                )
                for who in fate.lot.sample(_OFFICERS, 2)
            )
        )  # fmt: skip


async def somebody_objects_to_a_star(world: World) -> None:
    """Object to somebody on a published list; officers answer it, the objector among them."""
    fate = world.fate
    rows = world.store.rows("SELECT id FROM star_candidate ORDER BY id DESC LIMIT 4")
    if rows:
        person = fate.choice((*_PEOPLE, *neighbours.FEDERATION))
        await world.asks(
            f"{person} objects", star_objections.object_to, anew=True,
            actor=world.accounts[person], about=fate.choice(rows)[0], text="时长不对", now=None,
        )  # fmt: skip
    raised = world.store.rows("SELECT id FROM star_objection ORDER BY id DESC LIMIT 3")
    if raised:
        number, strike = fate.choice(raised)[0], fate.lot.random() < 0.3
        await asyncio.gather(
            *(
                world.asks(
                    f"{who} answers", star_objections.answer, anew=True,
                    actor=world.accounts[who], objection_id=number, text="已核对", strike=strike,
                    now=None,
                )
                for who in fate.lot.sample(_OFFICERS, 2)
            )
        )  # fmt: skip


async def oddities_are_judged(world: World) -> None:
    """Look for odd patterns as the night does, and let two officers settle one."""
    fate = world.fate
    found = await world.asks("night", oddities.look, look=True, anew=True, now=None)
    if isinstance(found, list):
        await world.asks("night", oddities.keep, anew=True, found=found, now=None)
    rows = world.store.rows("SELECT id FROM oddity ORDER BY id DESC LIMIT 4")
    if rows:
        number = fate.choice(rows)[0]
        verdict = fate.choice((OddState.FINE, OddState.CHECKING, OddState.CONFIRMED))
        await asyncio.gather(
            *(
                world.asks(
                    f"{who} judges", oddities.judge, anew=True, actor=world.accounts[who],
                    oddity_id=number, verdict=verdict, now=None,
                )
                for who in fate.lot.sample(_OFFICERS, 2)
            )
        )  # fmt: skip
