"""What units owe: founded at start, counted by acceptance, reminded by facts."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.duties import Duty
from models.places import Unit
from tests.cast import MORNING, with_role
from usecases import duties, submissions
from usecases.city import CitySession
from usecases.database import Database
from usecases.file_store import keep, path_of


def _counted(session: CitySession) -> tuple[int, int]:
    connection = session.connection()
    units = connection.scalar(select(func.count()).select_from(table_of(Unit)))
    rows = connection.scalar(select(func.count()).select_from(table_of(Duty)))
    return int(units or 0), int(rows or 0)


async def test_every_member_unit_owes_four_things_and_every_countys_office_one(
    db: Database,
) -> None:
    for _ in range(2):
        await db.write(duties.prepare, now=MORNING.replace(month=9, day=30))
    assert await db.read(_counted) == (27, 81), "starting twice founds nothing twice"
    await db.write(duties.prepare, now=datetime(2027, 1, 4, 1, tzinfo=UTC))
    assert await db.read(_counted) == (27, 162)


async def test_a_city_that_begins_after_september_is_not_late_with_its_statistics(
    db: Database,
) -> None:
    await db.write(duties.prepare, now=MORNING.replace(month=10, day=1))
    # Plan, information and report of eighteen members, and no table of anybody's.
    assert await db.read(_counted) == (27, 54)
    assert await db.read(duties.imposed, now=MORNING)


async def test_receipts_of_many_at_once_are_all_different(db: Database) -> None:
    await db.write(duties.prepare, now=MORNING)
    found = [
        one
        for one in await db.read(duties.standings, now=MORNING)
        if one.owed.kind.value == "info_item"
    ]
    contacts = []
    for number, one in enumerate(found):
        contacts.append(
            await db.write(with_role, 500 + number, Role.UNIT_CONTACT, str(one.unit_id))
        )
    receipts = await asyncio.gather(
        *(
            db.write(
                submissions.hand_in,
                actor=contact.account_id,
                duty_id=one.duty_id,
                text="一条信息",
                files=[],
                request_id=f"handin/{number}",
                now=MORNING,
            )
            for number, (contact, one) in enumerate(zip(contacts, found, strict=True))
        )
    )
    numbers = sorted(each.receipt for each in receipts)
    assert numbers == [f"XX-2026-{n:04d}" for n in range(1, 19)]


async def test_the_same_request_gets_the_same_receipt(db: Database) -> None:
    await db.write(duties.prepare, now=MORNING)
    one = (await db.read(duties.standings, now=MORNING))[0]
    contact = await db.write(with_role, 500, Role.UNIT_CONTACT, str(one.unit_id))
    request: dict[str, Any] = {
        "actor": contact.account_id,
        "duty_id": one.duty_id,
        "text": "计划",
        "files": [],
        "request_id": "handin/1",
        "now": MORNING,
    }
    first = await db.write(submissions.hand_in, **request)
    assert await db.write(submissions.hand_in, **request) == first


async def test_who_is_no_contact_of_the_unit_is_refused(db: Database) -> None:
    await db.write(duties.prepare, now=MORNING)
    found = await db.read(duties.standings, now=MORNING)
    other = next(one for one in found if one.unit_id != found[0].unit_id)
    contact = await db.write(with_role, 500, Role.UNIT_CONTACT, str(other.unit_id))
    with pytest.raises(Refusal) as refused:
        await db.write(
            submissions.hand_in,
            actor=contact.account_id,
            duty_id=found[0].duty_id,
            text="计划",
            files=[],
            request_id="handin/1",
            now=MORNING,
        )
    assert refused.value.refused.code is Code.NOT_ALLOWED


def test_a_file_is_kept_once_and_whole(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    first = keep(folder, b"content")
    assert keep(folder, b"content") == first
    assert path_of(folder, first).read_bytes() == b"content"
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    path_of(folder, first).write_bytes(b"half")
    keep(folder, b"content")
    assert path_of(folder, first).read_bytes() == b"content", "half a file is replaced"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63])
def test_only_a_hash_becomes_a_path(tmp_path: object, name: str) -> None:
    from pathlib import Path

    with pytest.raises(ValueError, match="not a hash"):
        path_of(Path(str(tmp_path)), name)
