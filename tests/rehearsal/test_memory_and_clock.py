"""The stage remembers its chats between two runs, and its clock goes forward only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from rehearsal.clock import StageClock
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.rehearsal.conftest import Asks

NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)


async def test_chats_files_and_what_waits_are_there_again(tmp_path: Path) -> None:
    path = tmp_path / "stage.json"
    buttons = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]}
    first = Stage(limits=False)
    first.settle = None
    async with staged(first), httpx.AsyncClient(trust_env=False) as http:
        asks = Asks(http, first)
        li = first.person("李志愿", phone="+86138", role="志愿者")
        await li.says("/start")
        await asks("sendMessage", chat_id=li.id, text="一", reply_markup=buttons)
        await li.sends_file("计划.txt", b"plan", "text/plain")
        await asks("setMyName", name="志愿")
        first.save(path)
    second = Stage(limits=False)
    second.settle = None
    second.load(path)
    async with staged(second), httpx.AsyncClient(trust_env=False) as http:
        asks = Asks(http, second)
        again = second.people[li.id]
        assert [each.text for each in again.messages] == ["/start", "一", ""]
        assert again.someone == li.someone
        assert (await asks("getMyName"))["result"] == {"name": "志愿"}
        updates = (await asks("getUpdates"))["result"]
        assert len(updates) == 2, "what was not confirmed still waits"
        file = updates[1]["message"]["document"]["file_id"]
        told = (await asks("getFile", file_id=file))["result"]
        loaded = await http.get(f"{second.url}/file/bot{second.token}/{told['file_path']}")
        assert loaded.content == b"plan"
        await again.presses("好")
        newest = (await asks("getUpdates"))["result"][-1]
        assert newest["update_id"] > updates[-1]["update_id"]
        sent = await asks("sendMessage", chat_id=li.id, text="二")
        assert sent["result"]["message_id"] == 4, "numbers go on"


async def test_files_stay_in_the_folder_that_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    stage = Stage(files_folder=folder)
    stage.settle = None
    await stage.person("李志愿").sends_file("计划.txt", b"plan")
    stage.save(tmp_path / "stage.json")
    assert [each.read_bytes() for each in folder.iterdir()] == [b"plan"]
    assert not (tmp_path / "stage-files").exists()
    again = Stage(files_folder=folder)
    again.load(tmp_path / "stage.json")
    (person,) = again.people.values()
    kept = again.world.files.find(person.messages[0].raw["document"]["file_id"])
    assert kept is not None
    assert again.world.files.content(kept) == b"plan"


def test_a_half_written_file_does_not_replace_a_good_one(tmp_path: Path) -> None:
    path = tmp_path / "stage.json"
    stage = Stage()
    stage.save(path)
    good = path.read_bytes()
    stage.world.profile["bad"] = object()
    with pytest.raises(TypeError):
        stage.save(path)
    assert path.read_bytes() == good


def test_another_versions_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stage.json"
    path.write_text('{"version": 0}')
    with pytest.raises(ValueError, match="start afresh"):
        Stage().load(path)


def test_the_clock_starts_where_it_is_told_and_runs_on() -> None:
    clock = StageClock(NOON)
    assert timedelta() <= clock.now() - NOON < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta()
    standing = StageClock(NOON, running=False)
    assert standing.now() == NOON
    with pytest.raises(ValueError, match="aware"):
        StageClock(datetime(2026, 3, 20))  # noqa: DTZ001


async def test_the_clock_never_goes_back() -> None:
    clock = StageClock(NOON, running=False)
    clock.jump(NOON - timedelta(hours=1))
    assert clock.now() == NOON
    with pytest.raises(ValueError, match="only moves forward"):
        await clock.advance(NOON - timedelta(seconds=1))
    assert await clock.advance(NOON + timedelta(days=365)) == NOON + timedelta(days=365)


async def test_messages_carry_the_stages_time() -> None:
    stage = Stage(clock=StageClock(NOON, running=False))
    stage.settle = None
    message = await stage.person("李志愿").says("/start")
    assert message["date"] == int(NOON.timestamp())
