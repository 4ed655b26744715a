"""Children below the policy's age come with an adult, every time (PUZD-1.2c, X4)."""

from datetime import date

from domain.identity import age_on
from domain.policy_shape import Registration


def needs_company(born_on: date | None, day: date, rules: Registration) -> bool:
    """Tell whether somebody may serve on that day only beside an adult; the birthday ends it.

    Registration lets nobody in without a birthday, so who has none is no child.
    """
    return born_on is not None and age_on(born_on, day) < rules.accompany_below
