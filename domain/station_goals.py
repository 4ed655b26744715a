"""How far a county is with its stations, against what a city's document asks (GA15-3.2b, d)."""

from dataclasses import dataclass

from domain.policy_stations import StationRules


@dataclass(frozen=True, slots=True)
class Goal:
    """A county's stations in use, and the communities that one of the standard stands in.

    `least` is None where no number is asked for. `communities` of the built-up area is what an
    officer entered, `percent` their share rounded down; both None where nothing is asked or known.
    """

    county: str
    stations: int
    least: int | None
    aims_at_communities: bool
    covered: int
    communities: int | None
    percent: int | None
    reached: bool


def goal(
    rules: StationRules, county: str, *, stations: int, covered: int, communities: int | None
) -> Goal:
    """Return how a county stands; what nobody has entered yet is not reached."""
    least = rules.min_county if county in rules.min_county_places else None
    aims = county in rules.community_places
    percent = min(100, covered * 100 // communities) if aims and communities else None
    enough = percent is not None and percent >= rules.community_percent
    reached = (least is None or stations >= least) and (not aims or enough)
    return Goal(county, stations, least, aims, covered, communities, percent, reached)
