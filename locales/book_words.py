"""The words of the books of service on paper, for every door that draws one."""

from typing import Any

from domain.menus import items_of
from locales.words import Speaker

_BOOK = (
    ("book-day", 0), ("book-what", 10), ("book-place", 10), ("book-unit", 9),
    ("book-recipients", 7), ("book-content", 14), ("book-span", 0), ("book-length", 0),
    ("book-source", 0), ("book-leader", 7), ("book-quality", 9), ("book-signature", 9),
)  # fmt: skip
_TRAININGS = (
    ("book-day", 0), ("book-training", 16), ("book-learned", 30), ("book-learning", 0),
    ("book-organizer", 14), ("book-place", 14),
)  # fmt: skip
_HONOURS = (("book-day", 0), ("book-honour", 20), ("book-giver", 20))
_REGISTER = (
    ("register-nth", 0), ("book-day", 0), ("register-name", 6), ("register-number", 0),
    ("book-what", 8), ("book-content", 13), ("book-recipients", 7), ("book-span", 0),
    ("book-length", 0), ("book-source", 0), ("book-leader", 7), ("book-quality", 8),
    ("register-signature", 8),
)  # fmt: skip


def record_book(words: Speaker, said: dict[str, Any]) -> dict[str, Any]:
    """Return a volunteer's own book in words, by the names that the drawing uses."""
    label = words.label
    return {
        "title": label("book-title"),
        "subtitle": label("book-subtitle"),
        "about": [
            (label("regform-name"), said["name"]),
            (label("card-number"), said["number"]),
            *([(label("regform-unit"), said["unit"])] if said["unit"] else []),
        ],
        "columns": [label(key) for key, _ in _BOOK],
        "widths": [width for _, width in _BOOK],
        "rows": [_book_row(words, line) for line in said["lines"]],
        "total": label("book-total", count=len(said["lines"]), minutes=said["minutes"]),
        "signs": [],
        "page": label("certificate-page"),
        "more": [
            *([_trainings(words, said["trainings"])] if said["trainings"] else []),
            *([_honours(words, said["honours"])] if said["honours"] else []),
        ],
    }


def _trainings(words: Speaker, some: list[dict[str, Any]]) -> dict[str, Any]:
    minutes = sum(one["learning_minutes"] for one in some)
    return {
        "title": words.label("book-trainings"),
        "columns": [words.label(key) for key, _ in _TRAININGS],
        "widths": [width for _, width in _TRAININGS],
        "rows": [
            [
                one["held_on"].isoformat(),
                one["name"],
                one["content"],
                words.length(one["learning_minutes"]),
                one["organizer"],
                one["place"],
            ]
            for one in some
        ],
        "total": words.label("book-trainings-total", count=len(some), learning_minutes=minutes),
    }


def _honours(words: Speaker, some: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": words.label("book-honours"),
        "columns": [words.label(key) for key, _ in _HONOURS],
        "widths": [width for _, width in _HONOURS],
        "rows": [
            [
                one["given_on"].isoformat(),
                words.label(f"honour-category-{one['category']}")
                if one["category"]
                else one["name"],
                one["giver"],
            ]
            for one in some
        ],
        "total": "",
    }


def _book_row(words: Speaker, line: dict[str, Any]) -> list[str]:
    scanned = line["source"] not in ("typed", "imported")
    on_duty = words.label("book-on-duty")
    return [
        line["day"].isoformat() if line["day"] else "",
        on_duty if scanned and line["what"] else line["what"],
        line["place"],
        line["unit"],
        _recipients(words, line["recipients"], scanned=scanned),
        _content(words, line) or (on_duty if scanned and line["what"] else ""),
        _span(words, line["opened_at"], line["closed_at"]),
        words.length(line["minutes"]),
        words.label(f"source-{line['source']}"),
        line["leader"],
        _quality(words, line),
        "",
    ]


def _recipients(words: Speaker, said: str, *, scanned: bool) -> str:
    """Return who was served: as it was typed, or of a scan whom the policy names."""
    return words.label(f"recipients-{said}") if scanned and said else said


def _content(words: Speaker, line: dict[str, Any]) -> str:
    """Return what was done in one line; a station has a line for each of its services."""
    return words.label("comma").join(items_of(line["content"]))


def _quality(words: Speaker, line: dict[str, Any]) -> str:
    """Return the recipient's stars, what was written about the quality, and since when."""
    stars = words.label("book-stars", stars=str(line["stars"])) if line["stars"] else ""
    rated_on = line["quality_on"]
    said = [stars, line["quality"], rated_on.isoformat() if rated_on else ""]
    return " ".join(one for one in said if one)


def _span(words: Speaker, opened_at: Any, closed_at: Any) -> str:
    if opened_at is None:
        return ""
    return f"{words.clock(opened_at)}–{words.clock(closed_at) if closed_at else ''}"


def register_page(words: Speaker, said: dict[str, Any]) -> dict[str, Any]:
    """Return a station's register in words, by the names that the drawing uses."""
    label = words.label
    first, last = said["first_on"].isoformat(), said["last_on"].isoformat()
    return {
        "title": label("register-title"),
        "subtitle": first
        if first == last
        else label("certificate-span", first_day=first, last_day=last),
        "about": [
            (label("register-station"), said["station"]),
            (label("register-address"), said["address"]),
            *([(label("certificate-unit"), said["unit"])] if said["unit"] else []),
        ],
        "columns": [label(key) for key, _ in _REGISTER],
        "widths": [width for _, width in _REGISTER],
        "rows": [_register_row(words, nth, line) for nth, line in enumerate(said["lines"], 1)],
        "total": label(
            "register-total",
            people=said["people"],
            count=len(said["lines"]),
            minutes=said["minutes"],
        ),
        "signs": [label("register-recorder"), label("register-responsible")],
        "page": label("certificate-page"),
    }


def _register_row(words: Speaker, nth: int, line: dict[str, Any]) -> list[str]:
    state = "open" if line["closed_at"] is None else "waiting"
    if line["minutes"] is not None:
        state = "typed" if line["typed"] else "scan"
    on_duty = words.label("book-on-duty")
    return [
        str(nth),
        line["opened_at"].astimezone(words.zone).date().isoformat(),
        line["masked_name"],
        line["number"],
        line["what"] or on_duty,
        _content(words, line) or on_duty,
        _recipients(words, line["recipients"], scanned=not line["typed"]),
        _span(words, line["opened_at"], line["closed_at"]),
        words.length(line["minutes"]) if line["minutes"] is not None else "",
        words.label(f"source-{state}"),
        line["leader"],
        _quality(words, line),
        "",
    ]
