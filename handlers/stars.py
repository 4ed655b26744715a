"""The recognition of stars, for those who nominate, check, approve and award."""

from collections.abc import Callable

from aiogram.types import InlineKeyboardButton

from domain.permissions import Role
from domain.policy import Policy
from domain.stars import BatchState
from handlers import keyboards, minors, queue, table
from handlers.keyboards import press, rows
from handlers.turn import Turn
from usecases import star_batches, star_candidates, star_standing
from usecases.minors import Screen
from usecases.star_candidates import Candidate, Page
from usecases.star_standing import Batch, Standing

_FLOW = "stars"
_REASONS = ("hours-doubtful", "left", "own-wish")
_NOMINATORS = {Role.UNIT_CONTACT, Role.COUNTY_OFFICE, Role.FEDERATION}
_KEEPERS = {Role.CENTRE, Role.OFFICE}
_OFFICES = (Role.COUNTY_OFFICE, Role.FEDERATION, Role.CENTRE, Role.OFFICE)
_DROPPED = ("held_back", "struck")

Buttons = list[list[InlineKeyboardButton]]


def _given(policy: Policy) -> bool:
    return bool(policy.stars.thresholds_hours)


@queue.further("button-queue-stars", star_standing.waiting, Role.UNIT_CONTACT, *_OFFICES)
@table.more("button-stars", Role.UNIT_CONTACT, *_OFFICES, where=_given)
async def overview(turn: Turn) -> None:
    """Say how the recognition stands and what the caller can do about it."""
    turn.leave(_FLOW)
    found = await turn.read(star_standing.standing, actor=turn.caller.account_id, now=turn.now)
    await turn.show(_overview(turn, found), rows(*_buttons(turn, found)))


def _overview(turn: Turn, found: Standing) -> str:
    if not found.gives_stars:
        return turn.say("stars-none-here")
    batch = found.batch
    if batch is None:
        return turn.say("stars-not-open")
    state = turn.label(f"stars-state-{batch.state}")
    lines = [
        turn.say("stars-head", year=str(batch.year), state=state),
        turn.say("stars-basis", basis=batch.basis, source=batch.hours_source),
        turn.say(
            "stars-counts",
            nominated=batch.counts.get("nominated", 0) + batch.counts.get("awarded", 0),
            proposed=batch.counts.get("proposed", 0),
            dropped=sum(batch.counts.get(state, 0) for state in _DROPPED),
            by_star=by_star(turn, batch),
        ),
    ]
    if set(found.roles) & {Role.UNIT_CONTACT, Role.COUNTY_OFFICE}:
        own = {"count": found.own_count, "unanswered": found.own_unanswered}
        lines.append(turn.say("stars-own", **own))
    if batch.state is BatchState.APPROVING:
        lines.append(turn.say("stars-approvals", missing=_named(turn, batch.waits_for)))
    if batch.state is BatchState.NOTICE and batch.notice_until_on is not None:
        lines.append(
            turn.say(
                "stars-notice", until_on=batch.notice_until_on, objections=batch.open_objections
            )
        )
    return "\n".join(lines)


def by_star(turn: Turn, batch: Batch) -> str:
    """Return how many have each star, in words."""
    return turn.label("comma").join(
        turn.label("stars-of-a-star", star=turn.label(f"star-{star}"), count=count)
        for star, count in sorted(batch.by_star.items())
    ) or turn.label("stars-nobody")


def _named(turn: Turn, steps: tuple[str, ...]) -> str:
    return turn.label("comma").join(turn.label(f"role-{step}") for step in steps)


def _buttons(turn: Turn, found: Standing) -> Buttons:
    batch, roles = found.batch, set(found.roles)
    lines: Buttons = []
    if batch is not None and batch.state not in (BatchState.AWARDED, BatchState.WITHDRAWN):
        lines = _steps(turn, found, batch, roles)
        lines.append([press(turn.label("button-star-list"), "starlist", 0)])
        if roles & _KEEPERS and batch.state is not BatchState.NOTICE:
            lines.append([press(turn.label("button-star-withdraw"), "starwithdraw", batch.version)])
    if roles & _KEEPERS and found.gives_stars:
        lines += [
            [press(turn.label("button-star-open", year=str(year)), "staropen", year)]
            for year in found.years
        ]
    lines.append(keyboards.why(turn, "stars.chain"))
    return lines


def _steps(turn: Turn, found: Standing, batch: Batch, roles: set[Role]) -> Buttons:
    """Return the deeds that the caller can do now, the next one first."""
    state, version = batch.state, batch.version
    own, unanswered = found.own_count, found.own_unanswered
    checking = state is BatchState.CHECKING and Role.FEDERATION in roles
    lines: Buttons = []
    if (state is BatchState.NOMINATING and roles & _NOMINATORS) or checking:
        if unanswered:
            lines.append([press(turn.label("button-star-nominate"), "starnominate")])
        elif state is BatchState.NOMINATING and Role.FEDERATION not in roles and own:
            lines.append([press(turn.label("button-star-undo"), "starundo")])
    if state is BatchState.NOMINATING and Role.FEDERATION in roles:
        lines.append([press(turn.label("button-star-close"), "starclose", version)])
    if checking:
        lines.append([press(turn.label("button-star-checked"), "starchecked", version)])
        lines.append([press(turn.label("button-star-reopen"), "starreopen", version)])
    if state is BatchState.APPROVING and roles & _KEEPERS:
        lines += _approval(turn, batch, roles)
    if state is BatchState.NOTICE and roles & {Role.FEDERATION, Role.CENTRE}:
        count = batch.open_objections
        if count:
            read = turn.label("button-objections", count=count)
            lines.append([press(read, "starobjections", 0)])
    if state is BatchState.NOTICE and roles & _KEEPERS:
        lines.append([press(turn.label("button-star-award"), "staraward", version)])
    return lines


def _approval(turn: Turn, batch: Batch, roles: set[Role]) -> Buttons:
    missing = [role for role in roles if role.value in batch.waits_for]
    key, data = ("approve", "starapprove") if missing else ("take-back", "starunapprove")
    return [
        [press(turn.label(f"button-star-{key}"), data, batch.version)],
        [press(turn.label("button-star-back"), "starback", batch.version)],
    ]


# -- the list --------------------------------------------------------------------------------------


@table.press("starlist")
async def listed(turn: Turn) -> None:
    """Show a page of the list; a typed number finds one of it."""
    found = await turn.read(
        star_candidates.listed, actor=turn.caller.account_id, page=turn.number(0)
    )
    await minors.numbered(turn, [one.number for one in found.lines], Screen.STARS)
    turn.go(_FLOW, "list")
    await turn.show(_page(turn, found), rows(*_page_buttons(turn, found)))


def _page(turn: Turn, found: Page) -> str:
    lines = [turn.say("stars-list", year=str(found.year), count=found.count)]
    for number, one in enumerate(found.lines, 1):
        lines.append(turn.say("stars-line", place=number, **_facts(turn, one)))
    return "\n".join(lines)


def _facts(turn: Turn, one: Candidate) -> dict[str, str | int]:
    return {
        "name": one.name,
        "number": one.number,
        "star": turn.label(f"star-{one.star}"),
        "minutes": one.minutes,
        "state": turn.label(f"candidate-{one.state}"),
    }


def _page_buttons(turn: Turn, found: Page) -> Buttons:
    numbers = [
        press(str(number), "starone", one.candidate_id) for number, one in enumerate(found.lines, 1)
    ]
    return [
        numbers[:4],
        numbers[4:],
        turned(turn, "starlist", found.page, found.pages),
        [press(turn.label("button-back"), "stars")],
    ]


def turned(turn: Turn, data: str, page: int, pages: int) -> list[InlineKeyboardButton]:
    """Return the buttons to the pages before and behind."""
    line = []
    if page:
        line.append(press(turn.label("records-back", page=page, pages=pages), data, page - 1))
    if page + 1 < pages:
        line.append(press(turn.label("records-on", page=page + 2, pages=pages), data, page + 1))
    return line


@table.step(_FLOW, "list")
async def typed_number(turn: Turn) -> None:
    """Show whoever has the typed number."""
    one = await turn.read(star_candidates.by_number, actor=turn.caller.account_id, typed=turn.text)
    await _show_one(turn, one)


@table.press("starone")
async def one_of_them(turn: Turn) -> None:
    """Show one of the list, and what can be done about him."""
    one = await turn.read(
        star_candidates.candidate,
        actor=turn.caller.account_id,
        candidate_id=turn.number(0),
    )
    turn.leave(_FLOW)
    await _show_one(turn, one)


async def _show_one(turn: Turn, one: Candidate) -> None:
    await minors.numbered(turn, [one.number], Screen.STARS)
    text = turn.say("stars-one", unit=one.unit or turn.label("none"), **_facts(turn, one))
    if one.reason:
        text += "\n" + turn.say("stars-reason", reason=reason_words(turn, one.reason))
    await turn.show(text, rows(_decision(turn, one), [_to_list(turn)]))


def _decision(turn: Turn, one: Candidate) -> list[InlineKeyboardButton]:
    if not turn.caller.roles or not _NOMINATORS & set(turn.caller.roles):
        return []
    if one.state in _DROPPED:
        return [press(turn.label("button-star-put-back"), "starput", one.candidate_id)]
    return [press(turn.label("button-star-hold"), "starhold", one.candidate_id)]


def _to_list(turn: Turn) -> InlineKeyboardButton:
    return press(turn.label("button-star-list"), "starlist", 0)


def reason_words(turn: Turn, reason: str) -> str:
    """Return a reason in the reader's language, or as it was typed."""
    return turn.label("star-held-reason", reason=reason)


@table.press("starhold")
async def ask_reason(turn: Turn) -> None:
    """Ask why somebody is held back."""
    one = await turn.read(
        star_candidates.candidate,
        actor=turn.caller.account_id,
        candidate_id=turn.number(0),
    )
    turn.go(_FLOW, "reason", candidate_id=one.candidate_id)
    buttons = [
        [press(reason_words(turn, reason), "starwhy", turn.next_version, reason)]
        for reason in _REASONS
    ]
    await turn.show(turn.say("stars-why-held", name=one.name), rows(*buttons, [_to_list(turn)]))


@table.press("starwhy")
async def reason_pressed(turn: Turn) -> None:
    """Hold back with the reason of a button."""
    if turn.at(_FLOW, "reason") is None:
        await turn.old_button()
        return
    await _hold_back(turn, turn.word(1, *_REASONS))


@table.step(_FLOW, "reason")
async def reason_typed(turn: Turn) -> None:
    """Hold back with a typed reason."""
    await _hold_back(turn, turn.text)


async def _hold_back(turn: Turn, reason: str) -> None:
    assert turn.standing is not None  # noqa: S101 - the callers looked it up
    candidate_id = turn.standing.data["candidate_id"]
    turn.leave(_FLOW)
    one = await turn.write(
        star_candidates.hold_back,
        actor=turn.caller.account_id,
        candidate_id=candidate_id,
        reason=reason,
        now=turn.now,
    )
    await _show_one(turn, one)


@table.press("starput")
async def put_back(turn: Turn) -> None:
    """Undo a holding back."""
    one = await turn.write(
        star_candidates.put_back,
        actor=turn.caller.account_id,
        candidate_id=turn.number(0),
        now=turn.now,
    )
    await _show_one(turn, one)


# -- the steps -------------------------------------------------------------------------------------


@table.press("starnominate")
async def nominate(turn: Turn) -> None:
    """Nominate all of one's own who have no answer yet."""
    count = await turn.write(star_candidates.nominate, actor=turn.caller.account_id, now=turn.now)
    await turn.toast(turn.label("stars-nominated", count=count))
    await overview(turn)


@table.press("starundo")
async def take_nominations_back(turn: Turn) -> None:
    """Take one's nominations back."""
    await turn.write(star_candidates.take_back, actor=turn.caller.account_id, now=turn.now)
    await overview(turn)


async def _step(turn: Turn, step: Callable[..., object]) -> None:
    """Take a step of the recognition, if the batch still is what was shown, and show it anew."""
    await turn.write(step, actor=turn.caller.account_id, version=turn.version(0), now=turn.now)
    await overview(turn)


@table.press("starclose")
async def close(turn: Turn) -> None:
    """End the nominations."""
    await _step(turn, star_batches.close_nominations)


@table.press("starreopen")
async def reopen(turn: Turn) -> None:
    """Let the units nominate again."""
    await _step(turn, star_batches.reopen_nominations)


@table.press("starchecked")
async def checked(turn: Turn) -> None:
    """Say that the list is checked."""
    await _step(turn, star_batches.finish_check)


@table.press("starapprove")
async def approve(turn: Turn) -> None:
    """Approve for one's office."""
    await _step(turn, star_batches.approve)


@table.press("starunapprove")
async def take_approval_back(turn: Turn) -> None:
    """Take one's approval back."""
    await _step(turn, star_batches.take_back_approval)


@table.press("starback")
async def send_back(turn: Turn) -> None:
    """Give the list back to be checked again."""
    await _step(turn, star_batches.send_back)
