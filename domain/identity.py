"""Identity documents: what a number says by itself, and whether it can be one.

A number that passes is possible, not proven: the office still looks at the document. The county
in a resident number is where it was first issued, long ago perhaps and under a code that no
longer exists, so it is a hint and never a gate. No refusal carries any part of the number.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.month_day import MonthDay
from domain.refusals import Code, Refused

OLDEST_YEARS = 120  # nobody older is alive; a birth date before that is a slip of the finger
LONGEST_INPUT = 100  # no document has so many characters, with every blank that people type
WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))  # GB 11643-1999, MOD 11-2
CHECK_CHARACTERS = "10X98765432"
COMPATRIOT_PREFIXES = ("810000", "820000", "830000")  # Hong Kong, Macao, Taiwan
BLANKS = re.compile(r"[\s\-\u2010-\u2015]")


class DocumentKind(StrEnum):
    """The documents that a volunteer may register with; the value is the Fluent suffix."""

    RESIDENT_ID = "resident-id"
    COMPATRIOT_RESIDENCE = "compatriot-residence"
    FOREIGN_RESIDENCE = "foreign-residence"
    HK_MACAO_PERMIT = "hk-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    PASSPORT = "passport"


class Sex(StrEnum):
    """What an odd or even sequence number says; the value is the Fluent suffix."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What a document number says. None where the kind of document says nothing.

    `kind` is the kind that the number itself shows: whoever picked "resident ID" and typed the
    number of a residence permit has a residence permit.
    """

    kind: DocumentKind
    normalised: str
    sex: Sex | None = None
    born_on: date | None = None

    @property
    def person_key(self) -> str:
        """The part that stays the same when a document is renewed: what must be unique."""
        kept = {DocumentKind.HK_MACAO_PERMIT: 9, DocumentKind.TAIWAN_PERMIT: 8}.get(self.kind)
        return f"{self.kind.value}:{self.normalised[:kept]}"


SHAPES = {
    DocumentKind.HK_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
    DocumentKind.TAIWAN_PERMIT: re.compile(r"[0-9]{8}(?:[0-9]{2})?"),
    DocumentKind.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    DocumentKind.FOREIGN_RESIDENCE: re.compile(r"[A-Z]{3}[0-9]{12}"),
}


_PUT_RIGHT = re.compile(r"[0-9A-Z]+")


def read_identity(kind: DocumentKind, typed: str, *, today: date) -> IdentityFacts | Refused:
    """Return what a typed number says, or why it cannot be a number of that kind.

    Full-width characters, blanks, hyphens and a lower x are put right; digits of other scripts
    are refused. Codes: id-characters, id-length, id-checksum, id-date, id-shape.
    """
    number = normalise(typed)
    if number is None:
        return Refused(Code.ID_CHARACTERS)
    eighteen = kind in (DocumentKind.RESIDENT_ID, DocumentKind.COMPATRIOT_RESIDENCE)
    if eighteen or (kind is DocumentKind.FOREIGN_RESIDENCE and len(number) == 18):
        return _read_eighteen(number, today)
    if not SHAPES[kind].fullmatch(number):
        return Refused(Code.ID_SHAPE, {"kind": kind.value})
    return IdentityFacts(kind, number)


def normalise(typed: str) -> str | None:
    """Return the number in ASCII capitals and digits without blanks, None if that cannot be."""
    if len(typed) > LONGEST_INPUT:
        return None
    # As most people type it, and as every number is kept.
    if _PUT_RIGHT.fullmatch(typed):
        return typed
    visible = "".join(c for c in typed if unicodedata.category(c) != "Cf")
    number = BLANKS.sub("", unicodedata.normalize("NFKC", visible)).upper()
    return number if _PUT_RIGHT.fullmatch(number) else None


def check_character(first_seventeen: str) -> str:
    """Return the last character of an 18-character number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_CHARACTERS[total % 11]


def _read_eighteen(number: str, today: date) -> IdentityFacts | Refused:
    if len(number) != 18:
        return Refused(Code.ID_LENGTH, {"expected": 18, "got": len(number)})
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Refused(Code.ID_CHARACTERS)
    # The date first: its message helps more than "something is wrong somewhere".
    born_on = _birth_date(number[6:14])
    if born_on is None or born_on > today or age_on(born_on, today) > OLDEST_YEARS:
        return Refused(Code.ID_DATE)
    if number[17] != check_character(number[:17]):
        return Refused(Code.ID_CHECKSUM)
    if number.startswith("9"):
        return IdentityFacts(DocumentKind.FOREIGN_RESIDENCE, number, born_on=born_on)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    if number[:6] in COMPATRIOT_PREFIXES:
        return IdentityFacts(DocumentKind.COMPATRIOT_RESIDENCE, number, sex, born_on)
    return IdentityFacts(DocumentKind.RESIDENT_ID, number, sex, born_on)


def _birth_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def age_on(born_on: date, day: date) -> int:
    """Return the full years of age on a day; the birthday itself counts.

    Who was born on 29 February has a birthday on 28 February in common years: a period that ends
    on a day which the month lacks ends with the month (民法典 202). Before birth it is negative.
    """
    return day.year - born_on.year - (day < birthday_in(born_on, day.year))


def born_at_latest(age: int, day: date) -> date:
    """Return the last day on which somebody was born who is that old on a day."""
    born_on = birthday_in(day, day.year - age)
    # A leap day's child has its birthday on 28 February of a common year.
    later = born_on + timedelta(days=1)
    return later if age_on(later, day) >= age else born_on


def birthday_in(born_on: date, year: int) -> date:
    """Return the birthday of that year."""
    try:
        return MonthDay(born_on.month, born_on.day).in_year(year)
    except ValueError:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return date(year, 2, 29 if leap else 28)


def latest_birth(day: date, age: int) -> date:
    """Return the last day of birth of whoever has that age on the day: later ones are younger."""
    found = birthday_in(day, day.year - age)
    # A 28 February is the birthday of the next day's child as well, where there is no 29th.
    after = found + timedelta(days=1)
    return after if age_on(after, day) >= age else found


def mask(number: str) -> str:
    """Return what may be shown of a number: its last two characters.

    First three and last four, as elsewhere, leave a thousand candidates to who knows the birthday.
    """
    return "••••" + number[-2:]
