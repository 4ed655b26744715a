"""A clerk registers a grandmother: once by the signed paper, once by her grandson's telephone."""

import asyncio
import re

import pytest

from documents.card import CardFacts, CardWords, card_pdf
from documents.code_picture import code_picture
from domain.permissions import Role
from handlers import papers_of_others
from rehearsal.people import Person
from tests.cast import a_station, invented_id_number
from tests.e2e.registering import gives_document, officer_of, words
from tests.world import World


async def test_a_clerk_registers_somebody_without_a_telephone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = world.words
    printed: list[str] = []

    def print_it(facts: CardFacts, words: CardWords) -> bytes:
        printed.append(words.title)
        return card_pdf(facts, words)

    monkeypatch.setattr(papers_of_others, "card_pdf", print_it)
    wang, grandson = world.person("王店员"), world.person("孙子")
    station = await world.db.write(a_station)
    await wang.says("/start")
    await world.appoints(wang, Role.CLERK, str(station.station_id))
    await wang.says("/start")
    mine = words(wang)
    await wang.presses(said("更多", "More"))
    await wang.presses(said("帮人登记", "Register someone"))
    wang.sees(said("念给对方听", "Read the following out"))
    await wang.presses(mine["id"])
    await wang.presses(mine["agree"])
    wang.sees(said("怎么留下本人的同意", "How does the person agree"))
    await wang.presses(said("用家属的手机", "A relative's phone"))
    payload = re.search(r"start=(p[\w-]{22})", wang.screen)
    assert payload is not None
    await grandson.opens(payload.group(1))
    grandson.sees(said("由工作人员代填", "the staff typing"))
    await grandson.presses(said("本人同意", "I agree"))
    shown = re.search(r"(?:[2-9A-HJ-NP-TV-Z]{4} ){2}[2-9A-HJ-NP-TV-Z]{4}", grandson.screen)
    assert shown is not None
    await wang.says("AAAA BBBB CCCC")
    wang.sees(said("怎么留下本人的同意", "How does the person agree"))
    await wang.says(shown.group())
    wang.sees(said("本人的同意记下了", "the consent is noted"))
    await _answers(world, wang)
    officer = await officer_of(world, world.person("审批员"))
    await officer.presses(words(officer)["queue"])
    officer.sees(said("工作人员代填（思茅区图书馆服务站）", "Typed by the staff of"))
    await officer.presses(words(officer)["approve"])
    wang.sees(said("您代填的张奶奶通过了", "张奶奶, whom you registered, is approved"))
    await wang.presses(said("打印卡", "Print the card"))
    # Who carries the card reads Chinese, whatever its printer speaks.
    assert printed == ["志愿者查询卡"]
    assert wang.file().startswith(b"%PDF")
    # The next year she comes back without her card, to a colleague.
    liu = world.person("刘店员")
    await liu.says("/start")
    await world.appoints(liu, Role.CLERK, str(station.station_id))
    await liu.says("/start")
    await liu.presses(said("更多", "More"))
    await liu.presses(said("代办", "For someone"))
    await liu.says("张奶奶 0002")
    liu.sees(said("没有找到", "Not found"))
    await liu.says("张奶奶 0001")
    liu.sees(said("怎么留下本人的同意", "How does the person agree"))
    assert "张奶奶" not in liu.screen
    await liu.presses(said("用家属的手机", "A relative's phone"))
    payload = re.search(r"start=(e[\w-]{22})", liu.screen)
    assert payload is not None
    await grandson.opens(payload.group(1))
    grandson.sees(said("由本人决定；只在今天有效", "it is good for today only"))
    await grandson.presses(said("本人同意", "I agree"))
    shown = re.search(r"(?:[2-9A-HJ-NP-TV-Z]{4} ){2}[2-9A-HJ-NP-TV-Z]{4}", grandson.fresh[-1].text)
    assert shown is not None
    await liu.says(shown.group())
    liu.sees(said("今天要办什么", "what is to be done today"))
    await liu.presses(said("补新卡", "New card"))
    assert liu.file().startswith(b"%PDF")
    liu.sees(said("以前的卡都作废了", "Older cards are no longer valid"))
    await liu.presses(said("资料副本", "Copy of data"))
    liu.sees(said("不要留存", "keep nothing"))
    await liu.presses(said("返回", "Back"))
    await liu.presses(said("撤回同意", "Withdraw consent"))
    liu.sees(said("撤回就是注销", "Withdrawing what registering needs is leaving"))
    await liu.presses(said("返回", "Back"))
    await liu.presses(said("时长不对", "Hours are wrong"))
    liu.sees(said("还没有可以提异议", "no service yet"))
    await liu.presses(said("返回", "Back"))
    await liu.presses(said("注销", "Leave"))
    liu.sees(said("另一位同事确认以后", "once another person"))
    await liu.presses(said("确认注销", "Yes, delete it"))
    liu.sees(said("等审核机构确认", "waits for the approving office"))
    await officer.presses(words(officer)["queue"])
    await officer.presses(said("代办注销 1", "To leave 1"))
    officer.sees(said("在家属手机上确认", "agreed by a relative's phone"))
    await officer.presses(said("属实，同意", "True, confirm"))
    officer.sees(said("会告诉代办的人", "whoever typed it is told"))
    liu.sees(said("注销已确认", "is confirmed"))
    await liu.presses(said("不注销了", "Stay after all"))
    # It is not the clerk who stays.
    liu.sees(said("好，不注销了", "Good, they stay"))


async def test_the_photo_of_a_signed_paper_is_shown_to_the_officer_only(world: World) -> None:
    said = world.words
    wang = world.person("王店员")
    station = await world.db.write(a_station)
    await wang.says("/start")
    await world.appoints(wang, Role.CLERK, str(station.station_id))
    await wang.says("/start")
    mine = words(wang)
    await wang.presses(said("更多", "More"))
    await wang.presses(said("帮人登记", "Register someone"))
    await wang.presses(mine["id"])
    await wang.presses(mine["agree"])
    photo = code_picture("nothing", "", ["signed"])
    await wang.says("好的")
    wang.sees(said("照片请直接发", "Send a picture as a photo"))
    await wang.sends_photo(photo)
    wang.sees(said("签字的照片收到了", "The photo of the signed paper is here"))
    await _answers(world, wang)
    officer = await officer_of(world, world.person("审批员"))
    await officer.presses(words(officer)["queue"])
    await officer.presses(said("看签字", "Signed paper"))
    assert officer.photo()
    # The same photo proves nothing about anybody else.
    await wang.presses(said("更多", "More"))
    await wang.presses(said("帮人登记", "Register someone"))
    await wang.presses(mine["id"])
    await wang.presses(mine["agree"])
    await wang.sends_photo(photo)
    wang.sees(said("已经用过，是为一次登记拍的", "was used before"))
    kept = await asyncio.to_thread(_kept_files, world)
    assert kept
    assert all(photo[:40] not in one for one in kept)


def _kept_files(world: World) -> list[bytes]:
    folder = world.house.settings.files_dir
    return [one.read_bytes() for one in folder.rglob("*") if one.is_file()]


async def _answers(world: World, wang: Person) -> None:
    """Fill in the rest for a woman of 71, whose health is declared too."""
    mine, said = words(wang), world.words
    await wang.says("13900000001")
    assert "13900000001" not in wang.screen
    await gives_document(world, wang, "张奶奶", invented_id_number(71, "19550101"))
    await wang.presses(mine["county"])
    await wang.presses(mine["township"])
    await wang.presses(mine["no-unit"])
    await wang.presses(mine["skills"])
    await wang.presses(mine["done"])
    await wang.presses(mine["done"])
    await wang.presses(said("身体没问题", "I confirm this"))
    await wang.presses(mine["oath"])
    await wang.presses(mine["submit"])
    wang.sees(mine["submitted"])
