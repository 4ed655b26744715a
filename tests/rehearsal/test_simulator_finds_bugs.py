"""Bugs that are planted, to know that the seeded city would find them.

Each is one that products like this have had. It is found within so many seeds, and without it the
same seeds hold.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import bindparam, make_url, update
from telegram.error import Forbidden, TelegramError

from bot.inbox import Inbox
from models.columns import table_of
from models.ledger import Balance, Ledger
from rehearsal.simulator.run import play, sqlite_store
from rehearsal.simulator.store import SqliteStore
from scheduler import delivery, outcomes
from scheduler.delivery import Deliverer
from scheduler.writers import Written
from tests.databases import fresh_database
from usecases import children, crediting, honouring, inbox, ledger, redeeming, voucher_codes
from usecases.city import CitySession
from usecases.database import Database
from usecases.inbox import Taken
from usecases.notices import Claimed

Plant = Callable[[pytest.MonkeyPatch], None]
_BALANCES = table_of(Balance)


@pytest.fixture(scope="module")
def memory() -> Iterator[SqliteStore]:
    """Yield a city in memory."""
    with fresh_database("sqlite") as url:
        store = sqlite_store(str(make_url(url).database))
    yield store
    store.close()


def no_idempotency_key(planting: pytest.MonkeyPatch) -> None:
    """Take a redemption that is asked for again for another redemption."""
    redeem, numbers = redeeming.redeem, itertools.count()

    def anew(session: CitySession, **facts: Any) -> Any:
        return redeem(session, **(facts | {"request_id": f"{facts['request_id']}#{next(numbers)}"}))

    anew.action = redeem.action  # type: ignore[attr-defined]
    planting.setattr(redeeming, "redeem", anew)


def balance_without_transfer(planting: pytest.MonkeyPatch) -> None:
    """Give minutes back to the balance and not in the ledger."""
    record = ledger.record

    def forgetful(session: CitySession, entry: ledger.Entry, **facts: Any) -> bool:
        if entry.source == "cancel" and entry.credit > 0:
            ledger._give(session, entry)
            return True
        return record(session, entry, **facts)

    planting.setattr(ledger, "record", forgetful)


def update_without_its_condition(planting: pytest.MonkeyPatch) -> None:
    """Let somebody spend what he had when he looked."""
    careless = (
        update(_BALANCES)
        .where(_BALANCES.c.volunteer_id == bindparam("who"))
        .values(redeemable_minutes=_BALANCES.c.redeemable_minutes - bindparam("amount"))
    )
    planting.setitem(ledger._TAKE, Ledger.REDEEMABLE, careless)
    planting.setattr(redeeming, "_refuse_early", lambda *_: None)


def honoured_twice(planting: pytest.MonkeyPatch) -> None:
    """Let a till not ask whether the voucher has been used."""
    honour, refusal, at_the_till = honouring.honour, voucher_codes.refusal, [False]

    def careless(session: CitySession, **facts: Any) -> Any:
        at_the_till[0] = True
        try:
            return honour(session, **facts)
        finally:
            at_the_till[0] = False

    def blind(session: CitySession, row: Any, now: Any) -> Any:
        used = at_the_till[0] and row.state == "honoured"
        return None if used else refusal(session, row, now)

    careless.action = honour.action  # type: ignore[attr-defined]
    planting.setattr(honouring, "honour", careless)
    planting.setattr(voucher_codes, "refusal", blind)


def done_before_the_deed(planting: pytest.MonkeyPatch) -> None:
    """Mark an update as done in a transaction of its own, before what it asks for."""
    write_done = Database.write_done

    async def hasty(db: Database, deed: Any, *, done: Any = None, conversation: Any = None) -> Any:
        if done is not None:
            await db.write(inbox.mark_done, done)
        return await write_done(db, deed, conversation=conversation)

    planting.setattr(Database, "write_done", hasty)


def settled_before_it_is_sent(planting: pytest.MonkeyPatch) -> None:
    """Count a notice as sent when it is about to be sent."""
    send = Deliverer._send

    async def hasty(deliverer: Deliverer, notice: Claimed, written: Written) -> Any:
        await deliverer._settler.settle(notice, "sent")
        return await send(deliverer, notice, written)

    async def sure(deliverer: Deliverer, notice: Claimed) -> None:
        """Ask nothing: it is ours."""

    planting.setattr(Deliverer, "_begin", sure)
    planting.setattr(Deliverer, "_send", hasty)


def blocked_by_exception(planting: pytest.MonkeyPatch) -> None:
    """Take whatever the library calls forbidden for blocked by the person."""
    outcome_of = outcomes.outcome_of

    def simple(error: TelegramError) -> outcomes.Outcome:
        return outcomes.Blocked(gone=False) if type(error) is Forbidden else outcome_of(error)

    planting.setattr(delivery, "outcome_of", simple)


def no_order_per_person(planting: pytest.MonkeyPatch) -> None:
    """Let each update run by itself."""

    def at_once(into: Inbox, one: Taken) -> None:
        into._wait_for(-one.update_id)[one.update_id] = one

    planting.setattr(Inbox, "_queue", at_once)


def a_child_is_not_held_back(planting: pytest.MonkeyPatch) -> None:
    """Let a child go on when its guardian has taken the consent back."""
    planting.setattr(children, "hold_back", lambda *_: None)


def typed_hours_buy_tickets(planting: pytest.MonkeyPatch) -> None:
    """Let hours that were typed be redeemed."""
    issue = ledger.issue

    def generous(session: CitySession, entry: ledger.Entry, **facts: Any) -> None:
        issue(session, entry, **(facts | {"redeemable": True}))

    planting.setattr(ledger, "issue", generous)


def corrected_without_a_reversal(planting: pytest.MonkeyPatch) -> None:
    """Credit what is right beside what was wrong."""
    planting.setattr(crediting, "_standing", lambda *_: [])


# Bug, in how many seeds it is found at the latest, and a word of what is found.
PLANTED: tuple[tuple[Plant, int, str], ...] = (
    (no_idempotency_key, 40, "vouchers of|was done, then refused"),
    (balance_without_transfer, 40, "sum of his transfers"),
    (update_without_its_condition, 40, "broke: IntegrityError"),
    (honoured_twice, 80, "honour"),
    (done_before_the_deed, 80, "never looked at"),
    # Whichever shows first: a lost one, or one that is sent once more because its reply was lost.
    (settled_before_it_is_sent, 80, "never came|was said twice"),
    (blocked_by_exception, 40, "never blocked anybody"),
    (no_order_per_person, 40, "at once"),
    (a_child_is_not_held_back, 40, "held-back"),
    (typed_hours_buy_tickets, 40, "never-redeemable|hours-from-elsewhere"),
    (corrected_without_a_reversal, 80, "a-correction-is-a-reversal"),
)


def _found(store: SqliteStore, most: int, words: str) -> tuple[int, list[str]]:
    """Play seed after seed until one finds something; it must be what was planted."""
    for seed in range(1, most + 1):
        found = play(seed, store).found
        if found:
            assert any(re.search(words, one) for one in found), found
            return seed, found
    pytest.fail(f"not found in {most} seeds")


def _is_found_and_only_then(
    memory: SqliteStore, monkeypatch: pytest.MonkeyPatch, plant: Plant, most: int, words: str
) -> None:
    with monkeypatch.context() as planting:
        plant(planting)
        seed, found = _found(memory, most, words)
    print(f"{plant.__name__}: seed {seed}: {found[0]}")  # noqa: T201
    assert play(seed, memory).found == []


def test_a_balance_that_is_not_its_transfers_is_found(
    memory: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, most, words = PLANTED[1]
    _is_found_and_only_then(memory, monkeypatch, plant, most, words)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("plant", "most", "words"), PLANTED, ids=[plant.__name__ for plant, _, _ in PLANTED]
)
def test_a_planted_bug_is_found(
    memory: SqliteStore, monkeypatch: pytest.MonkeyPatch, plant: Plant, most: int, words: str
) -> None:
    _is_found_and_only_then(memory, monkeypatch, plant, most, words)
