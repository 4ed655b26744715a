"""Those who were served confirm and rate, once; where it is required nothing counts before."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, insert, select

from domain.admission import Means
from domain.permissions import Role
from domain.policy import PolicyBook
from domain.refusals import Code, Refusal
from domain.stars import Quality
from models.columns import table_of
from models.disputes import Dispute
from models.families import Family, FamilyMember
from models.ledger import Balance
from models.visits import Visit
from tests.cast import (
    CITY,
    MORNING,
    POLICY,
    Somebody,
    StationWithDisplay,
    a_station,
    a_volunteer,
    an_account,
    later,
    station_code,
    with_role,
)  # fmt: skip
from tests.databases import ENGINES, fresh_database
from tests.usecases.typing import PAPER, types
from usecases import (
    checkins,
    dispute_decisions,
    disputes,
    proof,
    recipients,
    record_checks,
    record_credit,
    star_hours,
    visit_words,
)
from usecases.city import CitySession
from usecases.database import Database
from usecases.dispute_decisions import Ruling

NOW, DUE = later(hours=1), later(days=8)
_POLICY = POLICY.on(MORNING.date())
STRICT = replace(
    CITY,
    policies=PolicyBook.of(
        [replace(_POLICY, records=replace(_POLICY.records, recipient_confirm="required"))]
    ),
)


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


@pytest_asyncio.fixture(params=ENGINES)
async def strict(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Yield a database of a city that requires the word of those who were served."""
    with fresh_database(request.param) as url:
        opened = Database(url, STRICT)
        yield opened
        found = await opened.read(proof.prove)
        assert found.holds, found.contradictions
        await opened.close()


async def cast(db: Database, nth: int = 7) -> tuple[Somebody, Somebody, Somebody, int]:
    """Return a volunteer, who typed, who was served, and the record that waits."""
    li = await db.write(a_volunteer, nth)
    chen = await db.write(with_role, 500, Role.FEDERATION)
    filed = await db.write(types, chen.account_id, li.volunteer_id)
    return li, chen, await db.write(an_account, 900), filed.record_id


async def published(db: Database, record_id: int, version: int = 1) -> Somebody:
    qian = await db.write(with_role, 501, Role.FEDERATION)
    await db.write(
        record_checks.decide,
        actor=qian.account_id, record_id=record_id, version=version, approved=True, now=NOW,
    )  # fmt: skip
    return qian


async def test_who_was_served_confirms_once_and_the_officer_sees_the_stars(
    strict: Database,
) -> None:
    db = strict
    li, chen, wu, record_id = await cast(db)
    foreign = db.write(recipients.ask, actor=wu.account_id, record_id=record_id, now=NOW)
    assert await refused(foreign) is Code.NOT_ALLOWED
    asks: dict[str, Any] = {"actor": chen.account_id, "record_id": record_id, "now": NOW}
    old = await db.write(recipients.ask, **asks)
    link = await db.write(recipients.ask, **asks)
    given: dict[str, Any] = {"code": link.code, "now": NOW}
    shown = await db.read(recipients.asked, actor=wu.account_id, **given)
    assert (shown.volunteer, shown.name, shown.span.minutes) == ("李*愿", "社区清洁", 120)
    for who in (li, chen):
        own = db.write(recipients.confirm, actor=who.account_id, stars=5, **given)
        assert await refused(own) is Code.RECORD_ANOTHER
    ends = {"code": old.code, "now": NOW}, {"code": link.code, "now": link.expires_at}
    unfits: list[dict[str, Any]] = [*ends, {"code": "r" + "x" * 22, "now": NOW}]
    for unfit in (*unfits, {"code": "x", "now": NOW}):
        late = db.write(recipients.confirm, actor=wu.account_id, stars=5, **unfit)
        assert await refused(late) is Code.INVITE_INVALID
    for stars in (0, 6):
        odd = db.write(recipients.confirm, actor=wu.account_id, stars=stars, **given)
        assert await refused(odd) is Code.STEP_GONE
    tries = await asyncio.gather(
        *(db.write(recipients.confirm, actor=wu.account_id, stars=4, **given) for _ in range(4)),
        return_exceptions=True,
    )
    (word_id,) = [one for one in tries if isinstance(one, int)]
    thanks: dict[str, Any] = {"actor": wu.account_id, "word_id": word_id}
    await db.write(recipients.add_words, words="很细心", now=NOW, **thanks)
    twice = db.write(recipients.add_words, words="还有", now=NOW, **thanks)
    assert await refused(twice) is Code.STEP_GONE
    assert await refused(db.write(recipients.ask, **asks)) is Code.STEP_GONE
    qian = await db.write(with_role, 501, Role.FEDERATION)
    seen = await db.read(record_checks.following, actor=qian.account_id)
    assert seen is not None
    assert (seen.recipient, seen.stars, seen.recipient_words) == ("confirmed", 4, "很细心")


async def test_where_it_is_required_typed_hours_wait_for_the_signed_page(strict: Database) -> None:
    db = strict
    _, chen, wu, record_id = await cast(db)
    qian = await published(db, record_id)
    assert await db.read(record_credit.next_credit, now=DUE) is None
    assert await db.write(record_credit.credit_due, now=DUE) == 0
    page: dict[str, Any] = {"actor": chen.account_id, "record_id": record_id, "file": PAPER}
    await db.write(recipients.signed, now=DUE, **page)
    # The typist's own photo is not the recipient's word before somebody else has seen it.
    assert await db.read(record_credit.next_credit, now=DUE) is None
    assert await db.write(record_credit.credit_due, now=DUE) == 0
    for officer, waits in ((chen, 0), (qian, 1)):
        count = await db.read(record_checks.waiting, actor=officer.account_id, now=DUE)
        assert count == waits
    one = await db.read(record_checks.following, actor=qian.account_id)
    assert one is not None
    assert (one.recipient, one.word_id > 0, len(one.files)) == ("confirmed", True, 2)
    sees: dict[str, Any] = {"record_id": record_id, "genuine": True, "now": DUE}
    own = db.write(record_checks.see_word, actor=chen.account_id, word_id=one.word_id, **sees)
    assert await refused(own) is Code.RECORD_ANOTHER
    other = db.write(record_checks.see_word, actor=qian.account_id, word_id=0, **sees)
    assert await refused(other) is Code.ALREADY_DECIDED
    sees |= {"actor": qian.account_id}
    await db.write(record_checks.see_word, word_id=one.word_id, **sees | {"genuine": False})
    again = db.write(record_checks.see_word, word_id=one.word_id, **sees)
    assert await refused(again) is Code.ALREADY_DECIDED
    # Another one may come: a link that was opened goes the same way.
    link = await db.write(recipients.ask, actor=chen.account_id, record_id=record_id, now=DUE)
    given: dict[str, Any] = {"code": link.code, "stars": 5, "now": DUE}
    await db.write(recipients.confirm, actor=wu.account_id, **given)
    assert await db.write(record_credit.credit_due, now=DUE) == 0
    one = await db.read(record_checks.following, actor=qian.account_id)
    assert one is not None
    await db.write(record_checks.see_word, word_id=one.word_id, **sees)
    assert await db.read(record_checks.waiting, actor=qian.account_id, now=DUE) == 0
    assert await db.read(record_credit.next_credit, now=DUE) == later(days=7, hours=15)
    assert await db.write(record_credit.credit_due, now=DUE) == 1


async def test_a_word_that_comes_while_the_officer_looks_is_seen_before_he_approves(
    strict: Database,
) -> None:
    db = strict
    _, chen, _, record_id = await cast(db)
    await db.write(
        recipients.signed, actor=chen.account_id, record_id=record_id, file=PAPER, now=NOW
    )
    assert await refused(published(db, record_id)) is Code.ALREADY_DECIDED
    await published(db, record_id, version=2)
    assert await db.write(record_credit.credit_due, now=DUE) == 1


async def test_a_word_against_what_is_on_show_is_an_objection(strict: Database) -> None:
    db = strict
    _, chen, wu, record_id = await cast(db)
    await published(db, record_id)
    link = await db.write(recipients.ask, actor=chen.account_id, record_id=record_id, now=NOW)
    await db.write(
        recipients.deny, actor=wu.account_id, code=link.code, words="没有人来过", now=NOW
    )
    said = await db.read(_only_dispute)
    assert (said.record_id, said.raised_by, said.words) == (record_id, wu.account_id, "没有人来过")
    assert await db.write(record_credit.credit_due, now=DUE) == 0


def _only_dispute(session: CitySession) -> Any:
    return session.connection().execute(select(table_of(Dispute))).one()


async def test_a_denial_stops_the_hours_everywhere_until_an_officer_decides(
    db: Database, strict: Database
) -> None:
    for city in (db, strict):
        _, chen, wu, record_id = await cast(city)
        link = await city.write(recipients.ask, actor=chen.account_id, record_id=record_id, now=NOW)
        await city.write(
            recipients.deny, actor=wu.account_id, code=link.code, words="没有人来过", now=NOW
        )
        await published(city, record_id)
        said = await city.read(_only_dispute)
        assert (said.what, said.raised_by) == ("denied", wu.account_id)
        # He may be a volunteer as well; what he said as a recipient stays said.
        await city.write(a_volunteer, 900)
        back = city.write(disputes.withdraw, actor=wu.account_id, dispute_id=said.id, now=NOW)
        assert await refused(back) is Code.STEP_GONE
        later_on = said.due_at + timedelta(days=9)
        assert await city.write(record_credit.credit_due, now=later_on) == 0
        office = await city.write(with_role, 503, Role.OFFICE)
        await city.write(
            dispute_decisions.decide,
            actor=office.account_id, dispute_id=said.id, version=1, ruling=Ruling.KEPT,
            reason="查了登记簿", now=later_on,
        )  # fmt: skip
        assert await city.write(record_credit.credit_due, now=later_on) == 1


# ---- the same of a visit


@dataclass(frozen=True)
class Served:
    """Somebody who has come, and his visit."""

    who: Somebody
    visit_id: int


async def a_visit(db: Database, nth: int, station: StationWithDisplay, hours: float = 2) -> Served:
    """Let somebody serve at the station from the morning on; 0 hours: he is still there."""

    def serve(session: CitySession) -> Served:
        li = a_volunteer(session, nth)
        for after in (0, hours) if hours else (0,):
            at = later(hours=after)
            checkins.scan(
                session, actor=li.account_id, token=station_code(station, at),
                means=Means.SCANNER, request_id=f"{nth} at {after}", now=at,
            )  # fmt: skip
        visits = table_of(Visit)
        newest = select(func.max(visits.c.id)).where(visits.c.volunteer_id == li.volunteer_id)
        return Served(li, session.connection().scalar(newest) or 0)

    return await db.write(serve)


async def test_a_visit_is_rated_once_by_somebody_else_and_counts_when_another_has_seen_it(
    db: Database,
) -> None:
    station = await db.write(a_station)
    other = await db.write(a_station, "别处站")
    clerks = {
        nth: (await db.write(with_role, nth, Role.CLERK, str(where.station_id))).account_id
        for nth, where in ((601, station), (602, station), (603, other))
    }
    wang, zhao, elsewhere = clerks.values()
    at_work = await a_visit(db, 8, station, hours=0)
    li = await a_visit(db, 7, station)
    wu = (await db.write(an_account, 900)).account_id
    now = later(hours=3)
    about: dict[str, Any] = {"visit_id": li.visit_id, "now": now}
    busy = db.write(visit_words.ask, actor=at_work.who.account_id,
                    visit_id=at_work.visit_id, now=now)  # fmt: skip
    assert await refused(busy) is Code.STEP_GONE
    foreign = db.write(visit_words.ask, actor=at_work.who.account_id, **about)
    assert await refused(foreign) is Code.NOT_FOUND
    beyond = db.write(visit_words.ask_here, actor=elsewhere, **about)
    assert await refused(beyond) is Code.NOT_FOUND
    late = db.write(visit_words.ask, actor=li.who.account_id, **about | {"now": later(days=8)})
    assert await refused(late) is Code.STEP_GONE
    (asked,) = (await db.read(visit_words.ratings, actor=wang, page=0, now=now)).visits
    assert asked.visit_id == li.visit_id
    old = await db.write(visit_words.ask, actor=li.who.account_id, **about)
    link = await db.write(visit_words.ask_here, actor=wang, **about)
    given: dict[str, Any] = {"code": link.code, "now": now}
    shown = await db.read(recipients.asked, actor=wu, **given)
    assert (shown.volunteer, shown.name, shown.span.minutes) == ("李*愿", "思茅区图书馆服务站", 120)
    ended = db.write(recipients.confirm, actor=wu, code=old.code, stars=5, now=now)
    assert await refused(ended) is Code.INVITE_INVALID
    aunt = await db.write(a_volunteer, 9, "家人")
    await db.write(_one_family, li.who.volunteer_id, aunt.volunteer_id)
    for who in (li.who.account_id, wang, aunt.account_id):
        own = db.write(recipients.confirm, actor=who, stars=5, **given)
        assert await refused(own) is Code.RECORD_ANOTHER
    tries = await asyncio.gather(
        *(db.write(recipients.confirm, actor=wu, stars=4, **given) for _ in range(4)),
        return_exceptions=True,
    )
    (word_id,) = [one for one in tries if isinstance(one, int)]
    await db.write(recipients.add_words, actor=wu, word_id=word_id, words="很耐心", now=MORNING)
    assert await refused(db.write(visit_words.ask_here, actor=wang, **about)) is Code.STEP_GONE
    assert await _quality(db, li.who) == Quality()
    for actor, waits in ((wang, False), (zhao, True)):
        found = await db.read(visit_words.ratings, actor=actor, page=0, now=now)
        (word,) = found.words
        assert (word.stars, word.words, word.waits, found.visits) == (4, "很耐心", waits, [])
        assert word.for_another is not waits
    sees: dict[str, Any] = {"word_id": word_id, "genuine": True, "now": now}
    for actor, code in ((wang, Code.RECORD_ANOTHER), (elsewhere, Code.NOT_FOUND)):
        assert await refused(db.write(visit_words.see, actor=actor, **sees)) is code
    await db.write(visit_words.see, actor=zhao, **sees)
    again = db.write(visit_words.see, actor=zhao, **sees | {"genuine": False})
    assert await refused(again) is Code.ALREADY_DECIDED
    cause = f"visit:{li.visit_id}"
    told = await db.read(visit_words.own, actor=li.who.account_id, cause=cause, now=now)
    assert (told.said, told.stars, told.words, told.counts) == ("confirmed", 4, "很耐心", True)
    assert await _quality(db, li.who) == Quality(4, 1)
    assert await db.read(_minutes, li.who) == 120


def _one_family(session: CitySession, *volunteers: int) -> None:
    connection = session.connection()
    family = connection.execute(
        insert(table_of(Family)).values(head_id=volunteers[0], founded_at=MORNING)
    ).inserted_primary_key
    assert family is not None
    for volunteer_id in volunteers:
        connection.execute(
            insert(table_of(FamilyMember)).values(
                family_id=family[0], volunteer_id=volunteer_id, joined_at=MORNING
            )
        )


async def _quality(db: Database, who: Somebody) -> Quality:
    facts: dict[str, Any] = {"volunteer_id": who.volunteer_id, "year": 2026, "policy": _POLICY}
    return await db.read(star_hours.quality_of, **facts)


def _minutes(session: CitySession, who: Somebody) -> int:
    balances = table_of(Balance)
    mine = select(balances.c.service_minutes).where(balances.c.volunteer_id == who.volunteer_id)
    return session.connection().scalar(mine) or 0


async def test_who_denies_a_visit_objects_to_it_and_its_minutes_stand_until_an_officer_decides(
    db: Database,
) -> None:
    station = await db.write(a_station)
    clerk = (await db.write(with_role, 601, Role.CLERK, str(station.station_id))).account_id
    li = await a_visit(db, 7, station)
    wu = (await db.write(an_account, 900)).account_id
    now = later(hours=3)
    about: dict[str, Any] = {"actor": li.who.account_id, "visit_id": li.visit_id, "now": now}
    link = await db.write(visit_words.ask, **about)
    word_id = await db.write(recipients.confirm, actor=wu, code=link.code, stars=5, now=now)
    # A word that is a friend's is none, and another one can come.
    sees: dict[str, Any] = {"word_id": word_id, "genuine": False, "now": now}
    await db.write(visit_words.see, actor=clerk, **sees)
    assert (await db.read(visit_words.ratings, actor=clerk, page=0, now=now)).count == 0
    # By a new link: the one that he has used is worth nothing, and neither is what he would add.
    once_more = db.write(recipients.confirm, actor=wu, code=link.code, stars=5, now=now)
    assert await refused(once_more) is Code.INVITE_INVALID
    adds = db.write(recipients.add_words, actor=wu, word_id=word_id, words="好", now=now)
    assert await refused(adds) is Code.STEP_GONE
    link = await db.write(visit_words.ask, **about)
    await db.write(recipients.deny, actor=wu, code=link.code, words="没有人来过", now=now)
    said = await db.read(_only_dispute)
    assert (said.visit_id, said.raised_by, said.what) == (li.visit_id, wu, "denied")
    assert await db.read(_minutes, li.who) == 120
    (word,) = (await db.read(visit_words.ratings, actor=clerk, page=0, now=now)).words
    assert (word.said, word.words, word.waits) == ("denied", "没有人来过", False)
    office = (await db.write(with_role, 503, Role.OFFICE)).account_id
    deciding: dict[str, Any] = {"dispute_id": said.id, "version": 1, "reason": "查了扫码"}
    struck = deciding | {"ruling": Ruling.STRUCK, "now": said.due_at + timedelta(days=1)}
    await db.write(dispute_decisions.decide, actor=office, **struck)
    assert await db.read(_minutes, li.who) == 0
