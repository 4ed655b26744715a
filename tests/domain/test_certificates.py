"""A certificate as bytes: its lines, its period, and a proof that one changed byte breaks."""

from datetime import date

import pytest

from domain import certificates
from domain.certificates import Kind, Proof, Served

TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7\nsome objects\ntrailer\n<<>>\nstartxref\n17\n%%EOF"


def test_hours_of_one_place_stand_in_one_line_with_the_first_and_the_last_day() -> None:
    lines = certificates.lines_of(
        [
            Served("scan", 60, "图书馆站", "文旅局", date(2026, 3, 1)),
            Served("staff_end", 30, "图书馆站", "文旅局", date(2026, 1, 5)),
            Served("scan", 100, "机场站", "机场", date(2026, 2, 1)),
        ]
    )
    assert [(line.place, line.times, line.minutes) for line in lines] == [
        ("机场站", 1, 100),
        ("图书馆站", 2, 90),
    ]
    assert (lines[1].first_on, lines[1].last_on) == (date(2026, 1, 5), date(2026, 3, 1))


def test_typed_hours_stand_apart_and_what_was_taken_back_stands_nowhere() -> None:
    lines = certificates.lines_of(
        [Served("typed", 45), Served("scan", 60), Served("scan", 0, "机场站")]
    )
    assert [(line.kind, line.minutes) for line in lines] == [
        (Kind.RECORDED, 60),
        (Kind.TYPED, 45),
    ]
    assert certificates.minutes_of(lines) == 105
    assert certificates.minutes_of(lines, Kind.TYPED) == 45
    assert certificates.minutes_of(lines, Kind.IMPORTED) == 0


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-01", "2026-02", (date(2026, 1, 1), date(2026, 2, 28))),
        ("2026-11", "2026-11", (date(2026, 11, 1), TODAY)),
        ("2026-01", "2026-12", (date(2026, 1, 1), TODAY)),
        ("2025-12", "2025-12", (date(2025, 12, 1), date(2025, 12, 31))),
        ("2026-03", "2026-02", None),
        ("2026-12", "2026-12", None),
        ("2026-13", "2026-13", None),
        ("", "2026-02", None),
    ],
)
def test_a_period_ends_with_its_last_month_or_today(
    first: str, last: str, days: tuple[date, date] | None
) -> None:
    assert certificates.period(first, last, TODAY) == days


def test_a_statement_has_one_form_whatever_the_order_of_its_facts() -> None:
    one = certificates.canonical({"b": "李志愿", "a": 1})
    assert one == certificates.canonical({"a": 1, "b": "李志愿"}) == '{"a":1,"b":"李志愿"}'.encode()


def test_a_proof_stands_before_the_end_and_comes_out_as_it_went_in() -> None:
    proof = Proof(b'{"minutes":60}' * 20, 3, bytes(range(64)))
    file = certificates.with_proof(PDF, proof)
    assert file.endswith(b"startxref\n17\n%%EOF")
    assert max(len(line) for line in file.splitlines()) < 100
    assert certificates.taken_apart(file) == (PDF, proof)


def test_a_file_without_a_proof_or_with_a_torn_one_is_none_of_ours() -> None:
    file = certificates.with_proof(PDF, Proof(b"{}", 1, bytes(64)))
    marked = file.replace(b"%VolunteerCity ey", b"%VolunteerCity eY")
    for other in (PDF, b"", b"startxref", file[:-20], marked, file[40:], file + file):
        assert other != file
        assert certificates.taken_apart(other) is None
    # What is added behind the end belongs to the pages, whose signature then fails.
    longer = certificates.taken_apart(file + b"\n")
    assert longer is not None
    assert longer[0] != PDF
    with pytest.raises(ValueError, match="no place"):
        certificates.with_proof(b"not a PDF", Proof(b"{}", 1, bytes(64)))
