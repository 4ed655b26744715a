"""An officer hears of what is odd, sees why, and settles it."""

from datetime import timedelta

from sqlalchemy import select

from domain.permissions import Role
from models.columns import table_of
from models.disputes import Dispute
from tests.cast import MORNING, a_station, a_volunteer, with_role
from tests.usecases.test_oddities import RULES, _visit
from tests.world import World
from usecases import dispute_answers
from usecases.city import CitySession


def _answers(session: CitySession) -> None:
    rows = table_of(Dispute)
    row = session.connection().execute(select(rows)).one()
    clerk = with_role(session, 7, Role.CLERK, str(row.station_id)).account_id
    dispute_answers.answer(
        session, actor=clerk, dispute_id=row.id, version=1, words="他在", now=MORNING
    )


async def test_what_is_odd_is_listed_at_night_and_settled_in_the_morning(world: World) -> None:
    words, chief, person = world.words, world.person("赵审批"), world.person("李志愿")
    await world.appoints(chief, Role.FEDERATION)
    await chief.says("/start")
    await person.says("/start")

    def serves(session: CitySession) -> None:
        li = a_volunteer(session, person.id, language=words("zh-hans", "en"))
        station = a_station(session).station_id
        for nth in range(RULES.round_times):
            _visit(session, li.volunteer_id, station, nth + 1, 120)

    await world.db.write(serves)
    # Saturday's find waits for Monday's office hours.
    await world.goes_on_to(MORNING + timedelta(days=2, minutes=5))
    chief.sees(words("有 1 件异常等您看一看", "One odd pattern waits for you"))
    await chief.presses(words("✅ 待办", "✅ To do"))
    await chief.presses(words("异常 1", "To review: 1"))
    chief.sees(f"李*愿 · 5308-02-{person.id:06d}")
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
    # What is wrong goes the way of every objection, which he cannot end himself.
    await chief.presses(words("确有问题", "Problem confirmed"))
    chief.sees(words("由另一位审核员决定，您自己不能决定", "Another officer decides, never you"))
    await chief.presses("服务站")
    await chief.says(words("照片上没有他", "He is on none of the photos"))
    chief.sees(words("也告诉了志愿者", "the volunteer is told"))
    person.sees(words("审核员对您的", "An officer disputes your"))
    person.sees(words("照片上没有他", "He is on none of the photos"))
    await person.presses(words("为什么", "Why"))
    await person.presses(words("我来说明", "Say your word"))
    person.sees(words("审核员看到异常", "Raised by an officer, because of a pattern"))
    await person.presses(words("我来说明", "Say your word"))
    await person.says(words("照片是我拍的", "I took the photos"))
    person.sees(words("做决定的人会看到", "Whoever decides will read it"))
    another = world.person("钱审批")
    await world.appoints(another, Role.FEDERATION)
    await another.says("/start")
    await world.db.write(_answers)
    await another.presses(words("✅ 待办", "✅ To do"))
    await another.presses(words("时长异议 1", "Disputes: 1"))
    another.sees(words("本人说明：照片是我拍的", "The volunteer says: I took the photos"))
    await another.presses(words("维持", "Keep it"))
    await another.presses(words("双方说法一致", "Both sides agree"))
    for one in (chief, person):
        one.sees(words("查过了，维持原记录", "was looked into and stands as it was"))
