"""The methods by which a bot says something: send, copy, forward."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rehearsal import keyboards
from rehearsal.api_error import JSON, bad_request
from rehearsal.chats import Chat
from rehearsal.entities import caption_text, message_text
from rehearsal.fields import Upload
from rehearsal.files import UPLOAD_BYTES, Kept
from rehearsal.method_table import CHAT_ACTIONS
from rehearsal.telegram_world import World

Handler = Callable[[World, JSON], Awaitable[Any]]
_COPIED = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "contact", "location",
    "venue", "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip


def _put(world: World, values: JSON, chat: Chat, content: JSON) -> JSON:
    """Put one message into a chat."""
    return _put_all(world, values, chat, [content])[0]


def _put_all(world: World, values: JSON, chat: Chat, contents: list[JSON]) -> list[JSON]:
    """Check what every message has in common, spend the rate, and put them into the chat."""
    markup = values.get("reply_markup")
    shown = keyboards.checked(markup, private=chat.private) if markup else None
    extra: JSON = {}
    reply = values.get("reply_parameters")
    if reply:
        told = chat.messages.get(reply["message_id"])
        if told is not None:
            extra["reply_to_message"] = {
                key: each for key, each in told.items() if key != "reply_to_message"
            }
        elif not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
    if values.get("protect_content"):
        extra["has_protected_content"] = True
    world.limits.spend(chat.id, len(contents))
    return [world.say(chat, content | extra, shown) for content in contents]


async def send_message(world: World, values: JSON) -> JSON:
    """Say a text of 1–4096 units."""
    chat = world.chat_for(values["chat_id"])
    return _put(world, values, chat, text_content(world, values))


def text_content(world: World, values: JSON) -> JSON:
    """Return text, entities and the preview options of a text message."""
    shown = message_text(values["text"], values.get("parse_mode"), values.get("entities"))
    content: JSON = {"text": shown.text}
    if shown.entities:
        content["entities"] = world.with_people(shown.entities)
    if values.get("link_preview_options"):
        content["link_preview_options"] = values["link_preview_options"]
    return content


def caption_content(world: World, values: JSON) -> JSON:
    """Return caption and entities of a picture or file, empty when there is none."""
    text = values.get("caption")
    if not text:
        return {}
    shown = caption_text(text, values.get("parse_mode"), values.get("caption_entities"))
    content: JSON = {"caption": shown.text} if shown.text else {}
    if shown.entities:
        content["caption_entities"] = world.with_people(shown.entities)
    if values.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


async def photo_content(world: World, given: str | Upload) -> JSON:
    """Return the `photo` of a message from an upload or a file_id."""
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        # Shrinking takes tens of milliseconds, and everyone else on the stage would wait.
        sizes = await asyncio.to_thread(world.files.keep_photo, given.content)
    else:
        sizes = world.files.sizes_of(_by_id(world, given, "photo"))
    return {"photo": [size.photo_size() for size in sizes]}


def document_content(world: World, given: str | Upload) -> JSON:
    """Return the `document` of a message from an upload or a file_id."""
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        if len(given.content) > UPLOAD_BYTES:
            raise bad_request("file is too big")
        kept = world.files.keep(given.content, "document", given.name, given.mime)
    else:
        kept = _by_id(world, given, "document")
    return {"document": kept.document()}


def _by_id(world: World, file_id: str, kind: str) -> Kept:
    if "://" in file_id and not file_id.startswith("attach://"):
        # No address outside can be reached from the stage.
        raise bad_request("failed to get HTTP URL content")
    kept = world.files.find(file_id)
    if kept is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kept.kind != kind:
        raise bad_request(f"can't use file of type {kept.kind.title()} as {kind.title()}")
    return kept


async def send_photo(world: World, values: JSON) -> JSON:
    """Send a picture, which arrives as JPEG of at most 1280 pixels a side."""
    chat = world.chat_for(values["chat_id"])
    content = caption_content(world, values)
    if values.get("has_spoiler"):
        content["has_media_spoiler"] = True
    content |= await photo_content(world, values["photo"])
    return _put(world, values, chat, content)


async def send_document(world: World, values: JSON) -> JSON:
    """Send a file as it is."""
    chat = world.chat_for(values["chat_id"])
    content = caption_content(world, values) | document_content(world, values["document"])
    return _put(world, values, chat, content)


async def send_media_group(world: World, values: JSON) -> list[JSON]:
    """Send 2–10 pictures or 2–10 files as an album."""
    chat = world.chat_for(values["chat_id"])
    media = values["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("wrong number of media in the request: must include 2-10 items")
    if len({each["type"] for each in media}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    album = str(world.next_message_id + 13_000_000_000_000_000)
    contents = [
        await media_content(world, each, values) | {"media_group_id": album} for each in media
    ]
    return _put_all(world, values, chat, contents)


async def media_content(world: World, media: JSON, values: JSON) -> JSON:
    """Return the content of one InputMedia; `attach://name` is a part of the request."""
    given: str | Upload = media["media"]
    if isinstance(given, str) and given.startswith("attach://"):
        name = given.removeprefix("attach://")
        if name not in values.get("_uploads", {}):
            raise bad_request(f'can\'t parse InputMedia: file "{name}" not found in the request')
        given = values["_uploads"][name]
    content = caption_content(world, media)
    if media["type"] == "photo":
        return content | await photo_content(world, given)
    return content | document_content(world, given)


async def send_contact(world: World, values: JSON) -> JSON:
    """Send a contact card."""
    chat = world.chat_for(values["chat_id"])
    contact = {
        key: values[key]
        for key in ("phone_number", "first_name", "last_name", "vcard")
        if values.get(key)
    }
    return _put(world, values, chat, {"contact": contact})


def place(values: JSON) -> JSON:
    """Return Telegram's Location; refuse one that is not on this planet."""
    if abs(values["latitude"]) > 90 or abs(values["longitude"]) > 180:
        raise bad_request("wrong latitude or longitude specified")
    if not 0 <= values.get("horizontal_accuracy", 0) <= 1500:
        raise bad_request("wrong horizontal accuracy specified")
    keys = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    return {key: values[key] for key in keys if values.get(key) is not None}


async def send_location(world: World, values: JSON) -> JSON:
    """Send a point on the map."""
    chat = world.chat_for(values["chat_id"])
    return _put(world, values, chat, {"location": place(values)})


async def send_venue(world: World, values: JSON) -> JSON:
    """Send a named place."""
    chat = world.chat_for(values["chat_id"])
    where = place(values)
    venue = {"location": where, "title": values["title"], "address": values["address"]}
    return _put(world, values, chat, {"location": where, "venue": venue})


async def send_chat_action(world: World, values: JSON) -> bool:
    """Show for five seconds that the bot is at it."""
    chat = world.chat_for(values["chat_id"])
    if values["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.act(chat, values["action"])
    return True


async def copy_message(world: World, values: JSON) -> JSON:
    """Say again what is said elsewhere, without naming where."""
    chat = world.chat_for(values["chat_id"])
    source = world.chat_for(values["from_chat_id"]).messages.get(values["message_id"])
    if source is None:
        raise bad_request("message to copy not found")
    content = {key: source[key] for key in _COPIED if key in source}
    if "caption" in values and "text" not in source:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_content(world, values)
    return {"message_id": _put(world, values, chat, content)["message_id"]}


async def forward_message(world: World, values: JSON) -> JSON:
    """Say again what is said elsewhere, naming who said it and when."""
    chat = world.chat_for(values["chat_id"])
    source = world.chat_for(values["from_chat_id"]).messages.get(values["message_id"])
    if source is None:
        raise bad_request("message to forward not found")
    if source.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = {key: source[key] for key in _COPIED if key in source}
    origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
    content["forward_origin"] = source.get("forward_origin", origin)
    return _put(world, values, chat, content)


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendContact": send_contact,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
