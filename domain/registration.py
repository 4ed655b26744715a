"""A registration: the order of its questions, and whether the answers may be handed in.

The chat asks one question a screen. Where the document is entered on our own page, name and
number are one screen; in the chat they are two.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from domain.ages import AgeTerms, terms_for
from domain.identity import DocumentKind, IdentityFacts, Sex, age_on, read_identity
from domain.places import Places
from domain.policy_shape import Policy, Registration
from domain.refusals import Code, Refused
from domain.typed_day import whole_day
from domain.writing import clean_name, read_phone

DAY_PARTS = ("morning", "afternoon", "evening")


def free_time_code(day: int, part: str) -> str:
    """Return the code of a part of a weekday, Monday is 0: "5-morning"."""
    return f"{day}-{part}"


FREE_TIMES = tuple(free_time_code(day, part) for part, day in product(DAY_PARTS, range(7)))


class Step(StrEnum):
    """One question; the value is the Fluent suffix and the step of the conversation."""

    CONSENT = "consent"
    PROOF = "proof"
    RELATION = "relation"
    GUARDIAN = "guardian"
    PHONE = "phone"
    FORM = "form"
    NAME = "name"
    NUMBER = "number"
    PLACE = "place"
    UNIT = "unit"
    TEAM = "team"
    INTERESTS = "interests"
    TIMES = "times"
    HEALTH = "health"
    OATH = "oath"
    SUMMARY = "summary"


# Read a document's number and you know both; of other documents they are asked.
SELF_TELLING = (DocumentKind.RESIDENT_ID, DocumentKind.COMPATRIOT_RESIDENCE)


def order(
    *,
    in_form: bool,
    teams: bool,
    health: bool = False,
    proxy: bool = False,
    ward: bool = False,
) -> tuple[Step, ...]:
    """Return the questions in their order; some only where they are to be asked.

    For somebody else there is one more: how it is proven that he agreed. Who answers for his ward
    says instead what he is to the child, and his own name.
    """
    identity = (Step.FORM,) if in_form else (Step.NAME, Step.NUMBER)
    team = (Step.TEAM,) if teams else ()
    fitness = (Step.HEALTH,) if health else ()
    asked_first = (Step.RELATION, Step.GUARDIAN) if ward else (Step.PROOF,) if proxy else ()
    return (
        Step.CONSENT,
        *asked_first,
        Step.PHONE,
        *identity,
        Step.PLACE,
        Step.UNIT,
        *team,
        Step.INTERESTS,
        Step.TIMES,
        *fitness,
        Step.OATH,
        Step.SUMMARY,
    )


def after(step: Step, steps: tuple[Step, ...]) -> Step:
    """Return the question after this one; a step that is no longer asked leads to the next kept."""
    full = list(Step)
    later = [one for one in steps if full.index(one) > full.index(step)]
    return later[0] if later else Step.SUMMARY


def before(step: Step, steps: tuple[Step, ...]) -> Step:
    """Return the question before this one; before the first there is the first."""
    full = list(Step)
    earlier = [one for one in steps if full.index(one) < full.index(step)]
    return earlier[-1] if earlier else steps[0]


@dataclass(frozen=True, slots=True)
class Identity:
    """A document that may be registered: what its number says, and what was said beside it."""

    facts: IdentityFacts
    sex: Sex
    born_on: date
    terms: AgeTerms

    @property
    def person_key(self) -> str:
        """What must be unique of a person."""
        return self.facts.person_key


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a registration holds, checked."""

    name: str
    identity: Identity
    phone: str
    county: str
    township: str
    unit_id: int | None
    team_id: int | None
    categories: list[str]
    skills: list[str]
    free_times: list[str]


def identify(
    kind: str, number: str, sex: str, born_on: str, *, rules: Registration, today: date
) -> Identity | Refused:
    """Return who somebody is by his document and what his age asks for, or why he cannot register.

    `sex` and `born_on` (ISO) count only where the number does not tell them. Codes: those of
    `read_identity`, id-birth-missing, too-young.
    """
    if kind not in set(DocumentKind):
        return Refused(Code.NOT_FOUND)
    facts = read_identity(DocumentKind(kind), number, today=today)
    if isinstance(facts, Refused):
        return facts
    born = facts.born_on or _day(born_on)
    known_sex = facts.sex or (Sex(sex) if sex in set(Sex) else None)
    if born is None or known_sex is None or born > today:
        return Refused(Code.ID_BIRTH_MISSING, {"kind": facts.kind.value})
    terms = terms_for(age_on(born, today), rules)
    return terms if isinstance(terms, Refused) else Identity(facts, known_sex, born, terms)


def check(
    data: Mapping[str, Any], *, policy: Policy, places: Places, today: date
) -> Answers | Refused:
    """Return the answers ready to be kept, or what is missing or wrong; nothing is trusted."""
    rules = policy.registration
    said = {key: str(data.get(key, "")) for key in ("kind", "number", "sex", "born_on")}
    identity = identify(**said, rules=rules, today=today)
    if isinstance(identity, Refused):
        return identity
    name = clean_name(str(data.get("name", "")), max_length=rules.name_max_length)
    if isinstance(name, Refused):
        return name
    if identity.terms.health_declaration and not data.get("health"):
        return Refused(
            Code.NEEDS_DECLARATION, {"max_age": rules.max_age}, "registration.senior_above"
        )
    phone = read_phone(str(data.get("phone", "")))
    if isinstance(phone, Refused):
        return phone
    categories, skills = list(data.get("categories", [])), list(data.get("skills", []))
    free_times = list(data.get("free_times", []))
    most = rules.max_categories
    if len(categories) > most:
        return Refused(Code.TOO_MANY_CATEGORIES, {"max": most}, "registration.max_categories")
    known = (
        set(categories) <= set(policy.terms.categories)
        and set(skills) <= set(policy.terms.skills)
        and set(free_times) <= set(FREE_TIMES)
    )
    county, township = str(data.get("county", "")), str(data.get("township", ""))
    if not known or not lives_there(county, township, places) or not data.get("oath"):
        return Refused(Code.ANSWER_MISSING)
    return Answers(
        name=name,
        identity=identity,
        phone=phone,
        county=county,
        township=township,
        unit_id=data.get("unit_id"),
        team_id=data.get("team_id"),
        categories=categories,
        skills=skills,
        free_times=free_times,
    )


def lives_there(county: str, township: str, places: Places) -> bool:
    """Tell whether the township lies in the county; a zone without townships stands for itself."""
    if county not in {place.code for place in places.counties}:
        return False
    townships = {place.code for place in places.townships(county)}
    return township in townships if townships else township == ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


FORM_FIELDS = ("name", "kind", "number", "sex", "born_on")


def form_fields(text: str) -> dict[str, str]:
    """Return what our page handed in, each field as text; what a stranger made up is empty."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    fields = given if isinstance(given, dict) else {}
    return {key: str(fields.get(key, ""))[:200] for key in FORM_FIELDS}


_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "male": Sex.MALE, "female": Sex.FEMALE}


def split_line(typed: str) -> tuple[str, str, str]:
    """Return number, sex and birth date (ISO) of a typed line "E00000000 1990-05-20 女".

    What is not there is empty; the last two words are looked at, so a number may hold blanks.
    """
    words = unicodedata.normalize("NFKC", typed[:200]).split()
    sex = born_on = ""
    if len(words) > 1 and words[-1].lower() in _SEXES:
        sex = _SEXES[words.pop().lower()].value
    found = whole_day(words[-1]) if len(words) > 1 else None
    if found:
        words.pop()
        born_on = "{:04d}-{:02d}-{:02d}".format(*found)
    return "".join(words), sex, born_on
