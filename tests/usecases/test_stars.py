"""The recognition of a year: hours to candidates, the chain of steps, awards.

Thresholds at both sides, every refusal provoked, two at once on both databases. Objections:
`test_star_objections.py`; the rules of thresholds and chains: `tests/domain/test_stars.py`.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from domain.duties import DutyKind
from domain.permissions import Role
from domain.refusals import Code, Refusal
from domain.stars import BatchState, Quality
from models.columns import table_of
from models.people import Volunteer
from models.stars import StarAward, StarBatch, StarCandidate
from models.traffic import Notice
from tests.cast import Somebody, a_volunteer, an_account, with_role
from tests.usecases.star_offices import (
    AFTER,
    NOW,
    WORDS,
    Offices,
    published,
    refused,
    rows_of,
    served,
    under,
    version,
)
from tests.usecases.typing import types
from usecases import (
    duties,
    recipients,
    record_checks,
    record_credit,
    star_awards,
    star_batches,
    star_candidates,
    star_objections,
    star_standing,
    statistics,
)
from usecases.city import CitySession
from usecases.database import Database


async def test_a_minute_below_a_threshold_makes_no_candidate_and_the_threshold_does(
    db: Database,
) -> None:
    def prepare(session: CitySession) -> tuple[int, list[Somebody]]:
        people = [a_volunteer(session, n, f"志愿{n}") for n in range(1, 8)]
        hours = (5_999, 6_000, 17_999, 18_000, 89_999, 90_000, 400_000)
        for who, minutes in zip(people, hours, strict=True):
            served(session, who, minutes)
        suspended = a_volunteer(session, 9, "停用人")
        served(session, suspended, 9_000)
        volunteers = table_of(Volunteer)
        session.connection().execute(
            update(volunteers)
            .where(volunteers.c.id == suspended.volunteer_id)
            .values(suspended_at=NOW)
        )
        return with_role(session, 804, Role.CENTRE).account_id, people

    centre, people = await db.write(prepare)
    said: list[str] = []

    def opened(session: CitySession) -> Any:
        engine = session.connection().engine

        def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            return star_batches.open_batch(session, actor=centre, year=2026, now=NOW)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    batch = await db.write(opened)
    # However many there are, one statement looks at them.
    assert len([one for one in said if "FROM volunteer" in one or "JOIN volunteer" in one]) == 1
    found = {row.volunteer_id: row.star for row in await rows_of(db, StarCandidate)}
    expected = (1, 1, 2, 4, 5, 5)
    assert found == {who.volunteer_id: star for who, star in zip(people[1:], expected, strict=True)}
    assert batch.by_star == {1: 2, 2: 1, 4: 1, 5: 2}


async def test_a_year_counts_its_own_hours_under_calendar_year_and_all_under_lifetime(
    db: Database,
) -> None:
    def prepare(session: CitySession) -> tuple[int, Somebody, Somebody]:
        both, late = a_volunteer(session, 1), a_volunteer(session, 2)
        for month, hours in (("2024-12", 150), ("2025-01", 60), ("2025-12", 40), ("2026-01", 200)):
            served(session, both, hours * 60, month)
        served(session, late, 9_000, "2026-01")
        return with_role(session, 804, Role.CENTRE).account_id, both, late

    centre, both, late = await db.write(prepare)
    opening = under(star_batches.open_batch, basis="calendar_year")
    year = await db.write(opening, actor=centre, year=2025, now=NOW)
    (only,) = await rows_of(db, StarCandidate)
    assert (only.volunteer_id, only.star, only.minutes) == (both.volunteer_id, 1, 6_000)
    await db.write(star_batches.withdraw, actor=centre, version=year.version, now=NOW)
    await db.write(star_batches.open_batch, actor=centre, year=2025, now=NOW)
    newest = (await rows_of(db, StarCandidate))[-1]
    # The hours of January 2026 belong to the next year's recognition.
    assert (newest.volunteer_id, newest.star, newest.minutes) == (both.volunteer_id, 1, 250 * 60)
    year = await db.read(star_standing.standing, actor=centre, now=NOW)
    assert year.batch is not None
    await db.write(star_batches.withdraw, actor=centre, version=year.batch.version, now=NOW)
    await db.write(star_batches.open_batch, actor=centre, year=2026, now=NOW)
    last = {row.volunteer_id: row.star for row in (await rows_of(db, StarCandidate))[-2:]}
    assert last == {both.volunteer_id: 2, late.volunteer_id: 1}


async def test_where_quality_counts_a_star_needs_its_average_and_nobody_rated_is_no_harm(
    db: Database,
) -> None:
    them = await db.write(Offices)
    _, rated, *_ = them.people
    typist = (await db.write(with_role, 806, Role.FEDERATION)).account_id
    filed = await db.write(types, typist, rated.volunteer_id, now=NOW)
    wu = (await db.write(an_account, 900)).account_id
    asks: dict[str, Any] = {"record_id": filed.record_id, "now": NOW}
    link = await db.write(recipients.ask, actor=typist, **asks)
    await db.write(recipients.confirm, actor=wu, code=link.code, stars=2, now=NOW)
    checks = asks | {"version": 2, "approved": True}
    await db.write(record_checks.decide, actor=them.federation, **checks)
    assert await db.write(record_credit.credit_due, now=AFTER) == 1
    least = {"quality_min": (15, 20, 21, 30, 40)}
    opening: dict[str, Any] = {"actor": them.centre, "year": 2026, "now": AFTER}
    await db.write(under(star_batches.open_batch, **least), **opening)
    given = {row.volunteer_id: row.star for row in await rows_of(db, StarCandidate)}
    # 652 hours would be three stars; an average of 2.0 is just enough for two.
    assert given == {
        who.volunteer_id: star for who, star in zip(them.people, (1, 2, 2, 5), strict=True)
    }
    own = await db.read(under(star_awards.own, **least), actor=rated.account_id, now=AFTER)
    assert (own.quality, own.least_tenths) == (Quality(2, 1), 30)


async def test_a_city_without_thresholds_gives_no_stars_and_says_so(db: Database) -> None:
    centre = (await db.write(with_role, 804, Role.CENTRE)).account_id
    nothing: dict[str, Any] = {"thresholds_hours": ()}
    opening: dict[str, Any] = {"actor": centre, "year": 2026, "now": NOW}
    none = under(star_batches.open_batch, **nothing)
    assert await refused(db, none, **opening) is Code.STARS_NONE
    standing = await db.read(under(star_standing.standing, **nothing), actor=centre, now=NOW)
    assert not standing.gives_stars
    li = await db.write(a_volunteer, 1)
    own = await db.read(under(star_awards.own, **nothing), actor=li.account_id, now=NOW)
    assert not own.gives
    assert own.to_next_minutes is None
    national = under(star_batches.open_batch, hours_source="national")
    assert await refused(db, national, **opening) is Code.STARS_NATIONAL


async def test_one_batch_a_year_and_one_at_a_time(db: Database) -> None:
    them = await db.write(Offices)
    opening: dict[str, Any] = {"actor": them.centre, "now": NOW}
    for year in (2024, 2027):
        assert await refused(db, star_batches.open_batch, year=year, **opening) is Code.STARS_YEAR
    await published(db, them)
    assert await refused(db, star_batches.open_batch, year=2025, **opening) is Code.STARS_YEAR
    number = await version(db, them.centre)
    withdrawing: dict[str, Any] = {"actor": them.centre, "version": number, "now": NOW}
    assert await refused(db, star_batches.withdraw, **withdrawing) is Code.STEP_GONE
    await db.write(star_batches.award, actor=them.centre, version=number, now=AFTER)
    assert await refused(db, star_batches.open_batch, year=2026, **opening) is Code.STARS_YEAR


async def test_from_the_units_nomination_to_the_award_and_each_step_tells_the_next(
    db: Database,
) -> None:
    them = await db.write(Offices)
    li, *_ = them.people
    await published(db, them)
    batch = (await db.read(star_standing.standing, actor=them.centre, now=NOW)).batch
    assert batch is not None
    assert (batch.state, batch.notice_until_on) == (
        BatchState.NOTICE,
        datetime(2026, 11, 30, tzinfo=UTC).date(),
    )
    listed = await db.read(star_objections.published, actor=li.account_id, page=0, now=NOW)
    assert [(one.name, one.star) for one in listed.lines] == [
        ("李*愿", 5),
        ("李*愿", 3),
        ("李*愿", 2),
        ("李*愿", 1),
    ]
    awarding: dict[str, Any] = {"actor": them.centre, "version": batch.version}
    last_day = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    assert await refused(db, star_batches.award, now=last_day, **awarding) is Code.NOTICE_RUNS
    midnight = last_day + timedelta(minutes=1)
    done = await db.write(star_batches.award, now=midnight, **awarding)
    assert done == await db.write(star_batches.award, now=midnight, **awarding)
    awards = {row.volunteer_id: row.star for row in await rows_of(db, StarAward)}
    assert awards == {
        who.volunteer_id: star for who, star in zip(them.people, (1, 3, 2, 5), strict=True)
    }
    told = [(row.kind, row.account_id) for row in await rows_of(db, Notice)]
    for who in them.people:
        assert told.count(("star-listed", who.account_id)) == 1
        assert told.count(("star-awarded", who.account_id)) == 1
    # Both of the unit's people bear one now, and its table of statistics says so.
    await db.write(duties.prepare, now=NOW.replace(month=1))
    owed = await db.read(duties.own, actor=them.contact, now=midnight)
    (duty_id,) = [one.duty_id for one in owed if one.owed.kind is DutyKind.STATISTICS]
    table = await db.read(statistics.table, actor=them.contact, duty_id=duty_id, now=midnight)
    assert (table.total.registered, table.total.stars) == (2, 2)
    assert ("stars-nominate", them.contact) in told
    assert ("stars-nominate", them.county) in told
    assert {who for kind, who in told if kind == "stars-waiting"} == {
        them.federation,
        them.centre,
        them.office,
    }


async def test_each_nominates_his_own_and_the_federation_whom_nobody_answered_for(
    db: Database,
) -> None:
    them = await db.write(Offices)
    await db.write(star_batches.open_batch, actor=them.centre, year=2026, now=NOW)
    for actor, own in ((them.contact, 2), (them.county, 1), (them.federation, 1)):
        assert await db.read(star_standing.waiting, actor=actor, now=NOW) == own
    assert await db.write(star_candidates.nominate, actor=them.contact, now=NOW) == 2
    assert await db.write(star_candidates.take_back, actor=them.contact, now=NOW) == 2
    first, second = (await db.read(star_candidates.listed, actor=them.contact, page=0)).lines
    assert (first.star, second.star) == (3, 1)
    await db.write(
        star_candidates.hold_back,
        actor=them.contact,
        candidate_id=second.candidate_id,
        reason=WORDS,
        now=NOW,
    )
    assert await db.write(star_candidates.nominate, actor=them.contact, now=NOW) == 1
    someone: dict[str, Any] = {"candidate_id": second.candidate_id, "now": NOW}
    holding = star_candidates.hold_back
    for actor, code in ((them.county, Code.NOT_ALLOWED), (them.contact, Code.STEP_GONE)):
        assert await refused(db, holding, actor=actor, reason=WORDS, **someone) is code
    number = await version(db, them.federation)
    await db.write(star_batches.close_nominations, actor=them.federation, version=number, now=NOW)
    assert await refused(db, star_candidates.nominate, actor=them.county, now=NOW) is Code.STEP_GONE
    number = await version(db, them.federation)
    finishing: dict[str, Any] = {"actor": them.federation, "version": number, "now": NOW}
    assert await refused(db, star_batches.finish_check, **finishing) is Code.STARS_UNANSWERED
    assert await db.write(star_candidates.nominate, actor=them.federation, now=NOW) == 2
    # Nobody handles his own row, neither to put it back nor to hold it back.
    volunteers = table_of(Volunteer)

    def is_the_officer(session: CitySession, account_id: int | None) -> None:
        mine = volunteers.c.number == second.number
        session.connection().execute(update(volunteers).where(mine).values(account_id=account_id))

    await db.write(is_the_officer, account_id=them.federation)
    self_made = await refused(db, star_candidates.put_back, actor=them.federation, **someone)
    assert self_made is Code.SECOND_PERSON
    self_made = await refused(db, holding, actor=them.federation, reason=WORDS, **someone)
    assert self_made is Code.SECOND_PERSON
    await db.write(is_the_officer, account_id=them.people[0].account_id)
    # Put back by the Federation, then struck off by it: then only the Federation puts back.
    await db.write(star_candidates.put_back, actor=them.federation, **someone)
    struck = await db.write(
        star_candidates.hold_back, actor=them.federation, reason=WORDS, **someone
    )
    assert struck.state == "struck"
    await db.write(star_batches.finish_check, **finishing)
    states = sorted(row.state for row in await rows_of(db, StarCandidate))
    assert states == ["nominated", "nominated", "nominated", "struck"]


async def test_two_different_people_approve_and_either_can_give_the_list_back(
    db: Database,
) -> None:
    them = await db.write(Offices)

    def also_office(session: CitySession) -> None:
        with_role(session, 804, Role.OFFICE)

    await db.write(also_office)
    await db.write(star_batches.open_batch, actor=them.centre, year=2026, now=NOW)
    number = await version(db, them.centre)
    approving: dict[str, Any] = {"version": number, "now": NOW}
    assert await refused(db, star_batches.approve, actor=them.centre, **approving) is Code.STEP_GONE
    await db.write(star_batches.close_nominations, actor=them.federation, version=number, now=NOW)
    await db.write(star_candidates.nominate, actor=them.federation, now=NOW)
    await db.write(star_batches.finish_check, actor=them.federation, version=number + 1, now=NOW)
    approving = {"version": number + 2, "now": NOW}
    await db.write(star_batches.approve, actor=them.centre, **approving)
    again: dict[str, Any] = {"actor": them.centre, **approving}
    assert await refused(db, star_batches.approve, **again) is Code.SECOND_PERSON
    await db.write(star_batches.take_back_approval, **again)
    assert await refused(db, star_batches.take_back_approval, **again) is Code.STEP_GONE
    await db.write(star_batches.approve, **again)
    back = await db.write(star_batches.send_back, actor=them.office, **approving)
    assert (back.state, back.approved) == (BatchState.CHECKING, ())
    with_grants: dict[str, Any] = {"actor": them.federation, **approving}
    assert await refused(db, star_batches.approve, **with_grants) is Code.NOT_ALLOWED


async def test_two_approvals_at_once_publish_the_list_once(db: Database) -> None:
    them = await db.write(Offices)
    await db.write(star_batches.open_batch, actor=them.centre, year=2026, now=NOW)
    number = await version(db, them.centre)
    await db.write(star_batches.close_nominations, actor=them.federation, version=number, now=NOW)
    await db.write(star_candidates.nominate, actor=them.federation, now=NOW)
    await db.write(star_batches.finish_check, actor=them.federation, version=number + 1, now=NOW)
    outcomes = await asyncio.gather(
        *(
            db.write(star_batches.approve, actor=actor, version=number + 2, now=NOW)
            for actor in (them.centre, them.office, them.centre, them.office)
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, BaseException) for one in outcomes) == 2
    (batch,) = await rows_of(db, StarBatch)
    assert (batch.state, batch.version) == ("notice", number + 3)
    awards = await asyncio.gather(
        *(
            db.write(star_batches.award, actor=actor, version=number + 3, now=AFTER)
            for actor in (them.centre, them.office, them.centre)
        )
    )
    assert len(awards) == 3
    assert len(await rows_of(db, StarAward)) == 4


async def test_under_lifetime_a_star_never_falls_and_is_awarded_once(db: Database) -> None:
    them = await db.write(Offices)
    await published(db, them)
    await db.write(
        star_batches.award, actor=them.centre, version=await version(db, them.centre), now=AFTER
    )
    chen = them.people[1]
    next_year = NOW + timedelta(days=400)

    def a_year_passes(session: CitySession) -> None:
        served(session, chen, 350 * 60, "2027-03")
        # Somebody whose hours were corrected down keeps the star that he was awarded.
        for rows in (table_of(StarAward), table_of(StarCandidate)):
            session.connection().execute(
                update(rows)
                .where(rows.c.volunteer_id == them.people[0].volunteer_id)
                .values(star=2, minutes=300 * 60)
            )

    await db.write(a_year_passes)
    await db.write(star_batches.open_batch, actor=them.centre, year=2027, now=next_year)
    later = [row for row in await rows_of(db, StarCandidate) if row.batch_id == 2]
    assert [(row.volunteer_id, row.star) for row in later] == [(chen.volunteer_id, 4)]
    own = await db.read(star_awards.own, actor=them.people[0].account_id, now=next_year)
    assert (own.awards[-1].star, own.reached, own.on_the_list) == (2, 1, None)


async def test_a_chain_of_two_goes_from_the_check_to_one_approval(db: Database) -> None:
    them = await db.write(Offices)

    async def does(deed: Any, **facts: Any) -> Any:
        return await db.write(under(deed, chain=("federation", "office")), **facts, now=NOW)

    opened = await does(star_batches.open_batch, actor=them.office, year=2026)
    assert (opened.state, opened.counts) == (BatchState.CHECKING, {"nominated": 4})
    facts: dict[str, Any] = {"actor": them.federation, "version": opened.version}
    with pytest.raises(Refusal, match="step-gone"):
        await does(star_batches.reopen_nominations, **facts)
    checked = await does(star_batches.finish_check, **facts)
    assert checked.waits_for == ("office",)
    facts = {"actor": them.office, "version": checked.version}
    with pytest.raises(Refusal, match="already-decided"):
        await does(star_batches.approve, **(facts | {"actor": them.centre}))
    assert (await does(star_batches.approve, **facts)).state is BatchState.NOTICE

    def forgotten(session: CitySession) -> None:
        # The proof after each test asks for the approvals of the city's own chain.
        session.connection().execute(update(table_of(StarBatch)).values(state="withdrawn"))

    await db.write(forgotten)
