"""Hours that were typed, from the question for the person to the hours in the statement."""

import re

import httpx

from documents.code_picture import code_picture
from documents.qr import qr_png
from domain.admission import Means
from domain.permissions import Role
from rehearsal.people import Person
from tests.cast import a_station, a_volunteer, later, station_code
from tests.e2e import recording
from tests.e2e.recording import presses
from tests.usecases.typing import yesterday
from tests.world import World
from usecases import certificates, checkins, disputes
from usecases.city import CitySession

_NUMBER = "5308-02-{:06d}"


async def test_a_typed_record_is_checked_shown_to_all_and_counted(world: World) -> None:
    words = world.words
    li, chen, qian, sun = (world.person(name) for name in ("李志愿", "陈录入", "钱核对", "孙主任"))
    for person, role in ((chen, Role.FEDERATION), (qian, Role.FEDERATION), (sun, Role.OFFICE)):
        await world.appoints(person, role)
    await world.db.write(a_volunteer, li.id, "李志愿", li.someone.language_code)
    for person in (li, chen, qian, sun):
        await person.says("/start")
    number = _NUMBER.format(li.id)
    # What is a job is no service, and the question says where that stands.
    await recording.begins(world, chen)
    await chen.says(number)
    chen.sees("李*愿")
    await recording.says_when(world, chen, "昨天上午")
    chen.sees("9:00-11:30")
    await chen.says("9:00-11:00")
    await recording.says_what(world, chen)
    chen.sees(words("第 11 步，共 14 步", "Step 11 of 14"))
    # Back leads one question back, from every question.
    await presses(world, chen, "button-it-is-not", "button-back")
    chen.sees("1/")
    await presses(world, chen, "button-back", "button-skip")
    await presses(world, chen, "button-it-is-not", "button-it-is")
    chen.sees(words("不算志愿服务", "This is not volunteering"))
    await presses(world, chen, "button-why")
    chen.sees("本职工作")
    # He leaves it at that, and types what is late by now.
    await recording.hands_in(world, chen, number, day="11-05", late="签到表才找到")
    chen.sees(words("李*愿的 2 小时交上去了", "2 hours for 李*愿 handed in"))
    await presses(world, chen, "button-recipient")
    (link,) = re.findall(r"https://t\.me/\S+", chen.screen)
    # Not his own to check; the colleague sees it with its paper.
    await presses(world, qian, "menu-queue")
    await qian.presses(words("核对补录 1", "Typed hours: 1"))
    qian.sees("打扫楼道")
    qian.sees(words("过了期限才补的（签到表才找到）", "after the deadline (签到表才找到)"))
    await qian.presses(words("看材料 1", "Paper 1"))
    assert qian.file() == b"the sheet"
    # What a restore did not bring along is said, and the record can still be judged.
    (sheet,) = (one for one in world.house.settings.files_dir.rglob("*") if one.is_file())
    gone = sheet.rename(sheet.with_suffix(".gone"))
    await qian.presses(words("看材料 1", "Paper 1"))
    qian.sees(words("已经找不到了", "cannot be found any more"))
    gone.rename(sheet)
    await presses(world, qian, "button-record-yes")
    qian.sees(words("还要另一位工作人员同意", "Another officer has to agree"))
    await presses(world, sun, "menu-queue")
    await sun.presses(words("核对补录 1", "Typed hours: 1"))
    sun.sees(words("已有 1 位", "so far 1"))
    await presses(world, sun, "button-record-yes")
    sun.sees(words("开始公示", "shown to everybody"))
    # Who was served opens the link, without registering, and rates it, and is seen.
    wu = world.person("吴奶奶")
    await wu.opens(link)
    wu.sees(words("李*愿 为您服务过吗", "Did 李*愿 serve you"))
    # A slip of the finger denies nothing.
    await presses(world, wu, "button-untrue", "button-back")
    await wu.presses("4 ⭐️")
    await wu.says("扫得很干净")
    wu.sees(words("谢谢您", "Thank you"))
    await presses(world, qian, "menu-queue")
    await qian.presses(words("核对补录 1", "Typed hours: 1"))
    qian.sees(
        words("服务对象已确认 4 ⭐️：扫得很干净", "Confirmed by those served 4 ⭐️: 扫得很干净")
    )
    # Not the recipient's, he says: the typist hears it, and brings the page that was signed.
    await presses(world, qian, "button-record-no")
    qian.sees(words("这条的确认不算", "does not count"))
    chen.sees(words("确认没通过核对", "was not taken as genuine"))
    await presses(world, chen, "button-recipient")
    page = chen.last
    await presses(world, chen, "button-signed-page")
    await chen.sends_photo(code_picture("nothing", "", ["signed"]))
    await presses(world, chen, "button-hand-in")
    chen.sees(words("签字页收到了", "The signed page is kept"))
    await presses(world, qian, "menu-queue")
    await qian.presses(words("核对补录 1", "Typed hours: 1"))
    await presses(world, qian, "button-record-yes")
    qian.sees(words("确认算数了", "counts now"))
    # Who was served has spoken: no page is asked for any more.
    await chen.presses_old(page, words("签字", "Signed page"))
    chen.sees(words("这一步已经过去了", "That step is over"))
    li.sees(words("有人替您补录了服务", "Somebody typed hours for you"))
    # Whom the hours are about can say at once that they are not right, and think again.
    await presses(world, li, "button-not-right", "button-stop")
    await presses(world, li, "menu-more", "button-published")
    li.sees(words("李*愿｜社区清洁", "李*愿 | 社区清洁"))
    await world.goes_on_to(later(days=8))
    li.sees(words("公示期满，计 2 小时", "2 hours counted"))
    await presses(world, li, "menu-hours")
    li.sees(words("2 小时", "2 hours"))
    # What he began for yesterday and left: five working days later he hears of it, and after eight.
    unfinished = words("12月4日前一位核对就行", "Until 4 December one officer is enough")
    assert chen.screen.count(unfinished) == 1
    await world.goes_on_to(later(days=11))
    assert chen.screen.count(unfinished) == 2


def _quarrels(session: CitySession, actor: int) -> None:
    for _ in range(14):
        said = disputes.dispute(
            session,
            actor=actor, cause="visit:1", what="times", words="说来话长" * 70,
            now=yesterday(5, 6).began_at,
        )  # fmt: skip
        disputes.withdraw(
            session, actor=actor, dispute_id=said.dispute_id, now=yesterday(5, 6).began_at
        )


async def test_a_disputed_line_is_answered_decided_and_corrected(world: World) -> None:
    words = world.words
    li, wang, qian = (world.person(name) for name in ("李志愿", "王店员", "钱联合"))
    station = await world.db.write(a_station)
    await world.appoints(wang, Role.CLERK, str(station.station_id))
    await world.appoints(qian, Role.FEDERATION)
    mine = await world.db.write(a_volunteer, li.id, "李志愿", li.someone.language_code)
    for nth, at in enumerate((yesterday().began_at, yesterday(3, 4).began_at)):
        await world.db.write(
            checkins.scan,
            actor=mine.account_id,
            token=station_code(station, at),
            means=Means.SCANNER,
            request_id=f"scan {nth}",
            now=at,
        )
    paper = await world.db.write(
        certificates.issue,
        actor=mine.account_id,
        from_month="2026-11",
        until_month="2026-11",
        now=yesterday(5, 6).began_at,
    )
    # However often he takes it back: a message holds what is newest.
    await world.db.write(_quarrels, mine.account_id)
    for person in (li, wang, qian):
        await person.says("/start")
    await presses(world, li, "menu-hours", "button-records", "button-which-line")
    await li.presses("图书馆")
    li.sees(words("+3 小时", "+3 hours"))
    li.sees(words("更早还有 11 次异议", "not shown: 11"))
    await presses(world, li, "button-not-right", "dispute-times")
    # Back from each question to the one before, and to the line.
    await presses(world, li, "button-back", "button-back", "button-not-right", "dispute-times")
    # A photo says nothing; the ways back stay below.
    await li.sends_photo(qr_png("proof"))
    await presses(world, li, "button-back", "dispute-times")
    await li.says("我十一点就走了")
    li.sees(words("先请记录人说明", "The recorder is asked first"))
    wang.sees(words("有人提出异议", "Somebody disputes"))
    await presses(world, wang, "button-explain", "button-explain", "button-back", "button-explain")
    await wang.says("当天是我值班，不信打 13800000000 问")
    wang.sees(words("不要写手机号", "leave out telephone"))
    await wang.says("当天是我值班，确实走得早")
    await presses(world, qian, "menu-queue")
    await qian.presses(words("时长异议 1", "Disputes: 1"))
    qian.sees("当天是我值班")
    qian.sees(words("已计 3 小时", "counted: 3 hours"))
    await presses(world, qian, "button-rule-corrected", "button-back", "button-rule-corrected")
    await qian.says("9:00-11:00")
    qian.sees(words("改成 昨天 09:00–11:00", "It becomes yesterday 09:00–11:00"))
    await presses(world, qian, "ruling-reason-agreed")
    qian.sees(words("现在是 2 小时", "now 2 hours"))
    li.sees(words("已更正，现在计 2 小时", "is corrected and counts 2 hours"))
    await presses(world, li, "button-why")
    li.sees("及时核实、更正")
    await presses(world, li, "menu-hours", "button-records", "button-which-line")
    await li.presses("图书馆")
    li.sees(words("−3 小时", "−3 hours"))
    li.sees(words("+2 小时", "+2 hours"))
    li.sees(words("已更正：双方说法一致", "Corrected: Both sides agree"))
    # Whoever reads the code of a certificate from before is told.
    async with httpx.AsyncClient(base_url=world.stage.url, trust_env=False) as http:
        asked = {"Accept-Language": words("zh", "en")}
        page = await http.get(f"/c/{paper.code}", headers=asked)
    assert words("真实有效", "Genuine") in page.text
    assert words("时长有过更正", "were corrected after it was issued") in page.text

    # Those who were served rate the visit by his link; it counts once the station has seen it.
    await presses(world, li, "button-rate-me")
    (link,) = re.findall(r"https://t\.me/\S+", li.screen)
    await li.opens(link)
    li.sees(words("由别人来办", "somebody else has to do it"))
    wu = world.person("吴奶奶")
    await wu.opens(link)
    wu.sees(words("李*愿 为您服务过吗", "Did 李*愿 serve you"))
    await wu.presses("5 ⭐️")
    await wu.says("很耐心")
    await presses(world, wang, "menu-more", "button-ratings")
    wang.sees(words("服务对象已确认 5 ⭐️：很耐心", "Confirmed by those served 5 ⭐️: 很耐心"))
    await wang.presses(words("✅ 第 1 条属实", "✅ 1 is theirs"))
    assert not [one for row in wang.last.buttons for one in row if "✅" in one["text"]]
    li.sees(words("打了 5 星", "gave you 5 stars"))
    await presses(world, li, "menu-hours", "button-records", "button-which-line")
    await li.presses("图书馆")
    li.sees(words("服务对象已确认 5 ⭐️：很耐心", "Confirmed by those served 5 ⭐️: 很耐心"))


async def test_who_misses_service_asks_his_station_which_types_it(world: World) -> None:
    words = world.words
    li, chen = world.person("李志愿"), world.person("陈店员")
    station = await world.db.write(a_station)
    await world.db.write(a_volunteer, li.id, "李志愿", li.someone.language_code)
    await world.appoints(chen, Role.CLERK, str(station.station_id))
    for person in (li, chen):
        await person.says("/start")
    await presses(world, li, "menu-hours", "button-records", "button-omitted")
    await li.presses("思茅区图书馆服务站")
    await li.says("昨天上午")
    li.sees(words("没看懂", "was not understood"))
    # What cannot be is told before he writes more, and the year of what can be is said.
    await li.says("2026-12-20 9:00-11:00")
    li.sees(words("还没结束", "not over yet"))
    await li.says("11-20 9:00-11:00")
    li.sees(words("09:00–11:00。做了什么", "09:00–11:00. What did you do"))
    await li.says("打扫楼道，陈店员在场")
    li.sees(words("已请站点补录", "is asked to type it"))
    chen.sees(words("服务漏记了", "misses service at your station"))
    await presses(world, chen, "menu-more", "button-omissions")
    chen.sees("打扫楼道，陈店员在场")
    await presses(world, chen, "button-omission-type")
    await recording.says_what(world, chen)
    await recording.denies(world, chen)
    await recording.shows_paper(world, chen)
    await presses(world, chen, "backfill-reason-offline", "button-hand-in")
    chen.sees(words("李*愿的 2 小时交上去了", "2 hours for 李*愿 handed in"))
    await presses(world, chen, "button-recipient")
    (link,) = re.findall(r"https://t\.me/\S+", chen.screen)
    li.sees(words("站点已经补录，还要核对和公示", "has been typed; it is checked"))
    # Another day nobody knows of.
    await presses(world, li, "menu-hours", "button-records", "button-omitted")
    await li.presses("思茅区图书馆服务站")
    await li.says("11-19 9:00-11:00")
    await li.says("浇花")
    await presses(world, chen, "menu-more", "button-omissions", "button-omission-no")
    await presses(world, chen, "omission-fault-unknown")
    li.sees(words("站点没有补录：站点没有人知道", "Nobody at the station knows of it"))
    await _is_denied(world, li, chen, link)


async def _is_denied(world: World, li: Person, chen: Person, link: str) -> None:
    """Let those who were served say no to hours on show: explained, looked into, left as it was."""
    words = world.words
    qian, sun, wu = (world.person(name) for name in ("钱核对", "孙主任", "吴奶奶"))
    for officer, role in ((qian, Role.FEDERATION), (sun, Role.OFFICE)):
        await world.appoints(officer, role)
        await officer.says("/start")
    await presses(world, qian, "menu-queue")
    await qian.presses(words("核对补录 1", "Typed hours: 1"))
    await presses(world, qian, "button-record-yes")
    await wu.opens(link)
    await presses(world, wu, "button-untrue")
    wu.sees(words("哪里不属实", "What is not true"))
    await wu.says("那天没有人来过")
    wu.sees(words("谢谢您", "Thank you"))
    await world.settle()
    chen.sees(words("有人提出异议，请说明情况", "Somebody disputes"))
    await presses(world, chen, "menu-more", "button-answer", "button-explain")
    await chen.says("吴奶奶出门了，邻居在场")
    await presses(world, sun, "menu-queue")
    await sun.presses(words("时长异议 1", "Disputes: 1"))
    sun.sees("那天没有人来过")
    await presses(world, sun, "button-rule-kept", "ruling-reason-register")
    sun.sees(words("已维持：李*愿", "Left as it was: 李*愿"))
    await presses(world, li, "menu-more", "button-published")
    li.sees(words("李*愿｜社区清洁", "李*愿 | 社区清洁"))
