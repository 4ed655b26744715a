"""Guardians: what they are to the child, and when a child may not check in without one (K7, K21).

Nothing that ends by itself is stored: what applies is asked from the age on the day.
"""

from datetime import date, datetime
from enum import StrEnum

from domain.ages import terms_for
from domain.identity import age_on
from domain.policy_shape import Registration
from domain.refusals import Code, Refused


class Relation(StrEnum):
    """What a guardian is to the child: GB/T 4761 for the parents; it has no word for the others."""

    FATHER = "51"
    MOTHER = "52"
    OTHER = "other"


def needs_consent(born_on: date | None, day: date, rules: Registration) -> bool:
    """Tell whether a person needs a guardian's consent on that day; the birthday ends it.

    Of whom no birthday is known nothing is asked: registration lets nobody in without one.
    """
    if born_on is None:
        return False
    terms = terms_for(age_on(born_on, day), rules)
    return isinstance(terms, Refused) or terms.guardian_consent


def held_back(
    born_on: date | None, consent_ended_at: datetime | None, day: date, rules: Registration
) -> Refused | None:
    """Return why a minor may not check in: his guardian has taken the consent back."""
    if consent_ended_at is None or not needs_consent(born_on, day, rules):
        return None
    return Refused(
        Code.NEEDS_GUARDIAN, {"adult_age": rules.adult_age}, "registration.consent_below"
    )
