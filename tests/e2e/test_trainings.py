"""A training is entered once for many, and each finds it in his own record."""

from sqlalchemy import update

from documents.qr import qr_png
from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from tests.cast import a_unit, a_volunteer
from tests.world import World
from usecases.city import CitySession


async def test_what_one_learned_and_was_honoured_for_stands_in_his_record(world: World) -> None:
    words = world.words
    li, zhang, contact = (world.person(name) for name in ("李志愿", "张志愿", "陈联系"))
    for one in (li, zhang, contact):
        await one.says("/start")

    def cast(session: CitySession) -> str:
        unit, rows = a_unit(session), table_of(Volunteer)
        for one in (li, zhang):
            who = a_volunteer(session, one.id, one.name, world.language).volunteer_id
            session.connection().execute(update(rows).where(rows.c.id == who).values(unit_id=unit))
        return str(unit)

    await world.appoints(contact, Role.UNIT_CONTACT, await world.db.write(cast))
    await li.says("/profile")
    await li.presses(words("我的培训", "My trainings"))
    li.sees(words("还没有培训记录", "No trainings yet"))
    await contact.says("/start")
    await contact.presses(words("更多", "More"))
    await contact.presses(words("培训记录", "Trainings"))
    await contact.presses(words("录入培训", "Enter a training"))
    for typed in ("急救知识培训", "心肺复苏、止血包扎"):
        await contact.says(typed)
    await contact.says(words("半天", "half a day"))
    contact.sees(words("没看懂", "could not be read"))
    await contact.presses(words("返回", "Back"))
    await contact.says("心肺复苏、包扎")
    for typed in ("2.5", "市红十字会", "市图书馆", "11-20"):
        await contact.says(typed)
    contact.sees(words("学习 2 小时 30 分", "2 h 30 min of learning"))
    await contact.says(f"5308-02-{li.id:06d}\n5308-02-000000\n5308-02-{li.id:06d} 李志愿")
    contact.sees(words("不归您录入", "not yours to enter"))
    contact.sees(words("名单里已经有了", "already on the list"))
    await contact.says(f"5308-02-{zhang.id:06d}")
    contact.sees(words("2 人：", "2 people:"))
    await contact.presses(words("保存", "Save"))
    contact.sees(words("记好了，2 人", "recorded for 2 people"))
    await world.settle()
    li.sees(words("您参加的培训记上了：急救知识培训", "A training of yours is recorded"))

    # Corrected, and struck for who was not there; both stay to be seen.
    await contact.presses(words("培训记录", "Trainings"))
    await contact.presses("1")
    await contact.presses(words("更正", "Correct"))
    await contact.presses(words("地点", "place"))
    await contact.says("市体育馆")
    contact.sees(words("更正了，已告诉 2 人", "Corrected; 2 people have been told"))
    contact.sees("市图书馆")
    await contact.presses(words("划掉一人", "Strike one person"))
    await contact.says(f"5308-02-{zhang.id:06d}")
    contact.sees(words("已从 1 人的记录里划掉", "Struck from the records of one person"))
    await zhang.says("/profile")
    await zhang.presses(words("我的培训", "My trainings"))
    zhang.sees(words("0 次", "My trainings: 0"))
    zhang.sees(words("已划掉", "(struck)"))
    await li.presses(words("我的培训", "My trainings"))
    li.sees("市体育馆")
    li.sees(words("已更正", "(corrected)"))
    await li.presses(words("为什么", "Why?"))
    li.sees(words("第八条", "第八条"))

    # An honour is handed in with its proof, checked, and stands beside it.
    officer = world.person("吴联合会")
    await world.appoints(officer, Role.FEDERATION)
    await officer.says("/start")
    await li.says("/profile")
    await li.presses(words("我的荣誉", "My honours"))
    await li.presses(words("交一项荣誉", "Add an honour"))
    await li.says("优秀志愿者")
    await li.presses(words("返回", "Back"))
    for typed in ("优秀志愿者", "普洱市人民政府", words("去年", "last year"), "2025-12-05"):
        await li.says(typed)
    await li.says(words("照片呢", "which photo"))
    li.sees(words("这里要一张照片", "A photo is needed"))
    await li.sends_photo(qr_png("a certificate"))
    li.sees(words("1. 优秀志愿者，普洱市人民政府", "1. 优秀志愿者, 普洱市人民政府"))
    li.sees(words("等待核对", "waiting to be checked"))
    await officer.presses(words("待办", "To do"))
    await officer.presses(words("荣誉待核对（1）", "Honours (1)"))
    officer.sees("普洱市人民政府")
    await officer.presses(words("看证书", "See certificate"))
    assert officer.messages[-1].raw["photo"]
    await officer.presses(words("不符", "Not right"))
    await officer.presses(words("照片看不清楚", "The photo is unclear"))
    await officer.presses(words("撤销", "Undo"))
    await officer.presses(words("有效", "Valid"))
    await world.settle()
    li.sees(words("您的荣誉“优秀志愿者”核对好了", "Your honour “优秀志愿者” is checked"))
    # Pu'er names no honour of the year.
    await contact.presses(words("更多", "More"))
    assert words("年度评选", "Honours of the year") not in contact.screen
    await li.says("/book")
    li.sees(words("0 次", "0 services"))
    assert li.file().startswith(b"%PDF")
