"""What is typed into a chat is read nowhere else, not even in the bytes of the database."""

import asyncio
from pathlib import Path

from domain.permissions import Role
from rehearsal.screens import Button
from tests.cast import a_station, with_role
from tests.world import a_world

CANARY = "金丝雀在此"
PLACE = "图书馆金丝雀"


async def test_what_was_typed_stands_in_no_byte_of_the_database(tmp_path: Path) -> None:
    async with a_world("sqlite", tmp_path) as world:
        chief = world.person("某管理员")
        await world.db.write(with_role, chief.id, Role.ADMINISTRATOR)
        await world.db.write(a_station, PLACE)
        await chief.says(CANARY)
        await chief.presses("请人进来")
        await chief.uses(Button(chief.last.id, chief.last.buttons[0][0]))
        await chief.says(CANARY)
        files = list(Path(world.db.url.removeprefix("sqlite:///")).parent.glob("*.db*"))
        raw = b"".join([await asyncio.to_thread(file.read_bytes) for file in files])
        assert PLACE.encode() in raw, "the bytes that we look at are those of this database"
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert CANARY.encode(coding) not in raw
        assert CANARY.encode("unicode_escape") not in raw
