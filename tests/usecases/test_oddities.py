"""Odd patterns: found at their threshold and not below, listed once, settled by a person.

The years of `tests/usecases/odd_year.py`: the thresholds of the policy were tuned on seeds 1, 2
and 3 only; seeds 101 to 105 judge them and were not looked at before.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from domain.oddities import OddKind, OddState
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.oddities import Oddity
from models.people import Volunteer
from models.places import Station
from models.records import ServiceRecord
from models.traffic import AuditEntry, Notice
from models.visits import Visit
from tests.cast import CITY, MORNING, POLICY, a_station, a_volunteer, later, with_role
from tests.databases import fresh_database
from tests.usecases import odd_year
from usecases import dispute_decisions, disputes, odd_objections, oddities
from usecases.city import CitySession
from usecases.database import Database

RULES = POLICY.on(MORNING.date()).oddities
TUNED_ON = (1, 2, 3)
JUDGED_ON = (101, 102, 103, 104, 105)
_ROWS = table_of(Oddity)


def _visit(
    session: CitySession, who: int, station: int, days: float, minutes: float, source: str = "scan"
) -> None:
    opened_at = later(days=-days)
    session.connection().execute(
        insert(table_of(Visit)).values(
            volunteer_id=who,
            station_id=station,
            opened_at=opened_at,
            opened_source="scan",
            closed_at=opened_at + timedelta(minutes=minutes),
            closed_source=source,
            # Nothing was credited: the ledger stays out of it.
            minutes=0,
        )
    )


def _record(session: CitySession, who: int, typist: int, days: float, delay: float) -> None:
    began_at = later(days=-days)
    ended_at = began_at + timedelta(hours=2)
    rows = table_of(ServiceRecord)
    count = len(session.connection().execute(select(rows.c.id)).all())
    session.connection().execute(
        insert(rows).values(
            request_id=f"typed/{count}", volunteer_id=who, name="活动", place="某处",
            content="服务", leader="某人", organizer="某单位", began_at=began_at,
            ended_at=ended_at, reason="没有信号", denied=[], county="530802", typed_by=typist,
            typed_at=ended_at + timedelta(minutes=delay), state="filed",
            late=delay > 1440 * 14, policy_version="test",
        )
    )  # fmt: skip


def _found(session: CitySession) -> Counter[str]:
    return Counter(one.kind.value for one in oddities.look(session, now=MORNING))


def _lone(session: CitySession, name: str, number: int) -> int:
    """Let a volunteer with a telephone of his own stand there."""
    who = a_volunteer(session, number, name).volunteer_id
    rows = table_of(Volunteer)
    session.connection().execute(
        update(rows).where(rows.c.id == who).values(phone_index=number.to_bytes(16, "big"))
    )
    return who


async def test_each_pattern_is_found_at_its_threshold_and_not_below(db: Database) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session, "图书馆站").station_id
        far = a_station(session, "宁洱站").station_id
        rows = table_of(Station)
        session.connection().execute(
            update(rows).where(rows.c.id == far).values(county="530821", township="530821001")
        )
        typist = with_role(session, 90, Role.UNIT_CONTACT, "1").account_id
        li, wang = _lone(session, "李志愿", 1), _lone(session, "王小明", 2)

        def at_the_last(kind: OddKind, times: int, sign: Callable[[int], None]) -> None:
            for nth in range(times):
                assert _found(session)[kind] == 0, (kind, nth)
                sign(nth)
            assert _found(session)[kind] == 1, kind

        soon, late = RULES.typed_soon_minutes, RULES.typed_late_times
        for nth in range(RULES.typed_soon_times):
            _record(session, wang, typist, 60 + nth, soon)
        at_the_last(
            OddKind.TYPED_SOON,
            RULES.typed_soon_times,
            lambda nth: _record(session, li, typist, 50 + nth, soon - 1),
        )
        at_the_last(
            OddKind.TYPED_LATE, late, lambda nth: _record(session, li, typist, 30 + nth, 1440 * 15)
        )
        long = RULES.day_minutes + 1
        _visit(session, li, station, 80, RULES.day_minutes)
        _visit(session, li, station, 81, 900, "clock")
        at_the_last(
            OddKind.TOO_MUCH,
            RULES.day_times,
            lambda nth: _visit(session, li, station, nth + 1, long),
        )
        at_the_last(
            OddKind.ROUND,
            RULES.round_times,
            lambda nth: _visit(session, wang, station, nth + 1, 121 - nth % 3),
        )

        def goes(nth: int) -> None:
            _visit(session, wang, station, 40 + nth, 65)
            gap = 65 + RULES.county_minutes - 1
            _visit(session, wang, far, 40 + nth - gap / 1440, 65)

        at_the_last(OddKind.TRAVEL, RULES.travel_times, goes)

    await db.write(play)


async def test_one_hand_a_share_of_round_visits_and_one_extreme_day_at_their_bounds(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session).station_id
        busy = with_role(session, 90, Role.UNIT_CONTACT, "1").account_id
        broad = with_role(session, 91, Role.UNIT_CONTACT, "1").account_id
        people = [_lone(session, f"某志愿{nth}", nth) for nth in range(RULES.typist_people)]
        # Enough records for one person too few; enough people with one record too few.
        for nth in range(RULES.typist_records):
            who = people[nth % (RULES.typist_people - 1)]
            _record(session, who, busy, 2 + nth, 60)
        for nth in range(RULES.typist_records - 1):
            _record(session, people[nth % len(people)], broad, 2.25 + nth / 2, 60)
        assert _found(session)["one-typist"] == 0
        _record(session, people[-1], busy, 80, 60)
        assert _found(session)["one-typist"] == 1
        _record(session, people[-1], broad, 81, 60)
        assert _found(session)["one-typist"] == 2

        li = _lone(session, "李志愿", 50)
        odd = RULES.round_within_seconds / 60
        even = [30 - odd, 30 + odd, 60 + odd, 90, 120, 150, 180, 210]
        for nth, minutes in enumerate(even):
            _visit(session, li, station, 1 + nth, minutes)
        # Whoever is even as often as that, but in fewer than the share of his visits.
        _visit(session, li, station, 20, 60 + odd + 1)
        assert (_found(session)["round"], RULES.round_percent) == (0, 90)
        _visit(session, li, station, 21, 60)
        assert _found(session)["round"] == 1

        wang = _lone(session, "王小明", 51)
        _visit(session, wang, station, 30, RULES.extreme_minutes)
        assert _found(session)["too-much"] == 0
        _visit(session, wang, station, 40, RULES.extreme_minutes + 1)
        assert _found(session)["too-much"] == 1

    await db.write(play)


async def test_two_with_one_telephone_who_come_and_go_to_the_minute(db: Database) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session).station_id
        li, wang = (a_volunteer(session, one).volunteer_id for one in (1, 2))
        apart = RULES.together_seconds / 86_400
        for nth in range(RULES.together_times):
            _visit(session, li, station, 20 + nth, 95)
            _visit(session, wang, station, 20 + nth + 2 * apart, 95)
            assert _found(session)["one-phone"] == 0
        for nth in range(RULES.together_times):
            assert _found(session)["one-phone"] == 0
            _visit(session, li, station, 50 + nth, 95)
            _visit(session, wang, station, 50 + nth + apart / 2, 95)
        assert _found(session)["one-phone"] == 1
        rows = table_of(Volunteer)
        session.connection().execute(
            update(rows).where(rows.c.id == wang).values(phone_index=b"another")
        )
        assert _found(session)["one-phone"] == 0

    await db.write(play)


def _hears_and_answers(session: CitySession, his: int, officers: int) -> None:
    """Let whose visit an officer disputes say his word, which nobody else can, and only once."""
    (told,) = session.connection().execute(
        select(table_of(Notice)).where(table_of(Notice).c.kind == "dispute-of-pattern")
    )
    assert (told.account_id, told.facts["cause"]) == (his, "visit:1")
    past = disputes.history(session, actor=his, cause="visit:1")
    assert past.open is None, "he may still raise his own"
    assert past.unheard is not None
    which: dict[str, Any] = {"dispute_id": past.unheard.dispute_id, "now": MORNING}
    disputes.reply(session, actor=his, words="我在", **which)
    for who, code in ((his, Code.STEP_GONE), (officers, Code.NOT_REGISTERED)):
        with pytest.raises(Refusal) as refused:
            disputes.reply(session, actor=who, words="再说", **which)
        assert refused.value.refused.code is code
    assert disputes.history(session, actor=his, cause="visit:1").unheard is None
    # One officer raised it; he neither takes it back nor decides it.
    with pytest.raises(Refusal):
        disputes.withdraw(session, actor=officers, dispute_id=which["dispute_id"], now=MORNING)
    with pytest.raises(Refusal) as himself:
        dispute_decisions.decide(
            session, actor=officers, dispute_id=which["dispute_id"], version=1,
            ruling=dispute_decisions.Ruling.KEPT, reason="不对", now=later(days=30),
        )  # fmt: skip
    assert himself.value.refused.code is Code.RECORD_ANOTHER


async def test_what_an_officer_settles_is_listed_again_for_later_signs_only(db: Database) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session).station_id
        li = a_volunteer(session, 1)
        chief, other = with_role(session, 8, Role.FEDERATION), a_volunteer(session, 9)
        here = with_role(session, 10, Role.COUNTY_OFFICE, "530802")
        there = with_role(session, 11, Role.COUNTY_OFFICE, "530821")
        own = with_role(session, 1, Role.OFFICE)
        for nth in range(RULES.round_times):
            _visit(session, li.volunteer_id, station, nth + 1, 120)
        _visit(session, other.volunteer_id, station, 1, 90)
        elsewhere = RULES.round_times + 1

        def lists(at: Any = MORNING) -> int:
            found = oddities.look(session, now=at)
            return oddities.keep(session, found=found, now=at)

        assert [lists(), lists(later(days=1))] == [1, 0]
        kinds = session.connection().scalars(select(table_of(Notice).c.kind)).all()
        assert kinds == ["oddities-waiting"]
        counts = [
            oddities.waiting(session, actor=who.account_id, now=MORNING)
            for who in (chief, here, there, own)
        ]
        assert counts == [1, 1, 0, 0], "of one's own county, and never about oneself"
        odd = oddities.following(session, actor=chief.account_id)
        assert odd is not None
        assert odd.person is not None
        assert (odd.person.name, odd.kind) == ("李*愿", OddKind.ROUND)
        assert (odd.times, odd.figure) == (RULES.round_times, RULES.round_times)

        def says(who: int, verdict: OddState) -> Code | None:
            try:
                oddities.judge(
                    session, actor=who, oddity_id=odd.oddity_id, verdict=verdict, now=MORNING
                )
            except Refusal as refusal:
                return refusal.refused.code
            return None

        def objects(who: int, cause: str) -> Code | None:
            try:
                odd_objections.object_to(
                    session, actor=who, oddity_id=odd.oddity_id, cause=cause, words="不对",
                    now=MORNING,
                )  # fmt: skip
            except Refusal as refusal:
                return refusal.refused.code
            return None

        assert says(other.account_id, OddState.FINE) is Code.NOT_ALLOWED
        assert says(there.account_id, OddState.FINE) is Code.NOT_FOUND
        assert says(own.account_id, OddState.FINE) is Code.NOT_FOUND
        assert says(chief.account_id, OddState.CONFIRMED) is Code.ALREADY_DECIDED
        assert objects(here.account_id, "visit:1") is Code.NOT_FOUND, "nobody looks into it yet"
        assert says(here.account_id, OddState.CHECKING) is None
        shown = odd_objections.lines(session, actor=here.account_id, oddity_id=odd.oddity_id)
        assert [one.cause for one in shown.lines] == [f"visit:{nth}" for nth in range(1, 9)]
        assert (shown.more, shown.numbers) == (RULES.round_times > 8, ["5308-02-000001"])
        assert objects(other.account_id, "visit:1") is Code.NOT_ALLOWED
        assert objects(there.account_id, "visit:1") is Code.NOT_FOUND
        assert objects(own.account_id, "visit:1") is Code.NOT_FOUND, "never about oneself"
        assert objects(here.account_id, f"visit:{elsewhere}") is Code.NOT_FOUND
        assert objects(chief.account_id, "visit:1") is None
        assert objects(here.account_id, "visit:1") is Code.NOT_FOUND, "once is enough"
        _hears_and_answers(session, li.account_id, chief.account_id)
        assert says(chief.account_id, OddState.FINE) is None
        assert objects(here.account_id, "visit:2") is Code.NOT_FOUND, "it was harmless"
        assert says(here.account_id, OddState.CONFIRMED) is Code.ALREADY_DECIDED
        assert oddities.following(session, actor=chief.account_id) is None
        entries = table_of(AuditEntry)
        deeds = session.connection().scalars(select(entries.c.action).order_by(entries.c.id)).all()
        assert deeds == [
            "oddities.listed", "oddity.checking", "dispute.raised", "dispute.replied", "oddity.fine"
        ]  # fmt: skip
        assert lists(later(days=1)) == 0
        _visit(session, li.volunteer_id, station, -20, 120)
        assert lists(later(days=21)) == 1

    await db.write(play)


# -- a year of 50,000 visits -----------------------------------------------------------------------


async def _judged(engine: str, seed: int) -> tuple[int, float, str]:
    """Look at a year month by month; return the frauds found, the share of honest ones, a line."""
    year = odd_year.made(seed)
    spent = []
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        await db.write(odd_year.keep, year=year)
        for day in range(60, 366, 30):
            at, began = odd_year.YEAR_BEGAN + timedelta(days=day), time.monotonic()
            found = await db.read(oddities.look, now=at)
            await db.write(oddities.keep, found=found, now=at)
            spent.append(time.monotonic() - began)
        rows = await db.read(lambda session: session.connection().execute(select(_ROWS)).all())
        await db.close()
    listed = {(row.kind, who) for row in rows for who in (row.volunteer_id, row.account_id) if who}
    caught = sum((kind.value, who) in listed for kind, who in year.frauds)
    people = {who for row in rows for who in (row.volunteer_id, row.other_id) if who}
    honest = len(people - year.involved)
    share = honest / (odd_year.PEOPLE - len(year.involved))
    line = (
        f"{engine}, seed {seed}: {caught} of {len(year.frauds)} frauds, {honest} honest people "
        f"({share:.2%}) among {len(year.visits)} visits; a look {max(spent):.1f} s at most"
    )
    return caught, share, line


@pytest.mark.proof
async def test_a_year_that_was_not_tuned_on_shows_its_frauds_and_few_others(
    measured: Callable[[str], None],
) -> None:
    caught, share, line = await _judged("sqlite", JUDGED_ON[0])
    measured(line)
    assert caught >= 18
    assert share <= 0.01


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_five_years_that_were_not_tuned_on_show_their_frauds_and_few_others(
    measured: Callable[[str], None],
) -> None:
    assert not set(JUDGED_ON) & set(TUNED_ON)
    results = []
    for nth, seed in enumerate(JUDGED_ON):
        caught, share, line = await _judged(("sqlite", "postgresql")[nth % 2], seed)
        measured(line)
        results.append((caught, share))
    assert all(caught >= 18 and share <= 0.01 for caught, share in results), results
