"""`python -m bot move`: a city moves into another database, whole or not at all."""

import asyncio
from typing import Annotated

import sqlalchemy
import typer

from bot import books as the_books
from bot.city import read_city
from bot.clock import SystemClock
from bot.presence import the_only_one
from bot.settings import Settings, SettingsError, load_settings
from scheduler import books
from usecases import keycheck, migration, moving, proof, standing
from usecases.city import City
from usecases.database import Database


def move(
    to: Annotated[
        str,
        typer.Option(
            help="The new database: sqlite:///path or postgresql+psycopg://user:password@host/name."
        ),
    ] = "",
    stay: Annotated[
        bool,
        typer.Option(
            "--stay", help="The other way round: make DATABASE_URL, which was left, the city again."
        ),
    ] = False,
) -> None:
    """Move the city into another database, for example from SQLite to PostgreSQL.

    Stop the bot first. The new database must exist and hold nothing; it is brought into shape,
    filled, and compared with the old one: rows, sums, proofs and the chains of seals.
    Only then it is the city, and the old one, which is left as it is, no longer starts. Interrupted
    at any moment, the command goes on where it stood when it is run again. Keys and files stay
    where they are. Afterwards put the new address into DATABASE_URL.
    """
    settings = load_settings()
    if stay:
        _stay(settings)
        return
    if not to:
        raise SettingsError("--to is missing: say where the city moves.")
    target = load_settings(database_url=to)
    city = read_city(settings, SystemClock())
    if migration.current(settings.database_url) != migration.newest():
        raise SettingsError("DATABASE_URL is not at the newest shape; run `python -m bot migrate`.")
    with the_only_one(settings.database_url), the_only_one(target.database_url):
        said = Mover(settings.database_url, target.database_url, city).move()
    typer.echo(said)
    typer.echo(f"Now set DATABASE_URL to {_name(to)} and start the bot.")


def sentence(error: standing.NotTheCityError) -> str:
    """Return in words why a database is not the city."""
    if error.state == standing.LEFT:
        return (
            f"it has moved to {error.other}; set DATABASE_URL to that, or run "
            "`python -m bot move --stay` if this one shall be the city again."
        )
    return f"filling it from {error.other} was not finished; run that command again."


def _stay(settings: Settings) -> None:
    with moving.held(settings.database_url) as connection:
        found = standing.standing(connection)
        if found is not None and found[0] != standing.LEFT:
            raise SettingsError(
                "DATABASE_URL is a copy that was never finished; it cannot be the city."
            )
        standing.unmark(connection)
    typer.echo("DATABASE_URL is the city. What was done in the other database since is not in it.")


class Mover:
    """One move from one database to another, which may have begun before."""

    def __init__(self, source: str, target: str, city: City) -> None:
        self._source_url, self._target_url, self._city = source, target, city
        self._shown: dict[str, books.Progress] = {}

    def move(self) -> str:
        """Move, and return in words what has moved."""
        asyncio.run(self._prepared())
        migration.migrate(self._target_url)
        try:
            with (
                moving.held(self._source_url) as source,
                moving.opened(self._target_url) as begin,
            ):
                if self._is_done(source, begin):
                    return "The city has moved there already; nothing was left to do."
                self._claim(source, begin)
                said = self._fill(source, begin)
                # Both may be interrupted in between: then neither is the city, and this goes on.
                standing.mark(source, standing.LEFT, _name(self._target_url), now=_now())
                source.exec_driver_sql("COMMIT")
                source.exec_driver_sql("BEGIN")
                with begin() as target:
                    standing.unmark(target)
        except moving.BusyError:
            raise SettingsError(
                "DATABASE_URL: a process works on the database; stop the bot, then move."
            ) from None
        return said

    async def _prepared(self) -> None:
        """Check the keys and seal what is not sealed, so that the chain covers all that moves."""
        db = Database(self._source_url, self._city)
        try:
            await db.write(keycheck.check)
            await books.seal(db, SystemClock(), alone=True)
        finally:
            await db.close()

    def _is_done(self, source: sqlalchemy.Connection, begin: moving.Begin) -> bool:
        left = standing.standing(source)
        with begin() as target:
            arriving = standing.standing(target)
            if left is None or arriving is not None:
                return False
            if left[1] == _name(self._target_url) and not moving.is_empty(target):
                return True
        raise standing.NotTheCityError(*left)

    def _claim(self, source: sqlalchemy.Connection, begin: moving.Begin) -> None:
        """Let the target be nobody's city until it is whole; refuse one that is in use."""
        left = standing.standing(source)
        if left is not None and left[0] != standing.LEFT:
            raise standing.NotTheCityError(*left)
        with begin() as target:
            found = standing.standing(target)
            if found is None:
                if not moving.is_empty(target):
                    raise SettingsError(
                        "--to: that database holds rows already; give one that is empty."
                    )
                standing.mark(target, standing.ARRIVING, _name(self._source_url), now=_now())
            elif found != (standing.ARRIVING, _name(self._source_url)):
                raise SettingsError(f"--to: that database is being filled from {found[1]}.")

    def _fill(self, source: sqlalchemy.Connection, begin: moving.Begin) -> str:
        """Copy and compare; what was copied from an older source is thrown away, once."""
        for attempt in (1, 2):
            moving.copy(source, begin, self._progress)
            with begin() as target:
                moving.count_on(target)
                differing = moving.differing(source, target, self._progress)
            if not differing:
                break
            if attempt == 1:
                typer.echo(f"Changed since the last attempt: {', '.join(differing)}; anew.")
                moving.clear(self._target_url)
                self._claim(source, begin)
        else:
            raise SettingsError(f"--to: {', '.join(differing)} did not arrive as they were.")
        return asyncio.run(self._proven())

    async def _proven(self) -> str:
        """Prove what arrived: the sums, and the chain from the first transfer to the last."""
        db = Database(self._target_url, self._city)
        try:
            found = await db.read(proof.prove)
            chain = await books.verify(
                db, alone=True, progress=the_books.shown("transfers compared with their seals")
            )
        finally:
            await db.close()
        wrong = [*found.contradictions, *chain.faults]
        if chain.unsealed:
            wrong.append(f"{chain.unsealed} rows without a seal")
        if wrong:
            raise SettingsError(
                f"DATABASE_URL: the ledger does not hold, so it does not move: {'; '.join(wrong)}"
            )
        return (
            f"The city has moved: {len(moving.TABLES)} tables, {found.transfers} transfers, "
            f"{found.balances} balances, compared row by row; {the_books.said_of(chain)}."
        )

    def _progress(self, what: str, done: int, of: int) -> None:
        show = self._shown.setdefault(what, the_books.shown(what))
        show(done, of)


def _name(url: str) -> str:
    """Return a database's address without its password."""
    return sqlalchemy.make_url(url).set(password=None).render_as_string(hide_password=False)


_now = SystemClock().now
