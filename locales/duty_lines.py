"""One duty in one line, the same in a digest and in the chat."""

from datetime import date
from typing import Any

from locales.words import Speaker


def duty_line(words: Speaker, number: int, item: dict[str, Any]) -> str:
    """Return the line of a duty as plain text: what, by when, how much is missing.

    `item` has kind, year, due_on, days_left (negative when past), accepted, missing, needed, and
    where it may not be handed in all year, opens_on and opens_in (days, above 0 before it opens).
    """
    due = date.fromisoformat(item["due_on"])
    # Never "by yesterday": what a document sets is called by its date.
    due_day = words.label("day-of-year", month=due.month, day=due.day)
    facts: dict[str, str | int] = {
        "number": number,
        "year": str(item["year"]),
        "how": _how(words, item),
    }
    if item["kind"] == "info_item":
        return words.label(
            "duty-line-info",
            accepted=item["accepted"],
            missing=item["missing"],
            needed=item["needed"],
            **facts,
        )
    if item["kind"] == "plan":
        return words.label("duty-line-plan", due_day=due_day, **facts)
    if item["kind"] == "statistics":
        opens = date.fromisoformat(item["opens_on"])
        opens_day = words.label("day-of-year", month=opens.month, day=opens.day)
        return words.label("duty-line-statistics", opens_day=opens_day, due_day=due_day, **facts)
    return words.label("duty-line-report", due_day=due_day, **facts)


def _how(words: Speaker, item: dict[str, Any]) -> str:
    left = item["days_left"]
    if item["missing"] == 0:
        return words.label("duty-all-in")
    if item.get("opens_in", 0) > 0:
        return words.label("duty-opens-days", days=item["opens_in"])
    if left > 0:
        return words.label("duty-left-days", days=left)
    if left == 0:
        return words.label("duty-left-today")
    return words.label("duty-left-late", days=-left)


def duty_button(words: Speaker, kind: str) -> str:
    """Return the label of the button that answers a duty of this kind."""
    if kind == "plan":
        return words.label("button-duty-plan")
    if kind == "annual_report":
        return words.label("button-duty-report")
    if kind == "statistics":
        return words.label("button-duty-statistics")
    return words.label("button-duty-info")
