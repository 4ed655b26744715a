"""The two libraries that the product uses find here what they find at Telegram."""

import asyncio
import io

import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from PIL import Image
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from rehearsal.people import Person
from rehearsal.stage import Stage


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(written, "PNG")
    return written.getvalue()


def aiogram_bot(stage: Stage) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(stage.url))
    return Bot(stage.token, session=session)


async def test_aiogram_polls_answers_and_edits(stage: Stage) -> None:
    li = stage.person("李志愿", phone="+8613800000001")
    async with aiogram_bot(stage) as bot:
        assert (await bot.me()).username == "volunteer_city_bot"
        await li.says("/start 您好")
        (update,) = await bot.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
        assert update.message is not None
        assert update.message.text == "/start 您好"
        assert update.message.from_user is not None
        assert update.message.from_user.language_code == "zh-hans"
        rows = [[InlineKeyboardButton(text="登记", callback_data="r:1")]]
        await bot.send_message(
            li.id, "<b>您好</b>", parse_mode="HTML",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
        )  # fmt: skip
        assert li.screen == "您好"
        press = await li.presses("登记")
        (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
        assert pressed.callback_query is not None
        assert press is not None
        assert pressed.callback_query.id == press.id
        assert pressed.callback_query.data == "r:1"
        await pressed.callback_query.answer("好的", show_alert=True).as_(bot)
        assert li.popup == "好的"
        await bot.edit_message_text("登记中", chat_id=li.id, message_id=li.last.id)
        assert li.screen == "登记中"
        assert li.last.labels == []
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await bot.edit_message_text("登记中", chat_id=li.id, message_id=li.last.id)


async def test_aiogram_uploads_and_downloads(stage: Stage, li: Person) -> None:
    async with aiogram_bot(stage) as bot:
        sent = await bot.send_photo(li.id, BufferedInputFile(picture(), "card.png"), caption="卡")
        assert sent.photo
        assert (sent.photo[-1].width, sent.photo[-1].height) == (300, 200)
        assert li.photo().startswith(b"\xff\xd8")
        await bot.send_photo(li.id, sent.photo[-1].file_id)
        await bot.send_document(li.id, BufferedInputFile(b"%PDF-", "报告.pdf"))
        assert li.file() == b"%PDF-"
        received = await li.sends_file("计划.txt", "计划".encode(), "text/plain")
        loaded = await bot.download(received["document"]["file_id"])
        assert loaded is not None
        assert loaded.read().decode() == "计划"


async def test_aiogram_meets_blocks_and_limits_as_its_own_exceptions(stage: Stage) -> None:
    li = stage.person("李志愿")
    async with aiogram_bot(stage) as bot:
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(li.id, "您好")
        await li.says("/start")
        await li.blocks_bot()
        with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
            await bot.send_message(li.id, "您好")
        await li.unblocks_bot()
        stage.faults.inject("too_many_requests", seconds=7)
        with pytest.raises(TelegramRetryAfter) as told:
            await bot.send_message(li.id, "您好")
        assert told.value.retry_after == 7


async def test_telegram_ext_sends_uploads_and_polls(stage: Stage, li: Person) -> None:
    plain = {"trust_env": False}
    bot = ExtBot(
        stage.token,
        base_url=f"{stage.url}/bot",
        base_file_url=f"{stage.url}/file/bot",
        request=HTTPXRequest(httpx_kwargs=plain),
        get_updates_request=HTTPXRequest(httpx_kwargs=plain),
    )
    async with bot:
        sent = await bot.send_message(
            li.id,
            "<i>明天到期</i>",
            parse_mode="HTML",
            reply_markup=telegram.ReplyKeyboardMarkup([["提交"]], resize_keyboard=True),
        )
        assert sent.entities[0].type == "italic"
        asked = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.05)
        await li.presses("提交")
        (update,) = await asked
        assert update.message is not None
        assert update.message.text == "提交"
        photo = await bot.send_photo(li.id, picture())
        file = await bot.get_file(photo.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == li.photo()
        await li.blocks_bot()
        with pytest.raises(telegram.error.Forbidden, match="blocked"):
            await bot.send_message(li.id, "明天到期")
