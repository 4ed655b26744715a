"""The proof finds what it is for: each query is shown a corruption of its own."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text

from domain.admission import Means
from tests.cast import (
    CITY,
    MORNING,
    CinemaOffer,
    Somebody,
    a_cinema,
    a_station,
    a_volunteer,
    later,
    station_code,
    with_hours,
)
from tests.databases import ENGINES, fresh_database
from tests.usecases.planted_people import PEOPLE
from usecases import honouring, ledger, people_proof, proof, redeeming, vouchers
from usecases.checkins import scan
from usecases.city import CitySession
from usecases.database import Database

TRANSFER = """
    INSERT INTO ledger_transfer (key, request_hash, ledger, debit, credit, minutes, source, cause,
                                 policy_version, month, reverses_id, recorded_at)
    SELECT {key}, request_hash, {ledger}, {debit}, {credit}, {minutes}, {source}, {cause},
           policy_version, month, {reverses}, recorded_at
    FROM ledger_transfer WHERE key = 'visit:1/service'
"""


def a_transfer(
    debit: int,
    credit: int,
    *,
    ledger: int = 2,
    minutes: int = 10,
    source: str = "scan",
    cause: str = "planted",
    reverses: str = "NULL",
) -> str:
    """Return a statement that writes a movement past the use cases."""
    return TRANSFER.format(
        key="'planted'", ledger=ledger, debit=debit, credit=credit, minutes=minutes,
        source=f"'{source}'", cause=f"'{cause}'", reverses=reverses,
    )  # fmt: skip


# An hour that was typed and never credited, on a day without visits.
TYPED = """
    INSERT INTO service_record (request_id, volunteer_id, name, place, content, leader, organizer,
                                began_at, ended_at, reason, denied, late, county, typed_by,
                                typed_at, state, version, minutes, policy_version)
    VALUES ('planted', 1, '', '', '', '', '', '2026-11-01 01:00:00.000000',
            '2026-11-01 02:00:00.000000', '', '[]', FALSE, '530802', 1,
            '2026-11-02 01:00:00.000000', 'credited', 1, 60, '')
"""
# The cast of the books below: volunteer 1 with a visit of 190 minutes, 52 hours from before, one
# voucher honoured (1), one cancelled (2), one live (3); volunteer 2 who owes 60 minutes.
PLANTED: dict[str, list[str]] = {
    "a-typed-record-has-its-minutes-in-the-ledger": [TYPED],
    "hours-from-elsewhere-are-in-the-ledger": [
        "INSERT INTO outside_hours (volunteer_id, place, minutes, first_on, last_on, file_name,"
        " county, state, version, asked_at, checked_by, approved_by) VALUES (1, '昆明', 60,"
        " '2025-01-01', '2025-01-02', '', '', 'credited', 3, '2026-11-01 01:00:00.000000', 1, 2)"
    ],
    "nobody-served-in-two-places-at-once": [
        TYPED,
        "UPDATE visit SET opened_at = '2026-11-01 01:30:00.000000' WHERE id = 1",
    ],
    "balance-is-the-sum": [
        "UPDATE balance SET service_minutes = service_minutes + 1 WHERE volunteer_id = 1"
    ],
    "every-sum-has-a-balance": [a_transfer(-1, 3, ledger=1)],
    "owed-is-the-sum": ["UPDATE balance SET owed_minutes = 61 WHERE volunteer_id = 2"],
    "issued-is-held-spent-expired-or-in-hand": [
        "UPDATE balance SET redeemable_minutes = redeemable_minutes + 1 WHERE volunteer_id = 1"
    ],
    "a-reversal-mirrors-its-original": [
        a_transfer(
            -2, 1, minutes=599,
            reverses="(SELECT o.id FROM ledger_transfer o WHERE o.key = 'voucher:3/held')",
        )
    ],
    "service-falls-by-reversal-only": [a_transfer(1, -1, ledger=1)],
    "a-credited-visit-has-its-minutes-in-the-ledger": [
        "UPDATE visit SET minutes = 191 WHERE id = 1"
    ],
    "stock-and-vouchers-make-the-initial-stock": ["UPDATE reward SET stock = stock - 1"],
    "held-is-the-live-vouchers": [a_transfer(1, -2, minutes=600)],
    "a-voucher-has-its-movements": ["UPDATE voucher SET price_minutes = 599 WHERE id = 1"],
    "a-voucher-knows-when-it-ended": ["UPDATE voucher SET honoured_by = NULL WHERE id = 1"],
    "a-voucher-is-bound-to-its-rewards-merchant": [
        "UPDATE voucher SET merchant_id = 2 WHERE id = 3"
    ],
    "every-movement-is-of-a-known-kind": [a_transfer(1, 2)],
    "typed-minutes-are-never-redeemable": [a_transfer(-1, 1, source="typed")],
    "redeemable-minutes-were-served": [a_transfer(-1, 1)],
    "nobody-holds-while-he-owes": [
        "UPDATE balance SET redeemable_minutes = 1 WHERE volunteer_id = 2"
    ],
}  # fmt: skip

# Each alone: a state that contradicts its times or its movements.
LIES_ABOUT_VOUCHERS = [
    "UPDATE voucher SET state = 'live' WHERE id = 1",
    "UPDATE voucher SET state = 'live' WHERE id = 2",
    "UPDATE voucher SET state = 'expired' WHERE id = 3",
    "UPDATE voucher SET state = 'cancelled', cancelled_at = redeemed_at WHERE id = 3",
    "UPDATE voucher SET price_minutes = 0 WHERE id = 3",
    "UPDATE voucher SET volunteer_id = 2 WHERE id = 3",
]


def _books(session: CitySession) -> None:
    li = a_volunteer(session, 12)
    zhang = a_volunteer(session, 13, "张志愿")
    a_volunteer(session, 14, "赵志愿")
    station = a_station(session)
    for hours in (0, 3):
        at = later(hours=hours, minutes=10 if hours else 0)
        scan(
            session,
            actor=li.account_id,
            token=station_code(station, at),
            means=Means.SCANNER,
            request_id=f"scan/{hours}",
            now=at,
        )
    with_hours(session, li, 3120)
    cinema = a_cinema(session)
    a_cinema(session, "二号影城")
    _vouchers(session, li, cinema)
    with_hours(session, zhang, 600)
    _redeemed(session, zhang, cinema, "zhang")
    before = f"before:{zhang.volunteer_id}:600:imported"
    for book in ("service", "redeemable"):
        ledger.reverse(session, key=f"{before}/{book}", by=None, now=MORNING)


def _vouchers(session: CitySession, li: Somebody, cinema: CinemaOffer) -> None:
    first, second, _ = (_redeemed(session, li, cinema, f"{n}") for n in range(3))
    till = cinema.till.account_id
    honouring.honour(session, actor=till, code=first.typed, request_id="till", now=MORNING)
    vouchers.cancel(session, actor=li.account_id, voucher_id=second.voucher_id, now=MORNING)


def _redeemed(
    session: CitySession, who: Somebody, cinema: CinemaOffer, request_id: str
) -> vouchers.VoucherShown:
    return redeeming.redeem(
        session,
        actor=who.account_id,
        reward_id=cinema.reward_id,
        price_minutes=600,
        request_id=request_id,
        now=MORNING,
    ).voucher


@pytest_asyncio.fixture(params=ENGINES, scope="module")
async def books(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Yield good books; whoever plants something in them takes it out again."""
    with fresh_database(request.param) as url:
        opened = Database(url, CITY)
        await opened.write(_books)
        try:
            yield opened
        finally:
            await opened.close()


class TakenBackError(Exception):
    """Rolls the planted corruption back and carries what the proof found."""

    def __init__(self, found: proof.Proof) -> None:
        super().__init__()
        self.found = found


async def found_after(books: Database, statements: list[str]) -> proof.Proof:
    def plant(session: CitySession) -> None:
        for statement in statements:
            session.connection().execute(text(statement))
        raise TakenBackError(proof.prove(session))

    with pytest.raises(TakenBackError) as taken:
        await books.write(plant)
    return taken.value.found


async def test_good_books_hold(books: Database) -> None:
    found = await books.read(proof.prove)
    assert found.holds, found.contradictions
    assert (found.transfers, found.balances) == (15, 2)


@pytest.mark.parametrize("query", list(PLANTED))
async def test_each_query_finds_what_it_is_for(books: Database, query: str) -> None:
    found = await found_after(books, PLANTED[query])
    assert query in found.contradictions
    assert (await books.read(proof.prove)).holds


def test_every_query_has_something_planted_for_it() -> None:
    assert set(PLANTED) | set(PEOPLE) == set(proof.QUERIES) | set(proof.JUDGED)
    assert set(PEOPLE) == set(people_proof.ABOUT)


@pytest.mark.parametrize("query", list(PEOPLE))
async def test_each_thing_said_of_people_is_true_of_what_is_right_and_of_nothing_else(
    books: Database, query: str
) -> None:
    planted = PEOPLE[query]
    assert query not in (await found_after(books, planted.right)).contradictions
    for wrong in planted.wrong:
        found = await found_after(books, [*planted.right, wrong])
        assert query in found.contradictions, wrong


@pytest.mark.parametrize("lie", LIES_ABOUT_VOUCHERS)
async def test_a_voucher_cannot_lie_about_itself(books: Database, lie: str) -> None:
    found = await found_after(books, [lie])
    assert "a-voucher-has-its-movements" in found.contradictions


def test_no_query_takes_a_value_of_a_stranger() -> None:
    assert not [name for name, query in proof.QUERIES.items() if re.search(r"[:{%]\w*\}", query)]
