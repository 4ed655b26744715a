"""A station's standard, item by item with photos, and the people who work there."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any

from domain.permissions import Role
from handlers import keyboards, table
from handlers.keyboards import press, rows
from handlers.station_register import in_own_station
from handlers.turn import Turn
from usecases import rules, station_staff, station_standard, stations
from usecases.file_store import MOST_PICTURE_BYTES
from usecases.sealed_file import FileBrokenError

_FLOW = "station"


@table.press("stitems")
async def items(turn: Turn) -> None:
    """Show the items of the standard, each a button that tells more."""
    await _show(turn, turn.number())


async def _show(turn: Turn, station_id: int) -> None:
    found = await turn.read(
        station_standard.items, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    turn.leave(_FLOW)
    buttons = [
        press(
            turn.label(
                "ticked" if one.seen_at else "unticked",
                text=turn.label(f"station-item-{one.code}"),
            ),
            "stitem",
            station_id,
            one.code,
        )
        for one in found
    ]
    pairs = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    seen = sum(one.seen_at is not None for one in found)
    photos = sum(one.sha256 is not None for one in found)
    why = [press(turn.label("button-why"), "why", "stations.checklist")]
    back = [press(turn.label("button-back"), "stcard", station_id)]
    text = turn.say("station-standard", seen=seen, asked=len(found), photos=photos)
    await turn.show(text, rows(*pairs, why, back))


@table.press("stitem")
async def item(turn: Turn) -> None:
    """Ask for a photo of an item, or offer to tick it without; a ticked one can be looked at."""
    station_id, code = turn.number(), turn.word(1)
    found = await turn.read(
        station_standard.items, actor=turn.caller.account_id, station_id=station_id, now=turn.now
    )
    one = next((each for each in found if each.code == code), None)
    if one is None:
        await turn.old_button()
        return
    turn.go(_FLOW, "asked", field="photo", station_id=station_id, item=code)
    name = turn.label(f"station-item-{code}")
    back = [press(turn.label("button-back"), "stitems", station_id)]
    tick = [press(turn.label("button-item-there"), "sttick", station_id, code)]
    if one.seen_at is None:
        await turn.show(turn.say("station-item-ask", item=name), rows(tick, back))
        return
    look = [press(turn.label("button-item-photo"), "stphoto", station_id, code)]
    untick = [press(turn.label("button-item-gone"), "stuntick", station_id, code)]
    text = turn.say("station-item-seen", item=name, seen_at=one.seen_at)
    await turn.show(text, rows(look if one.sha256 else [], untick, back))


@table.press("sttick")
async def tick(turn: Turn) -> None:
    """Tick an item without a photo."""
    station_id = turn.number()
    turn.leave(_FLOW)
    await turn.write(
        station_standard.tick,
        actor=turn.caller.account_id,
        station_id=station_id,
        item=turn.word(1),
        photo=None,
        now=turn.now,
    )
    await _show(turn, station_id)


@table.press("stuntick")
async def untick(turn: Turn) -> None:
    """Take a tick back."""
    station_id = turn.number()
    turn.leave(_FLOW)
    await turn.write(
        station_standard.untick,
        actor=turn.caller.account_id,
        station_id=station_id,
        item=turn.word(1),
        now=turn.now,
    )
    await _show(turn, station_id)


@table.press("stphoto")
async def look(turn: Turn) -> None:
    """Send the photo of an item to the officer who asks for it."""
    found = await turn.read(
        station_standard.items,
        actor=turn.caller.account_id,
        station_id=turn.number(),
        now=turn.now,
    )
    one = next((each for each in found if each.code == turn.word(1) and each.sha256), None)
    if one is None or one.sha256 is None:
        await turn.old_button()
        return
    keys, folder = turn.desk.db.city.keys, turn.desk.files_dir
    try:
        content = await asyncio.to_thread(station_standard.open_photo, folder, keys, one.sha256)
    except (FileNotFoundError, FileBrokenError):
        await turn.answer(turn.say("station-photo-gone"))
        return
    await turn.picture(content, turn.label(f"station-item-{one.code}"), name="photo.jpg")


async def photo(turn: Turn, data: dict[str, Any]) -> None:
    """Keep a photo of the item that was asked for, sealed, and tick it."""
    assert turn.message is not None  # noqa: S101 - a step takes messages
    sizes = turn.message.photo
    if not sizes or (sizes[-1].file_size or 0) > MOST_PICTURE_BYTES:
        await turn.answer(turn.say("station-photo-wanted"), keyboards.menu(turn))
        return
    buffer = BytesIO()
    await turn.desk.bot.download(sizes[-1].file_id, buffer)
    keys, folder = turn.desk.db.city.keys, turn.desk.files_dir
    kept = await asyncio.to_thread(station_standard.keep_photo, folder, keys, buffer.getvalue())
    turn.leave(_FLOW)
    await turn.write(
        station_standard.tick,
        actor=turn.caller.account_id,
        station_id=data["station_id"],
        item=data["item"],
        photo=kept,
        now=turn.now,
    )
    await _show(turn, data["station_id"])


# ---- the people


@table.press("ststaff")
async def staff(turn: Turn) -> None:
    """Show who works at the station; each can be let go, and another one invited.

    Heads are the officers' to invite and to let go.
    """
    station_id = turn.number()
    found = await turn.read(
        station_staff.clerks, actor=turn.caller.account_id, station_id=station_id
    )
    lines = [
        turn.say(
            "station-head" if one.is_head else "station-clerk",
            number=number,
            name=one.name or turn.label("station-clerk-unnamed"),
            since_at=one.since_at,
        )
        for number, one in enumerate(found, 1)
    ]
    text = turn.say("station-staff", count=len(found))
    buttons = [
        [
            press(
                turn.label("button-dismiss", number=number), "stdismiss", station_id, one.account_id
            )
        ]
        for number, one in enumerate(found, 1)
        if not (one.is_head and in_own_station(turn))
    ]
    if not in_own_station(turn):
        buttons += [
            [
                press(
                    turn.label("button-step-down", number=number),
                    "ststepdown",
                    station_id,
                    one.account_id,
                )
            ]
            for number, one in enumerate(found, 1)
            if one.is_head
        ]
    invite = [press(turn.label("button-invite-clerk"), "stinvite", station_id)]
    if not in_own_station(turn):
        invite.append(press(turn.label("button-invite-head"), "stinvitehead", station_id))
    back = [press(turn.label("button-back"), "stcard", station_id)]
    await turn.show("\n".join([text, *lines]), rows(*buttons, invite, back))


@table.press("stinvite")
async def invite_clerk(turn: Turn) -> None:
    """Give a one-use link for a new clerk."""
    await _link(turn, station_staff.invite, Role.CLERK)


@table.press("stinvitehead")
async def invite_head(turn: Turn) -> None:
    """Give a one-use link for a new head of the station."""
    await _link(turn, station_staff.invite_head, Role.STATION_HEAD)


async def _link(turn: Turn, invite: Callable[..., str], role: Role) -> None:
    actor, station_id = turn.caller.account_id, turn.number()
    code = await turn.write(invite, actor=actor, station_id=station_id, now=turn.now)
    found = await turn.read(stations.card, actor=actor, station_id=station_id, now=turn.now)
    text = turn.say(
        "station-invite-made",
        station=found.name,
        role=turn.label(f"role-{role}"),
        days=(await turn.read(rules.links, now=turn.now)).staff_days,
        link=f"https://t.me/{turn.desk.bot_username}?start={code}",
    )
    await turn.answer(text, rows([press(turn.label("button-back"), "ststaff", station_id)]))


@table.press("stdismiss")
async def ask_dismiss(turn: Turn) -> None:
    """Ask before somebody is let go, by name."""
    station_id, account_id = turn.number(0), turn.number(1)
    actor = turn.caller.account_id
    staff_now = await turn.read(station_staff.clerks, actor=actor, station_id=station_id)
    one = next((one for one in staff_now if one.account_id == account_id), None)
    if one is None:
        await staff(turn)
        return
    found = await turn.read(stations.card, actor=actor, station_id=station_id, now=turn.now)
    name = one.name or turn.label("station-clerk-unnamed")
    text = turn.say("station-dismiss-ask", station=found.name, name=name, since_at=one.since_at)
    yes = [press(turn.label("button-dismiss-yes"), "stdismissed", station_id, account_id)]
    await turn.show(text, rows(yes, [press(turn.label("button-no"), "ststaff", station_id)]))


@table.press("stdismissed")
async def dismiss(turn: Turn) -> None:
    """Let a clerk, or a head, go."""
    await turn.write(
        station_staff.dismiss,
        actor=turn.caller.account_id,
        station_id=turn.number(0),
        account_id=turn.number(1),
        now=turn.now,
    )
    await staff(turn)


@table.press("ststepdown")
async def step_down(turn: Turn) -> None:
    """Let a head be no more than a clerk; a link makes him head again."""
    await turn.write(
        station_staff.step_down,
        actor=turn.caller.account_id,
        station_id=turn.number(0),
        account_id=turn.number(1),
        now=turn.now,
    )
    await staff(turn)
