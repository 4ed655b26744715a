"""The books while the city lives: closed with a seal every hour, proven every night (P3, P13)."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from domain.clock import Clock
from usecases import checkpoints, proof, seals
from usecases.database import Database

_log = structlog.get_logger(__name__)

# A look at so many rows takes some milliseconds: whoever checks in meanwhile does not notice.
_ROWS_AT_ONCE = 500
_ROWS_AT_ONCE_ALONE = 10_000
# Beside people we rest as long as we have worked.
_REST = 1.0
_MOST_FAULTS = 20


@dataclass(slots=True)
class Chain:
    """What a look through the whole chain found."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    # How many of the seals stand in the file of checkpoints as well; None without a file.
    witnessed: int | None = None
    restored: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether nothing contradicts."""
        return not self.faults


Progress = Callable[[int, int], None]


async def seal(db: Database, clock: Clock, *, alone: bool = False) -> int:
    """Close the rows that have no seal yet, and return how many seals were made.

    Nothing is sealed onto a chain whose newest seal is another than the file of checkpoints says:
    that is one critical line, and `python -m bot verify` says more. `alone` is for commands, which
    need not mind anybody.
    """
    before = await db.read(seals.last)
    if await _contradicted(db, before):
        _log.critical("the ledger's seals contradict the file of checkpoints", seal=before.number)
        return 0
    to_id, made = await db.write(seals.newest_transfer), 0
    while before.to_id < to_id:
        page = await _read_page(db, before, to_id, alone=alone)
        closed = page.seal(db.city.keys, to_id=page.read_to, now=clock.now())
        if page.rows == 0 or not await db.write(seals.add, seal=closed):
            break
        before, made = closed, made + 1
    await _witness(db)
    return made


async def _read_page(
    db: Database, before: seals.Seal, to_id: int, *, alone: bool, whole: bool = False
) -> seals.Page:
    """Read one page; `whole` reads all rows up to `to_id`, however many stand there."""
    page, most = seals.Page(before), _ROWS_AT_ONCE_ALONE if alone else _ROWS_AT_ONCE
    ended = False
    while not ended and (whole or page.rows < seals.PAGE_ROWS):
        began = time.monotonic()
        ended = await db.read(seals.read_on, page=page, to_id=to_id, most=most)
        if not alone and not ended:
            await asyncio.sleep((time.monotonic() - began) * _REST)
    return page


async def _contradicted(db: Database, newest: seals.Seal) -> bool:
    path = db.city.checkpoints
    if path is None:
        return False
    witness = await asyncio.to_thread(checkpoints.read, path, db.city.keys)
    line = witness.lines.get(newest.number, checkpoints.line_of(newest))
    return witness.newest > newest.number or line != checkpoints.line_of(newest)


async def _witness(db: Database) -> None:
    """Write into the file what it lacks: also what a process that died before could not."""
    path = db.city.checkpoints
    if path is None:
        return
    known = (await asyncio.to_thread(checkpoints.read, path, db.city.keys)).newest
    while lacking := await db.read(seals.after, number=known):
        await asyncio.to_thread(checkpoints.append, path, db.city.keys, lacking)
        known = lacking[-1].number


async def verify(
    db: Database, *, alone: bool = False, progress: Progress = lambda _done, _of: None
) -> Chain:
    """Read the whole ledger against its seals, and the seals against the file of checkpoints.

    Memory does not grow with the ledger. `progress` hears how many rows are read, of how many.
    """
    chain, before = Chain(), seals.NO_SEAL
    path = db.city.checkpoints
    witness = await asyncio.to_thread(checkpoints.read, path, db.city.keys) if path else None
    newest = await db.read(seals.last)
    if witness is not None:
        chain.faults += [f"checkpoints: {what}" for what in witness.wrong]
        chain.restored, chain.witnessed = witness.restored, 0
        if witness.newest > newest.number:
            chain.faults.append(f"seals {newest.number + 1} to {witness.newest} are gone")
    of = newest.to_id if newest.number else 0
    while some := await db.read(seals.after, number=before.number):
        for one in some:
            await _compare(db, chain, before, one, alone=alone)
            if witness is not None:
                _compare_line(chain, witness, one)
            before = one
            progress(one.to_id, of)
            if len(chain.faults) >= _MOST_FAULTS:
                return chain
    chain.unsealed = await db.read(seals.unsealed, after_id=before.to_id)
    return chain


async def _compare(
    db: Database, chain: Chain, before: seals.Seal, one: seals.Seal, *, alone: bool
) -> None:
    name = f"seal {one.number} (transfers {max(one.from_id, 1)} to {one.to_id})"
    if one.number != before.number + 1 or one.from_id != before.to_id + 1:
        chain.faults.append(f"{name} does not follow seal {before.number}")
        return
    page = await _read_page(db, before, one.to_id, alone=alone, whole=True)
    if not page.is_what(one):
        chain.faults.append(f"{name}: the rows are not those that were sealed")
    if not db.city.keys.signed(one.message(), one.key_version, one.signature):
        chain.faults.append(f"{name} is not signed with a key of SECRETS_FILE")
    chain.seals += 1
    chain.rows += page.rows


def _compare_line(chain: Chain, witness: checkpoints.Witness, one: seals.Seal) -> None:
    line = witness.lines.get(one.number)
    if line is None:
        return
    if line != checkpoints.line_of(one):
        chain.faults.append(f"seal {one.number} is another than the file of checkpoints says")
    elif chain.witnessed is not None:
        chain.witnessed += 1


async def prove_nightly(db: Database) -> bool:
    """Prove the sums and the chain in full; whatever contradicts is one critical line."""
    found = await db.read(proof.prove)
    chain = await verify(db)
    db.tally.proof_holds.value = float(found.holds and chain.holds)
    db.tally.proof_timestamp_seconds.value = time.time()
    if found.holds and chain.holds:
        _log.info(
            "the ledger holds",
            transfers=found.transfers,
            balances=found.balances,
            seals=chain.seals,
            witnessed=chain.witnessed,
        )
        return True
    _log.critical(
        "the ledger does NOT hold", contradictions=found.contradictions, chain=chain.faults
    )
    return False


async def prove_at_start(db: Database) -> bool:
    """Prove what can be proven within a second or two, however long the ledger is.

    A short ledger in full; of a long one that everything in people's hands is what came into them
    by the seals and the rows since, and that those whose hours moved last have what their rows
    say. The rest is the night's.
    """
    found = await db.read(proof.prove_briefly)
    db.tally.proof_holds.value = float(found.holds)
    if found.holds:
        _log.info("the ledger holds at the start", looked_at=found.transfers)
    else:
        _log.critical("the ledger does NOT hold", contradictions=found.contradictions)
    return found.holds
