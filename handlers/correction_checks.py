"""Corrections in 〈to do〉: the officer looks at the document, then the registration changes."""

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import correction_checks
from usecases.correction_checks import REASONS, ToCheck
from usecases.minors import Screen


@queue.further(
    "button-corrections",
    correction_checks.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest correction."""
    await _show(turn, 0)


@table.press("fixnext")
async def skip(turn: Turn) -> None:
    """Show the correction behind this one."""
    await _show(turn, turn.number(0))


async def _show(turn: Turn, after: int) -> None:
    one = await turn.read(
        correction_checks.following, actor=turn.caller.account_id, after=after, now=turn.now
    )
    if one is None:
        await turn.answer(turn.say("correction-none"), keyboards.menu(turn))
        return
    await minors.shown(turn, [(f"volunteer:{one.volunteer_id}", one.born_on)], Screen.APPLICATION)
    which = (one.correction_id, one.version)
    name = [press(turn.label("button-full-name"), "fixname", one.correction_id)]
    await turn.answer(
        "\n".join(_lines(turn, one)),
        rows(
            name if any(fact.what == "name" for fact in one.facts) else [],
            [
                press(turn.label("button-correction-yes"), "fixyes", *which),
                press(turn.label("button-correction-no"), "fixno", *which),
            ],
            [press(turn.label("button-next"), "fixnext", one.correction_id)],
        ),
    )


def _lines(turn: Turn, one: ToCheck) -> list[str]:
    lines = [
        turn.say(
            "correction-check",
            count=one.waiting,
            name=one.name,
            number=one.number,
            asked_at=one.asked_at,
        )
    ]
    lines += [
        turn.say(f"correction-fact-{fact.what}", before=fact.before, after=fact.after)
        for fact in one.facts
    ]
    if one.document:
        lines.append(turn.say("correction-kind", document=turn.label(f"document-{one.document}")))
    if one.why:
        lines.append(turn.say(f"correction-is-{one.why}"))
    if one.consented is not None:
        lines.append(turn.say("correction-minor", consented="yes" if one.consented else "no"))
    return [*lines, turn.say("correction-look")]


@table.press("fixname")
async def whole_name(turn: Turn) -> None:
    """Show the whole name as it shall be; that it was looked at is written down."""
    name = await turn.write(
        correction_checks.full_name,
        actor=turn.caller.account_id,
        correction_id=turn.number(),
        now=turn.now,
    )
    await turn.toast(name, alert=True)


@table.press("fixyes")
async def agree(turn: Turn) -> None:
    """Let the correction hold."""
    await _decide(turn, "")
    await turn.show(turn.say("correction-done"))
    await _show(turn, 0)


@table.press("fixno")
async def ask_reason(turn: Turn) -> None:
    """Ask why not."""
    which = (turn.number(0), turn.version(1))
    await turn.read(correction_checks.waiting, actor=turn.caller.account_id, now=turn.now)
    reasons = [
        [press(turn.label(f"correction-fault-{one}"), "fixwhy", *which, one)] for one in REASONS
    ]
    back = [press(turn.label("button-back"), "corrections")]
    await turn.show(turn.say("correction-why-not"), rows(*reasons, back))


@table.press("fixwhy")
async def refuse(turn: Turn) -> None:
    """Refuse it with the reason."""
    await _decide(turn, turn.word(2, *REASONS))
    await turn.show(turn.say("correction-not-done"))
    await _show(turn, 0)


async def _decide(turn: Turn, reason: str) -> None:
    await turn.write(
        correction_checks.decide,
        actor=turn.caller.account_id,
        correction_id=turn.number(0),
        version=turn.version(1),
        reason=reason,
        now=turn.now,
    )
