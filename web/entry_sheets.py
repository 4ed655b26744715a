"""The entry sheet for the national system: whole ID numbers, over a link that opens it once."""

import asyncio
from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from documents.workbooks import Sheet, workbook
from domain.national import BLOCK, blocks
from locales.words import CHINESE, Speaker, locale_for
from usecases import national
from usecases.national import EntrySheet, SheetRow
from web.frontage import counter_of, now_of, page, speaker_of

router = APIRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = ("name", "document", "id", "phone", "area", "unit", "team", "number", "remark")
_WIDTHS = (6, 14, 14, 24, 18, 20, 28, 24, 18, 30)


@router.get("/entry-sheet/{token}", include_in_schema=False)
async def handed_over(request: Request, token: str) -> Response:
    """Return the workbook, once; forged, late and used links are answered alike."""
    found = await counter_of(request).db.write(national.by_link, token=token, now=now_of(request))
    if found is None:
        return page(request, "paper_gone.html", status=404)
    words = replace(speaker_of(request), locale=locale_for(found.language))
    content = await asyncio.to_thread(_workbook, words, found)
    name = quote(f"{words.label('entry-sheet-file')}.xlsx")
    return Response(
        content,
        media_type=_XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _workbook(words: Speaker, found: EntrySheet) -> bytes:
    """Return one sheet for each portion that the national system takes at once."""
    headings = [words.label("entry-sheet-nth")]
    headings += [words.label(f"entry-sheet-{column}") for column in _COLUMNS]
    above = [words.label("entry-sheet-title"), words.label("entry-sheet-how", block=BLOCK)]
    sheets, nth = [], 1
    for block in blocks(found.rows) or [()]:
        lines = [[str(n), *_cells(words, row)] for n, row in enumerate(block, nth)]
        name = f"{nth}-{nth + max(len(lines), 1) - 1}"
        sheets.append(Sheet(name, headings, _WIDTHS, lines, above))
        nth += len(lines)
    return workbook(sheets)


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
