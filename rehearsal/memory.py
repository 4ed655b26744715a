"""Keeps the stage between two runs: one JSON file, and the files of the chats beside it."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from rehearsal.api_error import JSON
from rehearsal.chats import Chat, Press, Someone
from rehearsal.deliveries import Waiting
from rehearsal.telegram_world import World

_VERSION = 1


def save(world: World, path: Path) -> None:
    """Write the world; a crash in between leaves the earlier file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept: JSON = {
        "version": _VERSION,
        "bot": world.bot,
        "people": [asdict(each) for each in world.people.values()],
        "chats": [_chat(each) for each in world.chats.values()],
        "presses": [asdict(each) for each in list(world.presses.values())[-1000:]],
        "web_app_queries": world.web_app_queries,
        "profile": world.profile,
        "next_message_id": world.next_message_id,
        "next_update_id": world.deliveries.next_id,
        "allowed": world.deliveries.allowed,
        "waiting": [asdict(each) for each in world.deliveries.waiting.values()],
        "files": world.files.to_json(_folder(world, path)),
    }
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    os.replace(fresh, path)


def load(world: World, path: Path) -> None:
    """Fill a new world from a file that `save` wrote."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept["version"] != _VERSION:
        raise ValueError(f"{path} was written by another version of the stage; start afresh")
    world.people = {each["id"]: Someone(**each) for each in kept["people"]}
    world.chats = {each["card"]["id"]: _chat_from(each) for each in kept["chats"]}
    world.presses = {each["id"]: Press(**each) for each in kept["presses"]}
    world.web_app_queries = kept["web_app_queries"]
    world.profile = kept["profile"]
    world.next_message_id = kept["next_message_id"]
    world.files.from_json(kept["files"], _folder(world, path))
    deliveries = world.deliveries
    deliveries.next_id = kept["next_update_id"]
    deliveries.allowed = kept["allowed"]
    for each in kept["waiting"]:
        waiting = Waiting(**each)
        deliveries.remember(waiting.update)
        deliveries.add(waiting)


def _folder(world: World, path: Path) -> Path:
    """Return the stage's folder of files, or one beside the JSON file."""
    return world.files.folder or path.with_name(path.stem + "-files")


def _chat(chat: Chat) -> JSON:
    kept = asdict(chat)
    kept["messages"] = list(chat.messages.values())
    kept["fixed"] = sorted(chat.fixed)
    kept["members"] = sorted(chat.members)
    return kept


def _chat_from(kept: JSON) -> Chat:
    messages = {each["message_id"]: each for each in kept["messages"]}
    sets = {"fixed": set(kept["fixed"]), "members": set(kept["members"])}
    return Chat(**(kept | sets | {"messages": messages}))
