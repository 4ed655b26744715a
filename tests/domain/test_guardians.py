"""A minor needs a guardian until the birthday, at, below and above each bound."""

from datetime import UTC, date, datetime

import pytest

from domain.guardians import held_back, needs_consent
from domain.policy import PolicyBook
from domain.refusals import Code

POLICY = PolicyBook.load("puer").on(date(2026, 3, 1))
RULES = POLICY.registration
WITHDRAWN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born_on", "day", "needed"),
    [
        # Nine, ten, thirteen, fourteen: whoever may not register yet could not consent either.
        (date(2016, 6, 2), date(2026, 6, 1), True),
        (date(2016, 6, 1), date(2026, 6, 1), True),
        (date(2012, 6, 2), date(2026, 6, 1), True),
        (date(2012, 6, 1), date(2026, 6, 1), True),
        # Seventeen, eighteen on the day, eighteen and a day.
        (date(2008, 6, 2), date(2026, 6, 1), True),
        (date(2008, 6, 1), date(2026, 6, 1), False),
        (date(2008, 5, 31), date(2026, 6, 1), False),
        # Born on 29 February: of age on 28 February of a common year, not on the 27th.
        (date(2008, 2, 29), date(2026, 2, 27), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (None, date(2026, 6, 1), False),
    ],
)
def test_a_guardian_is_needed_until_the_eighteenth_birthday(
    born_on: date | None, day: date, needed: bool
) -> None:
    assert needs_consent(born_on, day, RULES) is needed
    refused = held_back(born_on, WITHDRAWN, day, RULES)
    assert (refused is not None and refused.code is Code.NEEDS_GUARDIAN) is needed
    assert held_back(born_on, None, day, RULES) is None


def test_why_a_minor_is_held_back_names_a_clause() -> None:
    refused = held_back(date(2012, 1, 1), WITHDRAWN, date(2026, 6, 1), RULES)
    assert refused is not None
    assert POLICY.source(refused.rule or "").clause_id == "K21"
