"""A volunteer's stars, the published list, and an objection to it."""

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.stars import turned
from handlers.turn import Turn
from usecases import star_awards, star_objections
from usecases.star_awards import OwnStars
from usecases.star_objections import Listed

_FLOW = "objection"


@table.command("stars")
@table.more("button-own-stars", Role.VOLUNTEER)
async def mine(turn: Turn) -> None:
    """Show the stars that were awarded, and apart from them what the hours reach."""
    own = await turn.read(star_awards.own, actor=turn.caller.account_id, now=turn.now)
    if not own.gives:
        await turn.show(turn.say("stars-none-here"))
        return
    published = [press(turn.label("button-star-notice"), "starnotice", 0)]
    await turn.show(
        "\n".join(_lines(turn, own)),
        rows(
            published if own.published else [],
            keyboards.why(turn, "stars.basis" if own.least_tenths is None else "stars.quality_min"),
        ),
    )


def _lines(turn: Turn, own: OwnStars) -> list[str]:
    lines = [
        turn.say("own-star-award", year=str(one.year), star=turn.label(f"star-{one.star}"))
        for one in reversed(own.awards)
    ]
    if not lines:
        lines.append(turn.say("own-star-none"))
    lines.append(turn.say("stars-basis", basis=own.basis, source=own.hours_source))
    counted = {"counted_minutes": own.counted_minutes}
    if own.to_next_minutes is None:
        star = turn.label(f"star-{own.reached}")
        lines.append(turn.say("own-star-top", star=star, **counted))
    else:
        star = turn.label(f"star-{own.reached + 1}")
        lines.append(
            turn.say("own-star-next", star=star, next_minutes=own.to_next_minutes, **counted)
        )
    if own.least_tenths is not None:
        given, words = own.quality.stars, own.quality.words
        average = f"{given / words:.1f}" if words else turn.label("none")
        least = f"{own.least_tenths / 10:.1f}"
        lines.append(turn.say("own-star-quality", average=average, words=words, least=least))
    if own.on_the_list is not None:
        one = own.on_the_list
        lines.append(
            turn.say(
                "own-star-listed",
                year=str(one.year),
                star=turn.label(f"star-{one.star}"),
                state=turn.label(f"stars-state-{one.batch_state}"),
            )
        )
    return lines


@table.press("starnotice")
async def notice(turn: Turn) -> None:
    """Show a page of the published list, names masked."""
    turn.leave(_FLOW)
    found = await turn.read(
        star_objections.published,
        actor=turn.caller.account_id,
        page=turn.number(0),
        now=turn.now,
    )
    lines = [
        turn.say(
            "star-list-head", year=str(found.year), count=found.count, until_on=found.until_on
        ),
        turn.say("stars-basis", basis=found.basis, source=found.hours_source),
    ]
    for number, one in enumerate(found.lines, 1):
        lines.append(
            turn.say(
                "star-list-line",
                place=number,
                name=one.name,
                unit=f" {one.unit}" if one.unit else "",
                star=turn.label(f"star-{one.star}"),
                minutes=one.minutes,
            )
        )
    if not found.over:
        lines.append(turn.say("star-list-object"))
    await turn.show("\n".join(lines), rows(*_notice_buttons(turn, found)))


def _notice_buttons(turn: Turn, found: Listed) -> list[list[InlineKeyboardButton]]:
    numbers, whole = [], []
    if not found.over:
        numbers = [
            press(str(number), "starobject", one.candidate_id)
            for number, one in enumerate(found.lines, 1)
        ]
        whole = [press(turn.label("button-object-list"), "starobject", 0)]
    return [
        numbers[:4],
        numbers[4:],
        turned(turn, "starnotice", found.page, found.pages),
        [*whole, *keyboards.why(turn, "stars.notice_workdays")],
    ]


@table.press("starobject")
async def object_to(turn: Turn) -> None:
    """Ask what is wrong about somebody on the list, or about the list (0)."""
    await turn.read(star_objections.published, actor=turn.caller.account_id, page=0, now=turn.now)
    turn.go(_FLOW, "text", about=turn.number(0))
    key = "objection-what" if turn.number(0) else "objection-what-list"
    await turn.show(turn.say(key), rows([press(turn.label("button-back"), "starnotice", 0)]))


@table.step(_FLOW, "text")
async def objected(turn: Turn) -> None:
    """Keep the objection that was typed."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    about = turn.standing.data["about"]
    turn.leave(_FLOW)
    await turn.write(
        star_objections.object_to,
        actor=turn.caller.account_id,
        about=about,
        text=turn.text,
        now=turn.now,
    )
    await turn.answer(turn.say("objection-kept-by-us"), keyboards.menu(turn))
