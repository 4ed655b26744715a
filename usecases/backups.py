"""A backup is one sealed file: the whole city as an SQLite database, and the files handed in.

The same form for both kinds of database, so that a backup of either can be brought back into
either. It is made from one snapshot while the city lives.
"""

import contextlib
import gzip
import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import sqlalchemy
from sqlalchemy import Connection, func, select

from models.columns import table_of
from models.duties import StoredFile
from models.sealed import Keyring
from models.tables import metadata
from usecases import file_store, migration, moving
from usecases.sealed_file import FileBrokenError, Opening, Sealing

DATABASE, MANIFEST, FILES = "city.db", "manifest.json", "files/"
SUFFIX = ".backup"
_FILES = table_of(StoredFile)
# Names and texts shrink to a third; more costs time that a nightly drill has not.
_QUICKLY = 1


@dataclass(slots=True)
class Manifest:
    """What a backup says that it holds."""

    made_at: str
    revision: str
    rows: dict[str, int]
    # By hash of their content, their size in bytes.
    files: dict[str, int] = field(default_factory=dict)
    # Files that the city knows and FILES_DIR has not, or not as they were handed in.
    lacking: list[str] = field(default_factory=list)


def snapshot(url: str, into: Path, progress: moving.Progress) -> None:
    """Write the database as it is at one moment into a new SQLite file; nobody waits for it."""
    made = sqlalchemy.make_url(url)
    if made.drivername == "sqlite":
        source = sqlite3.connect(f"file:{made.database}?mode=ro", uri=True)
        target = sqlite3.connect(into)
        with contextlib.closing(source), contextlib.closing(target):
            source.backup(target)
        settle(into)
        return
    address = f"sqlite:///{into}"
    migration.migrate(address)
    with moving.looking(url) as looking, moving.opened(address) as begin:
        moving.copy(looking, begin, progress)
    settle(into)


def settle(path: Path) -> None:
    """Have everything in the one file, without a journal beside it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def rows_of(connection: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


@contextlib.contextmanager
def connected(path: Path) -> Iterator[Connection]:
    """Open an SQLite file to look at it."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def pack(database: Path, files: Path, into: Path, keys: Keyring, *, now: datetime) -> Manifest:
    """Write one sealed file with the database and every file it knows; whole, or not at all."""
    with connected(database) as connection:
        known = list(connection.scalars(select(_FILES.c.sha256).order_by(_FILES.c.sha256)))
        manifest = Manifest(
            now.astimezone(UTC).isoformat(timespec="seconds"),
            migration.current(f"sqlite:///{database}") or "",
            rows_of(connection),
        )
    for sha256 in known:
        size = _size_if_whole(files, sha256)
        if size is None:
            manifest.lacking.append(sha256)
        else:
            manifest.files[sha256] = size
    part = into.with_suffix(".part")
    into.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        sealing = Sealing(file, keys)
        with (
            gzip.GzipFile(fileobj=sealing, mode="wb", compresslevel=_QUICKLY, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            said = json.dumps(asdict(manifest)).encode()
            _add(tar, MANIFEST, io.BytesIO(said), len(said))
            with database.open("rb") as content:
                _add(tar, DATABASE, content, database.stat().st_size)
            for sha256, size in manifest.files.items():
                with file_store.path_of(files, sha256).open("rb") as content:
                    _add(tar, FILES + sha256, content, size)
        sealing.finish()
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, into)
    return manifest


def _size_if_whole(files: Path, sha256: str) -> int | None:
    path = file_store.path_of(files, sha256)
    try:
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                return None
        return path.stat().st_size
    except OSError:
        return None


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    tar.addfile(entry, content)


def unpack(backup: Path, keys: Keyring, *, database: Path, files: Path | None) -> Manifest:
    """Write the database of a backup to `database` and keep its files in `files`, if given.

    Raises FileBrokenError when anything of it is not as it was sealed.
    """
    manifest: Manifest | None = None
    came: set[str] = set()
    try:
        with (
            backup.open("rb") as file,
            gzip.GzipFile(fileobj=io.BufferedReader(Opening(file, keys))) as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            for entry in tar:
                content = tar.extractfile(entry)
                if content is None:
                    raise FileBrokenError(f"{entry.name} is no file")
                if entry.name == MANIFEST:
                    manifest = Manifest(**json.load(content))
                elif entry.name == DATABASE:
                    _write(content, database)
                else:
                    came.add(_keep(content, entry.name, files))
            # To the very end: the last chunk says that nothing was cut off.
            while packed.read(1 << 20):
                pass
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError, TypeError) as error:
        raise FileBrokenError("its inside cannot be read") from error
    if manifest is None or not database.exists() or came != set(manifest.files):
        raise FileBrokenError("something in it is missing")
    return manifest


def _write(content: IO[bytes], to: Path) -> None:
    with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        while chunk := content.read(1 << 20):
            file.write(chunk)


def _keep(content: IO[bytes], name: str, files: Path | None) -> str:
    sha256 = name.removeprefix(FILES)
    # One file at a time in memory: what is handed in has a limit of some megabytes.
    said = content.read()
    if hashlib.sha256(said).hexdigest() != sha256:
        raise FileBrokenError(f"{name} is not what was handed in")
    if files is not None:
        file_store.keep(files, said)
    return sha256
