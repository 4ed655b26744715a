"""The notice: typed hours that do not count yet, for everybody to read."""

from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import record_credit

_PAGE = 8
_EVERYBODY = [role for role in Role if role is not Role.ANYONE]


@table.more("button-published", *_EVERYBODY)
@table.command("notice")
async def published(turn: Turn) -> None:
    """Show a page of the typed hours that will count, each masked, with the day on which."""
    page = turn.number(0) if turn.args else 0
    shown = await turn.read(record_credit.published, page=page, size=_PAGE)
    why = keyboards.why(turn, "records.notice_days")
    if not shown.lines:
        await turn.show(turn.say("published-none"), rows(why))
        return
    lines = [
        turn.say(
            "published-line",
            volunteer=one.volunteer,
            name=one.name,
            organizer=one.organizer,
            began_at=one.span.began_at,
            spent_minutes=one.span.minutes,
            counts_on=one.counts_on,
        )
        for one in shown.lines
    ]
    text = "\n".join([turn.say("published-head", count=shown.count), *lines])
    turns = []
    if page:
        turns.append(press(turn.label("button-page-back"), "published", page - 1))
    if (page + 1) * _PAGE < shown.count:
        turns.append(press(turn.label("button-page-on"), "published", page + 1))
    object_to = [press(turn.label("button-object"), "objections", page)]
    await turn.show(text, rows(turns, [*object_to, *why]))
