"""The command line, run as a person runs it: in a process of its own."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.secrets import make_secrets
from tests.cast import CITY
from tests.databases import fresh_database
from usecases import keycheck
from usecases.database import Database

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "5308000001:AAF-invented-for-a-test-of-settings-00"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `python -m bot …` in an empty folder, with nothing in the environment but the path."""

    def command(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "NO_COLOR": "1"} | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return command


def _one_sentence(done: subprocess.CompletedProcess[str], names: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert names in lines[0]
    assert "Traceback" not in done.stderr


@pytest.fixture
def city(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the settings of a city whose database and keys stand already."""
    make_secrets(tmp_path / "secrets.json")
    with fresh_database("sqlite") as url:
        yield {"DATABASE_URL": url, "SECRETS_FILE": str(tmp_path / "secrets.json")}


def test_without_a_token_the_bot_stops_with_a_sentence(run: Run) -> None:
    _one_sentence(run(), "BOT_TOKEN")


def test_a_malformed_setting_stops_with_its_name(run: Run) -> None:
    _one_sentence(run("migrate", DATABASE_URL="nowhere"), "DATABASE_URL")


def test_a_policy_that_cannot_be_stops_with_file_and_reason(
    run: Run, city: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text("[city]\nname = 5\n", encoding="utf-8")
    _one_sentence(run("owner", POLICY=str(tmp_path / "bad.toml"), **city), "POLICY")


def test_help_lists_every_command(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in (
        "run",
        "secrets",
        "migrate",
        "owner",
        "verify",
        "stage",
        "move",
        "backup",
        "restore",
        "rotate",
    ):
        assert f" {command} " in done.stdout


def test_a_new_city_is_set_up_by_three_commands(run: Run, tmp_path: Path) -> None:
    done = run("secrets")
    assert done.returncode == 0
    assert (tmp_path / "data" / "secrets.json").stat().st_mode & 0o077 == 0
    _one_sentence(run("owner"), "migrate")
    done = run("migrate")
    assert done.returncode == 0
    assert "was empty" in done.stdout
    done = run("owner")
    assert done.returncode == 0
    assert "/start " in done.stdout


def test_verify_says_in_one_line_that_the_books_hold(run: Run, city: dict[str, str]) -> None:
    done = run("verify", **city)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "The ledger holds: 0 transfers" in done.stdout


def test_verify_fails_when_the_books_do_not_add_up(run: Run, city: dict[str, str]) -> None:
    with sqlite3.connect(city["DATABASE_URL"].removeprefix("sqlite:///")) as books:
        # A balance that no transfer explains.
        books.execute("INSERT INTO balance VALUES (1, 60, 0, 0)")
    done = run("verify", **city)
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert "does NOT hold: balance-is-the-sum: [1]" in done.stdout


async def test_keys_of_another_database_stop_the_start(
    run: Run, city: dict[str, str], tmp_path: Path
) -> None:
    db = Database(city["DATABASE_URL"], CITY)
    await db.write(keycheck.check)
    await db.close()
    done = await asyncio.to_thread(
        run, BOT_TOKEN=TOKEN, PORT="0", BOT_API_URL="http://127.0.0.1:9", **city
    )
    _one_sentence(done, "SECRETS_FILE")
