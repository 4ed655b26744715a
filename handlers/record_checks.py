"""The second person's chat: one typed record a message with its papers, yes or no, the next."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.permissions import Role
from handlers import keyboards, minors, papers, queue, table
from handlers.backfill_end import field_lines
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import record_checks
from usecases.minors import Screen
from usecases.record_checks import ToCheck

_FLOW = "recordcheck"


@queue.further(
    "button-records-queue",
    record_checks.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest record that waits for this officer."""
    turn.leave(_FLOW)
    await _show_next(turn, 0)


@table.press("recnext")
async def skip(turn: Turn) -> None:
    """Show the record behind this one; this one keeps its place."""
    turn.leave(_FLOW)
    await _show_next(turn, turn.number(0))


async def _show_next(turn: Turn, after: int) -> None:
    one = await turn.read(record_checks.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("check-empty"), keyboards.menu(turn))
        return
    await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.RECORD)
    await turn.answer(*_record(turn, one))


def _record(turn: Turn, one: ToCheck) -> tuple[str, InlineKeyboardMarkup]:
    text = turn.say(
        "check-record",
        volunteer=one.volunteer,
        number=one.number,
        began_at=one.span.began_at,
        ended=turn.words.clock(one.span.ended_at),
        spent_minutes=one.span.minutes,
        lines="\n".join(field_lines(turn, one.fields)),
        reason=one.reason,
        typed_at=one.typed_at,
        where=one.typed_where or turn.label("check-typed-elsewhere"),
        waiting=one.waiting,
    )
    if one.late:
        text += "\n" + turn.say(
            "check-late", approvals=one.approvals, reason=one.late_reason or turn.label("none")
        )
    if one.recipient:
        words = one.recipient_words or turn.label("none")
        text += "\n" + turn.say(f"recipient-said-{one.recipient}", stars=one.stars, words=words)
    papers = [
        press(turn.label("button-paper", number=place + 1), "recpaper", one.record_id, place)
        for place in range(len(one.files))
    ]
    if one.word_id:
        return text + "\n" + turn.say("check-word"), rows(papers, *_about_word(turn, one))
    which = (one.record_id, one.version)
    decide = [
        press(turn.label("button-record-yes"), "recyes", *which),
        press(turn.label("button-record-no"), "recno", *which),
    ]
    onward = [press(turn.label("button-next"), "recnext", one.record_id)] if one.waiting > 1 else []
    late = keyboards.why(turn, "records.deadline_workdays") if one.late else []
    return text, rows(papers, decide, [*onward, *late])


def _about_word(turn: Turn, one: ToCheck) -> list[list[InlineKeyboardButton]]:
    which = (one.record_id, one.word_id)
    decide = [
        press(turn.label("button-record-yes"), "recword", *which, "yes"),
        press(turn.label("button-record-no"), "recword", *which, "no"),
    ]
    onward = [press(turn.label("button-next"), "recnext", one.record_id)] if one.waiting > 1 else []
    return [decide, [*onward, *keyboards.why(turn, "records.recipient_confirm")]]


@table.press("recword")
async def see_word(turn: Turn) -> None:
    """Say whether what came after the check is the recipient's word, and go on to the next."""
    genuine = turn.word(2, "yes", "no") == "yes"
    volunteer = await turn.write(
        record_checks.see_word,
        actor=turn.caller.account_id,
        record_id=turn.number(0),
        word_id=turn.number(1),
        genuine=genuine,
        now=turn.now,
    )
    outcome = "seen" if genuine else "dismissed"
    await turn.show(turn.say(f"check-word-{outcome}", volunteer=volunteer))
    await _show_next(turn, 0)


@table.press("recpaper")
async def paper(turn: Turn) -> None:
    """Send one of the papers; that it was looked at is written down."""
    kept = await turn.write(
        record_checks.paper,
        actor=turn.caller.account_id,
        record_id=turn.number(0),
        number=turn.number(1),
        now=turn.now,
    )
    await papers.send(turn, kept)


@table.press("recyes")
async def approve(turn: Turn) -> None:
    """Say yes, and go on to the next."""
    await _decide(turn, turn.number(0), turn.version(1), "")


@table.press("recno")
async def refuse(turn: Turn) -> None:
    """Ask why not."""
    turn.go(_FLOW, "reason", record_id=turn.number(0), version=turn.version(1))
    buttons = [
        [press(turn.label(f"check-no-{one}"), "recwhy", turn.next_version, one)] for one in _REASONS
    ]
    back = [press(turn.label("button-back"), "records-queue")]
    await turn.show(turn.say("check-why"), rows(*buttons, back))


_REASONS = ("paper", "time", "no-service")


@table.press("recwhy")
async def reason_pressed(turn: Turn) -> None:
    """Refuse with the reason of a button."""
    if turn.at(_FLOW) is None:
        await turn.old_button()
        return
    await _with_reason(turn, turn.label(f"check-no-{turn.word(1, *_REASONS)}"))


@table.step(_FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Refuse with a typed reason."""
    await _with_reason(turn, turn.text)


async def _with_reason(turn: Turn, reason: str) -> None:
    assert turn.standing is not None  # noqa: S101 - the callers looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    # An empty one is refused as such, and not taken for a yes.
    await _decide(turn, data["record_id"], data["version"], reason or " ")


async def _decide(turn: Turn, record_id: int, version: int, reason: str) -> None:
    checked = await turn.write(
        record_checks.decide,
        actor=turn.caller.account_id,
        record_id=record_id,
        version=version,
        approved=not reason,
        reason=reason,
        now=turn.now,
    )
    if not checked.approved:
        text = turn.say("check-refused", volunteer=checked.volunteer)
    elif checked.counts_on is None:
        text = turn.say("check-one-more", volunteer=checked.volunteer)
    else:
        text = turn.say("check-published", volunteer=checked.volunteer, counts_on=checked.counts_on)
    await turn.show(text)
    await _show_next(turn, 0)
