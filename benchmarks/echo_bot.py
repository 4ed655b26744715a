"""The peer: an echo bot as aiogram's documentation writes it, on aiogram's own webhook server."""

import sys

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web


def main(port: str, api_url: str, token: str, secret: str) -> None:
    """Echo on a port until killed."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    bot = Bot(token, session=session)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    # On the loop that ours runs on.
    loop = uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, access_log=None, loop=loop)


main(*sys.argv[1:])
