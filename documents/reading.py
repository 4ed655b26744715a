"""Pictures from strangers in, the text of their one QR code out.

A picture is opened in a child process only (`documents/picture_worker.py`), which has little
memory, little time, no environment and no secret. A reader that never gets a picture starts no
process, and one that has had none for two minutes keeps none.
"""

import asyncio
import json
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from signal import SIGXCPU
from types import TracebackType
from typing import Self

import structlog


class Reason(StrEnum):
    """Why a picture has no text for us; the door says it in words, and what to send instead."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    NO_CODE = "no_code"
    MANY_CODES = "many_codes"
    TOOK_TOO_LONG = "took_too_long"


MOST_BYTES = 20 * 1024 * 1024
"""Telegram hands a bot no larger file (getFile)."""

_MOST_ANSWER_BYTES = 64 * 1024
_LENGTH = struct.Struct(">I")
_WORKER = Path(__file__).with_name("picture_worker.py")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PictureText:
    """The text of the only QR code in the picture. It is a stranger's word."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """There is no one text to be had from the picture, and why."""

    reason: Reason


class PictureReader:
    """Reads pictures in at most `workers` child processes, `seconds` for each picture.

    A caller waits for a free process up to `patience_seconds`. A child that hangs, dies or was
    killed is replaced, and no picture can take more than `memory_bytes` of this machine.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        seconds: float = 5.0,
        patience_seconds: float = 20.0,
        idle_seconds: float = 120.0,
        memory_bytes: int = 256 * 1024 * 1024,
    ) -> None:
        self._free = asyncio.Semaphore(workers)
        self._seconds = seconds
        self._patience_seconds = patience_seconds
        self._idle_seconds = idle_seconds
        self._memory_bytes = memory_bytes
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False
        # How many children have died over a picture or were ended for taking too long.
        self.lost = 0
        self._retirement: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def read(self, picture: bytes) -> PictureText | Unreadable:
        """Return the text of the one QR code in a JPEG, PNG or WEBP, or why there is none.

        The same code twice in a picture is one code. Raises RuntimeError after `close`.
        """
        if self._closed:
            raise RuntimeError("this reader is closed")
        if len(picture) > MOST_BYTES:
            return Unreadable(Reason.TOO_LARGE)
        if not picture:
            return Unreadable(Reason.NOT_A_PICTURE)
        try:
            async with asyncio.timeout(self._patience_seconds):
                await self._free.acquire()
        except TimeoutError:
            return Unreadable(Reason.TOOK_TOO_LONG)
        try:
            # A child may have been killed while it was idle, which is not this picture's fault.
            first = await self._ask(picture)
            return first or await self._ask(picture) or Unreadable(Reason.NOT_A_PICTURE)
        finally:
            self._free.release()

    async def close(self) -> None:
        """End every child process; a picture that is being read is answered `took_too_long`."""
        self._closed = True
        self._idle.clear()
        if self._retirement:
            self._retirement.cancel()
        await asyncio.gather(*(worker.end() for worker in tuple(self._all)))

    async def _ask(self, picture: bytes) -> PictureText | Unreadable | None:
        """Return a child's answer, or None when it died over the picture or before."""
        worker = self._idle.pop() if self._idle else await self._start()
        kept = False
        try:
            async with asyncio.timeout(self._seconds):
                answer = await worker.answer(picture)
            kept = self._keep(worker)
            return answer
        except TimeoutError:
            return Unreadable(Reason.TOOK_TOO_LONG)
        except (EOFError, OSError, ValueError) as error:
            return await self._post_mortem(worker, error)
        finally:
            # Whoever did not answer in time might answer later, into someone else's question.
            if not kept:
                self._all.discard(worker)
                self.lost += 1
                await worker.end()

    async def _post_mortem(self, worker: "_Worker", error: Exception) -> Unreadable | None:
        code = await worker.end()
        _log.warning("picture_worker_died", exit_code=code, error=type(error).__name__)
        if self._closed or code == -SIGXCPU:
            return Unreadable(Reason.TOOK_TOO_LONG)
        return None

    async def _start(self) -> "_Worker":
        # -I and an empty environment: no PYTHONPATH, no token, no key in the child. A session of
        # its own: Ctrl-C in the terminal ends the bot in its own order, children last.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_WORKER),
            str(self._memory_bytes),
            str(max(1, round(self._seconds))),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        worker = _Worker(process)
        self._all.add(worker)
        return worker

    def _keep(self, worker: "_Worker") -> bool:
        """Put the child back for the next picture; False when there will be none."""
        if self._closed:
            return False
        self._idle.append(worker)
        if self._retirement:
            self._retirement.cancel()
        loop = asyncio.get_running_loop()
        self._retirement = loop.call_later(self._idle_seconds, self._retire)
        return True

    def _retire(self) -> None:
        for worker in self._idle:
            self._all.discard(worker)
            worker.dismiss()
        self._idle.clear()


class _Worker:
    """One child process and its two pipes."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None  # noqa: S101 - both were asked for as pipes
        assert process.stdout is not None  # noqa: S101
        self.process = process
        self._pictures = process.stdin
        self._answers = process.stdout

    async def answer(self, picture: bytes) -> PictureText | Unreadable:
        """Return what the child says; raises EOFError, OSError or ValueError when it cannot."""
        self._pictures.write(_LENGTH.pack(len(picture)))
        self._pictures.write(picture)
        await self._pictures.drain()
        (length,) = _LENGTH.unpack(await self._answers.readexactly(_LENGTH.size))
        if length > _MOST_ANSWER_BYTES:
            raise ValueError("no code holds so much")
        answer = json.loads(await self._answers.readexactly(length))
        match answer:
            case {"text": str(text)}:
                return PictureText(text)
            case {"reason": str(reason)}:
                return Unreadable(Reason(reason))
        raise ValueError("the child speaks of something else")

    def dismiss(self) -> None:
        """Let the child end by itself, now that nothing more will come."""
        self._pictures.close()

    async def end(self) -> int:
        """Kill the child unless it is gone, and return its exit code."""
        with suppress(ProcessLookupError):
            self.process.kill()
        return await self.process.wait()
