"""What hours buy: merchants, their offers, and the catalogue that a volunteer sees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from domain.permissions import Action
from domain.refusals import Code, Refusal, unless_refused
from domain.rewards import MerchantKind
from domain.writing import clean_text
from models.columns import table_of
from models.rewards import Merchant, Reward
from usecases import access, audit, ledger
from usecases.city import CitySession

_MERCHANTS = table_of(Merchant)
_REWARDS = table_of(Reward)

# What fits a button, a line and a small print on a phone.
_NAME_LENGTH = 40
_TITLE_LENGTH = 30
_TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as a volunteer sees it; `short_minutes` is what he still lacks for it."""

    reward_id: int
    title: str
    terms: str
    merchant: str
    merchant_kind: str
    address: str
    price_minutes: int
    stock: int
    short_minutes: int
    offered_until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that can be had now: what the volunteer can afford first, the cheapest first."""

    has_minutes: int
    offers: list[Offer]


_OFFERED = select(
    _REWARDS,
    _MERCHANTS.c.name,
    _MERCHANTS.c.kind,
    _MERCHANTS.c.address,
).join(_MERCHANTS, _MERCHANTS.c.id == _REWARDS.c.merchant_id)


@access.performs(Action.REDEEM)
def catalogue(session: CitySession, *, actor: int, now: datetime) -> Catalogue:
    """Return what is offered and in stock now; refuses `not-registered`, `not-yet-approved`."""
    volunteer_id = access.own_volunteer(session, actor=actor)
    has = ledger.hours(session, volunteer_id=volunteer_id).redeemable_minutes
    rows = session.connection().execute(
        _OFFERED.where(
            _REWARDS.c.stock > 0,
            (_REWARDS.c.offered_until_at.is_(None)) | (_REWARDS.c.offered_until_at > now),
            _MERCHANTS.c.closed_at.is_(None),
        )
    )
    offers = [_offer(row, has) for row in rows]
    offers.sort(key=lambda one: (one.short_minutes > 0, one.price_minutes, one.reward_id))
    return Catalogue(has, offers)


@access.performs(Action.REDEEM)
def offer_of(session: CitySession, *, actor: int, reward_id: int) -> tuple[Offer, int]:
    """Return an offer, even one that is gone, and the redeemable minutes of the volunteer.

    Refuses `not-found`, `not-registered`, `not-yet-approved`.
    """
    volunteer_id = access.own_volunteer(session, actor=actor)
    has = ledger.hours(session, volunteer_id=volunteer_id).redeemable_minutes
    row = session.connection().execute(_OFFERED.where(_REWARDS.c.id == reward_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    return _offer(row, has), has


def _offer(row, has: int) -> Offer:  # type: ignore[no-untyped-def]
    return Offer(
        reward_id=row.id,
        title=row.title,
        terms=row.terms,
        merchant=row.name,
        merchant_kind=row.kind,
        address=row.address,
        price_minutes=row.price_minutes,
        stock=row.stock,
        short_minutes=max(row.price_minutes - has, 0),
        offered_until_at=row.offered_until_at,
    )


@access.performs(Action.KEEP_REWARDS)
def open_merchant(
    session: CitySession,
    *,
    actor: int,
    name: str,
    kind: MerchantKind,
    address: str,
    now: datetime,
) -> int:
    """Open a merchant that honours vouchers, and return its id (PUZD-5.2a, c).

    Refuses `not-allowed`, `name-taken`, and text-* for a name or an address that is none.
    """
    access.require(session, actor=actor, action=Action.KEEP_REWARDS, place="")
    name = _clean(name, _NAME_LENGTH)
    connection = session.connection()
    taken = connection.scalar(select(func.count()).where(_MERCHANTS.c.name == name))
    if taken:
        raise Refusal(Code.NAME_TAKEN, name=name)
    made = connection.execute(
        insert(_MERCHANTS).values(
            name=name, kind=kind.value, address=_clean(address, _TEXT_LENGTH), closed_at=None
        )
    ).inserted_primary_key
    assert made is not None  # noqa: S101 - a single row insert returns its key
    audit.record(session, actor, "merchant.opened", f"merchant:{made[0]}", now)
    return int(made[0])


@access.performs(Action.KEEP_REWARDS)
def offer(
    session: CitySession,
    *,
    actor: int,
    merchant_id: int,
    title: str,
    price_minutes: int,
    stock: int,
    now: datetime,
    terms: str = "",
    offered_until_at: datetime | None = None,
) -> int:
    """Offer a reward for minutes, so many of it, and return its id (PUZD-5.2b).

    Refuses `not-allowed`, `not-found` for an unknown merchant or a price or stock below one, and
    text-* for words that are none.
    """
    access.require(session, actor=actor, action=Action.KEEP_REWARDS, place="")
    connection = session.connection()
    known = connection.scalar(select(_MERCHANTS.c.id).where(_MERCHANTS.c.id == merchant_id))
    if known is None or price_minutes < 1 or stock < 1:
        raise Refusal(Code.NOT_FOUND)
    made = connection.execute(
        insert(_REWARDS).values(
            merchant_id=merchant_id,
            title=_clean(title, _TITLE_LENGTH),
            terms=_clean(terms, _TEXT_LENGTH) if terms.strip() else "",
            price_minutes=price_minutes,
            initial_stock=stock,
            stock=stock,
            offered_until_at=offered_until_at,
        )
    ).inserted_primary_key
    assert made is not None  # noqa: S101 - a single row insert returns its key
    audit.record(session, actor, "reward.offered", f"reward:{made[0]}", now)
    return int(made[0])


def _clean(typed: str, max_length: int) -> str:
    return unless_refused(clean_text(typed, max_length=max_length))
