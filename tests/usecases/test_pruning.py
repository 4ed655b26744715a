"""Nothing of the traffic is kept longer than the policy says, and nothing shorter."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from models.arrivals import LocationProof
from models.columns import table_of
from models.late_scans import LateScan
from models.people import Application
from models.traffic import Conversation, InboxUpdate
from models.visits import CodeUse, Scan, ShortCode, Visit, WrongTry
from tests.cast import MORNING, POLICY, an_account, station_code
from tests.usecases.applying import applies
from tests.usecases.test_checkins import Day
from usecases import conversations, inbox, pruning
from usecases.city import CitySession
from usecases.conversations import SUBMISSION, Standing
from usecases.database import Database
from usecases.registration import FLOW

KEPT = POLICY.on(MORNING.date()).retention


async def _count(db: Database, model: type[Any], *where: Any) -> int:
    query = select(func.count()).select_from(table_of(model)).where(*where)
    return await db.read(lambda session: session.connection().scalar(query) or 0)


async def _prunes(db: Database, at: datetime) -> None:
    while await db.write(pruning.prune, now=at):
        pass


@pytest.mark.parametrize(("seconds", "left"), [(0, 600), (1, 0)])
async def test_keys_of_updates_go_after_their_days_and_no_sooner(
    db: Database, seconds: int, left: int
) -> None:
    def done(session: CitySession) -> None:
        taken = [inbox.Taken(n, 1, {"update_id": n}) for n in range(601)]
        inbox.take(session, updates=taken, now=MORNING)
        for n in range(600):
            inbox.mark_done(session, inbox.Done(n, MORNING))

    await db.write(done)
    await _prunes(db, MORNING + timedelta(days=KEPT.update_key_days, seconds=seconds))
    # What was never done waits for its next run, however long the process stood.
    assert await _count(db, InboxUpdate) == left + 1
    assert await _count(db, InboxUpdate, table_of(InboxUpdate).c.done_at.is_(None)) == 1


async def test_what_a_parked_update_said_is_blanked(db: Database) -> None:
    def parked(session: CitySession) -> None:
        inbox.take(session, updates=[inbox.Taken(1, 1, {"update_id": 1})], now=MORNING)
        inbox.count_failure(session, update_id=1, incident="AB12", hopeless=True, now=MORNING)

    await db.write(parked)
    body = table_of(InboxUpdate).c.body_sealed
    await _prunes(db, MORNING + timedelta(days=KEPT.inbox_days))
    assert await _count(db, InboxUpdate, body.is_not(None)) == 1
    await _prunes(db, MORNING + timedelta(days=KEPT.inbox_days, seconds=1))
    assert await _count(db, InboxUpdate, body.is_not(None)) == 0


async def test_refused_scans_go_and_the_scans_of_visits_stay(db: Database) -> None:
    day = await Day(db).begins()
    await day.scan(MORNING)
    await day.scan(MORNING, "rubbish")
    # The same code twice, while the visit is open.
    await day.scan(MORNING + timedelta(seconds=2), station_code(day.station, MORNING))
    last = MORNING + timedelta(days=KEPT.refused_scan_days)
    await _prunes(db, last)
    assert await _count(db, Scan) == 3
    await _prunes(db, last + timedelta(seconds=3))
    assert await _count(db, Scan) == 1
    assert await _count(db, Visit) == 1


async def test_a_scan_that_only_asked_for_somebody_goes_with_its_place_and_what_came_late(
    db: Database,
) -> None:
    day = await Day(db).begins()
    await day.scan(MORNING)

    def asked(session: CitySession) -> None:
        run = session.connection().execute
        scan = table_of(Scan)
        run(update(scan).values(visit_id=None, outcome="CompanyAsked"))
        proof: dict[str, Any] = {"band": "near", "doubt": "near", "sent_at": MORNING}
        run(
            insert(table_of(LocationProof)).values(scan_id=run(select(scan.c.id)).scalar(), **proof)
        )
        late = {"account_id": day.clerk.account_id, "station_id": day.station.station_id}
        times = {"scanned_at": MORNING, "sent_at": MORNING}
        run(insert(table_of(LateScan)).values(request_id="x", **late, **times))

    await db.write(asked)
    last = MORNING + timedelta(days=KEPT.refused_scan_days)
    for at, left in ((last, 1), (last + timedelta(seconds=1), 0)):
        await _prunes(db, at)
        assert [await _count(db, one) for one in (Scan, LocationProof, LateScan)] == [left] * 3


async def test_codes_and_wrong_tries_go_when_they_are_worthless(db: Database) -> None:
    day = await Day(db).begins()

    def keep(session: CitySession) -> None:
        run = session.connection().execute
        run(insert(table_of(CodeUse)).values(key="x", used_at=MORNING))
        run(insert(table_of(WrongTry)).values(account_id=day.clerk.account_id, tried_at=MORNING))
        run(
            insert(table_of(ShortCode)).values(
                code_hash=b"x", kind="personal", subject_id=1, made_at=MORNING, expires_at=MORNING
            )
        )

    await db.write(keep)
    for seconds, left in ((0, 1), (1, 0)):
        await _prunes(db, MORNING + timedelta(days=2, seconds=seconds))
        for model in (CodeUse, WrongTry, ShortCode):
            assert await _count(db, model) == left, model


@pytest.mark.parametrize(("seconds", "kept"), [(0, 1), (1, 0)])
async def test_what_was_answered_is_blanked_after_the_days_that_the_consent_names(
    db: Database, seconds: int, kept: int
) -> None:
    def refused(session: CitySession) -> None:
        account_id, _ = applies(session, 41)
        session.connection().execute(
            update(table_of(Application))
            .where(table_of(Application).c.account_id == account_id)
            .values(state="refused", decided_at=MORNING)
        )

    await db.write(refused)
    answers = table_of(Application).c.answers_sealed
    days = KEPT.rejected_application_days
    await _prunes(db, MORNING + timedelta(days=days, seconds=seconds))
    assert await _count(db, Application, answers.is_not(None)) == kept


@pytest.mark.parametrize(("seconds", "kept"), [(0, 1), (1, 0)])
async def test_a_draft_that_nobody_finished_goes(db: Database, seconds: int, kept: int) -> None:
    def stopped(session: CitySession) -> None:
        account_id = an_account(session, 42).account_id
        standing = Standing(FLOW, "name", 1, {"name": "李志愿"})
        conversations.store(session, conversations.Change(account_id, standing, MORNING))

    await db.write(stopped)
    days = KEPT.unfinished_application_days
    await _prunes(db, MORNING + timedelta(days=days, seconds=seconds))
    assert await _count(db, Conversation) == kept


@pytest.mark.parametrize(("seconds", "kept"), [(0, [FLOW, SUBMISSION]), (1, [SUBMISSION])])
async def test_a_registration_that_another_conversation_put_aside_goes_in_the_same_time(
    db: Database, seconds: int, kept: list[str]
) -> None:
    days = KEPT.unfinished_application_days
    over = MORNING + timedelta(days=days, seconds=seconds)

    def interrupted(session: CitySession) -> int:
        account_id = an_account(session, 42).account_id
        registering = Standing(FLOW, "name", 1, {"name": "李志愿"}, at=MORNING)
        handing_in = Standing(SUBMISSION, "collect", 2, {"duty_id": 7, "text": "…"}, at=MORNING)
        redeeming = Standing("rewards", "confirm", 3, {"nonce": 5}, at=over)
        standing = registering.followed_by(handing_in).followed_by(redeeming)
        conversations.store(session, conversations.Change(account_id, standing, over))
        return account_id

    account_id = await db.write(interrupted)
    await _prunes(db, over)
    standing = await db.read(conversations.fetch, account_id=account_id)
    assert standing is not None
    assert (standing.flow, standing.data, standing.at) == ("rewards", {"nonce": 5}, over)
    assert [one.flow for one in standing.aside] == kept
    assert standing.aside[-1].data == {"duty_id": 7, "text": "…"}
    assert not await db.write(pruning.prune, now=over)
