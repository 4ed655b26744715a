"""The officer's chat for honours and their proof."""

from domain.permissions import Role
from handlers.paper_checks import Room
from handlers.turn import Turn
from usecases import honour_checks
from usecases.honour_checks import ToCheck
from usecases.honours import PAPERS


def _described(turn: Turn, one: ToCheck) -> str:
    return turn.say(
        "honour-check",
        count=one.waiting,
        holder=one.holder,
        number=one.number,
        honour=one.name,
        giver=one.giver,
        given_on=one.given_on,
        asked_at=one.asked_at,
    )


Room("honour", PAPERS, honour_checks, _described).opens(
    "button-honours", Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE
)
