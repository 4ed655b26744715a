"""Who approves a registration."""

from datetime import date

import pytest

from domain.places import read_places
from domain.policy import PolicyBook
from domain.routing import Affiliation, Route, route_for

POLICY = PolicyBook.load("puer").on(date(2026, 3, 1))
COUNTIES = [county.code for county in read_places(POLICY.folder / POLICY.city.places_file).counties]
SIMAO, LANCANG = "530802", "530828"


def route(affiliation: Affiliation | None, unit: str | None, home: str) -> Route:
    return route_for(
        affiliation=affiliation, unit_county=unit, home_county=home, rules=POLICY.routing
    )


@pytest.mark.parametrize(
    "affiliation", [Affiliation.CITY, Affiliation.PROVINCE, Affiliation.NATION]
)
@pytest.mark.parametrize("county", COUNTIES)
def test_units_of_city_province_and_nation_go_to_the_federation_wherever_they_sit(
    affiliation: Affiliation, county: str
) -> None:
    got = route(affiliation, county, county)
    assert (got.approver, got.county, got.filed) == ("federation", None, False)
    assert POLICY.source(got.rule).clause_id == "PUZD-1.4.1c"


def test_everything_of_simao_goes_to_the_federation() -> None:
    for affiliation, unit in ((Affiliation.COUNTY, SIMAO), (None, None)):
        got = route(affiliation, unit, SIMAO)
        assert (got.approver, got.county, got.filed) == ("federation", None, False)
        assert POLICY.source(got.rule).clause_id == "PUZD-1.4.1c"


@pytest.mark.parametrize("county", [code for code in COUNTIES if code != SIMAO])
def test_the_nine_counties_decide_themselves_and_report(county: str) -> None:
    got = route(Affiliation.COUNTY, county, SIMAO)
    assert (got.approver, got.county, got.filed) == ("county_office", county, True)
    assert POLICY.source(got.rule).clause_id == "PUZD-1.4.1d"


def test_the_units_county_counts_and_not_the_residence() -> None:
    assert route(Affiliation.COUNTY, LANCANG, SIMAO).county == LANCANG
    assert route(Affiliation.COUNTY, SIMAO, LANCANG).approver == "federation"


def test_who_has_no_unit_follows_the_county_of_residence() -> None:
    assert route(None, None, LANCANG) == Route("county_office", LANCANG, True, "routing.otherwise")
    assert route(Affiliation.COUNTY, None, LANCANG).county == LANCANG


def test_every_member_unit_of_the_city_goes_to_the_federation() -> None:
    for unit in POLICY.members:
        got = route(Affiliation(unit.affiliation), unit.county or None, LANCANG)
        assert got.approver == "federation", unit.name


def test_guangans_zones_go_to_the_citys_office_and_its_counties_to_their_own() -> None:
    rules = PolicyBook.load("guangan").on(date(2026, 3, 1)).routing
    zone = route_for(affiliation=None, unit_county=None, home_county="GA-JKQ", rules=rules)
    county = route_for(affiliation=None, unit_county=None, home_county="511621", rules=rules)
    assert (zone.approver, zone.county) == ("office", None)
    assert (county.approver, county.county) == ("county_office", "511621")
