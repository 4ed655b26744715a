"""A location as the second proof of an arrival: what opens the visit, what a clerk settles."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.arrivals import LocationProof
from models.columns import table_of
from models.places import Station
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
from usecases import checkins, locations, pruning, visits
from usecases.checkins import Arrived, ClerkAsked, LocationAsked
from usecases.city import CitySession
from usecases.database import Database
from usecases.locations import Sent

# A thousandth of a degree to the north is 111.2 metres.
HERE = Sent(22.7865, 100.9772, 0.0, MORNING + timedelta(seconds=20), own=True)


class Scene:
    """A station that asks for a location within 150 metres, its clerk, and people who come."""

    def __init__(self, session: CitySession) -> None:
        self.session = session
        self.station: StationWithDisplay = a_station(session)
        rows = table_of(Station)
        session.connection().execute(
            update(rows)
            .where(rows.c.id == self.station.station_id)
            .values(latitude=22.7865, longitude=100.9772, radius_metres=150)
        )
        self.clerk = with_role(session, 11, Role.CLERK, str(self.station.station_id))
        self.came = 100

    def comes(self, at: datetime = MORNING) -> Somebody:
        self.came += 1
        who = a_volunteer(self.session, self.came)
        outcome = self.scans(who, at)
        assert isinstance(outcome, LocationAsked)
        return who

    def scans(
        self, who: Somebody, at: datetime, means: Means = Means.DEEP_LINK
    ) -> checkins.Outcome:
        return checkins.scan(
            self.session,
            actor=who.account_id,
            token=station_code(self.station, at),
            means=means,
            request_id=f"{who.account_id}/{at}",
            now=at,
        )

    def proves(self, who: Somebody, sent: Sent, now: datetime | None = None) -> Any:
        return locations.prove(
            self.session, actor=who.account_id, sent=sent, now=now or later(seconds=20)
        )

    def opened(self, who: Somebody) -> list[Any]:
        rows = table_of(Visit)
        found = self.session.connection().execute(
            select(rows.c.opened_at, rows.c.opened_source).where(
                rows.c.volunteer_id == who.volunteer_id
            )
        )
        return [tuple(row) for row in found]


async def test_who_is_near_enough_is_in_from_the_moment_of_the_scan(db: Database) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        for sent in (
            HERE,
            replace(HERE, latitude=22.7865 + 0.00134),  # 149 m
            replace(HERE, latitude=22.7865 + 0.0018, accuracy_metres=51),  # 200 m, not sure
            replace(HERE, sent_at=later(seconds=120)),
            replace(HERE, sent_at=later(seconds=-2)),  # the messenger's clock is not ours
        ):
            li = scene.comes()
            assert scene.opened(li) == []
            assert isinstance(scene.proves(li, sent), Arrived)
            assert scene.opened(li) == [(MORNING, "scan")]
            assert locations.waiting(session, actor=li.account_id, now=later(minutes=1)) is None
        assert [line[0] for line in trail(session)] == ["arrival.location-sent"] * 5
        # Who leaves is not asked where he is.
        assert isinstance(scene.scans(li, later(hours=1)), checkins.Left)

    await db.write(play)


async def test_who_moves_on_to_a_station_is_asked_there_where_he_is(db: Database) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        first, li = a_station(session, "梅子湖公园服务站"), a_volunteer(session, 99)
        for station, key, at in (
            (first, "first", later(hours=-1)),
            (scene.station, "refused", MORNING),
        ):
            checkins.scan(
                session, actor=li.account_id, token=station_code(station, at),
                means=Means.SCANNER, request_id=key, now=at,
            )  # fmt: skip
        asked = visits.move_here(
            session, actor=li.account_id, refused_request_id="refused", now=later(seconds=10)
        )
        assert asked == LocationAsked("思茅区图书馆服务站", MORNING)
        assert scene.opened(li) == [(later(hours=-1), "scan")]
        # Far away he is not in; a clerk would have to say so.
        assert isinstance(scene.proves(li, replace(HERE, latitude=22.9)), ClerkAsked)
        assert len(scene.opened(li)) == 1

    await db.write(play)


async def test_whatever_is_doubtful_is_settled_by_a_clerk_and_counts_from_the_scan(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        doubts = {
            "far": replace(HERE, latitude=22.7865 + 0.00136),  # 151 m
            "old": replace(HERE, sent_at=later(seconds=121)),
            "not-own": replace(HERE, own=False),
            "unknown": replace(HERE, latitude=95.0),
        }
        rules = {"far": "radius_metres", "old": "fresh_seconds"}
        rules |= {"not-own": "fresh_seconds", "unknown": "radius_metres"}
        proofs = table_of(LocationProof)
        for doubt, sent in doubts.items():
            li = scene.comes()
            asked = scene.proves(li, sent)
            assert (type(asked), asked.doubt) == (ClerkAsked, doubt)
            assert asked.rule == f"stations.location_{rules[doubt]}"
            assert scene.opened(li) == []
            kept = session.connection().execute(
                select(proofs.c.doubt, proofs.c.band).order_by(proofs.c.id.desc()).limit(1)
            )
            assert kept.one()[0] == doubt
            arrived = visits.confirm_arrival(
                session,
                actor=scene.clerk.account_id,
                request_id=f"{li.account_id}/{MORNING}",
                now=later(minutes=5),
            )
            assert arrived.at == MORNING
            assert scene.opened(li) == [(MORNING, "staff_scan")]
        rows = table_of(Notice)
        asked = session.connection().execute(
            select(rows.c.id).where(rows.c.kind == "confirm-arrival")
        )
        assert len(asked.all()) == len(doubts)

    await db.write(play)


async def test_no_location_no_visit_and_a_clerk_can_be_asked_instead(db: Database) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        li, other = scene.comes(), a_volunteer(session, 99)
        with pytest.raises(Refusal) as refusal:
            scene.proves(other, HERE)
        assert refusal.value.refused.code is Code.STEP_GONE
        asked = locations.do_without(session, actor=li.account_id, now=later(minutes=1))
        assert asked.at == MORNING
        (line,) = trail(session, "arrival.")
        assert line[:2] == ("arrival.without-location", li.account_id)
        for again in (locations.do_without,):
            with pytest.raises(Refusal):
                again(session, actor=li.account_id, now=later(minutes=1))
        # An hour later nothing waits any more; a second proof of the same scan opens nothing.
        late = scene.comes()
        assert locations.waiting(session, actor=late.account_id, now=later(minutes=60)) is None
        zhou = scene.comes()
        assert isinstance(scene.proves(zhou, HERE), Arrived)
        with pytest.raises(Refusal):
            scene.proves(zhou, HERE)
        assert len(scene.opened(zhou)) == 1

    await db.write(play)


async def test_a_clerk_who_scans_a_volunteer_asks_for_no_location(db: Database) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        li = a_volunteer(session, 99)
        outcome = checkins.scan(
            session,
            actor=scene.clerk.account_id,
            token=personal_code(li, MORNING),
            means=Means.SCANNER,
            request_id="by the clerk",
            now=MORNING,
        )
        assert isinstance(outcome, Arrived)

    await db.write(play)


@pytest.mark.parametrize(("days", "figures"), [(89, (0, 0)), (91, (None, None))])
async def test_after_ninety_days_only_the_band_of_a_location_stays(
    db: Database, days: int, figures: tuple[int | None, int | None]
) -> None:
    def play(session: CitySession) -> None:
        scene = Scene(session)
        scene.proves(scene.comes(), HERE)
        pruning.prune(session, now=later(days=days))
        rows = table_of(LocationProof)
        kept = session.connection().execute(
            select(rows.c.band, rows.c.distance_metres, rows.c.accuracy_metres)
        )
        assert tuple(kept.one()) == ("inside", *figures)

    await db.write(play)
