"""The books of service on paper: one's own record book, and a station's register."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta

from documents.forms import Listing, Section, listing_pdf
from documents.workbooks import Sheet, workbook
from domain.permissions import Role
from handlers import minors, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from locales.book_words import record_book, register_page
from usecases import books
from usecases.minors import Screen

_DAY = timedelta(days=1)
# What a clerk prints: from which day to which, seen from today.
_SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - _DAY, today - _DAY),
    "month": lambda today: (today.replace(day=1), today),
    "last": lambda today: (
        (today.replace(day=1) - _DAY).replace(day=1),
        today.replace(day=1) - _DAY,
    ),
}
# Characters a column of the workbook is wide.
_WIDTHS = (12, 18, 24, 18, 16, 30, 13, 14, 10, 12, 16, 18)


@table.press("book")
@table.command("book")
async def own(turn: Turn) -> None:
    """Send the volunteer his record book as PDF."""
    book = await turn.read(books.own, actor=turn.caller.account_id)
    if not (book.lines or book.trainings or book.honours):
        await turn.answer(turn.say("book-none"))
        return
    said = record_book(turn.words, asdict(book))
    listing = Listing(**(said | {"more": [Section(**one) for one in said["more"]]}))
    pdf = await asyncio.to_thread(listing_pdf, listing)
    caption = turn.say("book-made", count=len(book.lines), minutes=book.minutes)
    keyboard = rows([press(turn.label("button-book-sheet"), "booksheet")])
    await turn.document(pdf, turn.label("book-file"), caption, keyboard)


@table.press("booksheet")
async def sheet(turn: Turn) -> None:
    """Send the same as a workbook, for who wants to count for himself."""
    book = await turn.read(books.own, actor=turn.caller.account_id)
    said = record_book(turn.words, asdict(book))
    about = "   ".join(f"{name} {value}" for name, value in said["about"])
    page = Sheet(
        name=said["title"],
        headings=said["columns"],
        widths=_WIDTHS,
        rows=said["rows"],
        above=(said["title"], about, said["total"]),
    )
    further = [
        Sheet(
            name=one["title"],
            headings=one["columns"],
            widths=_WIDTHS[: len(one["columns"])],
            rows=one["rows"],
            above=(one["title"], about, one["total"]),
        )
        for one in said["more"]
    ]
    content = await asyncio.to_thread(workbook, [page, *further])
    await turn.document(content, turn.label("book-file-sheet"))


@table.more("button-daybook", Role.CLERK)
async def which(turn: Turn) -> None:
    """Ask of which days the station's register shall be printed."""
    buttons = [press(turn.label(f"button-register-{span}"), "regpage", span) for span in _SPANS]
    await turn.show(turn.say("register-which"), rows(buttons[:2], buttons[2:]))


@table.press("regpage")
async def register(turn: Turn) -> None:
    """Send the pages of these days."""
    first, last = _SPANS[turn.word(0, *_SPANS)](turn.desk.db.city.calendar.day_of(turn.now))
    page = await turn.read(
        books.register, actor=turn.caller.account_id, first_on=first, last_on=last
    )
    if not page.lines:
        await turn.answer(turn.say("register-none", station=page.station))
        return
    await minors.numbered(turn, [line.number for line in page.lines], Screen.REGISTER)
    pdf = await asyncio.to_thread(listing_pdf, Listing(**register_page(turn.words, asdict(page))))
    caption = turn.say(
        "register-made",
        station=page.station,
        people=page.people,
        count=len(page.lines),
        minutes=page.minutes,
    )
    await turn.document(pdf, turn.label("register-file"), caption)
