"""Hours from elsewhere: two officers, a source of their own, never spent, taken back whole."""

import asyncio
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.outside import OutsideHours
from models.traffic import Notice
from tests.cast import CITY, MORNING, Somebody, a_volunteer, later, with_hours, with_role
from usecases import (
    certificates,
    crediting,
    erasure,
    hours,
    ledger,
    outside_checks,
    outside_hours,
    proof,
    star_hours,
)
from usecases.city import CitySession
from usecases.database import Database
from usecases.file_store import Kept
from usecases.outside_hours import Said

KUNMING = Said("昆明市盘龙区", 60 * 60, date(2025, 3, 1), date(2025, 6, 30))


def paper(number: int = 1) -> Kept:
    return Kept(f"{number:064x}", 9, "image/jpeg", "证明.jpg")


def refused(why: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is why


def brought(
    session: CitySession, li: Somebody, officers: tuple[int, int], said: Said, number: int = 1
) -> int:
    """Let hours from elsewhere be handed in, checked and approved."""
    claim = outside_hours.hand_in(
        session, actor=li.account_id, said=said, file=paper(number), now=MORNING
    )
    for version, officer in enumerate(officers, 1):
        outside_checks.decide(
            session, actor=officer, claim_id=claim, version=version, reason="", now=MORNING
        )
    return claim


async def test_hours_from_elsewhere_count_after_two_officers_and_are_never_spent(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li, zhang = a_volunteer(session, 1), a_volunteer(session, 2, "张志愿")
        with_role(session, 1, Role.FEDERATION)
        first = with_role(session, 801, Role.FEDERATION).account_id
        second = with_role(session, 802, Role.OFFICE).account_id
        elsewhere = with_role(session, 803, Role.COUNTY_OFFICE, "530821").account_id
        mine: dict[str, Any] = {"actor": li.account_id, "file": paper(), "now": MORNING}
        for said, code in (
            (replace(KUNMING, place=" "), Code.TEXT_EMPTY),
            (replace(KUNMING, place="长" * 61), Code.TEXT_LENGTH),
            (replace(KUNMING, minutes=122 * 480 + 1), Code.OUTSIDE_HOURS),
            (replace(KUNMING, last_on=date(2026, 11, 22)), Code.OUTSIDE_HOURS),
        ):
            refused(code, outside_hours.hand_in, session, said=said, **mine)
        claim = outside_hours.hand_in(session, said=KUNMING, **mine)
        # The same paper again, also by somebody else.
        for who in (li, zhang):
            refused(
                Code.PROOF_USED, outside_hours.hand_in, session, said=KUNMING,
                **(mine | {"actor": who.account_id}),
            )  # fmt: skip
        this: dict[str, Any] = {"claim_id": claim, "version": 1, "reason": "", "now": MORNING}
        decide = outside_checks.decide
        refused(Code.SECOND_PERSON, decide, session, actor=li.account_id, **this)
        refused(Code.NOT_ALLOWED, decide, session, actor=elsewhere, **this)
        refused(Code.STEP_GONE, decide, session, actor=first, **(this | {"reason": "ugly"}))
        assert decide(session, actor=first, **this).state == "checked"
        refused(Code.ALREADY_DECIDED, decide, session, actor=second, **this)
        this |= {"version": 2}
        refused(Code.SECOND_PERSON, decide, session, actor=first, **this)
        assert outside_checks.following(session, actor=first) is None
        assert ledger.hours(session, volunteer_id=li.volunteer_id).service_minutes == 0
        assert decide(session, actor=second, **this).state == "credited"
        crediting.credit_outside(session, claim=_row(session, claim), by=second, now=MORNING)
        has = ledger.hours(session, volunteer_id=li.volunteer_id)
        assert (has.service_minutes, has.redeemable_minutes, has.outside_minutes) == (3600, 0, 3600)
        (entry,) = _entries(session)
        assert (entry.source, entry.cause, entry.month) == (
            "imported",
            f"outside:{claim}",
            "2025-06",
        )
        assert entry.policy_version == CITY.policy(MORNING).version
        shown = hours.statement(session, actor=li.account_id, now=MORNING, month="2025-06")
        assert [(line.source, line.station, line.minutes) for line in shown.lines] == [
            ("imported", "昆明市盘龙区", 3600)
        ]
        # On paper they stand with their place and their own days, not those of the ledger.
        months: dict[str, Any] = {"from_month": "2025-06", "until_month": "2025-06"}
        stated = certificates.issue(session, actor=li.account_id, now=MORNING, **months).statement
        assert (stated["from"], stated["until"]) == ("2025-03-01", "2025-06-30")
        assert [(one["unit"], one["first_on"], one["last_on"]) for one in stated["content"]] == [
            ("昆明市盘龙区", "2025-03-01", "2025-06-30")
        ]
        # Corrected: the ledger reverses them, and the paper may stand for the right ones.
        back: dict[str, Any] = {"claim_id": claim, "reason": "other-hours", "now": later(days=3)}
        refused(
            Code.ALREADY_DECIDED, outside_checks.reverse, session, actor=first, version=2, **back
        )
        outside_checks.reverse(session, actor=first, version=3, **back)
        assert ledger.hours(session, volunteer_id=li.volunteer_id).service_minutes == 0
        assert [row.reverses_id for row in _entries(session)] == [None, entry.id]
        right = outside_hours.hand_in(session, said=replace(KUNMING, minutes=600), **mine)
        outside_hours.take_back(session, actor=li.account_id, claim_id=right, now=MORNING)
        again: dict[str, Any] = {"actor": li.account_id, "claim_id": right, "now": MORNING}
        refused(Code.NOT_FOUND, outside_hours.take_back, session, **again)
        notices = table_of(Notice)
        told = session.connection().scalars(
            select(notices.c.kind).where(notices.c.account_id == li.account_id)
        )
        assert set(told) == {"outside-credited", "outside-reversed"} | {outside_hours.WAITING}
        brought(session, li, (first, second), KUNMING)
        erasure.erase(session, account_id=li.account_id, now=later(days=1))
        rows = session.connection().execute(select(table_of(OutsideHours))).all()
        assert {(row.place, row.sha256, row.file_name) for row in rows} == {("", None, "")}

    await db.write(play)


async def test_of_many_at_once_one_hands_a_paper_in_and_one_lets_it_count(db: Database) -> None:
    people = [await db.write(a_volunteer, number, "王志愿") for number in range(1, 9)]
    checks = (await db.write(with_role, 801, Role.FEDERATION)).account_id
    officers = [(await db.write(with_role, 810 + n, Role.OFFICE)).account_id for n in range(8)]
    hands_in: dict[str, Any] = {"said": KUNMING, "file": paper(), "now": MORNING}
    came = await asyncio.gather(
        *(db.write(outside_hours.hand_in, actor=one.account_id, **hands_in) for one in people),
        return_exceptions=True,
    )
    (claim,) = [one for one in came if isinstance(one, int)]
    lost = [one.refused.code for one in came if isinstance(one, Refusal)]
    assert lost == [Code.PROOF_USED] * 7
    this: dict[str, Any] = {"claim_id": claim, "reason": "", "now": MORNING}
    await db.write(outside_checks.decide, actor=checks, version=1, **this)
    done = await asyncio.gather(
        *(db.write(outside_checks.decide, actor=one, version=2, **this) for one in officers),
        return_exceptions=True,
    )
    late = [one.refused.code for one in done if isinstance(one, Refusal)]
    assert late == [Code.ALREADY_DECIDED] * 7
    assert len(await db.read(_entries)) == 1


def _row(session: CitySession, claim_id: int) -> Any:
    rows, who = outside_hours.CLAIMS, outside_checks._VOLUNTEERS
    query = select(rows, who.c.unit_id).join(who, who.c.id == rows.c.volunteer_id)
    return session.connection().execute(query.where(rows.c.id == claim_id)).one()


def _entries(session: CitySession) -> list[Any]:
    rows = table_of(LedgerTransfer)
    return list(session.connection().execute(select(rows).order_by(rows.c.id)))


async def test_stars_count_hours_from_elsewhere_only_where_the_city_says_so(db: Database) -> None:
    """99 and 100 hours of one's own are below and at the first star, whatever comes along."""

    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        officers = tuple(
            with_role(session, number, Role.FEDERATION).account_id for number in (801, 802)
        )
        brought(session, li, (officers[0], officers[1]), KUNMING)
        policy = session.city.policy(MORNING)
        too = replace(policy, stars=replace(policy.stars, hours_source="local_and_imported"))
        for own, star, counted, with_them in ((99, 0, 5940, 9540), (1, 1, 6000, 9600)):
            with_hours(session, li, own * 60, source="scan")
            shown = hours.summary(session, actor=li.account_id, now=MORNING)
            assert (shown.star, shown.outside_minutes, shown.outside_counts) == (star, 3600, False)
            minutes = star_hours.counted_minutes(
                session, volunteer_id=li.volunteer_id, year=2026, now=MORNING
            )
            assert minutes == counted
            for rules, expected in ((policy, counted), (too, with_them)):
                held = star_hours._counted(session, 2026, rules, MORNING).subquery()
                assert session.connection().execute(select(held.c.minutes)).scalar() == expected
        year = replace(policy, stars=replace(policy.stars, basis="calendar_year"))
        for number, expected in ((2025, 0), (2026, 6000)):
            held = star_hours._counted(session, number, year, MORNING).subquery()
            rows = session.connection().execute(select(held)).all()
            assert sum(row.minutes for row in rows) == expected

    await db.write(play)


async def test_whatever_is_brought_along_and_taken_back_the_books_balance(db: Database) -> None:
    serial = count(1)

    @settings(
        max_examples=8, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(st.lists(st.tuples(st.integers(1, 4_000), st.sampled_from("cor")), max_size=5))
    def lives(session: CitySession, them: list[tuple[int, str]]) -> None:
        # Each example is the life of somebody else in the same books.
        li = a_volunteer(session, next(serial))
        one, two = (with_role(session, n, Role.FEDERATION).account_id for n in (801, 802))
        left = 0
        for minutes, end in them:
            said = replace(KUNMING, minutes=minutes)
            claim = brought(session, li, (one, two), said, next(serial))
            this: dict[str, Any] = {"claim_id": claim, "now": MORNING}
            if end == "c":
                left += minutes
            elif end == "o":
                outside_hours.take_back(session, actor=li.account_id, **this)
            else:
                outside_checks.reverse(session, actor=one, version=3, reason="counted", **this)
        has = ledger.hours(session, volunteer_id=li.volunteer_id)
        assert has == ledger.Hours(left, 0, 0, left)
        assert proof.prove(session).holds

    await db.write(lambda session: lives(session))
