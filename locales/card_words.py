"""The words printed on a volunteer's card, for every door that draws one."""

from locales.words import Speaker


def card_words(words: Speaker) -> dict[str, str]:
    """Return the card's labels in the holder's language, by the names that the drawing uses."""
    return {
        "title": words.label("card-title"),
        "number_label": words.label("card-number"),
        "unit_label": words.label("card-unit"),
        "team_label": words.label("card-team"),
        "star_label": words.label("card-star"),
        "registered_label": words.label("card-registered"),
        "scan_hint": words.label("card-scan"),
        "small_print": words.label("card-small-print"),
    }
