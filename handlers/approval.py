"""The officer's chat: one application a message, three buttons, then the next."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.registration import reason_words
from handlers.registration_questions import address
from handlers.turn import Turn
from usecases import applications, approval, registration
from usecases.applications import Waiting
from usecases.approval import LINES, Decided, Verdict
from usecases.minors import Screen

_FLOW = "approval"
_REASONS = {
    Verdict.SENT_BACK: ("unclear", "not-matching", "ask-unit"),
    Verdict.REFUSED: ("not-eligible", "duplicate", "not-genuine"),
}


@queue.room(Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)
@table.press("applications")
async def waiting(turn: Turn) -> None:
    """Say how many wait and since when, and show the oldest."""
    standing = await turn.read(applications.queue, actor=turn.caller.account_id, now=turn.now)
    if not standing.count:
        await turn.answer(turn.say("approval-empty"), keyboards.menu(turn))
        return
    await turn.answer(
        turn.say("approval-queue", count=standing.count, days=standing.days),
        keyboards.menu(turn),
    )
    await _show_next(turn, None)


@table.press("appnext")
async def skip(turn: Turn) -> None:
    """Show the application behind this one; this one keeps its place."""
    turn.leave(_FLOW)
    await _show_next(turn, turn.number(0))


@table.press("appshow")
async def back(turn: Turn) -> None:
    """Show the application again that a decision was begun about."""
    turn.leave(_FLOW)
    one = await turn.read(
        applications.waiting_one,
        actor=turn.caller.account_id,
        application_id=turn.number(0),
        now=turn.now,
    )
    await turn.show(*await _application(turn, one))


async def _show_next(turn: Turn, after: int | None) -> None:
    found = await turn.read(
        applications.following, actor=turn.caller.account_id, after=after, now=turn.now
    )
    if found is None:
        await turn.answer(turn.say("approval-empty"), keyboards.menu(turn))
        return
    await turn.answer(*await _application(turn, found))


async def _application(turn: Turn, one: Waiting) -> tuple[str, InlineKeyboardMarkup]:
    subject = f"application:{one.application_id}"
    await minors.shown(turn, [(subject, one.born_on)], Screen.APPLICATION)
    form = await turn.read(registration.form, now=turn.now)
    lines = [turn.say(f"approval-unusual-{code}", count=count) for code, count in one.unusual]
    lines.append(
        turn.say(
            "approval-application",
            name=one.name,
            sex=turn.label(f"sex-{one.sex}"),
            age=one.age,
            document=turn.label(f"document-{one.document}"),
            number=one.number,
            tail=one.phone_tail,
            place=address(turn, one.township or one.county, form),
            unit=one.unit or turn.label("none"),
            team=one.team or turn.label("none"),
            submitted_at=one.submitted_at,
        )
    )
    if one.typed is not None:
        by_clerk = turn.say("approval-typed", station=one.typed.station, proof=one.typed.proof)
        lines.insert(0, by_clerk if one.typed.station else turn.say("approval-typed-guardian"))
    if one.guardian is not None:
        lines.append(
            turn.say(
                "approval-guardian",
                relation=turn.label(f"guardian-relation-{one.guardian.relation}"),
                name=one.guardian.name,
                tail=one.guardian.phone_tail,
                given_at=one.guardian.given_at,
            )
        )
        if one.guardian.another_withdrew:
            lines.append(turn.say("approval-guardian-another"))
    return "\n".join(lines), _decisions(turn, one)


def _decisions(turn: Turn, one: Waiting) -> InlineKeyboardMarkup:
    paper = []
    if one.typed is not None and one.typed.has_photo:
        paper = [press(turn.label("button-proxy-paper"), "apppaper", one.application_id)]
    which = (one.application_id, one.version)
    return rows(
        [press(turn.label("button-approve"), "approve", *which)],
        [
            press(turn.label("button-send-back"), "appback", *which),
            press(turn.label("button-refuse"), "apprefuse", *which),
        ],
        [
            press(turn.label("button-full-name"), "appname", one.application_id),
            press(turn.label("button-next"), "appnext", one.application_id),
        ],
        [press(turn.label("button-regform"), "appform", one.application_id), *paper],
    )


@table.press("appname")
async def name(turn: Turn) -> None:
    """Show the whole name for a moment; it does not stay in the chat."""
    whole = await turn.write(
        applications.full_name,
        actor=turn.caller.account_id,
        application_id=turn.number(0),
        now=turn.now,
    )
    await turn.toast(whole, alert=True)


@table.press("approve")
async def approve(turn: Turn) -> None:
    """Approve, and go on to the next."""
    application_id, version = (turn.number(0), turn.version(1))
    await _decide(turn, application_id, version, Verdict.APPROVED)


@table.press("appback")
async def send_back(turn: Turn) -> None:
    """Ask which line is to be corrected."""
    which = (turn.number(0), turn.version(1))
    lines = [press(turn.label(f"line-{line}"), "appline", *which, line) for line in LINES]
    pairs = [lines[n : n + 2] for n in range(0, len(lines), 2)]
    turn.leave(_FLOW)
    await turn.show(turn.say("approval-which-line"), rows(*pairs, _back(turn)))


@table.press("appline")
async def line(turn: Turn) -> None:
    """Ask why the line is to be corrected."""
    await _ask_reason(turn, Verdict.SENT_BACK, turn.word(2, *LINES))


@table.press("apprefuse")
async def refuse(turn: Turn) -> None:
    """Ask why the application is refused."""
    await _ask_reason(turn, Verdict.REFUSED, "")


async def _ask_reason(turn: Turn, verdict: Verdict, which_line: str) -> None:
    turn.go(
        _FLOW,
        "reason",
        application_id=turn.number(0),
        version=turn.version(1),
        verdict=verdict.value,
        line=which_line,
    )
    buttons = [
        [press(reason_words(turn, reason), "appreason", turn.next_version, reason)]
        for reason in _REASONS[verdict]
    ]
    await turn.show(turn.say("approval-why"), rows(*buttons, _back(turn)))


def _back(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-back"), "appshow", turn.number(0))]


@table.press("appreason")
async def reason_pressed(turn: Turn) -> None:
    """Decide with the reason of a button."""
    if turn.at(_FLOW) is None:
        await turn.old_button()
        return
    await _with_reason(turn, turn.word(1))


@table.step(_FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Decide with a typed reason."""
    await _with_reason(turn, turn.text)


async def _with_reason(turn: Turn, reason: str) -> None:
    assert turn.standing is not None  # noqa: S101 - the callers looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    await _decide(
        turn,
        data["application_id"],
        data["version"],
        Verdict(data["verdict"]),
        reason,
        data["line"],
    )


async def _decide(
    turn: Turn,
    application_id: int,
    version: int,
    verdict: Verdict,
    reason: str = "",
    which_line: str = "",
) -> None:
    decided = await turn.write(
        approval.decide,
        actor=turn.caller.account_id,
        application_id=application_id,
        version=version,
        verdict=verdict,
        reason=reason,
        line=which_line,
        now=turn.now,
    )
    form = press(turn.label("button-regform"), "appform", application_id)
    await turn.show(_said(turn, decided), rows([_undo(turn, decided), form]))
    await _show_next(turn, None)


def _said(turn: Turn, decided: Decided) -> str:
    until = decided.undo_until_at
    if decided.verdict is Verdict.APPROVED:
        return turn.say(
            "approval-approved", name=decided.name, number=decided.number, undo_until_at=until
        )
    key = "approval-refused" if decided.verdict is Verdict.REFUSED else "approval-sent-back"
    return turn.say(key, name=decided.name, undo_until_at=until)


def _undo(turn: Turn, decided: Decided) -> InlineKeyboardButton:
    return press(turn.label("button-undo"), "appundo", decided.decision_id)


@table.press("appundo")
async def undo(turn: Turn) -> None:
    """Take a decision back and show the application again."""
    await turn.write(
        approval.undo,
        actor=turn.caller.account_id,
        decision_id=turn.number(0),
        now=turn.now,
    )
    await turn.show(turn.say("approval-undone"))
    await _show_next(turn, None)
