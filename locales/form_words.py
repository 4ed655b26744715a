"""The words of the registration form on paper, for every door that draws one."""

from typing import Any

from locales.certificate_words import whole_day
from locales.words import CHINESE, ENGLISH, Speaker


def registration_form(words: Speaker, said: dict[str, Any]) -> dict[str, Any]:
    """Return an applicant's form in words, by the names that the drawing uses."""
    english = words.locale == ENGLISH
    city = said["city_en"] if english else said["city"]
    return {
        "title": words.label("regform-title", city=city),
        "number": words.label("regform-number", number=said["volunteer_number"] or "—"),
        "pairs": _pairs(words, said),
        "wide": _wide(words, said),
        "boxes": _boxes(words, said),
        "copies": [words.label("regform-copy-filing"), words.label("regform-copy-unit")],
        "date": words.label("regform-date"),
        "foot": words.label("regform-foot"),
    }


def _pairs(words: Speaker, said: dict[str, Any]) -> list[tuple[str, str]]:
    label = words.label
    return [
        (label("regform-name"), said["name"]),
        (label("regform-sex"), label(f"sex-{said['sex']}") if said["sex"] else ""),
        (label("regform-born"), said["born_on"].isoformat() if said["born_on"] else ""),
        (label("regform-phone"), said["phone"]),
        (label("regform-document"), label(f"document-{said['document']}")),
        (label("regform-document-number"), said["document_number"]),
        (label("regform-unit"), said["unit"]),
        (label("regform-team"), said["team"]),
    ]


def _wide(words: Speaker, said: dict[str, Any]) -> list[tuple[str, str]]:
    label, comma = words.label, words.label("comma")
    times = [code.split("-") for code in said["free_times"]]
    return [
        (label("regform-place"), _address(words, said["places"])),
        (
            label("regform-categories"),
            comma.join(label(f"category-{c}") for c in said["categories"]),
        ),
        (label("regform-skills"), comma.join(label(f"skill-{code}") for code in said["skills"])),
        (
            label("regform-times"),
            comma.join(
                label(f"day-part-{part}", weekday=label(f"weekday-{day}")) for day, part in times
            ),
        ),
    ]


def _address(words: Speaker, places: list[tuple[str, str]]) -> str:
    if words.locale == CHINESE:
        return "".join(name for name, _ in places)
    return words.label("comma").join(name for _, name in reversed(places))


def _boxes(words: Speaker, said: dict[str, Any]) -> list[dict[str, str]]:
    label = words.label
    oath = label("regform-oath-text", handed_in_day=whole_day(words, said["handed_in_on"]))
    if said["consented_on"]:
        oath += label("regform-consent-text", consented_day=whole_day(words, said["consented_on"]))
    approved = ""
    if said["approved_on"]:
        approved = label(
            "regform-approved-text", approved_day=whole_day(words, said["approved_on"])
        )
    agreed = ""
    if said["guardian_on"]:
        agreed_day = whole_day(words, said["guardian_on"])
        agreed = label("regform-guardian-text", name=said["guardian"], agreed_day=agreed_day)
    boxes = [(label("regform-oath"), oath, label("regform-sign"))]
    if said["minor"]:
        boxes.append((label("regform-guardian"), agreed, label("regform-sign")))
    if said["senior"]:
        boxes.append((label("regform-health"), "", label("regform-sign")))
    boxes += [
        (label("regform-unit-opinion"), "", label("regform-seal")),
        (label("regform-approver-opinion"), approved, label("regform-seal")),
        (label("regform-filing"), "", label("regform-seal")),
    ]
    return [{"label": name, "text": text, "foot": foot} for name, text, foot in boxes]
