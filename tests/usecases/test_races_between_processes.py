"""Races between two real processes with connections of their own (P2, P8)."""

import asyncio
from collections.abc import Callable
from queue import Queue
from threading import Barrier
from typing import Any

import pytest

from domain.permissions import Role
from domain.refusals import Refusal, Refused
from models.ledger import CityAccount, Ledger
from tests.cast import CITY, MORNING, a_cinema, a_volunteer, with_hours, with_role
from tests.databases import ENGINES, fresh_database
from tests.forks import FORKS
from usecases import honouring, ledger, redeeming
from usecases.city import CitySession
from usecases.database import Database
from usecases.ledger import Entry

Deed = Callable[[CitySession], Any]
_PATIENCE_SECONDS = 60


def record_once(session: CitySession, who: int) -> bool:
    """Record one movement under one key."""
    entry = Entry(
        key="one key",
        ledger=Ledger.SERVICE,
        debit=CityAccount.ISSUED,
        credit=who,
        minutes=60,
        source="scan",
        cause="a race",
        policy_version="test",
        month="2026-11",
    )
    return ledger.record(session, entry, now=MORNING)


def honour_once(session: CitySession, code: str, till: int, request_id: str) -> bool:
    """Show one voucher at a till, each time as a request of its own."""
    outcome = honouring.honour(session, actor=till, code=code, request_id=request_id, now=MORNING)
    return not isinstance(outcome, Refused)


def race(
    url: str, line: Barrier, results: "Queue[list[str]]", deeds: list[tuple[Any, ...]]
) -> None:
    """Do the deeds at once, when the other process is ready too; tell what each came to."""

    async def runs() -> list[str]:
        db = Database(url, CITY)
        await db.read(lambda _session: None)
        await asyncio.to_thread(line.wait, _PATIENCE_SECONDS)
        outcomes = await asyncio.gather(
            *(db.write(deed, *facts) for deed, *facts in deeds), return_exceptions=True
        )
        await db.close()
        return [
            "refused" if isinstance(one, Refusal) or one is False else str(one) for one in outcomes
        ]

    results.put(asyncio.run(runs()))


def raced(url: str, deeds: list[tuple[Any, ...]]) -> list[str]:
    """Let two processes do every second deed each; return what all of them came to."""
    line, results = FORKS.Barrier(2), FORKS.Queue()
    racers = [
        FORKS.Process(target=race, args=(url, line, results, deeds[half::2])) for half in (0, 1)
    ]
    for racer in racers:
        racer.start()
    outcomes = [one for _ in racers for one in results.get(timeout=_PATIENCE_SECONDS)]
    for racer in racers:
        racer.join()
    return outcomes


@pytest.mark.proof
@pytest.mark.parametrize("engine", ENGINES)
async def test_64_racers_of_two_processes_record_one_key_once(engine: str) -> None:
    with fresh_database(engine) as url:
        db = Database(url, CITY)
        li = await db.write(a_volunteer, 12)
        deeds = [(record_once, li.volunteer_id)] * 64
        outcomes = await asyncio.to_thread(raced, url, deeds)
        has = await db.read(ledger.hours, volunteer_id=li.volunteer_id)
        await db.close()
    assert sorted(outcomes) == ["True", *["refused"] * 63]
    assert has.service_minutes == 60


@pytest.mark.proof
@pytest.mark.parametrize("engine", ENGINES)
async def test_40_racers_of_two_processes_honour_one_voucher_once(engine: str) -> None:
    def cast(session: CitySession) -> tuple[str, list[int]]:
        li = a_volunteer(session, 12)
        with_hours(session, li, 3120)
        cinema = a_cinema(session)
        second = with_role(session, 77, Role.MERCHANT, str(cinema.merchant_id))
        made = redeeming.redeem(
            session,
            actor=li.account_id,
            reward_id=cinema.reward_id,
            price_minutes=cinema.price_minutes,
            request_id="before the race",
            now=MORNING,
        )
        return made.voucher.typed, [cinema.till.account_id, second.account_id]

    with fresh_database(engine) as url:
        db = Database(url, CITY)
        code, tills = await db.write(cast)
        deeds = [(honour_once, code, tills[n // 2 % 2], f"race/{n}") for n in range(40)]
        outcomes = await asyncio.to_thread(raced, url, deeds)
        await db.close()
    assert sorted(outcomes) == ["True", *["refused"] * 39]
