"""`python -m bot backup` and `restore`: a city in one sealed file, and the drill that proves it."""

import asyncio
import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import sqlalchemy
import typer
from sqlalchemy import text

from bot import books as the_books
from bot.city import open_database, read_city, ready
from bot.clock import SystemClock
from bot.moving import Mover
from bot.presence import the_only_one
from bot.settings import Settings, SettingsError, load_settings
from scheduler import books
from usecases import (
    backups,
    checkpoints,
    keycheck,
    migration,
    moving,
    proof,
    rotation,
    seals,
    standing,
)
from usecases.city import City
from usecases.database import Database
from usecases.keycheck import WrongKeysError
from usecases.sealed_file import FileBrokenError


def backup(
    to: Annotated[
        Path | None,
        typer.Option(help="The folder for it; without it: BACKUP_DIR."),
    ] = None,
    keep: Annotated[
        int, typer.Option(help="Of the backups in that folder keep so many, the newest; 0: all.")
    ] = 0,
) -> None:
    """Write the whole city into one sealed file, while it lives; run it every hour.

    The file holds the database as it is at one moment and the files that units handed in, and only
    SECRETS_FILE opens it: keep a copy of that elsewhere, it is not inside. Exit 1 if a file that
    was handed in is missing or damaged; the backup is written all the same and names it.
    """
    settings, city = ready()
    folder = to or settings.backup_dir
    began = SystemClock().now()
    asyncio.run(_sealed(settings, city))
    path = folder / f"volunteer-city-{began:%Y%m%dT%H%M%SZ}{backups.SUFFIX}"
    with _workroom(settings, "backing-up") as room:
        shown: dict[str, books.Progress] = {}

        def progress(what: str, done: int, of: int) -> None:
            shown.setdefault(what, the_books.shown(what))(done, of)

        backups.snapshot(settings.database_url, room / backups.DATABASE, progress)
        made = backups.pack(room / backups.DATABASE, settings.files_dir, path, city.keys, now=began)
    _forget_old(folder, keep)
    seconds = (SystemClock().now() - began).total_seconds()
    typer.echo(
        f"{path}: {sum(made.rows.values())} rows, {len(made.files)} files, "
        f"{path.stat().st_size:,} bytes, in {seconds:.1f} s."
    )
    if made.lacking:
        typer.echo(f"Missing or damaged in FILES_DIR: {', '.join(made.lacking)}", err=True)
        raise SystemExit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup, as `python -m bot backup` wrote it.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only prove that it could be brought back: the drill.")
    ] = False,
) -> None:
    """Bring a backup back into DATABASE_URL and FILES_DIR, or prove that it can be.

    DATABASE_URL must name a database that holds nothing, of either kind; stop the bot first. Before
    anything is written there the backup is opened, and its rows, sums, seals and files are proven,
    as `--check` does. Whoever was forgotten after it was made is forgotten again. What was done
    after it is lost; the file of checkpoints says so.
    """
    settings = load_settings()
    city = read_city(settings, SystemClock())
    began = SystemClock().now()
    if not check:
        _refuse_full(settings)
    with _workroom(settings, "restoring") as room:
        try:
            said = _brought_back(settings, city, file, room, check=check)
        except (FileBrokenError, FileNotFoundError) as error:
            raise SettingsError(f"{file} cannot be brought back: {error}.") from None
    seconds = (SystemClock().now() - began).total_seconds()
    typer.echo(f"{said}; in {seconds:.1f} s.")


async def _sealed(settings: Settings, city: City) -> None:
    db = open_database(settings, city)
    try:
        await db.write(keycheck.check)
        await books.seal(db, SystemClock(), alone=True)
    finally:
        await db.close()


def _forget_old(folder: Path, keep: int) -> None:
    if keep > 0:
        for old in sorted(folder.glob(f"volunteer-city-*{backups.SUFFIX}"))[:-keep]:
            old.unlink()


@contextlib.contextmanager
def _workroom(settings: Settings, name: str) -> Iterator[Path]:
    """Yield an empty folder of this command's own; what a killed one left there goes.

    It lies beside SECRETS_FILE, where what is readable may lie, and not where backups go.
    """
    room = settings.secrets_file.with_name(name)
    room.parent.mkdir(parents=True, exist_ok=True)
    with room.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(
                f"Another one is {name.replace('-', ' ')} at this moment."
            ) from None
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _refuse_full(settings: Settings) -> None:
    made = sqlalchemy.make_url(settings.database_url)
    if made.drivername == "sqlite" and not Path(made.database or "").exists():
        return
    if migration.current(settings.database_url) is None:
        return
    migration.migrate(settings.database_url)
    with moving.opened(settings.database_url) as begin, begin() as connection:
        if standing.standing(connection) is None and not moving.is_empty(connection):
            raise SettingsError(
                "DATABASE_URL holds a city; a backup goes into a database that holds nothing."
            )


def _brought_back(settings: Settings, city: City, file: Path, room: Path, *, check: bool) -> str:
    database = room / backups.DATABASE
    manifest = backups.unpack(
        file, city.keys, database=database, files=None if check else settings.files_dir
    )
    if manifest.revision != migration.newest() and manifest.revision not in migration.older():
        raise FileBrokenError("a newer version of the product wrote it")
    address = f"sqlite:///{database}"
    with backups.connected(database) as connection:
        if connection.scalar(text("PRAGMA integrity_check")) != "ok":
            raise FileBrokenError("its database is damaged")
    migration.migrate(address)
    with backups.connected(database) as connection:
        came = backups.rows_of(connection)
    if any(came[name] != rows for name, rows in manifest.rows.items()):
        raise FileBrokenError("it does not hold the rows that it says")
    said, last = asyncio.run(_proven(address, city, settings.checkpoints))
    whole = (
        f"{file.name} of {manifest.made_at}: {sum(came.values())} rows, "
        f"{len(manifest.files)} files, {said}"
    )
    if manifest.lacking:
        whole += f"; {len(manifest.lacking)} files were missing when it was made"
    if check:
        return f"It can be brought back. {whole}"
    whole += asyncio.run(_forgotten_again(address, city, settings.checkpoints))
    # Before the rows: whoever gives up in between has lost nothing by it.
    for book, seal in last.items():
        checkpoints.restored(
            settings.checkpoints, city.keys, book, number=seal.number, now=SystemClock().now()
        )
    _put_in_place(settings, city, database)
    return f"It is brought back. {whole}"


async def _proven(
    address: str, city: City, witness: Path
) -> tuple[str, dict[seals.Book, seals.Seal]]:
    """Prove what came out of the file; return it in words, and the last seal of each book."""
    db = Database(address, replace(city, checkpoints=None))
    try:
        await db.write(keycheck.check)
        opened = await db.read(rotation.opens)
        found = await db.read(proof.prove)
        chain = await books.verify(db, alone=True, progress=the_books.shown("transfers proven"))
        last = {book: await db.read(seals.last, book=book) for book in seals.BOOKS}
    except WrongKeysError:
        raise FileBrokenError("its rows were sealed with other keys") from None
    finally:
        await db.close()
    faults = [*found.contradictions, *chain.faults]
    for book, seal in last.items():
        line = checkpoints.read(witness, city.keys, book).lines.get(seal.number)
        if line is not None and line != checkpoints.line_of(book, seal):
            said = f"{book.seal_called} {seal.number}"
            faults.append(f"{said} is another than the file of checkpoints says")
    if faults:
        raise FileBrokenError(f"its ledger does not hold: {'; '.join(faults)}")
    return (
        f"{found.transfers} transfers and {found.balances} balances proven, "
        f"{chain.ledger.seals} seals, {chain.trail.seals} of the audit trail, "
        f"{opened} sealed rows opened"
    ), last


async def _forgotten_again(address: str, city: City, witness: Path) -> str:
    """Forget whom the city had forgotten since the backup; return it in words (P16)."""
    db = Database(address, replace(city, checkpoints=None))
    try:
        marks = checkpoints.erasures(witness, city.keys)
        count = await books.forget_again(db, marks, SystemClock())
    finally:
        await db.close()
    return f"; {count} people were forgotten again" if count else ""


def _put_in_place(settings: Settings, city: City, database: Path) -> None:
    made = sqlalchemy.make_url(settings.database_url)
    if made.drivername != "sqlite":
        Mover(f"sqlite:///{database}", settings.database_url, city).move()
        return
    target = Path(made.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    with the_only_one(settings.database_url):
        part = target.with_suffix(".part")
        backups.settle(database)
        shutil.copyfile(database, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        for left in ("-wal", "-shm"):
            Path(f"{target}{left}").unlink(missing_ok=True)
        os.replace(part, target)
