"""Approved: the volunteer hears it with his number, and his card comes along."""

import pytest

from rehearsal.seeing import texts_in
from tests.e2e.registering import applies, officer_of
from tests.world import PUBLIC_URL, World


@pytest.mark.parametrize(("language", "heard"), [("zh-hans", "编号"), ("en", "number")])
async def test_an_approved_volunteer_gets_number_and_card_at_once(
    world: World, language: str, heard: str
) -> None:
    li = world.person("李志愿", language=language, phone="+8613800000001")
    await applies(world, li, name="李志愿𠮷")
    officer = await officer_of(world, world.person("审批员"))
    await officer.presses("待办")
    await officer.presses("通过")
    await world.goes_on_to(world.clock.now())
    li.sees(heard)
    (code,) = texts_in(li.photo())
    assert code.startswith(f"{PUBLIC_URL}/v/")
