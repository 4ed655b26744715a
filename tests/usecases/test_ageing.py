"""What is kept for days, months and years goes when they are over, and not a moment sooner."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text, update

from models.certificates import Certificate
from models.columns import table_of
from models.disputes import Dispute
from models.duties import StoredFile
from models.guardians import Guardianship
from models.honours import Honour
from models.omissions import Omission
from models.outside import OutsideHours
from models.people import Application, Volunteer
from models.recipients import RecipientWord
from models.records import RecordCheck, RecordFile, ServiceRecord
from models.trainings import Training
from models.visits import Visit
from scheduler.jobs import JOBS, Bench
from tests.cast import CITY, MORNING, POLICY, a_volunteer, an_account, later, station_code
from tests.usecases.applying import applies
from tests.usecases.children import is_guardian
from tests.usecases.test_checkins import Day
from usecases import ageing, books, file_store, notices, papers_in_clear, proof, sealed_papers
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


def _a_record(session: CitySession, number: int, who: int, typist: int, **changed: Any) -> None:
    """Let a typed record stand there as it was typed on the morning."""
    session.connection().execute(
        insert(table_of(ServiceRecord)).values(
            **{
                "id": number, "request_id": str(number), "volunteer_id": who, "name": "扫雪",
                "place": "广场", "content": "扫雪", "leader": "某", "organizer": "某",
                "reason": "forgot", "began_at": later(days=number),
                "ended_at": later(days=number, hours=1), "county": "530802", "typed_by": typist,
                "typed_at": MORNING, "state": "refused", "policy_version": "x", "denied": [],
            } | changed
        )
    )  # fmt: skip


async def test_typed_records_and_all_that_hangs_on_them_go_with_the_years_and_no_sooner(
    db: Database,
) -> None:
    """H8, K24: retention.record_years; an open dispute is decided first, the ledger stays."""
    day = await Day(db).begins()
    await day.scan(MORNING)
    await day.scan(later(hours=2), station_code(day.station, later(hours=2)))

    def stands(session: CitySession) -> None:
        li, clerk = day.li, day.clerk
        his, run = {"volunteer_id": li.volunteer_id}, session.connection().execute
        a_year = {"from_on": date(2026, 1, 1), "until_on": date(2026, 11, 21)}
        for number in (0, 1, 2):
            _a_record(
                session, 1 + number, li.volunteer_id, clerk.account_id,
                began_at=later(hours=3 + number), ended_at=later(hours=4 + number),
            )  # fmt: skip
        said = {"words": "谢谢", "outcome": "confirmed", "said_at": MORNING}
        made = {"made_by": clerk.account_id, "made_at": MORNING, "expires_at": MORNING}
        run(insert(table_of(RecipientWord)).values(record_id=1, **said, **made))
        for state, record_id in (("filed", 1), ("refused", None)):
            run(
                insert(table_of(Omission)).values(
                    **his, station_id=day.station.station_id, words="漏了", version=2,
                    began_at=later(hours=3), ended_at=later(hours=4), state=state,
                    asked_at=MORNING, record_id=record_id,
                )
            )  # fmt: skip
        checked = {"by_account_id": li.account_id, "outcome": "refused", "checked_at": MORNING}
        run(insert(table_of(RecordCheck)).values(record_id=1, typed_by=clerk.account_id, **checked))
        raised = {"raised_by": li.account_id, "raised_at": MORNING, "what": "minutes",
                  "words": "少了", "county": "530802", "due_at": MORNING}  # fmt: skip
        for line, state in (({"record_id": 1}, "withdrawn"), ({"record_id": 2}, "raised"),
                            ({"visit_id": 1}, "withdrawn")):  # fmt: skip
            run(insert(table_of(Dispute)).values(**his, **line, **raised, state=state))
        run(
            insert(table_of(Certificate)).values(
                **his, **a_year, code="c", number="n", same_key=b"k", minutes=1, key_version=1,
                statement_sealed=b"s", signature=b"s" * 64, issued_at=later(hours=3),
            )
        )  # fmt: skip
        run(
            insert(table_of(OutsideHours)).values(
                **his, place="北京", minutes=60, first_on=date(2026, 11, 20),
                last_on=date(2026, 11, 21), file_name="李志愿.jpg", county="", asked_at=MORNING,
            )
        )  # fmt: skip
        run(
            insert(table_of(Honour)).values(
                **his, name="先进", giver="某", given_on=date(2026, 11, 21), asked_at=MORNING,
                state="valid", decided_at=MORNING,
            )
        )  # fmt: skip
        run(
            insert(table_of(Training)).values(
                **his, batch="b", name="急救", content="急救", learning_minutes=60, place="馆",
                organizer="某", held_on=date(2026, 11, 21), entered_by=clerk.account_id,
                entered_at=MORNING,
            )
        )  # fmt: skip

    await db.write(stands)
    kept = (
        "SELECT (SELECT count(*) FROM service_record), (SELECT count(*) FROM recipient_word),"
        " (SELECT count(*) FROM record_check), (SELECT count(*) FROM dispute),"
        " (SELECT count(statement_sealed) FROM certificate),"
        " (SELECT max(place || file_name) FROM outside_hours),"
        " (SELECT count(*) FROM training), (SELECT count(*) FROM visit),"
        " (SELECT count(*) FROM honour), (SELECT count(*) FROM omission)"
    )
    tens = CITY.calendar.starts_at(MORNING.date().replace(year=MORNING.year + KEPT.record_years))
    await _ages(db, tens + timedelta(days=1) - SECOND)
    assert [tuple(row) for row in await _rows(db, kept)] == [
        (3, 1, 1, 3, 1, "北京李志愿.jpg", 1, 1, 1, 2)
    ]
    await _ages(db, tens + timedelta(days=1))
    # The second is quarrelled about, and the newest keeps its number from being given again.
    assert [tuple(row) for row in await _rows(db, kept)] == [(2, 0, 0, 1, 0, "", 0, 0, 0, 0)]
    assert [row[0] for row in await _rows(db, "SELECT service_minutes FROM balance")] == [120]
    found = await db.read(proof.prove)
    assert found.holds, found.contradictions
    assert (await db.read(books.own, actor=day.li.account_id)).minutes == 120


async def test_a_guardians_name_goes_when_the_child_is_of_age_and_that_he_agreed_is_known(
    db: Database,
) -> None:
    """K3: retention.guardian_days after the birthday, below, at and above."""

    def stands(session: CitySession) -> None:
        child = a_volunteer(session, 12)
        ward = is_guardian(session, child.volunteer_id, an_account(session, 13).account_id)
        rows = table_of(Guardianship)
        session.connection().execute(
            update(rows).where(rows.c.id == ward).values(name_sealed=b"n", phone_sealed=b"p")
        )
        people = table_of(Volunteer)
        session.connection().execute(update(people).values(born_on=date(2010, 3, 1)))

    await db.write(stands)
    birthday = CITY.calendar.starts_at(date(2028, 3, 1))
    named = "SELECT name_sealed, phone_sealed FROM guardianship"
    end = birthday + timedelta(days=KEPT.guardian_days)
    await _ages(db, end - SECOND)
    assert None not in tuple((await _rows(db, named))[0])
    await _ages(db, end)
    assert tuple((await _rows(db, named))[0]) == (None, None)
    consents = "SELECT kind, text_version, withdrawn_at FROM guardian_consent"
    assert [tuple(row) for row in await _rows(db, consents)] == [("registration", "1", None)]


async def test_the_proof_of_hours_from_elsewhere_that_came_to_nothing_goes_with_its_file(
    db: Database,
) -> None:
    """K3: retention.photo_days, from the day on which it was refused or taken back."""

    def stands(session: CitySession) -> None:
        li, run = a_volunteer(session, 12), session.connection().execute
        whose = {"volunteer_id": li.volunteer_id, "place": "北京", "minutes": 60, "county": ""}
        for sha256, state, over in (("a", "refused", 5), ("b", "taken_back", 5),
                                    ("c", "waiting", None)):  # fmt: skip
            run(
                insert(table_of(StoredFile)).values(
                    sha256=sha256, size_bytes=1, media_type="image/jpeg", stored_at=MORNING
                )
            )
            run(
                insert(table_of(OutsideHours)).values(
                    **whose, first_on=MORNING.date(), last_on=MORNING.date(), sha256=sha256,
                    file_name="证明.jpg", asked_at=MORNING, state=state,
                    over_at=later(days=over) if over else None,
                    checked_by=li.account_id, approved_by=an_account(session, 14).account_id,
                )
            )  # fmt: skip

    await db.write(stands)
    limit = later(days=5 + KEPT.photo_days)
    for at, loose in ((limit, []), (limit + SECOND, ["a", "b"])):
        await _ages(db, at)
        assert await db.read(ageing.orphans, now=at) == loose
    rows = await _rows(db, "SELECT place, file_name FROM outside_hours ORDER BY sha256")
    assert sorted(tuple(row) for row in rows) == [("", ""), ("", ""), ("北京", "证明.jpg")]


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
            _a_record(session, number, li.volunteer_id, li.account_id, state=state)
        for number, sha256 in ((1, shared), (1, own), (2, shared)):
            run(insert(table_of(RecordFile)).values(record_id=number, sha256=sha256, name="表"))

    await db.write(typed)
    await _papers_of_before_are_sealed(db, folder)
    prune = next(job for job in JOBS if job.name == "prune")
    limit = MORNING + timedelta(days=KEPT.photo_days)
    for at, left in ((limit, {shared, own}), (limit + SECOND, {shared})):
        await prune.run(Bench(db, _At(at), None))  # type: ignore[arg-type]
        assert await asyncio.to_thread(_lying, folder) == left
        rows = await _rows(db, "SELECT sha256 FROM stored_file")
        assert {row.sha256 for row in rows} == left


async def _papers_of_before_are_sealed(db: Database, folder: Path) -> None:
    """K14, K16: what was handed in before papers were sealed lies sealed after one look."""

    def before(session: CitySession) -> None:
        clear = file_store.keep(folder, b"in the clear")
        run = session.connection().execute
        row = {"size_bytes": 12, "media_type": "image/jpeg", "stored_at": MORNING, "unsealed": True}
        run(insert(table_of(StoredFile)).values(sha256=clear, **row))
        run(insert(table_of(RecordFile)).values(record_id=2, sha256=clear, name="证明"))

    await db.write(before)
    assert [await db.write(papers_in_clear.seal, now=MORNING) for _ in "12"] == [1, 0]
    (row,) = await _rows(db, "SELECT sha256 FROM record_file WHERE name = '证明'")
    assert b"in the clear" not in file_store.read(folder, row.sha256)
    assert sealed_papers.read(folder, row.sha256, db.city.keys) == b"in the clear"
    # The open one is nobody's, and goes with the next night.
    clear = file_store.keep(folder, b"in the clear")
    gone: dict[str, Any] = {"files": [clear, row.sha256], "now": later(days=2)}
    assert await db.read(ageing.orphans, now=later(days=2)) == [clear]
    await db.write(ageing.let_go, **gone)

    def refused(session: CitySession) -> None:
        session.connection().execute(text("DELETE FROM record_file WHERE name = '证明'"))

    await db.write(refused)
    await db.write(ageing.let_go, **gone)


def _lying(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


class _At:
    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at
