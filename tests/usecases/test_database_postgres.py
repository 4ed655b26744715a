"""PostgreSQL under attack: backends that are killed, statements forgotten, deadlocks."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from models.columns import table_of
from models.people import Account
from tests.cast import CITY, MORNING
from tests.databases import fresh_database
from tests.usecases.test_database import PATIENCE_SECONDS, USES, use, used
from usecases.city import CitySession
from usecases.database import Database
from usecases.database_errors import is_away
from usecases.prepared import Prepared


@pytest_asyncio.fixture
async def postgres() -> AsyncIterator[Database]:
    with fresh_database("postgresql") as url:
        opened = Database(url, CITY)
        yield opened
        await opened.close()


async def test_a_killed_backend_is_an_error_and_then_works_again(postgres: Database) -> None:
    def dies(session: CitySession) -> None:
        use(session, "half")
        session.connection().execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    for _ in range(3):
        with pytest.raises(DBAPIError) as raised:
            await postgres.write(dies)
        assert is_away(raised.value)
    await postgres.write(use, "afterwards")
    assert await postgres.read(used) == {"afterwards"}


async def test_a_backend_killed_under_a_prepared_statement_is_an_error_and_then_works_again(
    postgres: Database,
) -> None:
    put = Prepared(insert(USES), ("key", "used_at"))

    def dies(session: CitySession) -> None:
        put.run(session, {"key": "half", "used_at": MORNING})
        killed = func.pg_terminate_backend(func.pg_backend_pid()).label("killed")
        Prepared(select(killed)).run(session, {})

    with pytest.raises(DBAPIError) as raised:
        await postgres.write(dies)
    assert is_away(raised.value)
    await postgres.write(lambda s: put.run(s, {"key": "whole", "used_at": MORNING}))
    assert await postgres.read(used) == {"whole"}


async def test_a_server_that_has_forgotten_the_prepared_statements_is_told_them_again(
    postgres: Database,
) -> None:
    put = Prepared(insert(USES), ("key", "used_at"))
    find = Prepared(select(USES.c.key).where(USES.c.key == bindparam("key")))

    def forgotten(session: CitySession) -> None:
        # Psycopg drops what it has prepared itself after a ROLLBACK to a savepoint, and ours.
        connection = session.connection()
        for _ in range(7):
            used(session)
        with contextlib.suppress(DBAPIError), connection.begin_nested():
            connection.execute(text("SELECT 1/0"))
        used(session)

    def found(session: CitySession, key: str) -> bool:
        return bool(find.run(session, {"key": key}))

    for n in range(9):  # more than there are threads
        await postgres.write(put.run, {"key": str(n), "used_at": MORNING})
        assert await postgres.glance(found, str(n))
        await postgres.write(forgotten)
        assert await postgres.read(found, str(n))
        await postgres.write(forgotten)
        assert await postgres.glance(found, str(n))
        await postgres.write(forgotten)


async def test_a_deed_that_swallows_a_failed_statement_is_not_taken_for_done(
    postgres: Database,
) -> None:
    """The server has given its transaction up, and a COMMIT of such a one says so in one word."""

    def swallows(session: CitySession) -> None:
        use(session, "kept?")
        with contextlib.suppress(DBAPIError):
            session.connection().execute(text("SELECT 1/0"))

    with pytest.raises(InvalidRequestError):
        await postgres.write(swallows)
    assert await postgres.read(used) == set()


async def test_a_look_writes_nothing_and_the_next_deed_of_its_thread_may(
    postgres: Database,
) -> None:
    for n in range(9):  # more than there are threads
        with pytest.raises(DBAPIError, match="read-only"):
            await postgres.read(use, "looked")
        await postgres.write(use, f"done {n}")
    assert await postgres.glance(used) == {f"done {n}" for n in range(9)}


async def test_a_deadlock_is_tried_again_until_both_deeds_stand(postgres: Database) -> None:
    accounts = table_of(Account)

    def two(session: CitySession) -> list[int]:
        from tests.cast import an_account

        return [an_account(session, n).account_id for n in (1, 2)]

    ids = await postgres.write(two)
    meet = threading.Barrier(2, timeout=10)

    def lock_both(session: CitySession, first: int, second: int) -> None:
        for which in (first, second):
            session.connection().execute(
                accounts.update().where(accounts.c.id == which).values(language="en")
            )
            if which == first and not meet.broken:
                try:
                    meet.wait(0.5)
                except threading.BrokenBarrierError:
                    meet.abort()

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(
            postgres.write(lock_both, ids[0], ids[1]), postgres.write(lock_both, ids[1], ids[0])
        )
    languages = await postgres.read(
        lambda s: list(s.connection().scalars(select(accounts.c.language)))
    )
    assert languages == ["en", "en"]
