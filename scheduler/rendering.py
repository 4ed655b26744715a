"""Kinds of notices: which words, which buttons, and whether a lost reply means sending again.

The words of a kind stand under `notice-<kind>`; a new kind is one row of `KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from domain import reasons
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
        "notice-confirm-arrival",
        volunteer=facts["volunteer"],
        station=facts["station"],
        arrived_at=facts["arrived_at"],
    )
    return Written(text, (((words.label("button-arrived-yes"), f"came:{facts['request_id']}"),),))


def _late_card(words: Speaker, facts: Facts) -> Written:
    lines = "\n".join(
        words.label("late-card-line", scanned_at=scanned_at) for scanned_at in facts["scanned_at"]
    )
    text = words.say("notice-late-card", station=facts["station"], lines=lines)
    yes = (words.label("button-card-yes"), f"cardyes:{facts['upto']}")
    no = (words.label("button-card-no"), f"cardno:{facts['upto']}")
    return Written(text, ((yes, no),))


def _late_card_here(words: Speaker, facts: Facts) -> Written:
    text = words.say("notice-late-card-here", station=facts["station"])
    return Written(text, (((words.label("button-open-queue"), "odd"),),))


def _location(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-location-wanted", station=facts["station"], arrived_at=facts["arrived_at"]
    )
    return Written(text, (((words.label("button-locate"), "locate"),),))


def _plain(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return a writer whose sentence asks for exactly the facts that were queued."""
    return lambda words, facts: Written(words.say(f"notice-{kind}", **facts))


def _leads(kind: str, label: str, data: str) -> Callable[[Speaker, Facts], Written]:
    """Return such a writer with one button below, which leads to what the sentence is about."""
    return lambda words, facts: Written(
        words.say(f"notice-{kind}", **facts), (((words.label(label), data),),)
    )


def _ward(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return such a writer for what a guardian hears of his child."""
    return _leads(kind, "button-wards", "wards")


def _calls(kind: str, data: str) -> Callable[[Speaker, Facts], Written]:
    """Return such a writer for work that waits, with the button that opens it."""
    return _leads(kind, "button-open-queue", data)


def _approved(words: Speaker, facts: Facts) -> Written:
    text = words.say("notice-application-approved", name=facts["name"], number=facts["number"])
    return Written(text, (((words.label("button-card"), "card"),),), _card(words, facts))


def _menu(words: Speaker, facts: Facts) -> Written:
    role = Role(facts["role"]) if facts["role"] else None
    name = words.label(f"role-{role}") if role else ""
    said = {Role.VOLUNTEER: "volunteer", None: "none"}.get(role, "other")
    menu = tuple(tuple(words.label(key) for key in row) for row in MENUS[role])
    return Written(words.say("notice-new-menu", whose=said, role=name), menu=menu)


def _staff(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return a writer of what somebody is no more at a station."""

    def write(words: Speaker, facts: Facts) -> Written:
        role = words.label(f"role-{facts['role']}")
        return Written(words.say(f"notice-{kind}", role=role, station=facts["station"]))

    return write


def _proxy_decided(words: Speaker, facts: Facts) -> Written:
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


def _digest(words: Speaker, facts: Facts) -> Written:
    items = facts["items"]
    lines = "\n".join(duty_line(words, number, item) for number, item in enumerate(items, 1))
    text = words.say("notice-duty-digest", unit=facts["unit"], count=facts["count"], lines=lines)
    buttons = [
        (duty_button(words, item["kind"]), f"duty:{item['duty_id']}")
        for item in items
        if item.get("opens_in", 0) <= 0
    ]
    return Written(text, tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)))


def _returned(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-submission-sent-back", receipt=facts["receipt"], reason=facts["reason"]
    )
    return Written(text, (((words.label("button-hand-in"), f"duty:{facts['duty_id']}"),),))


def _relocated(words: Speaker, _facts: Facts) -> Written:
    buttons = (
        ((words.label("button-profile"), "profile"),),
        ((words.label("button-details-right"), "detailsright"),),
    )
    return Written(words.say("notice-relocation-accepted"), buttons)


def _leaver(words: Speaker, facts: Facts) -> Written:
    text = words.say("notice-school-leaver", unit=facts["unit"])
    return Written(text, (((words.label("button-relocation"), "relocation"),),))


def _qualification(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return a writer of what became of a qualification, with the way to it."""

    def write(words: Speaker, facts: Facts) -> Written:
        said = facts | {"qualification": words.label(f"qualification-{facts['qualification']}")}
        if "reason" in facts:
            said["reason"] = words.label(f"paper-fault-{facts['reason']}")
        own = (words.label("button-quals"), "quals")
        return Written(words.say(f"notice-{kind}", **said), ((own,),))

    return write


def _honour(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return a writer of what became of an honour that was handed in, with the way to it."""

    def write(words: Speaker, facts: Facts) -> Written:
        said = dict(facts)
        if "reason" in facts:
            said["reason"] = words.label(f"paper-fault-{facts['reason']}")
        own = (words.label("button-my-honours"), "myhonours")
        return Written(words.say(f"notice-{kind}", **said), ((own,),))

    return write


def _honoured(words: Speaker, facts: Facts) -> Written:
    called = words.label(f"honour-category-{facts['category']}")
    text = words.say("notice-honour-awarded", **(facts | {"category": called}))
    if facts["whose"] == "unit":
        return Written(text, (((words.label("button-honour-year"), "honour-year"),),))
    return Written(text, (((words.label("button-my-honours"), "myhonours"),),))


def _training(words: Speaker, facts: Facts) -> Written:
    own = (words.label("button-my-trainings"), "mytrainings")
    return Written(words.say("notice-training", **facts), ((own,),))


def _outside(kind: str) -> Callable[[Speaker, Facts], Written]:
    """Return a writer of what became of hours from elsewhere, with the way to them."""

    def write(words: Speaker, facts: Facts) -> Written:
        said = dict(facts)
        if "reason" in said:
            said["reason"] = words.label(f"outside-fault-{said['reason']}")
        own = (words.label("button-outside"), "outside")
        return Written(words.say(f"notice-{kind}", **said), ((own,),))

    return write


def _correction(kind: str, *button: tuple[str, str]) -> Callable[[Speaker, Facts], Written]:
    """Return a writer of what became of a corrected line, with the way to what follows."""

    def write(words: Speaker, facts: Facts) -> Written:
        said = facts | {"line": words.label(f"profile-line-{facts['line']}")}
        if "reason" in said:
            said["reason"] = words.label(f"correction-fault-{said['reason']}")
        buttons = tuple((words.label(label), data) for label, data in button)
        return Written(words.say(f"notice-{kind}", **said), (buttons,))

    return write


def _omission_refused(words: Speaker, facts: Facts) -> Written:
    said = facts | {"reason": words.label(f"omission-fault-{facts['reason']}")}
    again = (words.label("button-omitted"), "missed")
    return Written(words.say("notice-omission-refused", **said), ((again,),))


def _certificate_withdrawn(words: Speaker, facts: Facts) -> Written:
    return Written(
        words.say(
            "notice-certificate-withdrawn",
            number=facts["number"],
            role=words.label(f"role-{facts['role']}"),
            reason=words.label(f"certificate-why-{facts['reason']}"),
        )
    )


def _record_deadline(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-record-deadline",
        volunteer=facts["volunteer"],
        served_on=facts["served_on"],
        due_on=facts["due_on"],
    )
    return Written(text, (((words.label("button-backfill"), "backfill"),),))


def _leaving(words: Speaker, facts: Facts) -> Written:
    text = words.say("notice-leaving-soon", due_at=facts["due_at"])
    return Written(text, (((words.label("button-stay"), "stay"),),))


def _listed(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-star-listed",
        year=facts["year"],
        star=words.label(f"star-{facts['star']}"),
        until_on=facts["until_on"],
    )
    return Written(text, (((words.label("button-star-notice"), "starnotice:0"),),))


def _awarded(words: Speaker, facts: Facts) -> Written:
    star = words.label(f"star-{facts['star']}")
    text = words.say("notice-star-awarded", year=facts["year"], star=star)
    return Written(text, (((words.label("button-card"), "card"),),))


def _held_back(words: Speaker, facts: Facts) -> Written:
    reason = words.label("star-held-reason", reason=facts["reason"])
    return Written(words.say("notice-star-held-back", year=facts["year"], reason=reason))


def _record_published(words: Speaker, facts: Facts) -> Written:
    said = dict(facts)
    record_id = said.pop("record_id", None)
    text = words.say("notice-record-published", **said)
    # Whom the hours are about can say at once that they are not right.
    label = words.label("button-not-right")
    return Written(text, (((label, f"wrong:record:{record_id}"),),) if record_id else ())


def _to_answer(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-dispute-to-answer",
        volunteer=facts["volunteer"],
        title=facts["title"],
        began_at=facts["began_at"],
    )
    return Written(text, (((words.label("button-explain"), "answer"),),))


def _unanswered(words: Speaker, facts: Facts) -> Written:
    text = words.say(
        "notice-dispute-unanswered", volunteer=facts["volunteer"], title=facts["title"]
    )
    return Written(text, (((words.label("button-open-queue"), "disputes-queue"),),))


KINDS: dict[str, Kind] = {
    "oddities-waiting": Kind(_calls("oddities-waiting", "oddities"), again_if_unknown=True),
    "certificate-withdrawn": Kind(_certificate_withdrawn, again_if_unknown=True),
    "visit-forgotten": Kind(_forgotten, again_if_unknown=True),
    "end-confirmed": Kind(_end_confirmed, again_if_unknown=False),
    "arrival-confirmed": Kind(_plain("arrival-confirmed"), again_if_unknown=False),
    "confirm-arrival": Kind(_arrival, again_if_unknown=True),
    "proxy-decided": Kind(_proxy_decided, again_if_unknown=True),
    "national-accepted": Kind(_plain("national-accepted"), again_if_unknown=False),
    "family-arrived": Kind(_plain("family-arrived"), again_if_unknown=False),
    "family-left": Kind(_plain("family-left"), again_if_unknown=False),
    "company-arrived": Kind(_plain("company-arrived"), again_if_unknown=False),
    "company-left": Kind(_plain("company-left"), again_if_unknown=False),
    "location-wanted": Kind(_location, again_if_unknown=True),
    "application-approved": Kind(_approved, again_if_unknown=True),
    "new-menu": Kind(_menu, again_if_unknown=True),
    "staff-dismissed": Kind(_staff("staff-dismissed"), again_if_unknown=True),
    "staff-stepped-down": Kind(_staff("staff-stepped-down"), again_if_unknown=True),
    "application-sent-back": Kind(
        _leads("application-sent-back", "button-correct", "regfix"), again_if_unknown=True
    ),
    "application-refused": Kind(_plain("application-refused"), again_if_unknown=True),
    "application-reopened": Kind(_plain("application-reopened"), again_if_unknown=False),
    "late-card": Kind(_late_card, again_if_unknown=True),
    "late-card-here": Kind(_late_card_here, again_if_unknown=True),
    "guardian-agreed": Kind(_plain("guardian-agreed"), again_if_unknown=False),
    "guardian-agreed-again": Kind(_plain("guardian-agreed-again"), again_if_unknown=False),
    "guardian-declined": Kind(_plain("guardian-declined"), again_if_unknown=True),
    "guardian-withdrew": Kind(_plain("guardian-withdrew"), again_if_unknown=True),
    "guardian-another": Kind(_ward("guardian-another"), again_if_unknown=True),
    "ward-approved": Kind(_ward("ward-approved"), again_if_unknown=True),
    "ward-refused": Kind(_plain("ward-refused"), again_if_unknown=True),
    "guardian-let-in": Kind(_plain("guardian-let-in"), again_if_unknown=False),
    "guardian-confirmed": Kind(_ward("guardian-confirmed"), again_if_unknown=True),
    "guardian-not-confirmed": Kind(_ward("guardian-not-confirmed"), again_if_unknown=True),
    "guardian-not-taken": Kind(_plain("guardian-not-taken"), again_if_unknown=True),
    "guardians-waiting": Kind(
        _calls("guardians-waiting", "later-guardians"), again_if_unknown=True
    ),
    "relocations-waiting": Kind(
        _calls("relocations-waiting", "relocations"), again_if_unknown=True
    ),
    "relocation-released": Kind(_plain("relocation-released"), again_if_unknown=False),
    "relocation-accepted": Kind(_relocated, again_if_unknown=True),
    "relocation-refused": Kind(_plain("relocation-refused"), again_if_unknown=True),
    "school-leaver": Kind(_leaver, again_if_unknown=False),
    "recoveries-waiting": Kind(_calls("recoveries-waiting", "recoveries"), again_if_unknown=True),
    "errand-leavings-waiting": Kind(
        _calls("errand-leavings-waiting", "errand-leavings"), again_if_unknown=True
    ),
    "errand-leaving-decided": Kind(_plain("errand-leaving-decided"), again_if_unknown=True),
    "corrections-waiting": Kind(
        _calls("corrections-waiting", "corrections"), again_if_unknown=True
    ),
    "correction-accepted": Kind(
        _correction("correction-accepted", ("button-profile", "profile")), again_if_unknown=True
    ),
    "correction-refused": Kind(
        _correction("correction-refused", ("button-profile-edit", "profedit")),
        again_if_unknown=True,
    ),
    "correction-ward": Kind(
        _correction("correction-ward", ("button-wards", "wards")), again_if_unknown=True
    ),
    "omission-asked": Kind(
        _leads("omission-asked", "button-omissions", "omissions"), again_if_unknown=True
    ),
    "omission-filed": Kind(_plain("omission-filed"), again_if_unknown=False),
    "omission-refused": Kind(_omission_refused, again_if_unknown=True),
    "recovery-asked": Kind(_plain("recovery-asked"), again_if_unknown=True),
    "recovery-accepted": Kind(_plain("recovery-accepted"), again_if_unknown=True),
    "recovery-moved": Kind(_plain("recovery-moved"), again_if_unknown=True),
    "recovery-refused": Kind(_plain("recovery-refused"), again_if_unknown=True),
    "recovery-register": Kind(_plain("recovery-register"), again_if_unknown=True),
    "qualifications-waiting": Kind(
        _calls("qualifications-waiting", "qualifications"), again_if_unknown=True
    ),
    "qualification-valid": Kind(_qualification("qualification-valid"), again_if_unknown=False),
    "qualification-refused": Kind(_qualification("qualification-refused"), again_if_unknown=True),
    "qualification-reopened": Kind(
        _qualification("qualification-reopened"), again_if_unknown=False
    ),
    "qualification-ends": Kind(_qualification("qualification-ends"), again_if_unknown=True),
    "honours-waiting": Kind(_calls("honours-waiting", "honours"), again_if_unknown=True),
    "honour-valid": Kind(_honour("honour-valid"), again_if_unknown=False),
    "honour-refused": Kind(_honour("honour-refused"), again_if_unknown=True),
    "honour-reopened": Kind(_honour("honour-reopened"), again_if_unknown=False),
    "honours-open": Kind(
        _leads("honours-open", "button-honour-year", "honour-year"), again_if_unknown=True
    ),
    "honour-awarded": Kind(_honoured, again_if_unknown=True),
    "training": Kind(_training, again_if_unknown=False),
    "outside-waiting": Kind(_calls("outside-waiting", "outside-queue"), again_if_unknown=True),
    "outside-credited": Kind(_outside("outside-credited"), again_if_unknown=True),
    "outside-refused": Kind(_outside("outside-refused"), again_if_unknown=True),
    "outside-reversed": Kind(_outside("outside-reversed"), again_if_unknown=True),
    "applications-waiting": Kind(
        _calls("applications-waiting", "applications"), again_if_unknown=True
    ),
    "submissions-waiting": Kind(
        _calls("submissions-waiting", "submissions"), again_if_unknown=True
    ),
    "records-waiting": Kind(_calls("records-waiting", "records-queue"), again_if_unknown=True),
    "record-deadline": Kind(_record_deadline, again_if_unknown=True),
    "record-published": Kind(_record_published, again_if_unknown=False),
    "recipient-dismissed": Kind(_plain("recipient-dismissed"), again_if_unknown=True),
    "record-refused": Kind(_plain("record-refused"), again_if_unknown=True),
    "record-credited": Kind(_plain("record-credited"), again_if_unknown=False),
    "disputes-waiting": Kind(_calls("disputes-waiting", "disputes-queue"), again_if_unknown=True),
    "dispute-to-answer": Kind(_to_answer, again_if_unknown=True),
    "dispute-unanswered": Kind(_unanswered, again_if_unknown=True),
    "dispute-kept": Kind(_plain("dispute-kept"), again_if_unknown=True),
    "dispute-corrected": Kind(_plain("dispute-corrected"), again_if_unknown=True),
    "record-struck": Kind(_plain("record-struck"), again_if_unknown=True),
    "stars-waiting": Kind(_calls("stars-waiting", "stars"), again_if_unknown=True),
    "stars-nominate": Kind(
        _leads("stars-nominate", "button-stars", "stars"), again_if_unknown=True
    ),
    "star-listed": Kind(_listed, again_if_unknown=False),
    "star-awarded": Kind(_awarded, again_if_unknown=False),
    "star-held-back": Kind(_held_back, again_if_unknown=False),
    "objection-answered": Kind(_plain("objection-answered"), again_if_unknown=True),
    "duty-digest": Kind(_digest, again_if_unknown=True),
    "submission-accepted": Kind(_plain("submission-accepted"), again_if_unknown=False),
    "submission-sent-back": Kind(_returned, again_if_unknown=True),
    "silence": Kind(_plain("silence"), again_if_unknown=True),
    "voucher-expired": Kind(_plain("voucher-expired"), again_if_unknown=False),
    "leaving-soon": Kind(_leaving, again_if_unknown=True),
    "leaving-now": Kind(_plain("leaving-now"), again_if_unknown=True),
    "consent-again": Kind(
        _leads("consent-again", "button-look", "reconsent"), again_if_unknown=True
    ),
}


def written(kind: str, words: Speaker, facts: Facts) -> Written:
    """Return a notice in words; one that tells a decision has 〈why?〉 as its last button."""
    rule = reasons.of_notice(kind, facts)
    said = KINDS[kind].write(words, {name: facts[name] for name in facts if name != "rule"})
    if rule is None:
        return said
    why = (words.label("button-why"), f"why:{rule}")
    return replace(said, buttons=(*said.buttons, (why,)))
