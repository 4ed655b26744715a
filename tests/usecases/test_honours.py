"""Honours: proven and checked (B11), or nominated and awarded once a year (SM3-7d)."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from locales.book_words import record_book
from locales.words import CHINESE, Speaker
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.traffic import Notice
from tests.cast import CITY, MORNING, a_unit, a_volunteer, city_of, later, with_role
from tests.databases import ENGINES, fresh_database
from usecases import (
    books,
    erasure,
    honour_checks,
    honour_drives,
    honours,
    own_data,
    pruning,
)
from usecases.city import CitySession
from usecases.database import Database
from usecases.paper_checks import Photo

PHOTO = Photo("ab" * 32, 9, "the photo's key")
GIVEN_ON = date(2025, 12, 5)
FINEST: dict[str, Any] = {
    "name": "优秀志愿者",
    "giver": "普洱市人民政府",
    "given_on": GIVEN_ON,
    "photo": PHOTO,
}


def refused(code: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is code


def _told(session: CitySession, account_id: int) -> list[str]:
    rows = table_of(Notice)
    query = select(rows.c.kind).where(rows.c.account_id == account_id).order_by(rows.c.id)
    return list(session.connection().scalars(query))


async def test_an_honour_stands_once_an_officer_has_seen_its_proof(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(honours, "MOST_HELD", 2)

    def play(session: CitySession) -> None:
        li, zhang = a_volunteer(session, 1), a_volunteer(session, 2, "张志愿")
        with_role(session, 1, Role.FEDERATION)
        officer = with_role(session, 801, Role.FEDERATION).account_id
        mine: dict[str, Any] = {"actor": li.account_id, "now": MORNING, **FINEST}
        for wrong, code in (
            ({"name": " "}, Code.TEXT_EMPTY),
            ({"giver": "长" * 61}, Code.TEXT_LENGTH),
            ({"name": "找 13800000000"}, Code.TEXT_NUMBER),
            ({"given_on": date(2026, 11, 22)}, Code.STEP_GONE),
        ):
            refused(code, honours.add, session, **(mine | wrong))
        first = honours.add(session, **mine)
        assert "honours-waiting" in _told(session, officer)
        assert books.own(session, actor=li.account_id).honours == []
        # No document of this city names honours of a year.
        office = with_role(session, 501, Role.OFFICE).account_id
        refused(Code.STEP_GONE, honour_drives.open_drive, session, actor=office, now=MORNING)
        # Who has left waits for nobody.
        people = table_of(Volunteer)
        for since, waiting in ((MORNING, 0), (None, 1)):
            session.connection().execute(update(people).values(suspended_at=since))
            assert honour_checks.waiting(session, actor=officer, now=MORNING) == waiting
        one = honour_checks.following(session, actor=officer)
        assert one is not None
        assert (one.holder, one.name, one.giver, one.waiting) == (
            "李*愿", "优秀志愿者", "普洱市人民政府", 1,
        )  # fmt: skip
        seen = honour_checks.look_at(session, actor=officer, paper_id=first, now=MORNING)
        assert seen.photo is not None
        assert seen.photo.key == PHOTO.key
        this: dict[str, Any] = {"paper_id": first, "version": 1, "now": MORNING}
        refused(
            Code.SECOND_PERSON, honour_checks.decide, session,
            actor=li.account_id, reason="", **this,
        )  # fmt: skip
        refused(
            Code.STEP_GONE, honour_checks.decide, session,
            actor=officer, reason="other-kind", **this,
        )  # fmt: skip
        done = honour_checks.decide(session, actor=officer, reason="other-honour", **this)
        assert not done.valid
        another = with_role(session, 802, Role.FEDERATION).account_id
        minutes = session.city.policy(MORNING).registration.undo_minutes
        for who, at in ((another, MORNING), (officer, later(minutes=minutes, seconds=1))):
            refused(
                Code.UNDO_TOO_LATE, honour_checks.undo, session,
                actor=who, paper_id=first, version=2, now=at,
            )  # fmt: skip
        honour_checks.undo(session, actor=officer, paper_id=first, version=2, now=MORNING)
        this["version"] = 3
        honour_checks.decide(session, actor=officer, reason="", **this)
        kinds = [kind for kind in _told(session, li.account_id) if kind != honours.WAITING]
        assert kinds == ["honour-refused", "honour-reopened", "honour-valid"]
        book = books.own(session, actor=li.account_id)
        assert [(held.name, held.given_on) for held in book.honours] == [("优秀志愿者", GIVEN_ON)]
        speaker = Speaker(CHINESE, CITY.calendar.zone, MORNING)
        (section,) = record_book(speaker, asdict(book))["more"]
        assert section["rows"] == [["2025-12-05", "优秀志愿者", "普洱市人民政府"]]
        copy = own_data.copy(session, actor=li.account_id, masked=True, now=MORNING)
        assert copy.tables["honour"][0]["giver"] == "普洱市人民政府"
        # The photo goes after its days, the honour stays; nobody takes back another's.
        days = session.city.policy(MORNING).retention.photo_days
        pruning.prune(session, now=later(days=days, seconds=1))
        late = honour_checks.look_at(session, actor=officer, paper_id=first, now=MORNING)
        assert late.photo is None
        gone: dict[str, Any] = {"honour_id": first, "now": MORNING}
        refused(Code.NOT_FOUND, honours.remove, session, actor=zhang.account_id, **gone)
        # What was given today is one; two stand or wait at most; what is taken back makes room.
        today = mine | {"given_on": date(2026, 11, 21)}
        for _ in range(2):
            second = honours.add(session, **today)
            refused(Code.STEP_GONE, honours.add, session, **mine)
            held_now = [held.honour_id for held in honours.own(session, actor=li.account_id)]
            assert held_now == [second, first]
            honours.remove(session, actor=li.account_id, honour_id=second, now=MORNING)
            refused(
                Code.NOT_FOUND, honours.remove, session,
                actor=li.account_id, honour_id=second, now=MORNING,
            )  # fmt: skip
        assert [held.honour_id for held in honours.own(session, actor=li.account_id)] == [first]
        kept = select(honours.ROWS.c.sha256).where(
            honours.ROWS.c.state == "withdrawn", honours.ROWS.c.photo_key_sealed.is_not(None)
        )
        assert session.connection().execute(kept).all() == []
        erasure.erase(session, account_id=li.account_id, now=later(days=1))
        assert session.connection().execute(select(honours.ROWS)).all() == []

    await db.write(play)


Cast = dict[str, Any]


def _cast(session: CitySession) -> Cast:
    unit, other = a_unit(session), a_unit(session, "市民政局")
    li, zhang = a_volunteer(session, 1), a_volunteer(session, 2, "张志愿")
    wang = a_volunteer(session, 3, "王志愿")
    rows = table_of(Volunteer)
    for who, of in ((li, unit), (zhang, other), (wang, unit)):
        mine = rows.c.id == who.volunteer_id
        session.connection().execute(update(rows).where(mine).values(unit_id=of))
    contact = with_role(session, 401, Role.UNIT_CONTACT, str(unit)).account_id
    theirs = with_role(session, 402, Role.UNIT_CONTACT, str(other)).account_id
    office = with_role(session, 501, Role.OFFICE).account_id
    return {
        "li": li, "wang": wang, "zhang": zhang, "contact": contact, "theirs": theirs,
        "office": office,
    }  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
async def test_units_nominate_while_it_is_open_and_the_office_awards_when_it_is_closed(
    engine: str,
) -> None:
    def play(session: CitySession) -> None:
        cast = _cast(session)
        li, contact, office = cast["li"], cast["contact"], cast["office"]
        now: dict[str, Any] = {"now": MORNING}
        unit: dict[str, Any] = {
            "actor": contact, "category": "advanced-organization", "number": "",
            "words": "全年服务两千小时", **now,
        }  # fmt: skip
        person = unit | {"category": "excellent-volunteer", "number": "5308-02-000001"}
        nominate, award = honour_drives.nominate, honour_drives.award
        refused(Code.HONOURS_CLOSED, nominate, session, **unit)
        former = with_role(session, 403, Role.UNIT_CONTACT, "1").account_id
        grants = table_of(RoleGrant)
        session.connection().execute(
            update(grants).where(grants.c.account_id == former).values(revoked_at=MORNING)
        )
        assert honour_drives.open_drive(session, actor=office, **now).state == "open"
        assert [_told(session, one) for one in (contact, former)] == [["honours-open"], []]
        refused(Code.HONOURS_YEAR, honour_drives.open_drive, session, actor=office, **now)
        for wrong, code in (
            ({"category": "excellent-volunteer"}, Code.STEP_GONE),
            ({"words": ""}, Code.TEXT_EMPTY),
            ({"words": "打 13800000000"}, Code.TEXT_NUMBER),
            (person | {"number": "5308-02-000002"}, Code.VOLUNTEER_UNKNOWN),
        ):
            refused(code, nominate, session, **(unit | wrong))
        whole = nominate(session, **unit)
        refused(Code.NOMINATED_ALREADY, nominate, session, **unit)
        wrong_one = nominate(session, **person)
        honour_drives.take_back(session, actor=contact, honour_id=wrong_one, **now)
        best = nominate(session, **person)
        less = nominate(session, **person | {"number": "5308-02-000003"})
        # Another unit's contact sees none of it, and takes none of it back.
        theirs: dict[str, Any] = {"actor": cast["theirs"], **now}
        assert honour_drives.of_unit(session, **theirs).nominations == []
        refused(Code.NOT_FOUND, honour_drives.take_back, session, honour_id=best, **theirs)
        refused(
            Code.NOT_FOUND, honour_drives.take_back, session,
            actor=contact, honour_id=wrong_one, **now,
        )  # fmt: skip
        mine = honour_drives.of_unit(session, actor=contact, **now)
        assert ([one.honour_id for one in mine.nominations], mine.honours) == (
            [whole, best, less], [],
        )  # fmt: skip
        # A nomination is nobody's honour, and is not awarded before the others are in.
        assert honours.own(session, actor=li.account_id) == []
        gives: dict[str, Any] = {"actor": office, "version": 1, "given": True, **now}
        refused(Code.STEP_GONE, award, session, honour_id=best, **gives)
        honour_drives.close_drive(session, actor=office, **now)
        refused(Code.HONOURS_CLOSED, nominate, session, **unit)
        take_back = {"actor": contact, "honour_id": best, **now}
        refused(Code.HONOURS_CLOSED, honour_drives.take_back, session, **take_back)
        # Closed too early, it is opened again while nothing is decided.
        honour_drives.open_drive(session, actor=office, **now)
        honour_drives.close_drive(session, actor=office, **now)
        seen = honour_drives.following(session, actor=office, after=whole, **now)
        assert seen is not None
        assert (seen.honour_id, seen.name, seen.words) == (best, "李*愿", "全年服务两千小时")
        # In January it is still the drive of the year before, until all of it is decided.
        new_year: dict[str, Any] = gives | {"now": later(days=50)}
        refused(Code.ALREADY_DECIDED, award, session, honour_id=best, **new_year | {"version": 2})
        assert award(session, honour_id=best, **new_year).awarded == 1
        for version in (1, 2):
            this = new_year | {"version": version}
            refused(Code.ALREADY_DECIDED, award, session, honour_id=best, **this)
        refused(
            Code.HONOURS_YEAR, honour_drives.open_drive, session,
            actor=office, now=later(days=50),
        )  # fmt: skip
        found_next = honour_drives.following(session, actor=office, after=whole, now=later(days=50))
        assert found_next is not None
        assert found_next.honour_id == less
        # What somebody handed in himself is no nomination.
        handed_in = honours.add(session, actor=cast["zhang"].account_id, **now, **FINEST)
        refused(Code.NOT_FOUND, award, session, honour_id=handed_in, **new_year)
        award(session, honour_id=less, **new_year | {"given": False})
        assert honours.own(session, actor=cast["wang"].account_id) == []
        assert _told(session, cast["wang"].account_id) == []
        done = award(session, honour_id=whole, **new_year)
        assert (done.year, done.nominated, done.awarded) == (2027, 0, 0)
        (held,) = honours.own(session, actor=li.account_id)
        assert (held.category, held.giver, held.given_on) == (
            "excellent-volunteer", "思茅区精神文明建设指导委员会", date(2027, 1, 10),
        )  # fmt: skip
        refused(
            Code.NOT_FOUND, honours.remove, session,
            actor=li.account_id, honour_id=best, **now,
        )  # fmt: skip
        found = honour_drives.of_unit(session, actor=contact, now=later(days=50))
        assert [one.category for one in found.honours] == ["advanced-organization"]
        assert _told(session, li.account_id) == ["honour-awarded"]
        assert _told(session, contact) == ["honours-open", "honour-awarded"]
        assert honour_drives.open_drive(session, actor=office, now=later(days=51)).year == 2027

    with fresh_database(engine) as url:
        db = Database(url, city_of("simao"))
        await db.write(play)
        await db.close()


async def test_two_who_nominate_one_at_once_make_one_nomination_and_nobody_awards_himself() -> None:
    with fresh_database(ENGINES[1]) as url:
        db = Database(url, city_of("guangan"))
        cast = await db.write(_cast)
        await db.write(with_role, 401, Role.OFFICE)
        await db.write(honour_drives.open_drive, actor=cast["office"], now=MORNING)
        facts: dict[str, Any] = {
            "actor": cast["contact"], "category": "best-project", "number": "",
            "words": "送课下乡", "now": MORNING,
        }  # fmt: skip
        came = await asyncio.gather(
            *(db.write(honour_drives.nominate, **facts) for _ in range(4)), return_exceptions=True
        )
        lost = [one.refused.code for one in came if isinstance(one, Refusal)]
        assert lost == [Code.NOMINATED_ALREADY] * 3
        (made,) = [one for one in came if isinstance(one, int)]
        await db.write(honour_drives.close_drive, actor=cast["office"], now=MORNING)

        def awards(session: CitySession) -> None:
            refused(
                Code.SECOND_PERSON, honour_drives.award, session,
                actor=cast["contact"], honour_id=made, version=1, given=True, now=MORNING,
            )  # fmt: skip

        await db.write(awards)
        await db.close()


def test_only_cities_whose_documents_name_honours_have_a_drive() -> None:
    held: Callable[[str], bool] = lambda name: city_of(name).policy(MORNING).honours.held  # noqa: E731
    assert [held(name) for name in ("puer", "guangan", "simao")] == [False, True, True]
    rules = city_of("simao").policy(MORNING)
    assert rules.source("honours.unit_categories").clause_id == "SM3-7d"
    assert city_of("guangan").policy(MORNING).source("honours.unit_categories").clause_id == (
        "GA15-2.4b"
    )
