"""Reads the YAML of `deploy/`: mappings, lists and one-line values, and refuses everything else.

The project needs no YAML library otherwise, and what this reads every YAML reader reads alike.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEY = re.compile(r"([A-Za-z0-9_./-]+):(?: (.*))?")


@dataclass
class _Line:
    depth: int
    text: str


def read(file: Path) -> Any:
    """Return what the file says; every value is text but `[…]` and `{}`."""
    lines = []
    for raw in file.read_text(encoding="utf-8").splitlines():
        text = raw.strip()
        if text and not text.startswith("#"):
            assert "\t" not in raw, raw
            lines.append(_Line(len(raw) - len(raw.lstrip(" ")), text))
    found = _block(lines, 0)
    assert lines == [], f"{file.name}: cannot read {lines[0].text!r}"
    return found


def _block(lines: list[_Line], depth: int) -> Any:
    return _list(lines, depth) if lines[0].text.startswith("- ") else _mapping(lines, depth)


def _list(lines: list[_Line], depth: int) -> list[Any]:
    found = []
    while lines and lines[0].depth == depth and lines[0].text.startswith("- "):
        text = lines[0].text[2:]
        if not text.startswith(("'", '"', "[", "$")) and _KEY.fullmatch(text):
            lines[0] = _Line(depth + 2, text)
            found.append(_mapping(lines, depth + 2))
        else:
            lines.pop(0)
            found.append(_value(text))
    return found


def _mapping(lines: list[_Line], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while lines and lines[0].depth == depth:
        match = _KEY.fullmatch(lines.pop(0).text)
        assert match is not None, "not a key and its value"
        key, text = match[1], match[2]
        assert key not in found, f"{key} stands there twice"
        found[key] = _block(lines, lines[0].depth) if text is None else _value(text)
        assert not lines or lines[0].depth <= depth, f"below {key}: {lines[0].text}"
    return found


def _value(text: str) -> Any:
    if text[0] == "'":
        assert re.fullmatch(r"'[^']*'", text), text
        return text[1:-1]
    if text[0] in '["{':
        return json.loads(text)
    assert text[0] not in "&*!|>%@`#", text
    assert not re.search(r": | #", text), text
    return text
