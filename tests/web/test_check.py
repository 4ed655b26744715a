"""The page behind the printed card: what a stranger may know, and not more."""

import pytest
from sqlalchemy import update

from models.columns import table_of
from models.people import Volunteer
from tests.cast import later, personal_code
from tests.web.conftest import Town
from tests.web.test_scanning import the_newest
from tests.world import PAIRED
from usecases.city import CitySession


async def card_of(town: Town, name: str = "李志愿") -> str:
    await town.volunteer(name)
    return personal_code(await town.world.db.read(the_newest), later(), printed=True)


async def test_a_card_shows_a_masked_name_and_that_it_is_valid(town: Town) -> None:
    reply = await town.http.get(f"/v/{await card_of(town)}")
    assert reply.status_code == 200
    assert "李*愿" in reply.text
    assert "有效" in reply.text
    assert "2026年11月21日" in reply.text
    assert "普洱市" in reply.text
    assert "查询卡" in reply.text
    assert "李志愿" not in reply.text
    assert "138" not in reply.text


@pytest.mark.parametrize("town", [PAIRED[1]], indirect=True, ids="-".join)
async def test_it_speaks_english_to_an_english_browser(town: Town) -> None:
    reply = await town.http.get(
        f"/v/{await card_of(town, 'Anna Kowalska')}", headers={"Accept-Language": "en"}
    )
    assert "A*** K***" in reply.text
    assert "Valid" in reply.text


async def test_a_name_is_text_whatever_it_holds(town: Town) -> None:
    card = await card_of(town, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    text = (await town.http.get(f"/v/{card}")).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;***" in text


async def test_a_replaced_card_and_a_suspended_holder_are_not_valid(town: Town) -> None:
    card = await card_of(town)

    def replaced(session: CitySession) -> None:
        session.connection().execute(update(table_of(Volunteer)).values(epoch=1))

    def suspended(session: CitySession) -> None:
        session.connection().execute(
            update(table_of(Volunteer)).values(epoch=0, suspended_at=later())
        )

    for change in (replaced, suspended):
        await town.world.db.write(change)
        text = (await town.http.get(f"/v/{card}")).text
        assert "已停用" in text
        assert "有效" not in text


async def test_unknown_forged_and_other_kinds_are_answered_alike(town: Town) -> None:
    card = await card_of(town)
    li = await town.world.db.read(the_newest)
    forged = ("B" if card[-1] != "B" else "C").join((card[:-1], ""))
    renewing = personal_code(li, later())
    answers = set()
    for token in (forged, renewing, "A" * 32, "x", "%F0%9F%98%80", "1" * 2000):
        reply = await town.http.get(f"/v/{token}")
        assert reply.status_code == 404
        answers.add(reply.text)
    assert len(answers) == 1
    assert "查不到这张卡" in answers.pop()


async def test_looking_up_cards_in_bulk_ends_soon_whoever_one_claims_to_be(town: Town) -> None:
    statuses = [
        (
            await town.http.get("/v/x", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        ).status_code
        for number in range(35)
    ]
    assert statuses == [404] * 30 + [429] * 5
    reply = await town.http.get("/v/x")
    assert int(reply.headers["retry-after"]) <= 61
    assert "过一会儿再来" in reply.text
