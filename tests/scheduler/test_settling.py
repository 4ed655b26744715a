"""A message that has gone out goes out once, also when the database fails just then (P5)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.columns import table_of
from models.traffic import Notice
from scheduler import settling
from tests.cast import later
from tests.world import World
from usecases import access, notices


@pytest.mark.parametrize("committed", [True, False], ids=["after", "before"])
async def test_a_database_that_fails_after_the_sending_does_not_let_it_go_out_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    # As if it had been away for as long as we try.
    monkeypatch.setattr(settling, "_SETTLING_SECONDS", -1.0)
    li = world.person("李志愿")
    await li.says("/start")
    caller = await world.db.read(access.recognise, messenger="telegram", external_id=li.id)
    assert caller is not None
    await world.db.write(
        notices.tell,
        kind="end-confirmed",
        account_id=caller.account_id,
        dedupe_key="once",
        facts={"minutes": 60, "since_at": later().isoformat()},
        due_at=world.clock.now(),
    )
    write = world.db.write
    failed: list[object] = []

    async def fails_once(deed: Any, *args: Any, **facts: Any) -> Any:
        if deed is notices.settle and not failed:
            failed.append(deed)
            if committed:
                await write(deed, *args, **facts)
            raise OperationalError("", None, Exception("the connection broke"))
        return await write(deed, *args, **facts)

    monkeypatch.setattr(world.db, "write", fails_once)
    await world.house.scheduler.deliver()
    await world.goes_on_to(later(minutes=10))
    assert failed
    assert sum("站点已确认" in message.text for message in li.messages) == 1
    state = select(table_of(Notice).c.state)
    # Nobody who could have known is left; twice is worse than a word that stays out.
    expected = "sent" if committed else "unknown"
    assert await world.db.read(lambda session: session.connection().scalar(state)) == expected
