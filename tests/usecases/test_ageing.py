"""What is kept for days, months and years goes when they are over, and not a moment sooner."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text, update

from models.columns import table_of
from models.duties import StoredFile
from models.people import Application
from models.records import RecordFile, ServiceRecord
from models.visits import Visit
from scheduler.jobs import JOBS, Bench
from tests.cast import CITY, MORNING, POLICY, a_volunteer, later, station_code
from tests.usecases.applying import applies
from tests.usecases.test_checkins import Day
from usecases import ageing, file_store, notices
from usecases.city import CitySession
from usecases.database import Database

KEPT = POLICY.on(MORNING.date()).retention
SECOND = timedelta(seconds=1)


async def _ages(db: Database, at: datetime) -> None:
    while await db.write(ageing.age, now=at):
        pass


async def _rows(db: Database, query: str) -> list[Any]:
    return await db.read(lambda session: list(session.connection().execute(text(query))))


async def test_a_registration_that_was_sent_back_and_left_is_given_up(db: Database) -> None:
    """K3: retention.unfinished_application_days."""

    def sent_back(session: CitySession) -> None:
        applies(session, 41)
        session.connection().execute(
            update(table_of(Application)).values(state="sent_back", decided_at=MORNING)
        )

    await db.write(sent_back)
    limit = MORNING + timedelta(days=KEPT.unfinished_application_days)
    await _ages(db, limit)
    query = "SELECT state, answers_sealed IS NULL FROM application"
    assert [tuple(row) for row in await _rows(db, query)] == [("sent_back", False)]
    await _ages(db, limit + SECOND)
    assert [tuple(row) for row in await _rows(db, query)] == [("withdrawn", True)]


async def test_the_words_of_a_notice_go_and_that_it_was_sent_is_known(db: Database) -> None:
    """K3: retention.inbox_days; what a digest said is asked for as long as its duty lives."""

    def told(session: CitySession) -> None:
        who = a_volunteer(session, 12).account_id
        for kind in ("voucher-expired", "duty-digest", "application-approved"):
            notices.tell(
                session, kind=kind, account_id=who, dedupe_key=kind,
                facts={"name": "李志愿"}, due_at=MORNING,
            )  # fmt: skip
        session.connection().execute(
            text("UPDATE notice SET state = 'sent' WHERE kind <> 'application-approved'")
        )

    await db.write(told)
    limit = MORNING + timedelta(days=KEPT.inbox_days)
    full = "SELECT kind FROM notice WHERE CAST(facts AS TEXT) <> '{}' ORDER BY kind"
    await _ages(db, limit)
    assert len(await _rows(db, full)) == 3
    await _ages(db, limit + SECOND)
    assert [row.kind for row in await _rows(db, full)] == ["application-approved", "duty-digest"]


async def test_a_visit_is_kept_ten_years_and_its_hours_for_ever(db: Database) -> None:
    """H8, K24: retention.record_years."""
    day = await Day(db).begins()
    await day.scan(MORNING)
    await day.scan(later(hours=2), station_code(day.station, later(hours=2)))
    tens = CITY.calendar.starts_at(MORNING.date().replace(year=MORNING.year + KEPT.record_years))
    await _ages(db, tens + timedelta(days=1) - SECOND)
    assert len(await day.rows(Visit)) == 1
    await _ages(db, tens + timedelta(days=1))
    assert await day.rows(Visit) == []
    assert await _rows(db, "SELECT id FROM scan") == []
    assert [row[0] for row in await _rows(db, "SELECT service_minutes FROM balance")] == [120]


async def test_papers_of_what_came_to_nothing_go_with_their_files(tmp_path: Path) -> None:
    """K3: retention.photo_days; a file that somebody else refers to stays."""
    from tests.databases import fresh_database

    with fresh_database("sqlite") as url:
        db = Database(url, replace(CITY, files=tmp_path))
        try:
            await _papers_go(db, tmp_path)
        finally:
            await db.close()


async def _papers_go(db: Database, folder: Path) -> None:
    shared, own = (file_store.keep(folder, content) for content in (b"shared", b"own"))

    def typed(session: CitySession) -> None:
        li = a_volunteer(session, 12)
        run = session.connection().execute
        for sha256 in (shared, own):
            run(
                insert(table_of(StoredFile)).values(
                    sha256=sha256, size_bytes=1, media_type="image/jpeg", stored_at=MORNING
                )
            )
        for number, state in ((1, "struck"), (2, "filed")):
            run(
                insert(table_of(ServiceRecord)).values(
                    id=number, request_id=str(number), volunteer_id=li.volunteer_id, name="扫雪",
                    place="广场", content="扫雪", leader="某", organizer="某", reason="forgot",
                    began_at=later(days=number), ended_at=later(days=number, hours=1),
                    county="530802", typed_by=li.account_id, typed_at=MORNING, state=state,
                    policy_version="x", denied=[],
                )
            )  # fmt: skip
        for number, sha256 in ((1, shared), (1, own), (2, shared)):
            run(insert(table_of(RecordFile)).values(record_id=number, sha256=sha256, name="表"))

    await db.write(typed)
    prune = next(job for job in JOBS if job.name == "prune")
    limit = MORNING + timedelta(days=KEPT.photo_days)
    for at, left in ((limit, {shared, own}), (limit + SECOND, {shared})):
        await prune.run(Bench(db, _At(at), None))  # type: ignore[arg-type]
        assert await asyncio.to_thread(_lying, folder) == left
        rows = await _rows(db, "SELECT sha256 FROM stored_file")
        assert {row.sha256 for row in rows} == left


def _lying(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


class _At:
    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at
