"""Where a station lies and how far somebody is from it, in metres; all positions are WGS-84.

Maps published in China show GCJ-02, which is WGS-84 shifted by up to 700 m after a fixed formula.
A point picked on such a map is shifted back before it is kept; outside China both are the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, pi, radians, sin, sqrt

# The ellipsoid of Krasovsky (1940), which the shift is computed on.
_AXIS_METRES = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
# The mean radius of the earth; over a kilometre the error is below three metres.
_RADIUS_METRES = 6_371_008.8
# Each round of the inverse shift is some thousand times nearer; four reach a millimetre.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees; ValueError for one that does not lie on the earth."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuse what is no point; NaN compares as false and is refused too."""
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("no point of the earth")


class Nearness(StrEnum):
    """A band of distances: what stays known when the distance itself is forgotten."""

    INSIDE = "inside"
    NEAR = "near"
    FAR = "far"


def distance_metres(one: Position, other: Position) -> float:
    """Return the length of the great circle between two points."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * _RADIUS_METRES * asin(min(1.0, sqrt(half)))


def proves(distance: float, accuracy_metres: float, radius_metres: int) -> bool:
    """Tell whether somebody may stand inside: the best case of what his phone knows counts."""
    return distance - accuracy_metres <= radius_metres


def nearness(distance: float, accuracy_metres: float, radius_metres: int) -> Nearness:
    """Return the band: inside, within a kilometre of it, or far."""
    if proves(distance, accuracy_metres, radius_metres):
        return Nearness.INSIDE
    return Nearness.NEAR if distance <= radius_metres + 1000 else Nearness.FAR


def to_gcj(point: Position) -> Position:
    """Return where a map of China draws a point."""
    if not _in_china(point):
        return point
    north, east = _shift(point.longitude - 105.0, point.latitude - 35.0)
    latitude = radians(point.latitude)
    flat = 1 - _ECCENTRICITY_SQUARED * sin(latitude) ** 2
    meridian = _AXIS_METRES * (1 - _ECCENTRICITY_SQUARED) / (flat * sqrt(flat)) * pi
    parallel = _AXIS_METRES / sqrt(flat) * cos(latitude) * pi
    return Position(
        point.latitude + north * 180.0 / meridian, point.longitude + east * 180.0 / parallel
    )


def from_gcj(drawn: Position) -> Position:
    """Return the point that a map of China draws there."""
    point = drawn
    for _ in range(_ROUNDS):
        shifted = to_gcj(point)
        point = Position(
            point.latitude + drawn.latitude - shifted.latitude,
            point.longitude + drawn.longitude - shifted.longitude,
        )
    return point


def _in_china(point: Position) -> bool:
    return 0.8293 <= point.latitude <= 55.8271 and 72.004 <= point.longitude <= 137.8347


def _shift(x: float, y: float) -> tuple[float, float]:
    """Return by how many metres, north and east, a point is shifted; x and y from 105° E 35° N."""
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return north, east
