"""Merchants, what they give for hours, and the vouchers in people's hands."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference


class Merchant(SQLModel, table=True):
    """A party that honours vouchers (PUZD-5.2b–d)."""

    id: int | None = primary_key()
    name: str = Field(unique=True)
    kind: str
    address: str
    closed_at: datetime | None = None


class Reward(SQLModel, table=True):
    """Something that hours buy, with a price in minutes and a limited stock."""

    __table_args__ = (
        CheckConstraint("price_minutes > 0", name="costs_something"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("stock <= initial_stock", name="stock_within_initial"),
    )

    id: int | None = primary_key()
    merchant_id: int = reference("merchant.id", index=True)
    title: str
    terms: str = ""
    price_minutes: int
    initial_stock: int
    stock: int
    offered_until_at: datetime | None = None


class Voucher(SQLModel, table=True):
    """A reward that was redeemed: live, honoured once, cancelled before use, or expired."""

    __table_args__ = (
        CheckConstraint(
            "state IN ('live', 'honoured', 'cancelled', 'expired')", name="state_is_known"
        ),
        Index("ix_voucher_volunteer", "volunteer_id", "id"),
        Index("ix_voucher_merchant_honoured", "merchant_id", "honoured_at"),
        Index("one_honour_per_request", "honour_request_id", unique=True),
        # The clock looks for the vouchers that nobody used in time.
        Index(
            "ix_voucher_live",
            "expires_at",
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: int | None = primary_key()
    opaque_id: int = Field(sa_type=BigId, unique=True)
    # The same confirmation pressed twice finds its own voucher.
    request_id: str = Field(unique=True)
    reward_id: int = reference("reward.id", index=True)
    merchant_id: int = reference("merchant.id")
    volunteer_id: int = reference("volunteer.id")
    # What was really taken: 0 where the policy says that redeeming deducts nothing.
    price_minutes: int
    state: str = "live"
    redeemed_at: datetime
    expires_at: datetime
    honoured_at: datetime | None = None
    honoured_by: int | None = reference("account.id", nullable=True, default=None)
    # The same scan sent twice finds its own answer.
    honour_request_id: str | None = None
    cancelled_at: datetime | None = None
