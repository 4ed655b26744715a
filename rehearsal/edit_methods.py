"""The methods by which a bot changes what it said, and answers presses and Mini Apps."""

from rehearsal import keyboards
from rehearsal.api_error import JSON, bad_request
from rehearsal.chats import Chat
from rehearsal.entities import message_text
from rehearsal.plain_text import units
from rehearsal.say_methods import (
    Handler,
    caption_content,
    media_content,
    text_content,
)
from rehearsal.telegram_world import World

ALERT_UNITS = 200


def _that(world: World, values: JSON) -> tuple[Chat, JSON]:
    if values.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if values.get("chat_id") in (None, ""):
        raise bad_request("chat_id is empty")
    if not values.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat_for(values["chat_id"])
    return chat, world.to_edit(chat, values["message_id"])


def _markup(values: JSON, chat: Chat) -> JSON | None:
    markup = values.get("reply_markup")
    return keyboards.checked(markup, private=chat.private) if markup else None


async def edit_text(world: World, values: JSON) -> JSON:
    """Put another text in place of a text; without `reply_markup` the buttons go."""
    chat, message = _that(world, values)
    content = text_content(world, values)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    markup = _markup(values, chat)
    world.limits.spend(chat.id)
    return world.change(chat, message, content, markup)


async def edit_caption(world: World, values: JSON) -> JSON:
    """Put another caption under a picture or file."""
    chat, message = _that(world, values)
    kept = {key: message[key] for key in ("photo", "document") if key in message}
    if not kept:
        raise bad_request("there is no caption in the message to edit")
    content = caption_content(world, values)
    markup = _markup(values, chat)
    world.limits.spend(chat.id)
    return world.change(chat, message, content | kept, markup)


async def edit_media(world: World, values: JSON) -> JSON:
    """Put another picture or file in place."""
    chat, message = _that(world, values)
    if "photo" not in message and "document" not in message and "text" not in message:
        raise bad_request("message can't be edited")
    content = await media_content(world, values["media"], values)
    markup = _markup(values, chat)
    world.limits.spend(chat.id)
    return world.change(chat, message, content, markup)


async def edit_markup(world: World, values: JSON) -> JSON:
    """Put other buttons under a message, or none."""
    chat, message = _that(world, values)
    markup = _markup(values, chat)
    kept = {key: each for key, each in message.items() if key not in ("reply_markup", "edit_date")}
    world.limits.spend(chat.id)
    return world.change(chat, message, kept, markup)


async def delete_message(world: World, values: JSON) -> bool:
    """Take one message away, the person's own included, within 48 hours."""
    world.delete(world.chat_for(values["chat_id"]), values["message_id"])
    return True


async def delete_messages(world: World, values: JSON) -> bool:
    """Take up to 100 messages away; those that are not there are skipped."""
    chat = world.chat_for(values["chat_id"])
    numbers = values["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        if number in chat.messages:
            world.delete(chat, number)
    return True


async def pin(world: World, values: JSON) -> bool:
    """Keep a message at the top of the chat."""
    chat = world.chat_for(values["chat_id"])
    if values["message_id"] not in chat.messages:
        raise bad_request("message to pin not found")
    if values["message_id"] not in chat.pinned:
        chat.pinned.append(values["message_id"])
    return True


async def unpin(world: World, values: JSON) -> bool:
    """Let go of a pinned message, by default the last one."""
    chat = world.chat_for(values["chat_id"])
    number = values.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


async def unpin_all(world: World, values: JSON) -> bool:
    """Let go of every pinned message."""
    world.chat_for(values["chat_id"]).pinned.clear()
    return True


async def answer_callback_query(world: World, values: JSON) -> bool:
    """End the waiting sign of a pressed button, with up to 200 units of text."""
    if units(values.get("text", "")) > ALERT_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    if values.get("url"):
        raise bad_request("URL_INVALID")
    world.answer(
        values["callback_query_id"],
        {"text": values.get("text", ""), "show_alert": values.get("show_alert", False)},
    )
    return True


async def answer_web_app_query(world: World, values: JSON) -> JSON:
    """Say something in the name of the person whose Mini App asked for it, once."""
    person = world.web_app_queries.pop(values["web_app_query_id"], None)
    if person is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    given = values["result"]["input_message_content"]
    shown = message_text(given["message_text"], given.get("parse_mode"), given.get("entities"))
    content: JSON = {"text": shown.text, "via_bot": world.bot}
    if shown.entities:
        content["entities"] = shown.entities
    world.receive(person, content)
    return {}


METHODS: dict[str, Handler] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
    "answerCallbackQuery": answer_callback_query,
    "answerWebAppQuery": answer_web_app_query,
}
