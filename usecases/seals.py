"""The seals of the books: whoever changes their history breaks a chain that he cannot mend (P13).

There are two books, the ledger and the audit trail, and one way to seal them. A seal closes a page
of a book: rows in the order of their ids, each in one canonical form, hashed together with the
hash of the page before, and signed with a key of SECRETS_FILE. Its line is also written into a
file outside the database (`usecases/checkpoints.py`), so that cutting off the end or recomputing
everything is noticed too. Rows younger than the last seal are not covered. When pages are closed
and read again: `scheduler/books.py`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from domain.permissions import Action
from models.columns import table_of
from models.ledger import Ledger, LedgerSeal, LedgerTransfer
from models.sealed import Keyring
from models.traffic import AuditEntry, AuditSeal
from usecases import access
from usecases.city import CitySession

# No row stays longer without a seal.
SEALED_WITHIN = timedelta(hours=1)
# The most rows under one seal: a broken one then names the hundred thousand to look at.
PAGE_ROWS = 100_000
# Below any id: a row planted before the first one belongs to the first page.
_BEFORE_ALL = -(2**62)
_EXCLUSIVE, _LOCK_NOT_AVAILABLE = "IN SHARE ROW EXCLUSIVE MODE", "55P03"
# What of a seal stands in every book, and what the ledger's adds to it, in the signed order.
_HEAD, _TAIL = ("number", "from_id", "to_id", "rows"), ("hash", "key_version", "sealed_at")
_SUMS = (
    "service_minutes", "redeemable_minutes", "service_held_minutes", "redeemable_held_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """A table whose rows never change and are sealed page by page."""

    # What its seals sign, its line in the file of checkpoints, and how its rows are called.
    name: str
    line: str
    rows_called: str
    rows: Table
    seals: Table
    # The canonical form, first edition: these columns in this order, whatever the table may gain.
    columns: tuple[str, ...]
    written: str
    sums: tuple[str, ...] = ()

    @property
    def seal_called(self) -> str:
        """Return how a seal of it is called where a fault is named."""
        return "seal" if self.line == "seal" else f"{self.line} seal"

    @property
    def restored(self) -> str:
        """Return the first word of the line that says that the chain goes on from earlier."""
        return "restored" if self.line == "seal" else f"{self.line}-restored"

    @property
    def form(self) -> bytes:
        """Return what is hashed before the rows."""
        return f"volunteer-city {self.name} page 1\n".encode()

    @property
    def query(self) -> Select[Any]:
        """Return the query for rows in their canonical form and order."""
        return select(*(self.rows.c[name] for name in self.columns)).order_by(self.rows.c.id)

    @property
    def seal_query(self) -> Select[Any]:
        """Return the query for seals, their sums behind."""
        return select(*(self.seals.c[name] for name in (*_HEAD, *_TAIL, "signature", *self.sums)))


LEDGER = Book(
    "ledger", "seal", "transfers", table_of(LedgerTransfer), table_of(LedgerSeal),
    (
        "id", "key", "request_hash", "ledger", "debit", "credit", "minutes", "source", "cause",
        "policy_version", "month", "unit_id", "reverses_id", "by_account_id", "recorded_at",
    ),
    "recorded_at", _SUMS,
)  # fmt: skip
TRAIL = Book(
    "audit", "audit", "audit entries", table_of(AuditEntry), table_of(AuditSeal),
    ("id", "at", "account_id", "action", "subject", "detail"), "at",
)  # fmt: skip
BOOKS = (LEDGER, TRAIL)


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed page: what it covers, what it adds up to, and who says so."""

    number: int
    from_id: int
    to_id: int
    rows: int
    hash: bytes
    key_version: int
    sealed_at: datetime
    signature: bytes = b""
    # Of the ledger: moved on each of the two figures, and what of it came into people's hands.
    sums: tuple[int, ...] = ()

    def message(self, book: Book) -> bytes:
        """Return what is signed: everything but the signature."""
        said = [
            *(getattr(self, name) for name in _HEAD),
            *self.sums,
            *(getattr(self, name) for name in _TAIL),
        ]
        return f"{book.name}-seal 1 ".encode() + json.dumps(said, default=_plain).encode()


def _read(row: Any) -> Seal:
    number, from_id, to_id, rows, page_hash, key_version, sealed_at, signature, *sums = row
    return Seal(
        number, from_id, to_id, rows, page_hash, key_version, sealed_at, signature, tuple(sums)
    )


NO_SEAL = Seal(0, 0, _BEFORE_ALL, 0, b"", 0, datetime.min.replace(tzinfo=UTC))


@dataclass(slots=True)
class Page:
    """A page as it is read: what was hashed and added up so far."""

    book: Book
    before: Seal
    read_to: int = 0
    rows: int = 0
    moved: dict[int, int] = field(default_factory=lambda: dict.fromkeys(Ledger, 0))
    held: dict[int, int] = field(default_factory=lambda: dict.fromkeys(Ledger, 0))
    _hash: Any = None

    def __post_init__(self) -> None:
        """Begin behind the page before, with its hash."""
        self.read_to = self.before.to_id
        self._hash = sha256(self.book.form + self.before.hash)

    def add(self, rows: Sequence[Any]) -> None:
        """Take rows in, in the order of their ids."""
        for row in rows:
            self._hash.update(json.dumps([*row], default=_plain, sort_keys=True).encode())
            if not self.book.sums:
                continue
            ledger, debit, credit, minutes = row[3:7]
            self.moved[ledger] = self.moved.get(ledger, 0) + minutes
            gained = (minutes if debit < 0 else 0) - (minutes if credit < 0 else 0)
            self.held[ledger] = self.held.get(ledger, 0) + gained
        self.rows += len(rows)
        if rows:
            self.read_to = rows[-1][0]

    @property
    def sums(self) -> tuple[int, ...]:
        """Return what the rows add up to, in the order of the book's sums."""
        if not self.book.sums:
            return ()
        both = (Ledger.SERVICE, Ledger.REDEEMABLE)
        return (*(self.moved[one] for one in both), *(self.held[one] for one in both))

    def seal(self, keys: Keyring, *, to_id: int, now: datetime) -> Seal:
        """Return the page closed and signed."""
        plain = Seal(
            number=self.before.number + 1,
            from_id=self.before.to_id + 1,
            to_id=to_id,
            rows=self.rows,
            hash=self._hash.digest(),
            key_version=keys.newest,
            sealed_at=now,
            sums=self.sums,
        )
        return replace(plain, signature=keys.sign(plain.message(self.book))[1])

    def is_what(self, seal: Seal) -> bool:
        """Tell whether the rows read are those that were sealed."""
        return (
            self._hash.digest() == seal.hash and self.rows == seal.rows and self.sums == seal.sums
        )


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    assert isinstance(value, datetime)  # noqa: S101 - the columns hold nothing else
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@access.performs(Action.RUN_CLOCK)
def next_due(session: CitySession, *, book: Book) -> datetime | None:
    """Return when the oldest row without a seal must have one, or None when all have."""
    sealed = select(func.coalesce(func.max(book.seals.c.to_id), _BEFORE_ALL)).scalar_subquery()
    oldest = session.connection().scalar(
        select(book.rows.c[book.written])
        .where(book.rows.c.id > sealed)
        .order_by(book.rows.c.id)
        .limit(1)
    )
    return oldest + SEALED_WITHIN if oldest else None


@access.performs(Action.RUN_CLOCK)
def last(session: CitySession, *, book: Book) -> Seal:
    """Return the newest seal, or `NO_SEAL`."""
    newest = book.seal_query.order_by(book.seals.c.number.desc()).limit(1)
    row = session.connection().execute(newest).first()
    return _read(row) if row else NO_SEAL


@access.performs(Action.RUN_CLOCK)
def after(session: CitySession, *, book: Book, number: int, most: int = 500) -> list[Seal]:
    """Return the seals that follow a number, in order."""
    number_of = book.seals.c.number
    some = book.seal_query.where(number_of > number).order_by(number_of).limit(most)
    return [_read(row) for row in session.connection().execute(some)]


@access.performs(Action.RUN_CLOCK)
def newest_row(session: CitySession, *, book: Book) -> int:
    """Return the highest id of a row that is committed, below which none can come any more.

    PostgreSQL gives ids before the commit, so a smaller one may be committed later than a greater.
    Whoever inserts holds a ROW EXCLUSIVE lock from before he is given his id until his commit: once
    we hold a lock that conflicts with it, nobody has an id that we cannot see. It is held for this
    one look, a transaction of its own. Behind a lock that is waited for, other writers wait too,
    so we wait for a second at most (a VACUUM may hold it for minutes) and then see nothing new.
    SQLite has one writer at a time, so there ids are committed in their order.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                connection.execute(text("SET LOCAL lock_timeout = '1s'"))
                connection.execute(text(f"LOCK TABLE {book.rows.name} {_EXCLUSIVE}"))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            return _BEFORE_ALL
    newest = connection.scalar(select(func.max(book.rows.c.id)))
    return _BEFORE_ALL if newest is None else newest


@access.performs(Action.RUN_CLOCK)
def read_on(session: CitySession, *, page: Page, to_id: int, most: int) -> bool:
    """Take the next `most` rows up to `to_id` into the page; True once there are no more of them.

    Rows never change, so a page need not be read in one transaction: nobody waits for it, and
    memory does not grow with the book.
    """
    key = page.book.rows.c.id
    some = page.book.query.where(key > page.read_to, key <= to_id).limit(most)
    rows = session.connection().execute(some).all()
    page.add(rows)
    return len(rows) < most


@access.performs(Action.RUN_CLOCK)
def add(session: CitySession, *, book: Book, seal: Seal) -> bool:
    """Keep a seal behind the newest; False when another process has been quicker."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # Of two at once the second waits here and then sees the first one's seal.
        connection.execute(text(f"LOCK TABLE {book.seals.name} {_EXCLUSIVE}"))
    if last(session, book=book).number != seal.number - 1:
        return False
    said = {name: getattr(seal, name) for name in (*_HEAD, *_TAIL, "signature")}
    sums = dict(zip(book.sums, seal.sums, strict=True))
    connection.execute(insert(book.seals).values(said | sums))
    return True


@access.performs(Action.RUN_CLOCK)
def unsealed(session: CitySession, *, book: Book, after_id: int) -> int:
    """Return how many rows of a book stand behind an id."""
    count = select(func.count()).where(book.rows.c.id > after_id)
    return session.connection().scalar(count) or 0
