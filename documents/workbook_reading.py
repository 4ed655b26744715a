"""Workbooks from strangers in, the text of their cells out.

A workbook is opened in a child process only (`documents/workbook_worker.py`), which lives for this
one file and has little memory, little time, no environment and no secret.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MOST_BYTES = 5_000_000
"""Ten times what a roster of 5,000 rows takes."""

_SECONDS = 10.0
_MEMORY_BYTES = 512 * 1024 * 1024
_WORKER = Path(__file__).with_name("workbook_worker.py")


class Unread(StrEnum):
    """Why a file gave no rows; the value is the Fluent suffix."""

    TOO_LARGE = "too-large"
    NOT_A_WORKBOOK = "not-a-workbook"
    TOO_MANY_ROWS = "too-many-rows"
    TOOK_TOO_LONG = "took-too-long"


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a workbook's first sheet that hold anything: line number and cells."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]


async def read_workbook(content: bytes, *, most_rows: int) -> Rows | Unread:
    """Return the rows of an xlsx or xls file, or why there are none; a stranger's words all."""
    if len(content) > MOST_BYTES:
        return Unread.TOO_LARGE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(_WORKER),
        str(_MEMORY_BYTES),
        str(int(_SECONDS)),
        str(most_rows),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            answer, _ = await process.communicate(content)
    except TimeoutError:
        return Unread.TOOK_TOO_LONG
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return _understood(answer)


def _understood(answer: bytes) -> Rows | Unread:
    try:
        said = json.loads(answer)
    except ValueError:
        # It died over the file: of memory, of time, or of what a broken file did to it.
        return Unread.TOO_LARGE
    if "reason" in said:
        return Unread(said["reason"])
    return Rows(tuple((int(line), tuple(map(str, cells))) for line, cells in said["rows"]))
