"""Scans that were kept without a network: counted for their own time, once, or listed as odd."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Volunteer
from models.traffic import Notice
from models.visits import Visit
from tests.cast import (
    MORNING,
    Somebody,
    StationWithDisplay,
    a_station,
    a_volunteer,
    later,
    personal_code,
    station_code,
    with_role,
)
from tests.usecases.trail import trail
from usecases import checkins, codes, forgotten, late_cards, late_scans, ledger
from usecases.city import CitySession
from usecases.database import Database
from usecases.late_scans import Kept

# The device's clock is 47 seconds slow; it knew that when it last heard from us.
SLOW = 47.0


class Counter:
    """A station whose clerk's device has had no network since the morning."""

    def __init__(self, session: CitySession) -> None:
        self.session = session
        self.station: StationWithDisplay = a_station(session)
        self.clerk = with_role(session, 11, Role.CLERK, str(self.station.station_id))
        self.li = a_volunteer(session, 12)
        self.kept: list[Kept] = []

    def scans(self, at: datetime, token: str = "", **other: Any) -> Kept:
        one = Kept(
            f"page/11/{len(self.kept)}",
            token or personal_code(self.li, at),
            at - timedelta(seconds=SLOW),
            SLOW,
            self.station.station_id,
        )
        self.kept.append(replace(one, **other))
        return self.kept[-1]

    def sends(self, now: datetime, *scans: Kept, ahead: float = SLOW) -> list[str | None]:
        taken = late_scans.take(
            self.session,
            actor=self.clerk.account_id,
            scans=scans or self.kept,
            device_now=now - timedelta(seconds=ahead),
            now=now,
        )
        return [one.doubt for one in taken]

    def served(self, who: Somebody | None = None) -> list[tuple[Any, ...]]:
        rows = table_of(Visit)
        found = self.session.connection().execute(
            select(rows.c.opened_at, rows.c.closed_at, rows.c.minutes)
            .where(rows.c.volunteer_id == (who or self.li).volunteer_id)
            .order_by(rows.c.id)
        )
        return [tuple(row) for row in found]

    def odd(self) -> list[str]:
        return [one.doubt for one in late_scans.odd(self.session, actor=self.clerk.account_id)]


async def test_what_was_kept_counts_for_its_own_time_and_once(db: Database) -> None:
    def play(session: CitySession) -> None:
        desk = Counter(session)
        desk.scans(later())
        desk.scans(later(hours=3))
        assert desk.sends(later(hours=9)) == [None, None]
        assert desk.served() == [(later(), later(hours=3), 180)]
        # The answer was lost, and the page sends all of it again: nothing more happens.
        assert desk.sends(later(hours=9, minutes=1)) == [None, None]
        assert desk.served() == [(later(), later(hours=3), 180)]
        assert ledger.hours(session, volunteer_id=desk.li.volunteer_id).service_minutes == 180
        # Neither does a stranger who has read along, under words of his own.
        copies = [replace(one, request_id=f"{one.request_id}/copy") for one in desk.kept]
        assert desk.sends(later(hours=10), *copies) == ["overlap", "code-used"]
        assert len(desk.served()) == 1
        stranger = a_volunteer(session, 13)
        with pytest.raises(Refusal) as refusal:
            late_scans.take(
                session, actor=stranger.account_id, scans=desk.kept, device_now=later(), now=later()
            )
        assert refusal.value.refused.code is Code.CODE_NEEDS_CLERK

    await db.write(play)


async def test_a_scan_that_reached_us_at_once_is_not_counted_again_later(db: Database) -> None:
    def play(session: CitySession) -> None:
        desk = Counter(session)
        one = desk.scans(later())
        checkins.scan(
            session,
            actor=desk.clerk.account_id,
            token=one.token,
            means=Means.SCANNER,
            request_id=one.request_id,
            now=later(seconds=1),
        )
        assert desk.sends(later(minutes=5)) == [None]
        assert desk.served() == [(later(seconds=1), None, None)]

    await db.write(play)


async def test_a_day_old_scan_counts_and_an_older_one_does_not(db: Database) -> None:
    def play(session: CitySession) -> None:
        desk = Counter(session)
        now = later(days=2)
        for nth, (age, doubt) in enumerate(
            (
                (timedelta(hours=24), None),
                (timedelta(hours=24, seconds=1), "too-old"),
                (timedelta(seconds=-60), None),
                (timedelta(seconds=-61), "clock-off"),
            )
        ):
            who = a_volunteer(session, 20 + nth)
            one = desk.scans(now - age, personal_code(who, now - age))
            assert desk.sends(now, one) == [doubt]
            assert len(desk.served(who)) == (doubt is None)
        assert desk.odd() == ["too-old", "clock-off"]

    await db.write(play)


async def test_a_code_must_be_of_the_time_and_the_clock_must_not_have_moved(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        desk = Counter(session)
        now = later(hours=2)
        # An hour-old picture of somebody's code, scanned as if it were new.
        old = desk.scans(later(hours=1), personal_code(desk.li, later()))
        assert desk.sends(now, old) == ["code-changed"]
        foreign = desk.scans(later(hours=1), personal_code(desk.li, later())[:-1] + "A")
        assert desk.sends(now, foreign) == ["code-unknown"]
        screen = desk.scans(later(hours=1), station_code(desk.station, later(hours=1)))
        assert desk.sends(now, screen) == ["code-not-for-clerk"]
        card = personal_code(desk.li, later(), printed=True)
        moved = desk.scans(later(hours=1), card)
        assert desk.sends(now, moved, ahead=SLOW + 121) == ["clock-off"]
        unknown = desk.scans(later(hours=1, seconds=SLOW), card, ahead_seconds=None)
        assert desk.sends(now, unknown, ahead=121) == ["clock-off"]
        assert desk.served() == []
        assert desk.odd() == [
            "code-changed", "code-unknown", "code-not-for-clerk", "clock-off", "clock-off",
        ]  # fmt: skip
        # With a clock that stood still it is worth asking whether its holder came.
        good = desk.scans(later(hours=1), card)
        assert desk.sends(now, good, ahead=SLOW + 120) == ["card"]
        assert desk.served() == []
        last = max(one.late_id for one in late_scans.odd(session, actor=desk.clerk.account_id))
        late_scans.seen(session, actor=desk.clerk.account_id, upto=last, now=now)
        assert trail(session)[-1][:2] == ("late-scans.seen", desk.clerk.account_id)
        # What waits for somebody else he cannot take off the list before its days are over.
        assert desk.odd() == ["card"]
        days = session.city.policy(now).credit.staff_end_days
        for hours, left in ((1, ["card"]), (2, [])):
            after = later(days=days, hours=hours)
            late_scans.seen(session, actor=desk.clerk.account_id, upto=last, now=after)
            assert desk.odd() == left

    await db.write(play)


async def test_a_late_card_counts_only_when_its_holder_or_another_clerk_says_so(
    db: Database,
) -> None:
    """A8: a card has no time, and one clerk alone could invent a day for anybody he has seen."""

    def play(session: CitySession) -> None:
        desk, now = Counter(session), later(hours=9)
        zhou, wu = a_volunteer(session, 14, "周志愿"), a_volunteer(session, 15, "吴志愿")
        desk.scans(later(), personal_code(desk.li, later(), printed=True))
        # What he shows on his phone at noon waits behind it, or it would be the arrival.
        desk.scans(later(hours=3))
        desk.scans(later(hours=4), personal_code(zhou, later(), printed=True))
        desk.scans(later(hours=5), personal_code(zhou, later(), printed=True))
        desk.scans(later(hours=6), personal_code(wu, later(), printed=True))
        own = a_volunteer(session, 11, "站务")
        desk.scans(later(hours=7), personal_code(own, later(), printed=True))
        for _ in range(2):
            taken = desk.sends(now)
            assert taken == ["card", "behind-card", "card", "card", "card", "own-code"]
        assert desk.served() == desk.served(zhou) == desk.served(wu) == []
        rows = table_of(Notice)
        asked = session.connection().execute(
            select(rows.c.account_id, rows.c.facts).where(rows.c.kind == "late-card")
        )
        upto = {row.account_id: row.facts["upto"] for row in asked}
        assert set(upto) == {desk.li.account_id, zhou.account_id, wu.account_id}

        def refused(deed: Any, at: datetime = now, **facts: Any) -> Code:
            with pytest.raises(Refusal) as refusal:
                deed(session, now=at, **facts)
            return refusal.value.refused.code

        # The holder, for himself alone.
        mine: dict[str, Any] = {"actor": desk.li.account_id, "upto": upto[desk.li.account_id]}
        done = late_cards.confirm_own(session, now=now, **mine)
        assert (done.counted, done.not_counted) == (2, [])
        assert desk.served() == [(later(), later(hours=3), 180)]
        assert refused(late_cards.confirm_own, **mine) is Code.STEP_GONE
        # Another clerk of the station, and not the one who scanned.
        found = late_scans.odd(session, actor=desk.clerk.account_id)
        assert [each.to_confirm for each in found] == [False, False, False, False]
        other = late_cards.confirm_other
        ask: dict[str, Any] = {"late_id": found[0].late_id}
        assert refused(other, actor=desk.clerk.account_id, **ask) is Code.NOT_ALLOWED
        here, there = str(desk.station.station_id), str(a_station(session, "广场站").station_id)
        foreign = with_role(session, 17, Role.CLERK, there).account_id
        assert refused(other, actor=foreign, **ask) is Code.STEP_GONE
        colleague = with_role(session, 16, Role.CLERK, here).account_id
        days = session.city.policy(now).credit.staff_end_days
        late = later(days=days, hours=5, seconds=1)
        assert refused(other, at=late, actor=colleague, **ask) is Code.STEP_GONE
        counted = other(session, actor=colleague, now=now, **ask)
        assert (counted.volunteer, counted.counted) == ("周志愿", 2)
        assert desk.served(zhou) == [(later(hours=4), later(hours=5), 60)]
        # Whoever was not there says so: it stays with the clerks and never counts.
        denied: dict[str, Any] = {"actor": wu.account_id, "upto": upto[wu.account_id]}
        assert late_cards.deny_own(session, now=now, **denied) == 1
        assert refused(late_cards.confirm_own, **denied) is Code.STEP_GONE
        assert desk.odd() == ["not-me", "own-code"]
        assert desk.served(wu) == []

    await db.write(play)


async def test_a_confirmed_card_ends_what_the_clock_closed_and_overlaps_nothing(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        desk, now = Counter(session), later(hours=9)
        # He has no phone: the other clerk is told in his place.
        session.connection().execute(update(table_of(Volunteer)).values(account_id=None))
        colleague = with_role(session, 16, Role.CLERK, str(desk.station.station_id)).account_id
        card = personal_code(desk.li, later(), printed=True)
        checkins.scan(
            session, actor=colleague, token=card, means=Means.SCANNER, request_id="came",
            now=MORNING,
        )  # fmt: skip
        forgotten.close_forgotten(session, now=later(hours=8))
        desk.scans(later(hours=2), card)
        desk.scans(later(hours=4), card)
        assert desk.sends(now) == ["card", "card"]
        rows = table_of(Notice)
        told = select(rows.c.account_id).where(rows.c.kind == "late-card-here")
        assert session.connection().scalars(told).all() == [colleague]
        first, second = late_scans.odd(session, actor=colleague)
        assert (first.to_confirm, second.to_confirm) == (True, True)
        done = late_cards.confirm_other(session, actor=colleague, late_id=first.late_id, now=now)
        # The first ends what the clock had closed, the second is a new arrival.
        assert (done.counted, done.not_counted) == (2, [])
        ended = (MORNING, later(hours=2), 120)
        assert desk.served() == [ended, (later(hours=4), None, None)]
        desk.sends(now, desk.scans(later(hours=1), card))
        (found,) = late_scans.odd(session, actor=colleague)
        done = late_cards.confirm_other(session, actor=colleague, late_id=found.late_id, now=now)
        assert done.not_counted == [(later(hours=1), "overlap")]
        assert desk.odd() == ["overlap"]

    await db.write(play)


async def test_no_typed_code_counts_for_a_time_before_it_was_made(db: Database) -> None:
    """A8: whoever sends later names the time himself, and could name this morning."""

    def play(session: CitySession) -> None:
        desk, now = Counter(session), later(hours=5)
        code = codes.for_the_chat(session, actor=desk.li.account_id, now=now).typed
        invented = desk.scans(later(hours=1), code)
        just_before = desk.scans(now - timedelta(seconds=61), code)
        assert desk.sends(now, invented, just_before) == ["code-unknown", "code-unknown"]
        assert desk.served() == []
        # A messenger's clock may be a moment behind ours.
        at_once = desk.scans(now - timedelta(seconds=60), code)
        assert desk.sends(now, at_once) == [None]
        assert desk.served() == [(now - timedelta(seconds=60), None, None)]

    await db.write(play)


async def test_a_late_departure_ends_what_the_clock_had_to_close(db: Database) -> None:
    def play(session: CitySession) -> None:
        desk = Counter(session)
        checkins.scan(
            session,
            actor=desk.li.account_id,
            token=station_code(desk.station, MORNING),
            means=Means.SCANNER,
            request_id="came",
            now=MORNING,
        )
        forgotten.close_forgotten(session, now=later(hours=8))
        assert desk.served() == [(MORNING, later(hours=8), None)]
        leaves = desk.scans(later(hours=4))
        assert desk.sends(later(hours=9)) == [None]
        assert desk.served() == [(MORNING, later(hours=4), 240)]
        assert desk.sends(later(hours=9), replace(leaves, request_id="again")) == ["code-used"]
        # Inside a visit that has been settled nothing can be scanned any more.
        inside = desk.scans(later(hours=2))
        assert desk.sends(later(hours=9), inside) == ["overlap"]
        assert len(desk.served()) == 1

    await db.write(play)
