"""The Centre: reading what units hand in, one a message, and the board of all duties."""

import asyncio

from documents.board import BoardRow, BoardWords, Cell, Tone, board_picture
from domain.duties import DutyKind, Standing
from domain.permissions import Role
from handlers import keyboards, papers, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from handlers.units import stamp, what
from locales.words import ENGLISH
from usecases import duties, rules, submissions
from usecases.duties import DutyStanding
from usecases.submissions import ToReview

_FLOW = "review"
_REASONS = ("unreadable", "incomplete", "wrong-file")
# So that one submission is one message on a phone; the rest is in a file.
_MOST_SHOWN = 800
_MOST_NAMED = 5
_COLUMNS = {
    DutyKind.PLAN: "board-plan",
    DutyKind.ANNUAL_REPORT: "board-report",
    DutyKind.INFO_ITEM: "board-info",
    DutyKind.STATISTICS: "board-statistics",
}


@queue.room(Role.CENTRE)
@queue.further("button-submissions", submissions.waiting, Role.FEDERATION, Role.COUNTY_OFFICE)
async def waiting(turn: Turn) -> None:
    """Show the oldest submission that waits."""
    await _next(turn, 0)


@table.press("subnext")
async def skip(turn: Turn) -> None:
    """Show the one behind this; this one keeps its place."""
    turn.leave(_FLOW)
    await _next(turn, turn.number())


async def _next(turn: Turn, after: int) -> None:
    one = await turn.read(
        submissions.following, actor=turn.caller.account_id, after=after, now=turn.now
    )
    if one is None:
        await turn.answer(turn.say("review-empty"), keyboards.menu(turn))
        return
    text, sent = await _files(turn, one)
    which = (one.submission_id, one.version)
    await turn.answer(
        turn.say(
            "review-one",
            unit=one.receipt.unit,
            what=what(turn, one.receipt.kind.value, one.receipt.year),
            receipt=one.receipt.receipt,
            handed_in_at=one.receipt.handed_in_at,
            late=one.receipt.late_days,
            files=sent,
            text=text,
        )
        + "\n"
        + turn.say("review-count", count=one.waiting),
        rows(
            [press(turn.label("button-accept"), "subaccept", *which)],
            [
                press(turn.label("button-return"), "subreturn", *which),
                press(turn.label("button-next"), "subnext", one.submission_id),
            ],
        ),
    )


async def _files(turn: Turn, one: ToReview) -> tuple[str, int]:
    """Send the files first; return the text to show, and how many files were sent."""
    sent, text = 0, one.text
    for file in one.files:
        try:
            content = await papers.opened(turn, file.sha256)
        except FileNotFoundError:
            text += "\n" + turn.label("review-file-gone", name=file.name)
            continue
        await turn.document(content, file.name)
        sent += 1
    if len(one.text) > _MOST_SHOWN:
        await turn.document(one.text.encode(), f"{one.receipt.receipt}.txt")
        sent += 1
        text = f"{one.text[:_MOST_SHOWN]}……\n{turn.label('review-long-text')}"
    return text, sent


@table.press("subaccept")
async def accept(turn: Turn) -> None:
    """Accept, and go on to the next."""
    submission_id, version = turn.number(0), turn.version(1)
    done = await turn.write(
        submissions.review,
        actor=turn.caller.account_id,
        submission_id=submission_id,
        version=version,
        accepted=True,
        now=turn.now,
    )
    await turn.show(
        turn.say(
            "review-accepted",
            receipt=done.receipt,
            unit=done.unit,
            accepted=done.accepted,
            needed=done.needed,
        )
    )
    await _next(turn, 0)


@table.press("subreturn")
async def ask_why(turn: Turn) -> None:
    """Ask why it is sent back."""
    turn.go(_FLOW, "reason", submission_id=turn.number(0), version=turn.version(1))
    buttons = [
        [press(turn.label("review-reason", reason=reason), "subwhy", turn.next_version, reason)]
        for reason in _REASONS
    ]
    back = [press(turn.label("button-back"), "subnext", 0)]
    await turn.answer(turn.say("review-why"), rows(*buttons, back))


@table.press("subwhy")
async def reason_pressed(turn: Turn) -> None:
    """Send back with the reason of a button."""
    if turn.at(_FLOW) is None:
        await turn.old_button()
        return
    await _send_back(turn, turn.word(1, *_REASONS))


@table.step(_FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Send back with a typed reason."""
    await _send_back(turn, turn.text)


async def _send_back(turn: Turn, reason: str) -> None:
    assert turn.standing is not None  # noqa: S101 - the callers looked it up
    data = turn.standing.data
    turn.leave(_FLOW)
    done = await turn.write(
        submissions.review,
        actor=turn.caller.account_id,
        submission_id=data["submission_id"],
        version=data["version"],
        accepted=False,
        reason=reason,
        now=turn.now,
    )
    await turn.show(turn.say("review-sent-back", receipt=done.receipt, unit=done.unit))
    await _next(turn, 0)


@table.menu("menu-board")
async def board(turn: Turn) -> None:
    """Show how all duties of the year stand: one picture, three lines."""
    found = await turn.read(duties.board, actor=turn.caller.account_id, now=turn.now)
    if not found:
        await turn.answer(turn.say("board-empty"), keyboards.menu(turn))
        return
    city = await turn.read(rules.city_name, now=turn.now, english=turn.words.locale == ENGLISH)
    owed = {one.owed.kind for one in found}
    kinds = [kind for kind in DutyKind if kind in owed]
    lines = [
        BoardRow(own[0].unit_name, _cells(turn, own, kinds))
        for own in duties.by_unit(found).values()
    ]
    words = _words(turn, city, kinds, found[0].owed.year)
    png = await asyncio.to_thread(board_picture, lines, words)
    await turn.picture(png, _caption(turn, found), keyboards.menu(turn), "board.png")


def _cells(turn: Turn, own: list[DutyStanding], kinds: list[DutyKind]) -> tuple[Cell, ...]:
    of = {one.owed.kind: one for one in own}
    return tuple(
        _cell(turn, of[kind]) if kind in of else Cell(turn.label("board-none"), "none")
        for kind in kinds
    )


def _cell(turn: Turn, one: DutyStanding) -> Cell:
    tones: dict[Standing, Tone] = {
        Standing.DONE: "done",
        Standing.WAITING: "waiting",
        Standing.LATE: "late",
        Standing.OPEN: "due" if one.is_soon else "none",
        Standing.UPCOMING: "none",
    }
    tone = tones[one.standing]
    if one.owed.kind is DutyKind.INFO_ITEM:
        return Cell(f"{one.progress.accepted}/{one.owed.needed}", tone)
    if one.standing is Standing.DONE:
        return Cell(turn.label("board-done"), tone)
    if one.standing is Standing.WAITING:
        return Cell(turn.label("board-waiting"), tone)
    if one.standing is Standing.LATE:
        return Cell(turn.label("board-late", days=one.late_days), tone)
    due_on = one.owed.due_on
    return Cell(turn.label("board-due", month=due_on.month, day=due_on.day), tone)


def _words(turn: Turn, city: str, kinds: list[DutyKind], year: int) -> BoardWords:
    return BoardWords(
        title=turn.label("board-title", city=city),
        subtitle=turn.label("board-subtitle", year=str(year), stamp=stamp(turn, turn.now)),
        unit_column=turn.label("board-unit"),
        columns=tuple(turn.label(_COLUMNS[kind]) for kind in kinds),
        legend=(
            Cell(turn.label("board-done"), "done"),
            Cell(turn.label("board-waiting"), "waiting"),
            Cell(turn.label("board-legend-due"), "due"),
            Cell(turn.label("board-legend-late"), "late"),
        ),
    )


def _caption(turn: Turn, found: list[DutyStanding]) -> str:
    late = sorted(
        (one for one in found if one.standing is Standing.LATE),
        key=lambda one: -one.late_days,
    )
    named = [
        turn.label("board-who", unit=one.unit_name, days=one.late_days)
        for one in late[:_MOST_NAMED]
    ]
    return turn.say(
        "board-caption",
        year=str(found[0].owed.year),
        count=len(found),
        accepted=sum(one.standing is Standing.DONE for one in found),
        waiting=sum(one.progress.waiting for one in found),
        late=len(late),
        who=turn.label("comma").join(named) + ("……" if len(late) > _MOST_NAMED else ""),
    )
