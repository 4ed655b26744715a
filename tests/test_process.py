"""`python -m bot` really starts, serves, and stops when it is told to."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.process import serve
from bot.secrets import make_secrets
from bot.serving import serving, taken_port
from bot.settings import Settings, SettingsError, load_settings
from rehearsal.people import Person
from rehearsal.stage import Stage
from rehearsal.staging import staged
from tests.answering import usual_seconds
from tests.test_house import ROOT

_STARTS_SECONDS = 60
_SECRET = "a-secret-of-the-webhook"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as port:
        return int(port.getsockname()[1])


@asynccontextmanager
async def _bot(
    stage: Stage, folder: Path, **given: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot against the stage; at the end it is told to stop and must do so cleanly."""
    if not (folder / "secrets.json").exists():
        make_secrets(folder / "secrets.json")
    environment = {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": stage.token,
        "BOT_API_URL": stage.url,
        "DATABASE_URL": f"sqlite:///{folder / 'city.db'}",
        "SECRETS_FILE": str(folder / "secrets.json"),
        "FILES_DIR": str(folder / "files"),
        **given,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
        process.terminate()
        _, said = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0, said.decode()
        assert "Traceback" not in said.decode()
        assert stage.token not in said.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _listens(stage: Stage) -> None:
    async with asyncio.timeout(_STARTS_SECONDS):
        while not stage.world.deliveries.listened_to:  # noqa: ASYNC110 - a flag, not an event
            await asyncio.sleep(0.05)


async def _greets(person: Person) -> None:
    await person.says("/start")
    await person.hears("您好", within_seconds=20)


async def test_the_bot_polls_answers_and_stops_when_told(tmp_path: Path) -> None:
    stage, port = Stage(), _free_port()
    settings = {"PORT": str(port), "LINGER_SECONDS": "1"}
    async with staged(stage), _bot(stage, tmp_path, **settings) as process:
        await _listens(stage)
        await _greets(stage.person("李志愿"))
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"http://127.0.0.1:{port}/health")).json() == {"ok": True}
            # 40 ms and more is what a connection takes whose small packets are held back.
            assert await usual_seconds(http, f"http://127.0.0.1:{port}/health") < 0.03
            assert (await http.get(f"http://127.0.0.1:{port}/ready")).json() == {"ok": True}
            process.terminate()
            for _ in range(100):
                stopping = await http.get(f"http://127.0.0.1:{port}/ready")
                if stopping.status_code == 503:
                    break
            assert stopping.json() == {"ok": False, "why": "stopping"}
            assert (await http.get(f"http://127.0.0.1:{port}/health")).status_code == 200


async def test_telegram_posts_to_the_bot_even_if_the_first_attempt_to_say_so_fails(
    tmp_path: Path,
) -> None:
    stage, port = Stage(), _free_port()
    stage.api.real_url = lambda url: url.replace("https://puer.example", f"http://127.0.0.1:{port}")
    stage.faults.inject("html_502", method="setWebhook", count=1)
    public = {"PUBLIC_URL": "https://puer.example", "WEBHOOK_SECRET": _SECRET}
    async with staged(stage), _bot(stage, tmp_path, PORT=str(port), **public):
        await _listens(stage)
        assert stage.world.deliveries.webhook_url == "https://puer.example/webhook"
        await _greets(stage.person("李志愿"))
        async with httpx.AsyncClient(trust_env=False) as http:
            stranger = await http.post(f"http://127.0.0.1:{port}/webhook", json={"update_id": 1})
            assert stranger.status_code == 401


async def test_a_second_process_on_the_same_port_stops_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"^PORT {number} "):
            await serve(_settings(Stage(), tmp_path, port=number))


async def test_while_a_process_starts_its_port_refuses_and_of_two_starting_one_is_told(
    tmp_path: Path,
) -> None:
    settings = _settings(Stage(), tmp_path, port=_free_port())
    with taken_port(settings) as first, taken_port(settings) as second:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", settings.port))
        async with serving(FastAPI(), first, settings):
            socket.create_connection(("127.0.0.1", settings.port)).close()
            with pytest.raises(SettingsError, match=rf"^PORT {settings.port} "):
                async with serving(FastAPI(), second, settings):
                    pass


async def test_a_token_that_telegram_refuses_stops_the_start_with_a_sentence(
    tmp_path: Path,
) -> None:
    stage = Stage()
    async with staged(stage):
        wrong = _settings(
            stage, tmp_path, bot_token="5308000001:AAF-invented-and-known-to-nobody-0000"
        )
        with pytest.raises(SettingsError, match=r"^BOT_TOKEN is refused"):
            await serve(wrong)


def _settings(stage: Stage, folder: Path, **given: object) -> Settings:
    """Return what a process would read from its environment; the command line says the sentence."""
    make_secrets(folder / "secrets.json")
    usual: dict[str, object] = {
        "bot_token": stage.token,
        "bot_api_url": stage.url,
        "database_url": f"sqlite:///{folder / 'city.db'}",
        "secrets_file": folder / "secrets.json",
        "files_dir": folder / "files",
        "port": 0,
    }
    return load_settings(_env_file=None, **(usual | given))
