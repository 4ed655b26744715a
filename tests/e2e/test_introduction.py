"""What Telegram shows before anybody writes."""

import re

import pytest
import structlog

from tests.cast import a_volunteer
from tests.world import World
from usecases import hours


async def test_the_commands_are_listed_in_both_languages(world: World) -> None:
    listed = {
        call.fields.get("language_code", ""): [each["command"] for each in call.fields["commands"]]
        for call in world.stage.calls_of("setMyCommands")
    }
    assert set(listed) == {"", "en"}
    assert listed[""] == listed["en"] == ["start", "help", "language", "cancel", "privacy"]


async def test_every_listed_command_is_answered(world: World) -> None:
    stranger = world.person("陌生人")
    for command, chinese, english in (
        ("start", "普洱市志愿服务", "this is volunteering in"),
        ("help", "大约三分钟", "about three minutes"),
        ("language", "请选择语言", "Choose a language"),
        ("cancel", "没有正在填的内容", "nothing to stop"),
        ("privacy", "记多久", "What we keep, and for how long"),
    ):
        await stranger.says(f"/{command}")
        stranger.sees(world.words(chinese, english))


async def test_the_language_changes_at_once_and_stays(world: World) -> None:
    li, words = world.person("陌生人"), world.words
    await li.says("/start")
    await li.presses(words("更多", "More"))
    await li.presses(words("语言", "Language"))
    await li.presses(words("English", "中文"))
    li.sees(words("English from now on", "以后都用中文"))
    await li.says("/help")
    li.sees(words("about three minutes", "大约三分钟"))


async def test_an_error_tells_a_number_that_finds_the_line_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_given: object) -> None:
        raise RuntimeError("a defect")

    li = world.person("李志愿")
    await world.db.write(a_volunteer, li.id, li.name, world.language)
    await li.says("/start")
    monkeypatch.setattr(hours, "summary", broken)
    monkeypatch.setattr("bot.inbox._DELAYS_SECONDS", (0.0,))
    with structlog.testing.capture_logs() as lines:
        await li.presses(world.words("我的时长", "My hours"))
    li.sees(world.words("对不起，出了点问题", "Sorry, something went wrong"))
    number = re.search(world.words("编号 ", "Number ") + r"([0-9A-Z]{8})", li.screen)
    assert number, li.screen
    assert number.group(1) in [line.get("incident") for line in lines]
