"""How the steps of a guardian are reached whose child has no telephone.

What a `Stand` is: `standing.py`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from domain.writing import clean_name, clean_text
from models.columns import table_of
from models.disputes import Dispute
from models.guardians import GuardianConsent
from models.people import Account, Application, Volunteer
from models.visits import Visit
from rehearsal.people import Person
from tests.cast import MORNING, POLICY, a_station, a_volunteer, an_account, later
from tests.e2e.standing import Stand, goes_back, presses
from tests.usecases.children import is_guardian
from tests.world import World
from usecases import disputes
from usecases.city import CitySession


async def _registers_a_child(keys: tuple[str, ...], world: World, person: Person) -> None:
    await person.says("/start")
    await presses(world, person, "menu-more", "button-child")
    await presses(world, person, "child-consent-identity-number")
    await presses(world, person, "button-agree", *keys)


def _guardian_said(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["guardian"])


def _a_served_child(session: CitySession, who: Person) -> None:
    """Let a child of this person, without a telephone, have served once."""
    people, accounts = table_of(Volunteer), table_of(Account)
    mine = an_account(session, who.id).account_id
    child = a_volunteer(session, 500_000 + who.id, "李小明")
    session.connection().execute(
        update(accounts).where(accounts.c.id == child.account_id).values(messenger="paper")
    )
    session.connection().execute(
        insert(table_of(Application)).values(
            account_id=child.account_id, route="federation", state="approved", version=1,
            id_index=b"0" * 32, phone_index=b"0" * 32, submitted_at=MORNING,
            volunteer_id=child.volunteer_id,
        )
    )  # fmt: skip
    session.connection().execute(
        update(people)
        .where(people.c.id == child.volunteer_id)
        # Of a county in which nobody holds an office: nobody else is called.
        .values(account_id=None, born_on=date(2014, 3, 1), county="530821")
    )
    consents = table_of(GuardianConsent)
    which = consents.c.guardianship_id == is_guardian(session, child.volunteer_id, mine)
    before = MORNING - timedelta(days=9)
    session.connection().execute(update(consents).where(which).values(given_at=before))
    session.connection().execute(
        insert(table_of(Visit)).values(
            volunteer_id=child.volunteer_id,
            station_id=a_station(session, f"第 {who.id} 服务站").station_id,
            opened_at=later(days=-1),
            opened_source="scan",
            closed_at=later(days=-1, hours=1),
            closed_source="scan",
            minutes=0,
        )
    )


async def _objects_for_it(world: World, person: Person) -> None:
    await world.db.write(_a_served_child, person)
    await person.says("/start")
    await _objects_again(world, person)


def _takes_it_back(session: CitySession, external_id: int) -> None:
    rows = table_of(Dispute)
    mine = an_account(session, external_id).account_id
    session.connection().execute(
        update(rows).where(rows.c.raised_by == mine).values(state="withdrawn")
    )


async def _objects_again(world: World, person: Person) -> None:
    await world.db.write(_takes_it_back, person.id)
    await presses(world, person, "menu-more", "button-wards")
    await person.presses("👶 李小明")
    await presses(world, person, "button-errand-wrong")
    await person.presses("服务站")


def _words_raised(session: CitySession, _data: object) -> str:
    rows, people = table_of(Dispute), table_of(Volunteer)
    query = (
        select(rows.c.words)
        .join(people, people.c.id == rows.c.volunteer_id)
        .where(people.c.name == "李小明")
        .order_by(rows.c.id.desc())
    )
    return str(session.connection().scalar(query))


STANDS = [
    Stand(
        "registration/relation",
        partial(_registers_a_child, ()),
        in_database=True,
        wanted="registration-tap",
    ),
    Stand(
        "registration/guardian",
        partial(_registers_a_child, ("guardian-relation-52",)),
        again=goes_back,
        takes=partial(
            clean_name, max_length=POLICY.on(MORNING.date()).registration.name_max_length
        ),
        kept=_guardian_said,
        in_database=True,
        wanted="guardian-name",
    ),
    Stand(
        "ward/words",
        _objects_for_it,
        _objects_again,
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=_words_raised,
        writes={"dispute": 1, "audit_entry": 2},
        in_database=True,
        wanted="refusal-text-empty",
    ),
]
