"""How the steps of registering, correcting, moving and of a guardian are reached.

What a `Stand` is: `standing.py`.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import select

from domain.permissions import Role
from domain.writing import clean_name
from locales.words import locale_for
from models.columns import table_of
from models.corrections import Correction
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    POLICY,
    a_station,
    a_volunteer,
    invented_id_number,
    with_role,
)
from tests.e2e.registering import begins, words
from tests.e2e.standing import (
    Stand,
    goes_back,
    presses,
    presses_all,
    volunteers,
)
from tests.usecases.applying import applies
from tests.world import World
from usecases import (
    corrections,
    guardians,
)
from usecases.city import CitySession

_Answer = Callable[[World, Person], Awaitable[object]]


async def _says(text: str, _world: World, person: Person) -> None:
    await person.says(text)


async def _number(_world: World, person: Person) -> None:
    await person.says(invented_id_number(person.id, "19900101"))


async def _contact(_world: World, person: Person) -> None:
    await person.shares_contact()


async def _home(_world: World, person: Person) -> None:
    await person.presses(words(person)["county"])
    await person.presses(words(person)["township"])


# What leads from each question to the next; the unit is one with a team.
_ANSWERS: dict[str, _Answer] = {
    "consent": begins,
    "phone": _contact,
    "name": partial(_says, "李志愿"),
    "number": _number,
    "place": _home,
    "unit": partial(presses_all, ("button-no-unit",)),
    "team": partial(presses_all, ("button-team-later",)),
    "interests": partial(presses_all, ("button-to-skills", "button-chosen")),
    "times": partial(presses_all, ("button-chosen",)),
    "oath": partial(presses_all, ("button-oath",)),
}


async def _is_old(world: World, person: Person) -> None:
    """Answer everything up to the question that is asked above an age only."""
    for step, answer in _ANSWERS.items():
        if step == "oath":
            return
        if step == "number":
            await person.says(invented_id_number(person.id, "19500101"))
        else:
            await answer(world, person)


async def _asked(question: str, world: World, person: Person) -> None:
    """Answer everything up to the question."""
    if question == "consent":
        await presses(world, person, "menu-register")
    for step, answer in _ANSWERS.items():
        if step == question or (step == "name" and question == "form"):
            return
        await answer(world, person)


def _name_of(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["name"])


_name = partial(clean_name, max_length=POLICY.on(MORNING.date()).registration.name_max_length)


def _question(step: str, wanted: str = "", **more: Any) -> Stand:
    asks = f"registration-{wanted or step}"
    return Stand(f"registration/{step}", partial(_asked, step), wanted=asks, **more)


async def _types_for_another(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        station = a_station(session, f"第 {person.id} 服务站")
        with_role(session, person.id, Role.CLERK, str(station.station_id))

    await world.db.write(grant)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-proxy")
    await person.presses(words(person)["id"])
    await presses(world, person, "button-agree")


async def _moves(keys: tuple[str, ...], world: World, person: Person) -> None:
    """Ask for a transfer, up to a step."""
    await volunteers(world, person)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-relocation", *keys)


async def _corrects_his_name(world: World, person: Person) -> None:
    await world.db.write(a_volunteer, person.id, "赵改名", locale_for(person.someone.language_code))
    await _corrects_it_again(world, person)


async def _corrects_it_again(world: World, person: Person) -> None:
    await person.says("/profile")
    await presses(world, person, "button-profile-edit", "profile-line-name")


async def _corrects_his_document(
    world: World, person: Person, kind: tuple[str, ...] = ("document-passport",)
) -> None:
    await volunteers(world, person)
    await person.says("/profile")
    keys = ("profile-line-document", "correction-why-renewed", *kind)
    await presses(world, person, "button-profile-edit", *keys)


def _name_wanted(session: CitySession, _data: object) -> str:
    rows = table_of(Correction)
    row = session.connection().execute(select(rows).order_by(rows.c.id.desc())).first()
    assert row is not None
    return corrections.opened(session, row)["name"]


async def _is_asked(keys: tuple[str, ...], world: World, person: Person) -> None:
    """Open the link of a child of one's own, and answer up to a step."""
    child = 800_000_000 + person.id

    def apply(session: CitySession) -> str:
        born: dict[str, Any] = {
            "number": invented_id_number(person.id, "20140301"),
            "born_on": "2014-03-01",
        }
        account_id, _ = applies(session, child, phone=f"+86139{person.id % 10**8:08d}", **born)
        made = guardians.link(session, actor=account_id, now=MORNING)
        assert made.code is not None
        return made.code

    await person.opens(await world.db.write(apply))
    for key in keys:
        if key == "name":
            await person.says("王妈妈")
        elif key == "contact":
            await person.shares_contact()
        else:
            await presses(world, person, key)


_MOTHER = "guardian-relation-52"


STANDS = [
    _question("consent"),
    Stand(
        "registration/proof",
        _types_for_another,
        again=goes_back,
        takes_photos=True,
        in_database=True,
        wanted="proxy-proof",
        writes={"audit_entry": 1},
    ),
    _question("phone"),
    _question("form", "in-the-form", in_form=True),
    _question("name", again=goes_back, takes=_name, kept=_name_of, in_database=True),
    _question("number", in_database=True),
    _question("place", "county"),
    _question("unit", in_database=True),
    _question("team"),
    _question("interests", "categories"),
    _question("times"),
    _question("oath"),
    Stand("registration/health", _is_old, wanted="registration-health"),
    _question("summary"),
    Stand(
        "correction/asked",
        _corrects_his_name,
        again=_corrects_it_again,
        takes=_name,
        kept=_name_wanted,
        writes={"correction": 1, "audit_entry": 1},
        wanted="registration-typed-only",
    ),
    Stand("correction/asked", _corrects_his_document, wanted="registration-typed-only"),
    Stand(
        "correction/asked",
        partial(_corrects_his_document, kind=()),
        wanted="registration-in-the-form",
        in_form=True,
    ),
    Stand("relocation/reason", partial(_moves, ()), wanted="registration-tap"),
    Stand(
        "relocation/place",
        partial(_moves, ("relocation-reason-address",)),
        wanted="registration-tap",
    ),
    Stand(
        "relocation/unit",
        partial(_moves, ("relocation-reason-employer",)),
        in_database=True,
        wanted="relocation-unit",
    ),
    Stand(
        "relocation/team",
        partial(_moves, ("relocation-reason-employer", "button-no-unit")),
        wanted="registration-tap",
    ),
    Stand(
        "relocation/summary",
        partial(_moves, ("relocation-reason-employer", "button-no-unit", "button-team-later")),
        wanted="registration-tap",
    ),
    Stand("guardian/relation", partial(_is_asked, ()), wanted="registration-tap"),
    Stand(
        "guardian/name",
        partial(_is_asked, (_MOTHER,)),
        again=goes_back,
        takes=_name,
        kept=_name_of,
        wanted="guardian-name",
    ),
    Stand("guardian/phone", partial(_is_asked, (_MOTHER, "name")), wanted="guardian-phone"),
    Stand(
        "guardian/agree",
        partial(_is_asked, (_MOTHER, "name", "contact")),
        wanted="registration-tap",
    ),
]
