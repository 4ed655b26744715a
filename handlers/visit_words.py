"""What those who were served say of a visit: asked for by a link, read by clerks and officers."""

from domain.permissions import Role
from handlers import keyboards, minors, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import visit_words
from usecases.minors import Screen
from usecases.recipients import Link
from usecases.visit_words import A_PAGE, Ratings, VisitWord

_RULE = "records.recipient_confirm"


@table.press("rateme")
async def ask_own(turn: Turn) -> None:
    """Give the volunteer a one-use link for whom he served."""
    await _give(
        turn,
        await turn.write(
            visit_words.ask, actor=turn.caller.account_id, visit_id=turn.number(), now=turn.now
        ),
    )


@table.press("ratehere")
async def ask_here(turn: Turn) -> None:
    """Give a clerk a one-use link for who was served at his station."""
    await _give(
        turn,
        await turn.write(
            visit_words.ask_here, actor=turn.caller.account_id, visit_id=turn.number(), now=turn.now
        ),
    )


async def _give(turn: Turn, link: Link) -> None:
    text = turn.say(
        "rating-link",
        link=f"https://t.me/{turn.desk.bot_username}?start={link.code}",
        until_at=link.expires_at,
    )
    await turn.answer(text, rows(keyboards.why(turn, _RULE)))


@table.more(
    "button-ratings",
    Role.CLERK,
    Role.FEDERATION,
    Role.COUNTY_OFFICE,
    Role.OFFICE,
    where=lambda policy: policy.records.recipient_confirm != "off",
)
async def ratings(turn: Turn) -> None:
    """Show what was said of visits; a confirmation counts once somebody else has seen it."""
    page = turn.version(0) if turn.args else 0
    found = await turn.read(
        visit_words.ratings, actor=turn.caller.account_id, page=page, now=turn.now
    )
    people = [(one.volunteer_id, one.born_on) for one in found.words]
    people += [(one.volunteer_id, one.born_on) for one in found.visits]
    subjects = {(f"volunteer:{volunteer_id}", born_on) for volunteer_id, born_on in people}
    await minors.shown(turn, sorted(subjects, key=str), Screen.RECORD)
    await _show(turn, found, page)


async def _show(turn: Turn, found: Ratings, page: int) -> None:
    first = page * A_PAGE + 1
    lines = [turn.say("ratings-head", count=found.count)]
    lines += [_line(turn, number, one) for number, one in enumerate(found.words, first)]
    decide = [
        [
            press(turn.label("button-rating-true", number=number), "rateseen", one.word_id, "yes"),
            press(turn.label("button-rating-false", number=number), "rateseen", one.word_id, "no"),
        ]
        for number, one in enumerate(found.words, first)
        if one.waits
    ]
    ask = []
    if found.visits and page == 0:
        lines.append(turn.say("ratings-ask"))
        for one in found.visits:
            text = turn.label("button-rating-ask", opened_at=one.opened_at, volunteer=one.volunteer)
            ask.append([press(text, "ratehere", one.visit_id)])
    onward = []
    if found.count > (page + 1) * A_PAGE:
        onward = [press(turn.label("button-next"), "ratings", page + 1)]
    foot = [*onward, *keyboards.why(turn, _RULE)]
    await turn.show("\n".join(lines), rows(*decide, *ask, foot))


def _line(turn: Turn, number: int, one: VisitWord) -> str:
    head = turn.say(
        "rating-line",
        number=number,
        volunteer=one.volunteer,
        station=one.station,
        opened_at=one.opened_at,
    )
    lines = [head, said(turn, one.said, one.stars, one.words)]
    if one.for_another:
        lines.append(turn.say("rating-for-another"))
    return "\n".join(lines)


def said(turn: Turn, outcome: str, stars: int, words: str) -> str:
    """Return a recipient's word as it is read."""
    words = words or turn.label("none")
    return turn.say(f"recipient-said-{outcome}", stars=stars, words=words)


@table.press("rateseen")
async def seen(turn: Turn) -> None:
    """Say whether a confirmation is the recipient's."""
    genuine = turn.word(1, "yes", "no") == "yes"
    await turn.write(
        visit_words.see,
        actor=turn.caller.account_id,
        word_id=turn.number(),
        genuine=genuine,
        now=turn.now,
    )
    turn.args = []
    await ratings(turn)
