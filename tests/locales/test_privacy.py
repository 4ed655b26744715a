"""What `/privacy` says of time is what the policy keeps: every period, in both languages."""

from dataclasses import fields

import pytest

from domain.policy_shape import Retention
from locales.words import LOCALES, Speaker
from tests.cast import CITY, MORNING


@pytest.mark.parametrize("locale", LOCALES)
def test_every_period_of_the_policy_is_told(locale: str) -> None:
    """K1, K3: a period that is added to the policy and not told is found here."""
    periods = {field.name: 101 + nth for nth, field in enumerate(fields(Retention))}
    said = Speaker(locale, CITY.calendar.zone, MORNING).say("privacy-long", **periods)
    assert [name for name, figure in periods.items() if str(figure) not in said] == []
