"""The questions of a registration: what each screen says and which buttons it has."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiogram.types import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup

from domain.identity import DocumentKind
from domain.places import Place
from domain.refusals import Code, Refused
from domain.registration import DAY_PARTS, SELF_TELLING, Step, free_time_code, order
from domain.writing import phone_tail, read_phone
from handlers.keyboards import page, press, rows
from handlers.turn import Turn
from locales.words import CHINESE
from usecases import registration
from usecases.registration import FLOW, ID_NUMBER, ONWARD_ENTRY, Form

Data = dict[str, Any]
Row = list[InlineKeyboardButton]


async def ask(turn: Turn, step: Step, data: Data, lead: str = "") -> None:
    """Move to a question and show it; `lead` is what happened just before."""
    if turn.desk.id_in_form and step in (Step.NAME, Step.NUMBER):
        step = Step.FORM
    elif step is Step.FORM and not turn.desk.id_in_form:
        step = Step.NAME
    turn.go(FLOW, step, **data)
    form = await turn.read(registration.form, now=turn.now)
    await ASK[step](turn, data, form, _headed(turn, step, data, lead))


def steps(turn: Turn, data: Data) -> tuple[Step, ...]:
    """Return the questions that this person is asked."""
    health = bool(data.get("senior") or data.get("health"))
    asked = order(
        in_form=turn.desk.id_in_form,
        teams=data.get("teams", True),
        health=health,
        proxy="proxy" in data,
        ward="ward" in data,
    )
    return tuple(one for one in asked if one is not Step.UNIT or not data.get("unit_given"))


def button(turn: Turn, text: str, what: str, *value: object) -> InlineKeyboardButton:
    """Return a button of the question that is asked next."""
    return press(text, "reg", turn.next_version, what, *value)


def _headed(turn: Turn, step: Step, data: Data, lead: str) -> str:
    lines = [lead] if lead else []
    if not data.get("fixing"):
        asked = steps(turn, data)
        lines.append(turn.say("registration-progress", n=asked.index(step) + 1, m=len(asked)))
    return "\n".join([*lines, ""])


def feet(turn: Turn, *, back: bool = True) -> Row:
    """Return the last row of a question: back, and stop here."""
    stop = press(turn.label("button-stop"), "cancel")
    return [button(turn, turn.label("button-back"), "back"), stop] if back else [stop]


def _grid(buttons: Iterable[InlineKeyboardButton], columns: int) -> list[Row]:
    cells = list(buttons)
    return [cells[n : n + columns] for n in range(0, len(cells), columns)]


def _ticked(turn: Turn, text: str, *, on: bool) -> str:
    return turn.label("ticked" if on else "unticked", text=text)


def place_name(turn: Turn, place: Place) -> str:
    """Return what people call a place, in the listener's language."""
    return place.short_name if turn.words.locale == CHINESE else place.name_en


def address(turn: Turn, code: str, form: Form) -> str:
    """Return county and township as they are written in the listener's language."""
    names = [place_name(turn, one) for one in form.places.path(code)]
    if turn.words.locale == CHINESE:
        return "".join(names)
    return turn.label("comma").join(reversed(names))


def whose(data: Data) -> str:
    """Return of whom the questions are: one's own, or those of one's child."""
    return "child" if "ward" in data else "own"


async def _consent(turn: Turn, data: Data, form: Form, head: str) -> None:
    given = data.get("consents", [])
    ward = "ward" in data
    text = turn.say(
        "child-consent" if ward else "registration-consent",
        days=form.retention.rejected_application_days,
        years=form.retention.record_years,
    )
    labels = {
        kind: f"child-consent-{kind}" if ward else f"registration-consent-{kind}"
        for kind in (ID_NUMBER, ONWARD_ENTRY)
    }
    toggles = [
        [
            button(
                turn,
                _ticked(turn, turn.label(labels[kind]), on=kind in given),
                "consent",
                kind,
            )
        ]
        for kind in (ID_NUMBER, ONWARD_ENTRY)
    ]
    await turn.show(
        head + text,
        rows(
            *toggles,
            [button(turn, turn.label("button-agree"), "agree")],
            [
                button(turn, turn.label("button-disagree"), "disagree"),
                button(turn, turn.label("button-full-text"), "full"),
            ],
            feet(turn, back=False),
        ),
    )


async def _phone(turn: Turn, data: Data, _form: Form, head: str) -> None:
    if "proxy" in data and "ward" not in data:
        await turn.show(head + turn.say("proxy-phone"), rows(feet(turn)))
        return
    text = head + turn.say("guardian-phone" if "ward" in data else "registration-phone")
    if turn.press is not None:
        # The button that shares a contact can only hang under the keyboard, not at a message.
        await turn.show(text)
        text = turn.say("registration-phone-button")
    await turn.answer(text, contact_keyboard(turn))


def own_phone(turn: Turn) -> str | Refused | None:
    """Return the number of the contact that was shared, None for any other message.

    Refuses contact-not-own, and what read_phone refuses.
    """
    contact = turn.message.contact if turn.message else None
    if contact is None:
        return None
    if contact.user_id != turn.chat_id:
        return Refused(Code.CONTACT_NOT_OWN)
    return read_phone(contact.phone_number, from_contact=True)


def contact_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """Return the keyboard that shares one's own number, goes back or stops."""
    return ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text=turn.label("button-contact"), request_contact=True)],
            [
                KeyboardButton(text=turn.label("button-back")),
                KeyboardButton(text=turn.label("button-stop")),
            ],
        ],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


async def _form_page(turn: Turn, data: Data, _form: Form, head: str) -> None:
    url = f"{turn.desk.public_url}/form"
    await turn.show(
        head + turn.say("registration-form", whose=whose(data)),
        rows(
            [page(turn.label("button-form"), url)],
            _recover(turn, data),
            keep(turn, data, "number"),
            feet(turn),
        ),
    )


def _recover(turn: Turn, data: Data) -> Row:
    """Return what is offered to whoever gave a document that is registered already."""
    return [press(turn.label("button-recover"), "recover")] if data.get("claimed") else []


def keep(turn: Turn, data: Data, key: str) -> Row:
    """Return what whoever went back to an answer taps instead of typing it again."""
    if not data.get(key) or data.get("fixing"):
        return []
    return [button(turn, turn.label("button-keep-answer"), "keep")]


async def _name(turn: Turn, data: Data, _form: Form, head: str) -> None:
    buttons = rows(keep(turn, data, "name"), feet(turn))
    await turn.show(head + turn.say("registration-name", whose=whose(data)), buttons)


async def _number(turn: Turn, data: Data, _form: Form, head: str) -> None:
    if data.get("choosing_kind"):
        kinds = [
            [button(turn, turn.label(f"document-{kind}"), "kind", kind)] for kind in DocumentKind
        ]
        await turn.show(head + turn.say("registration-kind"), rows(*kinds, feet(turn)))
        return
    kind = DocumentKind(data.get("kind", DocumentKind.RESIDENT_ID))
    key = "registration-number" if kind in SELF_TELLING else "registration-number-line"
    other = [button(turn, turn.label("button-other-document"), "kinds")]
    await turn.show(
        head + turn.say(key, document=turn.label(f"document-{kind}")),
        rows(_recover(turn, data), keep(turn, data, "number"), other, feet(turn)),
    )


async def _place(turn: Turn, data: Data, form: Form, head: str) -> None:
    county = data.get("county") if data.get("choosing_township") else None
    if county is None:
        cells = [
            button(turn, place_name(turn, place), "county", place.code)
            for place in form.places.counties
        ]
        text = turn.say("registration-county", whose=whose(data))
    else:
        cells = [
            button(turn, place_name(turn, place), "township", place.code)
            for place in form.places.townships(county)
        ]
        place = form.places.get(county)
        text = turn.say("registration-township", county=place_name(turn, place) if place else "")
    await turn.show(head + text, rows(*_grid(cells, 2), feet(turn)))


async def _unit(turn: Turn, data: Data, _form: Form, head: str) -> None:
    none = [button(turn, turn.label("button-no-unit"), "unit", 0)]
    offered, text = data.get("found", []), turn.say("registration-unit-found")
    if not offered:
        offered, text = data.get("proposed", []), turn.say("registration-unit-proposed")
    found = [[button(turn, place["name"][:60], "unit", place["ref"])] for place in offered]
    if not found:
        text = turn.say("registration-unit", whose=whose(data))
    await turn.show(head + text, rows(*found, none, feet(turn)))


async def _team(turn: Turn, data: Data, _form: Form, head: str) -> None:
    teams = await turn.read(
        registration.teams_for,
        unit_id=data.get("unit_id"),
        township=data.get("township", ""),
        now=turn.now,
    )
    lines = [[button(turn, team.name[:60], "team", team.ref)] for team in teams]
    later = [button(turn, turn.label("button-team-later"), "team", 0)]
    await turn.show(head + turn.say("registration-team"), rows(*lines, later, feet(turn)))


async def _interests(turn: Turn, data: Data, form: Form, head: str) -> None:
    tab = data.get("tab", "categories")
    codes = form.terms.categories if tab == "categories" else form.terms.skills
    chosen = data.get(tab, [])
    cells = []
    for code in codes:
        name = turn.label(f"category-{code}" if tab == "categories" else f"skill-{code}")
        cells.append(button(turn, _ticked(turn, name, on=code in chosen), "tick", tab, code))
    columns = 3 if turn.words.locale == CHINESE else 2
    if tab == "categories":
        most = form.max_categories
        text = turn.say("registration-categories", max=most, count=len(chosen), whose=whose(data))
        onward = button(turn, turn.label("button-to-skills"), "tab", "skills")
    else:
        text = turn.say("registration-skills", count=len(chosen), whose=whose(data))
        onward = button(turn, turn.label("button-chosen"), "interests")
    await turn.show(head + text, rows([onward], *_grid(cells, columns), feet(turn)))


async def _times(turn: Turn, data: Data, _form: Form, head: str) -> None:
    chosen = data.get("free_times", [])
    lines = []
    for day in range(7):
        cells = []
        for part in DAY_PARTS:
            code = free_time_code(day, part)
            text, on = free_time(turn, code), code in chosen
            cells.append(button(turn, _ticked(turn, text, on=on), "tick", "free_times", day, part))
        lines.append(cells)
    done = [button(turn, turn.label("button-chosen"), "times")]
    await turn.show(
        head + turn.say("registration-times", whose=whose(data)), rows(done, *lines, feet(turn))
    )


def free_time(turn: Turn, code: str) -> str:
    """Return "周六上午" for "5-morning"."""
    day, part = code.split("-")
    return turn.label(f"day-part-{part}", weekday=turn.label(f"weekday-{day}"))


async def _health(turn: Turn, _data: Data, form: Form, head: str) -> None:
    fit = [button(turn, turn.label("button-fit"), "fit")]
    text = turn.say("registration-health", max_age=form.max_age)
    await turn.show(head + text, rows(fit, feet(turn)))


async def _oath(turn: Turn, data: Data, _form: Form, head: str) -> None:
    will = [button(turn, turn.label("button-oath"), "oath")]
    lead = turn.say("child-oath") + "\n" if "ward" in data else ""
    await turn.show(head + lead + turn.say("registration-oath"), rows(will, feet(turn)))


# The lines of the summary, and which question each opens again.
LINES = {
    "name": Step.NAME,
    "number": Step.NUMBER,
    "phone": Step.PHONE,
    "place": Step.PLACE,
    "unit": Step.UNIT,
    "team": Step.TEAM,
    "interests": Step.INTERESTS,
    "times": Step.TIMES,
}
# What a guardian said of himself; an officer sends nothing of it back.
GUARDIANS_LINES = {"relation": Step.RELATION, "guardian": Step.GUARDIAN}


def declaration(turn: Turn, guardian: str, relation: str, child: str) -> str:
    """Return what a guardian agrees to, in his own words."""
    # The standard's code is a number in the sentence that chooses by it, and "other" would be the
    # plural of every number there.
    return turn.say(
        "guardian-consent",
        guardian=guardian,
        relation=int(relation) if relation.isdecimal() else "guardian",
        name=child,
    )


async def _summary(turn: Turn, data: Data, form: Form, head: str) -> None:
    nothing = turn.label("none")
    terms = [turn.label(f"category-{code}") for code in data.get("categories", [])]
    skills = [turn.label(f"skill-{code}") for code in data.get("skills", [])]
    comma = turn.label("comma")
    text = turn.say(
        "registration-summary",
        name=data.get("name", ""),
        document=turn.label(f"document-{data.get('kind', DocumentKind.RESIDENT_ID)}"),
        tail=phone_tail(data.get("phone", "")),
        place=address(turn, data.get("township") or data.get("county", ""), form),
        unit=data.get("unit_name") or nothing,
        team=data.get("team_name") or nothing,
        categories=comma.join(terms) or nothing,
        skills=comma.join(skills) or nothing,
        times=comma.join(free_time(turn, code) for code in data.get("free_times", [])) or nothing,
    )
    if "ward" in data:
        text += "\n\n" + declaration(turn, data["guardian"], data["relation"], data["name"])
    shown = [line for line in LINES if line != "number" or not turn.desk.id_in_form]
    if not data.get("teams", True):
        shown.remove("team")
    if "ward" in data:
        shown = [*shown, *GUARDIANS_LINES]
    change = [
        button(
            turn,
            turn.label("button-change", line=turn.label(_line_key(turn, line))),
            "fix",
            line,
        )
        for line in shown
    ]
    label = "button-child-submit" if "ward" in data else "button-submit"
    send = [button(turn, turn.label(label), "submit")]
    await turn.show(head + text, rows(send, *_grid(change, 2), feet(turn)))


def _line_key(turn: Turn, line: str) -> str:
    return "line-form" if turn.desk.id_in_form and line == "name" else f"line-{line}"


# A room that asks questions of its own hangs them in here.
ASK: dict[Step, Callable[[Turn, Data, Form, str], Awaitable[None]]] = {
    Step.CONSENT: _consent,
    Step.PHONE: _phone,
    Step.FORM: _form_page,
    Step.NAME: _name,
    Step.NUMBER: _number,
    Step.PLACE: _place,
    Step.UNIT: _unit,
    Step.TEAM: _team,
    Step.INTERESTS: _interests,
    Step.TIMES: _times,
    Step.HEALTH: _health,
    Step.OATH: _oath,
    Step.SUMMARY: _summary,
}
