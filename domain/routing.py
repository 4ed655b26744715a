"""Who approves a registration: by the unit's affiliation, not by residence (PUZD-1.4.1c, d)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.policy_shape import Approver, Routing


class Affiliation(StrEnum):
    """Whom a unit belongs to; units of townships and communities belong to their county."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Route:
    """Who decides. `county` is the code of the office's county, None where the city decides.

    `filed` is true when the deciding office must report to the Centre and the Federation, and
    `rule` is the policy key that decided.
    """

    approver: Approver
    county: str | None
    filed: bool
    rule: str

    @property
    def written(self) -> str:
        """Return it as the rows keep it that wait for an office: the approver and his county."""
        return f"{self.approver}:{self.county}" if self.county else self.approver


def route_for(
    *, affiliation: Affiliation | None, unit_county: str | None, home_county: str, rules: Routing
) -> Route:
    """Return who approves an applicant.

    A unit of the city, the province or the nation goes where the policy says, even if it sits in
    a county. Any other unit follows its county; who has no unit follows the county of residence.
    """
    if affiliation is Affiliation.CITY:
        return Route(rules.city_units, None, False, "routing.city_units")
    if affiliation is Affiliation.PROVINCE:
        return Route(rules.provincial_units, None, False, "routing.provincial_units")
    if affiliation is Affiliation.NATION:
        return Route(rules.central_units, None, False, "routing.central_units")
    county = unit_county if affiliation is Affiliation.COUNTY and unit_county else home_county
    if county in rules.districts:
        return _route(rules.districts[county], county, "routing.districts")
    return _route(rules.otherwise, county, "routing.otherwise")


def _route(approver: Approver, county: str, rule: str) -> Route:
    by_county = approver == "county_office"
    return Route(approver, county if by_county else None, by_county, rule)
