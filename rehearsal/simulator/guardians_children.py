"""A guardian registers a child without a telephone, brings it along, and acts for it."""

import asyncio
from datetime import date
from typing import Any

from domain.guardians import Relation
from rehearsal import made_up
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.affairs import both
from rehearsal.simulator.world import World
from usecases import approval, child_registrations, family_children, proxies, ward_deeds
from usecases.approval import Verdict
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER

_OFFICERS = (*neighbours.FEDERATION, *neighbours.OFFICE, *neighbours.COUNTY)
# One who is no volunteer, one who is, and a child who may not.
_ADULTS = (neighbours.GUARDIAN, neighbours.GUARDIAN, town.VOLUNTEERS[0], neighbours.CHILD)
# Twelve, and one who has come of age.
_BIRTHDAYS = (date(2014, 3, 1), date(2014, 3, 1), date(2000, 3, 1))


async def a_guardian_registers_a_child(world: World) -> None:
    """Type for a child and agree, twice at once now and then; an officer decides, or two do."""
    fate = world.fate
    who = fate.choice(_ADULTS)
    actor = world.accounts[who]
    applicant = await world.asks(
        f"{who} begins", child_registrations.begin, anew=True, actor=actor, now=None
    )
    if not isinstance(applicant, int):
        return
    mine: dict[str, Any] = {"actor": actor, "applicant": applicant, "now": None}
    kinds = [TO_REGISTER, ID_NUMBER, *fate.choice(((), (ONWARD_ENTRY,)))]
    await world.asks(f"{who} agrees", proxies.agree, anew=True, kinds=kinds, **mine)
    born_on = fate.choice(_BIRTHDAYS)
    answers: dict[str, Any] = {
        "name": "李小明", "kind": "resident-id", "sex": "male", "born_on": born_on.isoformat(),
        "number": made_up.id_number("530802", born_on, fate.lot.randint(1, 4), "male"),
        "phone": "+8613700000002", "county": "530802", "township": "530802001", "unit_id": None,
        "team_id": None, "categories": [], "skills": [], "free_times": [],
        "oath": world.clock.now().isoformat(), "guardian": "王妈妈", "relation": Relation.MOTHER,
    }  # fmt: skip
    await asyncio.gather(
        *(
            world.asks(f"{who} types", child_registrations.submit, anew=True, answers=answers,
                       **mine)
            for _ in range(fate.choice((1, 2)))
        )
    )  # fmt: skip
    rows = world.store.rows(
        f"SELECT id, version FROM application WHERE account_id = {applicant}"  # noqa: S608
    )
    if rows:
        await both(
            world, "decides", approval.decide,
            sorted({fate.choice(neighbours.FEDERATION), fate.choice(_OFFICERS)}),
            application_id=rows[0][0], version=rows[0][1], verdict=Verdict.APPROVED,
        )  # fmt: skip
    await _acts_for_it(world, who)


async def _acts_for_it(world: World, who: int) -> None:
    """Print, copy, object, leave and stay; a stranger tries it too and gets nothing."""
    fate = world.fate
    rows = world.store.rows(
        "SELECT g.id FROM guardianship g JOIN volunteer v ON v.id = g.volunteer_id "
        "WHERE v.account_id IS NULL ORDER BY g.id"
    )
    if not rows:
        return
    which = fate.choice(rows)[0]
    actor = world.accounts[fate.choice((who, who, who, town.VOLUNTEERS[1]))]
    mine: dict[str, Any] = {"actor": actor, "guardianship_id": which, "now": None}
    for deed in fate.lot.sample(
        (ward_deeds.card, ward_deeds.new_card, ward_deeds.copy_in_chat, ward_deeds.leave), 2
    ):
        await world.asks(f"{deed.__name__} for it", deed, anew=True, **mine)
    await world.asks("stays", ward_deeds.stay, anew=True, **mine)
    # Only a head of a family can.
    await world.asks("lets it in", family_children.join, anew=True, **mine)
    seen = await world.asks("visits", ward_deeds.latest, look=True, anew=True, **mine)
    for one in seen[:1] if isinstance(seen, list) else ():
        await world.asks(
            "objects", ward_deeds.dispute, anew=True, cause=one.cause, words="时间不对", **mine
        )
