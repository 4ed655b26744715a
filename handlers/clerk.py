"""The clerk's chat: scanning volunteers, the station's day, forgotten ends, displays."""

from datetime import datetime, timedelta

from aiogram.types import InlineKeyboardButton

from handlers import keyboards, minors, stations, table
from handlers.keyboards import page, press, rows
from handlers.turn import Turn
from locales import station_words
from usecases import coverage, displays, late_scans, visits, waiting_arrivals, workplace
from usecases.checkins import Arrived, Left
from usecases.minors import Screen
from usecases.visits import DayLine, StationDay
from usecases.waiting_arrivals import Waiting

# What fits a message on a small phone; the rest is counted.
_MOST_LINES = 20
_SETTLE = "settle"
_DAY = Screen.DAY


async def scanned_by_clerk(turn: Turn, outcome: Arrived | Left) -> None:
    """Tell the clerk whom he just checked in or out, and how the day stands."""
    day = await turn.read(visits.station_day, actor=turn.caller.account_id, now=turn.now)
    if isinstance(outcome, Arrived):
        text = turn.say("clerk-arrived", volunteer=outcome.volunteer, arrived_at=outcome.at)
    else:
        text = turn.say("clerk-left", volunteer=outcome.volunteer, minutes=outcome.minutes)
    if outcome.station == day.station:
        count = len({line.volunteer_id for line in day.lines})
        where = turn.say("clerk-count", station=day.station, count=count, inside=day.inside)
    else:
        # Confirmed from a notice of another station that he keeps.
        where = turn.say("clerk-elsewhere", station=outcome.station)
    await turn.answer(f"{text}\n{where}", keyboards.menu(turn))


@table.menu("menu-scan")
async def how(turn: Turn) -> None:
    """Say how to scan: the page, a photo, or the typed characters."""
    scanner = []
    if turn.desk.public_url:
        scanner = [page(turn.label("button-scan"), f"{turn.desk.public_url}/scanner")]
    text, change = turn.say("clerk-how"), stations.change_row(turn)
    if change:
        at_work = await turn.read(workplace.at_work, actor=turn.caller.account_id)
        text += "\n" + turn.say("clerk-at-work", station=at_work.station.name)
    inline = rows(scanner, change)
    await turn.answer(text, inline if inline.inline_keyboard else keyboards.menu(turn))


@table.menu("menu-today")
@table.press("day")
async def today(turn: Turn) -> None:
    """Show who is in, who has left, and who forgot to; a time typed from here settles nothing."""
    turn.leave(_SETTLE)
    day = await turn.read(visits.station_day, actor=turn.caller.account_id, now=turn.now)
    lines = [*day.lines, *day.to_settle]
    await minors.shown(
        turn, [(f"volunteer:{one.volunteer_id}", one.born_on) for one in lines], _DAY
    )
    duty = await turn.read(coverage.today, actor=turn.caller.account_id, now=turn.now)
    text = _day(turn, day)
    if duty.asked_minutes and duty.is_open:
        text += "\n" + turn.say("clerk-duty", duty=station_words.duty(turn.words, duty))
    waits = await turn.read(waiting_arrivals.at_station, actor=turn.caller.account_id, now=turn.now)
    waiting_rows = [[_waiting(turn, one)] for one in waits]
    if waits:
        text += "\n" + turn.say("clerk-waiting", count=len(waits))
    odd = await turn.read(late_scans.odd, actor=turn.caller.account_id)
    odd_row = []
    if odd:
        text += "\n" + turn.say("clerk-odd", count=len(odd))
        odd_row = [press(turn.label("button-odd", count=len(odd)), "odd")]
    inline = rows(*waiting_rows, _settle_row(turn, day), odd_row, stations.change_row(turn))
    await turn.show(text, inline if inline.inline_keyboard else None)


def _settle_row(turn: Turn, day: StationDay) -> list[InlineKeyboardButton]:
    if not day.to_settle:
        return []
    return [press(turn.label("button-settle-next", count=len(day.to_settle)), "settle")]


def _waiting(turn: Turn, one: Waiting) -> InlineKeyboardButton:
    label = turn.label("button-waiting", volunteer=one.volunteer, scanned_at=one.scanned_at)
    return press(label, "came", one.request_id)


def _day(turn: Turn, day: StationDay) -> str:
    if not day.lines:
        text = turn.say("clerk-day-empty", station=day.station)
    else:
        lines = [_line(turn, line) for line in day.lines[-_MOST_LINES:]]
        hidden = len(day.lines) - len(lines)
        if hidden:
            lines.append(turn.label("clerk-more-lines", count=hidden))
        people = len({line.volunteer_id for line in day.lines})
        text = turn.say(
            "clerk-day",
            station=day.station,
            count=people,
            inside=day.inside,
            lines="\n".join(lines),
        )
    if day.to_settle:
        text += "\n" + turn.say("clerk-to-settle", count=len(day.to_settle))
    return text


def _line(turn: Turn, line: DayLine) -> str:
    if line.closed_at is None:
        return turn.label("clerk-line-in", volunteer=line.volunteer, opened_at=line.opened_at)
    if line.to_settle:
        return turn.label("clerk-line-forgot", volunteer=line.volunteer, opened_at=line.opened_at)
    return turn.label(
        "clerk-line-left",
        volunteer=line.volunteer,
        opened_at=line.opened_at,
        closed_at=line.closed_at,
        minutes=line.minutes or 0,
    )


@table.press("settle")
async def settle(turn: Turn) -> None:
    """Ask for the real end of the oldest forgotten visit, with likely times as buttons."""
    day = await turn.read(visits.station_day, actor=turn.caller.account_id, now=turn.now)
    back = [press(turn.label("button-back-to-day"), "day")]
    if not day.to_settle:
        turn.leave(_SETTLE)
        await turn.show(turn.say("clerk-settle-none"), rows(back))
        return
    line = day.to_settle[0]
    turn.go(_SETTLE, "ask", visit_id=line.visit_id, opened_at=line.opened_at.isoformat())
    times = [
        press(turn.words.clock(moment), "ended", line.visit_id, int(moment.timestamp()))
        for moment in _likely_ends(line)
    ]
    await turn.show(
        turn.say("clerk-settle", volunteer=line.volunteer, opened_at=line.opened_at),
        rows(
            times[:3],
            times[3:],
            [
                press(turn.label("button-other-time"), "settletime", line.visit_id),
                press(turn.label("button-nobody-came"), "ended", line.visit_id, 0),
            ],
            back,
        ),
    )


def _likely_ends(line: DayLine) -> list[datetime]:
    """Return full hours after arrival, at most six, inside the visit."""
    first = line.opened_at.replace(minute=0, second=0, microsecond=0)
    hours = (first + timedelta(hours=n) for n in range(1, 24))
    closed_at = line.closed_at or line.opened_at
    return [end for end in hours if line.opened_at < end <= closed_at][:6]


@table.press("settletime")
async def ask_time(turn: Turn) -> None:
    """Ask the clerk to type another time."""
    if turn.standing is None or turn.standing.flow != _SETTLE:
        await turn.old_button()
        return
    turn.go(_SETTLE, "typed", **turn.standing.data)
    await turn.show(
        turn.say("clerk-settle-typed"), rows([press(turn.label("button-back"), "settle")])
    )


@table.step(_SETTLE, "ask", "typed")
async def typed_time(turn: Turn) -> None:
    """Take a typed time of the day of the visit; a code is scanned, for people do not wait."""
    for fits, handler in table.LOOSE:
        if fits(turn):
            await handler(turn)
            return
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    ended_at = turn.words.time_on(datetime.fromisoformat(data["opened_at"]), turn.text)
    if ended_at is None:
        back = [press(turn.label("button-back"), "settle")]
        await turn.answer(turn.say("clerk-time-wrong"), rows(back))
        return
    await _confirm(turn, data["visit_id"], ended_at)


@table.press("ended")
async def ended(turn: Turn) -> None:
    """Take the end that the clerk pressed, or that nobody came."""
    await _confirm(turn, turn.number(0), turn.moment(1))


async def _confirm(turn: Turn, visit_id: int, ended_at: datetime | None) -> None:
    turn.leave(_SETTLE)
    settled = await turn.write(
        visits.confirm_end,
        actor=turn.caller.account_id,
        visit_id=visit_id,
        ended_at=ended_at,
        now=turn.now,
    )
    key = "clerk-settled" if ended_at else "clerk-settled-none"
    facts = {"minutes": settled.minutes} if ended_at else {}
    day = await turn.read(visits.station_day, actor=turn.caller.account_id, now=turn.now)
    await turn.answer(
        turn.say(key, volunteer=settled.volunteer, **facts),
        rows(_settle_row(turn, day), [press(turn.label("button-back-to-day"), "day")]),
    )


@table.press("came")
async def arrival_confirmed(turn: Turn) -> None:
    """Open the visit that waited for the clerk's word."""
    arrived = await turn.write(
        visits.confirm_arrival,
        actor=turn.caller.account_id,
        request_id=":".join(turn.args),
        now=turn.now,
    )
    if isinstance(arrived, Arrived):
        await scanned_by_clerk(turn, arrived)
    else:
        text = turn.say("clerk-guardian-in", station=arrived.station, count=arrived.children)
        await turn.answer(text, keyboards.menu(turn))


@table.menu("menu-display")
async def screens(turn: Turn) -> None:
    """List the station's screens, each with its switch-off, and offer to pair another."""
    if not turn.desk.public_url:
        await turn.answer(turn.say("display-no-pages"), keyboards.menu(turn))
        return
    await _screens(turn)


async def _screens(turn: Turn) -> None:
    paired = await turn.read(displays.paired, actor=turn.caller.account_id)
    at_work = await turn.read(workplace.at_work, actor=turn.caller.account_id)
    key = "display-list" if paired else "display-none"
    lines = [turn.say(key, station=at_work.station.name)]
    lines += [
        turn.say("display-line", number=number, paired_at=paired_at) for number, paired_at in paired
    ]
    switches = [
        [press(turn.label("button-revoke", number=number), "unpair", number)]
        for number, _ in paired
    ]
    pair_row = [press(turn.label("button-pair"), "pair")]
    keyboard = rows(pair_row, *switches, stations.change_row(turn))
    await turn.show("\n".join(lines), keyboard)


@table.press("pair")
async def pair(turn: Turn) -> None:
    """Give a one-use link that makes a browser the station's screen."""
    code = await turn.write(displays.invite_display, actor=turn.caller.account_id, now=turn.now)
    await turn.answer(
        turn.say(
            "display-link",
            station=code.station,
            link=f"{turn.desk.public_url}/display#{code.code}",
            until_at=code.expires_at,
        ),
        keyboards.menu(turn),
    )


@table.press("unpair")
async def unpair(turn: Turn) -> None:
    """Cut a screen off."""
    number = turn.number()
    await turn.write(displays.revoke, actor=turn.caller.account_id, display_id=number, now=turn.now)
    await turn.answer(turn.say("display-revoked", number=number), keyboards.menu(turn))
