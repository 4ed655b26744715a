"""A unit's roster: the template out, the filled workbook in, and the unit's own link."""

from datetime import datetime
from io import BytesIO

from aiogram.types import InlineKeyboardButton

from documents.workbook_reading import MOST_BYTES, Unread, read_workbook
from documents.workbooks import Sheet, workbook
from domain import rosters as rules
from domain.registration import Step, after
from domain.rosters import COLUMNS, EXAMPLE_PHONE, MOST_ROWS, Faulty, Sorted
from handlers import keyboards, minors, registration, table, unit_figures
from handlers.keyboards import press, rows
from handlers.registration_questions import ask, steps
from handlers.turn import Turn
from locales.words import LOCALES, Speaker
from usecases import registration as registering
from usecases import rosters
from usecases.minors import Screen
from usecases.registration import FLOW as REGISTRATION
from usecases.rosters import HandedIn, OwnUnit, Roster

_FLOW = "roster"
# More than these are told in a workbook of their own.
_MOST_TOLD = 8
_WIDTHS = (14, 18, 20, 30, 40)
_MARGIN_ROWS = 20


@table.menu("menu-roster")
@table.press("roster")
async def standing(turn: Turn) -> None:
    """Show how far the people of the unit have come, and wait for a workbook."""
    own = await turn.read(rosters.units, actor=turn.caller.account_id)
    if len(own) > 1 and not turn.args:
        buttons = [[press(unit.name[:60], "roster", unit.unit_id)] for unit in own]
        await turn.show(turn.say("roster-which-unit"), rows(*buttons))
        return
    await _show(turn, turn.number(0) if turn.args else own[0].unit_id)


async def _show(turn: Turn, unit_id: int) -> None:
    roster = await turn.read(
        rosters.standing, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now
    )
    lines, whys = await unit_figures.beside(turn, unit_id)
    turn.go(_FLOW, "file", unit_id=unit_id)
    text = "\n".join([_standing(turn, roster), *lines])
    await turn.show(text, rows(*whys, *_choices(turn, unit_id)))


def _standing(turn: Turn, roster: Roster) -> str:
    return turn.say(
        "roster-standing",
        unit=roster.unit,
        registered=roster.registered,
        waiting=roster.waiting,
        invited=roster.invited,
        withdrawn=roster.withdrawn,
        days=roster.kept_days,
    )


def _choices(turn: Turn, unit_id: int) -> list[list[InlineKeyboardButton]]:
    return [
        [
            press(turn.label("button-roster-template"), "rostertemplate", unit_id),
            press(turn.label("button-headcount"), "headcount", unit_id),
        ],
        [
            press(turn.label("button-roster-link"), "rosterlink", unit_id),
            press(turn.label("button-stop"), "cancel"),
        ],
    ]


@table.press("rostertemplate")
async def template(turn: Turn) -> None:
    """Send the empty workbook, and wait for the filled one."""
    unit_id = turn.number()
    await turn.read(rosters.standing, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now)
    turn.go(_FLOW, "file", unit_id=unit_id)
    headings = [turn.label(f"roster-column-{column}") for column in COLUMNS]
    example = [
        turn.label("roster-example-name"), EXAMPLE_PHONE, turn.label("roster-example-department"),
        turn.label("roster-example-note"),
    ]  # fmt: skip
    how = turn.label("roster-instructions", rows=MOST_ROWS).splitlines()
    content = workbook(
        [
            Sheet(turn.label("roster-sheet"), headings, _WIDTHS, [example]),
            Sheet(turn.label("roster-sheet-how"), (), (80,), [[line] for line in how]),
        ]
    )
    name = turn.label("roster-template-name")
    await turn.document(content, f"{name}.xlsx", turn.say("roster-template"))


@table.press("rosterlink")
async def link(turn: Turn) -> None:
    """Give the unit's own link, to be passed on to its people."""
    code = await turn.read(rosters.link, actor=turn.caller.account_id, unit_id=turn.number())
    link = f"https://t.me/{turn.desk.bot_username}?start={code}"
    await turn.answer(turn.say("roster-link", link=link), keyboards.menu(turn))


@table.step(_FLOW, "file")
async def received(turn: Turn) -> None:
    """Take a workbook, or look for somebody on the list by a part of his name."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    unit_id = int(turn.standing.data["unit_id"])
    document = turn.message.document if turn.message else None
    if document is not None:
        await _workbook(turn, unit_id, document.file_id, document.file_size or 0)
    elif turn.text.strip():
        await _look(turn, unit_id, turn.text)
    else:
        await turn.answer(turn.say("roster-send-file"), rows(*_choices(turn, unit_id)))


async def _workbook(turn: Turn, unit_id: int, file_id: str, size: int) -> None:
    # Asked before anything is fetched: only who may hand in makes us read.
    await turn.read(rosters.standing, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now)
    found: Sorted | Unread | None = Unread.TOO_LARGE
    if size <= MOST_BYTES:
        await turn.answer(turn.say("roster-reading"))
        buffer = BytesIO()
        await turn.desk.bot.download(file_id, buffer)
        found = await _sorted(turn, buffer.getvalue())
    if not isinstance(found, Sorted):
        reason = found or "no-columns"
        text = turn.say(f"roster-unread-{reason}", rows=MOST_ROWS)
        await turn.answer(text, rows(*_choices(turn, unit_id)))
        return
    await _keep(turn, unit_id, found)


async def _sorted(turn: Turn, content: bytes) -> Sorted | Unread | None:
    read = await read_workbook(content, most_rows=MOST_ROWS + _MARGIN_ROWS)
    if isinstance(read, Unread):
        return read
    form = await turn.read(registering.form, now=turn.now)
    found = rules.sort_rows(
        read.rows, _column_names(turn.now), name_max_length=form.name_max_length
    )
    if found is not None and len(found.good) + len(found.bad) > MOST_ROWS:
        return Unread.TOO_MANY_ROWS
    return found


def _column_names(now: datetime) -> dict[str, list[str]]:
    """Return what may stand above each column, in every language."""
    zone = now.tzinfo
    names: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for locale in LOCALES:
        words = Speaker(locale, zone, now)  # type: ignore[arg-type]
        for column, said in names.items():
            said.append(words.label(f"roster-column-{column}"))
            said += words.label(f"roster-also-{column}").split("/")
    return names


async def _keep(turn: Turn, unit_id: int, found: Sorted) -> None:
    handed_in = await turn.write(
        rosters.hand_in,
        actor=turn.caller.account_id,
        unit_id=unit_id,
        rows=found.good,
        now=turn.now,
    )
    roster = await turn.read(
        rosters.standing, actor=turn.caller.account_id, unit_id=unit_id, now=turn.now
    )
    lines = [_taken(turn, handed_in)]
    if found.bad:
        lines.append(turn.say("roster-bad-rows", count=len(found.bad)))
        if len(found.bad) <= _MOST_TOLD:
            lines += [_problem(turn, row, html=True) for row in found.bad]
    lines += ["", _standing(turn, roster)]
    await turn.answer("\n".join(lines), rows(*_choices(turn, unit_id)))
    if len(found.bad) > _MOST_TOLD:
        name = turn.label("roster-problems-name")
        content = _problems(turn, found.bad)
        await turn.document(content, f"{name}.xlsx", turn.say("roster-problems"))


def _taken(turn: Turn, handed_in: HandedIn) -> str:
    return turn.say(
        "roster-taken",
        added=handed_in.added,
        known=handed_in.known,
        renewed=handed_in.renewed,
    )


def _problem(turn: Turn, row: Faulty, *, html: bool) -> str:
    # A row's number is a name: no comma in it.
    why = turn.label(f"roster-problem-{row.fault}", line=str(row.other_line))
    put = turn.say if html else turn.label
    return put("roster-problem-line", line=str(row.line), why=why)


def _problems(turn: Turn, bad: tuple[Faulty, ...]) -> bytes:
    """Return a workbook of the rows to be put right, which can be sent back as it is."""
    headings = [turn.label(f"roster-column-{column}") for column in COLUMNS]
    return workbook(
        [
            Sheet(
                turn.label("roster-sheet"),
                [*headings, turn.label("roster-column-problem")],
                _WIDTHS,
                [[*row.cells, _problem(turn, row, html=False)] for row in bad],
            )
        ]
    )


async def _look(turn: Turn, unit_id: int, typed: str) -> None:
    found = await turn.read(
        rosters.find, actor=turn.caller.account_id, unit_id=unit_id, typed=typed[:50]
    )
    if not found:
        await turn.answer(turn.say("roster-nobody"), rows(*_choices(turn, unit_id)))
        return
    await minors.shown(turn, [each for one in found for each in one.people], Screen.ROSTER)
    lines = [
        turn.say(
            "roster-line",
            name=one.name,
            tail=one.tail,
            standing=turn.label(f"roster-is-{one.standing}"),
        )
        for one in found
    ]
    off = [
        [press(turn.label("button-roster-off", name=one.name[:40]), "rosteroff", one.entry_id)]
        for one in found
    ]
    back = [press(turn.label("button-back"), "roster", unit_id)]
    await turn.answer("\n".join(lines), rows(*off, back))


@table.press("rosteroff")
async def withdraw(turn: Turn) -> None:
    """Take somebody off the list."""
    name = await turn.write(
        rosters.withdraw,
        actor=turn.caller.account_id,
        entry_id=turn.number(),
        now=turn.now,
    )
    await turn.answer(turn.say("roster-withdrawn", name=name), keyboards.menu(turn))


# -- who comes by the unit's link ------------------------------------------------------------------


@table.payload(rules.looks_like_unit_link)
async def by_link(turn: Turn) -> None:
    """Begin to register with the unit filled in, or go on where the person stopped."""
    unit = await turn.read(rosters.unit_of_link, code=turn.args[0])
    if turn.caller.volunteer_id is not None:
        text = turn.say("roster-link-registered", unit=unit.name)
        await turn.answer(text, keyboards.menu(turn))
    elif turn.caller.application_state is not None:
        await registration.start(turn)
    else:
        await _register(turn, unit)


async def _register(turn: Turn, unit: OwnUnit) -> None:
    draft = turn.draft(REGISTRATION, proxy=None)
    data = dict(draft.data) if draft is not None else {}
    step = Step(data.pop("stopped_at", draft.step)) if draft is not None else Step.CONSENT
    data |= {"unit_id": unit.unit_id, "unit_name": unit.name, "unit_given": True}
    if step is Step.UNIT:
        # This is its answer.
        data = await registration.with_teams(turn, data)
        step = after(step, steps(turn, data))
    await ask(turn, step, data, turn.say("roster-link-welcome", unit=unit.name))
