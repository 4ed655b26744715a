"""Later guardians in 〈to do〉: an officer looks whether somebody is one before his word counts."""

from domain.permissions import Role
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import later_guardians
from usecases.minors import Screen


@queue.further(
    "button-later-guardians",
    later_guardians.waiting,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
)
async def waiting(turn: Turn) -> None:
    """Show the oldest one who waits."""
    await _show(turn, 0)


@table.press("guardiannext")
async def skip(turn: Turn) -> None:
    """Show the one behind this one."""
    await _show(turn, turn.number(0))


async def _show(turn: Turn, after: int) -> None:
    one = await turn.read(
        later_guardians.following, actor=turn.caller.account_id, after=after, now=turn.now
    )
    if one is None:
        await turn.answer(turn.say("later-guardian-none"), keyboards.menu(turn))
        return
    people = [(f"volunteer:{one.volunteer_id}", one.born_on)]
    await minors.shown(turn, people, Screen.APPLICATION)
    lines = [
        turn.say(
            "later-guardian",
            count=one.waiting,
            child=one.child,
            number=one.number,
            age=one.age,
            relation=turn.label(f"guardian-relation-{one.relation}"),
            name=one.name,
            tail=one.phone_tail,
            given_at=one.given_at,
        )
    ]
    if one.ended_at is not None:
        lines.append(turn.say("later-guardian-held-back", ended_at=one.ended_at))
    lines.append(turn.say("later-guardian-look"))
    await turn.answer(
        "\n".join(lines),
        rows(
            [
                press(turn.label("button-is-guardian"), "guardianyea", one.consent_id),
                press(turn.label("button-no-guardian"), "guardiannay", one.consent_id),
            ],
            [press(turn.label("button-next"), "guardiannext", one.consent_id)],
        ),
    )


@table.press("guardianyea")
async def is_one(turn: Turn) -> None:
    """Say that he is a guardian of the child."""
    await _decide(turn, agreed=True)


@table.press("guardiannay")
async def is_none(turn: Turn) -> None:
    """Say that he is not."""
    await _decide(turn, agreed=False)


async def _decide(turn: Turn, *, agreed: bool) -> None:
    await turn.write(
        later_guardians.confirm,
        actor=turn.caller.account_id,
        consent_id=turn.number(0),
        agreed=agreed,
        now=turn.now,
    )
    done = "later-guardian-confirmed" if agreed else "later-guardian-refused"
    await turn.show(turn.say(done))
    await _show(turn, 0)
