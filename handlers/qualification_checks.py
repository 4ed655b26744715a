"""The officer's chat for certificates: one a message, valid or not, the next."""

import asyncio

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import qualification_checks, shredded_file
from usecases.minors import Screen
from usecases.qualification_checks import REASONS


@queue.further(
    "button-qualifications",
    qualification_checks.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest certificate that waits."""
    await _show_next(turn, 0)


@table.press("qualnext")
async def skip(turn: Turn) -> None:
    """Show the one behind this one."""
    await _show_next(turn, turn.number(0))


async def _show_next(turn: Turn, after: int) -> None:
    one = await turn.read(qualification_checks.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("qual-queue-empty"), keyboards.menu(turn))
        return
    await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.PAPER)
    text = turn.say(
        "qual-check",
        count=one.waiting,
        name=one.name,
        number=one.number,
        qualification=turn.label(f"qualification-{one.kind}"),
        tail=one.tail or turn.label("none"),
        lasting="yes" if one.expires_on is None else "no",
        expires_on=one.expires_on or turn.now.date(),
        asked_at=one.asked_at,
    )
    which = (one.qualification_id, one.version)
    await turn.answer(
        text,
        rows(
            [press(turn.label("button-qual-look"), "quallook", one.qualification_id)],
            [
                press(turn.label("button-qual-valid"), "qualyes", *which),
                press(turn.label("button-qual-invalid"), "qualno", *which),
            ],
            [press(turn.label("button-next"), "qualnext", one.qualification_id)],
        ),
    )


@table.press("quallook")
async def look(turn: Turn) -> None:
    """Send the photo, and show the number for a moment; it does not stay in the chat."""
    seen = await turn.write(
        qualification_checks.look_at,
        actor=turn.caller.account_id,
        qualification_id=turn.number(),
        now=turn.now,
    )
    if seen.number:
        await turn.toast(seen.number, alert=True)
    content = None
    if seen.photo is not None:
        content = await asyncio.to_thread(
            shredded_file.read, turn.desk.files_dir, seen.photo.sha256, seen.photo.key
        )
    if content is None:
        await turn.answer(turn.say("qual-photo-gone"), keyboards.menu(turn))
        return
    await turn.picture(content, turn.say("qual-photo"), name="certificate.jpg")


@table.press("qualyes")
async def valid(turn: Turn) -> None:
    """Say that it is valid."""
    await _decide(turn, "")


@table.press("qualno")
async def ask_reason(turn: Turn) -> None:
    """Ask why it is not."""
    which = (turn.number(0), turn.version(1))
    await turn.read(qualification_checks.waiting, actor=turn.caller.account_id, now=turn.now)
    buttons = [[press(turn.label(f"qual-fault-{one}"), "qualwhy", *which, one)] for one in REASONS]
    back = [press(turn.label("button-back"), "qualifications")]
    await turn.show(turn.say("qual-why-not"), rows(*buttons, back))


@table.press("qualwhy")
async def invalid(turn: Turn) -> None:
    """Say that it is not, with a reason."""
    await _decide(turn, turn.word(2, *REASONS))


async def _decide(turn: Turn, reason: str) -> None:
    done = await turn.write(
        qualification_checks.decide,
        actor=turn.caller.account_id,
        qualification_id=turn.number(0),
        version=turn.version(1),
        reason=reason,
        now=turn.now,
    )
    key = "qual-is-valid" if done.valid else "qual-is-not"
    text = turn.say(key, name=done.name, undo_until_at=done.undo_until_at)
    undo = [press(turn.label("button-undo"), "qualundo", done.qualification_id, done.version)]
    await turn.show(text, rows(undo))
    await _show_next(turn, 0)


@table.press("qualundo")
async def undo(turn: Turn) -> None:
    """Take one's own decision back."""
    await turn.write(
        qualification_checks.undo,
        actor=turn.caller.account_id,
        qualification_id=turn.number(0),
        version=turn.version(1),
        now=turn.now,
    )
    await turn.show(turn.say("qual-undone"))
    await _show_next(turn, 0)
