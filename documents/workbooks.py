"""Workbooks out: plain sheets of text under headings, for people who work in a spreadsheet.

Every cell is written as text, so that what a stranger typed is shown and never computed.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a name, headings with widths in characters, rows, and lines above the headings."""

    name: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    above: Sequence[str] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an xlsx file of these sheets, the headings bold and always in sight."""
    # Imported when the first one is written: it weighs some megabytes, and few ask for it.
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bg_color": "#E8F3EC", "bottom": 1})
    title = book.add_format({"bold": True, "font_size": 13})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:_LONGEST_SHEET_NAME])
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width, plain)
        for line, text in enumerate(sheet.above):
            page.write_string(line, 0, text, title)
        top = len(sheet.above)
        for place, heading in enumerate(sheet.headings):
            page.write_string(top, place, heading, bold)
        for line, row in enumerate(sheet.rows, top + bool(sheet.headings)):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell, plain)
        if sheet.headings:
            page.freeze_panes(top + 1, 0)
    book.close()
    return buffer.getvalue()
