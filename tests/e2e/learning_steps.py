"""How the steps are reached where papers of elsewhere come in: hours, trainings, honours, proofs.

What a `Stand` is: `standing.py`.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from domain.permissions import Role
from domain.refusals import Refused
from domain.writing import public_text
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    a_unit,
    a_volunteer,
    with_role,
)
from tests.e2e.standing import (
    Stand,
    goes_back,
    may_be_told,
    presses,
    presses_all,
    volunteers,
)
from tests.world import World
from usecases import (
    conversations,
    trainings,
)
from usecases.city import CitySession


async def _brings_hours(world: World, person: Person) -> None:
    await volunteers(world, person)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-outside", "button-outside-new")
    for typed in ("昆明", "36", "2024-03-01 2024-06-30"):
        await person.says(typed)


_TRAINING = ("急救培训", "心肺复苏", "2", "市红十字会", "图书馆", "11-20")


async def _enters_a_training(typed: tuple[str, ...], world: World, person: Person) -> None:
    await world.appoints(person, Role.CENTRE)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-trainings", "button-training-new")
    for text in typed:
        await person.says(text)


async def _strikes_a_training(world: World, person: Person) -> None:
    learner = world.person("孙学员")
    await world.db.write(a_volunteer, learner.id, learner.name)
    may_be_told(world, [learner])
    number = f"5308-02-{learner.id:06d}"
    await _enters_a_training((*_TRAINING, number), world, person)
    await presses(world, person, "button-training-save", "button-trainings")
    await person.presses("1")
    await presses(world, person, "button-training-one")


async def _shows_an_honour(typed: tuple[str, ...], world: World, person: Person) -> None:
    await volunteers(world, person)
    await person.says("/profile")
    await presses(world, person, "button-my-honours", "button-honour-add")
    for text in typed:
        await person.says(text)


async def _nominates(step: str, world: World, person: Person) -> None:
    """Stand where a nomination is typed; in Pu'er only an old conversation leads there."""

    def stand(session: CitySession) -> None:
        unit = str(a_unit(session, f"第 {person.id} 局"))
        contact = with_role(session, person.id, Role.UNIT_CONTACT, unit).account_id
        data = {"category": "best-project", "number": "", "name": ""}
        old = conversations.Standing("nomination", step, 1, data, None, MORNING)
        conversations.store(session, conversations.Change(contact, old, MORNING))

    await person.says("/start")
    await world.db.write(stand)


def _one_line(text: str) -> str | Refused:
    return public_text(text.replace("\n", " "), max_length=trainings.MOST["name"])


def _training_named(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["said"]["name"])


async def _shows_a_certificate(world: World, person: Person) -> None:
    await volunteers(world, person)
    await person.says("/profile")
    keys = ("button-quals", "button-qual-add", "qualification-nurse", "button-qual-no-number")
    await presses(world, person, *keys)


STANDS = [
    Stand("outside/asked", _brings_hours, takes_files=True, wanted="outside-file-wanted"),
    Stand(
        "training/asked",
        partial(_enters_a_training, ()),
        goes_back,
        _one_line,
        kept=_training_named,
        wanted="training-wrong",
    ),
    Stand("training/people", partial(_enters_a_training, _TRAINING), wanted="training-wrong"),
    Stand("training/one", _strikes_a_training, wanted="training-not-there"),
    Stand(
        "honour/asked",
        partial(_shows_an_honour, ()),
        goes_back,
        _one_line,
        kept=_training_named,
        wanted="training-wrong",
    ),
    Stand("nomination/who", partial(_nominates, "who"), wanted="refusal-volunteer-unknown"),
    Stand("nomination/words", partial(_nominates, "words"), wanted="training-wrong"),
    Stand(
        "qualification/asked",
        _shows_a_certificate,
        partial(presses_all, ("button-back", "button-qual-no-number")),
        takes_photos=True,
        wanted="qual-photo-wanted",
    ),
]
