"""aiogram's types are built when they are first used: cheaper to start, and none is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COUNTED = """
import bot
from aiogram import methods, types
from pydantic import BaseModel

known = [getattr(room, name) for room in (types, methods) for name in room.__all__]
models = [one for one in known if isinstance(one, type) and issubclass(one, BaseModel)]
built = sum(model.__pydantic_complete__ for model in models)
"""


def _counts(more: str) -> list[int]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _COUNTED + more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(number) for number in done.stdout.split()]


@pytest.mark.proof
def test_every_type_of_the_messenger_can_be_built_and_few_are_until_then() -> None:
    known, built, whole = _counts(
        "for model in models:\n"
        "    model.model_rebuild()\n"
        "print(len(models), built, sum(model.__pydantic_complete__ for model in models))\n"
    )
    assert whole == known > 500
    assert built < known / 3
