"""What a person's age asks for at registration and at a station (PUZD-1.2a, c, d)."""

from dataclasses import dataclass

from domain.policy_shape import Registration
from domain.refusals import Code, Refused


@dataclass(frozen=True, slots=True)
class AgeTerms:
    """What must come along with an application; all False is the ordinary way."""

    guardian_consent: bool
    company: bool
    health_declaration: bool


def terms_for(age: int, rules: Registration) -> AgeTerms | Refused:
    """Return what an age asks for. Code: too-young, with the years still to wait.

    Both ends of the ordinary ages are inside: 14 and 70 need neither company nor declaration.
    """
    if age < rules.minor_min_age:
        return Refused(
            Code.TOO_YOUNG,
            {"age": age, "min_age": rules.minor_min_age, "years": rules.minor_min_age - age},
            "registration.minor_min_age",
        )
    return AgeTerms(
        guardian_consent=age < rules.consent_below,
        company=age < rules.accompany_below,
        health_declaration=age > rules.senior_above,
    )
