"""The seals of the ledger: whoever changes its history breaks a chain that he cannot mend (P13).

A seal closes a page of transfers: rows in the order of their ids, each in one canonical form,
hashed together with the hash of the page before, and signed with a key of SECRETS_FILE. Its line
is also written into a file outside the database (`usecases/checkpoints.py`), so that cutting off
the end or recomputing everything is noticed too. Rows younger than the last seal are not covered.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from domain.permissions import Action
from models.columns import table_of
from models.ledger import Ledger, LedgerSeal, LedgerTransfer
from models.sealed import Keyring
from usecases import access
from usecases.city import CitySession

_SEALS = table_of(LedgerSeal)
_TRANSFERS = table_of(LedgerTransfer)

# No row stays longer without a seal.
SEALED_WITHIN = timedelta(hours=1)
# The most rows under one seal: a broken one then names the hundred thousand to look at.
PAGE_ROWS = 100_000
# The canonical form, first edition: these columns in this order, whatever the table may gain.
_FORM = b"volunteer-city ledger page 1\n"
_COLUMNS = (
    "id", "key", "request_hash", "ledger", "debit", "credit", "minutes", "source", "cause",
    "policy_version", "month", "unit_id", "reverses_id", "by_account_id", "recorded_at",
)  # fmt: skip
_ROWS = select(*(_TRANSFERS.c[name] for name in _COLUMNS)).order_by(_TRANSFERS.c.id)
# Below any id: a row planted before the first one belongs to the first page.
_BEFORE_ALL = -(2**62)
_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed page: what it covers, what it adds up to, and who says so."""

    number: int
    from_id: int
    to_id: int
    rows: int
    service_minutes: int
    redeemable_minutes: int
    service_held_minutes: int
    redeemable_held_minutes: int
    hash: bytes
    key_version: int
    signature: bytes
    sealed_at: datetime

    def message(self) -> bytes:
        """Return what is signed: everything but the signature."""
        said = [getattr(self, one.name) for one in fields(self) if one.name != "signature"]
        return b"ledger-seal 1 " + json.dumps(said, default=_plain).encode()


_SEAL = select(*(_SEALS.c[one.name] for one in fields(Seal)))
NO_SEAL = Seal(0, 0, _BEFORE_ALL, 0, 0, 0, 0, 0, b"", 0, b"", datetime.min.replace(tzinfo=UTC))


@dataclass(slots=True)
class Page:
    """A page as it is read: what was hashed and added up so far."""

    before: Seal
    read_to: int = 0
    rows: int = 0
    moved: dict[int, int] = field(default_factory=lambda: dict.fromkeys(Ledger, 0))
    held: dict[int, int] = field(default_factory=lambda: dict.fromkeys(Ledger, 0))
    _hash: Any = None

    def __post_init__(self) -> None:
        """Begin behind the page before, with its hash."""
        self.read_to = self.before.to_id
        self._hash = sha256(_FORM + self.before.hash)

    def add(self, rows: Sequence[Any]) -> None:
        """Take rows in, in the order of their ids."""
        for row in rows:
            ledger, debit, credit, minutes = row[3:7]
            self._hash.update(json.dumps([*row], default=_plain).encode())
            self.moved[ledger] = self.moved.get(ledger, 0) + minutes
            gained = (minutes if debit < 0 else 0) - (minutes if credit < 0 else 0)
            self.held[ledger] = self.held.get(ledger, 0) + gained
        self.rows += len(rows)
        if rows:
            self.read_to = rows[-1][0]

    def seal(self, keys: Keyring, *, to_id: int, now: datetime) -> Seal:
        """Return the page closed and signed."""
        version = keys.newest
        plain = Seal(
            number=self.before.number + 1,
            from_id=self.before.to_id + 1,
            to_id=to_id,
            rows=self.rows,
            service_minutes=self.moved[Ledger.SERVICE],
            redeemable_minutes=self.moved[Ledger.REDEEMABLE],
            service_held_minutes=self.held[Ledger.SERVICE],
            redeemable_held_minutes=self.held[Ledger.REDEEMABLE],
            hash=self._hash.digest(),
            key_version=version,
            signature=b"",
            sealed_at=now,
        )
        return _with_signature(plain, keys)

    def is_what(self, seal: Seal) -> bool:
        """Tell whether the rows read are those that were sealed."""
        return (
            self._hash.digest() == seal.hash
            and self.rows == seal.rows
            and self.moved[Ledger.SERVICE] == seal.service_minutes
            and self.moved[Ledger.REDEEMABLE] == seal.redeemable_minutes
            and self.held[Ledger.SERVICE] == seal.service_held_minutes
            and self.held[Ledger.REDEEMABLE] == seal.redeemable_held_minutes
        )


def _with_signature(seal: Seal, keys: Keyring) -> Seal:
    said = {one.name: getattr(seal, one.name) for one in fields(seal)}
    return Seal(**(said | {"signature": keys.sign(seal.message())[1]}))


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    assert isinstance(value, datetime)  # noqa: S101 - the columns hold nothing else
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@access.performs(Action.RUN_CLOCK)
def next_due(session: CitySession) -> datetime | None:
    """Return when the oldest row without a seal must have one, or None when all have."""
    sealed = select(func.coalesce(func.max(_SEALS.c.to_id), _BEFORE_ALL)).scalar_subquery()
    oldest = session.connection().scalar(
        select(_TRANSFERS.c.recorded_at)
        .where(_TRANSFERS.c.id > sealed)
        .order_by(_TRANSFERS.c.id)
        .limit(1)
    )
    return oldest + SEALED_WITHIN if oldest else None


@access.performs(Action.RUN_CLOCK)
def last(session: CitySession) -> Seal:
    """Return the newest seal, or `NO_SEAL`."""
    row = session.connection().execute(_SEAL.order_by(_SEALS.c.number.desc()).limit(1)).first()
    return Seal(*row) if row else NO_SEAL


@access.performs(Action.RUN_CLOCK)
def after(session: CitySession, *, number: int, most: int = 500) -> list[Seal]:
    """Return the seals that follow a number, in order."""
    where = _SEALS.c.number > number
    rows = session.connection().execute(_SEAL.where(where).order_by(_SEALS.c.number).limit(most))
    return [Seal(*row) for row in rows]


@access.performs(Action.RUN_CLOCK)
def newest_transfer(session: CitySession) -> int:
    """Return the highest id of a transfer that is committed, below which none can come any more.

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
                connection.execute(text("LOCK TABLE ledger_transfer IN SHARE ROW EXCLUSIVE MODE"))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            return _BEFORE_ALL
    newest = connection.scalar(select(func.max(_TRANSFERS.c.id)))
    return _BEFORE_ALL if newest is None else newest


@access.performs(Action.RUN_CLOCK)
def read_on(session: CitySession, *, page: Page, to_id: int, most: int) -> bool:
    """Take the next `most` rows up to `to_id` into the page; return whether it is read to its end.

    Rows never change, so a page need not be read in one transaction: nobody waits for it, and
    memory does not grow with the ledger.
    """
    rows = (
        session.connection()
        .execute(_ROWS.where(_TRANSFERS.c.id > page.read_to, _TRANSFERS.c.id <= to_id).limit(most))
        .all()
    )
    page.add(rows)
    return len(rows) < most


@access.performs(Action.RUN_CLOCK)
def add(session: CitySession, *, seal: Seal) -> bool:
    """Keep a seal behind the newest; False when another process has been quicker."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # Of two at once the second waits here and then sees the first one's seal.
        connection.execute(text("LOCK TABLE ledger_seal IN SHARE ROW EXCLUSIVE MODE"))
    if last(session).number != seal.number - 1:
        return False
    connection.execute(
        insert(_SEALS).values({one.name: getattr(seal, one.name) for one in fields(seal)})
    )
    return True


@access.performs(Action.RUN_CLOCK)
def unsealed(session: CitySession, *, after_id: int) -> int:
    """Return how many transfers stand behind an id."""
    count = select(func.count()).where(_TRANSFERS.c.id > after_id)
    return session.connection().scalar(count) or 0
