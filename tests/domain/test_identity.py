"""Document numbers, made in the test with a valid check character; no real person's number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import (
    CHECK_CHARACTERS,
    DocumentKind,
    IdentityFacts,
    Sex,
    age_on,
    birthday_in,
    born_at_latest,
    check_character,
    latest_birth,
    mask,
    read_identity,
)
from domain.refusals import Code, Refused
from tests.domain.test_civil_time import changed_days

TODAY = date(2026, 3, 7)
RESIDENT = DocumentKind.RESIDENT_ID


def numbered(prefix: str = "530802", born: str = "19900307", sequence: str = "011") -> str:
    first = prefix + born + sequence
    return first + check_character(first)


def read(typed: str, kind: DocumentKind = RESIDENT) -> IdentityFacts | Refused:
    return read_identity(kind, typed, today=TODAY)


def code(typed: str, kind: DocumentKind = RESIDENT) -> Code:
    answer = read(typed, kind)
    assert isinstance(answer, Refused)
    assert typed.strip() not in str(answer)
    return answer.code


def facts(typed: str, kind: DocumentKind = RESIDENT) -> IdentityFacts:
    answer = read(typed, kind)
    assert isinstance(answer, IdentityFacts)
    return answer


def test_the_sample_of_the_standard_checks() -> None:
    assert check_character("11010519491231002") == "X"


def test_a_resident_number_tells_sex_and_birthday() -> None:
    number = numbered(sequence="011")
    assert facts(number) == IdentityFacts(RESIDENT, number, Sex.MALE, date(1990, 3, 7))
    assert facts(numbered(sequence="012")).sex is Sex.FEMALE


@pytest.mark.parametrize("prefix", ["530802", "532701", "530829", "511602", "512901", "999999"])
def test_old_and_unknown_counties_are_no_reason_to_refuse(prefix: str) -> None:
    if prefix.startswith("9"):
        assert facts(numbered(prefix)).kind is DocumentKind.FOREIGN_RESIDENCE
    else:
        assert facts(numbered(prefix, "19700101")).kind is RESIDENT


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000"])
def test_a_residence_permit_is_known_by_its_number_whatever_was_picked(prefix: str) -> None:
    number = numbered(prefix)
    for picked in (RESIDENT, DocumentKind.COMPATRIOT_RESIDENCE):
        got = facts(number, picked)
        assert got.kind is DocumentKind.COMPATRIOT_RESIDENCE
        assert got.born_on == date(1990, 3, 7)


def ending_in_x() -> str:
    return next(n for i in range(999) if (n := numbered(sequence=f"{i:03d}")).endswith("X"))


def test_a_small_x_blanks_hyphens_and_full_width_digits_are_put_right() -> None:
    number = ending_in_x()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]}\u200b\n"
    for typed in (number.lower(), wide, wide.lower(), spaced):
        assert facts(typed).normalised == number


@pytest.mark.parametrize(
    "typed",
    [
        "٥٣٠٨٠٢١٩٩٠٠٣٠٧٠١١٠",
        "५३०८०२१९९००३०७०११०",
        "五三〇八〇二",
        "",
        "   ",
        "12345678901234567Y",
        "X" * 18,
        "1" * 101,
        "530802'; DROP--",
        "<b>530802</b>",
        "\ud800" * 18,
    ],
)
def test_other_characters_are_refused(typed: str) -> None:
    answer = read(typed)
    assert isinstance(answer, Refused)
    assert answer.code is Code.ID_CHARACTERS


@pytest.mark.parametrize("length", [1, 15, 17, 19, 40])
def test_a_number_of_another_length_is_refused_with_both_lengths(length: int) -> None:
    assert read("1" * length) == Refused(Code.ID_LENGTH, {"expected": 18, "got": length})


@pytest.mark.parametrize(
    "born",
    [
        "19900230",
        "19901301",
        "19900431",
        "19900000",
        "20260308",
        "20990101",
        "18991231",
        "00000101",
        "19010229",
    ],
)
def test_a_birthday_that_cannot_be_is_refused(born: str) -> None:
    assert code(numbered(born=born)) is Code.ID_DATE


def test_born_today_and_a_hundred_and_twenty_are_still_possible() -> None:
    assert facts(numbered(born="20260307")).born_on == TODAY
    assert facts(numbered(born="19050308")).born_on == date(1905, 3, 8)
    assert code(numbered(born="19050307")) is Code.ID_DATE


@given(st.dates(date(1920, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.data())
def test_one_wrong_character_is_always_noticed(
    born_on: date, sequence: int, place: int, data: st.DataObject
) -> None:
    number = numbered(born=f"{born_on:%Y%m%d}", sequence=f"{sequence:03d}")
    assert facts(number).born_on == born_on
    characters = CHECK_CHARACTERS if place == 17 else "0123456789"
    wrong = data.draw(st.sampled_from([c for c in characters if c != number[place]]))
    assert isinstance(read(number[:place] + wrong + number[place + 1 :]), Refused)


@given(st.text(max_size=130), st.sampled_from(DocumentKind))
def test_whatever_is_typed_gets_an_answer(typed: str, kind: DocumentKind) -> None:
    answer = read(typed, kind)
    assert isinstance(answer, (IdentityFacts, Refused))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (DocumentKind.HK_MACAO_PERMIT, ["H12345678", "m1234567801"], ["A12345678", "H1234567"]),
        (DocumentKind.HK_MACAO_PERMIT, ["H 1234 5678 01"], ["H123456789", "H123456780123"]),
        (DocumentKind.TAIWAN_PERMIT, ["12345678", "1234567801"], ["1234567", "123456789"]),
        (DocumentKind.TAIWAN_PERMIT, ["１２３４５６７８"], ["T12345678"]),
        (DocumentKind.PASSPORT, ["E12345678", "EA1234567", "X1234"], ["E123", "A" * 18]),
        (DocumentKind.FOREIGN_RESIDENCE, ["USA123456789012"], ["USA12345678901", "1" * 15]),
    ],
)
def test_travel_documents_are_known_by_their_shape(
    kind: DocumentKind, good: list[str], bad: list[str]
) -> None:
    for typed in good:
        assert (facts(typed, kind).kind, facts(typed, kind).born_on) == (kind, None)
    for typed in bad:
        assert read(typed, kind) == Refused(Code.ID_SHAPE, {"kind": kind.value})


def test_the_new_card_of_a_foreign_resident_is_checked_like_a_resident_number() -> None:
    number = numbered("911840")
    got = facts(number, DocumentKind.FOREIGN_RESIDENCE)
    assert (got.kind, got.sex, got.born_on) == (
        DocumentKind.FOREIGN_RESIDENCE,
        None,
        date(1990, 3, 7),
    )
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert code(wrong, DocumentKind.FOREIGN_RESIDENCE) is Code.ID_CHECKSUM


def test_a_renewed_permit_is_the_same_person() -> None:
    first = facts("H1234567801", DocumentKind.HK_MACAO_PERMIT)
    renewed = facts("H1234567802", DocumentKind.HK_MACAO_PERMIT)
    short = facts("H12345678", DocumentKind.HK_MACAO_PERMIT)
    assert first.person_key == renewed.person_key == short.person_key
    passport = facts("H12345678", DocumentKind.PASSPORT)
    assert passport.person_key != short.person_key
    one, other = (facts(n, DocumentKind.TAIWAN_PERMIT) for n in ("1234567801", "12345678"))
    assert one.person_key == other.person_key


def test_a_mask_shows_the_last_two_characters() -> None:
    number = numbered()
    assert mask(number) == "••••" + number[-2:]


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2012, 3, 7), date(2026, 3, 6), 13),
        (date(2012, 3, 7), date(2026, 3, 7), 14),
        (date(2012, 3, 7), date(2027, 3, 6), 14),
        (date(1955, 3, 7), date(2026, 3, 6), 70),
        (date(1955, 3, 7), date(2026, 3, 7), 71),
        (date(2012, 2, 29), date(2026, 2, 27), 13),
        (date(2012, 2, 29), date(2026, 2, 28), 14),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2026, 3, 7), date(2026, 3, 7), 0),
        (date(2026, 3, 8), date(2026, 3, 7), -1),
    ],
)
def test_age_counts_full_years_and_the_birthday_itself(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


def test_the_twenty_ninth_of_february_has_a_birthday_every_year() -> None:
    born_on = date(2000, 2, 29)
    assert birthday_in(born_on, 2100) == date(2100, 2, 28)
    assert birthday_in(born_on, 2400) == date(2400, 2, 29)


@pytest.mark.parametrize(
    ("day", "latest"),
    [
        (date(2026, 3, 7), date(2008, 3, 7)),
        (date(2026, 2, 27), date(2008, 2, 27)),
        (date(2026, 2, 28), date(2008, 2, 29)),
        (date(2027, 2, 28), date(2009, 2, 28)),
        (date(2028, 2, 29), date(2010, 2, 28)),
        (date(2026, 12, 31), date(2008, 12, 31)),
    ],
)
def test_who_was_born_on_the_latest_day_is_of_age_and_who_came_a_day_later_is_not(
    day: date, latest: date
) -> None:
    assert latest_birth(day, 18) == latest
    assert age_on(latest, day) == 18
    assert age_on(latest + timedelta(days=1), day) == 17


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 120))
def test_nobody_is_a_year_older_the_day_before_the_birthday(born_on: date, years: int) -> None:
    birthday = birthday_in(born_on, born_on.year + years)
    assert age_on(born_on, birthday) == years
    assert age_on(born_on, birthday - timedelta(days=1)) == years - 1


def test_a_birth_on_a_day_whose_clock_was_changed_stays_on_that_day() -> None:
    for day in changed_days():
        read = read_identity(RESIDENT, numbered(born=f"{day:%Y%m%d}"), today=TODAY)
        assert isinstance(read, IdentityFacts)
        assert read.born_on == day
        assert type(read.born_on) is date, "a moment could fall on another day"
        birthday = birthday_in(day, 2026)
        assert age_on(day, birthday) - age_on(day, birthday - timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("day", "born_on"),
    [
        (date(2026, 11, 22), date(2008, 11, 22)),
        (date(2026, 2, 28), date(2008, 2, 29)), (date(2026, 2, 27), date(2008, 2, 27)),
        (date(2028, 2, 29), date(2010, 2, 28)), (date(2028, 2, 28), date(2010, 2, 28)),
    ],
)  # fmt: skip
def test_the_youngest_adult_of_a_day_is_eighteen_and_who_is_a_day_younger_is_not(
    day: date, born_on: date
) -> None:
    assert born_at_latest(18, day) == born_on
    assert age_on(born_on, day) == 18
    assert age_on(born_on + timedelta(days=1), day) == 17
