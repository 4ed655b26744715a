"""Moving a volunteer's relation to another unit or place (PUZD-4b–d, SM3-5g)."""

from dataclasses import dataclass
from datetime import date

from domain.identity import age_on
from domain.places import Places
from domain.policy_relocation import RelocationRules
from domain.refusals import Code, Refused
from domain.registration import lives_there
from domain.units import SCHOOLS

# The reasons that come with another home; with the third the home stays.
MOVES_HOME = ("household", "address")


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a volunteer belongs: unit and team if he has them, county and township always."""

    unit_id: int | None
    team_id: int | None
    county: str
    township: str


def judge(
    reason: str, now: Belonging, wanted: Belonging, rules: RelocationRules, places: Places
) -> Refused | None:
    """Return why this cannot be asked for: answer-missing, nothing-changes; or None.

    Another home needs a reason that moves it; another unit alone is the employer's matter.
    """
    if reason not in rules.reasons:
        return Refused(Code.ANSWER_MISSING, {}, "relocation.reasons")
    if not lives_there(wanted.county, wanted.township, places):
        return Refused(Code.ANSWER_MISSING)
    same_home = (now.county, now.township) == (wanted.county, wanted.township)
    same_unit = now.unit_id == wanted.unit_id
    if reason in MOVES_HOME and same_home:
        return Refused(Code.NOTHING_CHANGES)
    if reason not in MOVES_HOME and (same_unit or not same_home):
        return Refused(Code.NOTHING_CHANGES)
    return None


def is_leaver(
    born_on: date | None, unit_kind: str | None, day: date, rules: RelocationRules
) -> bool:
    """Tell whether somebody is asked this month where he goes on from school (PU9-T26c)."""
    if born_on is None or unit_kind not in SCHOOLS or day.month not in rules.leavers_months:
        return False
    return rules.leavers_min_age <= age_on(born_on, day) <= rules.leavers_max_age
