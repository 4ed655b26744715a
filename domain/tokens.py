"""Codes that are shown and scanned: how they are made, and what a piece of text turns out to be.

Every signed code is 24 bytes, body and HMAC-SHA256 tag, in 32 characters of base64url: whole
multiples of three bytes, so each code has one spelling only. Random ones are 128 bits in 22
characters behind a letter; the typed one has 12 characters of an alphabet without look-alikes.
Layouts and the odds of forging one: `docs/security.md`.
"""

import base64
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from hashlib import sha256

SIGNED_LENGTH = 32
TYPED_LENGTH = 12
# With whatever stands between the groups; a longer text is no code.
_MOST_TYPED = 40
_LIKE_TYPED = re.compile(r"[A-Z0-9]{4}([ -]?)[A-Z0-9]{4}\1[A-Z0-9]{4}")
# No 0/O, 1/I/L, and no U (heard as V): 30 letters and digits, 58.9 bits in twelve.
TYPED_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_SIGNED = re.compile(r"[A-Za-z0-9_-]{32}")
_RANDOM = re.compile(r"[a-z][A-Za-z0-9_-]{22}")


class Kind(Enum):
    """What a signed code stands for; the byte is its first, so kinds cannot pass for each other."""

    STATION = 0x11
    PERSONAL = 0x21
    CARD = 0x31
    VOUCHER = 0x41


class RandomKind(StrEnum):
    """What a random code stands for, by its first letter."""

    INVITE = "a"
    DISPLAY = "d"
    FAMILY = "f"
    PROXY = "p"
    ERRAND = "e"
    GUARDIAN = "g"
    RECIPIENT = "r"


class Direction(Enum):
    """What a station code is for; today every code opens or closes, as the visit stands."""

    EITHER = 0


@dataclass(frozen=True, slots=True)
class StationCode:
    """What a station display shows for one slot."""

    station: int
    slot: int
    display: int


@dataclass(frozen=True, slots=True)
class PersonalCode:
    """What a volunteer shows; `slot` is 0 on the printed card, which does not renew itself."""

    opaque: int
    slot: int
    epoch: int
    printed: bool = False


@dataclass(frozen=True, slots=True)
class VoucherCode:
    """What a voucher shows to one merchant for one slot."""

    voucher: int
    slot: int
    merchant: int


Signed = StationCode | PersonalCode | VoucherCode


def slot_of(instant: datetime, seconds: int) -> int:
    """Return the number of the slot of `seconds` that `instant` lies in, counted from 1970."""
    return int(instant.timestamp()) // seconds


def sign(code: Signed, key: bytes) -> str:
    """Return the 32 characters of `code`; `key` belongs to its kind (and station)."""
    body, tag_bytes = _body(code)
    tag = hmac.digest(key, b"vc1|" + body, sha256)[:tag_bytes]
    return base64.urlsafe_b64encode(body + tag).decode()


def _body(code: Signed) -> tuple[bytes, int]:
    if isinstance(code, StationCode):
        parts: tuple[tuple[int, int], ...] = (
            (Kind.STATION.value, 1),
            (code.station, 3),
            (code.slot, 4),
            (code.display, 2),
            (Direction.EITHER.value, 2),
        )
        return _pack(parts), 12
    if isinstance(code, PersonalCode):
        kind = Kind.CARD if code.printed else Kind.PERSONAL
        return _pack(((kind.value, 1), (code.opaque, 5), (code.slot, 4), (code.epoch, 1))), 13
    parts = ((Kind.VOUCHER.value, 1), (code.voucher, 5), (code.slot, 4), (code.merchant, 2))
    return _pack(parts), 12


def _pack(parts: tuple[tuple[int, int], ...]) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in parts)


def parse(text: str) -> Signed | None:
    """Return what `text` claims to be, unproven, or None if it has not a code's form."""
    if not _SIGNED.fullmatch(text):
        return None
    raw = base64.urlsafe_b64decode(text)
    kind, body = raw[0], raw[1:]
    if kind == Kind.STATION.value and body[9:11] == b"\0\0":
        return StationCode(_int(body[0:3]), _int(body[3:7]), _int(body[7:9]))
    if kind in (Kind.PERSONAL.value, Kind.CARD.value):
        return PersonalCode(
            _int(body[0:5]), _int(body[5:9]), body[9], printed=kind == Kind.CARD.value
        )
    if kind == Kind.VOUCHER.value:
        return VoucherCode(_int(body[0:5]), _int(body[5:9]), _int(body[9:11]))
    return None


def _int(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def proven(text: str, code: Signed, key: bytes) -> bool:
    """Tell whether `text` is exactly what `key` makes of `code`; compared in constant time."""
    return hmac.compare_digest(sign(code, key).encode(), text.encode())


def random_code(kind: RandomKind, source: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a one-use code of 128 random bits behind the letter of its kind."""
    return kind.value + base64.urlsafe_b64encode(source(16)).decode().rstrip("=")


def random_kind(text: str) -> RandomKind | None:
    """Return the kind of a random code, or None if `text` has not the form of one."""
    if not _RANDOM.fullmatch(text) or text[0] not in set(RandomKind):
        return None
    return RandomKind(text[0])


def typed_code(choice: Callable[[str], str] = secrets.choice) -> str:
    """Return 12 random characters (58 bits) that can be read aloud and typed."""
    return "".join(choice(TYPED_ALPHABET) for _ in range(TYPED_LENGTH))


def derived_code(secret: bytes) -> str:
    """Return the typed code that `secret` (32 random-looking bytes) always makes."""
    number = int.from_bytes(secret, "big")
    letters = []
    for _ in range(TYPED_LENGTH):
        number, place = divmod(number, len(TYPED_ALPHABET))
        letters.append(TYPED_ALPHABET[place])
    return "".join(letters)


def as_typed(text: str) -> str | None:
    """Return the bare typed code if `text` is one, however it was grouped or cased."""
    plain = unicodedata.normalize("NFKC", text[:_MOST_TYPED])
    bare = re.sub(r"[\s·.\-–—]", "", plain)
    # Before it is cased: one ß becomes two letters.
    bare = bare.upper() if bare.isascii() else ""
    if len(text) <= _MOST_TYPED and len(bare) == TYPED_LENGTH and set(bare) <= set(TYPED_ALPHABET):
        return bare
    return None


def is_like_typed(text: str) -> bool:
    """Tell whether a text was meant as a typed code and is none: a character in it cannot be."""
    return _LIKE_TYPED.fullmatch(text) is not None and as_typed(text) is None


def grouped(typed: str) -> str:
    """Return a typed code in groups of four, as it is shown."""
    return " ".join(typed[i : i + 4] for i in range(0, len(typed), 4))


def digest(text: str) -> bytes:
    """Return what is stored of a random code; with 58 bits and more a plain hash is enough."""
    return sha256(text.encode()).digest()


def payload_of(scanned: str) -> str:
    """Return the code inside what a camera read: a deep link, a page address, or the code."""
    link = re.fullmatch(
        r"https?://[^\s?#]+(?:\?(?:[^#\s]*&)?start(?:app)?=([\w-]{1,64})\S*)", scanned
    )
    if link:
        return link.group(1)
    page = re.fullmatch(r"https?://[^\s?#]+/v/([\w-]{1,64})", scanned)
    return page.group(1) if page else scanned.strip()
