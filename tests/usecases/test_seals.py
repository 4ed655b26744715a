"""History cannot be rewritten unnoticed.

P13: five attacks on each database, five noticed (figure: 5 of 5).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from models.sealed import Keyring
from rehearsal.clock import StageClock
from scheduler import books
from tests.cast import CITY, MORNING, Somebody, a_volunteer, later, with_hours
from tests.databases import ENGINES, fresh_database
from usecases import audit, checkpoints, proof, seals
from usecases.city import City, CitySession
from usecases.database import Database

TABLES = ("ledger_transfer", "ledger_seal", "audit_entry", "audit_seal")
LOCKS_OFF = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{deed}" for table in TABLES for deed in ("update", "delete")
    ],
    "postgresql": [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES],
}
LOCKS_ON = {
    "sqlite": [
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} never change'); END"
        for table in TABLES
        for deed in ("UPDATE", "DELETE")
    ],
    "postgresql": [f"ALTER TABLE {table} ENABLE TRIGGER ALL" for table in TABLES],
}


@dataclass
class Books:
    """A ledger of three sealed pages, and what somebody with the database's file can do to it."""

    engine: str
    url: str
    db: Database
    clock: StageClock
    li: Somebody

    async def earn(self, hours: int) -> None:
        """Let another page's worth of hours come in."""
        await self.db.write(with_hours, self.li, hours * 60)

    async def seal(self) -> int:
        return await books.seal(self.db, self.clock)

    async def faults(self) -> list[str]:
        return (await books.verify(self.db)).faults

    def attack(self, *statements: str) -> None:
        """Change rows past the product and past the triggers, as whoever has the file can."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for statement in (*LOCKS_OFF[self.engine], *statements, *LOCKS_ON[self.engine]):
                connection.execute(text(statement))
        engine.dispose()


def city_with(folder: Path, keys: Keyring = CITY.keys) -> City:
    return replace(CITY, keys=keys, checkpoints=folder / "checkpoints.txt")


@pytest_asyncio.fixture(params=ENGINES)
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Books]:
    """Yield books of three pages, sealed an hour apart."""
    with fresh_database(request.param) as url:
        db = Database(url, city_with(tmp_path))
        clock = StageClock(MORNING, running=False)
        found = Books(request.param, url, db, clock, await db.write(a_volunteer, 12))
        try:
            for page in (1, 2, 3):
                await found.earn(page)
                clock.jump(later(hours=page))
                assert await found.seal() == 1
            yield found
        finally:
            await db.close()


async def test_a_ledger_that_nobody_touched_holds(kept: Books) -> None:
    await kept.earn(5)
    chain = (await books.verify(kept.db)).ledger
    assert chain.holds
    assert (chain.seals, chain.rows, chain.unsealed, chain.witnessed) == (3, 6, 2, 3)


async def test_what_is_sealed_is_not_sealed_again(kept: Books) -> None:
    assert await kept.seal() == 0
    assert await books.next_seal(kept.db) is None
    await kept.earn(4)
    assert await books.next_seal(kept.db) == MORNING + seals.SEALED_WITHIN


ENTRY = (
    "UPDATE audit_entry SET action = 'nothing' WHERE id = 1",
    "audit seal 1 (audit entries 1 to 2): the rows are not",
)
GONE = ("DELETE FROM audit_seal", "audit seals 1 to 1 are gone")


@pytest.mark.parametrize(("attack", "said"), [ENTRY, GONE], ids=["altered", "cut-off"])
async def test_who_rewrites_the_audit_trail_is_noticed(kept: Books, attack: str, said: str) -> None:
    """P13: the trail is sealed with the ledger, into the same file of checkpoints."""
    for number in (1, 2):
        await kept.db.write(_answer_for, number)
    assert await books.next_seal(kept.db) == MORNING + seals.SEALED_WITHIN
    assert await kept.seal() == 1
    trail = (await books.verify(kept.db)).trail
    assert (trail.holds, trail.seals, trail.rows, trail.witnessed) == (True, 1, 2, 1)
    kept.attack(attack)
    assert any(fault.startswith(said) for fault in await kept.faults())


def _answer_for(session: CitySession, number: int) -> None:
    audit.record(session, None, "thing.done", f"thing:{number}", MORNING, why="because", times=2)


ALTERED = "UPDATE ledger_transfer SET minutes = 6000 WHERE id = 3"
DELETED = "DELETE FROM ledger_transfer WHERE id = 3"
SWAPPED = [
    "UPDATE ledger_transfer SET id = -1 WHERE id = 1",
    "UPDATE ledger_transfer SET id = 1 WHERE id = 5",
    "UPDATE ledger_transfer SET id = 5 WHERE id = -1",
]
CUT_OFF = [
    "DELETE FROM ledger_transfer WHERE id > 4",
    "DELETE FROM ledger_seal WHERE number > 2",
]


@pytest.mark.proof
@pytest.mark.parametrize(
    ("attack", "said"),
    [
        pytest.param([ALTERED], "seal 2 (transfers 3 to 4): the rows are not", id="altered"),
        pytest.param([DELETED], "seal 2 (transfers 3 to 4): the rows are not", id="deleted"),
        pytest.param(SWAPPED, "seal 1 (transfers 1 to 2): the rows are not", id="reordered"),
        pytest.param(CUT_OFF, "seals 3 to 3 are gone", id="truncated"),
    ],
)
async def test_who_rewrites_history_is_noticed(kept: Books, attack: list[str], said: str) -> None:
    kept.attack(*attack)
    assert any(fault.startswith(said) for fault in await kept.faults())


@pytest.mark.proof
@pytest.mark.parametrize("keys", [CITY.keys, Keyring({1: b"k" * 32})], ids=["stolen", "made-up"])
async def test_who_computes_the_whole_chain_anew_is_noticed(
    kept: Books, keys: Keyring, tmp_path: Path
) -> None:
    """Even with the city's own keys: the file of checkpoints lies elsewhere."""
    kept.attack(ALTERED, "DELETE FROM ledger_seal")
    forger = Database(kept.url, replace(CITY, keys=keys))
    kept.clock.jump(later(hours=1))
    assert await books.seal(forger, kept.clock) == 1
    await forger.close()
    faults = await kept.faults()
    assert "seal 1 is another than the file of checkpoints says" in faults
    unsigned = "seal 1 (transfers 1 to 6) is not signed with a key of SECRETS_FILE"
    assert (unsigned in faults) is (keys is not CITY.keys)


PLANTED = """
    INSERT INTO ledger_transfer (id, key, request_hash, ledger, debit, credit, minutes, source,
                                 cause, policy_version, month, recorded_at)
    SELECT {id}, 'planted', request_hash, ledger, debit, credit, minutes, source, cause,
           policy_version, month, recorded_at FROM ledger_transfer WHERE id = 1
"""


@pytest.mark.proof
@pytest.mark.parametrize("planted", ["-7", "0"])
async def test_a_row_planted_among_sealed_ones_is_noticed(kept: Books, planted: str) -> None:
    kept.attack(PLANTED.format(id=planted))
    assert any("seal 1 " in fault for fault in await kept.faults())


@pytest.mark.proof
async def test_a_seal_that_was_taken_out_breaks_the_chain(kept: Books) -> None:
    kept.attack("DELETE FROM ledger_seal WHERE number = 2")
    assert any("does not follow seal 1" in fault for fault in await kept.faults())


@pytest.mark.proof
async def test_nothing_is_sealed_onto_a_chain_that_the_file_contradicts(kept: Books) -> None:
    kept.attack(*CUT_OFF)
    await kept.earn(7)
    with capture_logs() as logs:
        assert await kept.seal() == 0
    assert [log["log_level"] for log in logs] == ["critical"]


@pytest.mark.proof
async def test_two_processes_seal_one_chain(kept: Books, tmp_path: Path) -> None:
    await kept.earn(4)
    other = Database(kept.url, city_with(tmp_path))
    await asyncio.gather(*(books.seal(db, kept.clock) for db in (kept.db, other)))
    await other.close()
    chain = (await books.verify(kept.db)).ledger
    assert (chain.faults, chain.seals, chain.witnessed) == ([], 4, 4)


@pytest.mark.proof
async def test_a_smaller_id_that_is_committed_later_is_waited_for() -> None:
    """PostgreSQL gives ids before the commit: a page may not be closed over a gap being filled."""
    with fresh_database("postgresql") as url:
        db = Database(url, CITY)
        li = await db.write(a_volunteer, 12)
        slow = create_engine(url)
        with slow.connect() as connection:
            _one_transfer(connection, "slow")
            waiting = asyncio.ensure_future(db.write(seals.newest_row, book=seals.LEDGER))
            await _somebody_waits(slow)
            later_one = asyncio.ensure_future(db.write(with_hours, li, 60))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            connection.commit()
            newest = await waiting
            await later_one
        slow.dispose()
        # The slow one's id is among those that are sealed, the later ones' are not.
        assert await db.read(_ids_up_to(newest)) == [1]
        await db.close()


@pytest.mark.proof
async def test_who_seals_does_not_wait_long_for_a_lock_and_holds_nobody_up() -> None:
    with fresh_database("postgresql") as url:
        db = Database(url, CITY)
        await db.write(a_volunteer, 12)
        busy = create_engine(url)
        with busy.connect() as connection:
            connection.execute(text("LOCK TABLE ledger_transfer IN SHARE UPDATE EXCLUSIVE MODE"))
            assert await asyncio.wait_for(books.seal(db, StageClock(MORNING)), 5) == 0
        busy.dispose()
        await db.close()


async def _somebody_waits(engine: sqlalchemy.Engine) -> None:
    async with asyncio.timeout(10):
        while True:
            with engine.connect() as looking:
                if looking.scalar(text("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")):
                    return
            await asyncio.sleep(0.01)


def _one_transfer(connection: sqlalchemy.Connection, key: str) -> None:
    connection.execute(
        text(
            "INSERT INTO ledger_transfer (key, request_hash, ledger, debit, credit, minutes, "
            "source, cause, policy_version, month, recorded_at) VALUES "
            "(:key, 'x', 1, -1, -2, 5, 'scan', 'slow', 'x', '2026-11', now())"
        ),
        {"key": key},
    )


def _ids_up_to(newest: int) -> Callable[[CitySession], list[int]]:
    def look(session: CitySession) -> list[int]:
        query = text("SELECT id FROM ledger_transfer WHERE id <= :newest ORDER BY id")
        return list(session.connection().scalars(query, {"newest": newest}))

    return look


@pytest.mark.proof
async def test_the_start_notices_a_balance_that_no_row_explains(
    kept: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P3: at the start, also where the ledger is too long to be read as a whole."""
    monkeypatch.setattr(proof, "_SHORT_LEDGER", 0)
    assert await books.prove_at_start(kept.db)
    kept.attack("UPDATE balance SET service_minutes = service_minutes + 1")
    with capture_logs() as logs:
        assert not await books.prove_at_start(kept.db)
    assert [log["log_level"] for log in logs] == ["critical"]
    assert set(logs[0]["contradictions"]) == {
        "in-hand-is-what-the-seals-and-the-rows-since-say",
        "balance-of-the-last-is-the-sum",
    }


async def test_a_night_that_finds_a_contradiction_says_one_critical_line(kept: Books) -> None:
    """P3, P13: each night."""
    assert await books.prove_nightly(kept.db)
    kept.attack(ALTERED)
    with capture_logs() as logs:
        assert not await books.prove_nightly(kept.db)
    assert [log["log_level"] for log in logs] == ["critical"]


@pytest.mark.proof
async def test_a_line_that_a_power_cut_halved_is_written_anew(kept: Books, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.txt"
    whole = path.read_text()
    path.write_text(whole[:-40])
    assert await kept.seal() == 0
    assert len(path.read_text().splitlines()) == 4
    chain = (await books.verify(kept.db)).ledger
    assert (chain.faults, chain.witnessed) == ([], 3)


@pytest.mark.proof
@pytest.mark.parametrize(
    "line", ["seal 2 4 00 x 1 x", "restored 0 2026-11-21 1 AAAA", "nonsense", "seal 2"]
)
async def test_a_file_of_checkpoints_that_was_tampered_with_is_noticed(
    kept: Books, tmp_path: Path, line: str
) -> None:
    with (tmp_path / "checkpoints.txt").open("a") as file:
        file.write(f"{line}\nseal 9 9 00 x 1 x\n")
    assert await kept.faults()


@pytest.mark.proof
async def test_a_restored_backup_goes_on_from_its_own_seal(kept: Books, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.txt"
    kept.attack(*CUT_OFF)
    checkpoints.restored(path, CITY.keys, seals.LEDGER, number=2, now=later(hours=9))
    await kept.earn(8)
    assert await kept.seal() == 1
    chain = (await books.verify(kept.db)).ledger
    assert (chain.faults, chain.seals, chain.witnessed) == ([], 3, 3)
    assert "went on from seal 2, giving up 1" in chain.restored[0]
