"""Whatever Telegram does, a notice goes out once, or its row says why it did not."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from models.columns import table_of
from models.people import Account
from models.traffic import Notice
from rehearsal.people import Person
from scheduler.delivery import Deliverer
from tests.cast import later
from tests.world import World
from usecases import access, notices
from usecases.city import CitySession

_WORDS = "站点已确认"


async def _account(world: World, person: Person) -> int:
    caller = await world.db.read(access.recognise, messenger="telegram", external_id=person.id)
    assert caller is not None
    return caller.account_id


async def _tell(world: World, person: Person, key: str = "1", kind: str = "end-confirmed") -> None:
    facts: dict[str, Any] = {"minutes": 60, "since_at": later().isoformat()}
    if kind == "visit-forgotten":
        facts = {"visit_id": 0, "station": "图书馆", "since_at": later().isoformat()}
    await world.db.write(
        notices.tell,
        kind=kind,
        account_id=await _account(world, person),
        dedupe_key=key,
        facts=facts,
        due_at=world.clock.now(),
    )


async def _somebody(world: World, name: str = "李志愿") -> Person:
    person = world.person(name)
    await person.says("/start")
    return person


def _rows(session: CitySession) -> list[Any]:
    rows = table_of(Notice)
    return list(session.connection().execute(select(rows).order_by(rows.c.id)))


def _blocked(session: CitySession, external_id: int) -> bool:
    accounts = table_of(Account)
    return (
        session.connection().scalar(
            select(accounts.c.blocked_at).where(accounts.c.external_id == external_id)
        )
        is not None
    )


async def _states(world: World) -> list[str]:
    return [row.state for row in await world.db.read(_rows)]


def _arrived(person: Person, words: str = _WORDS) -> int:
    return sum(words in message.text for message in person.messages)


async def test_a_notice_is_sent_once_in_the_receivers_language(world: World) -> None:
    li = world.person("Li", language="en")
    await li.says("/start")
    await _tell(world, li)
    await world.house.scheduler.deliver()
    await world.house.scheduler.deliver()
    assert _arrived(li, "The station") == 1
    row = (await world.db.read(_rows))[0]
    assert (row.state, row.message_id) == ("sent", li.messages[-1].id)


async def test_a_refused_message_to_one_halts_all(world: World) -> None:
    people = [await _somebody(world, name) for name in ("甲", "乙", "丙")]
    for number, person in enumerate(people):
        await _tell(world, person, str(number))
    world.stage.faults.inject("too_many_requests", method="sendMessage", seconds=1, count=1)
    began = asyncio.get_running_loop().time()
    await world.goes_on_to(later(minutes=1))
    assert asyncio.get_running_loop().time() - began >= 1.0
    assert [_arrived(person) for person in people] == [1, 1, 1]
    until = await world.db.read(notices.paused_until)
    assert until == later(seconds=1), "other processes can read the halt"


async def test_a_halt_of_another_process_is_heeded(world: World) -> None:
    li = await _somebody(world)
    await _tell(world, li)
    await world.db.write(notices.pause, until=later(seconds=1))
    await world.house.scheduler.deliver()
    assert _arrived(li) == 0
    await world.goes_on_to(later(minutes=1))
    assert _arrived(li) == 1


@pytest.mark.parametrize("fault", ["http_500", "html_502", "html_403"])
async def test_a_fault_of_the_way_delays_and_silences_nobody(world: World, fault: str) -> None:
    li = await _somebody(world)
    await _tell(world, li)
    world.stage.faults.inject(fault, method="sendMessage", count=3)
    await world.house.scheduler.deliver()
    assert not await world.db.read(_blocked, li.id)
    assert _arrived(li) == 0
    await world.goes_on_to(later(minutes=1))
    assert _arrived(li) == 1
    assert await _states(world) == ["sent"]


async def test_who_blocked_the_bot_hears_it_when_he_comes_back(world: World) -> None:
    li = await _somebody(world)
    await _tell(world, li, "1")
    await _tell(world, li, "2")
    world.stage.faults.inject("blocked", method="sendMessage", count=1)
    await world.house.scheduler.deliver()
    assert await world.db.read(_blocked, li.id)
    assert await _states(world) == ["pending", "pending"]
    assert len([c for c in world.stage.calls if c.fault == "blocked"]) == 1
    await world.goes_on_to(later(days=1))
    assert _arrived(li) == 0
    await li.blocks_bot()
    await li.opens()
    assert _arrived(li) == 2


async def test_who_comes_back_while_a_refusal_is_on_its_way_is_not_taken_for_one_who_blocks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = await _somebody(world)
    await _tell(world, li, "1")
    await _tell(world, li, "2")
    world.stage.faults.inject("blocked", method="sendMessage", count=1)
    account_id = await _account(world, li)
    truly = notices.mark_blocked

    def too_late(session: CitySession, **known: Any) -> bool:
        notices.unblock(session, account_id=account_id)
        return truly(session, **known)

    monkeypatch.setattr(notices, "mark_blocked", too_late)
    await world.house.scheduler.deliver()
    assert not await world.db.read(_blocked, li.id)
    await world.goes_on_to(later(minutes=1))
    assert _arrived(li) == 2
    assert await _states(world) == ["sent", "sent"]


async def test_who_is_gone_for_good_is_not_asked_again(world: World) -> None:
    li = await _somebody(world)
    li.someone.deactivated = True
    await _tell(world, li)
    await world.house.scheduler.deliver()
    row = (await world.db.read(_rows))[0]
    assert (row.state, row.reason) == ("never", "gone")


async def test_a_chat_that_never_was_is_given_up_with_its_reason(world: World) -> None:
    await world.db.write(
        access.welcome, messenger="telegram", external_id=4711, language="en", now=later()
    )
    nobody = Person(world.stage, (await _somebody(world)).someone)
    nobody.someone = nobody.someone.__class__(4711, "?", "", "", "en", "", "", "")
    await _tell(world, nobody)
    await world.house.scheduler.deliver()
    row = (await world.db.read(_rows))[0]
    assert (row.state, row.reason) == ("never", "Chat not found")


@pytest.mark.parametrize("fault", ["drop_reply", "hang"])
@pytest.mark.parametrize(
    ("kind", "words", "heard", "state"),
    [
        ("visit-forgotten", "没有签退", 2, "sent"),
        ("end-confirmed", _WORDS, 1, "unknown"),
    ],
)
async def test_a_lost_reply_means_twice_at_most_as_the_kind_says(
    world: World, fault: str, kind: str, words: str, heard: int, state: str
) -> None:
    li = await _somebody(world)
    await _tell(world, li, kind=kind)
    world.stage.faults.inject(fault, method="sendMessage", count=1, seconds=0.2)
    await world.goes_on_to(later(minutes=1))
    assert _arrived(li, words) == heard
    assert await _states(world) == [state]


async def test_a_refused_token_stops_everything_and_alarms_once(world: World) -> None:
    people = [await _somebody(world, name) for name in ("甲", "乙")]
    for number, person in enumerate(people):
        await _tell(world, person, str(number))
    world.stage.faults.inject("json_401", method="sendMessage", count=2)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await world.house.scheduler.deliver()
    assert [log["log_level"] for log in logs].count("critical") == 1
    assert await _states(world) == ["pending", "pending"]
    assert sum(_arrived(person) for person in people) == 0


async def test_a_chat_that_moved_is_followed(world: World) -> None:
    li = await _somebody(world)
    group = world.stage.group("小组", [li])
    await world.db.write(
        access.welcome, messenger="telegram", external_id=group.id, language="zh-hans", now=later()
    )
    bigger = world.stage.world.upgrade(group)
    caller = await world.db.read(access.recognise, messenger="telegram", external_id=group.id)
    assert caller is not None
    await world.db.write(
        notices.tell,
        kind="end-confirmed",
        account_id=caller.account_id,
        dedupe_key="1",
        facts={"minutes": 0, "since_at": later().isoformat()},
        due_at=later(),
    )
    await world.house.scheduler.deliver()
    moved = await world.db.read(access.recognise, messenger="telegram", external_id=bigger.id)
    assert moved is not None
    assert moved.account_id == caller.account_id
    assert await _states(world) == ["sent"]
    assert len(bigger.messages) == 1


async def _was_sending(world: World) -> None:
    """Let a process have claimed what is due and have died with the last one on the wire."""
    claimed = await world.db.write(notices.claim, now=world.clock.now())
    last = claimed[-1]
    assert await world.db.write(notices.begin, notice_id=last.notice_id, tries=last.tries)


async def _two_notices(world: World) -> Person:
    li = await _somebody(world)
    await _tell(world, li, "1", "visit-forgotten")
    await _tell(world, li, "2", "end-confirmed")
    return li


async def test_what_a_killed_process_had_claimed_goes_out_at_the_next_start(world: World) -> None:
    li = await _two_notices(world)
    await _was_sending(world)
    again = Deliverer(world.db, world.clock, token=world.stage.token, api_url=world.stage.url)
    assert await again.deliver_due() == 1
    assert _arrived(li, "没有签退") == 1
    assert await _states(world) == ["sent", "pending"], "whoever sent it may still note it"
    world.clock.jump(later(seconds=16))
    assert await again.deliver_due() == 1
    await again.close()
    assert _arrived(li) == 0, "nobody knows whether it was sent, and it can be looked up"
    assert await _states(world) == ["sent", "unknown"]


async def test_what_somebody_else_has_claimed_waits_two_minutes(world: World) -> None:
    li = await _two_notices(world)
    await world.house.scheduler.deliver()
    await _tell(world, li, "3", "visit-forgotten")
    await _was_sending(world)
    await world.goes_on_to(later(minutes=1))
    assert _arrived(li, "没有签退") == 1
    await world.goes_on_to(later(minutes=3))
    assert _arrived(li, "没有签退") == 2


async def test_who_was_too_slow_and_lost_his_claim_sends_nothing(world: World) -> None:
    li = await _two_notices(world)
    first = await world.db.write(notices.claim, now=world.clock.now())
    again = await world.db.write(notices.claim, now=later(minutes=3))
    assert [one.tries for one in again] == [2, 2]
    slow, quick = first[0], again[0]
    assert not await world.db.write(notices.begin, notice_id=slow.notice_id, tries=slow.tries)
    assert await world.db.write(notices.begin, notice_id=quick.notice_id, tries=quick.tries)
    assert _arrived(li) == 0


async def test_a_clock_that_is_set_back_repeats_and_loses_nothing(world: World) -> None:
    li = await _somebody(world)
    await _tell(world, li, "1")
    await world.house.scheduler.deliver()
    world.clock._base -= timedelta(hours=1)
    await world.house.scheduler.deliver()
    assert _arrived(li) == 1
    await _tell(world, li, "2")
    await world.house.scheduler.deliver()
    assert _arrived(li) == 2


async def test_a_notice_without_words_is_reported_and_the_next_one_goes_out(world: World) -> None:
    li = await _somebody(world)
    await world.db.write(
        notices.tell,
        kind="no-such-kind",
        account_id=await _account(world, li),
        dedupe_key="odd",
        facts={},
        due_at=later(),
    )
    await world.db.write(
        notices.tell,
        kind="end-confirmed",
        account_id=await _account(world, li),
        dedupe_key="poor",
        facts={},
        due_at=later(),
    )
    await _tell(world, li)
    await world.house.scheduler.deliver()
    assert await _states(world) == ["never", "never", "sent"]
