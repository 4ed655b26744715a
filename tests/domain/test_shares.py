"""Shares of units and places, and what their volunteers serve on average (PUZD-1.3, 3.3; X1–X6)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.policy import PolicyBook
from domain.policy_shares import AverageBase
from domain.shares import (
    Average,
    Of,
    People,
    Share,
    Target,
    asks,
    average,
    average_target,
    city_targets,
    county_targets,
    share,
    titles_of,
    unit_shares,
    unit_targets,
)

PUER, SIMAO, GUANGAN = (
    PolicyBook.load(city).on(date(2026, 11, 21)) for city in ("puer", "simao", "guangan")
)
SEAT, COUNTY = "530802", "530821"


def asked(kind: str, *, built_up: bool = True) -> list[tuple[str, int | None, tuple[int, ...]]]:
    found = unit_targets(kind, built_up=built_up, rules=PUER.shares)
    return [(f"{one.of}", one.percent, one.marks) for one in found]


def test_each_kind_of_unit_is_asked_for_the_share_of_its_clause() -> None:
    for kind in ("office", "party", "bureau", "people_group", "media", "institution", "township"):
        assert asked(kind) == asked(kind, built_up=False) == [("all", 100, ())]
    assert asked("college") == asked("senior_high") == [("all", 100, ())]
    assert asked("basic_school") == [("staff", 100, ()), ("pupils", 60, ())]
    assert asked("enterprise") == [("all", 50, ())]
    # No document asks anything of these.
    assert asked("federation") == asked("village") == [("all", None, ())]


def test_a_later_document_decides_and_the_earlier_one_leaves_a_mark() -> None:
    assert asked("state_enterprise") == [("all", 50, (100,))]
    assert asked("community") == [("all", None, (13, 15))]
    source = PUER.source("shares.community_percent")
    assert (source.clause_id, source.overrides) == ("PUZD-1.3.1c", ("PU9-1.3c", "PU9-T23d"))
    assert PUER.source("shares.state_enterprise_percent").overrides == ("PU9-T23a",)


def test_outside_a_built_up_area_only_what_asks_everywhere_is_asked() -> None:
    public = [("staff", 100, ()), ("pupils", 60, ())]
    assert asked("senior_high", built_up=False) == asked("basic_school", built_up=False) == public
    rules = [
        unit_targets("basic_school", built_up=built_up, rules=PUER.shares)[0].rule
        for built_up in (True, False)
    ]
    assert rules == ["teacher_percent", "public_teacher_percent"]
    for kind in ("college", "enterprise", "state_enterprise"):
        assert asked(kind, built_up=False) == [("all", None, ())]


def test_city_and_counties_have_two_bases_and_what_peers_have_is_shown_once_it_is_known() -> None:
    assert [(one.percent, one.marks) for one in city_targets(PUER.shares)] == [(20, ()), (20, ())]
    assert [one.percent for one in county_targets(PUER.shares)] == [15, 15]
    assert [one.percent for one in city_targets(SIMAO.shares)] == [None, 10]
    assert not any(one.percent for one in city_targets(GUANGAN.shares))
    assert [asks(one.shares) for one in (PUER, SIMAO, GUANGAN)] == [True, True, False]
    peers = replace(PUER.shares, peer_mark_percent=18)
    assert [one.marks for one in city_targets(peers)] == [(18,), (18,)]


@pytest.mark.parametrize(
    ("registered", "people", "percent", "tenths", "reached"),
    [
        (49, 100, 50, 490, False), (50, 100, 50, 500, True), (51, 100, 50, 510, True),
        (199, 200, 100, 995, False), (200, 200, 100, 1000, True), (201, 200, 100, 1005, True),
        (1999, 13333, 15, 149, False), (2000, 13333, 15, 150, True), (2000, 13334, 15, 149, False),
        (50, 100, None, 500, None), (50, None, 50, None, None), (50, 0, 50, None, None),
    ],
)  # fmt: skip
def test_a_share_is_reached_at_its_percent_and_not_a_person_before(
    registered: int, people: int | None, percent: int | None, tenths: int | None, reached: bool
) -> None:
    target = Target(Of.ALL, "enterprise_percent", percent)
    found = share(target, registered, people, hide_below=5)
    assert found == Share(target, registered, people, tenths, reached)


@pytest.mark.parametrize(("registered", "shown"), [(0, None), (4, None), (5, 5), (6, 6)])
def test_no_share_of_fewer_than_five_people_is_shown(registered: int, shown: int | None) -> None:
    target = Target(Of.ALL, "organ_percent", 100)
    found = share(target, registered, 6, hide_below=5)
    assert (found.registered, found.tenths is None, found.people) == (shown, shown is None, 6)


def test_a_schools_teachers_and_pupils_are_counted_apart() -> None:
    people = People(registered=66, minors=48, staff=20, pupils=80)
    targets = unit_targets("basic_school", built_up=True, rules=PUER.shares)
    found = unit_shares(targets, people, hide_below=5)
    assert [(one.registered, one.people, one.reached) for one in found] == [
        (18, 20, False), (48, 80, True),
    ]  # fmt: skip
    college = unit_targets("college", built_up=True, rules=PUER.shares)
    (whole,) = unit_shares(college, people, hide_below=5)
    assert (whole.registered, whole.people, whole.tenths) == (66, 100, 660)
    for half_known in (People(66, 48), People(66, 48, staff=20), People(66, 48, pupils=80)):
        (unknown,) = unit_shares(college, half_known, hide_below=5)
        assert (unknown.people, unknown.tenths) == (None, None)


@pytest.mark.parametrize(
    ("kind", "county", "built_up", "rule", "hours"),
    [
        ("bureau", "", True, "seat_unit_hours", 100),
        ("college", SEAT, True, "seat_unit_hours", 100),
        ("enterprise", SEAT, True, "enterprise_hours", 50),
        ("state_enterprise", "", True, "enterprise_hours", 50),
        ("bureau", COUNTY, True, "county_unit_hours", 50),
        ("enterprise", COUNTY, True, "county_unit_hours", 50),
        ("bureau", COUNTY, False, "", None),
        ("community", SEAT, True, "", None),
    ],
)
def test_the_place_of_a_unit_goes_before_its_kind_in_what_it_serves_on_average(
    kind: str, county: str, built_up: bool, rule: str, hours: int | None
) -> None:
    found = average_target(kind, county, built_up=built_up, rules=PUER.averages)
    assert found == (rule, hours)
    assert average_target(kind, county, built_up=built_up, rules=GUANGAN.averages)[1] is None


@pytest.mark.parametrize(
    ("minutes", "average_minutes", "reached"),
    [(59_999, 5999, False), (60_000, 6000, True), (60_001, 6000, True)],
)
def test_the_average_is_reached_at_its_hours_and_not_a_minute_before(
    minutes: int, average_minutes: int, reached: bool
) -> None:
    asked_for = ("seat_unit_hours", 100)
    found = average(minutes, 10, 7, asked_for, base="registered_at_year_end", hide_below=5)
    assert found == Average(minutes, average_minutes, *asked_for, reached)
    over_active = average(minutes, 10, 7, asked_for, base="active", hide_below=5)
    assert over_active.average_minutes == minutes // 7
    # Ten at the year's end, half of them since July: fewer are asked for no less on average.
    daily = average(
        minutes, 10, 7, asked_for, base="registered_daily_average", hide_below=5,
        member_days=7 * 365 + 182, days=365,
    )  # fmt: skip
    assert daily.average_minutes == minutes * 365 // (7 * 365 + 182)
    assert (daily.reached, daily.base) == (True, "registered_daily_average")


@pytest.mark.parametrize(
    ("registered", "active", "base", "shown"),
    [
        (4, 4, "registered_at_year_end", False), (5, 0, "registered_at_year_end", True),
        (9, 4, "active", False), (9, 5, "active", True),
        (5, 5, "registered_daily_average", False), (6, 6, "registered_daily_average", True),
        # Who served may have moved away since.
        (4, 9, "active", False),
    ],
)  # fmt: skip
def test_no_average_of_fewer_than_five_people_is_shown(
    registered: int, active: int, base: AverageBase, shown: bool
) -> None:
    # All but one were there all year, he for half of it.
    half = {"member_days": (registered - 1) * 100 + 50, "days": 100}
    found = average(600, registered, active, ("", None), base=base, hide_below=5, **half)
    assert (found.average_minutes is not None, found.minutes is not None) == (shown, shown)
    assert found.reached is None


def test_each_title_is_judged_by_units_or_places_of_its_kinds() -> None:
    assert titles_of("bureau", PUER.titles) == ("unit", "trade")
    assert titles_of("college", PUER.titles) == ("campus",)
    assert titles_of("community", PUER.titles) == ("community",)
    assert titles_of("village", PUER.titles) == ("village", "village-town")
    assert (titles_of("city", PUER.titles), titles_of("county", PUER.titles)) == (
        ("city",),
        ("county-town",),
    )
    assert titles_of("community", SIMAO.titles) == ("community",)
    assert titles_of("bureau", GUANGAN.titles) == ()
