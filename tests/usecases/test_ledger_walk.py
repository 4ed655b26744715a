"""Random lives of a small city, step by step beside a model in plain Python (P3).

Hypothesis chooses what happens: hours earned and taken back, rewards redeemed, vouchers used,
cancelled and left to run out, each request sent again now and then. After every step the books say
what the model says; at the end of every life they prove themselves.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
import sqlalchemy
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.refusals import Code, Refusal, Refused
from models.ledger import CityAccount, Ledger
from tests.cast import CITY, MORNING, CinemaOffer, Somebody, a_cinema, a_volunteer
from tests.databases import ENGINES, fresh_database
from usecases import honouring, ledger, proof, redeeming, vouchers
from usecases.city import CitySession
from usecases.honouring import Honoured

_NUMBERS = itertools.count(1)
PRICES = (60, 600)
STOCK = 3
PEOPLE = 3


@dataclass
class Held:
    """What the model knows of a voucher."""

    who: int
    price_minutes: int
    reward: int
    request_id: str
    typed: str
    state: str
    expires_at: datetime


@dataclass
class Purse:
    """What the model knows of a volunteer."""

    service: int = 0
    redeemable: int = 0
    owed: int = 0

    def given(self, minutes: int) -> None:
        """Take minutes in; what is owed is repaid first."""
        repaid = min(self.owed, minutes)
        self.owed -= repaid
        self.redeemable += minutes - repaid

    def taken(self, minutes: int) -> None:
        """Give minutes back; what is spent already is owed."""
        short = max(minutes - self.redeemable, 0)
        self.owed += short
        self.redeemable += short - minutes


@dataclass
class Model:
    """The city as plain Python sees it."""

    purses: list[Purse] = field(default_factory=lambda: [Purse() for _ in range(PEOPLE)])
    stock: list[int] = field(default_factory=lambda: [STOCK] * len(PRICES))
    vouchers: dict[int, Held] = field(default_factory=dict)
    earned: list[tuple[int, str, int, bool]] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)

    def live(self, who: int, now: datetime) -> int:
        """Return how many vouchers somebody can use now."""
        return sum(
            one.who == who and one.state == "live" and one.expires_at > now
            for one in self.vouchers.values()
        )


class Life(RuleBasedStateMachine):
    """One life; the engine is set by the test that runs it."""

    engine: ClassVar[sqlalchemy.Engine]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.now = MORNING
        self.people: list[Somebody] = []
        self.offers: list[CinemaOffer] = []

    @contextmanager
    def deed(self) -> Iterator[CitySession]:
        with CitySession(bind=self.engine, expire_on_commit=False) as session, session.begin():
            session.city = CITY
            yield session

    @initialize()
    def begins(self) -> None:
        with self.deed() as session:
            self.people = [a_volunteer(session, next(_NUMBERS)) for _ in range(PEOPLE)]
            self.offers = [
                a_cinema(
                    session,
                    f"影城{next(_NUMBERS)}",
                    price_minutes=price,
                    stock=STOCK,
                    till=10**9 + next(_NUMBERS),
                )
                for price in PRICES
            ]
        for who in range(PEOPLE):
            self.earns(who, 700, "scan", twice=False)

    @rule(
        who=st.integers(0, PEOPLE - 1),
        minutes=st.integers(1, 700),
        source=st.sampled_from(["scan", "scan", "staff_end", "typed"]),
        twice=st.booleans(),
    )
    def earns(self, who: int, minutes: int, source: str, twice: bool) -> None:
        key = f"walk:{next(_NUMBERS)}"
        entry = ledger.Entry(
            key, Ledger.SERVICE, CityAccount.ISSUED, self.people[who].volunteer_id, minutes,
            source, key, "walk", "2026-11",
        )  # fmt: skip
        redeemable = source != "typed"
        for _ in range(1 + twice):
            with self.deed() as session:
                ledger.issue(session, entry, redeemable=redeemable, now=self.now)
        self.model.purses[who].service += minutes
        if redeemable:
            self.model.purses[who].given(minutes)
        self.model.earned.append((who, key, minutes, redeemable))

    @precondition(lambda self: self.model.earned)
    @rule(which=st.integers(0, 10**6))
    def is_corrected(self, which: int) -> None:
        who, key, minutes, redeemable = self.model.earned[which % len(self.model.earned)]
        with self.deed() as session:
            ledger.reverse(session, key=f"{key}/service", by=None, now=self.now)
            if redeemable:
                ledger.reverse(session, key=f"{key}/redeemable", by=None, now=self.now)
        if key in self.model.taken_back:
            return
        self.model.taken_back.add(key)
        self.model.purses[who].service -= minutes
        if redeemable:
            self.model.purses[who].taken(minutes)

    def _expected_refusal(self, who: int, reward: int) -> Code | None:
        if self.model.stock[reward] == 0:
            return Code.STOCK_GONE
        if self.model.live(who, self.now) >= 5:
            return Code.TOO_MANY_VOUCHERS
        if self.model.purses[who].redeemable < PRICES[reward]:
            return Code.HOURS_SHORT
        return None

    def _redeem(self, who: int, reward: int, request_id: str) -> redeeming.Redeemed | Code:
        try:
            with self.deed() as session:
                return redeeming.redeem(
                    session,
                    actor=self.people[who].account_id,
                    reward_id=self.offers[reward].reward_id,
                    price_minutes=PRICES[reward],
                    request_id=request_id,
                    now=self.now,
                )
        except Refusal as refusal:
            return refusal.refused.code

    @rule(who=st.integers(0, PEOPLE - 1), reward=st.integers(0, len(PRICES) - 1))
    def redeems(self, who: int, reward: int) -> None:
        expected = self._expected_refusal(who, reward)
        request_id = f"walk/{next(_NUMBERS)}"
        outcome = self._redeem(who, reward, request_id)
        if expected is not None:
            assert outcome == expected
            return
        assert isinstance(outcome, redeeming.Redeemed), outcome
        self.model.purses[who].redeemable -= PRICES[reward]
        self.model.stock[reward] -= 1
        shown = outcome.voucher
        ends = CITY.calendar.starts_at(shown.until_on + timedelta(days=1))
        self.model.vouchers[shown.voucher_id] = Held(
            who, PRICES[reward], reward, request_id, shown.typed, "live", ends
        )

    def _some_voucher(self, which: int) -> tuple[int, Held]:
        ids = list(self.model.vouchers)
        voucher_id = ids[which % len(ids)]
        return voucher_id, self.model.vouchers[voucher_id]

    @precondition(lambda self: self.model.vouchers)
    @rule(which=st.integers(0, 10**6))
    def redeems_again_by_the_same_button(self, which: int) -> None:
        voucher_id, held = self._some_voucher(which)
        again = self._redeem(held.who, held.reward, held.request_id)
        assert isinstance(again, redeeming.Redeemed)
        assert again.voucher.voucher_id == voucher_id

    def _ended(self, held: Held) -> Code | None:
        states = {"honoured": Code.VOUCHER_USED, "cancelled": Code.VOUCHER_CANCELLED}
        if held.state in states:
            return states[held.state]
        over = held.state == "expired" or self.now >= held.expires_at
        return Code.VOUCHER_EXPIRED if over else None

    @precondition(lambda self: self.model.vouchers)
    @rule(which=st.integers(0, 10**6), till=st.integers(0, len(PRICES) - 1))
    def is_shown_at_a_till(self, which: int, till: int) -> None:
        voucher_id, held = self._some_voucher(which)
        with self.deed() as session:
            outcome = honouring.honour(
                session,
                actor=self.offers[till].till.account_id,
                code=held.typed,
                request_id=f"walk/{next(_NUMBERS)}",
                now=self.now,
            )
        if till != held.reward:
            assert isinstance(outcome, Refused)
            assert outcome.code is Code.VOUCHER_ELSEWHERE
        elif (ended := self._ended(held)) is not None:
            assert isinstance(outcome, Refused)
            assert outcome.code is ended
        else:
            assert isinstance(outcome, Honoured)
            assert outcome.voucher_id == voucher_id
            held.state = "honoured"

    @precondition(lambda self: self.model.vouchers)
    @rule(which=st.integers(0, 10**6))
    def is_cancelled(self, which: int) -> None:
        voucher_id, held = self._some_voucher(which)
        refused: Code | None = None
        try:
            with self.deed() as session:
                vouchers.cancel(
                    session,
                    actor=self.people[held.who].account_id,
                    voucher_id=voucher_id,
                    now=self.now,
                )
        except Refusal as refusal:
            refused = refusal.refused.code
        assert refused is self._ended(held)
        if refused is None:
            self._given_back(held, "cancelled")

    def _given_back(self, held: Held, state: str) -> None:
        held.state = state
        self.model.purses[held.who].given(held.price_minutes)
        self.model.stock[held.reward] += 1

    @rule(days=st.integers(1, 20), ticks=st.booleans())
    def time_goes_on(self, days: int, ticks: bool) -> None:
        self.now += timedelta(days=days)
        if not ticks:
            return
        with self.deed() as session:
            vouchers.expire_due(session, now=self.now)
        for held in self.model.vouchers.values():
            if held.state == "live" and held.expires_at <= self.now:
                self._given_back(held, "expired")

    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        if not self.people:
            return
        with self.deed() as session:
            for person, purse in zip(self.people, self.model.purses, strict=True):
                has = ledger.hours(session, volunteer_id=person.volunteer_id)
                assert (has.service_minutes, has.redeemable_minutes, has.owed_minutes) == (
                    purse.service,
                    purse.redeemable,
                    purse.owed,
                )

    def teardown(self) -> None:
        with self.deed() as session:
            # What this life leaves in hand must not run out in the next one.
            vouchers.expire_due(session, now=self.now + timedelta(days=400))
            found = proof.prove(session)
        assert found.holds, found.contradictions


_PATIENT: Any = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
}


def _lives(engine: str, how: settings) -> None:
    with fresh_database(engine) as url:
        made = sqlalchemy.create_engine(url)
        try:
            machine = type("OneLife", (Life,), {"engine": made})
            run_state_machine_as_test(machine, settings=settings(how, **_PATIENT))
        finally:
            made.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_in_any_life_the_books_hold(engine: str) -> None:
    _lives(engine, settings(max_examples=25, stateful_step_count=40, derandomize=True))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("engine", ENGINES)
def test_in_two_thousand_lives_the_books_hold(engine: str) -> None:
    _lives(engine, settings(max_examples=2000, stateful_step_count=50))
