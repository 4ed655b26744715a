"""Kinds of notices: which words, which buttons, and whether a lost reply means sending again.

The words of a kind stand under `notice-<kind>`; a new kind is one row of `KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from locales.words import Speaker

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A notice in words: the text or caption as HTML, a picture if there is one, buttons."""

    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    picture: bytes | None = None

    def keyboard(self) -> InlineKeyboardMarkup | None:
        """Return the buttons, each label with its data, as Telegram wants them."""
        if not self.buttons:
            return None
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(label, callback_data=data) for label, data in row]
             for row in self.buttons]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is written, and what to do when nobody knows whether it arrived.

    The Bot API has no key by which a repeat would be known. What asks somebody to act is sent
    again, because twice is better than never; what he can look up himself is not.
    """

    write: Callable[[Speaker, Facts], Written]
    again_if_unknown: bool


def _forgotten(words: Speaker, facts: Facts) -> Written:
    return Written(
        words.say(
            "notice-visit-forgotten", station=facts["station"], since_at=facts["since_at"]
        )
    )  # fmt: skip


def _end_confirmed(words: Speaker, facts: Facts) -> Written:
    if not facts["minutes"]:
        return Written(words.say("notice-end-refused", since_at=facts["since_at"]))
    return Written(
        words.say("notice-end-confirmed", since_at=facts["since_at"], minutes=facts["minutes"])
    )


def _arrival(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-confirm-arrival", volunteer=facts["volunteer"], arrived_at=facts["arrived_at"]
    )
    return Written(text, (((words.label("button-arrived-yes"), f"came:{facts['request_id']}"),),))


KINDS: dict[str, Kind] = {
    "visit-forgotten": Kind(_forgotten, again_if_unknown=True),
    "end-confirmed": Kind(_end_confirmed, again_if_unknown=False),
    "confirm-arrival": Kind(_arrival, again_if_unknown=True),
}
