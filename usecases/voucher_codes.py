"""The codes of a voucher: the renewing one on a page, the typed one in the chat, and their reading.

The typed code is made from the voucher's random number with the city's key, so that the picture in
the chat stays good and can be drawn again, while the database holds its hash only.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from domain import tokens
from domain.refusals import Code, Refused
from models.columns import table_of
from models.rewards import Voucher
from usecases import codes
from usecases.city import CitySession

_VOUCHERS = table_of(Voucher)

KIND = "voucher"


@dataclass(frozen=True, slots=True)
class VoucherFound:
    """A voucher behind a proven code; `stale` when the code itself is too old to be taken."""

    voucher_id: int
    stale: Refused | None = None


def typed(session: CitySession, *, opaque_id: int) -> str:
    """Return the 12 characters that always stand for the voucher."""
    key = session.city.keys.key("voucher/typed")
    return tokens.derived_code(hmac.digest(key, str(opaque_id).encode(), sha256))


def signed(session: CitySession, *, opaque_id: int, merchant: int, now: datetime) -> str:
    """Return the voucher's renewing code of this slot, bound to its merchant."""
    seconds = session.city.policy(now).checkin.personal_slot_seconds
    code = tokens.VoucherCode(opaque_id, tokens.slot_of(now, seconds), merchant)
    return tokens.sign(code, session.city.keys.key("voucher"))


def find(session: CitySession, *, actor: int, code: str, now: datetime) -> VoucherFound | Refused:
    """Return the voucher that a scanned or typed code stands for, or `voucher-unknown`.

    A wrong typed code counts; after five in a minute `too-many-tries` is raised.
    """
    typed_code = tokens.as_typed(code)
    if typed_code is not None:
        found = codes.look_up(session, actor=actor, typed=typed_code, kind=KIND, now=now)
        if isinstance(found, Refused):
            return Refused(Code.VOUCHER_UNKNOWN)
        return VoucherFound(found.subject_id)
    shown = tokens.parse(code)
    if not isinstance(shown, tokens.VoucherCode):
        return Refused(Code.VOUCHER_UNKNOWN)
    if not tokens.proven(code, shown, session.city.keys.key("voucher")):
        return Refused(Code.VOUCHER_UNKNOWN)
    voucher_id = session.connection().scalar(
        select(_VOUCHERS.c.id).where(
            _VOUCHERS.c.opaque_id == shown.voucher, _VOUCHERS.c.merchant_id == shown.merchant
        )
    )
    if voucher_id is None:
        return Refused(Code.VOUCHER_UNKNOWN)
    return VoucherFound(voucher_id, _stale(session, shown, now))


def _stale(session: CitySession, shown: tokens.VoucherCode, now: datetime) -> Refused | None:
    rules = session.city.policy(now).checkin
    age = tokens.slot_of(now, rules.personal_slot_seconds) - shown.slot
    if 0 <= age < rules.personal_slots:
        return None
    ended = int(now.timestamp()) - (shown.slot + 1) * rules.personal_slot_seconds
    return Refused(Code.CODE_CHANGED, {"seconds": max(ended, 0)})


def refusal(session: CitySession, row: Any, now: datetime) -> Refused | None:
    """Return why a voucher can no longer be used, with when that happened, or None when it can."""
    if row.state == "honoured":
        used = {"honoured_at": row.honoured_at.isoformat(), "merchant": row.merchant}
        return Refused(Code.VOUCHER_USED, dict(used))
    if row.state == "cancelled":
        return Refused(Code.VOUCHER_CANCELLED, {"cancelled_at": row.cancelled_at.isoformat()})
    if row.state == "expired" or now >= row.expires_at:
        last = session.city.calendar.day_of(row.expires_at - timedelta(seconds=1))
        return Refused(
            Code.VOUCHER_EXPIRED, {"until_on": last.isoformat()}, "redemption.voucher_days"
        )
    return None
