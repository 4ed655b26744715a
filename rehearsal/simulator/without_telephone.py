"""Somebody without a telephone: registered by a clerk, scanned by a card, served with his word."""

import asyncio
from datetime import date
from types import ModuleType
from typing import Any

from domain import tokens
from domain.admission import Means
from rehearsal import made_up
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.affairs import both
from rehearsal.simulator.visiting import means_scan
from rehearsal.simulator.world import World
from usecases import approval, checkins, errand_deeds, errand_leavings, errands, proxies
from usecases.approval import Verdict
from usecases.consent_proofs import SignedPaper
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER

_OFFICERS = (*neighbours.FEDERATION, *neighbours.OFFICE, *neighbours.COUNTY)
_RELATIVE = neighbours.GUARDIAN
_BORN_ON = date(1948, 5, 1)


async def a_clerk_registers_somebody(world: World) -> None:
    """Type for somebody without a telephone, who signs a paper or reads a code out; two forms."""
    fate, clerk = world.fate, world.fate.choice(town.CLERKS)
    actor = world.accounts[clerk]
    applicant = await world.asks("begins", proxies.begin, anew=True, actor=actor, now=None)
    if not isinstance(applicant, int):
        return
    mine: dict[str, Any] = {"actor": actor, "applicant": applicant, "now": None}
    kinds = [TO_REGISTER, ID_NUMBER, *fate.choice(((), (ONWARD_ENTRY,)))]
    await world.asks(f"{clerk} asks", proxies.agree, anew=True, kinds=kinds, **mine)
    await _agrees(world, proxies, mine)
    # Few people, so that somebody comes to two stations now and then.
    number = made_up.id_number("530802", _BORN_ON, fate.lot.randint(1, 4), "female")
    answers: dict[str, Any] = {
        "name": "张奶奶", "kind": "resident-id", "number": number, "sex": "female",
        "born_on": _BORN_ON.isoformat(), "phone": "+8613700000001", "county": "530802",
        "township": "530802001", "unit_id": None, "team_id": None, "categories": [],
        "skills": [], "free_times": [], "health": "yes",
        "oath": world.clock.now().isoformat(),
    }  # fmt: skip
    for _ in range(fate.choice((1, 2))):
        await world.asks(f"{clerk} types", proxies.submit, anew=True, answers=answers, **mine)
    rows = world.store.rows(
        f"SELECT id, version FROM application WHERE account_id = {applicant}"  # noqa: S608
    )
    if rows:
        await both(
            world, "decides", approval.decide, fate.lot.sample((*_OFFICERS, clerk), 2),
            application_id=rows[0][0], version=rows[0][1], verdict=Verdict.APPROVED,
        )  # fmt: skip
        await world.asks("card", proxies.card, anew=True, **mine)


async def _agrees(world: World, deeds: ModuleType, mine: dict[str, Any]) -> None:
    """Let him sign a paper, or a relative read a code out; some type a wrong one."""
    if world.fate.lot.random() < 0.5:
        paper = SignedPaper("e" * 64, "a key")
        await world.asks("signs", deeds.keep_paper, anew=True, paper=paper, **mine)
        return
    code = await world.asks("link", deeds.link, anew=True, **mine)
    if not isinstance(code, str):
        return
    who = world.fate.choice((_RELATIVE, _RELATIVE, 201))
    shown = await world.asks(
        f"{who} agrees", deeds.agree_on_telephone, anew=True,
        actor=world.accounts[who], code=code, now=None,
    )  # fmt: skip
    read = getattr(shown, "typed", "123456")
    typed = world.fate.choice((read, read, "000000"))
    await world.asks("types the code", deeds.take_code, anew=True, typed=typed, **mine)


# -- errands ---------------------------------------------------------------------------------------


async def a_clerk_serves_somebody(world: World) -> None:
    """Find somebody, take his word, and do something for him; some forget to ask for his word."""
    fate = world.fate
    rows = world.store.rows(
        "SELECT id, number, opaque_id, epoch FROM volunteer "
        "WHERE account_id IS NULL AND suspended_at IS NULL ORDER BY id"
    )
    if not rows:
        await a_clerk_registers_somebody(world)
        return
    volunteer, number, opaque, epoch = fate.choice(rows)
    card = tokens.PersonalCode(int(opaque), 0, int(epoch), printed=True)
    if fate.lot.random() < 0.6:
        await _comes_with_his_card(world, card)
    who = fate.choice((*town.CLERKS, *town.CLERKS, *_OFFICERS))
    actor = world.accounts[who]
    await world.asks(f"{who} finds", errands.find, look=True, anew=True, actor=actor, typed=number)
    errand = await world.asks(
        f"{who} begins", errands.begin, anew=True, actor=actor, volunteer_id=volunteer, now=None
    )
    if not isinstance(errand, int):
        return
    mine: dict[str, Any] = {"actor": actor, "errand_id": errand, "now": None}
    if fate.lot.random() < 0.9:
        await _agrees(world, errands, mine)
    for _ in range(fate.choice((1, 2))):
        await fate.choice((_prints, _copies, _withdraws, _objects, _leaves, _leaves))(world, mine)
    await _officers_give_their_word(world, who)


async def _comes_with_his_card(world: World, card: tokens.PersonalCode) -> None:
    """Be scanned by a clerk, and an hour later again."""
    token = tokens.sign(card, world.store.city.keys.key("personal"))
    clerk = world.fate.choice(town.CLERKS)
    for seconds in (4000.0, 1.0):
        request_id = f"page/{world.number()}"
        means_scan(world, request_id, token, True, 0)
        await world.asks(
            f"{clerk} scans a card", checkins.scan, actor=world.accounts[clerk], token=token,
            means=Means.SCANNER, request_id=request_id, now=None,
        )  # fmt: skip
        await asyncio.sleep(seconds)


async def _prints(world: World, mine: dict[str, Any]) -> None:
    await asyncio.gather(
        *(world.asks("prints", errand_deeds.new_card, anew=True, **mine) for _ in range(2))
    )


async def _copies(world: World, mine: dict[str, Any]) -> None:
    deed = world.fate.choice((errand_deeds.copy_in_chat, errand_deeds.copy_links))
    await world.asks("copies", deed, anew=True, **mine)


async def _withdraws(world: World, mine: dict[str, Any]) -> None:
    given = await world.asks("given", errand_deeds.given, look=True, anew=True, **mine)
    for one in given if isinstance(given, list) else ():
        await world.asks(
            "withdraws", errand_deeds.withdraw, anew=True, consent_id=one.consent_id, **mine
        )


async def _objects(world: World, mine: dict[str, Any]) -> None:
    seen = await world.asks("visits", errand_deeds.latest, look=True, anew=True, **mine)
    for one in seen[:1] if isinstance(seen, list) else ():
        await asyncio.gather(
            *(
                world.asks(
                    "objects", errand_deeds.dispute, anew=True, cause=one.cause,
                    words="时间不对", **mine,
                )
                for _ in range(2)
            )
        )  # fmt: skip


async def _leaves(world: World, mine: dict[str, Any]) -> None:
    """Ask to be forgotten, at two desks at once; some think better of it, at that very moment."""
    deeds = [errand_deeds.leave, errand_deeds.leave]
    if world.fate.lot.random() < 0.3:
        deeds.append(errand_deeds.stay)
    await asyncio.gather(
        *(world.asks(f"{deed.__name__}s", deed, anew=True, **mine) for deed in deeds)
    )


async def _officers_give_their_word(world: World, clerk: int) -> None:
    """Let officers decide about whoever wants to leave, several at once, the clerk among them."""
    officer = world.fate.choice(_OFFICERS)
    waits = await world.asks(
        f"{officer} looks", errand_leavings.following, look=True, anew=True,
        actor=world.accounts[officer], after=0,
    )  # fmt: skip
    number = getattr(waits, "errand_id", None)
    if number is not None:
        people = {officer, clerk, world.fate.choice(_OFFICERS)}
        agreed = world.fate.lot.random() < 0.7
        await both(
            world, "confirms", errand_deeds.confirm, sorted(people),
            errand_id=number, agreed=agreed,
        )  # fmt: skip
