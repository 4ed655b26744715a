"""Arriving and leaving, on both databases: every refusal provoked, thresholds at both sides."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.places import Station
from models.visits import Scan, Visit
from tests.cast import (
    MORNING,
    Somebody,
    StationWithDisplay,
    a_station,
    a_volunteer,
    an_account,
    later,
    personal_code,
    station_code,
    with_role,
)
from usecases import checkins, codes, displays, ledger, visits
from usecases.checkins import Arrived, Left, Outcome
from usecases.city import CitySession
from usecases.database import Database


class Day:
    """A library station with its clerk, and a volunteer."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.requests = 0
        self.station: StationWithDisplay
        self.clerk: Somebody
        self.li: Somebody

    async def begins(self, opening: dict[str, list[list[str]]] | None = None) -> "Day":
        def cast(session: CitySession) -> None:
            self.station = a_station(session, opening=opening)
            self.clerk = with_role(session, 11, Role.CLERK, str(self.station.station_id))
            self.li = a_volunteer(session, 12)

        await self.db.write(cast)
        return self

    async def scan(
        self,
        at: datetime,
        token: str | None = None,
        *,
        actor: Somebody | None = None,
        means: Means = Means.SCANNER,
        request_id: str | None = None,
    ) -> Outcome:
        self.requests += 1
        return await self.db.write(
            checkins.scan,
            actor=(actor or self.li).account_id,
            token=token or station_code(self.station, at),
            means=means,
            request_id=request_id or f"request/{self.requests}",
            now=at,
        )

    async def rows(self, table: type[Any]) -> list[Any]:
        return await self.db.read(
            lambda session: list(session.connection().execute(select(table_of(table))))
        )


@pytest.fixture
async def day(db: Database) -> Day:
    return await Day(db).begins()


def refused(outcome: object) -> Code:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


async def test_a_volunteer_who_scans_twice_has_served_the_time_between(day: Day) -> None:
    arrived = await day.scan(MORNING)
    assert isinstance(arrived, Arrived)
    assert arrived.closes_at == later(hours=8)
    left = await day.scan(later(hours=3, minutes=10))
    assert isinstance(left, Left)
    assert left.minutes == 190
    assert left.service_minutes == left.redeemable_minutes == 190
    assert left.to_next_minutes == 100 * 60 - 190
    hours = await day.db.read(ledger.hours, volunteer_id=day.li.volunteer_id)
    assert (hours.service_minutes, hours.redeemable_minutes) == (190, 190)


@pytest.mark.parametrize("minutes", [30, 3 * 60, 8 * 60 - 1])
async def test_a_departure_that_comes_in_before_its_arrival_ends_the_same_visit(
    day: Day, minutes: int
) -> None:
    ended = later(minutes=minutes)
    assert isinstance(await day.scan(ended, means=Means.DEEP_LINK), Arrived)
    left = await day.scan(MORNING, means=Means.DEEP_LINK)
    assert isinstance(left, Left)
    assert (left.opened_at, left.at, left.minutes) == (MORNING, ended, minutes)
    (visit,) = await day.rows(Visit)
    assert (visit.opened_at, visit.closed_at, visit.minutes) == (MORNING, ended, minutes)


@pytest.mark.parametrize(
    ("minutes", "means"),
    [
        # A finger that repeats itself; a stay of the longest; and our own clock, set back.
        (0.9, Means.DEEP_LINK),
        (8 * 60, Means.DEEP_LINK),
        (60, Means.SCANNER),
    ],
)
async def test_an_earlier_scan_that_is_no_arrival_changes_nothing(
    day: Day, minutes: float, means: Means
) -> None:
    await day.scan(later(minutes=minutes), means=means)
    assert refused(await day.scan(MORNING, means=means)) is Code.JUST_ARRIVED
    (visit,) = await day.rows(Visit)
    assert (visit.opened_at, visit.closed_at) == (later(minutes=minutes), None)


async def test_what_was_served_already_is_not_served_again_by_a_late_message(day: Day) -> None:
    await day.scan(MORNING, means=Means.DEEP_LINK)
    await day.scan(later(hours=1), means=Means.DEEP_LINK)
    await day.scan(later(hours=2), means=Means.DEEP_LINK)
    late = await day.scan(later(minutes=30), means=Means.DEEP_LINK)
    assert refused(late) is Code.JUST_ARRIVED
    hours = await day.db.read(ledger.hours, volunteer_id=day.li.volunteer_id)
    assert hours.service_minutes == 60


async def test_the_same_request_gets_the_same_answer_whatever_the_rules_say_by_then(
    day: Day,
) -> None:
    first = await day.scan(MORNING, request_id="once")
    again = await day.scan(later(hours=2), station_code(day.station, MORNING), request_id="once")
    assert again == first
    assert len(await day.rows(Visit)) == 1


async def test_a_left_answer_is_remembered_whole(day: Day) -> None:
    await day.scan(MORNING)
    first = await day.scan(later(hours=1), request_id="out")
    assert await day.scan(later(hours=1), request_id="out") == first


@pytest.mark.parametrize(
    ("means", "age_seconds", "good"),
    [
        (Means.SCANNER, 0, True),
        (Means.SCANNER, 19, True),
        (Means.SCANNER, 20, False),
        (Means.DEEP_LINK, 39, True),
        (Means.DEEP_LINK, 40, False),
        (Means.DEEP_LINK, -10, True),
        (Means.DEEP_LINK, -11, False),
        (Means.SCANNER, -1, False),
    ],
)
async def test_a_code_is_good_for_its_slots_and_no_longer(
    day: Day, means: Means, age_seconds: int, good: bool
) -> None:
    token = station_code(day.station, MORNING)
    outcome = await day.scan(MORNING + timedelta(seconds=age_seconds), token, means=means)
    if good:
        assert isinstance(outcome, Arrived)
    else:
        assert refused(outcome) is Code.CODE_CHANGED


@pytest.mark.parametrize("bit", range(0, 192, 7))
async def test_a_code_with_one_bit_changed_is_no_code(bit: int) -> None:
    import base64

    from domain import tokens
    from tests.cast import KEYS

    station = StationWithDisplay(7, 3, "")
    token = station_code(station, MORNING)
    raw = bytearray(base64.urlsafe_b64decode(token))
    raw[bit // 8] ^= 1 << (bit % 8)
    forged = base64.urlsafe_b64encode(bytes(raw)).decode()
    parsed = tokens.parse(forged)
    key = KEYS.key(displays.station_key(7, 1))
    assert parsed is None or not tokens.proven(forged, parsed, key)


async def test_a_forged_code_is_unknown_and_the_scan_is_kept(day: Day) -> None:
    forged = station_code(day.station, MORNING, epoch=2)
    assert refused(await day.scan(MORNING, forged)) is Code.CODE_UNKNOWN
    assert [scan.outcome for scan in await day.rows(Scan)] == ["code-unknown"]


async def test_a_text_that_is_no_code_is_unknown_and_kept(day: Day) -> None:
    for text in ("", "hello", "x" * 32, "<b>" * 999, "２３４５６７８９ＡＢＣ０"):
        assert refused(await day.scan(MORNING, text or " ")) is Code.CODE_UNKNOWN


async def test_the_same_code_twice_opens_once(day: Day) -> None:
    token = station_code(day.station, MORNING)
    await day.scan(MORNING, token)
    assert refused(await day.scan(later(seconds=5), token)) is Code.JUST_ARRIVED
    assert len(await day.rows(Visit)) == 1


async def test_a_second_scan_within_a_minute_is_not_a_departure(day: Day) -> None:
    await day.scan(MORNING)
    assert refused(await day.scan(later(seconds=59))) is Code.JUST_ARRIVED
    assert isinstance(await day.scan(later(seconds=60)), Left)


async def test_a_stay_below_the_shortest_earns_nothing_and_says_so(day: Day) -> None:
    await day.scan(MORNING)
    left = await day.scan(later(minutes=9, seconds=59))
    assert isinstance(left, Left)
    assert (left.minutes, left.reduction) == (0, "too-short")
    await day.scan(later(minutes=20))
    left = await day.scan(later(minutes=30))
    assert isinstance(left, Left)
    assert (left.minutes, left.reduction) == (10, None)


async def test_a_stranger_is_told_to_register(day: Day) -> None:
    stranger = await day.db.write(an_account, 99)
    assert refused(await day.scan(MORNING, actor=stranger)) is Code.NOT_REGISTERED


async def test_a_revoked_display_is_worthless_at_once(day: Day) -> None:
    await day.db.write(
        displays.revoke,
        actor=day.clerk.account_id,
        display_id=day.station.display_id,
        now=MORNING,
    )
    assert refused(await day.scan(MORNING)) is Code.CODE_REVOKED


async def test_a_closed_day_lets_nobody_in_but_everybody_out(db: Database) -> None:
    day = await Day(db).begins(opening={"5": [["09:00", "18:00"]]})
    assert isinstance(await day.scan(MORNING), Arrived)
    sunday = later(days=1)
    assert refused(await day.scan(sunday)) is Code.STATION_CLOSED


async def test_who_is_in_elsewhere_may_end_that_and_begin_here(day: Day) -> None:
    park = await day.db.write(a_station, "梅子湖公园服务站")
    await day.scan(MORNING)
    token = station_code(park, later(hours=1))
    there = await day.scan(later(hours=1), token, request_id="there")
    assert refused(there) is Code.OPEN_ELSEWHERE
    arrived = await day.db.write(
        visits.move_here,
        actor=day.li.account_id,
        refused_request_id="there",
        now=later(hours=1, minutes=4),
    )
    assert isinstance(arrived, Arrived)
    assert (arrived.station, arrived.at) == ("梅子湖公园服务站", later(hours=1))
    first, second = await day.rows(Visit)
    assert (first.closed_source, first.minutes) == ("elsewhere", None)
    assert second.closed_at is None
    with pytest.raises(Refusal) as again:
        await day.db.write(
            visits.move_here,
            actor=day.li.account_id,
            refused_request_id="there",
            now=later(hours=1, minutes=4),
        )
    assert again.value.refused.code is Code.STEP_GONE


async def test_who_moves_on_gets_in_nowhere_that_lets_nobody_in(db: Database) -> None:
    day = await Day(db).begins()
    shut = await db.write(a_station, "梅子湖公园服务站")
    rows = table_of(Station)
    only_fridays = (
        update(rows).where(rows.c.id == shut.station_id).values(opening={"4": [["09:00", "18:00"]]})
    )
    await db.write(lambda session: session.connection().execute(only_fridays) and None)
    await day.scan(MORNING)
    await day.scan(later(hours=1), station_code(shut, later(hours=1)), request_id="there")
    with pytest.raises(Refusal) as refusal:
        await db.write(
            visits.move_here,
            actor=day.li.account_id,
            refused_request_id="there",
            now=later(hours=1),
        )
    assert refusal.value.refused.code is Code.STATION_CLOSED
    (still_in,) = await day.rows(Visit)
    assert still_in.closed_at is None


async def test_a_clerk_scans_a_renewing_code_once(day: Day) -> None:
    token = personal_code(day.li, MORNING)
    assert isinstance(await day.scan(MORNING, token, actor=day.clerk), Arrived)
    assert refused(await day.scan(later(seconds=5), token, actor=day.clerk)) is Code.JUST_ARRIVED
    old = personal_code(day.li, later(minutes=30))
    assert refused(await day.scan(later(minutes=31), old, actor=day.clerk)) is Code.CODE_CHANGED
    fresh = personal_code(day.li, later(minutes=32))
    left = await day.scan(later(minutes=32), fresh, actor=day.clerk)
    assert isinstance(left, Left)
    assert left.minutes == 32
    assert [visit.closed_source for visit in await day.rows(Visit)] == ["staff_scan"]


async def test_a_printed_card_opens_by_a_clerk_only_and_is_marked(day: Day) -> None:
    card = personal_code(day.li, MORNING, printed=True)
    with pytest.raises(Refusal) as alone:
        await day.scan(MORNING, card)
    assert alone.value.refused.code is Code.CODE_NEEDS_CLERK
    assert isinstance(await day.scan(MORNING, card, actor=day.clerk), Arrived)
    assert isinstance(await day.scan(later(hours=1), card, actor=day.clerk), Left)
    assert {scan.code_kind for scan in await day.rows(Scan)} == {"card"}


async def test_a_typed_code_is_good_once_and_for_ten_minutes(day: Day) -> None:
    shown = await day.db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    spaced = f"{shown.typed[:4]} {shown.typed[4:8].lower()}-{shown.typed[8:]}"
    assert isinstance(await day.scan(later(minutes=9), spaced, actor=day.clerk), Arrived)
    again = await day.scan(later(minutes=9), spaced, actor=day.clerk)
    assert refused(again) is Code.CODE_USED
    shown = await day.db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    late = await day.scan(later(minutes=10), shown.typed, actor=day.clerk)
    assert refused(late) is Code.CODE_UNKNOWN


async def test_another_code_ends_the_one_before(day: Day) -> None:
    first = await day.db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    await day.db.write(codes.for_the_chat, actor=day.li.account_id, now=MORNING)
    outcome = await day.scan(MORNING, first.typed, actor=day.clerk)
    assert refused(outcome) is Code.CODE_UNKNOWN


async def test_five_wrong_codes_in_a_minute_lock_out_for_the_rest_of_it(day: Day) -> None:
    for _ in range(5):
        assert refused(await day.scan(MORNING, "2" * 12, actor=day.clerk)) is Code.CODE_UNKNOWN
    with pytest.raises(Refusal) as locked:
        await day.scan(later(seconds=59), "3" * 12, actor=day.clerk)
    assert locked.value.refused.code is Code.TOO_MANY_TRIES
    outcome = await day.scan(later(seconds=61), "3" * 12, actor=day.clerk)
    assert refused(outcome) is Code.CODE_UNKNOWN


async def test_the_day_limit_counts_all_visits_of_the_day(day: Day) -> None:
    await day.scan(MORNING)
    await day.scan(later(hours=7))
    await day.scan(later(hours=8))
    left = await day.scan(later(hours=10))
    assert isinstance(left, Left)
    assert (left.minutes, left.reduction) == (60, "day-limit")


async def test_64_racers_with_one_code_make_one_visit(day: Day) -> None:
    token = station_code(day.station, MORNING)
    outcomes = await asyncio.gather(
        *(day.scan(MORNING, token, request_id=f"race/{n % 2}") for n in range(64)),
        return_exceptions=True,
    )
    assert any(isinstance(outcome, Arrived) for outcome in outcomes)
    assert len(await day.rows(Visit)) == 1
