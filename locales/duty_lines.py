"""One duty in one line, the same in a digest and in the chat."""

from datetime import date
from typing import Any

from locales.words import Speaker


def duty_line(words: Speaker, number: int, item: dict[str, Any]) -> str:
    """Return the line of a duty as plain text: what, by when, how much is missing.

    `item` has kind, year, due_on, days_left (negative when past), accepted, missing, needed.
    """
    left = item["days_left"]
    due = date.fromisoformat(item["due_on"])
    # Never "by yesterday": what a document sets is called by its date.
    due_day = words.label("day-of-year", month=due.month, day=due.day)
    if item["missing"] == 0:
        how = words.label("duty-all-in")
    elif left > 0:
        how = words.label("duty-left-days", days=left)
    elif left == 0:
        how = words.label("duty-left-today")
    else:
        how = words.label("duty-left-late", days=-left)
    facts: dict[str, str | int] = {"number": number, "year": str(item["year"]), "how": how}
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
    return words.label("duty-line-report", due_day=due_day, **facts)


def duty_button(words: Speaker, kind: str) -> str:
    """Return the label of the button that answers a duty of this kind."""
    if kind == "plan":
        return words.label("button-duty-plan")
    if kind == "annual_report":
        return words.label("button-duty-report")
    return words.label("button-duty-info")
