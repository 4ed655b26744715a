"""How notices are put into words: a writer takes the queued facts and returns text and buttons.

The words of a kind stand under `notice-<kind>`. Most kinds need only `plain`, `leads` or `calls`;
which kind has which writer is the table in `rendering.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from domain.permissions import Role
from locales.card_words import card_words
from locales.duty_lines import duty_button, duty_line
from locales.menus import MENUS
from locales.words import ENGLISH, Speaker

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A notice in words: the text or caption as HTML, a picture if there is one, buttons.

    `menu` are the rows of buttons below the chat from now on; it has no other buttons then.
    """

    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    picture: bytes | None = None
    menu: tuple[tuple[str, ...], ...] = ()

    def keyboard(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        """Return the buttons, each label with its data, as Telegram wants them."""
        if self.menu:
            menu = [[KeyboardButton(label) for label in row] for row in self.menu]
            return ReplyKeyboardMarkup(menu, resize_keyboard=True, is_persistent=True)
        if not self.buttons:
            return None
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(label, callback_data=data) for label, data in row]
             for row in self.buttons]
        )  # fmt: skip


Writer = Callable[[Speaker, Facts], Written]


def plain(kind: str) -> Writer:
    """Return a writer whose sentence asks for exactly the facts that were queued."""
    return lambda words, facts: Written(words.say(f"notice-{kind}", **facts))


def leads(kind: str, label: str, data: str, **families: str) -> Writer:
    """Return such a writer with one button below, which leads to what the sentence is about.

    A fact that is a code is said by the words of its family: with `reason="paper-fault-"` those
    under `paper-fault-<reason>`, where there is a reason.
    """

    def write(words: Speaker, facts: Facts) -> Written:
        named = {
            name: words.label(families[name] + facts[name])
            for name in families.keys() & facts.keys()
        }
        text = words.say(f"notice-{kind}", **(facts | named))
        return Written(text, (((words.label(label), data),),))

    return write


def ward(kind: str) -> Writer:
    """Return such a writer for what a guardian hears of his child."""
    return leads(kind, "button-wards", "wards")


def calls(kind: str, data: str) -> Writer:
    """Return such a writer for work that waits, with the button that opens it."""
    return leads(kind, "button-open-queue", data)


def qualification(kind: str) -> Writer:
    """Return a writer of what became of a qualification, with the way to it."""
    families = {"qualification": "qualification-", "reason": "paper-fault-"}
    return leads(kind, "button-quals", "quals", **families)


def honour(kind: str) -> Writer:
    """Return a writer of what became of an honour that was handed in, with the way to it."""
    return leads(kind, "button-my-honours", "myhonours", reason="paper-fault-")


def outside(kind: str) -> Writer:
    """Return a writer of what became of hours from elsewhere, with the way to them."""
    return leads(kind, "button-outside", "outside", reason="outside-fault-")


def correction(kind: str, label: str, data: str) -> Writer:
    """Return a writer of what became of a corrected line, with the way to what follows."""
    write = leads(kind, label, data, line="profile-line-", reason="correction-fault-")
    return lambda words, facts: write(words, facts | {"about": facts["line"]})


def dispute_of_pattern(words: Speaker, facts: Facts) -> Written:
    """Say what an officer disputes of one's hours, with the way to one's own word."""
    said = {name: fact for name, fact in facts.items() if name != "cause"}
    text = words.say("notice-dispute-of-pattern", **said)
    return Written(text, (((words.label("button-own-word"), f"line:{facts['cause']}"),),))


def dispute_corrected(words: Speaker, facts: Facts) -> Written:
    """Say what a corrected line counts: now, after its notice period, or not at all."""
    said = {"counts": "now"} | facts
    if not said["minutes"]:
        said["counts"] = "nothing"
    return Written(words.say("notice-dispute-corrected", **said))


def end_confirmed(words: Speaker, facts: Facts) -> Written:
    """Tell a volunteer that a clerk confirmed his end, or refused it: then there are no minutes."""
    if not facts["minutes"]:
        return Written(words.say("notice-end-refused", since_at=facts["since_at"]))
    return Written(
        words.say("notice-end-confirmed", since_at=facts["since_at"], minutes=facts["minutes"])
    )


def arrival(words: Speaker, facts: Facts) -> Written:
    """Ask a clerk whether somebody who came by a link is there."""
    text = words.say(
        "notice-confirm-arrival",
        volunteer=facts["volunteer"],
        station=facts["station"],
        arrived_at=facts["arrived_at"],
    )
    return Written(text, (((words.label("button-arrived-yes"), f"came:{facts['request_id']}"),),))


def late_card(words: Speaker, facts: Facts) -> Written:
    """Ask the holder of a paper card whether he was there when it was scanned without a network."""
    lines = "\n".join(
        words.label("late-card-line", scanned_at=scanned_at) for scanned_at in facts["scanned_at"]
    )
    text = words.say("notice-late-card", station=facts["station"], lines=lines)
    yes = (words.label("button-card-yes"), f"cardyes:{facts['upto']}")
    no = (words.label("button-card-no"), f"cardno:{facts['upto']}")
    return Written(text, ((yes, no),))


def approved(words: Speaker, facts: Facts) -> Written:
    """Welcome a volunteer, with his card as the picture."""
    text = words.say("notice-application-approved", name=facts["name"], number=facts["number"])
    return Written(text, (((words.label("button-card"), "card"),),), _card(words, facts))


def new_menu(words: Speaker, facts: Facts) -> Written:
    """Tell whom a role was given, or everything taken from, by his new buttons below the chat."""
    role = Role(facts["role"]) if facts["role"] else None
    name = words.label(f"role-{role}") if role else ""
    said = {Role.VOLUNTEER: "volunteer", None: "none"}.get(role, "other")
    menu = tuple(tuple(words.label(key) for key in row) for row in MENUS[role])
    return Written(words.say("notice-new-menu", whose=said, role=name), menu=menu)


def staff(kind: str) -> Writer:
    """Return a writer of what somebody is no more at a station."""

    def write(words: Speaker, facts: Facts) -> Written:
        role = words.label(f"role-{facts['role']}")
        return Written(words.say(f"notice-{kind}", role=role, station=facts["station"]))

    return write


def proxy_decided(words: Speaker, facts: Facts) -> Written:
    """Tell whoever registered somebody else what was decided, with the way to what follows."""
    text = words.say(
        "notice-proxy-decided",
        outcome=facts["outcome"],
        name=facts["name"],
        number=facts["number"],
        line=facts["line"],
        reason=facts["reason"],
    )
    label = {"approved": "button-proxy-card", "sent_back": "button-proxy-fix"}.get(facts["outcome"])
    if label is None:
        return Written(text)
    data = "proxycard" if facts["outcome"] == "approved" else "proxyfix"
    return Written(text, (((words.label(label), f"{data}:{facts['applicant']}"),),))


def child_decided(words: Speaker, facts: Facts) -> Written:
    """Say what became of a child's registration to the guardian who typed it."""
    text = words.say(
        "notice-child-decided",
        outcome=facts["outcome"],
        name=facts["name"],
        number=facts["number"],
        line=facts["line"],
        reason=facts["reason"],
    )
    label, data = {
        "approved": ("button-proxy-card", f"wardcard:{facts['guardianship']}"),
        "sent_back": ("button-proxy-fix", f"childfix:{facts['applicant']}"),
    }.get(facts["outcome"], ("button-wards", "wards"))
    return Written(text, (((words.label(label), data),),))


def _card(words: Speaker, facts: Facts) -> bytes:
    # Imported when the first card is drawn: fonts and typesetting weigh more than a scheduler.
    from documents.card import CardFacts, CardWords, card_png

    return card_png(
        CardFacts(
            name=facts["name"],
            number=facts["number"],
            city_name=facts["city_en"] if words.locale == ENGLISH else facts["city"],
            unit_name=facts["unit"],
            team_name=facts["team"],
            registered_on=date.fromisoformat(facts["approved_on"]),
            qr_text=facts["qr_text"],
        ),
        CardWords(**card_words(words)),
    )


def digest(words: Speaker, facts: Facts) -> Written:
    """List what a unit owes, each duty with its own button."""
    items = facts["items"]
    lines = "\n".join(duty_line(words, number, item) for number, item in enumerate(items, 1))
    text = words.say("notice-duty-digest", unit=facts["unit"], count=facts["count"], lines=lines)
    buttons = [
        (duty_button(words, item["kind"]), f"duty:{item['duty_id']}")
        for item in items
        if item.get("opens_in", 0) <= 0
    ]
    return Written(text, tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)))


def returned(words: Speaker, facts: Facts) -> Written:
    """Tell a unit that its submission came back, with the way to hand it in again."""
    text = words.say(
        "notice-submission-sent-back", receipt=facts["receipt"], reason=facts["reason"]
    )
    return Written(text, (((words.label("button-hand-in"), f"duty:{facts['duty_id']}"),),))


def relocated(words: Speaker, _facts: Facts) -> Written:
    """Tell a volunteer that his new unit took him, and ask whether his details are right."""
    buttons = (
        ((words.label("button-profile"), "profile"),),
        ((words.label("button-details-right"), "detailsright"),),
    )
    return Written(words.say("notice-relocation-accepted"), buttons)


def honoured(words: Speaker, facts: Facts) -> Written:
    """Tell of an honour by its category; a unit looks at its year, a person at his own."""
    called = words.label(f"honour-category-{facts['category']}")
    text = words.say("notice-honour-awarded", **(facts | {"category": called}))
    if facts["whose"] == "unit":
        return Written(text, (((words.label("button-honour-year"), "honour-year"),),))
    return Written(text, (((words.label("button-my-honours"), "myhonours"),),))


def certificate_withdrawn(words: Speaker, facts: Facts) -> Written:
    """Tell a holder which office withdrew his certificate, and why."""
    return Written(
        words.say(
            "notice-certificate-withdrawn",
            number=facts["number"],
            role=words.label(f"role-{facts['role']}"),
            reason=words.label(f"certificate-why-{facts['reason']}"),
        )
    )


def listed(words: Speaker, facts: Facts) -> Written:
    """Tell a volunteer that he stands on the public list, with the way to it."""
    text = words.say(
        "notice-star-listed",
        year=facts["year"],
        star=words.label(f"star-{facts['star']}"),
        until_on=facts["until_on"],
    )
    return Written(text, (((words.label("button-star-notice"), "starnotice:0"),),))


def awarded(words: Speaker, facts: Facts) -> Written:
    """Tell a volunteer his star, with the way to his card."""
    star = words.label(f"star-{facts['star']}")
    text = words.say("notice-star-awarded", year=facts["year"], star=star)
    return Written(text, (((words.label("button-card"), "card"),),))


def held_back(words: Speaker, facts: Facts) -> Written:
    """Tell a volunteer why he is not on the list this year."""
    reason = words.label("star-held-reason", reason=facts["reason"])
    return Written(words.say("notice-star-held-back", year=facts["year"], reason=reason))


def record_published(words: Speaker, facts: Facts) -> Written:
    """Tell of typed hours on show; whom they are about can say at once that they are not right."""
    said = dict(facts)
    record_id = said.pop("record_id", None)
    text = words.say("notice-record-published", **said)
    label = words.label("button-not-right")
    return Written(text, (((label, f"wrong:record:{record_id}"),),) if record_id else ())
