"""A line of the statement: what became of it, and 〈not right?〉; objections to what is on show."""

from aiogram.types import InlineKeyboardButton

from domain.months import is_month
from domain.refusals import Code, Refusal, Refused
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from handlers.visit_words import said
from usecases import disputes, hours, record_credit, visit_words
from usecases.disputes import OWN_REASONS, History, Said

_FLOW = "dispute"
_MOST_LINES = 15
_PAGE = 8
_MOST_SAID = 3


@table.press("lines")
async def which(turn: Turn) -> None:
    """Offer the lines of a month that are about service, each as a button."""
    month = turn.word(0)
    if not is_month(month):
        raise Refusal(Code.STEP_GONE)
    page = turn.number(1)
    shown = await turn.read(
        hours.statement, actor=turn.caller.account_id, now=turn.now, month=month
    )
    of_page = shown.lines[page * _MOST_LINES : (page + 1) * _MOST_LINES]
    buttons = {}
    for line in of_page:
        if line.cause is not None and line.opened_at is not None:
            day = turn.label("records-day", month=line.day.month, day=line.day.day)
            text = f"{day} {turn.words.clock(line.opened_at)} {line.station or ''}"[:40]
            buttons[line.cause] = [press(text, "line", line.cause)]
    back = [press(turn.label("button-back"), "records", month)]
    await turn.show(turn.say("line-which"), rows(*buttons.values(), back))


@table.press("line")
async def line(turn: Turn) -> None:
    """Show everything that was ever credited, taken back and said about a line."""
    await _show(turn, _cause(turn))


def _cause(turn: Turn) -> str:
    return f"{turn.word(0, 'visit', 'record')}:{turn.number(1)}"


async def _show(turn: Turn, cause: str) -> None:
    turn.leave(_FLOW)
    actor = turn.caller.account_id
    found = await turn.read(disputes.history, actor=actor, cause=cause)
    word = await turn.read(visit_words.own, actor=actor, cause=cause, now=turn.now)
    lines = _told(turn, found)
    if word.said:
        lines.append(said(turn, word.said, word.stars, word.words))
        if not word.counts:
            lines.append(turn.say("rating-unseen"))
    ask = []
    if word.can_ask:
        ask = [press(turn.label("button-rate-me"), "rateme", found.line.visit_id)]
    await turn.show("\n".join(lines), rows(ask, *_buttons(turn, found)))


def _told(turn: Turn, found: History) -> list[str]:
    shown = found.line
    ended = turn.words.clock(shown.ended_at) if shown.ended_at else "…"
    lines = [turn.say("line-head", title=shown.title, began_at=shown.began_at, ended=ended)]
    for one in found.movements:
        sign = "−" if one.minutes < 0 else "+"
        source = turn.label(f"source-{one.source}")
        signed = sign + turn.words.length(abs(one.minutes))
        recorded_at = one.recorded_at
        lines.append(turn.say("line-moved", recorded_at=recorded_at, source=source, signed=signed))
    if not found.movements:
        lines.append(turn.say("line-nothing"))
    # A message holds 4096 characters: of a long quarrel the latest words are shown.
    latest = found.said[-_MOST_SAID:]
    if len(latest) < len(found.said):
        lines.append(turn.say("line-earlier", count=len(found.said) - len(latest)))
    return lines + [text for said in latest for text in _said(turn, said)]


def _said(turn: Turn, said: Said) -> list[str]:
    texts = [
        turn.say(
            "line-raised",
            raised_at=said.raised_at,
            what=turn.label(f"dispute-{said.what}"),
            words=said.words,
        )
    ]
    if said.answer:
        texts.append(turn.say("line-answered", words=said.answer))
    if said.reply:
        texts.append(turn.say("line-replied", words=said.reply))
    texts.append(turn.say(f"said-{said.state}", reason=said.reason))
    return texts


def _buttons(turn: Turn, found: History) -> list[list[InlineKeyboardButton]]:
    said = found.open
    if said is not None:
        act = [press(turn.label("button-unsay"), "unsay", said.dispute_id)]
    else:
        act = [press(turn.label("button-not-right"), "wrong", found.line.cause)]
    heard = found.unheard
    say = []
    if heard is not None:
        which = (heard.dispute_id, found.line.cause)
        say = [press(turn.label("button-own-word"), "ownword", *which)]
    back = [press(turn.label("button-back"), "records")]
    why = keyboards.why(turn, "records.answer_workdays")
    return [say, [*act, *back], why]


@table.press("ownword")
async def own_word(turn: Turn) -> None:
    """Ask whose hours another one disputes what he says to it."""
    cause = f"{turn.word(1, 'visit', 'record')}:{turn.number(2)}"
    turn.go(_FLOW, "own-word", dispute_id=turn.number(0), cause=cause)
    back = press(turn.label("button-back"), "line", cause)
    await turn.show(turn.say("own-word"), rows([back, *_stop(turn)]))


async def is_wordless(turn: Turn, ways: list[InlineKeyboardButton]) -> bool:
    """Tell whether a photo or the like came where words are asked; the ways back stay below."""
    if turn.text:
        return False
    await turn.answer(turn.refusal(Refused(Code.TEXT_EMPTY)), rows(ways))
    return True


@table.step(_FLOW, "own-word")
async def own_word_said(turn: Turn) -> None:
    """Keep it for whoever decides."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    back = press(turn.label("button-back"), "line", data["cause"])
    if await is_wordless(turn, [back, *_stop(turn)]):
        return
    turn.leave(_FLOW)
    await turn.write(
        disputes.reply,
        actor=turn.caller.account_id,
        dispute_id=data["dispute_id"],
        words=turn.text,
        now=turn.now,
    )
    await turn.answer(turn.say("own-word-kept"), rows([back]))


# -- raising ---------------------------------------------------------------------------------------


@table.press("wrong")
async def wrong(turn: Turn) -> None:
    """Ask what is not right about it."""
    turn.go(_FLOW, "what", cause=_cause(turn))
    buttons = [
        [press(turn.label(f"dispute-{what}"), "wrongis", turn.next_version, what)]
        for what in OWN_REASONS
    ]
    back = press(turn.label("button-back"), "line", _cause(turn))
    await turn.show(turn.say("dispute-what"), rows(*buttons, [back, *_stop(turn)]))


def _stop(turn: Turn) -> list[InlineKeyboardButton]:
    return [press(turn.label("button-stop"), "cancel")]


@table.step(_FLOW, "what")
async def only_buttons(turn: Turn) -> None:
    """Say that this is answered with the buttons."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    back = press(turn.label("button-back"), "line", turn.standing.data["cause"])
    await turn.answer(turn.say("backfill-press"), rows([back, *_stop(turn)]))


@table.press("wrongis")
async def what(turn: Turn) -> None:
    """Ask for it in words."""
    standing = turn.at(_FLOW, "what")
    if standing is None:
        await turn.old_button()
        return
    turn.go(_FLOW, "words", **standing.data, what=turn.word(1, *OWN_REASONS))
    back = press(turn.label("button-back"), "wrong", standing.data["cause"])
    await turn.show(turn.say("dispute-words"), rows([back, *_stop(turn)]))


@table.step(_FLOW, "words")
async def words(turn: Turn) -> None:
    """Raise the dispute, or the objection."""
    assert turn.standing is not None  # noqa: S101 - the table looked it up
    data = turn.standing.data
    before = ("objections", 0) if "record_id" in data else ("wrong", data["cause"])
    if await is_wordless(turn, [press(turn.label("button-back"), *before), *_stop(turn)]):
        return
    turn.leave(_FLOW)
    who = turn.caller.account_id
    if "record_id" in data:
        await turn.write(
            disputes.object_to,
            actor=who,
            record_id=data["record_id"],
            words=turn.text,
            now=turn.now,
        )
        text = turn.say("dispute-objected")
    else:
        await turn.write(
            disputes.dispute,
            actor=who,
            cause=data["cause"],
            what=data["what"],
            words=turn.text,
            now=turn.now,
        )
        text = turn.say("dispute-raised")
    await turn.answer(text, rows(keyboards.why(turn, "records.answer_workdays")))


@table.press("unsay")
async def withdraw(turn: Turn) -> None:
    """Take a dispute back."""
    await turn.write(
        disputes.withdraw,
        actor=turn.caller.account_id,
        dispute_id=turn.number(0),
        now=turn.now,
    )
    await turn.show(turn.say("dispute-withdrawn"))


@table.press("objections")
async def on_show(turn: Turn) -> None:
    """Offer what is on show, to object to one."""
    page = turn.number(0)
    shown = await turn.read(record_credit.published, page=page, size=_PAGE)
    buttons = [
        [press(f"{one.volunteer} {one.name}"[:40], "objectto", one.record_id)]
        for one in shown.lines
    ]
    back = [press(turn.label("button-back"), "published", page)]
    await turn.show(turn.say("dispute-which"), rows(*buttons, back))


@table.press("objectto")
async def objecting(turn: Turn) -> None:
    """Ask what is wrong about somebody's typed hours."""
    await turn.read(disputes.may_object, actor=turn.caller.account_id)
    turn.go(_FLOW, "words", record_id=turn.number(0))
    back = press(turn.label("button-back"), "objections", 0)
    await turn.show(turn.say("dispute-words"), rows([back, *_stop(turn)]))
