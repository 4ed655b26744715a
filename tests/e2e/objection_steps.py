"""How the steps about another's objection are reached: an officer's, and one's own word to it.

What a `Stand` is: `standing.py`.
"""

from functools import partial

from sqlalchemy import insert, update

from domain.permissions import Role
from domain.writing import clean_text
from models.columns import table_of
from models.disputes import Dispute
from models.oddities import Oddity
from rehearsal.people import Person
from tests.cast import MORNING, with_role
from tests.e2e.hours_steps import _visits_of, _words_raised
from tests.e2e.standing import ENOUGH, Stand, counted, may_be_told, presses
from tests.world import World
from usecases import disputes, lines
from usecases.city import CitySession

_COUNTY = "530822"


async def _looks_into(world: World, person: Person) -> None:
    li = world.person("李志愿")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.COUNTY_OFFICE, _COUNTY)
        his = lines.line_of(session, _visits_of(session, li, ENOUGH)[0])[0].volunteer_id
        session.connection().execute(
            insert(table_of(Oddity)).values(
                key=f"round/{li.id}", kind="round", volunteer_id=his,
                county=_COUNTY, facts={"times": 9, "figure": 9, "stations": []},
                found_at=MORNING, state="checking",
            )
        )  # fmt: skip

    await world.db.write(prepare)
    await person.says("/start")
    may_be_told(world, [li])
    await presses(world, person, "menu-queue")
    await person.presses(counted(world, person, "button-oddities"))
    await presses(world, person, "button-odd-object")
    await person.presses("服务站")


async def _another(world: World, person: Person) -> None:
    await presses(world, person, "button-odd-again")
    await person.presses("服务站")


async def _hears(world: World, person: Person) -> None:
    def prepare(session: CitySession) -> None:
        (cause,) = _visits_of(session, person, 1)
        line, row = lines.line_of(session, cause)
        chen = with_role(session, 800_001, Role.FEDERATION).account_id
        disputes.raised(session, line, row, chen, disputes.PATTERN, "不对", MORNING)

    await world.db.write(prepare)
    await person.says("/start")
    await _finds(world, person)


async def _finds(world: World, person: Person) -> None:
    await presses(world, person, "menu-hours", "button-records", "button-which-line")
    await person.presses("服务站")
    await presses(world, person, "button-own-word")


async def _unheard(world: World, person: Person) -> None:
    def forget(session: CitySession) -> None:
        rows = table_of(Dispute)
        session.connection().execute(update(rows).values(reply=None))

    await world.db.write(forget)
    await _finds(world, person)


_TAKES = partial(clean_text, max_length=disputes.MOST_WORDS)

STANDS = [
    Stand(
        "oddity/words",
        _looks_into,
        _another,
        _TAKES,
        kept=partial(_words_raised, "words"),
        writes={"dispute": 1, "audit_entry": 1, "notice": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "dispute/own-word",
        _hears,
        _unheard,
        _TAKES,
        kept=partial(_words_raised, "reply"),
        writes={"audit_entry": 1},
        wanted="refusal-text-empty",
    ),
]
