"""What a person does on the page, as requests; the same deeds as in `rehearsal/people.py`."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from rehearsal.api_error import JSON, ApiError
from rehearsal.people import AT_ONCE, Person
from rehearsal.screens import Button
from rehearsal.showing import shown_message
from rehearsal.stage import Stage

Deed = Callable[[Person, JSON], Awaitable[JSON]]


async def body_of(request: Request) -> JSON:
    """Return the JSON object of a request."""
    try:
        asked = json.loads(await request.body() or b"{}")
    except ValueError as wrong:
        raise HTTPException(400, "JSON is needed") from wrong
    if not isinstance(asked, dict):
        raise HTTPException(400, "a JSON object is needed")
    return asked


def phone_routes(stage: Stage) -> list[BaseRoute]:
    """Return the routes below /stage/api/people."""
    return [
        Route("/stage/api/people/new", _newcomer(stage), methods=["POST"]),
        Route("/stage/api/people/{person:int}/chat", _chat(stage)),
        Route("/stage/api/people/{person:int}/{deed}", _deed(stage), methods=["POST"]),
    ]


def _somebody(stage: Stage, request: Request) -> Person:
    person = stage.people.get(request.path_params["person"])
    if person is None:
        raise HTTPException(404, "nobody has this number")
    return person


def _newcomer(stage: Stage) -> Any:
    async def newcomer(request: Request) -> Response:
        asked = await body_of(request)
        name = str(asked.get("name") or "").strip()
        if not name:
            raise HTTPException(400, "a name is needed")
        person = stage.person(
            name[:64],
            language_code=str(asked.get("language_code") or "zh-hans"),
            phone=str(asked.get("phone") or ""),
            role=asked.get("role") or "",
        )
        return JSONResponse({"person": stage.card(person)})

    return newcomer


def _chat(stage: Stage) -> Any:
    async def chat(request: Request) -> Response:
        person = _somebody(stage, request)
        bot_id = stage.world.bot["id"]
        return JSONResponse(
            {
                "messages": [shown_message(each, bot_id) for each in person.chat.messages.values()],
                "reply_keyboard": person.chat.keyboard,
                "menu_button": stage.world.menu_button(person.chat),
                "blocked": person.chat.blocked,
                "commands": stage.world.commands_for(person.someone),
                "seq": stage.world.events.seq,
            }
        )

    return chat


def _deed(stage: Stage) -> Any:
    async def deed(request: Request) -> Response:
        person = _somebody(stage, request)
        name = request.path_params["deed"]
        files = request.headers.get("content-type", "").startswith("multipart/")
        known = _WITH_FILE.get(name) if files else _DEEDS.get(name)
        if known is None:
            raise HTTPException(404, "nobody can do that here")
        asked = await _parts(request) if files else await body_of(request)
        AT_ONCE.set(True)
        try:
            return JSONResponse(await known(person, asked))
        except (AssertionError, KeyError, IndexError, TypeError, ValueError, ApiError) as wrong:
            raise HTTPException(400, str(wrong)) from wrong

    return deed


async def _parts(request: Request) -> JSON:
    async with request.form() as form:
        return {
            name: (value.filename, await value.read(), value.content_type)
            if isinstance(value, UploadFile)
            else value
            for name, value in form.multi_items()
        }


async def _say(person: Person, asked: JSON) -> JSON:
    return {"message_id": (await person.says(str(asked["text"])))["message_id"]}


async def _press(person: Person, asked: JSON) -> JSON:
    message = person.chat.messages[int(asked["message_id"])]
    rows = message["reply_markup"]["inline_keyboard"]
    raw = rows[int(asked["row"])][int(asked["column"])]
    press = await person.uses(Button(message["message_id"], raw))
    return {"callback_query_id": press.id if press else None}


async def _tap(person: Person, asked: JSON) -> JSON:
    if not person.chat.keyboard:
        raise ValueError("there is no keyboard")
    raw = person.chat.keyboard["keyboard"][int(asked["row"])][int(asked["column"])]
    if "latitude" in asked:
        person.place = (float(asked["latitude"]), float(asked["longitude"]))
    await person.uses(Button(None, raw))
    return {}


async def _contact(person: Person, asked: JSON) -> JSON:
    phone, name = str(asked.get("phone") or ""), str(asked.get("name") or "")
    if not phone and not name:
        await person.shares_contact()
        return {}
    card: JSON = {"phone_number": phone, "first_name": name}
    if asked.get("user_id"):
        card["user_id"] = int(asked["user_id"])
    await person.sends({"contact": card})
    return {}


async def _location(person: Person, asked: JSON) -> JSON:
    accuracy = asked.get("horizontal_accuracy")
    await person.sends_location(
        float(asked["latitude"]),
        float(asked["longitude"]),
        None if accuracy is None else float(accuracy),
    )
    return {}


async def _start(person: Person, asked: JSON) -> JSON:
    return {"message_id": (await person.opens(str(asked.get("payload") or "")))["message_id"]}


async def _block(person: Person, _asked: JSON) -> JSON:
    await person.blocks_bot()
    return {}


async def _unblock(person: Person, _asked: JSON) -> JSON:
    await person.unblocks_bot()
    return {}


async def _webapp(person: Person, asked: JSON) -> JSON:
    where = str(asked.get("from") or "inline")
    opened = person.web_app(str(asked["url"]), where, str(asked.get("start_param") or ""))
    return {"url": opened.path, "init_data": opened.init_data}


async def _webapp_data(person: Person, asked: JSON) -> JSON:
    await person.sends_data(str(asked["button_text"]), str(asked["data"]))
    return {}


async def _photo(person: Person, asked: JSON) -> JSON:
    _, content, _ = asked["photo"]
    return {
        "message_id": (await person.sends_photo(content, asked.get("caption", "")))["message_id"]
    }


async def _document(person: Person, asked: JSON) -> JSON:
    name, content, mime = asked["document"]
    message = await person.sends_file(
        name or "file",
        content,
        mime or "application/octet-stream",
        caption=asked.get("caption", ""),
    )
    return {"message_id": message["message_id"]}


_DEEDS: dict[str, Deed] = {
    "say": _say,
    "press": _press,
    "tap": _tap,
    "contact": _contact,
    "location": _location,
    "start": _start,
    "block": _block,
    "unblock": _unblock,
    "webapp": _webapp,
    "webapp_data": _webapp_data,
}
_WITH_FILE: dict[str, Deed] = {"photo": _photo, "document": _document}
