"""A unit's contact: what the unit owes, and handing it in as text or files."""

from typing import Any

from aiogram.types import Message

from domain.duties import DutyKind, Standing
from domain.refusals import Code, Refused
from domain.writing import clean_text
from handlers import keyboards, queue, table
from handlers.keyboards import press, rows
from handlers.papers import MOST_FILE_BYTES, fetch
from handlers.turn import Turn
from locales.duty_lines import duty_button, duty_line
from usecases import duties, submissions
from usecases.conversations import SUBMISSION
from usecases.duties import DutyStanding
from usecases.file_store import Kept

_FLOW = SUBMISSION
_WHAT = {
    "plan": "what-plan",
    "annual_report": "what-report",
    "info_item": "what-info",
    "statistics": "what-statistics",
}


def what(turn: Turn, kind: str, year: int) -> str:
    """Return what is handed in, in words: the plan of a year, an item of news."""
    return turn.label(_WHAT[kind], year=str(year))


@table.menu("menu-duties")
async def owed(turn: Turn) -> None:
    """Show what the unit still owes, the most pressing first, each with its button."""
    found = await turn.read(duties.own, actor=turn.caller.account_id, now=turn.now)
    if not found:
        await turn.answer(turn.say("unit-none"), keyboards.menu(turn))
        await queue.others(turn)
        return
    today = turn.now.astimezone(turn.words.zone).date()
    for own in duties.by_unit(found).values():
        left = _left(own)
        if not left:
            await turn.answer(_nothing(turn, own), keyboards.menu(turn))
            continue
        lines = [
            duty_line(turn.words, number, one.item(today)) for number, one in enumerate(left, 1)
        ]
        text = turn.say(
            "unit-duties", unit=own[0].unit_name, count=len(left), lines="\n".join(lines)
        )
        await turn.answer(text, rows(*_buttons(turn, left)))
    await queue.others(turn)


def _left(found: list[DutyStanding]) -> list[DutyStanding]:
    """Return what may be handed in now."""
    return [one for one in found if one.standing not in (Standing.DONE, Standing.UPCOMING)]


def _nothing(turn: Turn, own: list[DutyStanding]) -> str:
    """Say that all is in, or what will be asked for."""
    unit = own[0].unit_name
    for one in own:
        if one.standing is Standing.UPCOMING:
            year, opens_on = str(one.owed.year), one.owed.opens_on
            return turn.say("unit-nothing-yet", unit=unit, year=year, opens_on=opens_on)
    return turn.say("unit-nothing-owed", unit=unit)


def _buttons(turn: Turn, left: list[DutyStanding]) -> list[list[Any]]:
    buttons = [
        press(duty_button(turn.words, one.owed.kind.value), "duty", one.duty_id) for one in left
    ]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


@table.menu("menu-submit")
async def choose(turn: Turn) -> None:
    """Ask which duty it is for, or open the only one."""
    found = await turn.read(duties.own, actor=turn.caller.account_id, now=turn.now)
    left = _left(found)
    if not left:
        text = _nothing(turn, found) if found else turn.say("unit-none")
        await turn.answer(text, keyboards.menu(turn))
        return
    await turn.answer(turn.say("submit-which"), rows(*_buttons(turn, left)))


@table.press("duty", "dutynew")
async def begin(turn: Turn) -> None:
    """Ask for the files or the text of one duty, or go on where the contact stopped."""
    opened = await turn.read(
        submissions.open_duty, actor=turn.caller.account_id, duty_id=turn.number(), now=turn.now
    )
    data: dict[str, Any] = {
        "duty_id": opened.duty_id,
        "opened": turn.update_id,
        "what": what(turn, opened.kind.value, opened.year),
        "text": "",
        "files": [],
    }
    draft = turn.draft(_FLOW, duty_id=opened.duty_id)
    anew = turn.press is not None and (turn.press.data or "").startswith("dutynew")
    if draft is not None and not anew:
        data |= {"text": draft.data["text"], "files": draft.data["files"]}
    turn.go(_FLOW, "collect", **data)
    if data["text"] or data["files"]:
        await turn.answer(_so_far(turn, data), _ready(turn, data))
        return
    stop = [press(turn.label("button-stop"), "cancel")]
    if opened.kind is DutyKind.STATISTICS:
        text = turn.say("statistics-send", unit=opened.unit, what=data["what"])
        sheet = [press(turn.label("button-statsheet"), "statsheet", opened.duty_id)]
        await turn.answer(text, rows(sheet, stop))
        return
    text = turn.say("submit-send", unit=opened.unit, what=data["what"])
    await turn.answer(text, rows(stop))


@table.step(_FLOW, "collect")
async def collect(turn: Turn) -> None:
    """Take one more file or one more piece of text."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    assert turn.message is not None  # noqa: S101
    data = dict(turn.standing.data)
    if turn.message.text is None and turn.message.document is None and not turn.message.photo:
        await turn.answer(turn.say("submit-not-a-file"))
        return
    text = _with_words(data["text"], turn.message)
    if isinstance(text, Refused):
        await turn.answer(turn.refusal(text), _ready(turn, data))
        return
    if turn.message.text is None:
        if len(data["files"]) >= submissions.MOST_FILES:
            most = turn.say("submit-too-many", count=submissions.MOST_FILES)
            await turn.answer(most, _ready(turn, data))
            return
        kept = await fetch(turn, turn.message)
        if kept is None:
            most = turn.say("submit-file-too-large", most=_size(turn, MOST_FILE_BYTES))
            await turn.answer(most, _ready(turn, data))
            return
        data["files"] = [*data["files"], kept.as_data()]
    data["text"] = text
    turn.go(_FLOW, "collect", **data)
    await turn.answer(_so_far(turn, data), _ready(turn, data))


def _with_words(so_far: str, message: Message) -> str | Refused:
    """Return the text with what the message says; too much is told now, not when handed in."""
    said = message.text if message.text is not None else message.caption or ""
    added = clean_text(said, max_length=submissions.MOST_TEXT)
    if not isinstance(added, Refused):
        return clean_text(f"{so_far}\n{added}", max_length=submissions.MOST_TEXT)
    without_caption = message.text is None and added.code is Code.TEXT_EMPTY
    return so_far if without_caption else added


def _ready(turn: Turn, data: dict[str, Any]) -> Any:
    if not data["files"] and not data["text"]:
        return rows([press(turn.label("button-stop"), "cancel")])
    return rows(
        [press(turn.label("button-hand-in"), "handin", data["opened"])],
        [
            press(turn.label("button-start-over"), "dutynew", data["duty_id"]),
            press(turn.label("button-stop"), "cancel"),
        ],
    )


def _so_far(turn: Turn, data: dict[str, Any]) -> str:
    total = sum(file["size_bytes"] for file in data["files"])
    return turn.say(
        "submit-so-far",
        files=len(data["files"]),
        letters=len(data["text"]),
        size=_size(turn, total),
    )


def _size(turn: Turn, count: int) -> str:
    if count < 1_000:
        return turn.label("size-bytes", count=count)
    if count < 1_000_000:
        return turn.label("size-kilobytes", count=round(count / 1_000))
    megabytes = round(count / 1_000_000, 1)
    return turn.label("size-megabytes", count=f"{megabytes:g}")


@table.press("handin")
async def hand_in(turn: Turn) -> None:
    """Hand in what was collected and give the receipt."""
    standing = turn.standing
    if standing is None or standing.flow != _FLOW or standing.data["opened"] != turn.number():
        await turn.old_button()
        return
    data = standing.data
    if not data["files"] and not data["text"]:
        await turn.toast(turn.label("submit-nothing"), alert=True)
        return
    turn.leave(_FLOW)
    receipt = await turn.write(
        submissions.hand_in,
        actor=turn.caller.account_id,
        duty_id=data["duty_id"],
        text=data["text"],
        files=[Kept(**file) for file in data["files"]],
        request_id=f"handin/{data['opened']}",
        now=turn.now,
    )
    facts = {
        "receipt": receipt.receipt,
        "unit": receipt.unit,
        "stamp": stamp(turn, receipt.handed_in_at),
    }
    if receipt.late_days:
        text = turn.say("submit-receipt-late", days=receipt.late_days, **facts)
    else:
        text = turn.say("submit-receipt", reader=receipt.reader.value, **facts)
    await turn.answer(text, keyboards.menu(turn))


def stamp(turn: Turn, instant: Any) -> str:
    """Return day and time as they must read in a year: never "today"."""
    local = instant.astimezone(turn.words.zone)
    day = turn.label("day-of-year", month=local.month, day=local.day)
    return f"{day} {turn.words.clock(instant)}"
