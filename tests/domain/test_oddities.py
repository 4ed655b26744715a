"""Which way is too fast, by positions and by places; what follows on what."""

from datetime import date

import pytest

from domain.oddities import NEXT, OddState, Spot, too_fast, way_minutes
from domain.policy import PolicyBook
from domain.positions import Position

RULES = PolicyBook.load("puer").on(date(2026, 11, 1)).oddities
# Forty kilometres apart, as the crow flies: half an hour at 80 km/h.
HERE = Spot("530802", "530802001", Position(22.80, 100.97))
FORTY_KM = Spot("530802", "530802009", Position(22.80 + 40 / 111.195, 100.97))


@pytest.mark.parametrize(("gap", "odd"), [(29 * 60 - 1, True), (30 * 60, False), (31 * 60, False)])
def test_forty_kilometres_take_half_an_hour(gap: int, odd: bool) -> None:
    assert way_minutes(HERE, FORTY_KM, RULES) in (29, 30)
    assert too_fast(gap, HERE, FORTY_KM, RULES) is odd


@pytest.mark.parametrize(
    ("other", "minutes"),
    [
        (Spot("530802", "530802001"), 0),
        (Spot("530802", "530802002"), RULES.township_minutes),
        (Spot("530821", "530821001"), RULES.county_minutes),
    ],
)
def test_without_positions_the_places_tell(other: Spot, minutes: int) -> None:
    assert way_minutes(HERE, other, RULES) == minutes
    assert not too_fast(minutes * 60, HERE, other, RULES)
    assert too_fast(minutes * 60 - 1, HERE, other, RULES)


def test_what_is_settled_stays_settled() -> None:
    assert NEXT[OddState.OPEN] == {OddState.FINE, OddState.CHECKING}
    assert NEXT[OddState.CHECKING] == {OddState.FINE, OddState.CONFIRMED}
    assert not NEXT[OddState.FINE]
    assert not NEXT[OddState.CONFIRMED]
