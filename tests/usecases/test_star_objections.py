"""What happens while a list of stars is on show: objections, corrections, people who leave.

How it comes to be on show: `test_stars.py`.
"""

from typing import Any

from domain.permissions import Role
from domain.refusals import Code
from models.stars import StarAward, StarCandidate
from models.traffic import Notice
from tests.cast import Somebody, with_role
from tests.usecases.star_offices import (
    AFTER,
    NOW,
    WORDS,
    Offices,
    published,
    refused,
    rows_of,
    served,
    version,
)
from usecases import (
    erasure,
    ledger,
    star_batches,
    star_objections,
    star_standing,
)
from usecases.city import CitySession
from usecases.database import Database


def corrected(session: CitySession, who: Somebody, was: int, minutes: int) -> None:
    """Let a correction leave somebody other service minutes of May."""
    key = f"served:{who.volunteer_id}:2026-05:{was}"
    ledger.reverse(session, key=f"{key}/service", by=None, now=NOW)
    served(session, who, minutes)


async def test_hours_that_a_correction_took_during_the_notice_are_counted_anew_at_the_award(
    db: Database,
) -> None:
    them = await db.write(Offices)
    # 100, 650, 300 and 1500 hours: a minute too few, just enough, more, and two stars less.
    await published(db, them)
    for who, was, minutes in zip(
        them.people, (6000, 39000, 18000, 90000), (5999, 36000, 18001, 36000), strict=True
    ):
        await db.write(corrected, who, was, minutes)
    number = await version(db, them.centre)
    await db.write(star_batches.award, actor=them.centre, version=number, now=AFTER)
    awards = {row.volunteer_id: (row.star, row.minutes) for row in await rows_of(db, StarAward)}
    below, third, second, fifth = them.people
    assert awards == {
        third.volunteer_id: (3, 600 * 60),
        second.volunteer_id: (2, 300 * 60),
        fifth.volunteer_id: (3, 600 * 60),
    }
    (off,) = [row for row in await rows_of(db, StarCandidate) if row.state == "struck"]
    assert (off.volunteer_id, off.reason) == (below.volunteer_id, "hours-corrected")
    told = [row.facts for row in await rows_of(db, Notice) if row.kind == "star-held-back"]
    assert told == [{"year": "2026", "reason": "hours-corrected"}]
    kinds = [row.kind for row in await rows_of(db, Notice) if row.account_id == below.account_id]
    assert "star-awarded" not in kinds


async def test_an_objection_is_answered_before_the_award_and_may_strike_somebody_off(
    db: Database,
) -> None:
    them = await db.write(Offices)
    li, chen, *_ = them.people
    await published(db, them)
    top = (await db.read(star_objections.published, actor=li.account_id, page=0, now=NOW)).lines[0]
    objecting: dict[str, Any] = {"actor": li.account_id, "about": top.candidate_id, "now": NOW}
    number = await db.write(star_objections.object_to, text=WORDS, **objecting)
    saying = star_objections.object_to
    assert await refused(db, saying, text=WORDS, **objecting) is Code.OBJECTED_ALREADY
    nothing: dict[str, Any] = objecting | {"text": " ", "actor": chen.account_id}
    assert await refused(db, saying, **nothing) is Code.TEXT_EMPTY
    unknown: dict[str, Any] = objecting | {"text": WORDS, "about": 999_999}
    assert await refused(db, saying, **unknown) is Code.NOT_FOUND
    late: dict[str, Any] = objecting | {"text": WORDS, "about": 0, "now": AFTER}
    assert await refused(db, saying, **late) is Code.STEP_GONE
    stranger: dict[str, Any] = objecting | {"text": WORDS, "actor": them.contact}
    assert await refused(db, saying, **stranger) is Code.NOT_REGISTERED
    whole = await db.write(saying, **(objecting | {"text": "漏了一个人", "about": 0}))
    awarding: dict[str, Any] = {
        "actor": them.centre,
        "version": await version(db, them.centre),
        "now": AFTER,
    }
    assert await refused(db, star_batches.award, **awarding) is Code.OBJECTIONS_OPEN
    assert await db.read(star_standing.waiting, actor=them.federation, now=NOW) == 2
    one = await db.read(star_objections.following, actor=them.federation)
    assert one is not None
    assert (one.objection_id, one.text, one.candidate) == (number, WORDS, top)
    deciding: dict[str, Any] = {
        "actor": them.federation,
        "text": "核对过，确实多记了",
        "now": AFTER,
    }
    answering = star_objections.answer
    assert await db.write(answering, objection_id=number, strike=True, **deciding) == 1
    twice: dict[str, Any] = {"objection_id": number, "strike": True, **deciding}
    assert await refused(db, answering, **twice) is Code.ALREADY_DECIDED
    assert await db.write(answering, objection_id=whole, strike=True, **deciding) == 0
    await db.write(star_batches.award, **awarding)
    stars = sorted(row.star for row in await rows_of(db, StarAward))
    assert stars == [1, 2, 3]
    told = [(row.kind, row.account_id) for row in await rows_of(db, Notice)]
    assert told.count(("objection-answered", li.account_id)) == 2
    assert ("star-held-back", them.people[3].account_id) in told


async def test_who_leaves_meanwhile_is_off_the_list_and_holds_nobody_up(db: Database) -> None:
    them = await db.write(Offices)
    li, *_, top = them.people
    await published(db, them)
    first = (await db.read(star_objections.published, actor=li.account_id, page=0, now=NOW)).lines
    about: dict[str, Any] = {
        "actor": li.account_id,
        "about": first[0].candidate_id,
        "text": WORDS,
        "now": NOW,
    }
    number = await db.write(star_objections.object_to, **about)
    await db.write(erasure.erase, account_id=top.account_id, now=NOW)
    left = await db.read(star_objections.published, actor=li.account_id, page=0, now=NOW)
    assert len(left.lines) == 3
    one = await db.read(star_objections.following, actor=them.federation)
    assert one is not None
    assert one.candidate is None
    facts: dict[str, Any] = {"objection_id": number, "text": WORDS, "strike": True, "now": NOW}
    await db.write(star_objections.answer, actor=them.federation, **facts)
    number = await version(db, them.centre)
    await db.write(star_batches.award, actor=them.centre, version=number, now=AFTER)
    assert top.volunteer_id not in {row.volunteer_id for row in await rows_of(db, StarAward)}


async def test_nobody_answers_his_own_objection_or_one_against_himself(db: Database) -> None:
    them = await db.write(Offices)
    li, *_, top = them.people

    def both(session: CitySession) -> None:
        for who in (li, top):
            accounts = {li.account_id: 100, top.account_id: 103}
            with_role(session, accounts[who.account_id], Role.FEDERATION)

    await db.write(both)
    await published(db, them)
    first = (await db.read(star_objections.published, actor=li.account_id, page=0, now=NOW)).lines
    number = await db.write(
        star_objections.object_to,
        actor=li.account_id,
        about=first[0].candidate_id,
        text=WORDS,
        now=NOW,
    )
    facts: dict[str, Any] = {"objection_id": number, "text": WORDS, "strike": True, "now": NOW}
    for actor in (li.account_id, top.account_id):
        assert await refused(db, star_objections.answer, actor=actor, **facts) is Code.SECOND_PERSON
