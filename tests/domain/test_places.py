"""The city's map, and finding a township by a part of its name."""

from datetime import date

import pytest

from domain.places import Places, parse_places, read_places
from domain.policy import PolicyBook
from domain.toml_text import PolicyError


def places_of(city: str) -> Places:
    policy = PolicyBook.load(city).on(date(2026, 3, 1))
    return read_places(policy.folder / policy.city.places_file)


PUER = places_of("puer")
GUANGAN = places_of("guangan")


def townships(places: Places) -> int:
    return sum(len(places.townships(county.code)) for county in places.counties)


def test_puer_has_ten_counties_and_103_townships() -> None:
    assert len(PUER.counties) == 10
    assert townships(PUER) == 103
    assert len(PUER.townships("530802")) == 7
    names = [county.short_name for county in PUER.counties]
    assert names[:4] == ["思茅区", "宁洱县", "墨江县", "景东县"]
    assert PUER.counties[-1].name == "西盟佤族自治县"


def test_guangan_has_six_counties_three_zones_and_124_townships() -> None:
    kinds = [county.kind for county in GUANGAN.counties]
    assert (kinds.count("county"), kinds.count("zone")) == (6, 3)
    assert townships(GUANGAN) == 124
    assert GUANGAN.townships("GA-JKQ") == ()
    assert GUANGAN.path("511602007")[0].short_name == "广安区"


def test_the_zones_of_the_routing_are_places_of_the_city() -> None:
    for city, places in (("puer", PUER), ("guangan", GUANGAN)):
        policy = PolicyBook.load(city).on(date(2026, 3, 1))
        assert {places.get(code) for code in policy.routing.districts} <= set(places.counties)


def test_an_address_names_county_and_township() -> None:
    assert [place.short_name for place in PUER.path("530802102")] == ["思茅区", "南屏镇"]
    assert [place.short_name for place in PUER.path("530829")] == ["西盟县"]
    county = PUER.county_of("530802102")
    assert county is not None
    assert county.code == "530802"


@pytest.mark.parametrize("code", ["", "530800", "999999", "530802999", "530802\n"])
def test_a_strangers_code_is_no_address(code: str) -> None:
    assert PUER.path(code) == ()
    assert PUER.county_of(code) is None
    assert PUER.townships(code) == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("南屏", ["南屏镇"]),
        ("澜沧", ["澜沧县"]),
        ("拉祜", ["镇沅县", "孟连县", "澜沧县", "力所乡"]),
        ("nan ping", ["南屏镇"]),
        ("NING'ER", ["宁洱县", "宁洱镇"]),
        ("龙潭", ["龙潭乡", "龙潭乡"]),
        ("", []),
        ("  ", []),
        ("%", []),
        ("没有的地方", []),
    ],
)
def test_a_place_is_found_by_a_part_of_its_name(typed: str, found: list[str]) -> None:
    assert [place.short_name for place in PUER.search(typed)] == found


def test_names_that_begin_so_come_first_and_the_list_stays_short() -> None:
    assert len(PUER.search("镇")) == 8
    assert [place.short_name for place in PUER.search("东")][:2] == ["东回镇", "东河乡"]
    assert [place.short_name for place in PUER.search("潭", county="530802")] == ["龙潭乡"]
    assert PUER.search("南屏", county="530829") == ()
    assert len(PUER.search("乡", limit=3)) == 3


def test_accents_do_not_matter() -> None:
    assert [place.short_name for place in GUANGAN.search("longnu")] == ["龙女镇"]


HEAD = "code,name,short_name,name_en,parent,kind\n"
CITY = "1,甲市,甲市,Jia,,city\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "first line"),
        ("code,name\n", 1, "first line"),
        (HEAD, 1, "no place"),
        (HEAD + CITY + "2,乙县,乙县,Yi,1\n", 3, "columns"),
        (HEAD + CITY + "2,,乙县,Yi,1,county\n", 3, "none empty"),
        (HEAD + CITY + "2,乙县,乙县,Yi,1,village\n", 3, "no kind"),
        (HEAD + CITY + CITY, 3, "twice"),
        (HEAD + CITY + "2,丙市,丙市,Bing,,city\n", 3, "hangs on"),
        (HEAD + CITY + "2,乙县,乙县,Yi,9,county\n", 3, "hangs on no city"),
        (HEAD + CITY + "2,丁镇,丁镇,Ding,1,township\n", 3, "hangs on no county"),
        (HEAD + "2,丁镇,丁镇,Ding,,township\n", 2, "hangs on no county"),
    ],
)
def test_a_faulty_map_stops_the_start(text: str, line: int, said: str) -> None:
    with pytest.raises(PolicyError, match=said) as refusal:
        parse_places(text, name="places.csv")
    assert refusal.value.line == line


def test_a_missing_map_is_named() -> None:
    policy = PolicyBook.load("puer").on(date(2026, 3, 1))
    with pytest.raises(PolicyError, match="cannot be read"):
        read_places(policy.folder / "places-nowhere.csv")
