"""Who leaves is forgotten, the books stay whole, and no backup brings him back.

P10: erasing leaves every sum and seal as it was (figure: 0 contradictions, sums unchanged).
P16: a restore repeats the erasures since its backup (figure: all).
"""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import LargeBinary, Table, select, text

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Volunteer
from models.tables import metadata
from rehearsal.clock import StageClock
from scheduler import books
from tests.cast import (
    CITY,
    KEYS,
    MORNING,
    POLICY,
    Somebody,
    a_cinema,
    a_station,
    an_account,
    later,
    station_code,
    with_hours,
    with_role,
)
from tests.databases import ENGINES, fresh_database
from tests.usecases.applying import answers, applies
from tests.usecases.children import a_child, is_guardian
from usecases import (
    access,
    approval,
    backups,
    checkins,
    checkpoints,
    conversations,
    erasure,
    inbox,
    leaving,
    ledger,
    notices,
    proof,
    redeeming,
)
from usecases.city import CitySession
from usecases.conversations import Standing
from usecases.database import Database

NAME, PHONE = "金丝雀", "+8613900001234"
NUMBER = answers(77)["number"]
EXTERNAL = 7_700_077
DAYS = POLICY.on(MORNING.date()).rights.leave_wait_days
OVER = timedelta(days=DAYS, minutes=5)


class Life:
    """Somebody who did everything that leaves a trace, with a canary in each place."""

    def __init__(self, engine: str, db: Database, folder: Path) -> None:
        self.engine, self.db, self.folder = engine, db, folder
        self.account_id = self.volunteer_id = 0

    async def lived(self) -> "Life":
        await self.db.write(self._registers)
        await self.db.write(self._serves)
        await self.db.write(self._chats)
        return self

    def _registers(self, session: CitySession) -> None:
        officer = with_role(session, 1, Role.FEDERATION)
        self.account_id, handed_in = applies(
            session, EXTERNAL, name=NAME, phone=PHONE, number=NUMBER
        )
        approval.decide(
            session,
            actor=officer.account_id,
            application_id=handed_in.application_id,
            version=1,
            verdict=approval.Verdict.APPROVED,
            now=MORNING,
        )
        self.volunteer_id = access.own_volunteer(session, actor=self.account_id)

    def _serves(self, session: CitySession) -> None:
        self.station = a_station(session)
        clerk = with_role(session, 11, Role.CLERK, str(self.station.station_id))
        for hours in (0, 2, 4):
            at = later(hours=hours)
            checkins.scan(
                session,
                actor=self.account_id,
                token=station_code(self.station, at),
                means=Means.SCANNER,
                request_id=f"telegram/{hours}",
                now=at,
            )
        with_hours(session, Somebody(self.account_id, self.volunteer_id), 3000)
        self.cinema = a_cinema(session)
        redeeming.redeem(
            session,
            actor=self.account_id,
            reward_id=self.cinema.reward_id,
            price_minutes=self.cinema.price_minutes,
            request_id="r1",
            now=later(hours=4),
        )
        # What was said to the clerk of him, as it is kept when it was sent.
        notices.tell(
            session, kind="confirm-arrival", account_id=clerk.account_id, dedupe_key="told",
            facts={"volunteer": NAME}, due_at=MORNING,
        )  # fmt: skip
        session.connection().execute(
            text("UPDATE notice SET state = 'sent' WHERE dedupe_key = 'told'")
        )

    def _chats(self, session: CitySession) -> None:
        body = {"update_id": 5, "message": {"text": NAME}}
        inbox.take(session, updates=[inbox.Taken(5, EXTERNAL, body)], now=MORNING)
        standing = Standing("registration", "name", 1, {"name": NAME})
        conversations.store(session, conversations.Change(self.account_id, standing, MORNING))

    def canaries(self, session: CitySession) -> list[bytes]:
        """Return what was sealed of him, and what stands for him in the clear."""
        found = [NAME.encode(), json.dumps(NAME)[1:-1].encode(), str(EXTERNAL).encode()]
        found += [KEYS.blind(PHONE, "phone")]
        for table, name in _sealed_columns():
            query = select(table.c[name]).where(table.c[name].is_not(None))
            found += [bytes(one) for one in session.connection().scalars(query)]
        return found

    async def leaves(self) -> None:
        await self.db.write(leaving.ask, actor=self.account_id, now=MORNING)
        assert await self.db.write(leaving.carry_out, now=MORNING + OVER)


def _sealed_columns() -> Iterator[tuple[Table, str]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary):
                yield table, column.name


def _everything(session: CitySession) -> bytes:
    """Return every value of every row, as far as rows can be seen."""
    connection = session.connection()
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for table in metadata.sorted_tables
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')  # noqa: S608
        for value in row
    )


@pytest_asyncio.fixture(params=ENGINES)
async def life(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Life]:
    with fresh_database(request.param) as url:
        db = Database(url, replace(CITY, checkpoints=tmp_path / "checkpoints.txt"))
        try:
            yield await Life(request.param, db, tmp_path).lived()
        finally:
            await db.close()


def _sums(session: CitySession) -> tuple[object, ...]:
    rows = "SELECT COUNT(*), SUM(minutes) FROM ledger_transfer WHERE ledger = 1"
    return tuple(session.connection().execute(text(rows)).one())


async def test_who_has_left_stands_nowhere_and_the_books_are_whole(life: Life) -> None:
    """K12, K17, K24; P10, P16."""
    db, clock = life.db, StageClock(later(hours=5), running=False)
    await books.seal(db, clock)
    canaries = await db.read(life.canaries)
    assert len(canaries) > 8
    held = await db.read(_everything)
    assert [canary for canary in canaries if canary in held]
    before = await db.read(_sums)
    path = Path(db.url.removeprefix("sqlite:///"))
    if life.engine == "sqlite":
        backup = life.folder / "older.db"
        backups.snapshot(db.url, backup, lambda *_: None)

    await life.leaves()

    assert await db.read(_sums) == before
    assert (await db.read(proof.prove)).holds
    hours = await db.read(ledger.hours, volunteer_id=life.volunteer_id)
    assert (hours.service_minutes, hours.redeemable_minutes) == (3120, 3120)
    held = await db.read(_everything)
    assert [canary for canary in canaries if canary in held] == []
    # A number that refers to nothing keeps the row; the same person is a stranger.
    assert await db.read(access.recognise, messenger="telegram", external_id=EXTERNAL) is None
    assert await books.witness_erasures(db) == 1
    assert await books.witness_erasures(db) == 0
    assert (await books.verify(db)).faults == []
    assert NAME not in (life.folder / "checkpoints.txt").read_text()

    if life.engine == "sqlite":
        await db.close()
        raw = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert [one for one in canaries if one in raw] == []
        await _brought_back(life, backup, canaries)


async def _brought_back(life: Life, backup: Path, canaries: list[bytes]) -> None:
    """P16: an older backup is brought back, and he is forgotten again."""
    clock = StageClock(later(days=20), running=False)
    db = Database(f"sqlite:///{backup}", replace(CITY, checkpoints=life.folder / "checkpoints.txt"))
    try:
        assert (
            "1 erasures of the file of checkpoints are not done here"
            in (await books.verify(db)).faults
        )
        marks = checkpoints.erasures(life.folder / "checkpoints.txt", CITY.keys)
        assert await books.forget_again(db, marks, clock) == 1
        assert await books.forget_again(db, marks, clock) == 0
        assert (await books.verify(db)).faults == []
        held = await db.read(_everything)
        assert [canary for canary in canaries if canary in held] == []
        assert (await db.read(proof.prove)).holds
    finally:
        await db.close()


async def test_a_mark_of_another_life_forgets_nobody(db: Database) -> None:
    """Numbers are given again after a restore: whoever has the number now is left alone."""
    account_id, _ = await db.write(applies, 41)
    repeated = await db.write(erasure.repeat, mark=b"m" * 16, account_id=account_id, now=MORNING)
    assert not repeated
    assert await db.read(erasure.missing, marks={b"m" * 16: account_id}) == {}
    assert await db.read(access.recognise, messenger="telegram", external_id=41)


async def test_leaving_can_be_taken_back_until_its_day_and_is_done_after_it(db: Database) -> None:
    account_id, _ = await db.write(applies, 41)
    due_at = await db.write(leaving.ask, actor=account_id, now=MORNING)
    assert due_at == MORNING + timedelta(days=DAYS)
    assert await db.write(leaving.ask, actor=account_id, now=later(hours=1)) == due_at
    await db.write(leaving.undo, actor=account_id, now=due_at - timedelta(seconds=1))
    assert not await db.write(leaving.carry_out, now=MORNING + 2 * OVER)
    pending = await db.read(_pending)
    assert "leaving-now" not in pending

    again = await db.write(leaving.ask, actor=account_id, now=due_at)
    assert again == due_at + timedelta(days=DAYS)
    with pytest.raises(Refusal) as late:
        await db.write(leaving.undo, actor=account_id, now=again)
    assert late.value.refused.code is Code.STEP_GONE
    almost = again + timedelta(minutes=5)
    assert not await db.write(leaving.carry_out, now=almost - timedelta(seconds=1))
    assert await db.read(leaving.next_due) == almost
    assert await db.write(leaving.carry_out, now=almost)
    assert not await db.write(leaving.carry_out, now=almost)
    assert await db.read(leaving.next_due) is None
    # A press that was under way when he was forgotten is refused; nobody is left to leave.
    with pytest.raises(Refusal) as gone:
        await db.write(leaving.ask, actor=account_id, now=almost)
    assert gone.value.refused.code is Code.NOT_ALLOWED
    assert await db.read(leaving.next_due) is None
    # He may come again with the same document, and is somebody new.
    assert await db.read(access.recognise, messenger="telegram", external_id=41) is None
    newcomer, _ = await db.write(applies, 41)
    assert newcomer != account_id


async def test_a_guardian_who_leaves_keeps_his_children_from_the_station(db: Database) -> None:
    def play(session: CitySession) -> None:
        mother, father = (an_account(session, n).account_id for n in (51, 52))
        alone, _ = a_child(session, 61, mother)
        both, _ = a_child(session, 62, mother)
        is_guardian(session, both.volunteer_id, father)
        assert leaving.outlook(session, actor=mother, now=MORNING).wards == 2
        erasure.erase(session, account_id=mother, now=MORNING)
        rows = table_of(Volunteer)
        everybody = session.connection().execute(select(rows.c.id, rows.c.consent_ended_at))
        held = {row.id: row.consent_ended_at for row in everybody}
        assert held == {alone.volunteer_id: MORNING, both.volunteer_id: None}
        told = text("SELECT account_id, kind FROM notice")
        assert session.connection().execute(told).all() == [(alone.account_id, "guardian-withdrew")]

    await db.write(play)


def _pending(session: CitySession) -> list[str]:
    query = text("SELECT kind FROM notice WHERE state = 'pending'")
    return list(session.connection().scalars(query))


async def test_the_only_administrator_leaves_the_city_to_somebody_first(db: Database) -> None:
    first = await db.write(with_role, 51, Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as alone:
        await db.write(leaving.ask, actor=first.account_id, now=MORNING)
    assert alone.value.refused.code is Code.LAST_ADMINISTRATOR
    await db.write(with_role, 52, Role.ADMINISTRATOR)
    await db.write(leaving.ask, actor=first.account_id, now=MORNING)
    assert await db.write(leaving.carry_out, now=MORNING + OVER)
