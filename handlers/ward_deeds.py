"""What a guardian does for a child without a telephone, from 〈我的孩子〉."""

from handlers import papers_of_others, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from handlers.visit_lines import to_visits
from handlers.wards import to_wards
from usecases import ward_deeds

_FLOW = "ward"


@table.press("wardof")
async def menu(turn: Turn) -> None:
    """Show the child's hours, and what can be done."""
    turn.leave(_FLOW)
    await _menu(turn, turn.number())


async def _menu(turn: Turn, which: int, lead: str = "") -> None:
    seen = await turn.read(
        ward_deeds.standing, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    lines = [lead] if lead else []
    lines.append(
        turn.say(
            "ward-menu",
            name=seen.name,
            number=seen.number,
            service_minutes=seen.service_minutes,
            redeemable_minutes=seen.redeemable_minutes,
        )
    )
    ends = press(turn.label("button-errand-leave"), "wardleave", which)
    if seen.leaves_at is not None:
        lines.append(turn.say("errand-leaves", due_at=seen.leaves_at))
        ends = press(turn.label("button-errand-stay"), "wardstay", which)
    await turn.show(
        "\n".join(lines),
        rows(
            [
                press(turn.label("button-proxy-card"), "wardcard", which),
                press(turn.label("button-errand-card"), "wardnewcard", which),
            ],
            [
                press(turn.label("button-errand-copy"), "wardcopy", which),
                press(turn.label("button-errand-wrong"), "wardlines", which),
            ],
            [ends],
            [to_wards(turn)],
        ),
    )


@table.press("wardcard")
async def card(turn: Turn) -> None:
    """Send the child's card to be printed: visits are scanned from it."""
    own = await turn.write(
        ward_deeds.card,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(),
        now=turn.now,
    )
    await papers_of_others.print_card(turn, own, turn.say("ward-card"))


@table.press("wardnewcard")
async def new_card(turn: Turn) -> None:
    """Print a new card; the older ones are worthless."""
    own = await turn.write(
        ward_deeds.new_card,
        actor=turn.caller.account_id,
        guardianship_id=turn.number(),
        now=turn.now,
    )
    await papers_of_others.print_card(turn, own, turn.say("ward-new-card"))


@table.press("wardcopy")
async def copy(turn: Turn) -> None:
    """Give a copy of everything about the child: by links of our pages, or masked in the chat."""
    which, actor = turn.number(), turn.caller.account_id
    if not turn.desk.public_url:
        found = await turn.write(
            ward_deeds.copy_in_chat, actor=actor, guardianship_id=which, now=turn.now
        )
        await papers_of_others.send_copy(turn, found)
        return
    made = await turn.write(ward_deeds.copy_links, actor=actor, guardianship_id=which, now=turn.now)
    back = [press(turn.label("button-back"), "wardof", which)]
    buttons = papers_of_others.copy_buttons(turn, made)
    await turn.show(turn.say("ward-copy", minutes=made.minutes), rows(buttons, back))


# -- an objection ----------------------------------------------------------------------------------


@table.press("wardlines")
async def visits(turn: Turn) -> None:
    """Show the child's latest visits, to object to one of them."""
    which = turn.number()
    found = await turn.read(
        ward_deeds.latest, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    lines = to_visits(turn, found, "wardwrong", which)
    back = [press(turn.label("button-back"), "wardof", which)]
    text = turn.say("errand-lines") if found else turn.say("errand-no-lines")
    await turn.show(text, rows(*lines, back))


@table.press("wardwrong")
async def wrong(turn: Turn) -> None:
    """Ask what is wrong about the visit."""
    which, visit_id = turn.number(0), turn.number(1)
    await turn.read(
        ward_deeds.standing, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    turn.go(_FLOW, "words", guardianship=which, cause=f"visit:{visit_id}")
    back = [press(turn.label("button-back"), "wardlines", which)]
    await turn.show(turn.say("dispute-words"), rows(back))


@table.step(_FLOW, "words")
async def objected(turn: Turn) -> None:
    """Take the words of the objection."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    await turn.write(
        ward_deeds.dispute,
        actor=turn.caller.account_id,
        guardianship_id=data["guardianship"],
        cause=data["cause"],
        words=turn.text,
        now=turn.now,
    )
    await _menu(turn, data["guardianship"], turn.say("ward-disputed"))


# -- leaving ---------------------------------------------------------------------------------------


@table.press("wardleave")
async def leave(turn: Turn) -> None:
    """Say what leaving means before it is asked for."""
    which = turn.number()
    seen = await turn.read(
        ward_deeds.standing, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    text = turn.say("ward-leave", name=seen.name, days=seen.days, years=seen.years)
    if seen.service_minutes:
        text += "\n" + turn.say("leave-hours", service_minutes=seen.service_minutes)
    back = [press(turn.label("button-back"), "wardof", which)]
    yes = [press(turn.label("button-leave-yes"), "wardleaveyes", which)]
    await turn.show(text, rows(yes, back))


@table.press("wardleaveyes")
async def leave_it(turn: Turn) -> None:
    """Begin it; it can be taken back until its day."""
    which = turn.number()
    await turn.write(
        ward_deeds.leave, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    await _menu(turn, which)


@table.press("wardstay")
async def stay(turn: Turn) -> None:
    """Take the leaving back."""
    which = turn.number()
    await turn.write(
        ward_deeds.stay, actor=turn.caller.account_id, guardianship_id=which, now=turn.now
    )
    await _menu(turn, which, turn.say("leave-undone"))
