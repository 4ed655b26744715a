"""Ages at, below and above every threshold of the city."""

from dataclasses import replace
from datetime import date

import pytest

from domain.ages import AgeTerms, terms_for
from domain.policy import PolicyBook
from domain.refusals import Code, Refused

POLICY = PolicyBook.load("puer").on(date(2026, 3, 1))
RULES = POLICY.registration


@pytest.mark.parametrize("age", range(-1, 10))
def test_a_child_below_ten_cannot_register_yet_and_hears_how_long_to_wait(age: int) -> None:
    answer = terms_for(age, RULES)
    assert isinstance(answer, Refused)
    assert answer.code is Code.TOO_YOUNG
    assert answer.facts["years"] == 10 - age
    assert answer.rule is not None
    assert POLICY.source(answer.rule)


@pytest.mark.parametrize(
    ("ages", "consent", "company", "declaration"),
    [
        (range(10, 14), True, True, False),
        (range(14, 18), True, False, False),
        (range(18, 71), False, False, False),
        (range(71, 121), False, False, True),
    ],
)
def test_every_age_asks_for_what_the_document_says(
    ages: range, consent: bool, company: bool, declaration: bool
) -> None:
    for age in ages:
        assert terms_for(age, RULES) == AgeTerms(consent, company, declaration), age


def test_another_city_may_draw_its_lines_elsewhere() -> None:
    rules = replace(RULES, minor_min_age=8, accompany_below=16)
    assert terms_for(8, rules) == AgeTerms(True, True, False)
    assert terms_for(15, rules) == AgeTerms(True, True, False)
    assert terms_for(16, rules) == AgeTerms(True, False, False)
