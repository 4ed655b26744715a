"""`python -m bot verify`: the whole ledger and the audit trail proven on the command line."""

import asyncio
import sys

import typer

from bot.city import open_database, ready
from bot.clock import SystemClock
from bot.settings import Settings
from scheduler import books
from usecases import proof
from usecases.city import City


def verify() -> None:
    """Prove ledger, audit trail, seals and the file of checkpoints; exit 1 on a contradiction."""
    settings, city = ready()
    found, chain = asyncio.run(_verified(settings, city))
    if found.holds and chain.holds:
        typer.echo(
            f"The ledger holds: {found.transfers} transfers, {found.balances} balances, "
            f"{proof.ASKED} proofs without a contradiction; {said_of(chain)}."
        )
        for moment in chain.restored:
            typer.echo(f"From a backup: {moment}.")
        return
    wrong = [f"{name}: {rows}" for name, rows in found.contradictions.items()]
    typer.echo(f"The ledger does NOT hold: {'; '.join(wrong + chain.faults)}")
    raise SystemExit(1)


def said_of(chain: books.Chains) -> str:
    """Return in words how much of the books is sealed, and where that is witnessed."""
    ledger, trail = chain.ledger, chain.trail
    return (
        f"{ledger.seals} seals over {ledger.rows} transfers, {ledger.witnessed or 0} of them in "
        f"the file of checkpoints, {ledger.unsealed} transfers younger than the last seal; "
        f"{trail.seals} seals over {trail.rows} audit entries, {trail.witnessed or 0} of them in "
        f"the file, {trail.unsealed} entries younger"
    )


async def _verified(settings: Settings, city: City) -> tuple[proof.Proof, books.Chains]:
    db = open_database(settings, city)
    try:
        found = await db.read(proof.prove)
        return found, await books.verify(db, alone=True, progress=shown("transfers read"))
    finally:
        await db.close()


def shown(what: str) -> books.Progress:
    """Return a way to show progress on a terminal, and nowhere else."""
    if not sys.stderr.isatty():
        return lambda _done, _of: None
    began = SystemClock().now()

    def show(done: int, of: int) -> None:
        seconds = max((SystemClock().now() - began).total_seconds(), 0.001)
        share = f"{100 * done / of:5.1f} %" if of else ""
        print(  # noqa: T201 - on a terminal one line tells how far we are
            f"\r{done:,} of {of:,} {what} {share}, {done / seconds:,.0f} a second ",
            end="" if done < of else "\n",
            file=sys.stderr,
            flush=True,
        )

    return show
