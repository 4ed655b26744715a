"""Deciding: scope, one of two officers, numbers without a gap or a double, undoing."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Application, Decision, Volunteer
from models.traffic import AuditEntry, Notice
from tests.cast import MORNING, a_volunteer, invented_id_number, later, with_role
from tests.usecases.applying import applies
from usecases import access, applications, approval, registration
from usecases.applications import Waiting
from usecases.approval import Decided, Verdict
from usecases.city import CitySession
from usecases.database import Database

NINGER: dict[str, Any] = {"county": "530821", "township": "530821101"}


async def officer(
    db: Database, number: int = 500, role: Role = Role.FEDERATION, where: str = ""
) -> int:
    return (await db.write(with_role, number, role, where)).account_id


async def waiting(db: Database, actor: int, after: int | None = None) -> Waiting:
    found = await db.read(applications.following, actor=actor, after=after, now=MORNING)
    assert found is not None
    return found


async def decides(
    db: Database, actor: int, one: Waiting, verdict: Verdict = Verdict.APPROVED, **more: Any
) -> Decided:
    given: dict[str, Any] = {"reason": "unclear", "line": "unit", "now": later(minutes=1)} | more
    return await db.write(
        approval.decide,
        actor=actor,
        application_id=one.application_id,
        version=one.version,
        verdict=verdict,
        **given,
    )


async def rows(db: Database, model: type[Any]) -> list[Any]:
    def read(session: CitySession) -> list[Any]:
        return list(
            session.connection().execute(select(table_of(model)).order_by(table_of(model).c.id))
        )

    return await db.read(read)


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def test_an_approved_applicant_is_a_volunteer_with_a_number(db: Database) -> None:
    account_id, _ = await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief))
    (volunteer,) = await rows(db, Volunteer)
    assert volunteer.number == done.number == "5308-02-000001"
    assert (volunteer.name, volunteer.sex) == ("李志愿", "male")
    assert volunteer.account_id == account_id
    number = invented_id_number(7, "19900101").encode()
    assert number not in volunteer.id_sealed
    keys = db.city.keys
    place = f"volunteer/{volunteer.opaque_id}/id_number"
    assert keys.open(volunteer.id_sealed, place).encode() == number
    notice, menu = await rows(db, Notice)
    assert (notice.kind, notice.account_id) == ("application-approved", account_id)
    assert (menu.kind, menu.account_id) == ("new-menu", account_id)
    assert notice.facts == {"name": "李志愿", "number": "5308-02-000001"}
    kept = await db.read(access.recognise, messenger="telegram", external_id=7)
    assert kept is not None
    assert kept.holds(Role.VOLUNTEER)


async def test_numbers_are_given_once_however_many_are_approved_at_once(db: Database) -> None:
    for who in range(1, 13):
        await db.write(applies, who)
    chief = await officer(db)
    waits = {}
    after = None
    for _ in range(12):
        one = await waiting(db, chief, after)
        waits[one.application_id] = one
        after = one.application_id
    done = await asyncio.gather(*(decides(db, chief, one) for one in waits.values()))
    numbers = sorted(one.number for one in done)
    assert numbers == [f"5308-02-{n:06d}" for n in range(1, 13)]


async def test_numbers_go_on_from_what_was_given_before(db: Database) -> None:
    await db.write(a_volunteer, 41)
    await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief))
    assert done.number == "5308-02-000042"


async def test_each_county_counts_for_itself(db: Database) -> None:
    await db.write(applies, 7)
    await db.write(applies, 8, **NINGER)
    chief = await officer(db)
    office = await officer(db, 501, Role.COUNTY_OFFICE, "530821")
    assert (await decides(db, chief, await waiting(db, chief))).number == "5308-02-000001"
    assert (await decides(db, office, await waiting(db, office))).number == "5308-21-000001"


async def test_each_office_sees_and_decides_only_what_goes_to_it(db: Database) -> None:
    await db.write(applies, 7, **NINGER)
    chief = await officer(db)
    office = await officer(db, 501, Role.COUNTY_OFFICE, "530821")
    neighbour = await officer(db, 502, Role.COUNTY_OFFICE, "530822")
    stranger = await officer(db, 503, Role.CLERK, "1")
    one = await waiting(db, office)
    assert (await db.read(applications.queue, actor=office, now=MORNING)).count == 1
    for other in (chief, neighbour):
        assert await db.read(applications.following, actor=other, after=None, now=MORNING) is None
        assert (await db.read(applications.queue, actor=other, now=MORNING)).count == 0
        assert await refused(decides(db, other, one)) is Code.NOT_ALLOWED
        seen = db.write(
            applications.full_name, actor=other, application_id=one.application_id, now=MORNING
        )
        assert await refused(seen) is Code.NOT_ALLOWED
        again = db.read(
            applications.waiting_one, actor=other, application_id=one.application_id, now=MORNING
        )
        assert await refused(again) is Code.NOT_ALLOWED
    assert await refused(decides(db, stranger, one)) is Code.NOT_ALLOWED
    await decides(db, office, one)


async def test_going_back_shows_the_same_application_and_not_the_oldest(db: Database) -> None:
    await db.write(applies, 7)
    await db.write(applies, 8)
    chief = await officer(db)
    second = await waiting(db, chief, (await waiting(db, chief)).application_id)
    which: dict[str, Any] = {
        "actor": chief,
        "application_id": second.application_id,
        "now": MORNING,
    }
    assert await db.read(applications.waiting_one, **which) == second
    await decides(db, chief, second)
    assert await refused(db.read(applications.waiting_one, **which)) is Code.STEP_GONE


async def test_of_two_officers_at_once_one_wins_and_the_other_is_told(db: Database) -> None:
    await db.write(applies, 7)
    chiefs = [await officer(db, 500 + n) for n in range(4)]
    one = await waiting(db, chiefs[0])
    done = await asyncio.gather(
        *(decides(db, chief, one) for chief in chiefs), return_exceptions=True
    )
    assert sum(isinstance(each, Decided) for each in done) == 1
    told = [each.refused for each in done if isinstance(each, Refusal)]
    assert len(told) == 3
    for each in told:
        assert each.code is Code.APPLICATION_DECIDED
        assert each.facts["role"] == "federation"
        assert each.facts["outcome"] == "approved"
    assert len(await rows(db, Volunteer)) == 1
    assert [row.kind for row in await rows(db, Notice)] == ["application-approved", "new-menu"]


async def test_the_queue_tells_how_many_and_since_when(db: Database) -> None:
    chief = await officer(db)
    none = await db.read(applications.queue, actor=chief, now=MORNING)
    assert (none.count, none.days) == (0, 0)
    await db.write(applies, 7)
    await db.write(applies, 8, later(hours=20))
    standing = await db.read(applications.queue, actor=chief, now=later(days=2))
    assert (standing.count, standing.days) == (2, 2)


async def test_an_officer_sees_a_masked_person_and_what_is_unusual(db: Database) -> None:
    await db.write(applies, 7)
    await db.write(applies, 8, phone="+8613800000007")
    chief = await officer(db)
    one = await waiting(db, chief)
    assert one.name == "李*愿"
    assert one.number == "••••" + invented_id_number(7, "19900101")[-2:]
    assert one.phone_tail == "0007"
    assert one.unusual == [("same-phone", 1)]


async def test_who_was_refused_before_is_told_to_the_officer(db: Database) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    await decides(db, chief, await waiting(db, chief), Verdict.REFUSED)
    await db.write(applies, 7, later(hours=1))
    assert (await waiting(db, chief)).unusual == [("refused-before", 1)]


async def test_another_document_than_the_resident_id_is_unusual(db: Database) -> None:
    passport: dict[str, Any] = {"kind": "passport", "number": "E00000000", "sex": "female"}
    await db.write(applies, 7, **passport, born_on="1990-05-20")
    chief = await officer(db)
    assert (await waiting(db, chief)).unusual == [("other-document", 1)]


async def test_looking_at_a_whole_name_is_written_down(db: Database) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    one = await waiting(db, chief)
    name = await db.write(
        applications.full_name, actor=chief, application_id=one.application_id, now=MORNING
    )
    assert name == "李志愿"
    seen = [row for row in await rows(db, AuditEntry) if row.action == "application.name-seen"]
    assert [(row.account_id, row.subject) for row in seen] == [
        (chief, f"application:{one.application_id}")
    ]


@pytest.mark.parametrize(
    ("verdict", "more", "code"),
    [
        (Verdict.REFUSED, {"reason": " "}, Code.TEXT_EMPTY),
        (Verdict.REFUSED, {"reason": "长" * 201}, Code.TEXT_LENGTH),
        (Verdict.SENT_BACK, {"reason": ""}, Code.TEXT_EMPTY),
        (Verdict.SENT_BACK, {"line": "shoes"}, Code.ANSWER_MISSING),
    ],
)
async def test_no_decision_against_without_a_reason(
    db: Database, verdict: Verdict, more: dict[str, str], code: Code
) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    one = await waiting(db, chief)
    assert await refused(decides(db, chief, one, verdict, **more)) is code
    assert (await rows(db, Decision), await rows(db, Notice)) == ([], [])
    await decides(db, chief, one, Verdict.REFUSED, reason="长" * 200)


async def test_what_is_sent_back_opens_at_its_line_and_comes_again(db: Database) -> None:
    account_id, _ = await db.write(applies, 7)
    chief = await officer(db)
    one = await waiting(db, chief)
    await decides(db, chief, one, Verdict.SENT_BACK, line="place", reason="请写到乡镇")
    (notice,) = await rows(db, Notice)
    assert notice.kind == "application-sent-back"
    assert notice.facts == {"line": "place", "reason": "请写到乡镇"}
    back = await db.read(registration.sent_back, actor=account_id)
    assert (back.line, back.reason) == ("place", "请写到乡镇")
    assert back.answers["county"] == "530802"
    again = back.answers | {"township": "530802102"}
    handed_in = await db.write(
        registration.submit, actor=account_id, answers=again, now=later(hours=1)
    )
    assert handed_in.application_id == one.application_id
    # The button of the first round is old: the application has changed under it.
    assert await refused(decides(db, chief, one)) is Code.APPLICATION_DECIDED
    fresh = await waiting(db, chief)
    assert fresh.township == "530802102"
    await decides(db, chief, fresh)
    assert await refused(db.read(registration.sent_back, actor=account_id)) is Code.NOT_FOUND


async def test_who_was_refused_may_try_again(db: Database) -> None:
    account_id, _ = await db.write(applies, 7)
    chief = await officer(db)
    await decides(db, chief, await waiting(db, chief), Verdict.REFUSED)
    _, again = await db.write(applies, 7, later(days=1))
    assert len(await rows(db, Application)) == 2
    one = await waiting(db, chief)
    assert one.application_id == again.application_id
    await decides(db, chief, one)
    (volunteer,) = await rows(db, Volunteer)
    assert volunteer.account_id == account_id


# ---- undoing: policy.registration.undo_minutes


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_a_decision_can_be_undone_for_ten_minutes(db: Database, verdict: Verdict) -> None:
    account_id, _ = await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief), verdict)
    asked: dict[str, Any] = {"actor": chief, "decision_id": done.decision_id}
    late = db.write(approval.undo, **asked, now=later(minutes=11, seconds=1))
    assert await refused(late) is Code.UNDO_TOO_LATE
    await db.write(approval.undo, **asked, now=later(minutes=11))
    outcomes = [(row.outcome, row.undoes_id) for row in await rows(db, Decision)]
    assert outcomes == [(verdict.value, None), ("undone", done.decision_id)]
    twice = db.write(approval.undo, **asked, now=later(minutes=11))
    assert await refused(twice) is Code.UNDO_TOO_LATE
    kept = await db.read(access.recognise, messenger="telegram", external_id=7)
    assert kept is not None
    assert kept.account_id == account_id
    assert (kept.volunteer_id, kept.application_state) == (None, "submitted")
    assert "application-reopened" in [row.kind for row in (await rows(db, Notice))[-2:]]


async def test_who_is_approved_again_is_the_same_volunteer(db: Database) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief))
    await db.write(approval.undo, actor=chief, decision_id=done.decision_id, now=later(minutes=2))
    (suspended,) = await rows(db, Volunteer)
    assert suspended.suspended_at == later(minutes=2)
    again = await decides(db, chief, await waiting(db, chief), now=later(minutes=3))
    assert again.number == done.number
    (volunteer,) = await rows(db, Volunteer)
    assert volunteer.suspended_at is None
    assert (volunteer.id, volunteer.opaque_id) == (suspended.id, suspended.opaque_id)


async def test_an_undone_approval_that_ends_refused_frees_account_and_document(
    db: Database,
) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief))
    await db.write(approval.undo, actor=chief, decision_id=done.decision_id, now=later(minutes=2))
    await decides(db, chief, await waiting(db, chief), Verdict.REFUSED)
    # The account registers with its right document, the document comes with another account.
    await db.write(applies, 7, later(hours=1), number=invented_id_number(9, "19900101"))
    await db.write(applies, 8, later(hours=2), number=invented_id_number(7, "19900101"))
    for _ in range(2):
        await decides(db, chief, await waiting(db, chief))
    people = await rows(db, Volunteer)
    assert len(people) == 2
    assert len({row.account_id for row in people} - {None}) == 2


async def test_a_decision_that_was_overtaken_is_not_undone(db: Database) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    done = await decides(db, chief, await waiting(db, chief), Verdict.REFUSED)
    await db.write(applies, 7, later(minutes=2))
    undoing = db.write(
        approval.undo, actor=chief, decision_id=done.decision_id, now=later(minutes=3)
    )
    assert await refused(undoing) is Code.UNDO_TOO_LATE
    nothing = db.write(approval.undo, actor=chief, decision_id=999, now=later(minutes=3))
    assert await refused(nothing) is Code.NOT_FOUND


async def test_another_office_undoes_nothing(db: Database) -> None:
    await db.write(applies, 7)
    chief = await officer(db)
    office = await officer(db, 501, Role.COUNTY_OFFICE, "530821")
    done = await decides(db, chief, await waiting(db, chief))
    undoing = db.write(
        approval.undo, actor=office, decision_id=done.decision_id, now=later(minutes=2)
    )
    assert await refused(undoing) is Code.NOT_ALLOWED
