"""The table of September: prefilled, handed in where it belongs, and collected by a county."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.duties import DutyKind, Standing
from domain.permissions import Role
from domain.refusals import Code, Refusal
from domain.statistics import Line
from models.columns import table_of
from models.places import Unit
from models.traffic import Notice
from tests.cast import a_unit, with_role
from tests.usecases.test_unit_figures import a_member, serves
from usecases import duties, statistics, submissions, unit_figures
from usecases.city import CitySession
from usecases.database import Database

UNITS, NOTICES = table_of(Unit), table_of(Notice)
NINGER = "530821"
BEFORE = datetime(2026, 8, 31, 1, tzinfo=UTC)
OPENING = datetime(2026, 9, 1, 1, tzinfo=UTC)
CLOSED = datetime(2026, 10, 1, 1, tzinfo=UTC)


def _a_county_unit(session: CitySession, name: str, county: str = NINGER) -> int:
    unit = a_unit(session, name, "county")
    session.connection().execute(
        update(UNITS).where(UNITS.c.id == unit).values(county=county, is_member=False)
    )
    return unit


def _hands_in(session: CitySession, actor: int, duty_id: int, now: datetime) -> Any:
    return submissions.hand_in(
        session,
        actor=actor,
        duty_id=duty_id,
        text="盖了章的表",
        files=[],
        request_id=f"{actor}/{duty_id}/{now}",
        now=now,
    )


async def test_the_table_of_a_city_unit_is_prefilled_in_september_and_goes_to_the_federation(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        bureau = a_unit(session, "甲局")
        duties.prepare(session, now=BEFORE)
        zhou = with_role(session, 500, Role.UNIT_CONTACT, str(bureau)).account_id
        zhao = with_role(session, 501, Role.FEDERATION).account_id
        qian = with_role(session, 502, Role.CENTRE).account_id
        (owed,) = [
            one
            for one in duties.own(session, actor=zhou, now=BEFORE)
            if one.owed.kind is DutyKind.STATISTICS
        ]
        assert owed.standing is Standing.UPCOMING
        mine: dict[str, Any] = {"actor": zhou, "duty_id": owed.duty_id}
        for deed in (submissions.open_duty, statistics.table):
            with pytest.raises(Refusal) as early:
                deed(session, now=BEFORE, **mine)
            assert early.value.refused.code is Code.DUTY_NOT_OPEN
        old = datetime(2025, 5, 1, tzinfo=UTC)
        li = a_member(session, 1, bureau, approved_at=old)
        a_member(session, 2, bureau, approved_at=old)
        serves(session, li, 600, "2026-03")
        serves(session, li, 60, "2025-12")
        unit_figures.enter(session, actor=zhou, unit_id=bureau, staff=8, pupils=0, now=BEFORE)
        made = statistics.table(session, now=OPENING, **mine)
        assert made.lines == (Line("甲局", 8, 2, 2, 600, 0),)
        assert (made.unit, made.year, made.until_on) == ("甲局", 2026, date(2026, 9, 1))
        receipt = _hands_in(session, zhou, owed.duty_id, OPENING)
        assert (receipt.receipt, receipt.reader) == ("TJ-2026-0001", Role.FEDERATION)
        called = session.connection().scalars(
            select(NOTICES.c.account_id).where(NOTICES.c.kind == "submissions-waiting")
        )
        assert list(called) == [zhao]
        assert [submissions.waiting(session, actor=who, now=OPENING) for who in (zhao, qian)] == [
            1,
            0,
        ]
        found = submissions.following(session, actor=zhao, now=OPENING)
        assert found is not None
        done: dict[str, Any] = {"submission_id": found.submission_id, "version": found.version}
        with pytest.raises(Refusal) as not_his:
            submissions.review(session, actor=qian, accepted=True, now=OPENING, **done)
        assert not_his.value.refused.code is Code.NOT_ALLOWED
        submissions.review(session, actor=zhao, accepted=True, now=OPENING, **done)
        seen = statistics.collected(session, actor=qian, now=OPENING)
        assert seen is not None
        assert seen.own is None
        assert seen.count(Standing.DONE) == 1
        # The eighteen members, the nine counties' offices, and this one.
        assert len(seen.standings) == 28
        assert "宁洱县文明办" in seen.missing

    await db.write(play)


async def test_a_countys_units_hand_in_to_its_office_and_the_office_hands_in_one_sheet(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        first, second = _a_county_unit(session, "宁洱一中"), _a_county_unit(session, "宁洱二中")
        elsewhere = _a_county_unit(session, "澜沧一中", "530828")
        at_home = _a_county_unit(session, "思茅一中", "530802")
        duties.prepare(session, now=OPENING)
        of = {
            one.unit_id: one
            for one in duties.standings(session, now=OPENING)
            if one.owed.kind is DutyKind.STATISTICS
        }
        # What belongs to Simao goes to the city, as its registrations do.
        places = [of[unit].county for unit in (first, second, elsewhere, at_home)]
        assert places == [NINGER, NINGER, "530828", ""]
        wu = with_role(session, 500, Role.UNIT_CONTACT, str(first)).account_id
        zha = with_role(session, 501, Role.COUNTY_OFFICE, NINGER).account_id
        lan = with_role(session, 502, Role.COUNTY_OFFICE, "530828").account_id
        zhao = with_role(session, 503, Role.FEDERATION).account_id
        kinds = [one.owed.kind for one in duties.own(session, actor=wu, now=OPENING)]
        assert kinds == [DutyKind.STATISTICS]
        old = datetime(2025, 5, 1, tzinfo=UTC)
        serves(session, a_member(session, 1, first, approved_at=old), 90, "2026-02")
        a_member(session, 2, second, approved_at=old)
        a_member(session, 3, elsewhere, approved_at=old)
        late = _hands_in(session, wu, of[first].duty_id, CLOSED)
        assert (late.reader, late.late_days) == (Role.COUNTY_OFFICE, 1)
        waits = [submissions.waiting(session, actor=who, now=CLOSED) for who in (zha, lan, zhao)]
        assert waits == [1, 0, 0]
        found = submissions.following(session, actor=zha, now=CLOSED)
        assert found is not None
        done: dict[str, Any] = {"submission_id": found.submission_id, "version": found.version}
        submissions.review(session, actor=zha, accepted=True, now=CLOSED, **done)
        seen = statistics.collected(session, actor=zha, now=CLOSED)
        assert seen is not None
        assert (len(seen.standings), seen.missing) == (2, ["宁洱二中"])
        assert seen.own is not None
        assert seen.own.unit_name == "宁洱县文明办"
        sheet = statistics.table(session, actor=zha, duty_id=seen.own.duty_id, now=CLOSED)
        assert sheet.lines == (
            Line("宁洱一中", None, 0, 1, 90, 0),
            Line("宁洱二中", None, 0, 1, 0, 0),
        )
        with pytest.raises(Refusal) as not_his:
            statistics.table(session, actor=lan, duty_id=seen.own.duty_id, now=CLOSED)
        assert not_his.value.refused.code is Code.NOT_ALLOWED
        receipt = _hands_in(session, zha, seen.own.duty_id, CLOSED)
        assert (receipt.unit, receipt.reader) == ("宁洱县文明办", Role.FEDERATION)
        assert submissions.waiting(session, actor=zhao, now=CLOSED) == 1

    await db.write(play)
