"""The chat's menu button opens the page of the role, and only where there are pages."""

from datetime import timedelta
from pathlib import Path

from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import a_volunteer, with_role
from tests.web.conftest import Town
from tests.world import a_world
from usecases import access, invites


def button(town: Town, person: Person) -> dict[str, object]:
    return town.world.stage.world.menu_button(person.chat)


async def test_each_role_has_its_page_at_the_bottom_left(town: Town) -> None:
    li, wang = await town.volunteer(), await town.clerk()
    till = town.world.person("影城前台", language="en")
    await town.world.db.write(with_role, till.id, Role.MERCHANT, "1")
    for person, text, path in (
        (li, "签到", "/scan"),
        (wang, "扫码", "/scanner"),
        (till, "核销", "/honour"),
    ):
        await person.says("/start")
        shown = button(town, person)
        assert shown["type"] == "web_app"
        assert shown["text"] == text
        assert shown["web_app"] == {"url": f"https://puer.example{path}"}


async def test_it_is_set_once_and_again_when_the_role_changes(town: Town) -> None:
    li = await town.volunteer()
    for _ in range(3):
        await li.says("/start")
    assert len(town.world.stage.calls_of("setChatMenuButton")) == 1
    # Kept with the account, so that a process that starts anew sets nobody's again.
    caller = await town.world.db.read(access.recognise, messenger="telegram", external_id=li.id)
    assert caller is not None
    assert caller.menu_button == "https://puer.example/scan zh-hans"
    code = await town.world.db.write(
        invites.make,
        role=Role.CLERK,
        scope_ref=str(town.station.station_id),
        life=timedelta(days=3),
        made_by=None,
        now=town.world.clock.now(),
    )
    await li.opens(code)
    assert button(town, li)["text"] == "扫码"
    await li.presses("更多")
    await li.presses("换成志愿者")
    assert button(town, li)["text"] == "签到"


async def test_somebody_new_keeps_the_commands(town: Town) -> None:
    stranger = town.world.person("陌生人")
    await stranger.says("/start")
    assert button(town, stranger)["type"] == "commands"
    assert town.world.stage.calls_of("setChatMenuButton") == []


async def test_a_city_without_pages_sets_none(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path, public_url="") as world:
        li = world.person("李志愿")
        await world.db.write(a_volunteer, li.id)
        await li.says("/start")
        assert world.stage.calls_of("setChatMenuButton") == []
        await li.presses("我的码")
        assert "自己会换的码" not in li.screen
