"""A day at the library station, in the chat."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from domain.permissions import Role
from domain.policy import PolicyBook
from rehearsal.people import Person
from tests.cast import (
    CITY,
    MORNING,
    StationWithDisplay,
    a_station,
    a_volunteer,
    later,
    station_code,
)
from tests.world import PAIRED, World, a_world
from usecases.city import CitySession


async def _opened(
    world: World, volunteer: Person, clerk: Person | None = None
) -> StationWithDisplay:

    def cast(session: CitySession) -> StationWithDisplay:
        a_volunteer(session, volunteer.id, volunteer.name, volunteer.someone.language_code)
        return a_station(session)

    station = await world.db.write(cast)
    if clerk is not None:
        await world.appoints(clerk, Role.CLERK, str(station.station_id))
        await clerk.says("/start")
    await volunteer.says("/start")
    return station


async def test_a_check_in_is_one_scan_and_one_message(world: World) -> None:
    li = world.person("李志愿")
    station = await _opened(world, li)
    before = len(world.stage.calls_of("sendMessage"))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(world.words("已签到", "Checked in"))
    assert len(world.stage.calls_of("sendMessage")) - before == 1
    world.clock.jump(later(hours=3, minutes=10))
    await li.opens(station_code(station, world.clock.now()))
    li.sees(world.words("已签退，本次 3 小时 10 分", "Checked out: 3 h 10 min this time"))
    li.sees(world.words("可评一星", "more for one star"))


async def test_a_clerk_photographs_the_code_in_the_chat_and_types_the_next(world: World) -> None:
    li, wang, words = world.person("李志愿"), world.person("王店员"), world.words
    await _opened(world, li, wang)
    await li.presses(words("我的码", "My code"))
    first = li.photo()
    await wang.sends_photo(first)
    wang.sees(words("李志愿 已签到", "李志愿 checked in"))
    await wang.presses(words("今天", "Today"))
    wang.sees(words("在岗 1 人", "1 in now"))
    world.clock.jump(later(hours=2))
    await wang.sends_photo(first)
    wang.sees(words("已经用过了", "was used already"))
    await li.presses(words("我的码", "My code"))
    await li.presses(words("换一个", "Another one"))
    typed = re.search(r"\b(?:[2-9A-Z]{4} ){2}[2-9A-Z]{4}\b", li.screen)
    assert typed, li.screen
    await wang.says(typed.group().lower())
    wang.sees(words("李志愿 已签退，计 2 小时", "李志愿 checked out: 2 hours"))


async def test_a_forgotten_check_out_is_settled_by_the_clerk(world: World) -> None:
    li, wang, words = world.person("李志愿"), world.person("王店员"), world.words
    station = await _opened(world, li, wang)
    await li.opens(station_code(station, world.clock.now()))
    await world.goes_on_to(later(hours=9))
    li.sees(words("已经自动结束，先不计时", "does not count yet"))
    await wang.presses(words("今天", "Today"))
    wang.sees(words("没签退", "no check-out"))
    await wang.presses(words("确认签退", "Settle check-outs"))
    wang.sees(words("到几点离开的？", "When did they leave?"))
    await wang.presses(words("别的时间", "Another time"))
    await wang.says("half past")
    wang.sees(words("看不出是几点", "could not read that time"))
    await wang.says("11:30")
    wang.sees(words("李志愿计 2 小时 30 分", "李志愿 gets 2 h 30 min"))
    await world.settle()
    li.sees(words("站点已确认", "The station confirmed your visit"))
    await li.presses(words("我的时长", "My hours"))
    li.sees(words("服务时长 2 小时 30 分", "Service 2 h 30 min"))


async def test_why_names_the_document_or_says_that_the_rule_is_the_citys_own(world: World) -> None:
    li = world.person("李志愿")
    station = await _opened(world, li)
    await li.opens(station_code(station, world.clock.now()))
    world.clock.jump(later(seconds=30))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses(world.words("为什么", "Why?"))
    li.sees(world.words("本市自己定的：刚签到又扫到一次", "the city's own rule: a second scan"))
    world.clock.jump(later(hours=1))
    await li.opens(station_code(station, world.clock.now()))
    await li.presses(world.words("为什么", "Why?"))
    li.sees("《普洱市志愿者制度化管理办法（试行）》")


async def test_a_stranger_and_an_unknown_word_are_answered_with_what_to_do(world: World) -> None:
    stranger, words = world.person("陌生人"), world.words
    await stranger.says("你好吗？")
    stranger.sees("/help")
    await stranger.says("/start")
    stranger.sees(words("开始登记", "Register"))
    station = await world.db.write(a_station)
    await stranger.opens(station_code(station, world.clock.now()))
    stranger.sees(words("您还没有登记", "You are not registered yet"))
    # Whoever comes straight from the camera has no menu yet: the way in stands under the answer.
    passer = world.person("路人")
    await passer.opens(station_code(station, world.clock.now()))
    register, why = words("📝 开始登记", "📝 Register"), words("为什么？", "Why?")
    assert passer.last.labels == [register, why]
    await passer.presses(why)
    passer.sees("《志愿服务条例》")
    await passer.presses(register)
    passer.sees(words("先说清楚", "First, what we keep"))


@pytest.mark.parametrize(("engine", "language"), PAIRED)
async def test_where_a_camera_is_not_enough_the_clerk_says_who_is_there(
    engine: str, language: str, tmp_path: Path
) -> None:
    rules = CITY.policy(MORNING)
    strict = replace(rules, checkin=replace(rules.checkin, deep_link="confirm_by_staff"))
    city = replace(CITY, policies=PolicyBook((strict,)))
    async with a_world(engine, tmp_path, language=language, city=city) as world:
        li, wang, words = world.person("李志愿"), world.person("王店员"), world.words
        station = await _opened(world, li, wang)
        await li.opens(station_code(station, world.clock.now()))
        li.sees(words("站点的人确认后开始计时", "as soon as the station confirms"))
        wang.sees(words("人到了吗？", "Are they here?"))
        world.clock.jump(later(minutes=7))
        # The day's list names who waits, should the notice be long gone.
        await wang.presses(words("今天", "Today"))
        wang.sees(words("等您看一眼的有 1 人", "Waiting for you to have a look: 1"))
        assert words("✅ 李志愿 09:00", "✅ 李志愿 09:00") in wang.last.labels
        await wang.presses(words("到了", "They are here"))
        wang.sees(words("李志愿 已签到", "李志愿 checked in"))
        li.sees(words("站点确认您到了", "The station confirmed that you are here"))
        await wang.presses(words("到了", "They are here"))
        wang.sees(words("这一步已经过去了", "That step is over"))
        world.clock.jump(later(hours=1))
        await li.opens(station_code(station, world.clock.now()))
        li.sees(words("已签退，本次 1 小时", "Checked out: 1 hour this time"))
