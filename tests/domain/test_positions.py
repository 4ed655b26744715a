"""Positions: the shift of Chinese maps, distances, and who may stand inside."""

import pytest

from domain.positions import (
    Nearness,
    Position,
    distance_metres,
    from_gcj,
    nearness,
    proves,
    to_gcj,
)

# WGS-84 and what a Chinese map draws there: the pairs that the open implementations agree on.
PAIRS = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
LIBRARY = Position(22.7865, 100.9772)


@pytest.mark.parametrize(("true", "drawn"), PAIRS)
def test_a_point_of_a_chinese_map_is_found_on_the_earth(
    true: tuple[float, float], drawn: tuple[float, float]
) -> None:
    shifted = to_gcj(Position(*true))
    assert (shifted.latitude, shifted.longitude) == pytest.approx(drawn, abs=1e-9)
    assert distance_metres(from_gcj(Position(*drawn)), Position(*true)) < 0.001


def test_in_puer_the_two_maps_are_hundreds_of_metres_apart_and_back_again_nothing() -> None:
    assert 100 < distance_metres(LIBRARY, to_gcj(LIBRARY)) < 700
    assert distance_metres(from_gcj(to_gcj(LIBRARY)), LIBRARY) < 0.001


@pytest.mark.parametrize("abroad", [Position(48.8583, 2.2945), Position(0.8292, 100.0)])
def test_outside_china_nothing_is_shifted(abroad: Position) -> None:
    assert to_gcj(abroad) == from_gcj(abroad) == abroad


def test_a_degree_of_the_equator_and_the_way_around_the_date_line() -> None:
    assert distance_metres(Position(0, 0), Position(0, 1)) == pytest.approx(111_195.08, abs=0.01)
    assert distance_metres(Position(0, 179.5), Position(0, -179.5)) == pytest.approx(
        111_195.08, abs=0.01
    )
    assert distance_metres(Position(90, 0), Position(-90, 0)) == pytest.approx(20_015_114, abs=2)
    assert distance_metres(LIBRARY, LIBRARY) == 0


@pytest.mark.parametrize(
    ("distance", "accuracy", "inside"),
    [(150, 0, True), (150.01, 0, False), (180, 30, True), (180.01, 30, False), (0, 0, True)],
)
def test_what_the_phone_does_not_know_speaks_for_the_person(
    distance: float, accuracy: float, *, inside: bool
) -> None:
    assert proves(distance, accuracy, 150) is inside


def test_bands_end_where_they_say() -> None:
    assert nearness(150, 0, 150) is Nearness.INSIDE
    assert nearness(151, 0, 150) is nearness(1150, 0, 150) is Nearness.NEAR
    assert nearness(1151, 0, 150) is Nearness.FAR


@pytest.mark.parametrize("point", [(90.1, 0), (0, 180.1), (-90.1, 0), (float("nan"), 0)])
def test_no_point_lies_beside_the_earth(point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no point"):
        Position(*point)
