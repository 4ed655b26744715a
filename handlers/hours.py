"""〈my hours〉: one tap for the sums and the year's picture, another for the statement."""

import asyncio

from aiogram.types import InlineKeyboardButton

from documents.chart import ChartWords, Figure, MonthHours, hours_chart
from domain.months import is_month
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import hours
from usecases.hours import HoursSummary, Statement, StatementLine

# Lines of a month that fit a small phone at once.
_PAGE = 15
_STATES = {"open", "waiting", "uncounted", "checking", "on-notice"}


@table.menu("menu-hours")
@table.press("hours")
async def mine(turn: Turn) -> None:
    """Show hours, star and the distance to the next, with a picture of twelve months."""
    shown = await turn.read(hours.summary, actor=turn.caller.account_id, now=turn.now)
    picture = await asyncio.to_thread(
        hours_chart, _bars(turn, shown), _figures(turn, shown), _words(turn)
    )
    records = [press(turn.label("button-records"), "records")]
    certificate = [press(turn.label("button-certificate"), "certificate")]
    why = keyboards.why(turn, "stars.thresholds_hours")
    keyboard = rows([*records, *certificate], why)
    await turn.picture(picture, _caption(turn, shown), keyboard)


def _caption(turn: Turn, shown: HoursSummary) -> str:
    lines = [
        turn.say(
            "hours-have",
            service_minutes=shown.service_minutes,
            redeemable_minutes=shown.redeemable_minutes,
        )
    ]
    if shown.outside_minutes:
        counts = "yes" if shown.outside_counts else "no"
        lines.append(
            turn.say("hours-outside", outside_minutes=shown.outside_minutes, counts=counts)
        )
    lines += _star_lines(turn, shown)
    if shown.owed_minutes:
        lines.append(turn.say("hours-owed", owed_minutes=shown.owed_minutes))
    if not shown.service_minutes:
        lines.append(turn.say("hours-none"))
    return "\n".join(lines)


def _star_lines(turn: Turn, shown: HoursSummary) -> list[str]:
    """Return what the hours reach, and apart from it what was awarded."""
    year = {"year_minutes": shown.this_year_minutes}
    if not shown.gives_stars:
        return [turn.say("hours-year", **year)]
    lines = []
    if shown.to_next_minutes is None:
        lines.append(turn.say("hours-top", star=turn.label(f"star-{shown.star}"), **year))
    else:
        star = turn.label(f"star-{shown.star + 1}")
        lines.append(turn.say("hours-next", star=star, next_minutes=shown.to_next_minutes, **year))
    if shown.awarded_star:
        star = turn.label(f"star-{shown.awarded_star}")
        lines.append(turn.say("hours-awarded", star=star, year=str(shown.awarded_year)))
    if shown.star > shown.awarded_star:
        lines.append(turn.say("hours-star", star=turn.label(f"star-{shown.star}")))
    return lines


def _bars(turn: Turn, shown: HoursSummary) -> list[MonthHours]:
    bars = []
    for place, (month, minutes) in enumerate(shown.months):
        year, number = month.split("-")
        begins = place == 0 or number == "01"
        label = turn.label("chart-month", month=int(number))
        bars.append(
            MonthHours(label, minutes, turn.label("chart-year", year=year) if begins else "")
        )
    return bars


def _figures(turn: Turn, shown: HoursSummary) -> list[Figure]:
    return [
        Figure(turn.label("chart-service"), turn.words.length(shown.service_minutes)),
        Figure(turn.label("chart-redeemable"), turn.words.length(shown.redeemable_minutes)),
        Figure(turn.label("chart-this-year"), turn.words.length(shown.this_year_minutes)),
    ]


def _words(turn: Turn) -> ChartWords:
    return ChartWords(
        title=turn.label("chart-title"),
        unit=turn.label("chart-unit"),
        empty_title=turn.label("chart-empty"),
        empty_hint=turn.label("chart-empty-hint"),
    )


@table.press("records")
async def records(turn: Turn) -> None:
    """Show the statement of a month: the newest one, or the one that was turned to."""
    month = turn.args[0] if turn.args and is_month(turn.args[0]) else None
    page = turn.number(1) if len(turn.args) > 1 else 0
    shown = await turn.read(
        hours.statement, actor=turn.caller.account_id, now=turn.now, month=month
    )
    if not shown.lines and shown.earlier is None and shown.later is None:
        await turn.show(turn.say("records-none"), rows([_missed(turn)]))
        return
    pages = max((len(shown.lines) + _PAGE - 1) // _PAGE, 1)
    page = min(page, pages - 1)
    await turn.show(_statement(turn, shown, page), rows(*_turns(turn, shown, page, pages)))


def _statement(turn: Turn, shown: Statement, page: int) -> str:
    month = _month(turn, shown.month)
    lines = [turn.say("records-head", month=month, minutes=shown.service_minutes)]
    if shown.redeemable_minutes:
        signed = _signed(turn, shown.redeemable_minutes)
        lines.append(turn.say("records-redeemable", signed=signed))
    lines += [_line(turn, line) for line in shown.lines[page * _PAGE : (page + 1) * _PAGE]]
    if not shown.lines:
        lines.append(turn.say("records-month-empty"))
    return "\n".join(lines)


def _line(turn: Turn, line: StatementLine) -> str:
    source = turn.label(f"source-{line.source}")
    day = turn.label("records-day", month=line.day.month, day=line.day.day)
    if line.opened_at is None:
        key = "records-line" if line.service else "records-line-redeemable"
        signed = _signed(turn, line.minutes)
        text = turn.say(key, day=day, source=source, signed=signed)
        return f"{text} · {turn.say('records-at', station=line.station)}" if line.station else text
    station, opened = line.station or "", turn.words.clock(line.opened_at)
    if line.closed_at is None:
        return turn.say("records-line-open", day=day, station=station, opened=opened, source=source)
    closed = turn.words.clock(line.closed_at)
    if line.source in _STATES:
        return turn.say(
            "records-line-uncounted",
            day=day,
            station=station,
            opened=opened,
            closed=closed,
            source=source,
        )
    return turn.say(
        "records-line-visit",
        day=day,
        station=station,
        opened=opened,
        closed=closed,
        minutes=line.minutes,
        source=source,
    )


def _signed(turn: Turn, minutes: int) -> str:
    return ("−" if minutes < 0 else "+") + turn.words.length(abs(minutes))


def _month(turn: Turn, month: str) -> str:
    year, number = month.split("-")
    return turn.label("records-month", year=year, month=int(number))


def _turns(turn: Turn, shown: Statement, page: int, pages: int) -> list[list[InlineKeyboardButton]]:
    """Return the buttons: through the pages of a long month, then month by month."""
    within = []
    if page:
        within.append(
            press(
                turn.label("records-back", page=page, pages=pages), "records", shown.month, page - 1
            )
        )
    if page + 1 < pages:
        within.append(
            press(
                turn.label("records-on", page=page + 2, pages=pages),
                "records",
                shown.month,
                page + 1,
            )
        )
    months = []
    if shown.earlier:
        months.append(press(f"◀ {_month(turn, shown.earlier)}", "records", shown.earlier))
    if shown.later:
        months.append(press(f"{_month(turn, shown.later)} ▶", "records", shown.later))
    which = []
    if any(line.cause is not None for line in shown.lines):
        which = [press(turn.label("button-which-line"), "lines", shown.month, page)]
    return [within, months, [*which, _missed(turn)]]


def _missed(turn: Turn) -> InlineKeyboardButton:
    return press(turn.label("button-omitted"), "missed")
