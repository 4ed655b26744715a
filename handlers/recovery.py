"""Getting one's account back: the claim, and the officer who has seen the document."""

from typing import Any

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers import registration as registering
from handlers.keyboards import press, rows
from handlers.registration_questions import place_name
from handlers.turn import Turn
from usecases import recoveries, registration
from usecases.minors import Screen
from usecases.registration import FLOW

_SAID = ("kind", "number", "sex", "born_on")


@table.press("recover")
async def claim(turn: Turn) -> None:
    """File the claim with what was just said, or begin to ask for it."""
    draft = turn.standing if turn.standing and turn.standing.flow == FLOW else turn.draft(FLOW)
    data: dict[str, Any] = dict(draft.data) if draft else {}
    claimed = data.get("claimed")
    if not claimed or "phone" not in data or "name" not in data:
        await registering.begin(turn, turn.say("recovery-begin"))
        return
    said = {key: str(claimed.get(key, "")) for key in _SAID}
    said |= {"name": data["name"], "phone": data["phone"]}
    turn.leave(FLOW)
    filed = await turn.write(
        recoveries.claim, actor=turn.caller.account_id, said=said, now=turn.now
    )
    form = await turn.read(registration.form, now=turn.now)
    county = form.places.get(filed.county)
    text = turn.say(
        "recovery-filed",
        county=place_name(turn, county) if county else "",
        approver=turn.label(f"role-{filed.approver}"),
    )
    await turn.answer(text, rows([press(turn.label("button-recover-stop"), "recoverstop")]))


@table.press("recoverstop")
async def withdraw(turn: Turn) -> None:
    """Take one's own claim back."""
    await turn.write(recoveries.withdraw, actor=turn.caller.account_id, now=turn.now)
    await turn.show(turn.say("recovery-withdrawn"))


@queue.further(
    "button-recoveries", recoveries.waiting, Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE
)
async def waiting(turn: Turn) -> None:
    """Show the oldest claim."""
    await _show(turn, 0)


@table.press("recovernext")
async def skip(turn: Turn) -> None:
    """Show the claim behind this one."""
    await _show(turn, turn.number(0))


async def _show(turn: Turn, after: int) -> None:
    one = await turn.read(recoveries.following, actor=turn.caller.account_id, after=after)
    if one is None:
        await turn.answer(turn.say("recovery-none"), keyboards.menu(turn))
        return
    await minors.shown(turn, [(one.subject, one.born_on)], Screen.RECOVERY)
    lines = [
        turn.say(
            "recovery-claim",
            count=one.waiting,
            name=one.name,
            document=turn.label(f"document-{one.document}"),
            number=one.number,
            tail=one.phone_tail,
            asked_at=one.asked_at,
        )
    ]
    if not one.same_name:
        # Masked alike, the two say nothing: which sign differs is behind the mask.
        hidden = one.said_name == one.name
        lines.append(
            turn.say("recovery-other-name-masked")
            if hidden
            else turn.say("recovery-other-name", name=one.said_name)
        )
    if not one.same_phone:
        lines.append(turn.say("recovery-other-phone", tail=one.said_phone_tail))
    if one.has_account:
        lines.append(turn.say("recovery-other-account"))
    if not one.registered:
        lines.append(turn.say("recovery-waiting-only"))
    lines.append(turn.say("recovery-look"))
    which = (one.claim_id, one.version)
    await turn.answer(
        "\n".join(lines),
        rows(
            [
                press(turn.label("button-same-person"), "recoveryes", *which),
                press(turn.label("button-not-same"), "recoverno", *which),
            ],
            [press(turn.label("button-next"), "recovernext", one.claim_id)],
        ),
    )


@table.press("recoveryes")
async def same(turn: Turn) -> None:
    """Say that the claimant is the registered person."""
    await _decide(turn, same=True)


@table.press("recoverno")
async def another(turn: Turn) -> None:
    """Say that he is not."""
    await _decide(turn, same=False)


async def _decide(turn: Turn, *, same: bool) -> None:
    await turn.write(
        recoveries.decide,
        actor=turn.caller.account_id,
        claim_id=turn.number(0),
        version=turn.version(1),
        same=same,
        now=turn.now,
    )
    await turn.show(turn.say("recovery-done" if same else "recovery-not-done"))
    await _show(turn, 0)
