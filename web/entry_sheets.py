"""The entry sheets for the national system, of people and of hours.

Whole ID numbers stand in them, so each comes over a link that opens it once
(`web/papers.py` has the page before it).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from documents.workbooks import Sheet, workbook
from domain.national import BLOCK, BY_UNIT, area_code, blocks
from locales.words import CHINESE, Speaker, locale_for
from usecases import national, national_hours
from usecases.national import EntrySheet, SheetRow
from usecases.national_hours import HoursRow, HoursSheet
from web.frontage import counter_of, now_of, page, speaker_of

router = APIRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = ("name", "document", "id", "phone", "area", "unit", "team", "number", "remark")
_WIDTHS = (6, 14, 14, 24, 18, 20, 28, 24, 18, 30)
_HOURS = (
    "area", "project", "team-id", "team", "name", "number", "id", "remark", "type", "began",
    "ended", "hours",
)  # fmt: skip
_HOURS_WIDTHS = (6, 22, 16, 16, 24, 14, 18, 24, 30, 8, 21, 21, 10)


@router.get("/entry-sheet/{token}/file", include_in_schema=False)
async def handed_over(request: Request, token: str) -> Response:
    """Return the workbook, once; forged, late and used links are answered alike."""
    found = await counter_of(request).db.write(national.by_link, token=token, now=now_of(request))
    if found is None:
        return page(request, "paper_gone.html", status=404)
    words = replace(speaker_of(request), locale=locale_for(found.language))
    content = await asyncio.to_thread(_people, words, found)
    return _workbook(words.label("entry-sheet-file"), content)


@router.get("/hours-sheet/{token}/file", include_in_schema=False)
async def hours_handed_over(request: Request, token: str) -> Response:
    """Return the workbook of a month's hours, once; like `handed_over`."""
    found = await counter_of(request).db.write(
        national_hours.by_link, token=token, now=now_of(request)
    )
    if found is None:
        return page(request, "paper_gone.html", status=404)
    words = replace(speaker_of(request), locale=locale_for(found.language))
    content = await asyncio.to_thread(_hours, words, found)
    return _workbook(words.label("hours-sheet-file", month=found.month), content)


def _workbook(name: str, content: bytes) -> Response:
    return Response(
        content,
        media_type=_XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"},
    )


def _people(words: Speaker, found: EntrySheet) -> bytes:
    headings = [words.label("entry-sheet-nth")]
    headings += [words.label(f"entry-sheet-{column}") for column in _COLUMNS]
    above = [words.label("entry-sheet-title"), words.label("entry-sheet-how", block=BLOCK)]
    return _sheets(headings, _WIDTHS, [_cells(words, row) for row in found.rows], above)


def _hours(words: Speaker, found: HoursSheet) -> bytes:
    headings = [words.label("entry-sheet-nth")]
    headings += [words.label(f"hours-sheet-{column}") for column in _HOURS]
    above = [
        words.label("hours-sheet-title", month=found.month),
        words.label("hours-sheet-how", block=BLOCK),
    ]
    return _sheets(headings, _HOURS_WIDTHS, [_hours_cells(words, row) for row in found.rows], above)


def _sheets(
    headings: list[str], widths: Sequence[int], rows: list[list[str]], above: list[str]
) -> bytes:
    """Return one sheet for each portion that the national system takes at once."""
    sheets, nth = [], 1
    for block in blocks(rows) or [()]:
        lines = [[str(n), *row] for n, row in enumerate(block, nth)]
        name = f"{nth}-{nth + max(len(lines), 1) - 1}"
        sheets.append(Sheet(name, headings, widths, lines, above))
        nth += len(lines)
    return workbook(sheets)


def _hours_cells(words: Speaker, row: HoursRow) -> list[str]:
    began_at, ended_at = (
        f"{moment.astimezone(words.zone):%Y-%m-%d %H:%M:%S}"
        for moment in (row.segment.began_at, row.segment.ended_at)
    )
    # Which project and team it is there, only the national system knows.
    return [
        area_code(row.county),
        "",
        "",
        row.team,
        row.name,
        row.national_number,
        row.document_number,
        row.remark,
        BY_UNIT,
        began_at,
        ended_at,
        row.segment.hours,
    ]


def _cells(words: Speaker, row: SheetRow) -> list[str]:
    # The national system asks for the place down to the county at least.
    names = [name if words.locale == CHINESE else english for name, english in row.area]
    area = "".join(names) if words.locale == CHINESE else words.label("comma").join(names[::-1])
    return [
        row.name,
        words.label(f"document-{row.document}"),
        row.document_number,
        row.phone,
        area,
        row.unit,
        row.team,
        row.number,
        words.label("national-reason", reason=row.reason) if row.reason else "",
    ]
