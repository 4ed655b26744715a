"""`make run` as it is typed: started, killed, started again and stopped."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest

from rehearsal import cast
from rehearsal.keeping import Keeper, first_moment
from rehearsal.playing import LateApp
from rehearsal.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
_START_SECONDS = 60.0


class Playing:
    """A stage that runs in a process of its own."""

    def __init__(self, url: str, process: "subprocess.Popen[str]") -> None:
        self.url = url.removesuffix("/stage/")
        self.process = process

    def ask(self, path: str, **body: object) -> Any:
        data = json.dumps(body).encode() if body else None
        request = Request(f"{self.url}{path}", data, {"Content-Type": "application/json"})  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())

    def texts(self, person: int) -> list[str]:
        chat = self.ask(f"/stage/api/people/{person}/chat")
        return [message.get("text", message.get("caption", "")) for message in chat["messages"]]

    def says(self, person: int, text: str) -> str:
        """Say something and return what the bot answered."""
        before = len(self.texts(person))
        self.ask(f"/stage/api/people/{person}/say", text=text)
        for _ in range(300):
            now = self.texts(person)
            if len(now) > before + 1:
                return now[-1]
            time.sleep(0.1)
        raise AssertionError("no answer")

    def now(self) -> datetime:
        return datetime.fromisoformat(self.ask("/stage/api/state")["now"])


@contextmanager
def _playing(data: Path, *, fresh: bool = False) -> Iterator[Playing]:
    words = [sys.executable, "-m", "bot", "stage", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        words + (["--fresh"] if fresh else []),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+/stage/", line)
        assert found, process.communicate(timeout=5)[1]
        yield Playing(found[0], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        assert "Traceback" not in errors, errors


@pytest.mark.timeout(240)
def test_what_was_played_is_kept_through_a_kill_and_a_stop(tmp_path: Path) -> None:
    (tmp_path / "city.db").write_text("what an earlier city has left")
    with _playing(tmp_path, fresh=True) as first:
        state = first.ask("/stage/api/state")
        assert [person["id"] for person in state["people"]] == [p.telegram_id for p in cast.PARTS]
        assert first.texts(cast.NEWCOMER) == []
        assert "普洱市" in first.says(cast.NEWCOMER, "/start")
        assert any("李桂芳" in text for text in first.texts(cast.AUNT))
        # Moving the clock saves.
        moved = first.ask("/stage/api/clock", forward_minutes=90)
        stood = datetime.fromisoformat(moved["now"])
        _sees_a_screen(first, state["screens"][0]["url"])
        assert first.says(cast.NEWCOMER, "/language")
        first.process.kill()
    with _playing(tmp_path) as second:
        assert stood <= second.now() < stood + timedelta(minutes=2)
        state = second.ask("/stage/api/state")
        assert [person["id"] for person in state["people"]] == [p.telegram_id for p in cast.PARTS]
        assert any("普洱市" in text for text in second.texts(cast.NEWCOMER))
        # An update number that the bot knows already would never be answered.
        assert second.says(cast.NEWCOMER, "/help")
        last = second.says(cast.AUNT, "/start")
    kept, third = Keeper(tmp_path), Stage()
    assert kept.clock(ZONE).now() >= stood
    assert kept.kept["clean"]
    assert kept.load(third, last_update_id=0)
    assert third.people[cast.AUNT].messages[-1].text == last


def _sees_a_screen(playing: Playing, url: str) -> None:
    """Visit a screen: a browser is paired at first, and stays the same screen afterwards."""
    import http.client
    from urllib.parse import urlsplit

    def visit(cookie: str) -> tuple[str, str]:
        line = http.client.HTTPConnection(urlsplit(playing.url).netloc, timeout=30)
        line.request("GET", url, headers={"Cookie": cookie} if cookie else {})
        answer = line.getresponse()
        assert answer.status == 307
        line.close()
        return answer.headers["Location"], answer.headers["Set-Cookie"].split(";")[0]

    place, cookie = visit("")
    assert place.startswith("/display#")
    assert visit(cookie)[0] == place
    assert visit("")[0] != place
    assert visit("invitation=another-city.CODE")[0] != "/display#CODE"


@pytest.mark.parametrize(
    ("clock", "begins"),
    [
        ("2026-11-22 02:00", "2026-11-22 09:30"),
        ("2026-11-22 09:30", "2026-11-22 09:30"),
        ("2026-11-22 12:10", "2026-11-22 12:10"),
        ("2026-11-22 17:00", "2026-11-23 09:30"),
        ("2026-12-31 23:59", "2027-01-01 09:30"),
    ],
)
def test_a_first_visit_begins_when_the_offices_are_open(clock: str, begins: str) -> None:
    moment = datetime.fromisoformat(clock).replace(tzinfo=ZONE)
    assert first_moment(moment, ZONE) == datetime.fromisoformat(begins).replace(tzinfo=ZONE)


async def test_a_page_that_comes_back_before_the_city_does_is_asked_to_wait() -> None:
    said: list[MutableMapping[str, Any]] = []

    async def sends(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    async def hears() -> MutableMapping[str, Any]:
        return {}

    await LateApp()({"type": "http", "path": "/display"}, hears, sends)
    assert [one.get("status") for one in said] == [503, None]
