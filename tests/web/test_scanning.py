"""The scanners over HTTP: the same answers as in the chat, once each."""

import asyncio

from sqlalchemy import func, select, update

from documents.qr import qr_png
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.visits import Scan, Visit
from tests.cast import Somebody, a_station, later, personal_code, station_code
from tests.web.conftest import Town, nonce
from tests.world import played_twice
from usecases.city import CitySession


def _count(session: CitySession) -> tuple[int, int]:
    connection = session.connection()
    visits = connection.scalar(select(func.count()).select_from(table_of(Visit)))
    scans = connection.scalar(select(func.count()).select_from(table_of(Scan)))
    return visits or 0, scans or 0


def the_newest(session: CitySession) -> Somebody:
    """Return the volunteer who came last."""
    rows = table_of(Volunteer)
    row = session.connection().execute(select(rows).order_by(rows.c.id.desc())).first()
    assert row is not None
    return Somebody(row.account_id, row.id, row.opaque_id)


@played_twice("town")
async def test_a_volunteer_scans_in_and_out_and_reads_the_words_of_the_chat(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    link = f"https://t.me/volunteer_city_bot?start={station_code(town.station, later())}"
    reply = await page.asks("/page/scan", code=link, nonce=nonce())
    assert reply.json()["outcome"] == "arrived"
    assert town.words("已签到", "Checked in") in reply.json()["words"]
    town.world.clock.jump(later(minutes=25))
    await page.asks("/page/stay")
    for minutes in range(50, 191, 25):
        town.world.clock.jump(later(minutes=minutes))
        await page.asks("/page/stay")
    town.world.clock.jump(later(hours=3, minutes=10))
    code = station_code(town.station, town.world.clock.now())
    reply = await page.asks("/page/scan", code=code, nonce=nonce())
    assert reply.json()["outcome"] == "left"
    assert town.words("本次 3 小时 10 分", "3 h 10 min this time") in reply.json()["words"]


async def test_the_scanner_takes_this_code_and_the_one_before(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    code = station_code(town.station, later())
    town.world.clock.jump(later(seconds=20))
    old = await page.asks("/page/scan", code=code, nonce=nonce())
    assert old.json()["outcome"] == "code-changed"
    assert town.words("码变得快", "the code changes quickly") in old.json()["why"]
    assert not old.json()["good"]
    code = station_code(town.station, later(seconds=10))
    good = await page.asks("/page/scan", code=code, nonce=nonce())
    assert good.json()["outcome"] == "arrived"


async def test_a_scan_sent_again_is_the_same_scan(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    code, word = station_code(town.station, later()), nonce()
    first = await page.asks("/page/scan", code=code, nonce=word)
    town.world.clock.jump(later(minutes=5))
    again = await page.asks("/page/scan", code=code, nonce=word)
    assert again.json() == first.json()
    assert await town.world.db.read(_count) == (1, 1)


@played_twice("town")
async def test_a_scan_sent_five_times_at_once_counts_once(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    code, word = station_code(town.station, later()), nonce()
    replies = await asyncio.gather(
        *(page.asks("/page/scan", code=code, nonce=word) for _ in range(5))
    )
    assert {reply.json()["outcome"] for reply in replies} == {"arrived"}
    assert await town.world.db.read(_count) == (1, 1)


async def test_somebody_elses_nonce_finds_nothing(town: Town) -> None:
    li, zhang = await town.volunteer(), await town.volunteer("张志愿")
    code, word = station_code(town.station, later()), nonce()
    for person in (li, zhang):
        page = await town.opens(person)
        reply = await page.asks("/page/scan", code=code, nonce=word)
        assert reply.json()["outcome"] == "arrived"
    assert await town.world.db.read(_count) == (2, 2)


@played_twice("town")
async def test_a_clerk_scans_volunteers_one_after_another(town: Town) -> None:
    await town.volunteer("李志愿")
    li = await town.world.db.read(the_newest)
    await town.volunteer("<b>阿卜杜</b>")
    other = await town.world.db.read(the_newest)
    page = await town.opens(await town.clerk(), "scanner")
    assert (await page.asks("/page/day")).json()["words"] == town.words(
        "今天还没有人来", "Nobody has come yet today"
    )
    for somebody in (li, other):
        code = personal_code(somebody, town.world.clock.now())
        reply = await page.asks("/page/scan", code=code, nonce=nonce(), desk=True)
        assert reply.json()["good"]
        assert town.words("已签到 09:00", "Checked in 09:00") in reply.json()["words"]
    answer = reply.json()
    assert "阿卜杜" not in answer["name"]
    assert answer["day"]["words"] == town.words("今天 2 人，在岗 2 人", "2 today, 2 in now")
    assert [line["name"] for line in answer["day"]["lines"]].count("李*愿") == 1
    town.world.clock.jump(later(minutes=20))
    code = personal_code(li, town.world.clock.now())
    reply = await page.asks("/page/scan", code=code, nonce=nonce(), desk=True)
    assert reply.json()["name"] == "李*愿"
    assert town.words("20 分钟", "20 min") in reply.json()["words"]
    assert reply.json()["day"]["words"] == town.words("今天 2 人，在岗 1 人", "2 today, 1 in now")
    assert reply.json()["day"]["lines"][0] == {
        "name": "李*愿",
        "words": town.words("09:20 签退，20 分钟", "out at 09:20, 20 min"),
        "inside": False,
    }


async def test_the_day_shows_the_last_five(town: Town) -> None:
    page = await town.opens(await town.clerk(), "scanner")
    for number in range(7):
        await town.volunteer(f"赵{number}号")
        somebody = await town.world.db.read(the_newest)
        code = personal_code(somebody, town.world.clock.now())
        reply = await page.asks("/page/scan", code=code, nonce=nonce(), desk=True)
    assert len(reply.json()["day"]["lines"]) == 5
    assert reply.json()["day"]["words"] == "今天 7 人，在岗 7 人"


async def test_a_clerk_who_points_at_the_screen_is_told_and_not_checked_in(town: Town) -> None:
    page = await town.opens(await town.clerk(), "scanner")
    code = station_code(town.station, later())
    reply = await page.asks("/page/scan", code=code, nonce=nonce(), desk=True)
    assert reply.json()["outcome"] == "code-not-for-clerk"
    assert await town.world.db.read(_count) == (0, 0)


async def test_a_volunteer_may_not_scan_another(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    await town.volunteer("张志愿")
    zhang = await town.world.db.read(the_newest)
    code = personal_code(zhang, later())
    for desk in (False, True):
        reply = await page.asks("/page/scan", code=code, nonce=nonce(), desk=desk)
        assert reply.status_code == 409
        assert reply.json()["error"] == "code-needs-clerk"
        assert town.words("没有文件规定", "No document asks") in reply.json()["why"]
    assert (await page.asks("/page/day")).status_code == 403


async def test_a_clerk_who_was_dismissed_scans_nobody_from_then_on(town: Town) -> None:
    await town.volunteer()
    li = await town.world.db.read(the_newest)
    page = await town.opens(await town.clerk(), "scanner")

    def dismiss(session: CitySession) -> None:
        session.connection().execute(update(table_of(RoleGrant)).values(revoked_at=later()))

    await town.world.db.write(dismiss)
    reply = await page.asks("/page/scan", code=personal_code(li, later()), nonce=nonce(), desk=True)
    assert reply.json()["error"] == "code-needs-clerk"
    assert await town.world.db.read(_count) == (0, 0)


@played_twice("town")
async def test_who_is_still_in_elsewhere_ends_it_with_one_tap(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    await page.asks("/page/scan", code=station_code(town.station, later()), nonce=nonce())
    museum = await town.world.db.write(a_station, "普洱市博物馆服务站")
    town.world.clock.jump(later(minutes=20))
    word = nonce()
    code = station_code(museum, town.world.clock.now())
    reply = await page.asks("/page/scan", code=code, nonce=word)
    assert reply.json()["outcome"] == "open-elsewhere"
    assert reply.json()["may_move"]
    moved = await page.asks("/page/move", nonce=word)
    assert "普洱市博物馆服务站" in moved.json()["words"]
    again = await page.asks("/page/move", nonce=word)
    assert again.json()["error"] == "step-gone"


@played_twice("town")
async def test_a_photo_of_the_screen_is_read_by_the_server(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    code = f"https://t.me/volunteer_city_bot?start={station_code(town.station, later())}"
    word = nonce()
    for _ in range(2):
        reply = await town.http.post(
            "/page/scan-picture",
            files={"picture": ("photo.png", qr_png(code), "image/png")},
            data={"nonce": word, "desk": "false"},
            headers=page.headers,
        )
        assert reply.json()["outcome"] == "arrived"
    assert await town.world.db.read(_count) == (1, 1)


async def test_a_file_that_is_no_picture_is_answered_with_what_to_do(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    for picture in (b"", b"GIF89a not one of ours", b"\x89PNG\r\n\x1a\n" + b"\0" * 100):
        reply = await town.http.post(
            "/page/scan-picture",
            files={"picture": ("photo.png", picture, "image/png")},
            data={"nonce": nonce()},
            headers=page.headers,
        )
        assert (reply.status_code, reply.json()["error"]) == (409, "picture-not-a-picture")
        assert reply.json()["words"]


async def test_a_picture_that_is_too_large_is_refused_before_it_is_read(town: Town) -> None:
    page = await town.opens(await town.volunteer())
    for size, status in ((10_000_000, 409), (10_000_001, 413), (11_000_000, 413)):
        reply = await town.http.post(
            "/page/scan-picture",
            files={"picture": ("photo.png", b"\0" * size, "image/png")},
            data={"nonce": nonce()},
            headers=page.headers,
        )
        assert reply.status_code == status
