"""A certificate of service as bytes: what it states, in one form, and the proof in its file.

A statement is plain values. Its canonical form is JSON with sorted keys and no spaces, in UTF-8;
that is what is signed. A file is a PDF that carries the statement and a signature over both, in
comment lines before its last cross-reference: viewers pass over them, nothing is moved, and one
changed byte anywhere breaks the signature.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.months import bounds_of, is_month

NUMBER = re.compile(r"ZM-20[0-9]{2}-[0-9]{6,9}")
CODE = re.compile(r"[A-Za-z0-9_-]{22}")
_STATED = b"volunteer-city certificate 1\n"
_FILED = b"volunteer-city certificate file 1\n"
_LINE = b"%VolunteerCity "
_WIDTH = 76
_BEFORE = b"\nstartxref\n"
# Beyond any certificate; what is longer is none of ours and is not read.
MOST_BYTES = 8_000_000


class Withdrawal(StrEnum):
    """Why a certificate was withdrawn."""

    WRONG_HOURS = "wrong-hours"
    WRONG_PERSON = "wrong-person"
    MISUSED = "misused"


class Kind(StrEnum):
    """Where certified minutes come from, told apart on the paper (I32)."""

    RECORDED = "recorded"
    TYPED = "typed"
    IMPORTED = "imported"


_KINDS = {"typed": Kind.TYPED, "imported": Kind.IMPORTED}


@dataclass(frozen=True, slots=True)
class Served:
    """What one cause (a visit, a record) adds up to, with whatever was corrected about it.

    `last_day` is another day than `day` only for hours from elsewhere, which tell a period.
    """

    source: str
    minutes: int
    place: str = ""
    unit: str = ""
    day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of content: where, who recorded it, how often, from when to when, minutes."""

    place: str
    unit: str
    kind: Kind
    times: int
    minutes: int
    first_on: date | None
    last_on: date | None


def kind_of(source: str) -> Kind:
    """Return as what the ledger's source is certified."""
    return _KINDS.get(source, Kind.RECORDED)


def lines_of(served: Iterable[Served]) -> list[Line]:
    """Return the lines, the most minutes first; what was taken back whole has none."""
    grouped: dict[tuple[str, str, Kind], list[Served]] = {}
    for one in served:
        if one.minutes > 0:
            grouped.setdefault((one.place, one.unit, kind_of(one.source)), []).append(one)
    lines = []
    for (place, unit, kind), some in grouped.items():
        days = [day for one in some for day in (one.day, one.last_day) if day]
        minutes = sum(one.minutes for one in some)
        first, last = min(days, default=None), max(days, default=None)
        lines.append(Line(place, unit, kind, len(some), minutes, first, last))
    return sorted(lines, key=lambda line: (-line.minutes, line.place, line.kind))


def minutes_of(lines: Iterable[Line], kind: Kind | None = None) -> int:
    """Return the minutes of all lines, or of one kind."""
    return sum(line.minutes for line in lines if kind in (None, line.kind))


def period(from_month: str, until_month: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last certified day; None for what is no period up to today."""
    if not (is_month(from_month) and is_month(until_month) and from_month <= until_month):
        return None
    first, (_, after) = bounds_of(from_month)[0], bounds_of(until_month)
    if first > today:
        return None
    return first, min(today, date.fromordinal(after.toordinal() - 1))


def number(year: int, serial: int) -> str:
    """Return the certificate's number: ZM-2026-000123."""
    return f"ZM-{year}-{serial:06d}"


def canonical(statement: Mapping[str, Any]) -> bytes:
    """Return the one form of a statement that is signed."""
    return json.dumps(
        statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def stated(statement: bytes) -> bytes:
    """Return what is signed when a certificate is issued."""
    return _STATED + statement


def filed(statement: bytes, pdf: bytes) -> bytes:
    """Return what is signed when it is put on paper: the statement and every byte of the PDF."""
    return _FILED + sha256(pdf).digest() + statement


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file carries: the statement, and who signed both it and the pages."""

    statement: bytes
    key_version: int
    signature: bytes


def with_proof(pdf: bytes, proof: Proof) -> bytes:
    """Return the PDF with its proof in it; raises ValueError for what is no PDF of ours."""
    place = pdf.rfind(_BEFORE) + 1
    if not place:
        raise ValueError("no place for a proof")
    held = {
        "statement": base64.b64encode(proof.statement).decode(),
        "key": proof.key_version,
        "signature": base64.b64encode(proof.signature).decode(),
    }
    text = base64.b64encode(canonical(held))
    lines = [_LINE + text[n : n + _WIDTH] + b"\n" for n in range(0, len(text), _WIDTH)]
    return pdf[:place] + b"".join(lines) + pdf[place:]


def taken_apart(file: bytes) -> tuple[bytes, Proof] | None:
    """Return the PDF as it was signed and its proof; None when it carries none, or not as we do."""
    end = file.rfind(_BEFORE) + 1
    start = file.find(b"\n" + _LINE) + 1
    if not start or end <= start or len(file) > MOST_BYTES:
        return None
    text = b"".join(line.removeprefix(_LINE) for line in file[start:end].splitlines())
    pdf = file[:start] + file[end:]
    try:
        held = json.loads(base64.b64decode(text, validate=True))
        proof = Proof(
            base64.b64decode(held["statement"], validate=True),
            int(held["key"]),
            base64.b64decode(held["signature"], validate=True),
        )
        same = with_proof(pdf, proof) == file
    except (binascii.Error, ValueError, KeyError, TypeError):
        return None
    return (pdf, proof) if same else None
