"""An officer hears of what is odd, sees why, and settles it."""

from datetime import timedelta

from domain.permissions import Role
from tests.cast import MORNING, a_station, a_volunteer
from tests.usecases.test_oddities import RULES, _visit
from tests.world import World
from usecases.city import CitySession


async def test_what_is_odd_is_listed_at_night_and_settled_in_the_morning(world: World) -> None:
    words, chief = world.words, world.person("赵审批")
    await world.appoints(chief, Role.FEDERATION)
    await chief.says("/start")

    def serves(session: CitySession) -> None:
        li = a_volunteer(session, 5)
        station = a_station(session).station_id
        for nth in range(RULES.round_times):
            _visit(session, li.volunteer_id, station, nth + 1, 120)

    await world.db.write(serves)
    # Saturday's find waits for Monday's office hours.
    await world.goes_on_to(MORNING + timedelta(days=2, minutes=5))
    chief.sees(words("有 1 件异常等您看一看", "One odd pattern waits for you"))
    await chief.presses(words("✅ 待办", "✅ To do"))
    await chief.presses(words("异常 1", "To review: 1"))
    chief.sees("李*愿 · 5308-02-000005")
    chief.sees(
        words(
            "8 次服务里有 8 次，时长正好是半小时的整数倍",
            "8 of 8 services lasted an exact multiple of half an hour",
        )
    )
    await chief.presses(words("为什么", "Why"))
    chief.sees(words("时长次次正好", "does not leave on the dot"))
    await chief.presses(words("✅ 待办", "✅ To do"))
    await chief.presses(words("异常 1", "To review: 1"))
    await chief.presses(words("去核实", "Look into it"))
    chief.sees(words("正在核实", "Being looked into"))
    await chief.presses(words("没问题", "No problem"))
    chief.sees(words("现在没有要看的异常", "There are no odd patterns to look at"))
