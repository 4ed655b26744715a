"""Children below fourteen are in only beside their adult: guardian or teacher (PUZD-1.2c)."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.company import needs_company
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.guardians import GuardianConsent
from models.places import Station
from models.visits import Visit
from tests.cast import (
    MORNING,
    POLICY,
    Somebody,
    a_station,
    a_volunteer,
    an_account,
    later,
    personal_code,
    station_code,
    with_role,
)
from tests.usecases.children import a_child, agrees
from tests.usecases.trail import trail
from usecases import checkins, class_scans, forgotten, locations, outgoing, visits
from usecases.checkins import Arrived, ClerkAsked, Left, LocationAsked
from usecases.city import CitySession
from usecases.database import Database
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay
from usecases.scan_outcomes import Accompanied, CompanyAsked

RULES = POLICY.on(MORNING.date()).registration


@pytest.mark.parametrize(
    ("born_on", "needs"),
    [
        (date(2012, 11, 22), True),
        (date(2012, 11, 21), False),
        (date(2016, 11, 21), True),
        (date(1990, 1, 1), False),
        (None, False),
    ],
)
def test_on_the_fourteenth_birthday_a_child_may_come_alone(
    born_on: date | None, *, needs: bool
) -> None:
    assert needs_company(born_on, date(2026, 11, 21), RULES) is needs


class Family:
    """A station, a mother who serves herself, and her daughter of twelve."""

    def __init__(self, session: CitySession) -> None:
        self.session = session
        self.station = a_station(session)
        self.mother = a_volunteer(session, 21, "赵妈妈")
        self.child = self.of(self.mother, 31)
        self.scanned = 0

    def of(self, parent: Somebody, number: int) -> Somebody:
        """Let a child of this guardian be registered."""
        return a_child(self.session, number, parent.account_id)[0]

    def scans(
        self, who: Somebody, at: datetime, token: str = "", actor: Somebody | None = None
    ) -> Any:
        self.scanned += 1
        return checkins.scan(
            self.session,
            actor=(actor or who).account_id,
            token=token or station_code(self.station, at),
            means=Means.SCANNER,
            request_id=f"scan/{self.scanned}",
            now=at,
        )

    def served(self, who: Somebody) -> list[tuple[Any, ...]]:
        rows = table_of(Visit)
        found = self.session.connection().execute(
            select(rows.c.opened_at, rows.c.closed_at, rows.c.minutes)
            .where(rows.c.volunteer_id == who.volunteer_id)
            .order_by(rows.c.id)
        )
        return [tuple(row) for row in found]


async def test_a_childs_scan_counts_only_together_with_its_adults(db: Database) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        asked = family.scans(family.child, later())
        assert asked == CompanyAsked("思茅区图书馆服务站", later(), later(minutes=10), 14)
        # Any other adult brings nobody in.
        other = a_volunteer(session, 22, "钱路人")
        assert family.scans(other, later(minutes=1)).children == 0
        assert family.served(family.child) == []
        came = family.scans(family.mother, later(minutes=10))
        assert (type(came), came.children) == (Arrived, 1)
        assert family.served(family.child) == [(later(minutes=10), None, None)]
        # She leaves, and the child with her, each with hours of its own.
        left = family.scans(family.mother, later(hours=2, minutes=10))
        assert (type(left), left.children, left.minutes) == (Left, 1, 120)
        assert family.served(family.child) == [(later(minutes=10), later(hours=2, minutes=10), 120)]
        # A second too late the child has to scan again; while she is in that is enough.
        family.scans(family.child, later(hours=3))
        came = family.scans(family.mother, later(hours=3, minutes=10, seconds=1))
        assert came.children == 0
        again = family.scans(family.child, later(hours=3, minutes=12))
        assert isinstance(again, Arrived)
        # Who goes home early goes by his own scan.
        assert isinstance(family.scans(family.child, later(hours=4)), Left)
        assert family.scans(family.mother, later(hours=5)).children == 0
        assert [one[2] for one in family.served(family.child)] == [120, 48]

    await db.write(play)


async def test_a_guardian_who_is_no_volunteer_brings_and_takes_his_child(db: Database) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        father = an_account(session, 41)
        child = family.of(father, 32)
        first = family.scans(father, later())
        assert (type(first), first.way) == (Accompanied, "waiting")
        assert isinstance(family.scans(child, later(minutes=10)), Arrived)
        # The finger that pressed twice does not take the child home.
        assert family.scans(father, later(minutes=10, seconds=59)).way == "arrived"
        gone = family.scans(father, later(hours=2, minutes=10))
        assert (gone.way, gone.children) == ("left", 1)
        assert family.served(child) == [(later(minutes=10), later(hours=2, minutes=10), 120)]
        # Gone he is: his child cannot come back alone.
        assert isinstance(family.scans(child, later(hours=2, minutes=11)), CompanyAsked)
        back = family.scans(father, later(hours=2, minutes=12))
        assert (back.way, back.children) == ("arrived", 1)
        # A little one without a phone: a tick after his scan, no scan of its own.
        assert family.scans(father, later(hours=3)).way == "left"
        family.scans(father, later(hours=3, minutes=5))
        found = class_scans.pupils(session, actor=father.account_id, now=later(hours=3, minutes=6))
        assert [one.volunteer_id for one in found.pupils] == [child.volunteer_id]
        brought = class_scans.bring(
            session,
            actor=father.account_id,
            child_ids=[child.volunteer_id],
            key="tick",
            now=later(hours=3, minutes=6),
        )
        assert [type(one.outcome) for one in brought] == [Arrived]
        assert family.scans(father, later(hours=4)).children == 1
        assert family.served(child)[-1] == (later(hours=3, minutes=6), later(hours=4), 54)
        # An old code, or a stranger without children, gets what it always got.
        stale = family.scans(father, later(hours=5), station_code(family.station, later(hours=4)))
        assert isinstance(stale, Refused)
        assert stale.code is Code.CODE_CHANGED
        stranger = family.scans(an_account(session, 42), later(hours=4))
        assert stranger.code is Code.NOT_REGISTERED

    await db.write(play)


async def test_where_a_code_is_not_enough_a_clerk_lets_the_guardian_in(db: Database) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        father = an_account(session, 41)
        child = family.of(father, 32)
        clerk = with_role(session, 11, Role.CLERK, str(family.station.station_id))
        rows = table_of(Station)
        session.connection().execute(
            update(rows).values(latitude=22.7865, longitude=100.9772, radius_metres=150)
        )
        assert isinstance(family.scans(child, later()), CompanyAsked)
        asked = family.scans(father, later(minutes=1))
        assert isinstance(asked, ClerkAsked)
        assert family.served(child) == []
        told = Claimed(0, "confirm-arrival", clerk.account_id, 0, "", {"request_id": "scan/2"}, 0)
        asks = outgoing.look_again(session, notice=told, now=later(minutes=1))
        assert isinstance(asks, ToSay)
        # A second scan of the child's does not get round the clerk.
        assert isinstance(family.scans(child, later(minutes=2)), CompanyAsked)
        confirmed: dict[str, Any] = {
            "actor": clerk.account_id, "request_id": "scan/2", "now": later(minutes=3),
        }  # fmt: skip
        let_in = visits.confirm_arrival(session, **confirmed)
        assert isinstance(let_in, Accompanied)
        assert (let_in.way, let_in.children) == ("arrived", 1)
        assert family.served(child) == [(later(minutes=3), None, None)]
        assert outgoing.look_again(session, notice=told, now=later(minutes=3)) is None
        with pytest.raises(Refusal) as refusal:
            visits.confirm_arrival(session, **confirmed)
        assert refusal.value.refused.code is Code.STEP_GONE
        # Who leaves is asked nothing, on a closed day neither.
        session.connection().execute(update(rows).values(opening={}))
        gone = family.scans(father, later(hours=2, minutes=3))
        assert (gone.way, gone.children) == ("left", 1)
        assert family.served(child)[-1][2] == 120
        # He comes first: until his children have come, a scan again asks nobody again.
        session.connection().execute(update(rows).values(opening=None))
        assert isinstance(family.scans(father, later(hours=3)), ClerkAsked)
        visits.confirm_arrival(
            session, actor=clerk.account_id, request_id="scan/5", now=later(hours=3)
        )
        assert family.scans(father, later(hours=3, minutes=1)).way == "waiting"
        assert isinstance(family.scans(child, later(hours=3, minutes=2)), Arrived)

    await db.write(play)


async def test_a_teacher_brings_a_class_by_one_scan_and_each_child_has_a_visit_of_its_own(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        teacher = a_volunteer(session, 23, "周老师")
        children = [a_child(session, n, family.mother.account_id) for n in (51, 52, 53)]
        pupils = [child for child, _ in children]
        stranger = family.of(an_account(session, 43), 54)
        for _, guardianship in children:
            agrees(session, guardianship, "teacher", teacher.volunteer_id)

        def brings(*children: Somebody, key: str = "class/1") -> list[type[Any]]:
            done = class_scans.bring(
                session,
                actor=teacher.account_id,
                child_ids=[child.volunteer_id for child in children],
                key=key,
                now=later(minutes=1),
            )
            return [type(one.outcome) for one in done]

        assert brings(*pupils) == []
        family.scans(teacher, later())
        found = class_scans.pupils(session, actor=teacher.account_id, now=later())
        assert len(found.pupils) == 3
        assert brings(*pupils[:2], stranger) == [Arrived, Arrived]
        assert brings(*pupils[:2], stranger) == []
        assert family.served(stranger) == family.served(pupils[2]) == []
        # He may have gone home since: half an hour later his scan takes nobody along any more.
        minutes = session.city.policy(MORNING).stations.class_minutes
        in_time = later(minutes=minutes)
        look: dict[str, Any] = {"actor": teacher.account_id}
        assert len(class_scans.pupils(session, now=in_time, **look).pupils) == 1
        late: dict[str, Any] = {"child_ids": [pupils[2].volunteer_id], "key": "late"}
        deeds: list[tuple[Any, dict[str, Any]]] = [
            (class_scans.pupils, {}), (class_scans.bring, late),
        ]  # fmt: skip
        for deed, facts in deeds:
            with pytest.raises(Refusal) as refusal:
                deed(session, now=later(minutes=minutes, seconds=1), **look, **facts)
            assert refusal.value.refused.code is Code.CLASS_TOO_LATE
        left = family.scans(teacher, later(hours=2))
        assert left.children == 2
        taken = [line[1] for line in trail(session, "visit.taken-along")]
        assert taken == [teacher.account_id] * 4
        for pupil in pupils[:2]:
            assert family.served(pupil) == [(later(minutes=1), later(hours=2), 119)]
        # Consent taken back: the teacher's scan is that of a stranger.
        session.connection().execute(
            update(table_of(GuardianConsent))
            .where(table_of(GuardianConsent).c.kind == "teacher")
            .values(withdrawn_at=later(hours=2))
        )
        family.scans(teacher, later(hours=3))
        assert isinstance(family.scans(pupils[0], later(hours=3)), CompanyAsked)
        assert class_scans.pupils(session, actor=teacher.account_id, now=later()).pupils == ()

    await db.write(play)


async def test_a_child_whose_adult_is_gone_without_leaving_is_out_uncredited(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        family.scans(family.mother, later())
        family.scans(family.child, later(minutes=1))
        forgotten.close_forgotten(session, now=later(hours=8))
        assert family.served(family.child) == [(later(minutes=1), later(hours=8), None)]
        # A clerk scans the child's card: he is told that an adult must come along.
        clerk = with_role(session, 11, Role.CLERK, str(family.station.station_id))
        card = personal_code(family.child, later(), printed=True)
        asked = family.scans(family.child, later(hours=9), card, actor=clerk)
        assert isinstance(asked, CompanyAsked)
        assert family.scans(family.mother, later(hours=9, minutes=1)).children == 1
        # She goes on to another station: what the child did here a clerk has to settle.
        other = a_station(session, "人民广场站")
        here, family.station = family.station, other
        refused = family.scans(family.mother, later(hours=10))
        assert refused.code is Code.OPEN_ELSEWHERE
        visits.move_here(
            session,
            actor=family.mother.account_id,
            refused_request_id=f"scan/{family.scanned}",
            now=later(hours=10),
        )
        assert family.served(family.child)[-1] == (
            later(hours=9, minutes=1), later(hours=10), None,
        )  # fmt: skip
        assert here != other

    await db.write(play)


async def test_no_way_around_brings_a_child_in_alone(db: Database) -> None:
    def play(session: CitySession) -> None:
        family = Family(session)
        family.scans(family.mother, later())
        family.scans(family.child, later(minutes=1))
        home, family.station = family.station, a_station(session, "人民广场站")
        assert family.scans(family.child, later(hours=1)).code is Code.OPEN_ELSEWHERE
        with pytest.raises(Refusal) as refusal:
            visits.move_here(
                session,
                actor=family.child.account_id,
                refused_request_id=f"scan/{family.scanned}",
                now=later(hours=1),
            )
        assert refusal.value.refused.code is Code.NEEDS_COMPANY
        family.station = home
        family.scans(family.mother, later(hours=2))
        # Where a location is asked for, the adult's proof lets the child in who waits for him.
        rows = table_of(Station)
        session.connection().execute(
            update(rows).values(latitude=22.7865, longitude=100.9772, radius_metres=150)
        )
        assert isinstance(family.scans(family.child, later(hours=3)), CompanyAsked)
        assert isinstance(family.scans(family.mother, later(hours=3)), LocationAsked)
        sent = locations.Sent(22.7865, 100.9772, 0.0, later(hours=3, minutes=1), own=True)
        now = later(hours=3, minutes=1)
        locations.prove(session, actor=family.mother.account_id, sent=sent, now=now)
        assert family.served(family.child)[-1] == (now, None, None)
        assert family.scans(family.mother, later(hours=4)).children == 1

    await db.write(play)
