"""The command line: `python -m bot` runs everything, `--help` lists the rest."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import backups, books, certificates, moving, rotation
from bot.city import open_database, ready
from bot.logs import set_up_logs
from bot.secrets import make_secrets
from bot.settings import Settings, SettingsError, load_settings
from usecases import invites, migration
from usecases.city import City
from usecases.keycheck import WrongKeysError
from usecases.standing import NotTheCityError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Volunteer City: a Telegram bot that runs a city's volunteer service.",
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; a setting that is wrong stops it with one sentence."""
    try:
        app()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None
    except NotTheCityError as error:
        typer.echo(f"DATABASE_URL is not the city: {moving.sentence(error)}", err=True)
        raise SystemExit(2) from None
    except WrongKeysError:
        typer.echo(
            "SECRETS_FILE holds other keys than those this database was written with.", err=True
        )
        raise SystemExit(2) from None


@app.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """Run bot, pages and scheduler in one process."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run() -> None:
    """Run bot, pages and scheduler in one process."""
    settings = load_settings()
    if not settings.bot_token:
        raise SettingsError(
            "BOT_TOKEN is empty; put BotFather's token into .env, or play with `make run`."
        )
    set_up_logs(settings.log_level)
    import uvloop

    from bot.process import serve

    uvloop.run(serve(settings))


@app.command()
def scheduler() -> None:
    """Run a scheduler alone, beside processes that answer people; needs PostgreSQL."""
    settings = load_settings()
    if not settings.bot_token:
        raise SettingsError("BOT_TOKEN is empty; put BotFather's token into .env.")
    set_up_logs(settings.log_level)
    from bot.clockwork import serve_scheduler

    asyncio.run(serve_scheduler(settings))


@app.command()
def secrets() -> None:
    """Make SECRETS_FILE: the keys of everything sealed. Keep a copy apart from the database."""
    settings = load_settings()
    make_secrets(settings.secrets_file)
    typer.echo(f"{settings.secrets_file} is made, readable by you only. Keep a copy elsewhere.")


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    settings = load_settings()
    before, after = migration.migrate(settings.database_url)
    typer.echo(f"The database is at {after} (it was {before or 'empty'}).")


@app.command()
def owner(
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="The administrator lost his account: end that role, make a new one."
        ),
    ] = False,
) -> None:
    """Print a one-use code, good for 10 minutes, that makes the first administrator."""
    settings, city = ready()
    try:
        code = asyncio.run(_owner(settings, city, again=again))
    except invites.OwnedError:
        raise SettingsError(
            "The city has an administrator, who invites others in the chat; "
            "`python -m bot owner --again` is for who lost his account."
        ) from None
    typer.echo(f"Send this to the bot within 10 minutes:  /start {code}")


async def _owner(settings: Settings, city: City, *, again: bool) -> str:
    db = open_database(settings, city)
    try:
        return await db.write(invites.make_owner_code, now=datetime.now(UTC), again=again)
    finally:
        await db.close()


app.command()(books.verify)
app.command()(moving.move)
app.command()(backups.backup)
app.command()(backups.restore)
app.command()(rotation.rotate)
app.command("public-key")(certificates.public_key)
app.command("verify-certificate")(certificates.verify_certificate)


@app.command()
def stage(
    fresh: Annotated[bool, typer.Option(help="Start the made-up city anew.")] = False,
    port: Annotated[int, typer.Option(help="Port of the stage's page.")] = 8080,
    data: Annotated[Path, typer.Option(help="Where the stage keeps its data.")] = Path(
        "data/stage"
    ),
) -> None:
    """Play a made-up city on this machine, with every person in one page."""
    from rehearsal.playing import play

    set_up_logs(os.environ.get("LOG_LEVEL", "warning"))
    play(fresh=fresh, port=port, data=data)
