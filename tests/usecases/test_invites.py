"""How the first administrator comes, and how nobody else does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain import tokens
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import RoleGrant
from tests.cast import MORNING, an_account, with_role
from usecases import invites
from usecases.city import CitySession
from usecases.database import Database


def _administrators(session: CitySession) -> int:
    grants = table_of(RoleGrant)
    where = grants.c.role == Role.ADMINISTRATOR.value
    return session.connection().scalar(select(func.count()).where(where)) or 0


def _living_administrators(session: CitySession) -> int:
    grants = table_of(RoleGrant)
    where = (grants.c.role == Role.ADMINISTRATOR.value) & grants.c.revoked_at.is_(None)
    return session.connection().scalar(select(func.count()).where(where)) or 0


async def _refused(db: Database, actor: int, code: str, after: timedelta = timedelta()) -> Code:
    with pytest.raises(Refusal) as refusal:
        await db.write(invites.accept, actor=actor, code=code, now=MORNING + after)
    return refusal.value.refused.code


async def test_there_is_no_administrator_until_the_console_makes_one(db: Database) -> None:
    assert await db.read(_administrators) == 0
    chief = await db.write(an_account, 1)
    code = await db.write(invites.make_owner_code, now=MORNING)
    assert await db.read(_administrators) == 0
    invited = await db.write(invites.accept, actor=chief.account_id, code=code, now=MORNING)
    assert invited.role is Role.ADMINISTRATOR
    assert await db.read(_administrators) == 1


async def test_an_owner_code_works_once(db: Database) -> None:
    chief, second = await db.write(an_account, 1), await db.write(an_account, 2)
    code = await db.write(invites.make_owner_code, now=MORNING)
    await db.write(invites.accept, actor=chief.account_id, code=code, now=MORNING)
    assert await _refused(db, second.account_id, code) is Code.INVITE_INVALID
    # Not even for the one who used it.
    assert await _refused(db, chief.account_id, code) is Code.INVITE_INVALID
    assert await db.read(_administrators) == 1


async def test_an_owner_code_lives_ten_minutes(db: Database) -> None:
    chief = await db.write(an_account, 1)
    code = await db.write(invites.make_owner_code, now=MORNING)
    late = timedelta(minutes=10)
    assert await _refused(db, chief.account_id, code, late) is Code.INVITE_INVALID
    last = MORNING + late - timedelta(seconds=1)
    await db.write(invites.accept, actor=chief.account_id, code=code, now=last)
    assert await db.read(_administrators) == 1


async def test_a_guessed_code_is_nothing(db: Database) -> None:
    stranger = await db.write(an_account, 1)
    await db.write(invites.make_owner_code, now=MORNING)
    guesses = [tokens.random_code(tokens.RandomKind.INVITE) for _ in range(5)]
    guesses += ["", "owner", "A" * 64, tokens.random_code(tokens.RandomKind.DISPLAY)]
    for guess in guesses:
        assert await _refused(db, stranger.account_id, guess) is Code.INVITE_INVALID
    assert await db.read(_administrators) == 0


async def test_of_sixteen_who_race_for_the_code_one_becomes_administrator(db: Database) -> None:
    racers = [await db.write(an_account, number) for number in range(1, 17)]
    code = await db.write(invites.make_owner_code, now=MORNING)
    ends = await asyncio.gather(
        *(
            db.write(invites.accept, actor=racer.account_id, code=code, now=MORNING)
            for racer in racers
        ),
        return_exceptions=True,
    )
    won = [end for end in ends if isinstance(end, invites.Invited)]
    lost = [end for end in ends if isinstance(end, Refusal)]
    assert (len(won), len(lost)) == (1, 15)
    assert await db.read(_administrators) == 1


async def test_of_sixteen_codes_used_at_once_one_makes_an_administrator(db: Database) -> None:
    """P17: exactly one owner, also when the console was asked again and again."""
    racers = [await db.write(an_account, number) for number in range(1, 17)]
    codes = await asyncio.gather(*(db.write(invites.make_owner_code, now=MORNING) for _ in racers))
    ends = await asyncio.gather(
        *(
            db.write(invites.accept, actor=racer.account_id, code=code, now=MORNING)
            for racer, code in zip(racers, codes, strict=True)
        ),
        return_exceptions=True,
    )
    assert [type(end) for end in ends].count(invites.Invited) == 1
    assert await db.read(_administrators) == 1


async def test_a_city_with_an_administrator_makes_no_owner_code(db: Database) -> None:
    """P17: not by accident and not by whoever finds the console open; only by saying so."""
    chief, second = await db.write(an_account, 1), await db.write(an_account, 2)
    code = await db.write(invites.make_owner_code, now=MORNING)
    await db.write(invites.accept, actor=chief.account_id, code=code, now=MORNING)
    with pytest.raises(invites.OwnedError):
        await db.write(invites.make_owner_code, now=MORNING)
    code = await db.write(invites.make_owner_code, now=MORNING, again=True)
    assert await db.read(_living_administrators) == 0
    await db.write(invites.accept, actor=second.account_id, code=code, now=MORNING)
    assert await db.read(_living_administrators) == 1


async def test_a_newer_owner_code_ends_the_older_one(db: Database) -> None:
    chief = await db.write(an_account, 1)
    older = await db.write(invites.make_owner_code, now=MORNING)
    newer = await db.write(invites.make_owner_code, now=MORNING)
    assert await _refused(db, chief.account_id, older) is Code.INVITE_INVALID
    await db.write(invites.accept, actor=chief.account_id, code=newer, now=MORNING)


async def test_only_an_administrator_invites(db: Database) -> None:
    stranger = await db.write(an_account, 1)
    with pytest.raises(Refusal) as refusal:
        await db.write(
            invites.invite,
            actor=stranger.account_id,
            role=Role.FEDERATION,
            scope_ref="",
            now=MORNING,
        )
    assert refusal.value.refused.code is Code.NOT_ALLOWED


@pytest.mark.parametrize(
    ("role", "scope_ref"),
    [
        (Role.CLERK, ""),
        (Role.CLERK, "abc"),
        (Role.CLERK, "999"),
        (Role.CLERK, "9" * 30),
        (Role.MERCHANT, "1"),
        (Role.COUNTY_OFFICE, "530802001"),
        (Role.FEDERATION, "530802"),
        (Role.VOLUNTEER, ""),
        (Role.ANYONE, ""),
    ],
)
async def test_a_role_counts_only_where_a_place_stands(
    db: Database, role: Role, scope_ref: str
) -> None:
    """A clerk of no station would have been a clerk of every station."""
    chief = await db.write(with_role, 1, Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as refusal:
        await db.write(
            invites.invite, actor=chief.account_id, role=role, scope_ref=scope_ref, now=MORNING
        )
    assert refusal.value.refused.code is Code.NOT_FOUND
