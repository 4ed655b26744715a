"""What went on in the city besides serving: rewards redeemed, registrations that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from domain.identity import DocumentKind
from models.columns import table_of
from models.ledger import Balance
from models.people import Volunteer
from models.rewards import Reward
from rehearsal.made_up import Resident, id_number
from usecases import honouring, redeeming, registration
from usecases.city import CitySession

_BALANCES = table_of(Balance)
_REWARDS = table_of(Reward)
_VOLUNTEERS = table_of(Volunteer)
_HONOURED_SHARE = 0.8
_LATEST_DAYS = 25


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody whose registration waits for an officer."""

    account_id: int
    resident: Resident
    serial: int
    unit_id: int | None
    waits_days: int


def redeem_some(
    session: CitySession, lot: Random, owners: dict[int, int], *, share: float, now: datetime
) -> int:
    """Let some of those who can afford it redeem; `owners` is merchant → its owner's account."""
    rewards = session.connection().execute(select(_REWARDS)).all()
    rich = session.connection().execute(
        select(_VOLUNTEERS.c.account_id, _BALANCES.c.redeemable_minutes)
        .join(_BALANCES, _BALANCES.c.volunteer_id == _VOLUNTEERS.c.id)
        .where(_BALANCES.c.redeemable_minutes >= 240)
        .order_by(_VOLUNTEERS.c.id)
    )
    made = 0
    for row in rich.all():
        fitting = [one for one in rewards if one.price_minutes <= row.redeemable_minutes // 2]
        if not fitting or lot.random() >= share:
            continue
        reward = lot.choice(fitting)
        redeemed_at = now - timedelta(
            days=lot.randint(1, _LATEST_DAYS), minutes=lot.randint(0, 300)
        )
        honoured = lot.random() < _HONOURED_SHARE
        redeem(session, row.account_id, reward, owners, redeemed_at, honoured=honoured)
        made += 1
    return made


def has_been_to_the_cinema(
    session: CitySession, account_id: int, owners: dict[int, int], *, now: datetime
) -> None:
    """Let one person have used the first reward of the list twice, last month and before."""
    reward = session.connection().execute(select(_REWARDS).order_by(_REWARDS.c.id)).first()
    for days in (47, 19):
        redeem(session, account_id, reward, owners, now - timedelta(days=days), honoured=True)


def redeem(
    session: CitySession,
    account_id: int,
    reward: Any,
    owners: dict[int, int],
    redeemed_at: datetime,
    *,
    honoured: bool,
) -> None:
    """Let one person redeem a reward, and use it some hours later if `honoured`."""
    request_id = f"founding/{account_id}/{reward.id}/{redeemed_at:%Y%m%d}"
    done = redeeming.redeem(
        session,
        actor=account_id,
        reward_id=reward.id,
        price_minutes=reward.price_minutes,
        request_id=request_id,
        now=redeemed_at,
    )
    if honoured:
        honouring.honour(
            session,
            actor=owners[reward.merchant_id],
            code=done.voucher.typed,
            request_id=f"{request_id}/used",
            now=redeemed_at + timedelta(hours=5),
        )


def apply(session: CitySession, applicant: Applicant, *, now: datetime) -> None:
    """Hand in a registration, as its person would have done in the chat."""
    person, handed_in_at = applicant.resident, now - timedelta(days=applicant.waits_days, hours=2)
    registration.agree(
        session,
        actor=applicant.account_id,
        kinds=[registration.TO_REGISTER, registration.ID_NUMBER],
        now=handed_in_at,
    )
    registration.submit(
        session,
        actor=applicant.account_id,
        answers={
            "name": person.name,
            "kind": DocumentKind.RESIDENT_ID.value,
            "number": id_number(person.county, person.born_on, applicant.serial, person.sex),
            "sex": person.sex,
            "born_on": person.born_on.isoformat(),
            "phone": person.phone,
            "county": person.county,
            "township": person.township,
            "unit_id": applicant.unit_id,
            "team_id": None,
            "categories": person.categories,
            "skills": person.skills,
            "free_times": person.free_times,
            "oath": True,
        },
        now=handed_in_at,
    )
