"""A unit's contact enters a volunteer in the national system, with the sheet from our own page."""

import io
import re

import httpx
import python_calamine
from sqlalchemy import insert, select

from domain.permissions import Role
from models.columns import table_of
from models.national import NationalEntry
from models.people import Consent, Volunteer
from models.places import Unit
from tests.cast import MORNING, Somebody, a_station, a_volunteer, invented_id_number
from tests.e2e.recording import presses
from tests.usecases.test_certificates import serves
from tests.world import World
from usecases.city import CitySession


async def test_a_contact_downloads_the_sheet_types_the_number_and_the_result(
    world: World,
) -> None:
    said = world.words
    zhou, li = world.person("周联系"), world.person("李志愿")

    def prepare(session: CitySession) -> int:
        connection = session.connection()
        unit = connection.scalar(
            select(table_of(Unit).c.id).where(table_of(Unit).c.code == "jiaotiju")
        )
        who = a_volunteer(session, li.id, "李志愿", world.language)
        rows = table_of(Volunteer)
        connection.execute(rows.update().where(rows.c.id == who.volunteer_id).values(unit_id=unit))
        connection.execute(
            insert(table_of(Consent)).values(
                account_id=who.account_id, kind="onward-entry", text_version="1", given_at=MORNING
            )
        )
        connection.execute(
            insert(table_of(NationalEntry)).values(
                volunteer_id=who.volunteer_id,
                account_id=who.account_id,
                route="federation",
                queued_at=MORNING,
                state="to_enter",
                version=1,
            )
        )
        return int(unit or 0)

    unit = await world.db.write(prepare)
    await li.says("/start")
    await zhou.says("/start")
    await world.appoints(zhou, Role.UNIT_CONTACT, str(unit))
    await zhou.says("/start")
    await zhou.presses(said("更多", "More"))
    await zhou.presses(said("全国系统", "National system"))
    zhou.sees(said("待录入 1 人", "1 to enter"))
    await zhou.presses(said("录入单", "Entry sheet"))
    zhou.sees(said("不在聊天里发", "not sent in the chat"))
    url = re.search(r"/entry-sheet/[\w-]+", str(zhou.last.raw["reply_markup"]))
    assert url is not None
    number = invented_id_number(li.id)
    assert number not in zhou.screen
    async with httpx.AsyncClient(base_url=world.stage.url) as http:
        asked = {"Accept-Language": said("zh-CN", "en")}
        before = await http.get(url.group(), headers=asked)
        assert said("文件准备好了", "Your file is ready") in before.text
        reply = await http.get(f"{url.group()}/file")
        assert reply.status_code == 200
        assert (await http.get(f"{url.group()}/file")).status_code == 404
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(reply.content))
    title, _, head, row = book.get_sheet_by_index(0).to_python()
    assert said("非官方模板", "not an official template") in str(title[0])
    assert head[3] == said("证件号码", "Document number")
    assert row[1:4:2] == ["李志愿", number]
    await zhou.presses_old(zhou.messages[-2], said("填全国编号", "Fill in numbers"))
    zhou.sees(said("请输入他的全国志愿者编号", "Type the national volunteer number"))
    await zhou.says("12")
    zhou.sees(said("这个编号不对", "That number cannot be right"))
    await zhou.says("530800000001")
    zhou.sees(said("李志愿已录入", "李志愿 is entered"))
    await zhou.presses(said("返回", "Back"))
    await zhou.presses(said("填审核结果", "Fill in results"))
    await zhou.presses(said("被退回", "Returned"))
    await zhou.presses(said("资料不全", "details are missing"))
    zhou.sees(said("记为退回", "marked as returned"))
    await zhou.presses(said("返回", "Back"))
    zhou.sees(said("其中退回 1 人", "1 of them returned"))
    await zhou.presses(said("填全国编号", "Fill in numbers"))
    await zhou.says("530800000001")
    await zhou.presses(said("返回", "Back"))
    await zhou.presses(said("填审核结果", "Fill in results"))
    await zhou.presses(said("审核通过", "Accepted"))
    li.sees(said("全国志愿者编号：530800000001", "Your national number: 530800000001"))
    await li.says("/profile")
    li.sees(said("今天录入，今天审核通过", "entered today, accepted today"))
    # Once somebody has a number there, his hours of a month come as rows of the same kind.
    await world.db.write(_serves, li.id)
    await presses(world, zhou, "menu-more", "button-national", "button-national-hours")
    await zhou.presses(said("2026年11月", "Nov 2026"))
    url = re.search(r"/hours-sheet/[\w-]+", str(zhou.last.raw["reply_markup"]))
    assert url is not None
    async with httpx.AsyncClient(base_url=world.stage.url) as http:
        reply = await http.get(f"{url.group()}/file")
        assert (await http.get(url.group())).status_code == 404
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(reply.content))
    title, _, head, first = book.get_sheet_by_index(0).to_python()
    assert said("非官方模板", "not an official template") in str(title[0])
    assert head[1] == said("区域编号", "Area number")
    assert first[1:6] == ["530802000000000000", "", "", "", "李志愿"]
    assert first[6:8] == ["530800000001", number]
    assert first[8:] == [
        "思茅区图书馆服务站",
        "1",
        "2026-11-20 09:00:00",
        "2026-11-20 09:40:00",
        "0.66",
    ]


def _serves(session: CitySession, number: int) -> None:
    people = table_of(Volunteer)
    mine = people.c.number == f"5308-02-{number:06}"
    row = session.connection().execute(select(people).where(mine)).one()
    serves(session, Somebody(row.account_id, row.id), a_station(session).station_id, 1, 40)
