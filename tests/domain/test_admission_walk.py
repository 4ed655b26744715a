"""Admission in any order of scans, beside a model in plain Python (P2, P7; F3, F4, F39, F42).

Hypothesis chooses who scans what, how old the code is and how the clock jumps, forward and back.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.admission import CodeKind, Means, OpenVisit, ScanFacts, ShownCode, Verdict, admit
from domain.credit import closes_at, credit_for
from domain.policy import PolicyBook
from domain.refusals import Code, Refused

POLICY = PolicyBook.load("puer").periods[-1]
RULES = POLICY.checkin
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
JUMPS = (timedelta(hours=-1), timedelta(seconds=-2), timedelta(hours=1), timedelta(days=1))
# How old a code may be, in slots: by its kind and by how it came.
GOOD = {
    (CodeKind.STATION, Means.SCANNER): range(RULES.scanner_slots),
    (CodeKind.STATION, Means.DEEP_LINK): range(-1, RULES.deep_link_slots),
    (CodeKind.STATION, Means.PHOTO): range(-1, RULES.deep_link_slots),
    (CodeKind.PERSONAL, Means.SCANNER): range(RULES.personal_slots),
    (CodeKind.PERSONAL, Means.PHOTO): range(RULES.personal_slots),
}
SHOWN = st.sampled_from(sorted(GOOD))


@dataclass
class Model:
    """One volunteer as plain Python sees him."""

    now: datetime = START
    visit: OpenVisit | None = None
    used: set[tuple[str, int, int]] = field(default_factory=set)
    visits: int = 0
    credited: list[tuple[datetime, datetime, int]] = field(default_factory=list)


class Scans(RuleBasedStateMachine):
    """One volunteer, two stations, and a clock that nobody can rely on."""

    def __init__(self) -> None:
        super().__init__()
        self.is_so = Model()

    @rule(minutes=st.integers(0, 600), seconds=st.integers(0, 59))
    def time_goes_on(self, minutes: int, seconds: int) -> None:
        self.is_so.now += timedelta(minutes=minutes, seconds=seconds)

    @rule(jump=st.sampled_from(JUMPS))
    def the_clock_jumps(self, jump: timedelta) -> None:
        self.is_so.now += jump

    @rule(
        shown=SHOWN,
        station=st.integers(1, 2),
        age=st.integers(-2, 5),
        serial=st.integers(1, 4),
        revoked=st.integers(0, 9).map(lambda n: n == 0),
        opens=st.integers(0, 9).map(lambda n: n > 0),
        own=st.integers(0, 9).map(lambda n: n == 0),
    )
    def somebody_scans(
        self,
        shown: tuple[CodeKind, Means],
        station: int,
        age: int,
        serial: int,
        revoked: bool,
        opens: bool,
        own: bool,
    ) -> None:
        kind, means = shown
        self._forget()
        before, key = self.is_so.visit, (kind.value, station, serial)
        by_clerk = kind is CodeKind.PERSONAL
        facts = ScanFacts(
            at=self.is_so.now,
            means=means,
            code=ShownCode(kind, age, age * 10, used=key in self.is_so.used, revoked=revoked),
            by_clerk=by_clerk,
            station_id=station,
            station_open=opens,
            opening="",
            open_visit=before,
            own=own and by_clerk,
        )
        verdict = admit(facts, POLICY)
        assert admit(facts, POLICY) == verdict
        if isinstance(verdict, Refused):
            self._refused_for_a_reason(facts, verdict.code)
            return
        assert not revoked
        assert key not in self.is_so.used
        assert age in GOOD[shown]
        assert not facts.own
        self.is_so.used.add(key)
        if verdict is Verdict.ARRIVE:
            assert before is None
            assert opens
            self.is_so.visits += 1
            self.is_so.visit = OpenVisit(self.is_so.visits, station, "", self.is_so.now)
        else:
            self._leaves(before, station)

    def _leaves(self, visit: OpenVisit | None, station: int) -> None:
        assert visit is not None
        assert visit.station_id == station
        stayed = self.is_so.now - visit.opened_at
        assert stayed >= timedelta(seconds=RULES.repeat_scan_seconds)
        earned = credit_for(
            visit.opened_at,
            self.is_so.now,
            credited_that_day_minutes=0,
            rules=POLICY.credit,
        )
        self.is_so.credited.append((visit.opened_at, self.is_so.now, earned.minutes))
        self.is_so.visit = None

    def _refused_for_a_reason(self, facts: ScanFacts, code: Code) -> None:
        visit = facts.open_visit
        here = visit is not None and visit.station_id == facts.station_id
        reasons: dict[Code, Any] = {
            Code.CODE_REVOKED: facts.code.revoked,
            Code.CODE_USED: facts.code.used and not here,
            Code.CODE_CHANGED: facts.code.age_slots not in GOOD[facts.code.kind, facts.means],
            Code.OWN_CODE: facts.own,
            Code.OPEN_ELSEWHERE: visit is not None and not here,
            Code.STATION_CLOSED: not facts.station_open and visit is None,
            Code.JUST_ARRIVED: here,
        }
        assert reasons[code], code

    def _forget(self) -> None:
        """End what has run past the limit, as the product does before it decides."""
        visit = self.is_so.visit
        if visit is not None and self.is_so.now >= closes_at(visit.opened_at, POLICY.credit):
            self.is_so.visit = None

    @invariant()
    def nothing_lasts_less_than_nothing(self) -> None:
        for opened_at, closed_at, minutes in self.is_so.credited[-1:]:
            assert timedelta() < closed_at - opened_at
            assert 0 <= minutes <= (closed_at - opened_at) / timedelta(minutes=1)
            assert minutes <= POLICY.credit.max_visit_minutes


def test_in_any_order_of_scans_nobody_is_in_twice_and_no_code_is_good_twice_or_late() -> None:
    run_state_machine_as_test(
        Scans,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
