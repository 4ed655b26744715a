"""What a station was: how long somebody was on duty, and what was changed on its card."""

from handlers import table
from handlers.keyboards import press, rows
from handlers.registration_questions import place_name
from handlers.turn import Turn
from locales import station_words
from usecases import coverage, registration, station_past
from usecases.registration import Form
from usecases.station_past import Change


@table.press("stduty")
async def duty(turn: Turn) -> None:
    """Show for seven days how long somebody was on duty; nobody is credited for it."""
    station_id = turn.number()
    days = await turn.read(
        coverage.week, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    lines = [
        turn.say(
            "station-duty-line",
            when_on=one.day,
            duty=station_words.duty(turn.words, one.duty),
        )
        for one in days
    ]
    back = [press(turn.label("button-back"), "stcard", station_id)]
    why = [press(turn.label("button-why"), "why", "stations.min_hours_day")]
    await turn.show("\n".join([turn.say("station-duty-head"), *lines]), rows(why, back))


@table.press("sthistory")
async def history(turn: Turn) -> None:
    """Show what was changed, the newest first."""
    station_id = turn.number()
    changes = await turn.read(
        station_past.history, actor=turn.caller.account_id, station_id=station_id
    )
    form = await turn.read(registration.form, now=turn.now)
    lines = [_changed(turn, form, one) for one in changes]
    text = "\n".join(lines) if lines else turn.say("station-no-history")
    await turn.show(text, rows([press(turn.label("button-back"), "stcard", station_id)]))


def _changed(turn: Turn, form: Form, one: Change) -> str:
    texts = [one.was, one.became]
    if one.field == "township":
        known = [form.places.get(code) for code in texts]
        texts = [place_name(turn, place) if place else "" for place in known]
    was, became = station_words.change(turn.words, one.field, texts[0], texts[1])
    field = turn.label(f"station-field-{one.field}")
    return turn.say(
        "station-change", changed_at=one.changed_at, field=field, was=was, became=became
    )
