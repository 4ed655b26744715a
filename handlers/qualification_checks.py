"""The officer's chat for certificates."""

from domain.permissions import Role
from handlers.paper_checks import Room
from handlers.turn import Turn
from usecases import qualification_checks
from usecases.qualification_checks import ToCheck
from usecases.qualifications import PAPERS


def _described(turn: Turn, one: ToCheck) -> str:
    return turn.say(
        "qual-check",
        count=one.waiting,
        name=one.name,
        number=one.number,
        qualification=turn.label(f"qualification-{one.kind}"),
        tail=one.tail or turn.label("none"),
        lasting="yes" if one.expires_on is None else "no",
        expires_on=one.expires_on or turn.now.date(),
        asked_at=one.asked_at,
    )


Room("qual", PAPERS, qualification_checks, _described).opens(
    "button-qualifications", Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE
)
