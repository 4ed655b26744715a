"""Certificates: handed in, checked by an officer, found by while they count (PU9-T27b)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Volunteer
from models.qualifications import Qualification
from models.traffic import Notice
from tests.cast import MORNING, a_volunteer, later, with_role
from usecases import erasure, own_data, pruning, qualification_checks, qualifications, talents
from usecases.city import CitySession
from usecases.database import Database
from usecases.paper_checks import Photo
from usecases.talents import Wanted

PHOTO = Photo("ab" * 32, 9, "the photo's key")
TODAY = date(2026, 11, 21)
LAWYER = Wanted(proven="lawyer")


def refused(code: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is code


def rows(session: CitySession) -> list[Any]:
    table = table_of(Qualification)
    query = select(table).where(table.c.state != "withdrawn").order_by(table.c.id)
    return list(session.connection().execute(query))


def told(session: CitySession, who: int) -> list[str]:
    table = table_of(Notice)
    return list(
        session.connection().scalars(
            select(table.c.kind).where(table.c.account_id == who).order_by(table.c.id)
        )
    )


async def test_a_certificate_counts_from_the_check_to_its_last_day_and_is_found_by(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li, zhang = a_volunteer(session, 1), a_volunteer(session, 2, "张志愿")
        officer = with_role(session, 801, Role.FEDERATION).account_id
        elsewhere = with_role(session, 802, Role.COUNTY_OFFICE, "530821").account_id
        last_day = TODAY + timedelta(days=31)
        mine: dict[str, Any] = {
            "actor": li.account_id, "kind": "lawyer", "number": "15308200910000001",
            "photo": PHOTO, "last_day": last_day.isoformat(), "now": MORNING,
        }  # fmt: skip
        refused(Code.STEP_GONE, qualifications.add, session, **(mine | {"kind": "emperor"}))
        refused(Code.TEXT_LENGTH, qualifications.add, session, **(mine | {"number": "9" * 41}))
        over = {"last_day": (TODAY - timedelta(days=1)).isoformat()}
        refused(Code.QUALIFICATION_OVER, qualifications.add, session, **(mine | over))
        first = qualifications.add(session, **mine)
        # The better photo takes the place of the one that waits.
        second = qualifications.add(session, **mine)
        assert [row.id for row in rows(session)] == [second]
        assert second != first

        def found(at: Any = MORNING) -> int:
            return talents.search(session, actor=officer, wanted=LAWYER, page=0, now=at).count

        one = qualification_checks.following(session, actor=officer)
        assert one is not None
        assert (one.name, one.tail, one.waiting) == ("李*愿", "0001", 1)
        assert qualification_checks.following(session, actor=elsewhere) is None
        seen = qualification_checks.look_at(session, actor=officer, paper_id=second, now=MORNING)
        assert seen.number == "15308200910000001"
        assert seen.photo is not None
        assert (seen.photo.sha256, seen.photo.key) == (PHOTO.sha256, PHOTO.key)
        this: dict[str, Any] = {"actor": officer, "paper_id": second, "now": MORNING}
        # What was taken back is empty, and an officer's old button finds nothing.
        old: dict[str, Any] = {"paper_id": first, "version": 1, "reason": ""}
        refused(Code.NOT_FOUND, qualification_checks.decide, session, **(this | old))
        no: dict[str, Any] = this | {"version": 1, "reason": "unclear"}
        refused(
            Code.NOT_ALLOWED, qualification_checks.decide, session,
            **(no | {"actor": elsewhere}),
        )  # fmt: skip
        refused(Code.STEP_GONE, qualification_checks.decide, session, **(no | {"reason": "ugly"}))
        refused(Code.ALREADY_DECIDED, qualification_checks.decide, session, **(no | {"version": 9}))
        done = qualification_checks.decide(session, **no)
        assert not done.valid
        again: dict[str, Any] = this | {"version": done.version}
        another = with_role(session, 803, Role.FEDERATION).account_id
        refused(
            Code.UNDO_TOO_LATE, qualification_checks.undo, session, **(again | {"actor": another})
        )
        late = later(minutes=10, seconds=1)
        refused(Code.UNDO_TOO_LATE, qualification_checks.undo, session, **(again | {"now": late}))
        qualification_checks.undo(session, **(again | {"now": later(minutes=10)}))
        assert found() == 0
        done = qualification_checks.decide(session, **(this | {"version": 3, "reason": ""}))
        assert done.valid
        assert told(session, li.account_id) == [
            "qualification-refused", "qualification-reopened", "qualification-valid",
        ]  # fmt: skip
        assert "qualifications-waiting" in told(session, officer)
        person = talents.person(session, actor=officer, volunteer_id=li.volunteer_id, now=MORNING)
        assert person.proven == ["lawyer"]
        # The last day counts, the next does not, and nobody had to do anything.
        assert [found(later(days=days)) for days in (0, 31, 32)] == [1, 1, 0]
        own = qualifications.own(session, actor=li.account_id, now=later(days=32))
        assert [(held.state, held.counts) for held in own.held] == [("valid", False)]

        # Told once thirty days before, once on the day, and not where a newer one lasts.
        warned = [
            qualification_checks.warn(session, now=later(days=days))
            for days in (0, 1, 2, 30, 31, 31, 40)
        ]
        assert warned == [0, 1, 0, 0, 1, 0, 0]
        newer = qualifications.add(session, **(mine | {"last_day": ""}))
        qualification_checks.decide(
            session, actor=officer, paper_id=newer, version=1, reason="", now=MORNING
        )
        assert found(later(days=400)) == 1
        refused(
            Code.NOT_FOUND, qualifications.remove, session,
            actor=zhang.account_id, qualification_id=newer, now=MORNING,
        )  # fmt: skip
        qualifications.remove(session, actor=li.account_id, qualification_id=newer, now=MORNING)
        assert len(rows(session)) == 1

    await db.write(play)


async def test_nobody_checks_his_own_certificate_and_no_photo_outlives_its_days(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        with_role(session, 1, Role.FEDERATION)
        officer = with_role(session, 801, Role.FEDERATION).account_id
        mine: dict[str, Any] = {
            "actor": li.account_id, "kind": "nurse", "number": "", "photo": PHOTO,
            "last_day": TODAY.isoformat(), "now": MORNING,
        }  # fmt: skip
        own = qualifications.add(session, **mine)
        assert qualification_checks.waiting(session, actor=li.account_id, now=MORNING) == 0
        this: dict[str, Any] = {"paper_id": own, "version": 1, "reason": ""}
        refused(
            Code.SECOND_PERSON, qualification_checks.decide, session,
            actor=li.account_id, now=MORNING, **this,
        )  # fmt: skip
        refused(
            Code.QUALIFICATION_OVER, qualification_checks.decide, session,
            actor=officer, now=later(days=1), **this,
        )  # fmt: skip
        qualification_checks.decide(session, actor=officer, now=MORNING, **this)
        # Sealed in the row, open in one's own copy, and gone with its person.
        copy = own_data.copy(session, actor=li.account_id, masked=False, now=MORNING)
        assert copy.tables["qualification"][0]["kind"] == "nurse"
        days = session.city.policy(MORNING).retention.photo_days
        pruning.prune(session, now=later(days=days))
        assert rows(session)[0].sha256 == PHOTO.sha256
        pruning.prune(session, now=later(days=days, seconds=1))
        assert (rows(session)[0].sha256, rows(session)[0].photo_key_sealed) == (None, None)
        seen = qualification_checks.look_at(
            session, actor=officer, paper_id=own, now=later(days=days + 1)
        )
        assert seen.photo is None
        # Who is suspended is found by nothing.
        table = table_of(Volunteer)
        session.connection().execute(
            update(table).where(table.c.id == li.volunteer_id).values(suspended_at=MORNING)
        )
        assert talents.search(
            session, actor=officer, wanted=Wanted(proven="nurse"), page=0, now=MORNING
        ).count == 0  # fmt: skip
        erasure.erase(session, account_id=li.account_id, now=later(days=1))
        assert rows(session) == []

    await db.write(play)
