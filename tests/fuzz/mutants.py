"""A seeded mutator: what strangers and broken clients make of a well-formed thing."""

import copy
import random
from typing import Any

from tests.hostile import HOSTILE

VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 1.5, 1e308, 2**31, 2**63 - 1, 2**63, -(2**63), 2**200, "", "x",
    "0", [], {}, [[]], {"x": {"x": []}}, ["x"] * 50, *HOSTILE,
]  # fmt: skip


def _places(thing: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value in a JSON thing."""
    found = [path] if path else []
    items: list[tuple[Any, Any]] = []
    if isinstance(thing, dict):
        items = list(thing.items())
    elif isinstance(thing, list):
        items = list(enumerate(thing))
    for key, value in items:
        found += _places(value, (*path, key))
    return found


def mutated(body: dict[str, Any], chance: random.Random, *, keep: str = "") -> dict[str, Any]:
    """Return a copy with one to three things of it changed, taken out, doubled or moved.

    The field `keep` stays as it is.
    """
    changed = copy.deepcopy(body)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = [place for place in _places(changed) if place != (keep,)]
        if not places:
            break
        *way, last = chance.choice(places)
        holder: Any = changed
        for key in way:
            holder = holder[key]
        _spoil(holder, last, changed, chance)
    return changed


def _spoil(holder: Any, last: Any, whole: dict[str, Any], chance: random.Random) -> None:
    dice = chance.random()
    if dice < 0.55:
        holder[last] = copy.deepcopy(chance.choice(VALUES))
    elif dice < 0.7 and isinstance(holder, dict):
        del holder[last]
    elif dice < 0.8 and isinstance(holder, dict):
        holder[chance.choice(("text", "from", "chat", "photo", "id", "surprise"))] = copy.deepcopy(
            holder[last]
        )
    elif dice < 0.9:
        places = _places(whole)
        value: Any = whole
        for key in chance.choice(places):
            value = value[key]
        holder[last] = copy.deepcopy(value)
    elif isinstance(holder[last], str):
        holder[last] = spoiled_text(holder[last], chance)
    else:
        deep: Any = "deep"
        for _ in range(chance.choice((3, 60))):
            deep = [deep]
        holder[last] = deep


def spoiled_text(text: str, chance: random.Random) -> str:
    """Return the text with some characters changed, lost, doubled, or something hostile in it."""
    place = chance.randrange(len(text) + 1)
    return chance.choice(
        (
            text[:place] + chance.choice(HOSTILE)[:500] + text[place:],
            text[:place] + text[place + 1 :],
            text[:place]
            + chr(chance.choice((0, 9, 10, 32, 37, 65, 0x202E, 0xFF21)))
            + text[place:],
            text * 2,
            text[:place],
            text.swapcase(),
            text[::-1],
            text.replace(":", "::"),
        )
    )


def spoiled_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some of them changed, lost, doubled or cut."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(len(changed)) if changed else 0
        dice = chance.random()
        if dice < 0.6 and changed:
            changed[place] = chance.randrange(256)
        elif dice < 0.75:
            del changed[place : place + chance.choice((1, 4, 100))]
        elif dice < 0.9:
            changed[place:place] = changed[place : place + chance.choice((1, 4, 100))]
        else:
            changed = changed[: place + 1]
    return bytes(changed)
