"""The books while the city lives: closed with a seal every hour, proven every night (P3, P13)."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from domain.clock import Clock
from usecases import checkpoints, erasure, proof, seals
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
    """What a look through one book's whole chain found."""

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


@dataclass(frozen=True, slots=True)
class Chains:
    """What a look through every book's chain found."""

    ledger: Chain
    trail: Chain
    # People whom the file of checkpoints says to be forgotten and this database remembers.
    remembered: int = 0

    @property
    def faults(self) -> list[str]:
        """Return what contradicts, in whichever book."""
        back = [f"{self.remembered} erasures of the file of checkpoints are not done here"]
        return self.ledger.faults + self.trail.faults + back * bool(self.remembered)

    @property
    def restored(self) -> list[str]:
        """Return the moments at which the city went back to a backup."""
        return self.ledger.restored

    @property
    def unsealed(self) -> int:
        """Return how many rows have no seal yet."""
        return self.ledger.unsealed + self.trail.unsealed

    @property
    def holds(self) -> bool:
        """Tell whether nothing contradicts."""
        return not self.faults


Progress = Callable[[int, int], None]


async def seal(db: Database, clock: Clock, *, alone: bool = False) -> int:
    """Close the rows of both books that have no seal yet, and return how many seals were made.

    Nothing is sealed onto a chain whose newest seal is another than the file of checkpoints says:
    that is one critical line, and `python -m bot verify` says more. `alone` is for commands, which
    need not mind anybody.
    """
    await witness_erasures(db)
    return sum([await _seal(db, book, clock, alone=alone) for book in seals.BOOKS])


async def _seal(db: Database, book: seals.Book, clock: Clock, *, alone: bool) -> int:
    before = await db.read(seals.last, book=book)
    if await _contradicted(db, book, before):
        _log.critical(
            f"the seals of the {book.name} contradict the file of checkpoints", seal=before.number
        )
        return 0
    to_id, made = await db.write(seals.newest_row, book=book), 0
    while before.to_id < to_id:
        page = await _read_page(db, seals.Page(book, before), to_id, alone=alone)
        closed = page.seal(db.city.keys, to_id=page.read_to, now=clock.now())
        if page.rows == 0 or not await db.write(seals.add, book=book, seal=closed):
            break
        before, made = closed, made + 1
    await _witness(db, book)
    return made


async def next_seal(db: Database) -> datetime | None:
    """Return when the oldest row without a seal must have one, or None when all have."""
    due = [await db.read(seals.next_due, book=book) for book in seals.BOOKS]
    return min((at for at in due if at is not None), default=None)


async def _read_page(
    db: Database, page: seals.Page, to_id: int, *, alone: bool, whole: bool = False
) -> seals.Page:
    """Read one page; `whole` reads all rows up to `to_id`, however many stand there."""
    most = _ROWS_AT_ONCE_ALONE if alone else _ROWS_AT_ONCE
    ended = False
    while not ended and (whole or page.rows < seals.PAGE_ROWS):
        began = time.monotonic()
        ended = await db.read(seals.read_on, page=page, to_id=to_id, most=most)
        if not alone and not ended:
            await asyncio.sleep((time.monotonic() - began) * _REST)
    return page


async def _contradicted(db: Database, book: seals.Book, newest: seals.Seal) -> bool:
    path = db.city.checkpoints
    if path is None:
        return False
    witness = await asyncio.to_thread(checkpoints.read, path, db.city.keys, book)
    said = checkpoints.line_of(book, newest)
    return witness.newest > newest.number or witness.lines.get(newest.number, said) != said


async def _witness(db: Database, book: seals.Book) -> None:
    """Write into the file what it lacks: also what a process that died before could not."""
    path = db.city.checkpoints
    if path is None:
        return
    known = (await asyncio.to_thread(checkpoints.read, path, db.city.keys, book)).newest
    while lacking := await db.read(seals.after, book=book, number=known):
        await asyncio.to_thread(checkpoints.append, path, db.city.keys, book, lacking)
        known = lacking[-1].number


async def verify(
    db: Database, *, alone: bool = False, progress: Progress = lambda _done, _of: None
) -> Chains:
    """Read both books against their seals, and the seals against the file of checkpoints.

    Memory does not grow with the books. `progress` hears how much of the ledger is read.
    """
    ledger = await _verify(db, seals.LEDGER, alone=alone, progress=progress)
    trail = await _verify(db, seals.TRAIL, alone=alone, progress=lambda _done, _of: None)
    marks = await _forgotten(db)
    return Chains(ledger, trail, len(await db.read(erasure.missing, marks=marks)))


async def _forgotten(db: Database) -> dict[bytes, int]:
    path = db.city.checkpoints
    if path is None:
        return {}
    return await asyncio.to_thread(checkpoints.erasures, path, db.city.keys)


async def witness_erasures(db: Database) -> int:
    """Write into the file of checkpoints who was forgotten and does not stand there yet."""
    path, number, wrote = db.city.checkpoints, 0, 0
    if path is None:
        return 0
    while some := await db.read(erasure.after, number=number):
        wrote += await asyncio.to_thread(checkpoints.append_erasures, path, db.city.keys, some)
        number = some[-1].number
    return wrote


async def forget_again(db: Database, marks: dict[bytes, int], clock: Clock) -> int:
    """Forget in a backup that was brought back whom the file says to be forgotten; how many."""
    missing = await db.read(erasure.missing, marks=marks)
    return sum(
        [
            await db.write(erasure.repeat, mark=mark, account_id=account_id, now=clock.now())
            for mark, account_id in missing.items()
        ]
    )


async def _verify(db: Database, book: seals.Book, *, alone: bool, progress: Progress) -> Chain:
    chain, before = Chain(), seals.NO_SEAL
    path = db.city.checkpoints
    keys = db.city.keys
    witness = await asyncio.to_thread(checkpoints.read, path, keys, book) if path else None
    newest = await db.read(seals.last, book=book)
    if witness is not None:
        chain.faults += [f"checkpoints: {what}" for what in witness.wrong]
        chain.restored, chain.witnessed = witness.restored, 0
        if witness.newest > newest.number:
            gone = f"{book.seal_called}s {newest.number + 1} to {witness.newest}"
            chain.faults.append(f"{gone} are gone")
    of = newest.to_id if newest.number else 0
    while some := await db.read(seals.after, book=book, number=before.number):
        for one in some:
            await _compare(db, book, chain, before, one, alone=alone)
            if witness is not None:
                _compare_line(book, chain, witness, one)
            before = one
            progress(one.to_id, of)
            if len(chain.faults) >= _MOST_FAULTS:
                return chain
    chain.unsealed = await db.read(seals.unsealed, book=book, after_id=before.to_id)
    return chain


async def _compare(
    db: Database,
    book: seals.Book,
    chain: Chain,
    before: seals.Seal,
    one: seals.Seal,
    *,
    alone: bool,
) -> None:
    rows = f"({book.rows_called} {max(one.from_id, 1)} to {one.to_id})"
    name = f"{book.seal_called} {one.number} {rows}"
    if one.number != before.number + 1 or one.from_id != before.to_id + 1:
        chain.faults.append(f"{name} does not follow {book.seal_called} {before.number}")
        return
    page = await _read_page(db, seals.Page(book, before), one.to_id, alone=alone, whole=True)
    if not page.is_what(one):
        chain.faults.append(f"{name}: the rows are not those that were sealed")
    if not db.city.keys.signed(one.message(book), one.key_version, one.signature):
        chain.faults.append(f"{name} is not signed with a key of SECRETS_FILE")
    chain.seals += 1
    chain.rows += page.rows


def _compare_line(
    book: seals.Book, chain: Chain, witness: checkpoints.Witness, one: seals.Seal
) -> None:
    line = witness.lines.get(one.number)
    if line is None:
        return
    if line != checkpoints.line_of(book, one):
        said = f"{book.seal_called} {one.number}"
        chain.faults.append(f"{said} is another than the file of checkpoints says")
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
            seals=chain.ledger.seals,
            witnessed=chain.ledger.witnessed,
            audit_seals=chain.trail.seals,
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
