"""A certificate of service by one button; checked offline, on its page, and withdrawn."""

from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.cli import app
from domain.certificates import taken_apart
from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import KEYS, a_station, a_volunteer
from tests.usecases.test_certificates import serves
from tests.world import World
from usecases.city import CitySession


async def _li(world: World) -> Person:
    li = world.person("李志愿")

    def cast(session: CitySession) -> None:
        somebody = a_volunteer(session, li.id, li.name, li.someone.language_code)
        serves(session, somebody, a_station(session, "图书馆站").station_id, 3, 190)
        serves(session, somebody, a_station(session, "广场站").station_id, 300, 60)

    await world.db.write(cast)
    await li.says("/start")
    return li


async def test_one_button_gives_a_certificate_that_anybody_can_check(
    world: World, tmp_path: Path
) -> None:
    words, li = world.words, await _li(world)
    await li.presses(words("我的时长", "My hours"))
    await li.presses(words("开证明", "Certificate"))
    await li.presses(words("今年", "This year"))
    li.sees(words("证明 ZM-2026-000001", "Certificate ZM-2026-000001"))
    li.sees(words("合计 4 小时 10 分", "4 h 10 min in all"))
    file = tmp_path / "certificate.pdf"
    file.write_bytes(li.file())
    parts = taken_apart(file.read_bytes())
    assert parts is not None
    _verified_without_a_city(file)
    await li.presses(words("English", "中文版"))
    other = li.file()
    assert other != file.read_bytes()
    await li.presses(words("选站点、活动", "Choose what"))
    await li.presses("图书馆站")
    await li.presses(words("开证明", "Certificate"))
    li.sees("ZM-2026-000002")
    li.sees(words("合计 3 小时 10 分", "3 h 10 min in all"))
    await li.says("/certificate")
    await li.presses(words("记录本", "Record book"))
    li.sees(words("2 次，合计 4 小时 10 分", "2 services, 4 h 10 min in all"))
    assert li.file().startswith(b"%PDF")
    await li.presses(words("Excel 表格", "Excel"))
    assert li.file().startswith(b"PK")
    await _prints_the_register(world)
    await li.says("/certificate")
    await li.presses(words("选月份", "Months"))
    await li.presses(words("2026年1月", "Jan 2026"))
    await li.presses(words("返回", "Back"))
    await li.presses(words("2026年1月", "Jan 2026"))
    await li.presses(words("2026年1月", "Jan 2026"))
    li.sees(words("2026年1月31日，合计 1 小时", "to 31 January 2026, 1 hour in all"))
    nobody = world.person("王新人")
    await world.db.write(a_volunteer, nobody.id, nobody.name, nobody.someone.language_code)
    await nobody.says("/certificate")
    nobody.sees(words("还没有能证明的时长", "There are no hours to certify yet"))
    chief = world.person("赵审批")
    await world.appoints(chief, Role.FEDERATION)
    await chief.says("/start")
    await chief.presses(words("更多", "More"))
    await chief.presses(words("查证明", "Check certificate"))
    await chief.says("zm-2026-000001")
    chief.sees("李*愿")
    await chief.presses(words("撤销证明", "Withdraw"))
    await chief.presses(words("时长有误", "wrong hours"))
    chief.sees(words("已撤销 ZM-2026-000001", "ZM-2026-000001 is withdrawn"))
    li.sees(words("您的证明 ZM-2026-000001 已被", "Your certificate ZM-2026-000001 was withdrawn"))


async def _prints_the_register(world: World) -> None:
    words, clerk = world.words, world.person("王店员")
    await world.appoints(clerk, Role.CLERK, "1")
    await clerk.says("/start")
    await clerk.presses(words("更多", "More"))
    await clerk.presses(words("登记簿", "Visit register"))
    await clerk.presses(words("当天", "Today only"))
    clerk.sees(words("图书馆站这段时间没有人来", "Nobody came to 图书馆站"))
    await clerk.presses(words("本月", "Month to date"))
    clerk.sees(words("1 人，1 次，合计 3 小时 10 分", "one person, once, 3 h 10 min in all"))
    assert clerk.file().startswith(b"%PDF")


def _verified_without_a_city(file: Path) -> None:
    key = ["--key", KEYS.public_keys()[0]]

    def runs(path: Path, *more: str) -> Any:
        return CliRunner().invoke(app, ["verify-certificate", str(path), *more])

    good = runs(file, *key)
    assert good.exit_code == 0, good.output
    assert "Genuine: certificate ZM-2026-000001 for 李志愿" in good.output
    assert "4 h 10 min" in good.output
    altered = file.with_name("altered.pdf")
    content = file.read_bytes()
    place = content.index(b"/Info")
    altered.write_bytes(content[:place] + b"/Inf0" + content[place + 5 :])
    bare = file.with_name("bare.pdf")
    parts = taken_apart(content)
    assert parts is not None
    bare.write_bytes(parts[0])
    for path, sentence in (
        (altered, "altered after it was issued"),
        (bare, "carries no proof"),
        (file.with_name("missing.pdf"), "cannot be read"),
    ):
        bad = runs(path, *key)
        assert bad.exit_code == 1
        assert sentence in bad.output
    other = runs(file, "--key", "1:" + "A" * 43 + "=")
    assert other.exit_code == 1
    assert "not issued by this city" in other.output
    assert "no public key" in runs(file, "--key", "nonsense").output
