"""The ledger of minutes: rows that never change, and the balance they add up to.

An account is a ledger (1 service, 2 redeemable) and an owner: a volunteer's id, or a negative
number for the city's own accounts. One row has one debit and one credit, so the books balance by
construction; the database itself refuses UPDATE and DELETE.
"""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference


class Ledger(IntEnum):
    """The two figures that must never be mixed."""

    SERVICE = 1
    REDEEMABLE = 2


class CityAccount(IntEnum):
    """The city's own accounts; never locked, computed by the proof."""

    ISSUED = -1
    HELD = -2
    SPENT = -3
    EXPIRED = -4
    # Minutes that had to be taken back after they were spent: shown to officers, repaid first.
    OWED = -5


class LedgerTransfer(SQLModel, table=True):
    """Minutes that moved from one account to another; corrected only by a row that reverses it."""

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="moves_something"),
        CheckConstraint("debit <> credit", name="moves_somewhere"),
        # Two partial indexes instead of one per column: each index costs more than the row. They
        # hold all that the months of a person's hours need, because in a ledger of millions each
        # row of his lies on a page of its own.
        Index(
            "ix_transfer_credit",
            "credit",
            "month",
            "ledger",
            "minutes",
            sqlite_where=text("credit > 0"),
            postgresql_where=text("credit > 0"),
        ),
        Index(
            "ix_transfer_debit",
            "debit",
            "month",
            "ledger",
            "minutes",
            sqlite_where=text("debit > 0"),
            postgresql_where=text("debit > 0"),
        ),
    )

    id: int | None = primary_key()
    # The same key with the same request is success, with another request an error.
    key: str = Field(unique=True)
    request_hash: bytes
    ledger: int
    debit: int = Field(sa_type=BigId)
    credit: int = Field(sa_type=BigId)
    minutes: int
    # scan, staff_scan, staff_end, typed, imported, corrected; redeem, cancel, honour, expire.
    source: str
    # What caused it: "visit:12", "voucher:3".
    cause: str
    policy_version: str
    # The civil month of the service, "2026-11", for statements and summaries.
    month: str
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    # Unique: nothing is reversed twice.
    reverses_id: int | None = reference(
        "ledger_transfer.id", nullable=True, default=None, unique=True
    )
    by_account_id: int | None = reference("account.id", nullable=True, default=None)
    recorded_at: datetime


class Balance(SQLModel, table=True):
    """What a volunteer's rows add up to, kept in the transaction that adds them."""

    __table_args__ = (
        CheckConstraint("service_minutes >= 0", name="service_not_negative"),
        CheckConstraint("redeemable_minutes >= 0", name="redeemable_not_negative"),
        CheckConstraint("owed_minutes >= 0", name="owed_not_negative"),
    )

    volunteer_id: int = Field(primary_key=True, foreign_key="volunteer.id", sa_type=BigId)
    service_minutes: int = Field(default=0, sa_type=BigId)
    redeemable_minutes: int = Field(default=0, sa_type=BigId)
    owed_minutes: int = Field(default=0, sa_type=BigId)


class LedgerSeal(SQLModel, table=True):
    """A page of the ledger that is closed: whoever changes a row of it breaks the chain (P13).

    Its hash is over the hash of the page before and every row of this one; its signature is made
    with a key that is not in the database. `usecases/seals.py` says how.
    """

    __tablename__ = "ledger_seal"
    __table_args__ = (CheckConstraint("to_id >= from_id", name="covers_something"),)

    number: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    from_id: int = Field(sa_type=BigId)
    to_id: int = Field(sa_type=BigId)
    rows: int = Field(sa_type=BigId)
    # What the rows moved on each ledger, and what of it came into volunteers' hands.
    service_minutes: int = Field(sa_type=BigId)
    redeemable_minutes: int = Field(sa_type=BigId)
    service_held_minutes: int = Field(sa_type=BigId)
    redeemable_held_minutes: int = Field(sa_type=BigId)
    hash: bytes
    # Which master key of SECRETS_FILE the signature's key comes from.
    key_version: int
    signature: bytes
    sealed_at: datetime
