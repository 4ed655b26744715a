"""Whether a warning that a begun record is not finished still has somebody to warn (X13)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from domain.permissions import Action
from domain.records import LIVE
from domain.refusals import Refusal
from domain.writing import mask_name
from models.columns import table_of
from models.people import Volunteer
from usecases import access
from usecases.city import CitySession
from usecases.outgoing_words import ToSay
from usecases.records import RECORDS

_VOLUNTEERS = table_of(Volunteer)


def look(session: CitySession, account_id: int, facts: dict[str, Any]) -> ToSay | None:
    """Return whom and which day the record is about, or None: it has come, or he records no more.

    Who has only looked at a time and given it up is warned all the same, twice at most.
    """
    try:
        access.places(session, actor=account_id, action=Action.RECORD_SERVICE)
    except Refusal:
        return None
    served_on = date.fromisoformat(facts["served_on"])
    starts_at = session.city.calendar.starts_at
    come = session.connection().execute(
        select(RECORDS.c.id).where(
            RECORDS.c.volunteer_id == facts["volunteer_id"],
            RECORDS.c.state.in_([state.value for state in LIVE]),
            RECORDS.c.began_at >= starts_at(served_on),
            RECORDS.c.began_at < starts_at(served_on + timedelta(days=1)),
        )
    )
    if come.first() is not None:
        return None
    name = session.connection().scalar(
        select(_VOLUNTEERS.c.name).where(_VOLUNTEERS.c.id == facts["volunteer_id"])
    )
    return ToSay(
        {
            "volunteer": mask_name(name or "?"),
            "served_on": facts["served_on"],
            "due_on": facts["due_on"],
        }
    )
