"""Stars: how many the service minutes are worth, and how far it is to the next (PUZD-5.1c).

Which minutes count (of a lifetime or of a year) is `stars.basis`; the caller hands in the sum.
Reaching a star is not being awarded it: that is done once a year, by the steps of `stars.chain`.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.policy_stars import Stars

HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Quality:
    """What those who were served gave: their stars added up, and how many they were (SM3-7a)."""

    stars: int = 0
    words: int = 0

    def reaches(self, least_tenths: int) -> bool:
        """Tell whether the average is enough; whom nobody has rated nothing is held against."""
        return self.stars * 10 >= least_tenths * self.words


def star_for(service_minutes: int, rules: Stars, quality: Quality | None = None) -> int:
    """Return the star that the minutes earn, 0 for none yet; a threshold reached is earned.

    With `quality` only a star counts whose least average is reached too, where the city has one.
    """
    least = rules.quality_min if quality is not None else ()
    reached = 0
    for star, hours in enumerate(rules.thresholds_hours, start=1):
        enough = not least or (quality or Quality()).reaches(least[star - 1])
        if service_minutes >= hours * HOUR_MINUTES and enough:
            reached = star
    return reached


def minutes_to_next(service_minutes: int, rules: Stars) -> int | None:
    """Return the minutes still missing for the next star, None when there is none above."""
    star = star_for(service_minutes, rules)
    if star == len(rules.thresholds_hours):
        return None
    return rules.thresholds_hours[star] * HOUR_MINUTES - service_minutes


class BatchState(StrEnum):
    """Where the recognition of a year stands; the words are those of `star_batch.state`."""

    NOMINATING = "nominating"
    CHECKING = "checking"
    APPROVING = "approving"
    NOTICE = "notice"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"


def first_state(rules: Stars) -> BatchState:
    """Return where a batch begins: at the first step that the city's chain has."""
    return BatchState.NOMINATING if "unit" in rules.chain else BatchState.CHECKING


def approvers(rules: Stars) -> tuple[str, ...]:
    """Return whose approvals a batch needs, each by another person (X11)."""
    return tuple(step for step in rules.chain if step in ("centre", "office"))
