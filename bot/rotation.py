"""`python -m bot rotate`: a new master key, and everything sealed anew under it, while all runs."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from bot.books import shown
from bot.city import open_database, ready
from bot.clock import SystemClock
from bot.secrets import LOOKS_EVERY_SECONDS, add_master
from bot.settings import Settings
from scheduler.books import Progress
from usecases import keycheck, rotation
from usecases.city import City
from usecases.database import Database


def rotate(
    prepare: Annotated[
        bool,
        typer.Option(
            "--prepare",
            help="Only write the new key into SECRETS_FILE, to be copied to other machines first.",
        ),
    ] = False,
) -> None:
    """Add a new master key to SECRETS_FILE and seal all personal data anew under it.

    The bot goes on: it notices the new key by itself, and opens what is sealed under either. A
    rotation that was interrupted is finished by running this again. With several machines run it
    with --prepare, copy SECRETS_FILE to all of them, and then without. The older keys stay in the
    file: older backups, printed cards and the ledger's older seals need them. Afterwards keep a new
    copy of SECRETS_FILE.
    """
    settings, city = ready()
    unfinished, left = asyncio.run(_standing(settings, city))
    if not unfinished and not left:
        version = add_master(settings.secrets_file)
        typer.echo(f"SECRETS_FILE holds key {version} now; keep a new copy of it.")
        if not prepare:
            # Until every running process has looked at the file.
            time.sleep(LOOKS_EVERY_SECONDS + 1)
    if prepare:
        return
    settings, city = ready()
    began = time.monotonic()
    rows = asyncio.run(_sealed_anew(settings, city, shown("rows sealed anew")))
    _, left = asyncio.run(_standing(settings, city))
    typer.echo(
        f"{rows} rows are sealed anew under key {city.keys.newest}, "
        f"in {time.monotonic() - began:.1f} s; left under an older one: {left}."
    )


async def _standing(settings: Settings, city: City) -> tuple[bool, int]:
    """Return whether the file has a key that the database has not seen, and how much is left."""
    db = open_database(settings, city)
    try:
        known = await db.read(keycheck.newest)
        return 0 < known < city.keys.newest, await db.read(rotation.left)
    finally:
        await db.close()


async def _sealed_anew(settings: Settings, city: City, progress: Progress) -> int:
    db = Database(settings.database_url, city)
    try:
        await db.write(keycheck.check)
        return await seal_anew(db, progress)
    finally:
        await db.close()


async def seal_anew(db: Database, progress: Progress) -> int:
    """Seal everything anew that is sealed under an older key; return how many rows that were.

    Who was at work when we began may have written under the older key behind us: so it is done
    until nothing is left, or nothing that can be opened.
    """
    done = 0
    while left := await db.read(rotation.left):
        before, of = done, done + left
        for kind in rotation.KINDS:
            done = await _one_pass(db, kind, done, partial(_at_most, progress, of))
        if done == before:
            break
    return done


def _at_most(progress: Progress, of: int, done: int) -> None:
    progress(min(done, of), of)


async def _one_pass(db: Database, kind: str, done: int, progress: Callable[[int], None]) -> int:
    clock = SystemClock()
    plan = await db.read(rotation.plan, kind=kind, after=-(2**62), now=clock.now())
    while plan.seen:
        # The next rows are sealed while these are written.
        following, changed = await asyncio.gather(
            db.read(rotation.plan, kind=kind, after=plan.last_key, now=clock.now()),
            db.write(rotation.carry_out, plan=plan),
        )
        plan, done = following, done + changed
        progress(done)
    return done
