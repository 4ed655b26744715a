"""The city in one sealed file, and brought back from it.

P16: restore works (the drill on 100,000 rows ≤ 60 s; erasures since the backup are repeated;
RPO ≤ 1 h by deploy/'s timer, which runs `python -m bot backup`).
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from typer.testing import CliRunner

from bot.cli import app
from models.columns import table_of
from models.duties import StoredFile
from models.ledger import LedgerTransfer
from models.people import Volunteer
from scheduler import books
from tests.bot.test_move import _founded, _is_the_city, _statement
from tests.cast import CITY, MORNING, Somebody, with_hours
from tests.databases import ENGINES, fresh_database
from tests.e2e.test_kill import write_secrets
from usecases import erasure, file_store, moving
from usecases.city import CitySession
from usecases.database import Database

PLAN = b"a plan that a unit handed in"


@dataclass
class Machine:
    """A city with its keys and files, and commands run on it."""

    folder: Path
    url: str
    monkeypatch: pytest.MonkeyPatch

    def runs(self, *words: str, url: str = "", folder: Path | None = None) -> tuple[int, str]:
        """Run a command and return its code and what it said."""
        home = folder or self.folder
        for name, value in {
            "DATABASE_URL": url or self.url,
            "SECRETS_FILE": str(self.folder / "secrets.json"),
            "FILES_DIR": str(home / "files"),
            "CHECKPOINTS_FILE": str(self.folder / "checkpoints.txt"),
        }.items():
            self.monkeypatch.setenv(name, value)
        done = CliRunner().invoke(app, list(words))
        return done.exit_code, done.output + str(done.exception or "")

    def backup(self) -> Path:
        code, said = self.runs("backup", "--to", str(self.folder / "backups"))
        assert code == 0, said
        (path,) = (self.folder / "backups").glob("*.backup")
        return path


def _handed_in(session: CitySession, sha256: str) -> None:
    row = {"sha256": sha256, "size_bytes": len(PLAN), "media_type": "x", "stored_at": MORNING}
    session.connection().execute(insert(table_of(StoredFile)).values(row))


async def _hand_in(url: str, folder: Path) -> None:
    db = Database(url, CITY)
    await db.write(_handed_in, file_store.keep(folder, PLAN))
    await db.close()


@pytest.fixture(params=ENGINES)
def machine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    write_secrets(tmp_path / "secrets.json")
    monkeypatch.chdir(tmp_path)
    with fresh_database(request.param) as url:
        asyncio.run(_founded(url))
        asyncio.run(_hand_in(url, tmp_path / "files"))
        yield Machine(tmp_path, url, monkeypatch)


def test_a_backup_is_brought_back_into_either_kind_of_database(machine: Machine) -> None:
    path = machine.backup()
    code, said = machine.runs("restore", "--check", str(path))
    assert code == 0, said
    assert "It can be brought back" in said
    assert "4 transfers and 1 balances proven, 1 seals" in said
    other = "postgresql" if machine.url.startswith("sqlite") else "sqlite"
    with fresh_database(other) as url:
        elsewhere = machine.folder / "elsewhere"
        code, said = machine.runs("restore", str(path), url=url, folder=elsewhere)
        assert code == 0, said
        asyncio.run(_is_the_city(url))
        (kept,) = (elsewhere / "files").rglob("*/*")
        assert kept.read_bytes() == PLAN


@pytest.mark.proof
def test_nothing_in_a_backup_can_be_read_without_the_keys(machine: Machine) -> None:
    path = machine.backup()
    inside = path.read_bytes()
    for word in ("李志愿", "思茅区图书馆", "SQLite format 3", "ledger_transfer", PLAN.decode()):
        assert word.encode() not in inside
    (machine.folder / "secrets.json").unlink()
    write_other = machine.folder / "secrets.json"
    write_other.write_text('{"masters": {"1": "' + "A" * 43 + '="}}')
    write_other.chmod(0o600)
    code, said = machine.runs("restore", "--check", str(path))
    assert code != 0
    assert "cannot be brought back" in said


@pytest.mark.proof
@pytest.mark.parametrize("spoilt", ["cut", "flipped", "headless", "appended", "empty"])
def test_a_backup_that_is_not_whole_is_refused(machine: Machine, spoilt: str) -> None:
    path = machine.backup()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-100],
            "flipped": whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:],
            "headless": whole[50:],
            "appended": whole + b"more",
            "empty": b"",
        }[spoilt]
    )
    code, said = machine.runs("restore", "--check", str(path))
    assert code != 0
    assert "cannot be brought back" in said


@pytest.mark.proof
def test_a_backup_is_not_brought_back_over_a_city(machine: Machine) -> None:
    code, said = machine.runs("restore", str(machine.backup()))
    assert code != 0
    assert "holds a city" in said


@pytest.mark.proof
def test_a_backup_of_a_ledger_that_does_not_hold_is_refused(machine: Machine) -> None:
    _statement(machine.url, "UPDATE balance SET service_minutes = service_minutes + 1")
    code, said = machine.runs("restore", "--check", str(machine.backup()))
    assert code != 0
    assert "balance-is-the-sum" in said


@pytest.mark.proof
def test_a_file_that_is_missing_is_named_and_the_rest_is_saved(machine: Machine) -> None:
    (kept,) = (machine.folder / "files").rglob("*/*")
    kept.write_bytes(b"damaged")
    code, said = machine.runs("backup", "--to", str(machine.folder / "backups"))
    assert code == 1
    assert kept.name in said
    (path,) = (machine.folder / "backups").glob("*.backup")
    code, said = machine.runs("restore", "--check", str(path))
    assert code == 0, said
    assert "1 files were missing" in said


@pytest.mark.proof
def test_only_the_newest_backups_are_kept(machine: Machine) -> None:
    folder = machine.folder / "backups"
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"volunteer-city-2026110{day}T000000Z.backup").write_bytes(b"old")
    code, said = machine.runs("backup", "--to", str(folder), "--keep", "3")
    assert code == 0, said
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 3
    assert names[0] == "volunteer-city-20261103T000000Z.backup"


@pytest.mark.proof
def test_the_file_of_checkpoints_says_that_the_city_went_back(machine: Machine) -> None:
    path = machine.backup()
    _statement(machine.url, "UPDATE account SET language = 'en'")
    asyncio.run(_more_hours(machine.url))
    assert machine.runs("backup", "--to", str(machine.folder / "later"))[0] == 0
    with fresh_database("sqlite") as url:
        assert machine.runs("restore", str(path), url=url)[0] == 0
        asyncio.run(_more_hours(url))
        code, said = machine.runs("verify", url=url)
        assert code == 0, said
        assert "went on from seal 1, giving up 1" in said


@pytest.mark.proof
def test_a_backup_brings_nobody_back_who_has_left(machine: Machine) -> None:
    path = machine.backup()
    asyncio.run(_leaves(machine))
    other = "postgresql" if machine.url.startswith("sqlite") else "sqlite"
    with fresh_database(other) as url:
        code, said = machine.runs("restore", str(path), url=url, folder=machine.folder / "else")
        assert code == 0, said
        assert "1 people were forgotten again" in said
        code, said = machine.runs("verify", url=url)
        assert code == 0, said
        assert asyncio.run(_names(url)) == ["", "阿卜杜·热依木 𠮷"]


async def _leaves(machine: Machine) -> None:
    db = Database(machine.url, replace(CITY, checkpoints=machine.folder / "checkpoints.txt"))
    first = select(table_of(Volunteer).c.account_id).order_by(table_of(Volunteer).c.id).limit(1)
    account_id = await db.read(lambda session: session.connection().execute(first).scalar_one())
    await db.write(erasure.erase, account_id=account_id, now=MORNING)
    assert await books.witness_erasures(db) == 1
    await db.close()


async def _names(url: str) -> list[str]:
    db = Database(url, CITY)
    query = select(table_of(Volunteer).c.name).order_by(table_of(Volunteer).c.id)
    names = await db.read(lambda session: list(session.connection().scalars(query)))
    await db.close()
    return names


async def _more_hours(url: str) -> None:
    db = Database(url, CITY)
    await db.write(with_hours, Somebody(1, 1), 77)
    await db.close()


@pytest.mark.proof
@pytest.mark.parametrize("engine", ENGINES)
def test_the_drill_on_a_hundred_thousand_rows_takes_a_minute_at_most(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_secrets(tmp_path / "secrets.json")
    monkeypatch.chdir(tmp_path)
    with fresh_database(engine) as url:
        asyncio.run(_founded(url))
        with moving.opened(url) as begin, begin() as connection:
            moving.put(connection, table_of(LedgerTransfer), [_movement(n) for n in range(100_000)])
            balance = "UPDATE balance SET service_minutes = service_minutes + 1000000"
            connection.exec_driver_sql(balance)
            moving.count_on(connection)
        machine = Machine(tmp_path, url, monkeypatch)
        began = time.monotonic()
        path = machine.backup()
        code, said = machine.runs("restore", "--check", str(path))
        assert code == 0, said
        seconds = time.monotonic() - began
        assert "100004 transfers" in said
        print(f"backup and drill of 100,000 transfers on {engine}: {seconds:.1f} s")  # noqa: T201
        assert seconds <= 60


def _movement(number: int) -> dict[str, object]:
    return {
        "id": 1000 + number,
        "key": f"filler/{number}",
        "request_hash": number.to_bytes(32, "big"),
        "ledger": 1,
        "debit": -1,
        "credit": 1,
        "minutes": 10,
        "source": "imported",
        "cause": f"filler:{number}",
        "policy_version": "test",
        "month": "2026-11",
        "unit_id": None,
        "reverses_id": None,
        "by_account_id": None,
        "recorded_at": MORNING,
    }
