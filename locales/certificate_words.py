"""The words of a certificate, for every door that draws one."""

from datetime import date
from typing import Any

from locales.words import ENGLISH, Speaker


def certificate_words(words: Speaker) -> dict[str, str]:
    """Return what stands around the facts, by the names that the drawing uses."""
    label = words.label
    return {
        "title": label("certificate-title"),
        "number_label": label("certificate-number"),
        "attest": label("certificate-attest"),
        "place": label("certificate-place"),
        "unit": label("certificate-unit"),
        "days": label("certificate-days"),
        "times": label("certificate-times"),
        "length": label("certificate-length"),
        "total": label("certificate-full-stop"),
        "issuer": label("certificate-issuer"),
        "responsible": label("certificate-responsible"),
        "contact": label("certificate-contact"),
        "handler": label("certificate-handler"),
        "by_system": label("certificate-by-system"),
        "issued": label("certificate-issued"),
        "seal": label("certificate-seal"),
        "system_print": label("certificate-system-print"),
        "check": label("certificate-check"),
        "genuine": label("certificate-genuine"),
        "page": label("certificate-page"),
    }


def certificate_facts(
    words: Speaker, said: dict[str, Any], *, check_url: str, seal_place: bool
) -> dict[str, Any]:
    """Return what a statement says in words, by the names that the drawing uses."""
    english = words.locale == ENGLISH
    by_kind = said["minutes_by_kind"]
    apart = by_kind["typed"] or by_kind["imported"]
    return {
        "city_name": said["city_en"] if english else said["city"],
        "number": said["number"],
        "name": said["name"],
        "about": words.label(
            "certificate-about",
            document=words.label(f"document-{said['document']}"),
            document_number=said["document_number"],
            number=said["volunteer_number"],
            from_day=whole_day(words, said["from"]),
            until_day=whole_day(words, said["until"]),
            count=sum(line["times"] for line in said["content"]),
        ),
        "total": words.length(said["minutes"]),
        "kinds": words.label(
            "certificate-kinds",
            recorded_minutes=by_kind["recorded"],
            typed_minutes=by_kind["typed"],
            imported_minutes=by_kind["imported"],
        )
        if apart
        else "",
        "lines": [_line(words, line) for line in said["content"]],
        "issuer": said["issuer_en"] if english else said["issuer"],
        "responsible": said["responsible"],
        "contact": said["contact"],
        "issued": whole_day(words, said["issued_on"]),
        "check_url": check_url,
        "seal_place": seal_place,
    }


def _line(words: Speaker, line: dict[str, Any]) -> dict[str, str]:
    first, last = line["first_on"], line["last_on"]
    days = first
    if first != last:
        days = words.label("certificate-span", first_day=first, last_day=last)
    return {
        "place": _content(words, line),
        "unit": line["unit"],
        "days": days,
        "times": str(line["times"]),
        "length": words.length(line["minutes"]),
    }


def _content(words: Speaker, line: dict[str, Any]) -> str:
    if line["kind"] == "typed":
        return line["place"] or words.label("certificate-content-typed")
    if line["kind"] == "imported":
        return line["place"] or words.label("certificate-content-imported")
    if not line["place"]:
        return words.label("certificate-content-other")
    return words.label("certificate-content-recorded", place=line["place"])


def whole_day(words: Speaker, day: date | str) -> str:
    """Return a day with its year: papers are read years later."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return words.label("paper-day", year=str(day.year), month=day.month, day=day.day)
