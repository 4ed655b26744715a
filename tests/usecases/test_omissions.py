"""Who served and was never scanned asks his station; it types an ordinary record (Order 67 13)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain.permissions import Role
from domain.records import Span
from domain.refusals import Code
from models.columns import table_of
from models.omissions import Omission
from models.people import Volunteer
from models.records import ServiceRecord
from models.traffic import Notice
from models.visits import Visit
from tests.cast import MORNING, Somebody, a_station, a_volunteer, with_role
from tests.usecases.test_guardians import refused
from tests.usecases.trail import trail
from tests.usecases.typing import types, yesterday
from usecases import hours, omissions
from usecases.city import CitySession
from usecases.database import Database

ROWS = table_of(Omission)


def told(session: CitySession, account_id: int) -> list[str]:
    rows = table_of(Notice)
    query = (
        select(rows.c.kind)
        .where(rows.c.account_id == account_id, rows.c.kind.startswith("omission"))
        .order_by(rows.c.id)
    )
    return list(session.connection().scalars(query))


async def test_what_was_missed_is_typed_in_the_ordinary_way_and_credits_nothing_by_itself(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li, station = a_volunteer(session, 7), a_station(session).station_id
        clerk = with_role(session, 30, Role.CLERK, str(station)).account_id

        def asks(who: Somebody = li, span: Span | None = None, words: str = "打扫楼道") -> None:
            omissions.ask(
                session, actor=who.account_id, station_id=station, span=span or yesterday(),
                words=words, now=MORNING,
            )  # fmt: skip

        a_station(session, "墨江的服务站", township="530822001")
        assert [one.ref for one in omissions.stations(session, actor=li.account_id)] == [
            str(station)
        ]
        # Where he served last stands first.
        at = [station, a_station(session, "城南服务站").station_id]
        for nth, where in enumerate((*at, at[0])):
            came = MORNING - timedelta(days=30 - nth)
            session.connection().execute(
                insert(table_of(Visit)).values(
                    volunteer_id=li.volunteer_id,
                    station_id=where,
                    opened_at=came,
                    opened_source="scan",
                    closed_at=came + timedelta(minutes=1),
                    minutes=0,
                )
            )
        found = omissions.stations(session, actor=li.account_id)
        assert [int(one.ref) for one in found] == at
        refused(Code.TEXT_EMPTY, asks, words=" ")
        refused(Code.RECORD_BACKWARDS, asks, span=yesterday(2, 1))
        refused(Code.RECORD_FUTURE, asks, span=yesterday(24.5, 27))
        asks()
        asks()
        assert told(session, clerk) == ["omission-asked"]
        seen = omissions.following(session, actor=clerk)
        assert seen is not None
        assert (seen.waiting, seen.name, seen.words, seen.span) == (
            1, "李*愿", "打扫楼道", yesterday(),
        )  # fmt: skip
        # What ends as it begins, what begins as it ends, and what another misses, waits on.
        asks(span=yesterday(-2, 0))
        asks(span=yesterday(2, 4))
        asks(a_volunteer(session, 8, "张志愿"))
        filed = types(session, clerk, li.volunteer_id, role=Role.CLERK)
        after, spans = seen.omission_id, []
        for _ in range(4):
            one = omissions.following(session, actor=clerk, after=after)
            assert one is not None
            assert one.waiting == 3
            after = one.omission_id
            spans.append(one.span)
        early, late = yesterday(-2, 0), yesterday(2, 4)
        assert spans == [early, late, yesterday(), early]
        row, *others = session.connection().execute(select(ROWS).order_by(ROWS.c.id))
        assert (row.state, row.record_id, row.decided_by) == ("filed", filed.record_id, clerk)
        assert {one.state for one in others} == {"open"}
        assert told(session, li.account_id) == ["omission-filed"]
        # It waits for a second person like every typed record, and counts for nothing yet.
        records = table_of(ServiceRecord)
        assert session.connection().scalar(select(records.c.state)) == "filed"
        assert hours.summary(session, actor=li.account_id, now=MORNING).service_minutes == 0
        # What is recorded already is not missed.
        refused(Code.RECORD_OVERLAPS, asks)

    await db.write(play)


async def test_a_station_says_why_not_and_nobody_decides_about_his_own(db: Database) -> None:
    def play(session: CitySession) -> None:
        li, station = a_volunteer(session, 7), a_station(session).station_id
        clerk = with_role(session, 30, Role.CLERK, str(station)).account_id
        other = a_station(session, "别的服务站").station_id
        elsewhere = with_role(session, 31, Role.CLERK, str(other)).account_id
        himself = with_role(session, 7, Role.CLERK, str(station)).account_id
        ask: dict[str, Any] = {"station_id": station, "words": "打扫", "now": MORNING}
        omissions.ask(session, actor=li.account_id, span=yesterday(), **ask)
        refused(Code.NOT_FOUND, omissions.ask, session, actor=li.account_id, span=yesterday(5, 6),
                **ask | {"station_id": 0})  # fmt: skip
        which = session.connection().scalar(select(ROWS.c.id))

        def says_no(actor: int, reason: str = "unknown", version: int = 1) -> None:
            omissions.refuse(
                session, actor=actor, omission_id=which or 0, version=version, reason=reason,
                now=MORNING + timedelta(hours=1),
            )  # fmt: skip

        office = with_role(session, 601, Role.FEDERATION).account_id
        for actor in (elsewhere, himself, office):
            assert omissions.following(session, actor=actor) is None
            refused(Code.NOT_FOUND, says_no, actor)
        assert told(session, himself) == []
        refused(Code.STEP_GONE, says_no, clerk, "because")
        refused(Code.ALREADY_DECIDED, says_no, clerk, version=2)
        says_no(clerk)
        refused(Code.NOT_FOUND, says_no, clerk)
        assert trail(session)[-1][:2] == ("omission.refused", clerk)
        assert told(session, li.account_id) == ["omission-refused"]
        # With a better proof he asks again.
        omissions.ask(session, actor=li.account_id, span=yesterday(), **ask)
        states = session.connection().scalars(select(ROWS.c.state).order_by(ROWS.c.id))
        assert list(states) == ["refused", "open"]
        # Who has left is asked about no more; who has no chat any more is told nothing.
        people = table_of(Volunteer)
        mine = people.c.id == li.volunteer_id
        for since, waits in ((MORNING, False), (None, True)):
            session.connection().execute(
                update(people).where(mine).values(suspended_at=since, account_id=None)
            )
            assert (omissions.following(session, actor=clerk) is not None) == waits
        types(session, clerk, li.volunteer_id, role=Role.CLERK)
        states = session.connection().scalars(select(ROWS.c.state).order_by(ROWS.c.id))
        assert list(states) == ["refused", "filed"]
        assert told(session, li.account_id) == ["omission-refused"]

    await db.write(play)
