"""Scans under attack: who credits himself, moves on twice, guesses, or borrows a request."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain import tokens
from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.places import Station
from models.visits import Scan, Visit, WrongTry
from tests.cast import (
    KEYS,
    MORNING,
    Somebody,
    a_station,
    a_volunteer,
    later,
    personal_code,
    station_code,
    with_role,
)
from tests.usecases.test_checkins import Day, refused
from usecases import codes, visits
from usecases.checkins import Arrived, Left
from usecases.city import CitySession
from usecases.database import Database


async def _clerk_who_volunteers(day: Day) -> Somebody:
    def cast(session: CitySession) -> Somebody:
        somebody = a_volunteer(session, 77, "王店员")
        with_role(session, 77, Role.CLERK, str(day.station.station_id))
        return somebody

    return await day.db.write(cast)


async def test_a_clerk_credits_himself_neither_by_code_nor_card_nor_typed(db: Database) -> None:
    day = await Day(db).begins()
    wang = await _clerk_who_volunteers(day)
    shown = await db.write(codes.for_the_chat, actor=wang.account_id, now=MORNING)
    for token in (
        personal_code(wang, MORNING),
        personal_code(wang, MORNING, printed=True),
        shown.typed,
    ):
        assert refused(await day.scan(MORNING, token, actor=wang)) is Code.OWN_CODE
    # Nor out again, when a colleague let him in; the code that was refused is not used up.
    assert isinstance(await day.scan(MORNING, shown.typed, actor=day.clerk), Arrived)
    card = personal_code(wang, later(hours=2), printed=True)
    assert refused(await day.scan(later(hours=2), card, actor=wang)) is Code.OWN_CODE
    # At the station's screen he is a volunteer like any other.
    assert isinstance(await day.scan(later(hours=2), actor=wang), Left)


async def test_a_station_out_of_use_lets_nobody_in_and_everybody_out(db: Database) -> None:
    day = await Day(db).begins()
    zhang = await db.write(a_volunteer, 13)
    card = personal_code(day.li, MORNING, printed=True)
    assert isinstance(await day.scan(MORNING, card, actor=day.clerk), Arrived)
    closes = update(table_of(Station)).values(closed_at=later(minutes=30))
    await db.write(lambda session: session.connection().execute(closes) and None)
    his = personal_code(zhang, later(hours=1), printed=True)
    assert refused(await day.scan(later(hours=1), his, actor=day.clerk)) is Code.STATION_GONE
    assert isinstance(await day.scan(later(hours=1), card, actor=day.clerk), Left)


async def test_a_clerk_who_was_dismissed_scans_nobody_any_more(db: Database) -> None:
    day = await Day(db).begins()
    grants = table_of(RoleGrant)
    ends = update(grants).where(grants.c.account_id == day.clerk.account_id)
    card = personal_code(day.li, MORNING, printed=True)
    assert isinstance(await day.scan(MORNING, card, actor=day.clerk), Arrived)
    await db.write(
        lambda session: session.connection().execute(ends.values(revoked_at=MORNING)) and None
    )
    with pytest.raises(Refusal) as refusal:
        await day.scan(later(hours=1), card, actor=day.clerk)
    assert refusal.value.refused.code is Code.CODE_NEEDS_CLERK


async def test_a_suspended_volunteer_gets_in_by_no_code(db: Database) -> None:
    day = await Day(db).begins()
    shown = await db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    stops = update(table_of(Volunteer)).values(suspended_at=MORNING)
    await db.write(lambda session: session.connection().execute(stops) and None)
    for token in (personal_code(day.li, MORNING), personal_code(day.li, MORNING, printed=True)):
        assert refused(await day.scan(MORNING, token, actor=day.clerk)) is Code.CODE_UNKNOWN
    assert refused(await day.scan(MORNING, shown.typed, actor=day.clerk)) is Code.CODE_UNKNOWN
    assert refused(await day.scan(MORNING)) is Code.NOT_REGISTERED


async def test_moving_on_is_over_once_he_has_left_or_gone_elsewhere(db: Database) -> None:
    """A third station used to end in an error, a place he had left in two visits at once."""
    day = await Day(db).begins()
    park = await db.write(a_station, "梅子湖公园服务站")
    third = await db.write(a_station, "普洱学院服务站")

    async def moves(minutes: float) -> Code | None:
        try:
            await db.write(
                visits.move_here,
                actor=day.li.account_id,
                refused_request_id="there",
                now=later(minutes=minutes),
            )
        except Refusal as refusal:
            return refusal.refused.code
        return None

    await day.scan(MORNING)
    token = station_code(park, later(minutes=60))
    await day.scan(later(minutes=60), token, request_id="there")
    assert isinstance(await day.scan(later(minutes=61)), Left)
    assert await moves(62) is Code.STEP_GONE
    elsewhere = station_code(third, later(minutes=63))
    assert isinstance(await day.scan(later(minutes=63), elsewhere), Arrived)
    assert await moves(64) is Code.STEP_GONE
    assert len(await day.rows(Visit)) == 2


async def test_nobody_learns_an_outcome_by_borrowing_a_request(db: Database) -> None:
    day = await Day(db).begins()
    zhang = await db.write(a_volunteer, 13)
    await day.scan(MORNING, request_id="li's")
    await day.scan(MORNING, "rubbish", request_id="li's too")
    for request_id, token in (("li's", None), ("li's too", "rubbish")):
        with pytest.raises(Refusal) as refusal:
            await day.scan(later(minutes=5), token, actor=zhang, request_id=request_id)
        assert refusal.value.refused.code is Code.KEY_REUSED


async def test_five_wrong_codes_lock_the_clerk_out_and_stay_counted(db: Database) -> None:
    day = await Day(db).begins()
    wrong = [tokens.typed_code() for _ in range(7)]
    for nth, typed in enumerate(wrong[:5]):
        moment = later(seconds=nth)
        assert refused(await day.scan(moment, typed, actor=day.clerk)) is Code.CODE_UNKNOWN
    right = await db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    for typed in (wrong[5], right.typed):
        with pytest.raises(Refusal) as refusal:
            await day.scan(later(seconds=10), typed, actor=day.clerk)
        assert refusal.value.refused.code is Code.TOO_MANY_TRIES
    assert len(await day.rows(WrongTry)) == 5
    assert isinstance(await day.scan(later(seconds=65), right.typed, actor=day.clerk), Arrived)


async def test_of_a_hundred_thousand_forgeries_none_is_proven() -> None:
    station = tokens.StationCode(7, 5_874_100, 3)
    person = tokens.PersonalCode(secrets.randbits(40), 5_874_100, 1)
    printed = tokens.PersonalCode(person.opaque, 0, 1, printed=True)
    keys: dict[tokens.Signed, bytes] = {
        station: KEYS.key("station/7/1"),
        person: KEYS.key("personal"),
        printed: KEYS.key("personal"),
    }
    accepted = 0
    for code, key in keys.items():
        genuine = tokens.sign(code, key)
        assert tokens.proven(genuine, code, key)
        for _ in range(33_400):
            forged = list(genuine)
            for _ in range(secrets.randbelow(3) + 1):
                forged[secrets.randbelow(32)] = secrets.choice(
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                )
            text = "".join(forged)
            claimed = tokens.parse(text)
            if text != genuine and claimed is not None:
                accepted += tokens.proven(text, claimed, key)
    assert accepted == 0


def test_a_code_of_another_station_epoch_or_kind_proves_nothing() -> None:
    code = tokens.StationCode(7, 5_874_100, 3)
    text = tokens.sign(code, KEYS.key("station/7/1"))
    for purpose in ("station/8/1", "station/7/2", "personal", "voucher"):
        assert not tokens.proven(text, code, KEYS.key(purpose))


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me/x?start=" + "a" * 32 + "\nevil",
        "https://" + "a/v/" * 1000,
        "https://t.me/?" + "start=&" * 600 + "\n",
        "https://t.me/?" + "&" * 4200,
        "http" * 1000,
        "\0" * 100,
        "https://t.me/x?start=码" + "码" * 63,
        "ß" * 6,
    ],
)
async def test_what_a_hostile_code_says_is_answered_quickly(db: Database, text: str) -> None:
    day = await Day(db).begins()
    token = tokens.payload_of(text)
    outcome = await day.scan(MORNING, token, means=Means.PHOTO)
    assert isinstance(outcome, Refused)
    assert outcome.code is Code.CODE_UNKNOWN
    kept = select(func.count()).select_from(table_of(Scan))
    assert await db.read(lambda session: session.connection().scalar(kept)) == 1


def test_a_typed_code_is_read_as_a_chinese_keyboard_writes_it() -> None:
    assert tokens.as_typed("２３４５ ｗｘｙｚ－ＡＢＣＤ") == "2345WXYZABCD"
    assert tokens.as_typed("２３４５ ｗｘｙｚ－ＡＢＣＯ") is None
    # Twelve characters with one that no code has were meant as a code; a word is none.
    assert tokens.is_like_typed("2345 WXYZ ABC0")
    assert not tokens.is_like_typed("2345 WXYZ ABCD")
    assert not tokens.is_like_typed("registration")


async def test_old_wrong_tries_lock_nobody_out(db: Database) -> None:
    day = await Day(db).begins()
    for nth in range(20):
        moment = later(seconds=nth * 13)
        outcome = await day.scan(moment, tokens.typed_code(), actor=day.clerk)
        assert refused(outcome) is Code.CODE_UNKNOWN
    rows = await day.rows(WrongTry)
    assert rows[-1].tried_at - rows[0].tried_at == timedelta(seconds=19 * 13)
