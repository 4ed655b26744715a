"""A clerk who is given a second station sees where he works, and changes it by one press."""

import re
from pathlib import Path

import pytest

from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import a_station, a_volunteer, with_role
from tests.world import a_world


def offered(person: Person, words: str) -> bool:
    return any(words in button["text"] for row in person.last.buttons for button in row)


@pytest.mark.parametrize(
    ("engine", "language", "menu", "change", "day", "said", "own", "photo"),
    [
        (
            "sqlite",
            "zh-hans",
            ("扫志愿者", "站点码", "今天"),
            "换站点",
            "回到今天",
            (
                "您现在是站点管理员：宁洱广场服务站",
                "现在在 思茅区图书馆服务站",
                "都记在 宁洱广场服务站",
            ),
            "我的码",
            "宁洱广场服务站：今天 1 人",
        ),
        (
            "postgresql",
            "en",
            ("Scan a", "Station screen", "Today"),
            "Other station",
            "Back to today",
            (
                "station clerk (宁洱广场服务站)",
                "working at 思茅区图书馆服务站",
                "counts for 宁洱广场服务站",
            ),
            "My code",
            "宁洱广场服务站: 1 today",
        ),
    ],
)
async def test_a_clerk_changes_the_station_that_his_scans_count_for(
    tmp_path: Path,
    engine: str,
    language: str,
    menu: tuple[str, str, str],
    change: str,
    day: str,
    said: tuple[str, str, str],
    own: str,
    photo: str,
) -> None:
    async with a_world(engine, tmp_path) as city:
        wang, li = city.person("王店员", language), city.person("李志愿", language)
        library = await city.db.write(a_station)
        await city.db.write(a_station, "宁洱广场服务站")
        await city.db.write(a_volunteer, li.id, "李志愿", language)
        await wang.says("/start")
        await city.db.write(with_role, wang.id, Role.CLERK, str(library.station_id))
        await wang.says("/start")
        for entry in menu:
            await wang.presses(entry)
            assert not offered(wang, change), "who keeps one station has nothing to change"
        chief = city.person("管理员")
        await city.db.write(with_role, chief.id, Role.ADMINISTRATOR)
        await chief.says("/start")
        await chief.presses("请")
        await chief.presses("站点管理员")
        await chief.says("宁洱广场")
        await chief.presses("宁洱广场服务站")
        link = re.search(r"https://t\.me/\S+", chief.last.text or "")
        assert link is not None
        await wang.opens(link.group())
        wang.sees(said[0])
        wang.sees(said[1])
        await wang.presses("宁洱广场服务站")
        wang.sees(said[2])
        assert offered(wang, change)
        await wang.presses(day)
        wang.sees("宁洱广场服务站 · ")
        for entry in menu:
            await wang.presses(entry)
            assert offered(wang, change), entry
            wang.sees("宁洱广场服务站")
        await li.says("/start")
        await li.presses(own)
        await wang.sends_photo(li.photo())
        wang.sees(photo)
        # Head of both, he says which one he means; the administrator's link did the second.
        await city.db.write(with_role, wang.id, Role.STATION_HEAD, str(library.station_id))
        await chief.says("/start")
        await chief.presses("请")
        await chief.presses("站长")
        await chief.says("宁洱广场")
        await chief.presses("宁洱广场服务站")
        link = re.search(r"https://t\.me/\S+", chief.last.text or "")
        assert link is not None
        await wang.opens(link.group())
        for entry in ("更多", "本站") if language == "zh-hans" else ("More", "My station"):
            await wang.presses(entry)
        assert offered(wang, "宁洱广场服务站")
        assert offered(wang, "思茅区图书馆服务站")
        await wang.presses("宁洱广场服务站")
        wang.sees("宁洱广场服务站")
        assert offered(wang, "改资料" if language == "zh-hans" else "Edit")
