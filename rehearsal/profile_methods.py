"""The methods by which a bot asks about people and files and describes itself."""

import re
from typing import Any

from rehearsal import keyboards
from rehearsal.api_error import JSON, bad_request
from rehearsal.chats import command_scope
from rehearsal.files import DOWNLOAD_BYTES
from rehearsal.plain_text import units
from rehearsal.say_methods import Handler
from rehearsal.telegram_world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


async def get_me(world: World, _values: JSON) -> JSON:
    """Return who the bot is."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_chat(world: World, values: JSON) -> JSON:
    """Return what is known of a chat."""
    chat = world.chat_for(values["chat_id"])
    full: JSON = chat.card | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _NO_GIFTS,
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


async def get_chat_member(world: World, values: JSON) -> JSON:
    """Return what somebody is in a chat."""
    chat = world.chat_for(values["chat_id"])
    person = world.people.get(values["user_id"])
    if person is None:
        raise bad_request("user not found")
    inside = person.id == chat.id or person.id in chat.members
    return {"user": person.user(), "status": "member" if inside else "left"}


async def get_user_profile_photos(world: World, values: JSON) -> JSON:
    """Return no pictures: nobody on the stage has one."""
    if values["user_id"] not in world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


async def get_file(world: World, values: JSON) -> JSON:
    """Return the path of a file for download; over 20 MB there is none."""
    kept = world.files.find(values["file_id"])
    if kept is None:
        raise bad_request("invalid file_id")
    if kept.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": kept.file_id,
        "file_unique_id": kept.unique_id,
        "file_size": kept.size,
        "file_path": kept.path,
    }


def _scope(values: JSON) -> str:
    return command_scope(
        values.get("scope") or {"type": "default"}, values.get("language_code", "")
    )


async def set_my_commands(world: World, values: JSON) -> bool:
    """List up to 100 commands for a scope and a language."""
    commands = values["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not _COMMAND.match(each["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(each["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    _for_a_chat(world, values)
    world.profile.setdefault("commands", {})[_scope(values)] = commands
    return True


def _for_a_chat(world: World, values: JSON) -> None:
    scope = values.get("scope") or {}
    if "chat_id" in scope:
        world.chat_for(scope["chat_id"])
    language = values.get("language_code", "")
    if language and not re.match(r"[a-z]{2}\Z", language):
        raise bad_request("invalid language code specified")


async def delete_my_commands(world: World, values: JSON) -> bool:
    """Take the list of a scope and a language away."""
    _for_a_chat(world, values)
    world.profile.setdefault("commands", {}).pop(_scope(values), None)
    return True


async def get_my_commands(world: World, values: JSON) -> list[JSON]:
    """Return the list of exactly this scope and language."""
    found: list[JSON] = world.profile.get("commands", {}).get(_scope(values), [])
    return found


async def set_chat_menu_button(world: World, values: JSON) -> bool:
    """Set the button beside the text field, for one person or for all."""
    button = values.get("menu_button") or {"type": "default"}
    if button["type"] == "web_app":
        keyboards.checked_page_url(button["web_app"]["url"])
        if not button["text"]:
            raise bad_request("BUTTON_TEXT_INVALID")
    if "chat_id" in values:
        chat = world.chat_for(values["chat_id"])
        if not chat.private:
            raise bad_request("chat_id must be a private chat")
        chat.menu_button = button
        world.events.tell("menu", chat.id, menu_button=world.menu_button(chat))
    else:
        world.profile["menu_button"] = button
        for chat in world.chats.values():
            if chat.private:
                world.events.tell("menu", chat.id, menu_button=world.menu_button(chat))
    return True


async def get_chat_menu_button(world: World, values: JSON) -> JSON:
    """Return the button beside the text field."""
    if "chat_id" in values:
        return world.menu_button(world.chat_for(values["chat_id"]))
    button: JSON = world.profile.get("menu_button", {"type": "commands"})
    return button


def _described(method: str, field: str, longest: int) -> dict[str, Handler]:
    """Return the setter and the getter of one text that describes the bot."""

    async def put(world: World, values: JSON) -> bool:
        if units(values.get(field, "")) > longest:
            raise bad_request(f"{field} is too long")
        texts = world.profile.setdefault(field, {})
        texts[values.get("language_code", "")] = values.get(field, "")
        return True

    async def get(world: World, values: JSON) -> Any:
        texts = world.profile.get(field, {})
        fallback = world.bot["first_name"] if field == "name" else ""
        return {field: texts.get(values.get("language_code", "")) or texts.get("") or fallback}

    return {f"set{method}": put, f"get{method}": get}


METHODS: dict[str, Handler] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getUserProfilePhotos": get_user_profile_photos,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    **_described("MyName", "name", 64),
    **_described("MyDescription", "description", 512),
    **_described("MyShortDescription", "short_description", 120),
}
