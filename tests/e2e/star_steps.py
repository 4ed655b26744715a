"""How the steps of the recognition of stars are reached: one list is published in the world."""

import asyncio
from collections.abc import Mapping
from functools import partial

from sqlalchemy import select, update

from domain.permissions import Role
from domain.writing import clean_text
from locales.words import locale_for
from models.columns import table_of
from models.people import Account
from models.stars import StarObjection
from rehearsal.people import Person
from tests.cast import MORNING, a_volunteer, later, with_hours, with_role
from tests.e2e.standing import ENOUGH, Stand, label, may_be_told, presses
from tests.world import World
from usecases import notices, queue_notices, star_batches, star_candidates, star_objections
from usecases.city import CitySession
from usecases.star_candidates import going_on

_OBJECTIONS = table_of(StarObjection)
_published: dict[int, asyncio.Future[list[Person]]] = {}


async def _publishes(world: World) -> list[Person]:
    """Publish one list for all who stand at its steps, with an objection of each who objects."""
    if id(world) not in _published:
        _published[id(world)] = asyncio.ensure_future(_publish(world))
    return await _published[id(world)]


async def _publish(world: World) -> list[Person]:
    people = [world.person("提异议的人") for _ in range(ENOUGH)]
    may_be_told(world, people)

    def publish(session: CitySession) -> None:
        them = [a_volunteer(session, one.id, "陈志愿") for one in people]
        with_hours(session, them[0], 6_000)
        _recognise(session)
        for one in them:
            star_objections.object_to(
                session, actor=one.account_id, about=0, text="漏了人", now=MORNING
            )
        _nobody_is_called(session)

    await world.db.write(publish)
    return people


def _recognise(session: CitySession) -> None:
    federation, centre, office = (
        with_role(session, number, role).account_id
        for number, role in ((9_901, Role.FEDERATION), (9_902, Role.CENTRE), (9_903, Role.OFFICE))
    )
    star_batches.open_batch(session, actor=centre, year=2026, now=MORNING)
    for deed, actor in (
        (star_batches.close_nominations, federation),
        (star_batches.finish_check, federation),
        (star_batches.approve, centre),
        (star_batches.approve, office),
    ):
        if deed is star_batches.finish_check:
            star_candidates.nominate(session, actor=federation, now=MORNING)
        deed(session, actor=actor, version=going_on(session).version, now=MORNING)


def _nobody_is_called(session: CitySession) -> None:
    """Let a call be on its way to everybody, so that no objection queues another."""
    for account in session.connection().scalars(select(table_of(Account).c.id)).all():
        notices.tell(
            session,
            kind=queue_notices.STARS,
            account_id=account,
            dedupe_key=f"on its way to {account}",
            facts={},
            due_at=later(days=2),
        )


async def _officer(keys: tuple[str, ...], world: World, person: Person) -> None:
    await _publishes(world)
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-stars", "button-star-list")
    if keys:
        await person.presses("1")
        await presses(world, person, *keys)


async def _answers(world: World, person: Person) -> None:
    await _publishes(world)
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await _next_objection(world, person)


async def _next_objection(world: World, person: Person) -> None:
    await presses(world, person, "menu-more", "button-stars")
    # However many there are at this moment.
    await person.presses(label(world, person, "button-objections", count=7).partition("7")[0])
    await presses(world, person, "button-objection-keep")


async def _objects(world: World, person: Person) -> None:
    await _publishes(world)
    await world.db.write(a_volunteer, person.id, "李志愿", locale_for(person.someone.language_code))
    await _again(world, person)


async def _again(world: World, person: Person) -> None:
    def forget(session: CitySession) -> None:
        """Let what he said be about somebody else, so that he may say something again."""
        session.connection().execute(
            update(_OBJECTIONS)
            .where(_OBJECTIONS.c.about > 0)
            .values(about=-_OBJECTIONS.c.id, answered_at=MORNING)
        )

    await world.db.write(forget)
    await person.says("/stars")
    await presses(world, person, "button-star-notice")
    await person.presses("1")


def _said(session: CitySession, _data: Mapping[str, object]) -> str:
    query = select(_OBJECTIONS.c.text).order_by(_OBJECTIONS.c.id.desc())
    return str(session.connection().scalar(query))


def _answered(session: CitySession, _data: Mapping[str, object]) -> str:
    query = (
        select(_OBJECTIONS.c.answer)
        .where(_OBJECTIONS.c.answer.is_not(None))
        .order_by(_OBJECTIONS.c.id.desc())
    )
    return str(session.connection().scalar(query))


_text = partial(clean_text, max_length=star_objections.LONGEST)

STANDS = [
    Stand("stars/list", partial(_officer, ()), in_database=True, wanted="refusal-not-found"),
    # The list is published: nobody is held back any more, whatever the reason.
    Stand("stars/reason", partial(_officer, ("button-star-hold",)), wanted="refusal-step-gone"),
    Stand(
        "star-answer/answer",
        _answers,
        _next_objection,
        _text,
        kept=_answered,
        writes={"audit_entry": 1, "notice": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "objection/text",
        _objects,
        _again,
        _text,
        kept=_said,
        writes={"star_objection": 1, "audit_entry": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
]
