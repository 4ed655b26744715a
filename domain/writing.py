"""What strangers write: names, phone numbers and free text, made fit to keep and to show.

Escaping is not done here: that belongs to the door that shows the text.
"""

import re
import unicodedata

from domain.refusals import Code, Refused

LONGEST_REASON = 200
"""Characters in which somebody says why he refuses, returns or strikes off."""

MOST_MARKS = 3  # on one letter: enough for every living script, too few to cover the line above
MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●▪．", "·"))
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HAN = r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]"
HAN_GAP = re.compile(rf"(?<={HAN}|·) (?={HAN}|·)")
HAN_STOP = re.compile(rf"(?<={HAN})[.。](?={HAN})")
# A mobile's eleven digits, also in groups; fifteen and more of an identity document.
_NUMBER = re.compile(r"(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)|\d{15}", re.ASCII)
LINK_LIKE = re.compile(r"\.(?! |$)")  # a dot inside a word would be shown as a link


def keepable(typed: str) -> str:
    """Return the text without what no database keeps and no message carries.

    PostgreSQL knows no NUL, and half of a surrogate pair is a character to nobody.
    """
    return typed.replace("\0", "").encode("utf-8", "ignore").decode()


def clean_name(typed: str, *, max_length: int) -> str | Refused:
    """Return a name as it is kept, or why it can be none.

    Chinese, Latin and every other script pass, and so do rare Han letters and the dot of
    minority names, in any of the forms that keyboards give it. Invisible characters go, marks are
    held to three a letter. Codes: name-empty, name-characters, name-length.
    """
    text = typed[: max_length * 20].translate(MIDDLE_DOTS).translate(FULL_WIDTH)
    text = unicodedata.normalize("NFC", text.replace("’", "'"))
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    text = HAN_STOP.sub("·", HAN_GAP.sub("", _few_marks(" ".join(text.split()))))
    text = text.strip("· -'")
    if not text:
        return Refused(Code.NAME_EMPTY)
    letter = unicodedata.category(text[0]).startswith("L")
    if not letter or LINK_LIKE.search(text) or not all(_of_a_name(c) for c in text):
        return Refused(Code.NAME_CHARACTERS)
    if not 2 <= len(text) <= max_length:
        return Refused(Code.NAME_LENGTH, {"min": 2, "max": max_length, "got": len(text)})
    return text


def _visible(character: str) -> bool:
    # Cc, Cf, Cs, Co, Cn: controls, bidi and zero width, lone surrogates, private, unassigned.
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    hidden = unicodedata.category(character).startswith("C")
    return not hidden and not selector and character not in INVISIBLE_LETTERS


def _of_a_name(character: str) -> bool:
    return character in "·' -.〇" or unicodedata.category(character)[0] in "LM"


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def mask_name(name: str) -> str:
    """Return a name as others may see it: 李*, 欧**娜, J*** S***; * of whom nothing is kept."""
    if not name:
        return "*"
    words = name.split(" ")
    if len(words) > 1 or name.isascii():
        return " ".join(word[0] + "***" for word in words)
    last = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * (len(name) - 1 - len(last)) + last


def read_phone(typed: str, *, from_contact: bool = False) -> str | Refused:
    """Return a phone number as +86…, or with its own country's code; code: phone-shape.

    Mainland mobile numbers have 11 digits and begin with 13 to 19. A shared contact always
    carries its country's code, with or without the plus sign: 1 312 555 0100 from a contact is a
    number of Chicago, and the same digits typed are one of Pu'er.
    """
    text = unicodedata.normalize("NFKC", typed[:60])
    text = re.sub(r"[\s()\-\u2010-\u2015.·]", "", text)
    text = re.sub(r"^00", "+", text)
    if from_contact and not text.startswith("+"):
        text = "+" + text
    if _mainland(text):
        return "+86" + text
    if re.fullmatch(r"\+?86.*", text):
        tail = text.removeprefix("+").removeprefix("86")
        return "+86" + tail if _mainland(tail) else Refused(Code.PHONE_SHAPE)
    if re.fullmatch(r"\+[1-9][0-9]{7,14}", text):
        return text
    return Refused(Code.PHONE_SHAPE)


def _mainland(text: str) -> bool:
    return re.fullmatch(r"1[3-9][0-9]{9}", text) is not None


def phone_tail(phone: str) -> str:
    """Return the last four digits: all that a chat shows of a number."""
    return phone[-4:]


def phone_on_paper(phone: str) -> str:
    """Return a number as it is written here: 11 digits, or with a foreign country's code."""
    home = phone.removeprefix("+86")
    return home if _mainland(home) else phone


def clean_text(typed: str, *, max_length: int) -> str | Refused:
    """Return free text as it is kept; line breaks, tabs and joined emoji stay.

    Controls, direction marks, lone surrogates and unassigned characters go; marks are held to
    three a letter and empty lines to one. Codes: text-empty, text-length.
    """
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c in "\n\t" or c == "\u200d" or _may_stay(c))
    kept = re.sub(r"\n\s*\n\s*\n+", "\n\n", _few_marks(kept)).strip()
    if not kept.strip("\u200d \ufe0f\u3164\u115f\u1160\uffa0"):
        return Refused(Code.TEXT_EMPTY)
    if len(kept) > max_length:
        return Refused(Code.TEXT_LENGTH, {"max": max_length, "got": len(kept)})
    return kept


def public_text(typed: str, *, max_length: int) -> str | Refused:
    """Return free text that others will read: like `clean_text`, without numbers of people.

    Mobile, resident and comparable numbers are what nobody may read in a chat or on a notice.
    Codes: text-empty, text-length, text-number.
    """
    kept = clean_text(typed, max_length=max_length)
    if isinstance(kept, str) and _NUMBER.search(unicodedata.normalize("NFKC", kept)):
        return Refused(Code.TEXT_NUMBER)
    return kept


def _may_stay(character: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Co", "Cn") or character in BIDI:
        return False
    # Of the invisible format characters only those of emoji (tags, joiner) have a use in text.
    return category != "Cf" or "\U000e0020" <= character <= "\U000e007f"
