"""Names, phone numbers and free text of strangers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Code, Refused
from domain.writing import (
    clean_name,
    clean_text,
    keepable,
    mask_name,
    phone_on_paper,
    phone_tail,
    public_text,
    read_phone,
)

LONG = "阿卜杜热合曼·" + "买" * 43


def name(typed: str) -> str | Refused:
    return clean_name(typed, max_length=50)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李志愿", "李志愿"),
        ("  李 志 愿 ", "李志愿"),
        ("张\u3000三", "张三"),
        ("阿卜杜·热依木", "阿卜杜·热依木"),
        ("阿卜杜•热依木", "阿卜杜·热依木"),
        ("阿卜杜・热依木", "阿卜杜·热依木"),
        ("阿卜杜．热依木", "阿卜杜·热依木"),
        ("阿卜杜.热依木", "阿卜杜·热依木"),
        ("阿卜杜 · 热依木", "阿卜杜·热依木"),
        ("𠮷田", "𠮷田"),
        ("李〇〇", "李〇〇"),
        ("Anna  O’Brien-Smith", "Anna O'Brien-Smith"),
        ("ＪＯＨＮ Smith", "JOHN Smith"),
        ("John Q. Smith Jr.", "John Q. Smith Jr."),
        ("Zoe\u0308 Müller", "Zoë Müller"),
        ("李\u202e志\u200b愿\u200d", "李志愿"),
        ("李\x00志\x07愿", "李志愿"),
        ("李\ud800志愿", "李志愿"),
        ("李志愿\u3164", "李志愿"),
        ("葛\U000e0100城", "葛城"),
        ("ᥖᥭᥰ ᥖᥬᥲ", "ᥖᥭᥰ ᥖᥬᥲ"),
        (LONG, LONG),
    ],
)
def test_names_of_every_people_are_kept_as_they_are_written(typed: str, kept: str) -> None:
    assert len(kept) <= 50
    assert name(typed) == unicodedata.normalize("NFC", kept)


def test_marks_piled_on_a_letter_are_held_to_three() -> None:
    kept = name("a" + "\u0330" * 60 + "b")
    assert isinstance(kept, str)
    assert sum(unicodedata.category(c).startswith("M") for c in kept) <= 3


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d", "···", "\u3164\u3164", "\x00", "-'-"])
def test_a_name_without_a_letter_is_no_name(typed: str) -> None:
    assert name(typed) == Refused(Code.NAME_EMPTY)


@pytest.mark.parametrize(
    "typed",
    [
        "<b>李志愿</b>",
        "Robert'); DROP TABLE volunteers;--",
        "{0.__class__}",
        "%s%n",
        "*粗体*",
        "[李](http://a.b)",
        "李志愿123",
        "１２３",
        "👍👍",
        "evil.com",
        "t.me/joinchat",
        "/start",
        "李_志愿",
        "\u0301\u0301",
        "@volunteer",
    ],
)
def test_what_no_name_contains_is_refused(typed: str) -> None:
    assert name(typed) == Refused(Code.NAME_CHARACTERS)


@pytest.mark.parametrize(("length", "fits"), [(1, False), (2, True), (50, True), (51, False)])
def test_a_name_has_two_to_fifty_characters(length: int, fits: bool) -> None:
    typed = "买" * length
    answer = Refused(Code.NAME_LENGTH, {"min": 2, "max": 50, "got": length})
    assert name(typed) == (typed if fits else answer)


def test_a_very_long_text_is_refused_at_once() -> None:
    answer = name("买" * 100_000)
    assert isinstance(answer, Refused)
    assert answer.code is Code.NAME_LENGTH


@given(st.text(max_size=200))
def test_cleaning_a_name_twice_changes_nothing_more(typed: str) -> None:
    once = name(typed)
    if isinstance(once, str):
        assert name(once) == once
        assert not any(unicodedata.category(c).startswith("C") for c in once)
        assert not set(once) & set("<>&{}%\n")


@pytest.mark.parametrize(
    ("whole", "masked"),
    [
        ("李明", "李*"),
        ("李志愿", "李*愿"),
        ("阿卜杜·热依木", "阿*****木"),
        ("John Smith", "J*** S***"),
        ("Anna", "A***"),
        # Of whom the name was erased, while an objection of his waits.
        ("", "*"),
    ],
)
def test_others_see_a_name_in_part(whole: str, masked: str) -> None:
    assert mask_name(whole) == masked


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        "+8613812345678",
        "8613812345678",
        "008613812345678",
        "138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "+86 (138) 1234 5678",
    ],
)
def test_a_mainland_mobile_number_is_kept_in_one_form(typed: str) -> None:
    assert read_phone(typed) == "+8613812345678"


def test_a_shared_contact_carries_its_countrys_code() -> None:
    assert read_phone("8613812345678", from_contact=True) == "+8613812345678"
    assert read_phone("85291234567", from_contact=True) == "+85291234567"
    # The national system takes a mainland number without its country's code.
    assert phone_on_paper("+8613812345678") == "13812345678"
    assert phone_on_paper("+85291234567") == "+85291234567"
    assert read_phone("6591234567", from_contact=True) == "+6591234567"
    assert read_phone("13125550100", from_contact=True) == "+13125550100"
    assert read_phone("+44 7911 123456") == "+447911123456"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12812345678",
        "1381234567",
        "138123456789",
        "110",
        "٠١٣٨١٢٣٤٥٦٧٨",
        "+86110",
        "8610123",
        "+1",
        "13812345678\x00",
        "call me",
        "+8612812345678",
        "85291234567",
        "1" * 5000,
    ],
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert read_phone(typed) == Refused(Code.PHONE_SHAPE)


def test_a_chat_shows_the_last_four_digits_of_a_phone() -> None:
    assert phone_tail("+8613812345678") == "5678"


def text(typed: str) -> str | Refused:
    return clean_text(typed, max_length=1000)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  请再核对住址。\r\n谢谢 ", "请再核对住址。\n谢谢"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("a\x00b\u202ec\ud800d\u200be", "abcde"),
        ("👨‍👩‍👧 一家人", "👨‍👩‍👧 一家人"),
        ("👍🏽 1️⃣", "👍🏽 1️⃣"),
        ("<b>&amp;{0}%s", "<b>&amp;{0}%s"),
        ("列\t表", "列\t表"),
    ],
)
def test_free_text_keeps_what_can_be_read(typed: str, kept: str) -> None:
    assert text(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "王店员13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "１３８０００００００0",
        "1" * 15,
        "5" * 17 + "X",
    ],
)
def test_what_others_read_holds_no_number_of_a_person(typed: str) -> None:
    assert public_text(f"找 {typed}。", max_length=100) == Refused(Code.TEXT_NUMBER)


@pytest.mark.parametrize(
    "typed",
    ["2026-11-22 09:00-11:30", "5308-02-000123", "0879-2123456", "120 人，3 小时", "1" * 14],
)
def test_days_hours_and_numbers_of_volunteers_may_be_written(typed: str) -> None:
    assert public_text(typed, max_length=100) == typed


def test_marks_piled_on_a_letter_of_a_text_are_held_to_three() -> None:
    assert text("x" + "\u0330" * 60) == "x" + "\u0330" * 3


@pytest.mark.parametrize("typed", ["", " \n\t ", "\u200d\ufe0f", "\u202e\u200b", "\u3164"])
def test_a_text_without_anything_to_read_is_refused(typed: str) -> None:
    assert text(typed) == Refused(Code.TEXT_EMPTY)


def test_a_text_that_is_too_long_is_refused_with_both_lengths() -> None:
    assert text("字" * 1000) == "字" * 1000
    assert text("字" * 1001) == Refused(Code.TEXT_LENGTH, {"max": 1000, "got": 1001})


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing_more(typed: str) -> None:
    once = text(typed)
    if isinstance(once, str):
        assert text(once) == once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李\0志愿", "李志愿"),
        ("\ud83d", ""),
        ("a\ude00\ud83db", "ab"),
        ("👍\u202e<b>\n", "👍\u202e<b>\n"),
    ],
)
def test_what_no_database_keeps_is_dropped_and_nothing_else(typed: str, kept: str) -> None:
    assert keepable(typed) == kept
