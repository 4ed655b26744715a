"""No picture can take the process down, slow it, or leave something behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from documents import picture_worker, reading
from documents.qr import qr_png
from documents.reading import PictureReader, PictureText, Reason, Unreadable
from tests.documents.bombs import (
    flat_png,
    flat_webp,
    jpeg_of_many_scans,
    png_that_lies,
    png_with_a_huge_comment,
    png_with_a_huge_profile,
    saved,
)
from tests.documents.camera import opened, timed

TOKEN = "https://t.me/volunteer_city_bot?start=pQ3Zt-7y_K0aBcDeFgHiJkLmNoPqRs12"
CODE = qr_png(TOKEN)
MIB = 1024 * 1024


def a_hundred_codes() -> bytes:
    sheet = Image.new("L", (3000, 3000), "white")
    for n in range(100):
        code = opened(qr_png(f"code {n}", scale=6)).convert("L")
        sheet.paste(code, (n % 10 * 300, n // 10 * 300))
    return saved(sheet, "PNG")


def many_frames(kind: str) -> bytes:
    frames = [Image.new("RGB", (3000, 3000), (n * 50, 0, 0)) for n in range(4)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


BOMBS: dict[str, tuple[Callable[[], bytes], set[Reason]]] = {
    # 81 Mpx are opened by Pillow's default without a word, 169 Mpx with a warning only.
    "png of 81 Mpx": (lambda: flat_png(9000, 9000), {Reason.TOO_LARGE}),
    "png of 169 Mpx": (lambda: flat_png(13000, 13000), {Reason.TOO_LARGE}),
    "png of 361 Mpx": (lambda: flat_png(19000, 19000), {Reason.TOO_LARGE}),
    "png that claims the most": (lambda: png_that_lies(2**31 - 1, 2**31 - 1), {Reason.TOO_LARGE}),
    "png that claims what is allowed": (lambda: png_that_lies(3162, 3162), {Reason.NOT_A_PICTURE}),
    "largest png allowed": (
        lambda: flat_png(3162, 3162, depth=16, colour=6, values=4),
        {Reason.NO_CODE},
    ),
    "png as a hair": (lambda: flat_png(1, 10_000_000), {Reason.NO_CODE, Reason.TOO_LARGE}),
    "png as a thread": (lambda: flat_png(10_000_000, 1), {Reason.NO_CODE, Reason.TOO_LARGE}),
    "png comment": (png_with_a_huge_comment, {Reason.NOT_A_PICTURE}),
    "png profile": (png_with_a_huge_profile, {Reason.NOT_A_PICTURE}),
    # Pillow asks libwebp for the canvas, 1 GB, before it looks at its own limit.
    "webp of 268 Mpx in 34 bytes": (lambda: flat_webp(16383), {Reason.TOO_LARGE}),
    "largest webp allowed": (lambda: flat_webp(3162), {Reason.NO_CODE, Reason.TOO_LARGE}),
    "webp film": (lambda: many_frames("WEBP"), {Reason.NO_CODE, Reason.TOO_LARGE}),
    "png film": (lambda: many_frames("PNG"), {Reason.NO_CODE}),
    "jpeg of 64 Mpx": (
        lambda: saved(Image.new("RGB", (8000, 8000)), "JPEG", subsampling=0),
        {Reason.NO_CODE},
    ),
    "jpeg noise of 12 Mpx": (
        lambda: saved(Image.effect_noise((4000, 3000), 90), "JPEG", quality=90),
        {Reason.NO_CODE},
    ),
    "jpeg of 20 000 scans": (jpeg_of_many_scans, {Reason.TOOK_TOO_LONG}),
    "a hundred codes": (a_hundred_codes, {Reason.MANY_CODES}),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_refused_in_time_and_memory_and_the_next_picture_is_read(
    name: str,
) -> None:
    make, reasons = BOMBS[name]
    bomb = make()
    async with PictureReader(seconds=2.0) as reader:
        assert await reader.read(CODE) == PictureText(TOKEN)
        (child,) = children()
        with timed(f"{name}, {len(bomb)} bytes", 1, at_most=10):
            answer = await reader.read(bomb)
        assert isinstance(answer, Unreadable)
        assert answer.reason in reasons
        if children() == [child]:
            print(f"{name}: peak {peak_bytes(child) / MIB:.0f} MiB")  # noqa: T201
            assert peak_bytes(child) < 256 * MIB
        assert await reader.read(CODE) == PictureText(TOKEN)
    assert children() == []


async def test_the_child_cannot_have_more_than_its_share() -> None:
    async with PictureReader(memory_bytes=200 * MIB) as reader:
        await reader.read(CODE)
        (child,) = children()
        limits = about(child, "limits").splitlines()
        shares = {line[:26].strip(): line[26:].split()[:2] for line in limits}
        assert shares["Max address space"] == [str(200 * MIB)] * 2
        assert shares["Max core file size"] == ["0", "0"]
        assert shares["Max file size"] == ["0", "0"]
        assert int(shares["Max cpu time"][0]) <= 7


async def test_the_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456:never-to-be-seen")
    async with PictureReader() as reader:
        await reader.read(CODE)
        (child,) = children()
        assert "BOT_TOKEN" not in about(child, "environ")


async def test_even_alone_the_child_stops_itself_when_a_picture_eats_its_time() -> None:
    """The bot may be gone or stuck, and nobody there to look at a clock."""
    bomb = jpeg_of_many_scans()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(picture_worker.__file__),
        str(256 * MIB),
        "1",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    answer, _ = await child.communicate(len(bomb).to_bytes(4, "big") + bomb)
    assert answer == b""
    assert child.returncode == -signal.SIGXCPU


async def test_who_never_reads_a_picture_pays_nothing() -> None:
    async with PictureReader():
        assert children() == []
    heavy = "any(name.partition('.')[0] in ('PIL', 'zxingcpp') for name in sys.modules)"
    code = f"import sys, documents.reading; sys.exit({heavy})"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0


async def test_a_child_that_was_killed_while_idle_is_replaced_unnoticed() -> None:
    async with PictureReader() as reader:
        await reader.read(CODE)
        (first,) = children()
        await killed(first)
        assert await reader.read(CODE) == PictureText(TOKEN)
        assert children() != [first]


@pytest.mark.parametrize(
    "does",
    [
        "sys.exit(1)",
        "os.kill(os.getpid(), 9)",
        "say(b'garbage')",
        "say(b'[]')",
        "say(b'{}')",
        """say(b'{"text": 5}')""",
        """say(b'{"reason": "because"}')""",
        "say(b'x' * 70_000)",
        "os.write(1, b'ab')",
    ],
)
async def test_a_child_that_a_picture_has_broken_ends_in_an_answer(
    does: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "picture_worker.py"
    broken.write_text(
        "import os, sys\n"
        "def say(body): os.write(1, len(body).to_bytes(4, 'big') + body)\n"
        f"sys.stdin.buffer.read(4)\n{does}\n"
    )
    monkeypatch.setattr(reading, "_WORKER", broken)
    async with PictureReader() as reader:
        assert await reader.read(CODE) == Unreadable(Reason.NOT_A_PICTURE)
        assert children() == []
        monkeypatch.undo()
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_a_child_with_too_little_memory_says_so() -> None:
    async with PictureReader(memory_bytes=60 * MIB) as reader:
        assert await reader.read(CODE) == PictureText(TOKEN)
        assert await reader.read(flat_png(3000, 3000, depth=8, colour=6, values=4)) == Unreadable(
            Reason.TOO_LARGE
        )
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_a_child_that_hangs_is_replaced() -> None:
    async with PictureReader(seconds=0.5) as reader:
        await reader.read(CODE)
        (first,) = children()
        os.kill(first, signal.SIGSTOP)
        assert await reader.read(CODE) == Unreadable(Reason.TOOK_TOO_LONG)
        assert children() == []
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_who_waits_too_long_in_the_queue_is_told() -> None:
    async with PictureReader(seconds=1.0, patience_seconds=0.2) as reader:
        await reader.read(CODE)
        os.kill(children()[0], signal.SIGSTOP)
        first, second = await asyncio.gather(reader.read(CODE), reader.read(CODE))
        assert [first, second] == [Unreadable(Reason.TOOK_TOO_LONG)] * 2
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_a_caller_who_leaves_does_not_get_the_next_one_his_answer() -> None:
    async with PictureReader() as reader:
        slow = saved(Image.effect_noise((3600, 2700), 90), "PNG")
        leaving = asyncio.create_task(reader.read(slow))
        await asyncio.sleep(0.05)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_forty_pictures_at_once_get_each_its_own_answer() -> None:
    texts = [f"{TOKEN}{n}" for n in range(40)]
    async with PictureReader(workers=2) as reader:
        with timed("a picture among forty", 40, at_most=1):
            answers = await asyncio.gather(*(reader.read(qr_png(text)) for text in texts))
        assert answers == [PictureText(text) for text in texts]
        assert len(children()) == 2


async def test_a_child_with_nothing_to_do_goes_home() -> None:
    async with PictureReader(idle_seconds=0.1) as reader:
        await reader.read(CODE)
        for _ in range(100):
            if not children():
                break
            await asyncio.sleep(0.05)
        assert children() == []
        assert await reader.read(CODE) == PictureText(TOKEN)


async def test_after_closing_nothing_is_left_and_nothing_is_read() -> None:
    reader = PictureReader(workers=2)
    await asyncio.gather(reader.read(CODE), reader.read(CODE))
    os.kill(children()[0], signal.SIGSTOP)
    await reader.close()
    assert children() == []
    with pytest.raises(RuntimeError, match="closed"):
        await reader.read(CODE)
    await reader.close()


async def test_closing_answers_whoever_is_still_waiting() -> None:
    reader = PictureReader()
    await reader.read(CODE)
    os.kill(children()[0], signal.SIGSTOP)
    waiting = asyncio.create_task(reader.read(CODE))
    await asyncio.sleep(0.1)
    await reader.close()
    assert await waiting == Unreadable(Reason.TOOK_TOO_LONG)
    assert children() == []


def about(child: int, what: str) -> str:
    return Path(f"/proc/{child}/{what}").read_text()


def children() -> list[int]:
    """Return the picture workers among the children of this process."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        # Threads of this process and children come and go while we look.
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text().split():
                with contextlib.suppress(OSError):
                    if "picture_worker" in about(int(child), "cmdline"):
                        found.append(int(child))
    return sorted(found)


async def killed(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    for _ in range(500):
        if child not in children():
            return
        await asyncio.sleep(0.01)


def peak_bytes(child: int) -> int:
    """Return the most memory the child ever had in use."""
    for line in about(child, "status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise LookupError(child)
