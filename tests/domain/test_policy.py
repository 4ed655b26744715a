"""The numbers of the city come from a file, and a faulty file stops the start with one sentence."""

import shutil
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from domain.month_day import MonthDay
from domain.policy import Policy, PolicyBook, PolicyError
from domain.policy_file import read_policy

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture
def city_file(tmp_path: Path) -> Path:
    """Copy Pu'er's policy, so that a test may spoil it."""
    folder = tmp_path / "policies"
    folder.mkdir()
    shutil.copy(POLICIES / "puer-units.toml", folder)
    shutil.copy(POLICIES / "puer-2020.toml", folder)
    return folder / "puer-2020.toml"


def spoil(file: Path, old: str, new: str) -> int:
    """Replace one piece of text and return the line that it stands on."""
    text = file.read_text()
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture(scope="module")
def puer() -> Policy:
    return PolicyBook.load("puer").on(date(2026, 3, 1))


def test_the_city_of_puer_reads_its_numbers_from_its_documents(puer: Policy) -> None:
    assert (puer.registration.accompany_below, puer.registration.max_age) == (14, 70)
    assert puer.registration.senior_above == 70
    assert puer.stars.thresholds_hours == (100, 300, 600, 1000, 1500)
    assert puer.duties.plan_due_on == MonthDay(3, 20)
    assert puer.duties.annual_report_due_on == MonthDay(12, 20)
    assert puer.duties.info_items_min == 4
    assert puer.records.deadline_workdays == 10
    assert len(puer.terms.categories) == 21


def test_why_names_title_year_and_article(puer: Policy) -> None:
    source = puer.source("registration.max_age")
    assert source.document_title == "普洱市志愿者制度化管理办法（试行）"
    assert (source.year, source.article, source.clause_id) == (2020, "第一条（二）", "PUZD-1.2a")
    assert not source.ours
    assert not source.norm


def test_our_own_choices_say_that_they_are_ours_and_why(puer: Policy) -> None:
    source = puer.source("checkin.display_slot_seconds")
    assert source.ours
    assert source.reason
    assert source.document_title == ""


def test_national_rules_are_marked_and_say_what_they_override(puer: Policy) -> None:
    source = puer.source("stars.basis")
    assert source.norm
    assert source.clause_id == "D3"
    assert source.overrides == ("PUZD-5.1c",)


def test_a_clause_without_a_number_can_be_named_too(puer: Policy) -> None:
    source = puer.clause("PU18-1.3.3")
    assert source.number == "普文明委发〔2020〕18号"
    assert "市民政局" in source.text


@pytest.mark.parametrize("name", ["puer", "guangan"])
def test_every_value_of_every_section_has_a_source(name: str) -> None:
    for policy in PolicyBook.load(name).periods:
        keys = {
            f"{section.name}.{each.name}"
            for section in fields(policy)
            if is_dataclass(value := getattr(policy, section.name))
            for each in fields(value)
        }
        assert keys == set(policy.sources)
        assert all(source.ours or source.clause_id for source in policy.sources.values())


def test_the_eighteen_member_units_are_found_under_each_printed_name(puer: Policy) -> None:
    assert len(puer.members) == 18
    names = {
        name: unit.code
        for unit in puer.members
        for name in (unit.name, unit.short_name, *unit.aliases)
    }
    assert names["普洱卫校"] == names["普洱卫生学校"]
    assert names["普洱茶学院"] == names["滇西应用技术大学普洱茶学院"]
    assert names["云南农大热带作物学院"] == names["云南农业大学热带作物学院"]
    assert names["市电视台"] == names["普洱广播电台"] == names["普洱广播电视台"]
    assert sum(unit.kind == "college" for unit in puer.members) == 5
    assert sum(unit.kind == "media" for unit in puer.members) == 2


def test_the_version_changes_with_the_text_of_the_policy_and_of_its_units(city_file: Path) -> None:
    before = read_policy(city_file).version
    assert before.startswith("puer-2020@")
    assert before == read_policy(POLICIES / "puer-2020.toml").version
    units = city_file.with_name("puer-units.toml")
    units.write_text(units.read_text() + "\n# one more line\n")
    after_units = read_policy(city_file).version
    city_file.write_text(city_file.read_text() + "\n# one more line\n")
    assert len({before, after_units, read_policy(city_file).version}) == 3


IMPOSSIBLE = [
    ("minor_min_age = { value = 10,", "minor_min_age = { value = -1,", "minor_min_age: -1"),
    ("accompany_below = { value = 14,", "accompany_below = { value = 71,", "max_age: the oldest"),
    ("accompany_below = { value = 14,", "accompany_below = { value = 9,", "minor_min_age"),
    ("accompany_below = { value = 14,", "accompany_below = { value = 19,", "consent_below"),
    ("consent_below = { value = 18,", "consent_below = { value = 19,", "consent_below"),
    ("adult_age = { value = 18,", "adult_age = { value = 71,", "adult_age"),
    ("senior_above = { value = 70,", "senior_above = { value = 69,", "senior_above"),
    ("[100, 300, 600, 1000, 1500]", "[100, 300, 300, 1000, 1500]", "stands twice"),
    ("[100, 300, 600, 1000, 1500]", "[100, 600, 300, 1000, 1500]", "must rise"),
    ("[100, 300, 600, 1000, 1500]", "100", "a list is expected"),
    ("display_slot_seconds = { value = 10,", "display_slot_seconds = { value = 0,", "0 lies"),
    ("deep_link_slots = { value = 4,", "deep_link_slots = { value = 1,", "camera"),
    ('deep_link = { value = "accept"', 'deep_link = { value = "maybe"', "none of accept"),
    ('value = "03-20"', 'value = "02-30"', "no month and day"),
    ('value = "03-20"', 'value = "02-29"', "no month and day"),
    ('value = "03-20"', 'value = "3-20"', "no month and day"),
    ('value = "03-20"', "value = 320", "no month and day"),
    ("max_visit_minutes = { value = 480,", "max_visit_minutes = { value = 5,", "is longer than"),
    ("min_visit_minutes = { value = 10,", "min_visit_minutes = { value = 10.5,", "whole number"),
    ("min_visit_minutes = { value = 10,", "min_visit_minutes = { value = true,", "whole number"),
    ("max_day_minutes = { value = 480,", "max_day_minutes = { value = 479,", "less than one"),
    ("rounding_minutes = { value = 1,", "rounding_minutes = { value = 7,", "no multiple"),
    ('["scan", "staff_scan", "staff_end"]', '["scan", "typed"]', "never be redeemed"),
    ('["scan", "staff_scan", "staff_end"]', '["scan", "gift"]', "none of"),
    ("[30, 14, 7, 3, 1, 0]", "[30, 7, 14]", "must fall"),
    ("[1, 3, 7, 14, 30]", "[3, 1]", "must rise"),
    ("[5, 8]", "[5, 10]", "warns of nothing"),
    ("value = 17:30:00", "value = 08:00:00", "closes before it opens"),
    ("value = 17:30:00", "value = 09:00:00", "closes before it opens"),
    ('["03-31", "06-30", "09-30"]', '["06-30", "03-31"]', "follow each other"),
    ("info_items_min = { value = 4,", "info_items_min = { value = 0,", "due day"),
    ("update_key_days = { value = 7,", "update_key_days = { value = 0,", "repeats"),
    ('"530802" = "federation"', '"530802" = "nobody"', "none of"),
    ('{ "530802" = "federation" }', '"federation"', "a table is expected"),
    ('text_version = { value = "2026-2"', 'text_version = { value = " "', "it is empty"),
    ('source = "PUZD-6"', 'source = "PUZD-99"', "no listed clause"),
    ('source = "PUZD-6"', 'source = ""', "the source is missing"),
    ('source = "PUZD-6"', 'source = "ours: "', "needs its reason"),
    ('source = "PUZD-6"', 'source = "norm: PUZD-6"', "is of the city"),
    ('source = "norm: B13"', 'source = "B13"', "is of the nation"),
    ('overrides = ["PUZD-5.1c"]', 'overrides = ["PUZD-77"]', "no listed clause"),
    ('overrides = ["PUZD-5.1c"]', "note = 1", "unknown beside"),
    (', source = "PUZD-6" }', " }", "the source is missing"),
    ('{ value = 2020-07-15, source = "PUZD-6" }', "2020-07-15", "write it as"),
    ("value = 2020-07-15,", 'value = "2020-07-15",', "no date"),
    ('valid_until_on = { value = "unset"', "valid_until_on = { value = 2019-01-01", "cannot end"),
    ("undo_minutes =", "undo_minuts =", "undo_minutes: this key is missing"),
    ("[stars]\n", '[stars]\ncolour = { value = 1, source = "PUZD-6" }\n', "stars.colour: no such"),
    ("[records]\n", "[record]\n", "record: no such section"),
    (
        "[documents.CIVIL]\n",
        '[clauses.B6]\ndocument = "PU9"\narticle = "1"\ntext = "x"\n[documents.CIVIL]\n',
        "clauses.B6: national.toml says it",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), IMPOSSIBLE)
def test_an_impossible_policy_stops_the_start_with_file_line_and_reason(
    city_file: Path, old: str, new: str, said: str
) -> None:
    spoil(city_file, old, new)
    with pytest.raises(PolicyError) as refusal:
        read_policy(city_file)
    assert said in refusal.value.reason
    assert "policies/puer-2020.toml, line " in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('valid_until_on = { value = "unset"', "valid_until_on = { value = 2020-07-15"),
        ("deep_link_slots = { value = 4,", "deep_link_slots = { value = 2,"),
        ("max_visit_minutes = { value = 480,", "max_visit_minutes = { value = 10,"),
        ("adult_age = { value = 18,", "adult_age = { value = 70,"),
        ("minor_min_age = { value = 10,", "minor_min_age = { value = 14,"),
        ("consent_below = { value = 18,", "consent_below = { value = 14,"),
        ("update_key_days = { value = 7,", "update_key_days = { value = 1,"),
        ("[5, 8]", "[9]"),
        ("[1, 3, 7, 14, 30]", "[]"),
    ],
)
def test_values_that_only_just_fit_are_taken(city_file: Path, old: str, new: str) -> None:
    spoil(city_file, old, new)
    assert read_policy(city_file).name == "puer-2020"


def test_the_line_is_the_one_where_the_key_stands(city_file: Path) -> None:
    line = spoil(city_file, "max_age = { value = 70,", "max_age = { value = 700,")
    with pytest.raises(PolicyError) as refusal:
        read_policy(city_file)
    assert refusal.value.line == line


def test_a_missing_key_names_the_line_of_its_section(city_file: Path) -> None:
    text = city_file.read_text()
    section = text[: text.index("[stars]")].count("\n") + 1
    city_file.write_text("\n".join(x for x in text.split("\n") if not x.startswith("basis =")))
    with pytest.raises(PolicyError) as refusal:
        read_policy(city_file)
    assert refusal.value.line == section
    assert "stars.basis" in refusal.value.reason


def test_a_file_that_is_no_toml_names_the_line(city_file: Path) -> None:
    line = spoil(city_file, "[stars]", "[stars")
    with pytest.raises(PolicyError) as refusal:
        read_policy(city_file)
    assert refusal.value.line == line


def test_a_missing_section_or_file_is_named(city_file: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        read_policy(city_file.with_name("nowhere-2020.toml"))
    with pytest.raises(PolicyError, match="no policy of this name"):
        PolicyBook.load("nowhere")
    text = city_file.read_text()
    start, end = text.index("[consent]"), text.index("[terms]")
    city_file.write_text(text[:start] + text[end:])
    with pytest.raises(PolicyError, match="consent: this section is missing"):
        read_policy(city_file)


def test_a_document_or_clause_with_a_hole_is_refused(city_file: Path) -> None:
    spoil(city_file, 'article = "第六条"\n', "")
    with pytest.raises(PolicyError, match="article is missing"):
        read_policy(city_file)


def test_a_clause_of_an_unlisted_document_is_refused(city_file: Path) -> None:
    spoil(city_file, "[documents.MOE1]", "[documents.MOE2]")
    with pytest.raises(PolicyError, match="no document MOE1"):
        read_policy(city_file)


def test_one_name_cannot_belong_to_two_units(city_file: Path) -> None:
    units = city_file.with_name("puer-units.toml")
    spoil(units, 'aliases = ["日报社"]', 'aliases = ["市文联"]')
    with pytest.raises(PolicyError, match="is also a name of"):
        read_policy(city_file)


def next_period(file: Path, start: str) -> Path:
    """Write a second period of the same city that starts on another day."""
    later = file.with_name(f"puer-{start[:4]}.toml")
    later.write_text(
        file.read_text()
        .replace("valid_from_on = { value = 2020-07-15", f"valid_from_on = {{ value = {start}")
        .replace("reply_workdays = { value = 3", "reply_workdays = { value = 5")
    )
    return later


def test_the_date_of_an_event_picks_the_period(city_file: Path) -> None:
    next_period(city_file, "2027-01-01")
    book = PolicyBook.load(city_file.parent)
    assert [policy.name for policy in book.periods] == ["puer-2020", "puer-2027"]
    assert book.on(date(2026, 12, 31)).registration.reply_workdays == 3
    assert book.on(date(2027, 1, 1)).registration.reply_workdays == 5
    assert book.on(date(2020, 7, 14)).name == "puer-2020"  # the file says so


def test_a_day_before_the_first_period_is_refused_unless_the_file_takes_it(
    city_file: Path,
) -> None:
    spoil(city_file, "used_before_start = { value = true", "used_before_start = { value = false")
    book = PolicyBook.load(city_file)
    assert book.on(date(2020, 7, 15)).name == "puer-2020"
    with pytest.raises(PolicyError, match="in force only from 2020-07-15"):
        book.on(date(2020, 7, 14))


def test_a_day_after_the_last_period_is_refused(city_file: Path) -> None:
    spoil(city_file, 'valid_until_on = { value = "unset"', "valid_until_on = { value = 2026-12-31")
    book = PolicyBook.load(city_file)
    assert book.on(date(2026, 12, 31)).name == "puer-2020"
    with pytest.raises(PolicyError, match="from 2027-01-01"):
        book.on(date(2027, 1, 1))


def test_periods_that_overlap_or_start_together_are_refused(city_file: Path) -> None:
    later = next_period(city_file, "2027-01-01")
    spoil(city_file, 'valid_until_on = { value = "unset"', "valid_until_on = { value = 2027-01-01")
    with pytest.raises(PolicyError, match="overlaps"):
        PolicyBook.load(city_file.parent)
    with pytest.raises(PolicyError, match="same day"):
        PolicyBook.of([read_policy(later), read_policy(later)])


def test_two_cities_do_not_share_a_book() -> None:
    policies = [read_policy(POLICIES / f"{name}.toml") for name in ("puer-2020", "guangan-2015")]
    with pytest.raises(PolicyError, match="another city"):
        PolicyBook.of(policies)


def test_a_policy_cannot_be_changed(puer: Policy) -> None:
    with pytest.raises(AttributeError):
        puer.registration.max_age = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        puer.sources["x"] = puer.source("stars.basis")  # type: ignore[index]


def test_guangan_owes_no_duty_that_its_plan_does_not_name() -> None:
    guangan = PolicyBook.load("guangan").on(date(2026, 3, 1))
    assert guangan.source("stars.thresholds_hours").norm
    assert guangan.duties.plan_due_on is None
    assert guangan.duties.info_items_min == 0
    assert guangan.routing.city_units == "office"
    assert len(guangan.members) == 14


@pytest.mark.parametrize("name", ["puer", "guangan"])
@pytest.mark.parametrize("locale", ["zh-hans", "en"])
def test_everything_that_people_choose_from_has_a_name_in_both_languages(
    name: str, locale: str
) -> None:
    text = (POLICIES.parent / "locales" / locale / "terms.ftl").read_text()
    named = {line.partition(" = ")[0] for line in text.splitlines() if " = " in line}
    for policy in PolicyBook.load(name).periods:
        wanted = {f"category-{code}" for code in policy.terms.categories}
        wanted |= {f"skill-{code}" for code in policy.terms.skills}
        assert wanted <= named
