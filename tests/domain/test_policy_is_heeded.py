"""No key of a policy stands there for nothing: a city that changes one sees something happen."""

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

from domain.policy import Policy
from domain.policy_oddities import OddityRules
from domain.policy_shape import Source

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "handlers", "web", "scheduler", "usecases", "locales", "documents", "domain")
ELSEWHERE = {
    "Period.valid_from_on": "PolicyBook chooses the period of a day by it",
    "Period.valid_until_on": "PolicyBook chooses the period of a day by it",
    "Period.used_before_start": "PolicyBook asks it for days before the first period",
    "City.units_file": "the reader of the files opens it",
    "Document.level": "tells a national rule from the city's where a source is made",
}


def _keys() -> Iterator[tuple[str, str]]:
    """Yield section and key of every value of a policy file."""
    for hint in get_type_hints(Policy).values():
        for kind in (hint, *get_args(hint)):
            # The query for odd patterns is given its whole section.
            if kind not in (Source, OddityRules) and isinstance(kind, type) and is_dataclass(kind):
                for field in fields(kind):
                    yield kind.__name__, field.name


def _read() -> set[str]:
    """Return every attribute that is read outside the shape of the policy itself."""
    return {
        node.attr
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        if not (room == "domain" and file.name.startswith("policy"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_every_key_of_a_policy_is_read_by_the_product() -> None:
    read = _read()
    unread = {f"{section}.{key}" for section, key in _keys() if key not in read}
    assert unread == ELSEWHERE.keys()
    assert len(list(_keys())) > 100
