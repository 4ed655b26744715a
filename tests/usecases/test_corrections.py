"""What an officer checks can be corrected, and a renewed document stays one person's (K12, K20)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.permissions import Role
from domain.refusals import Code, Refused
from models.columns import table_of
from models.corrections import Correction, FormerDocument
from models.people import Account, Volunteer
from models.traffic import Notice
from tests.cast import (
    MORNING,
    Somebody,
    a_volunteer,
    an_account,
    invented_id_number,
    later,
    with_role,
)
from tests.usecases.applying import applies
from tests.usecases.children import a_child
from tests.usecases.test_guardians import approves, refused
from tests.usecases.test_recoveries import a_member, says
from tests.usecases.trail import trail
from usecases import (
    correction_checks,
    corrections,
    erasure,
    identifying,
    profile,
    pruning,
    recoveries,
    rotation,
)
from usecases.city import CitySession
from usecases.database import Database

ROWS, FORMER, PEOPLE = table_of(Correction), table_of(FormerDocument), table_of(Volunteer)
OLD, NEW = "E12345678", "EA7654321"
PASSPORT: dict[str, Any] = {"kind": "passport", "sex": "male", "born_on": "1990-01-01"}


def asks(
    session: CitySession, /, who: Somebody, line: str, said: dict[str, str], why: str = ""
) -> int:
    return corrections.ask(
        session, actor=who.account_id, line=line, said=said, why=why, now=MORNING
    ).correction_id


def decides(session: CitySession, /, which: int, reason: str = "", by: int = 500) -> None:
    correction_checks.decide(
        session,
        actor=with_role(session, by, Role.FEDERATION).account_id,
        correction_id=which,
        version=1,
        reason=reason,
        now=later(hours=1),
    )


def told(session: CitySession, who: int) -> list[str]:
    rows, accounts = table_of(Notice), table_of(Account)
    query = (
        select(rows.c.kind)
        .join(accounts, accounts.c.id == rows.c.account_id)
        .where(accounts.c.external_id == who, rows.c.kind.startswith("correction"))
        .order_by(rows.c.id)
    )
    return list(session.connection().scalars(query))


def with_passport(session: CitySession, number: str = OLD) -> Somebody:
    """Let the applicant 7 be a volunteer with a passport."""
    account_id, _ = applies(session, 7, **PASSPORT, number=number)
    return Somebody(account_id, approves(session), 0)


def recognised(session: CitySession, who: int, number: str) -> object:
    """Return what somebody else hears who registers with this passport."""
    actor = an_account(session, who).account_id
    return identifying.recognise(session, actor=actor, **PASSPORT, number=number, now=MORNING)


async def test_name_and_telephone_change_once_an_officer_has_seen_the_document(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li = a_member(session)
        officer = with_role(session, 500, Role.FEDERATION).account_id
        refused(Code.NOTHING_NEW, asks, session, li, "name", {"name": "李志愿"})
        refused(Code.PHONE_SHAPE, asks, session, li, "phone", {"phone": "12"})
        refused(Code.NAME_EMPTY, asks, session, li, "name", {"name": " "})
        # A newer wish takes the place of an older one, and each can be taken back.
        asks(session, li, "name", {"name": "李错字"})
        named = asks(session, li, "name", {"name": "李志远"})
        phoned = asks(session, li, "phone", {"phone": "13900000009"})
        assert corrections.own(session, actor=li.account_id) == {"name": named, "phone": phoned}
        assert correction_checks.waiting(session, actor=officer, now=MORNING) == 2
        seen = correction_checks.following(session, actor=officer, now=MORNING)
        assert seen is not None
        assert [(one.what, one.before, one.after) for one in seen.facts] == [
            ("name", "李*愿", "李*远")
        ]
        assert seen.consented is None
        whole = correction_checks.full_name(
            session, actor=officer, correction_id=named, now=MORNING
        )
        assert whole == "李志远"
        assert trail(session)[-1][0] == "correction.name-seen"
        assert profile.own(session, actor=li.account_id).name == "李志愿"
        decides(session, named)
        own = profile.own(session, actor=li.account_id)
        assert (own.name, own.phone_tail) == ("李志远", "0007")
        refused(Code.ALREADY_DECIDED, decides, session, named)
        refused(Code.STEP_GONE, decides, session, phoned, "because")
        decides(session, phoned, "unseen")
        assert profile.own(session, actor=li.account_id).phone_tail == "0007"
        phoned = asks(session, li, "phone", {"phone": "13900000009"})
        decides(session, phoned)
        assert profile.own(session, actor=li.account_id).phone_tail == "0009"
        found = session.connection().scalar(select(PEOPLE.c.phone_index))
        assert found == session.city.keys.blind("+8613900000009", "phone")
        assert told(session, 7) == [
            "correction-accepted", "correction-refused", "correction-accepted",
        ]  # fmt: skip
        assert {"correction.asked", "correction.accepted", "correction.refused"} <= {
            line[0] for line in trail(session)
        }
        last = asks(session, li, "name", {"name": "李再改"})
        corrections.withdraw(session, actor=li.account_id, correction_id=last, now=MORNING)
        assert correction_checks.following(session, actor=officer, now=MORNING) is None
        refused(
            Code.NOT_FOUND, corrections.withdraw, session,
            actor=li.account_id, correction_id=last, now=MORNING,
        )  # fmt: skip

    await db.write(play)


async def test_nobody_corrects_himself_and_no_office_but_his_own_does(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_member(session)
        which = asks(session, li, "name", {"name": "李志远"})
        county = with_role(session, 501, Role.COUNTY_OFFICE, "530821").account_id
        refused(
            Code.NOT_ALLOWED, correction_checks.decide, session,
            actor=county, correction_id=which, version=1, reason="", now=MORNING,
        )  # fmt: skip
        himself = with_role(session, 7, Role.FEDERATION).account_id
        assert correction_checks.waiting(session, actor=himself, now=MORNING) == 0
        refused(Code.SECOND_PERSON, decides, session, which, by=7)
        assert profile.own(session, actor=li.account_id).name == "李志愿"

    await db.write(play)


async def test_a_renewed_passport_leads_to_its_holder_under_both_numbers(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = with_passport(session)
        which = asks(session, li, "document", PASSPORT | {"number": NEW}, "renewed")
        # Until it is decided the new number is nobody's; then it is his, as the old one is.
        assert not isinstance(recognised(session, 8, NEW), Refused)
        decides(session, which)
        assert profile.own(session, actor=li.account_id).document_tail.endswith("21")
        for number in (OLD, NEW):
            answer = recognised(session, 8, number)
            assert isinstance(answer, Refused)
            assert answer.code is Code.ALREADY_REGISTERED
            said = says(**PASSPORT, number=number)
            recoveries.claim(
                session, actor=an_account(session, 8).account_id, said=said, now=MORNING
            )
        officer = with_role(session, 500, Role.FEDERATION).account_id
        claimed = recoveries.following(session, actor=officer)
        assert claimed is not None
        assert claimed.number.endswith("21")
        # The old number stands nowhere in the clear, and is opened with the newest key.
        row = session.connection().execute(select(FORMER)).one()
        assert OLD.encode() not in row.id_sealed
        assert rotation.opens(session) > 0
        # Back to the old one, and it is former no more; the newer one is now.
        back = asks(session, li, "document", PASSPORT | {"number": OLD}, "renewed")
        decides(session, back)
        kept = session.connection().scalars(select(FORMER.c.id_index)).all()
        assert [bytes(one) for one in kept] == [session.city.keys.blind(f"passport:{NEW}", "id")]

    await db.write(play)


async def test_a_number_that_was_mistyped_is_free_again_for_its_holder(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = with_passport(session)
        decides(session, asks(session, li, "document", PASSPORT | {"number": NEW}, "mistaken"))
        assert not isinstance(recognised(session, 8, OLD), Refused)
        assert isinstance(recognised(session, 8, NEW), Refused)
        assert session.connection().execute(select(FORMER)).first() is None
        # What is somebody else's, or waits with an office, nobody can have; nor can a child.
        applies(session, 9, **PASSPORT, number="E99999999", phone="+8613800000099")
        taken = PASSPORT | {"number": "E99999999"}
        refused(Code.ALREADY_REGISTERED, asks, session, li, "document", taken, "renewed")
        refused(Code.STEP_GONE, asks, session, li, "document", taken, "")
        young = {"kind": "resident-id", "number": invented_id_number(5, "20120301")}
        refused(Code.NEEDS_GUARDIAN, asks, session, li, "document", young, "mistaken")

    await db.write(play)


async def test_the_database_knows_one_person_per_document_former_ones_too(db: Database) -> None:
    """Whatever a use case does: neither a volunteer nor a former document of another slips in."""

    def play(session: CitySession) -> tuple[int, int, bytes]:
        li = with_passport(session)
        decides(session, asks(session, li, "document", PASSPORT | {"number": NEW}, "renewed"))
        other = a_volunteer(session, 60, "王同号")
        old = session.connection().scalar(select(FORMER.c.id_index))
        return li.volunteer_id, other.volunteer_id, bytes(old or b"")

    li, other, old = await db.write(play)

    def takes_former(session: CitySession) -> None:
        session.connection().execute(
            update(PEOPLE).where(PEOPLE.c.id == other).values(id_index=old)
        )

    def puts_aside(session: CitySession) -> None:
        of_li = select(PEOPLE.c.id_index).where(PEOPLE.c.id == li).scalar_subquery()
        row = {"id_kind": "passport", "id_sealed": b"x", "replaced_at": MORNING}
        session.connection().execute(
            insert(FORMER).values(volunteer_id=other, id_index=of_li, **row)
        )

    for deed in (takes_former, puts_aside):
        with pytest.raises(IntegrityError):
            await db.write(deed)


async def test_a_minors_guardians_hear_of_it_and_decide_nothing(db: Database) -> None:
    def play(session: CitySession) -> None:
        mother = an_account(session, 70)
        child, _ = a_child(session, 7, mother.account_id)
        which = asks(session, child, "name", {"name": "赵小树"})
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = correction_checks.following(session, actor=officer, now=MORNING)
        assert seen is not None
        assert seen.consented is True
        refused(Code.SECOND_PERSON, decides, session, which, by=70)
        correction_checks.full_name(session, actor=officer, correction_id=which, now=MORNING)
        assert trail(session)[-1][0] == "minor.seen"
        decides(session, which)
        assert (told(session, 7), told(session, 70)) == (
            ["correction-accepted"], ["correction-ward"],
        )  # fmt: skip

    await db.write(play)


async def test_what_was_said_is_blanked_and_goes_with_the_person(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = with_passport(session)
        decides(session, asks(session, li, "document", PASSPORT | {"number": NEW}, "renewed"))

        def said() -> Any:
            return session.connection().scalar(select(ROWS.c.said_sealed))

        assert NEW.encode() not in said()
        days = session.city.policy(MORNING).retention.rejected_application_days
        for after, stays in ((timedelta(days=days), True), (timedelta(days=days, hours=2), False)):
            pruning.prune(session, now=MORNING + after)
            assert (said() is not None) is stays
        erasure.erase(session, account_id=li.account_id, now=later(hours=2))
        for table in (ROWS, FORMER):
            assert session.connection().execute(select(table)).first() is None
        assert not isinstance(recognised(session, 8, OLD), Refused)

    await db.write(play)
