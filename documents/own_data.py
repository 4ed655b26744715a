"""A copy of one's own data as a workbook: a sheet per table, as the rows stand."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from documents.workbooks import Sheet, workbook

_WIDTH = 22


def own_data_xlsx(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], *, about: str, lines: Sequence[str]
) -> bytes:
    """Return the workbook; the first sheet is called `about` and holds the lines."""
    sheets = [Sheet(about, [], [80], [[line] for line in lines])]
    for name, rows in tables.items():
        headings = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[_text(row.get(key)) for key in headings] for row in rows]
        sheets.append(Sheet(name, headings, [_WIDTH] * len(headings), cells))
    return workbook(sheets)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
