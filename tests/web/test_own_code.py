"""The renewing code on the volunteer's phone."""

from documents.qr import qr_svg
from tests.cast import later, personal_code
from tests.web.conftest import Town, nonce
from tests.web.test_scanning import the_newest
from tests.world import played_twice


@played_twice("town")
async def test_the_code_is_of_this_slot_and_renews_itself(town: Town) -> None:
    page = await town.opens(await town.volunteer(), "me")
    li = await town.world.db.read(the_newest)
    first = (await page.asks("/page/my-code")).json()
    assert first["svg"] == qr_svg(personal_code(li, later()))
    assert 0 < first["seconds"] <= 30
    assert first["name"] == "李*愿"
    assert first["renews"].startswith(town.words("每 30 秒", "It renews itself every 30"))
    town.world.clock.jump(later(seconds=30))
    assert (await page.asks("/page/my-code")).json()["svg"] != first["svg"]


@played_twice("town")
async def test_it_shows_when_the_clerk_has_scanned_it(town: Town) -> None:
    page = await town.opens(await town.volunteer(), "me")
    li = await town.world.db.read(the_newest)
    assert not (await page.asks("/page/my-code")).json()["inside"]
    desk = await town.opens(await town.clerk(), "scanner")
    await desk.asks("/page/scan", code=personal_code(li, later()), nonce=nonce(), desk=True)
    shown = (await page.asks("/page/my-code")).json()
    assert shown["inside"]
    inside = town.words("09:00 起在岗 · ", "In since 09:00 · ")
    assert shown["standing"] == inside + "思茅区图书馆服务站"


async def test_who_is_no_volunteer_has_no_code(town: Town) -> None:
    page = await town.opens(town.world.person("陌生人"), "me")
    reply = await page.asks("/page/my-code")
    assert reply.json()["error"] == "not-registered"
    assert "开始登记" in reply.json()["words"]
