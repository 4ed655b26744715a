"""Vouchers on pages: a code that renews itself, and a scanner that honours each once."""

import asyncio

from rehearsal.people import Person
from tests.cast import CinemaOffer, Somebody, a_cinema, a_volunteer, later, with_hours
from tests.web.conftest import Town, nonce
from tests.world import played_twice
from usecases import access, redeeming, vouchers
from usecases.city import CitySession


async def a_ticket(town: Town) -> tuple[Person, Person, int]:
    """Let 李志愿 hold a cinema ticket; return her, the till, and the voucher's id."""
    li, till = town.world.person("李志愿"), town.world.person("影城前台")

    def cast(session: CitySession) -> tuple[Somebody, CinemaOffer]:
        somebody = a_volunteer(session, li.id, li.name, town.world.language)
        with_hours(session, somebody, 3120)
        return somebody, a_cinema(session, till=till.id, price_minutes=600)

    await till.says("/start")
    somebody, offer = await town.world.db.write(cast)
    made = await town.world.db.write(
        redeeming.redeem,
        actor=somebody.account_id,
        reward_id=offer.reward_id,
        price_minutes=600,
        request_id="test/1",
        now=later(),
    )
    return li, till, made.voucher.voucher_id


async def code_now(town: Town, li: Person, voucher_id: int) -> str:
    def look(session: CitySession) -> str:
        caller = access.recognise(session, messenger="telegram", external_id=li.id)
        assert caller is not None
        return vouchers.renewing_code(
            session,
            actor=caller.account_id,
            voucher_id=voucher_id,
            now=town.world.clock.now(),
        )

    return await town.world.db.read(look)


@played_twice("town")
async def test_a_voucher_shows_a_code_that_renews_itself(town: Town) -> None:
    li, _, voucher_id = await a_ticket(town)
    page = await town.opens(li, "voucher")
    first = (await page.asks("/page/voucher-code", voucher_id=voucher_id)).json()
    assert "电影票" in first["name"]
    assert "思茅影城" in first["standing"]
    town.world.clock.jump(later(seconds=30))
    second = (await page.asks("/page/voucher-code", voucher_id=voucher_id)).json()
    assert second["svg"] != first["svg"]


async def test_somebody_elses_voucher_is_not_there(town: Town) -> None:
    _, till, voucher_id = await a_ticket(town)
    other = await town.volunteer("张志愿")
    page = await town.opens(other, "voucher")
    for number in (voucher_id, voucher_id + 1, 2**53 - 1):
        assert (await page.asks("/page/voucher-code", voucher_id=number)).status_code == 404
    assert (await page.asks("/page/voucher-code", voucher_id=2**53)).status_code == 400
    stranger = await town.opens(till, "voucher")
    assert (await stranger.asks("/page/voucher-code", voucher_id=voucher_id)).status_code == 409


@played_twice("town")
async def test_a_merchant_honours_it_once_and_a_repeat_is_the_same_deed(town: Town) -> None:
    li, till, voucher_id = await a_ticket(town)
    page = await town.opens(till, "honour")
    assert (await page.asks("/page/honoured-day")).json()["words"] == town.words(
        "今天 0 张", "0 today"
    )
    code, word = await code_now(town, li, voucher_id), nonce()
    replies = await asyncio.gather(
        *(page.asks("/page/honour", code=code, nonce=word) for _ in range(3))
    )
    assert {reply.json()["outcome"] for reply in replies} == {"honoured"}
    answer = replies[0].json()
    assert town.words("第 1 张", "number 1 today") in answer["words"]
    assert "电影票" in answer["name"]
    assert answer["day"]["words"] == town.words("今天 1 张", "1 today")
    assert answer["day"]["lines"][0]["words"] == "09:00"
    assert "李" not in replies[0].text
    again = await page.asks("/page/honour", code=code, nonce=nonce())
    assert again.json()["outcome"] == "voucher-used"
    shown = await (await town.opens(li, "voucher")).asks(
        "/page/voucher-code", voucher_id=voucher_id
    )
    assert shown.json()["error"] == "voucher-used"


@played_twice("town")
async def test_two_tills_at_once_honour_it_once(town: Town) -> None:
    li, till, voucher_id = await a_ticket(town)
    pages = [await town.opens(till, "honour") for _ in range(6)]
    code = await code_now(town, li, voucher_id)
    replies = await asyncio.gather(
        *(page.asks("/page/honour", code=code, nonce=nonce()) for page in pages)
    )
    outcomes = sorted(reply.json()["outcome"] for reply in replies)
    assert outcomes == ["honoured"] + ["voucher-used"] * 5


async def test_a_screenshot_of_a_minute_ago_is_worthless(town: Town) -> None:
    li, till, voucher_id = await a_ticket(town)
    page = await town.opens(till, "honour")
    code = await code_now(town, li, voucher_id)
    town.world.clock.jump(later(seconds=90))
    reply = await page.asks("/page/honour", code=code, nonce=nonce())
    assert reply.json()["outcome"] == "code-changed"


async def test_who_is_no_merchant_honours_nothing(town: Town) -> None:
    li, _, voucher_id = await a_ticket(town)
    page = await town.opens(li, "honour")
    code = await code_now(town, li, voucher_id)
    reply = await page.asks("/page/honour", code=code, nonce=nonce())
    assert reply.json()["error"] == "voucher-needs-merchant"
    assert (await page.asks("/page/honoured-day")).status_code == 403


@played_twice("town")
async def test_a_typed_code_works_on_the_page_and_guessing_is_counted(town: Town) -> None:
    li, till, voucher_id = await a_ticket(town)
    page = await town.opens(till, "honour")
    for _ in range(5):
        reply = await page.asks("/page/honour", code="ABCD EFGH JKMN", nonce=nonce())
        assert reply.json()["outcome"] == "voucher-unknown"
    reply = await page.asks("/page/honour", code="ABCD EFGH JKMN", nonce=nonce())
    assert reply.status_code == 429
    town.world.clock.jump(later(minutes=2))
    voucher = await town.world.db.read(_typed, li.id, voucher_id)
    reply = await page.asks("/page/honour", code=voucher, nonce=nonce())
    assert reply.json()["outcome"] == "honoured"


def _typed(session: CitySession, external_id: int, voucher_id: int) -> str:
    caller = access.recognise(session, messenger="telegram", external_id=external_id)
    assert caller is not None
    return vouchers.show(session, actor=caller.account_id, voucher_id=voucher_id).typed
