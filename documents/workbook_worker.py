"""The child process that opens a stranger's workbook, so that the bot never does.

`documents/workbook_reading.py` runs this file by its path under `python -I` with an empty
environment, once for each workbook: the file comes by standard input, and one JSON goes out,
{"rows": [[line, [cell, …]], …]} or {"reason": …}. Nothing is computed: a formula's cell is what it
showed when it was saved.
"""

import io
import json
import os
import resource
import sys
import zipfile

MOST_COLUMNS = 30
MOST_LETTERS = 200
MOST_UNPACKED = 200_000_000
"""Bytes that a workbook may announce; whoever announces less and brings more meets the limits."""


def main(memory_bytes: int, cpu_seconds: int, most_rows: int) -> None:
    """Answer for the workbook on standard input, within the limits of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    answers.write(json.dumps(_answer(sys.stdin.buffer.read(), most_rows)).encode())
    answers.flush()


def _answer(content: bytes, most_rows: int) -> dict[str, object]:
    try:
        if _unpacks_to_too_much(content):
            return {"reason": "too-large"}
        rows = _rows(content, most_rows)
    except MemoryError:
        return {"reason": "too-large"}
    except Exception:  # noqa: BLE001 - readers raise whatever a stranger's bytes make them raise
        return {"reason": "not-a-workbook"}
    return {"reason": "too-many-rows"} if rows is None else {"rows": rows}


def _unpacks_to_too_much(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED


def _rows(content: bytes, most_rows: int) -> list[tuple[int, list[str]]] | None:
    """Return the lines of the first sheet that hold anything; None for more than `most_rows`."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        sheet = book.get_sheet_by_index(0)
        first = sheet.start[0] if sheet.start else 0
        rows: list[tuple[int, list[str]]] = []
        for at, cells in enumerate(sheet.iter_rows()):
            row = [_text(cell) for cell in cells[:MOST_COLUMNS]]
            if any(row):
                rows.append((first + at + 1, row))
            if len(rows) > most_rows:
                return None
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        # A spreadsheet keeps a telephone as a number.
        cell = int(cell)
    return str(cell)[:MOST_LETTERS].strip()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
