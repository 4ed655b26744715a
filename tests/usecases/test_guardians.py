"""Guardians: a minor's registration waits for one, and goes with him (K7, K19, K21, X4)."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship, HealthDeclaration
from models.people import Application, Volunteer
from models.traffic import Notice
from tests.cast import (
    MORNING,
    a_station,
    a_volunteer,
    an_account,
    invented_id_number,
    later,
    station_code,
    with_role,
)
from tests.usecases.applying import applies
from usecases import (
    applications,
    approval,
    checkins,
    guardians,
    later_guardians,
    own_wards,
    pruning,
    rotation,
)
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.database import Database

SAID: dict[str, Any] = {"name": "李家长", "phone": "+8613900000001", "relation": "52"}


def born(day: str) -> dict[str, Any]:
    iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return {"number": invented_id_number(7, day), "born_on": iso}


CHILD = born("20140301")  # twelve
PUPIL = born("20100301")  # sixteen


def a_link(session: CitySession, /, external_id: int = 7, **answers: Any) -> str:
    """Let a minor hand in, and return the link for the guardian."""
    account_id, handed_in = applies(session, external_id, **(answers or CHILD))
    assert handed_in.needs_guardian
    made = guardians.link(session, actor=account_id, now=MORNING)
    assert made.code is not None
    return made.code


def refused(expected: Code, deed: Any, /, *args: Any, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(*args, **facts)
    assert refusal.value.refused.code is expected


def waiting(session: CitySession) -> int:
    officer = with_role(session, 500, Role.FEDERATION).account_id
    return applications.queue(session, actor=officer, now=MORNING).count


def approves(session: CitySession, at: datetime = MORNING) -> int:
    """Let an officer approve what waits; return the volunteer."""
    officer = with_role(session, 500, Role.FEDERATION).account_id
    one = applications.following(session, actor=officer, after=None, now=at)
    assert one is not None
    approval.decide(
        session, actor=officer, application_id=one.application_id, version=one.version,
        verdict=Verdict.APPROVED, now=at,
    )  # fmt: skip
    rows = table_of(Application)
    found = session.connection().scalar(
        select(rows.c.volunteer_id).where(rows.c.id == one.application_id)
    )
    assert found is not None
    return int(found)


def kinds_told(session: CitySession) -> list[str]:
    rows = table_of(Notice)
    query = select(rows.c.kind).where(rows.c.kind.startswith("guardian-")).order_by(rows.c.id)
    return list(session.connection().scalars(query))


async def test_a_minors_registration_reaches_the_office_when_a_guardian_has_agreed(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        code = a_link(session)
        assert waiting(session) == 0
        mother = an_account(session, 8).account_id
        asked = guardians.asked(session, actor=mother, code=code, now=MORNING)
        assert (asked.name, asked.age, asked.company) == ("李*愿", 12, True)
        child = an_account(session, 7).account_id
        refused(
            Code.OWN_LINK, guardians.agree, session, actor=child, code=code, now=MORNING, **SAID
        )
        guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        assert waiting(session) == 1
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = applications.following(session, actor=officer, after=None, now=MORNING)
        assert seen is not None
        assert seen.unusual[:2] == [("needs-company", 14), ("needs-consent", 18)]
        assert seen.guardian is not None
        assert (seen.guardian.name, seen.guardian.phone_tail) == ("李*长", "0001")
        # Used once, by whomever, and the one before is worth nothing after a new one is made.
        stranger = an_account(session, 9).account_id
        refused(Code.LINK_INVALID, guardians.asked, session, actor=stranger, code=code, now=MORNING)
        assert kinds_told(session) == ["guardian-agreed"]

    await db.write(play)


async def test_a_link_ends_with_its_days_with_a_newer_one_and_with_the_registration(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        first = a_link(session)
        child, mother = an_account(session, 7).account_id, an_account(session, 8).account_id
        second = guardians.link(session, actor=child, now=later(minutes=1)).code
        assert second is not None
        asked = {"actor": mother, "now": later(minutes=2)}
        refused(Code.LINK_INVALID, guardians.asked, session, code=first, **asked)
        for wrong in ("g" + "x" * 22, "a" + second[1:], "", second[:-1]):
            refused(Code.LINK_INVALID, guardians.asked, session, code=wrong, **asked)
        days = session.city.policy(MORNING).guardians.link_days
        at_the_end = later(days=days, minutes=1)
        refused(
            Code.LINK_INVALID, guardians.asked, session, actor=mother, code=second, now=at_the_end
        )
        just_before = later(days=days, seconds=59)
        assert guardians.asked(session, actor=mother, code=second, now=just_before).age == 12
        # No minor stands for another.
        pupil = a_volunteer(session, 30).volunteer_id
        rows = table_of(Volunteer)
        session.connection().execute(
            update(rows).where(rows.c.id == pupil).values(born_on=MORNING.date().replace(2010))
        )
        pupil_account = an_account(session, 30).account_id
        refused(
            Code.GUARDIAN_TOO_YOUNG, guardians.asked, session,
            actor=pupil_account, code=second, now=MORNING,
        )  # fmt: skip
        guardians.decline(session, actor=mother, code=second, now=later(minutes=3))
        assert kinds_told(session) == ["guardian-declined"]
        refused(Code.NOT_FOUND, guardians.link, session, actor=child, now=later(minutes=4))
        # Nothing stands in the way of another try.
        assert applies(session, 7, **CHILD)[1].needs_guardian

    await db.write(play)


async def test_of_two_who_use_a_link_at_once_one_is_guardian(db: Database) -> None:
    code = await db.write(a_link)

    def agree(session: CitySession, who: int) -> None:
        actor = an_account(session, who).account_id
        guardians.agree(session, actor=actor, code=code, now=MORNING, **SAID)

    done = await asyncio.gather(*(db.write(agree, who) for who in (8, 9)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Refusal"]

    def kept(session: CitySession) -> tuple[int, int]:
        both = (table_of(Guardianship), table_of(GuardianConsent))
        found = [len(session.connection().execute(select(rows.c.id)).all()) for rows in both]
        return found[0], found[1]

    assert await db.read(kept) == (1, 1)


async def test_who_takes_the_consent_back_keeps_the_child_from_the_station_and_its_hours_stay(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        code = a_link(session, **PUPIL)
        mother = an_account(session, 8).account_id
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        volunteer_id = approves(session)
        station, child = a_station(session), an_account(session, 7).account_id

        def scans(hours: float) -> Any:
            return checkins.scan(
                session, actor=child, token=station_code(station, later(hours=hours)),
                means=Means.SCANNER, request_id=f"{hours}", now=later(hours=hours),
            )  # fmt: skip

        assert isinstance(scans(1), checkins.Arrived)
        one = own_wards.withdraw(session, actor=mother, guardianship_id=ward, now=later(hours=1.5))
        assert (one.consents, one.registered) == (False, True)
        # Who is in may leave, and what he served counts.
        left = scans(2)
        assert isinstance(left, checkins.Left)
        assert left.minutes == 60
        assert isinstance(scans(3), Refused)
        assert scans(3).code is Code.NEEDS_GUARDIAN
        stranger = an_account(session, 9).account_id
        refused(
            Code.NOT_FOUND, own_wards.agree_again, session,
            actor=stranger, guardianship_id=ward, now=MORNING,
        )  # fmt: skip
        own_wards.agree_again(session, actor=mother, guardianship_id=ward, now=later(hours=4))
        assert isinstance(scans(5), checkins.Arrived)
        assert isinstance(scans(6), checkins.Left)
        own_wards.withdraw(session, actor=mother, guardianship_id=ward, now=later(hours=7))
        # Another guardian may come in by a new link of the child's own.
        again = guardians.link(session, actor=child, now=later(hours=8)).code
        father = an_account(session, 10).account_id
        guardians.agree(
            session, actor=father, code=again or "", now=later(hours=8), **SAID | {"relation": "51"}
        )
        # The link is the child's to give: an officer looks first whether that is his father.
        assert isinstance(scans(8.5), Refused)
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = later_guardians.following(session, actor=officer, after=0, now=later(hours=8))
        assert seen is not None
        assert (seen.child, seen.name, seen.phone_tail) == ("李*愿", "李*长", "0001")
        assert seen.ended_at == later(hours=7)
        judged: dict[str, Any] = {"consent_id": seen.consent_id, "now": later(hours=8)}
        elsewhere = with_role(session, 501, Role.COUNTY_OFFICE, "530821").account_id
        for who in (elsewhere, father, mother):
            refused(
                Code.NOT_ALLOWED, later_guardians.confirm, session,
                actor=who, agreed=True, **judged,
            )  # fmt: skip
        later_guardians.confirm(session, actor=officer, agreed=True, **judged)
        refused(
            Code.ALREADY_DECIDED, later_guardians.confirm, session,
            actor=officer, agreed=False, **judged,
        )  # fmt: skip
        assert isinstance(scans(9), checkins.Arrived)
        assert isinstance(scans(10), checkins.Left)
        # With eighteen nobody is asked any more, whatever was taken back before.
        theirs = own_wards.own_wards(session, actor=father, now=later(hours=10))
        own_wards.withdraw(
            session, actor=father, guardianship_id=theirs[0].guardianship_id, now=later(hours=10)
        )
        rows = table_of(Volunteer)
        session.connection().execute(
            update(rows)
            .where(rows.c.id == volunteer_id)
            .values(born_on=MORNING.date().replace(year=2008))
        )
        assert isinstance(scans(11), checkins.Arrived)
        assert own_wards.own_wards(session, actor=father, now=MORNING) == []
        assert guardians.link(session, actor=child, now=MORNING).code is None
        assert kinds_told(session) == [
            "guardian-agreed", "guardian-withdrew", "guardian-agreed-again", "guardian-withdrew",
            "guardian-another", "guardian-agreed-again", "guardian-confirmed", "guardian-withdrew",
        ]  # fmt: skip

    await db.write(play)


async def test_a_stranger_whom_a_child_calls_guardian_frees_nobody_and_takes_nobody_along(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        code, mother = a_link(session), an_account(session, 8).account_id
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        volunteer_id = approves(session)
        child, stranger = an_account(session, 7).account_id, an_account(session, 9).account_id
        # Before she takes it back too: else he would stand in the moment when she does.
        early = guardians.link(session, actor=child, now=MORNING).code or ""
        theirs = guardians.agree(session, actor=stranger, code=early, now=MORNING, **SAID)
        assert not guardians.may_accompany(
            session, account_id=stranger, child_id=volunteer_id, now=MORNING
        )
        own_wards.withdraw(session, actor=mother, guardianship_id=ward, now=MORNING)
        rows = table_of(Volunteer)
        held = select(rows.c.consent_ended_at).where(rows.c.id == volunteer_id)
        assert session.connection().scalar(held) == MORNING
        officer = with_role(session, 500, Role.FEDERATION).account_id
        one = later_guardians.following(session, actor=officer, after=0, now=MORNING)
        assert one is not None
        judged: dict[str, Any] = {"consent_id": one.consent_id, "now": MORNING}
        later_guardians.confirm(session, actor=officer, agreed=False, **judged)
        # Who was sent away once and tries again is looked at again.
        shown = own_wards.agree_again(session, actor=stranger, guardianship_id=theirs, now=MORNING)
        assert (shown.consents, shown.waits) == (False, True)
        own_wards.agree_again(session, actor=stranger, guardianship_id=theirs, now=later(hours=1))
        assert later_guardians.waiting(session, actor=officer, now=MORNING) == 1
        own_wards.withdraw(session, actor=stranger, guardianship_id=theirs, now=MORNING)
        assert later_guardians.waiting(session, actor=officer, now=MORNING) == 0
        assert session.connection().scalar(held) == MORNING
        # The mother need ask nobody.
        assert own_wards.agree_again(
            session, actor=mother, guardianship_id=ward, now=MORNING
        ).consents
        assert session.connection().scalar(held) is None
        assert kinds_told(session) == [
            "guardian-agreed", "guardian-another", "guardian-withdrew", "guardian-not-confirmed",
            "guardian-not-taken", "guardian-another", "guardian-agreed-again",
        ]  # fmt: skip

    await db.write(play)


async def test_an_officer_sees_that_another_guardian_had_taken_his_consent_back(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        code, mother = a_link(session), an_account(session, 8).account_id
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        officer = with_role(session, 500, Role.FEDERATION).account_id

        def seen() -> bool:
            one = applications.following(session, actor=officer, after=None, now=MORNING)
            assert one is not None
            assert one.guardian is not None
            return one.guardian.another_withdrew

        assert not seen()
        own_wards.withdraw(session, actor=mother, guardianship_id=ward, now=MORNING)
        child = an_account(session, 7).account_id
        anew = guardians.link(session, actor=child, now=MORNING).code or ""
        other = an_account(session, 9).account_id
        guardians.agree(session, actor=other, code=anew, now=MORNING, **SAID)
        assert seen()
        assert "guardian-another" in kinds_told(session)

    await db.write(play)


async def test_what_waits_at_an_office_waits_for_the_guardian_again_when_he_takes_it_back(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        code, mother = a_link(session), an_account(session, 8).account_id
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        own_wards.withdraw(session, actor=mother, guardianship_id=ward, now=MORNING)
        assert waiting(session) == 0
        own_wards.agree_again(session, actor=mother, guardianship_id=ward, now=MORNING)
        assert waiting(session) == 1
        # Sent back and corrected it goes on by itself, but not as another child's.
        officer = with_role(session, 500, Role.FEDERATION).account_id
        for changed, waits in (({}, False), (born("20130301"), True)):
            one = applications.following(session, actor=officer, after=None, now=MORNING)
            assert one is not None
            approval.decide(
                session, actor=officer, application_id=one.application_id, version=one.version,
                verdict=Verdict.SENT_BACK, line="place", reason="unclear", now=MORNING,
            )  # fmt: skip
            _, done = applies(session, 7, **CHILD | changed)
            assert done.needs_guardian is waits

    await db.write(play)


async def test_a_teacher_takes_along_whom_a_guardian_has_agreed_to(db: Database) -> None:
    def play(session: CitySession) -> None:
        code, mother = a_link(session), an_account(session, 8).account_id
        ward = guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        child = approves(session)
        teacher = a_volunteer(session, 20, "张老师")
        other = a_volunteer(session, 21, "王老师")

        def may(account_id: int) -> bool:
            return guardians.may_accompany(
                session, account_id=account_id, child_id=child, now=MORNING
            )

        assert may(mother)
        assert not may(teacher.account_id)
        found = own_wards.teacher(session, actor=mother, number="5308-02-000020", now=MORNING)
        assert found.name == "张*师"
        wanted: dict[str, Any] = {"actor": mother, "guardianship_id": ward, "now": MORNING}
        shown = own_wards.allow_teacher(session, teacher_id=found.volunteer_id, **wanted)
        own_wards.allow_teacher(session, teacher_id=found.volunteer_id, **wanted)
        assert [each.name for each in shown.teachers] == ["张*师"]
        assert may(teacher.account_id)
        assert not may(other.account_id)
        assert guardians.companions_of(session, account_id=teacher.account_id, now=MORNING) == [
            child
        ]
        own_wards.stop_teacher(session, teacher_id=found.volunteer_id, **wanted)
        assert not may(teacher.account_id)
        own_wards.allow_teacher(session, teacher_id=found.volunteer_id, **wanted)
        own_wards.withdraw(session, **wanted)
        assert not may(mother)
        assert not may(teacher.account_id)
        refused(
            Code.NEEDS_GUARDIAN, own_wards.allow_teacher, session,
            teacher_id=found.volunteer_id, **wanted,
        )  # fmt: skip
        # Who is nobody's guardian learns nothing about numbers.
        stranger = an_account(session, 9).account_id
        for number in ("5308-02-000020", "5308-02-999999"):
            refused(
                Code.NOT_FOUND, own_wards.teacher, session,
                actor=stranger, number=number, now=MORNING,
            )  # fmt: skip

    await db.write(play)


async def test_over_seventy_declares_and_the_officer_who_approves_is_the_reviewer(
    db: Database,
) -> None:
    old = born("19551121")  # seventy-one today

    def play(session: CitySession) -> None:
        refused(Code.NEEDS_DECLARATION, applies, session, 7, **old)
        # Seventy until tomorrow: nothing is asked, nothing is kept.
        applies(session, 6, **born("19551122") | {"number": invented_id_number(6, "19551122")})
        applies(session, 7, **old, health=MORNING.isoformat())
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = applications.following(session, actor=officer, after=None, now=MORNING)
        assert seen is not None
        assert ("over-age", 70) not in seen.unusual
        approves(session)
        seen = applications.following(session, actor=officer, after=None, now=MORNING)
        assert seen is not None
        assert ("over-age", 70) in seen.unusual
        approves(session)
        (row,) = session.connection().execute(select(table_of(HealthDeclaration))).all()
        assert (row.reviewed_by, row.reviewed_at) == (officer, MORNING)

    await db.write(play)


async def test_what_is_kept_of_a_guardian_is_sealed_rotated_and_blanked(db: Database) -> None:
    def play(session: CitySession) -> None:
        code, mother = a_link(session), an_account(session, 8).account_id
        guardians.agree(session, actor=mother, code=code, now=MORNING, **SAID)
        rows = table_of(Guardianship)
        (row,) = session.connection().execute(select(rows)).all()
        assert "李家长".encode() not in row.name_sealed
        assert b"13900000001" not in row.phone_sealed
        assert rotation.opens(session) > 1
        table = table_of(Application)
        session.connection().execute(update(table).values(state="refused", decided_at=MORNING))
        days = session.city.policy(MORNING).retention.rejected_application_days
        for after, kept in ((days, True), (days + 0.01, False)):
            pruning.prune(session, now=later(days=after))
            (row,) = session.connection().execute(select(rows)).all()
            assert (row.name_sealed is not None, row.phone_sealed is not None) == (kept, kept)

    await db.write(play)


async def test_a_minor_is_not_approved_without_a_guardian_even_if_the_office_sees_it(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        a_link(session)
        rows = table_of(Application)
        session.connection().execute(update(rows).values(state="submitted"))
        refused(Code.NEEDS_GUARDIAN, approves, session)

    await db.write(play)
