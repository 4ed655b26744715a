"""A guardian registers his child, who has no telephone: what he is to it, and his name."""

from domain.guardians import Relation
from domain.permissions import Role
from domain.refusals import Refused
from domain.registration import Step
from domain.writing import clean_name
from handlers import table
from handlers.keyboards import press, rows
from handlers.proxies import draft_for_another
from handlers.registration import TAKE, again, onward, reason_words
from handlers.registration_questions import ASK, LINES, Data, ask, button, feet, keep
from handlers.registration_sent import SENT
from handlers.turn import Turn
from usecases import child_registrations, registration
from usecases.registration import FLOW, Form


@table.more("button-child", Role.VOLUNTEER, of_age=True)
async def begin(turn: Turn) -> None:
    """Go on with the child that was begun, or begin with one now."""
    draft = draft_for_another(turn, ward=True)
    if draft is None:
        await anew(turn)
        return
    data = dict(draft.data)
    step = Step(data.pop("stopped_at", draft.step))
    await ask(turn, step, data, turn.say("child-goes-on"))
    other = [press(turn.label("button-child-anew"), "childnew")]
    await turn.answer(turn.say("child-or-another"), rows(other))


@table.press("childnew")
async def anew(turn: Turn) -> None:
    """Begin with a child; what was filled in for the one before is given up."""
    if turn.standing is not None and "ward" in turn.standing.data:
        turn.leave(FLOW)
    applicant = await turn.write(
        child_registrations.begin, actor=turn.caller.account_id, now=turn.now
    )
    data = {"proxy": applicant, "ward": True}
    await ask(turn, Step.CONSENT, data, turn.say("child-begins"))


@table.press("childfix")
async def correct(turn: Turn) -> None:
    """Open the line that an office sent back."""
    applicant = turn.number()
    back = await turn.read(
        child_registrations.sent_back, actor=turn.caller.account_id, applicant=applicant
    )
    line = turn.label(f"line-{back.line}")
    lead = turn.say("registration-correct", line=line, reason=reason_words(turn, back.reason))
    answers = back.answers | {"fixing": True, "proxy": applicant, "ward": True}
    await ask(turn, LINES[back.line], answers, lead)


# -- the guardian himself --------------------------------------------------------------------------


async def _ask_relation(turn: Turn, _data: Data, _form: Form, head: str) -> None:
    relations = [
        button(turn, turn.label(f"guardian-relation-{each}"), "relation", each) for each in Relation
    ]
    # A message of its own: what he consents to stays above it until he does.
    text = head + turn.say("guardian-asked-relation")
    await turn.answer(text, rows(relations, feet(turn)))


async def _relation(turn: Turn, data: Data, value: str) -> None:
    if value not in set(Relation):
        await turn.old_button()
        return
    await onward(turn, data | {"relation": value})


async def _ask_name(turn: Turn, data: Data, _form: Form, head: str) -> None:
    await turn.show(
        head + turn.say("guardian-name"), rows(keep(turn, data, "guardian"), feet(turn))
    )


async def _named(turn: Turn, data: Data) -> None:
    await turn.forget_message()
    if not turn.text.strip():
        await again(turn, data, turn.say("registration-typed-only"))
        return
    form = await turn.read(registration.form, now=turn.now)
    name = clean_name(turn.text, max_length=form.name_max_length)
    if isinstance(name, Refused):
        await again(turn, data, turn.refusal(name))
        return
    await onward(turn, data | {"guardian": name}, turn.say("registration-name-kept"))


ASK[Step.RELATION] = _ask_relation
ASK[Step.GUARDIAN] = _ask_name
SENT[Step.GUARDIAN] = _named
TAKE["relation"] = _relation
