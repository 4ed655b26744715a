"""Makes docs/stage.png: `python -m rehearsal.picture` plays some minutes of a day in Chromium."""

import asyncio
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from rehearsal import cast

_PICTURE = Path(__file__).resolve().parents[1] / "docs" / "stage.png"
_WIDTH, _HEIGHT = 1600, 900


async def _make() -> None:
    with tempfile.TemporaryDirectory() as data:
        words = ["-m", "bot", "stage", "--port", "0", "--data", data]
        stage = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdout=asyncio.subprocess.PIPE
        )
        assert stage.stdout is not None  # noqa: S101 - it was asked for
        try:
            line = (await stage.stdout.readline()).decode()
            found = re.search(r"http://\S+", line)
            if found is None:
                raise SystemExit("the stage has not started")
            await _shoot(found[0])
        finally:
            stage.terminate()
            await stage.wait()


async def _shoot(address: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = await browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, locale="zh-CN")
        await page.goto(address)
        await page.frame_locator("iframe").locator("#qr *").first.wait_for()
        await _play(page)
        await page.mouse.move(0, 0)
        await page.screenshot(path=_PICTURE)
        await browser.close()


async def _play(page: Page) -> None:
    """Aunt Li looks at her hours and checks in by the camera; the clerk looks at the day."""

    async def taps(who: int, label: str, then: str) -> None:
        phone = page.locator(f'.seat[data-person="{who}"]')
        await phone.get_by_role("button", name=label, exact=True).last.click()
        await phone.get_by_text(then).last.wait_for()

    await taps(cast.AUNT, "🕒 我的时长", "可评一星")
    aunt = page.locator(f'.seat[data-person="{cast.AUNT}"]')
    await aunt.locator('[data-act="scan"]').click()
    await aunt.locator(".tile").first.click()
    await taps(cast.AUNT, "开始", "已签到")
    await taps(cast.CLERK, "📋 今天", "在岗")
    await taps(cast.NEWCOMER, "开始", "开始登记")
    await taps(cast.NEWCOMER, "📝 开始登记", "第 1 步")


if __name__ == "__main__":
    asyncio.run(_make())
