"""Who lost phone or account gets everything back before an officer, and stays one person."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.guardians import GuardianConsent
from models.people import Account, Application, Consent, Volunteer
from models.recoveries import RecoveryClaim
from models.traffic import Notice
from tests.cast import (
    MORNING,
    Somebody,
    a_cinema,
    a_station,
    a_volunteer,
    an_account,
    invented_id_number,
    later,
    personal_code,
    station_code,
    with_hours,
    with_role,
)
from tests.usecases.applying import answers, applies
from tests.usecases.children import a_child, agrees, is_guardian
from tests.usecases.test_guardians import approves, refused
from tests.usecases.trail import trail
from usecases import (
    access,
    checkins,
    codes,
    guardians,
    hours,
    identifying,
    own_wards,
    pruning,
    recoveries,
    redeeming,
    rotation,
    vouchers,
)
from usecases.city import CitySession
from usecases.database import Database

NEW_PHONE = "+8613900000009"


def says(**changed: str) -> dict[str, str]:
    """Return what somebody who lost the account of the applicant 7 says."""
    told = {key: answers(7)[key] for key in ("kind", "number", "sex", "born_on", "name")}
    return told | {"phone": NEW_PHONE} | changed


def a_member(session: CitySession) -> Somebody:
    """Let the applicant 7 be an approved volunteer."""
    account_id, _ = applies(session, 7)
    volunteer_id = approves(session)
    rows = table_of(Volunteer)
    opaque = session.connection().scalar(select(rows.c.opaque_id).where(rows.c.id == volunteer_id))
    return Somebody(account_id, volunteer_id, opaque or 0)


def files(session: CitySession, /, who: int, **changed: str) -> int:
    """Let somebody claim to be the applicant 7; return the claim."""
    actor = an_account(session, who).account_id
    recoveries.claim(session, actor=actor, said=says(**changed), now=MORNING)
    rows = table_of(RecoveryClaim)
    found = session.connection().scalar(
        select(rows.c.id).where(rows.c.account_id == actor, rows.c.state == "open")
    )
    assert found is not None
    return int(found)


def decides(session: CitySession, /, claim_id: int, *, same: bool = True, by: int = 500) -> None:
    officer = with_role(session, by, Role.FEDERATION).account_id
    recoveries.decide(
        session, actor=officer, claim_id=claim_id, version=1, same=same, now=later(hours=1)
    )


def told(session: CitySession, who: int) -> list[str]:
    rows, accounts = table_of(Notice), table_of(Account)
    query = (
        select(rows.c.kind)
        .join(accounts, accounts.c.id == rows.c.account_id)
        .where(accounts.c.external_id == who, rows.c.kind.startswith("recover"))
        .order_by(rows.c.id)
    )
    return list(session.connection().scalars(query))


async def test_everything_of_the_person_is_the_new_accounts_and_nothing_the_old_ones(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li, station = a_member(session), a_station(session)
        with_hours(session, li, 900)
        cinema = a_cinema(session)
        made = redeeming.redeem(
            session, actor=li.account_id, reward_id=cinema.reward_id,
            price_minutes=cinema.price_minutes, request_id="r", now=MORNING,
        )  # fmt: skip
        card = codes.card_code(session, volunteer_id=li.volunteer_id)
        typed = codes.for_the_chat(session, actor=li.account_id, now=MORNING).typed
        claim = files(session, 8)
        # A repeat is the same claim, and until it is decided nothing changes.
        recoveries.claim(session, actor=an_account(session, 8).account_id, said=says(), now=MORNING)
        assert access.own_volunteer(session, actor=li.account_id) == li.volunteer_id
        officer = with_role(session, 500, Role.FEDERATION).account_id
        assert recoveries.waiting(session, actor=officer, now=MORNING) == 1
        seen = recoveries.following(session, actor=officer)
        assert seen is not None
        assert (seen.name, seen.number[-2:]) == ("李*愿", invented_id_number(7, "19900101")[-2:])
        assert (seen.phone_tail, seen.said_phone_tail) == ("0007", "0009")
        assert (seen.same_name, seen.same_phone, seen.has_account) == (True, False, True)
        decides(session, claim)
        new = an_account(session, 8).account_id
        assert access.own_volunteer(session, actor=new) == li.volunteer_id
        refused(Code.NOT_REGISTERED, access.own_volunteer, session, actor=li.account_id)
        assert hours.summary(session, actor=new, now=MORNING).service_minutes == 900
        assert [one.voucher_id for one in vouchers.own(session, actor=new)] == [
            made.voucher.voucher_id
        ]
        # Card, page and typed code of before are worthless; the new account's scan counts.
        clerk = with_role(session, 30, Role.CLERK, str(station.station_id)).account_id
        for nth, code in enumerate((card, personal_code(li, later(hours=1)), typed)):
            outcome = checkins.scan(
                session, actor=clerk, token=code, means=Means.SCANNER,
                request_id=f"old {nth}", now=later(hours=1),
            )  # fmt: skip
            assert isinstance(outcome, Refused), code
        arrived = checkins.scan(
            session, actor=new, token=station_code(station, later(hours=1)),
            means=Means.SCANNER, request_id="new", now=later(hours=1),
        )  # fmt: skip
        assert isinstance(arrived, checkins.Arrived)
        assert told(session, 7) == ["recovery-asked", "recovery-moved"]
        assert told(session, 8) == ["recovery-accepted"]
        rows = table_of(Consent)
        live = select(func.count()).where(rows.c.account_id == new, rows.c.withdrawn_at.is_(None))
        assert (session.connection().scalar(live) or 0) == 2
        people = table_of(Volunteer)
        (only,) = session.connection().execute(select(people)).all()
        assert session.city.keys.open(only.phone_sealed, f"volunteer/{li.opaque_id}/phone") == (
            NEW_PHONE
        )
        # The old account is a stranger's; with another document it may be somebody else's.
        refused(
            Code.ALREADY_REGISTERED, identifying.identify, session, actor=li.account_id,
            **{key: says()[key] for key in ("kind", "number", "sex", "born_on")}, now=MORNING,
        )  # fmt: skip

    await db.write(play)


async def test_who_was_a_guardian_under_both_accounts_is_one_guardian_afterwards(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        mother, new = a_member(session), an_account(session, 8).account_id
        teacher = a_volunteer(session, 40, "周老师").volunteer_id
        both, first = a_child(session, 61, mother.account_id)
        kept = is_guardian(session, both.volunteer_id, new)
        agrees(session, first, "teacher", teacher)
        early, _ = a_child(session, 62, mother.account_id)
        ended, again = a_child(session, 63, mother.account_id)
        is_guardian(session, ended.volunteer_id, new)
        rows = table_of(GuardianConsent)
        session.connection().execute(
            update(rows).where(rows.c.guardianship_id == again).values(withdrawn_at=MORNING)
        )
        decides(session, files(session, 8))
        wards = own_wards.own_wards(session, actor=new, now=later(hours=2))
        assert sorted((one.consents, len(one.teachers)) for one in wards) == [
            (True, 0), (True, 0), (True, 1),
        ]  # fmt: skip
        assert kept in {one.guardianship_id for one in wards}
        assert own_wards.own_wards(session, actor=mother.account_id, now=MORNING) == []
        live = select(func.count()).where(rows.c.withdrawn_at.is_(None))
        assert session.connection().scalar(live) == 4
        assert guardians.companions_of(session, account_id=new, now=MORNING) == sorted(
            child.volunteer_id for child in (both, early, ended)
        )

    await db.write(play)


async def test_a_child_does_not_go_on_under_its_guardians_account(db: Database) -> None:
    def play(session: CitySession) -> int:
        child = a_member(session)
        is_guardian(session, child.volunteer_id, an_account(session, 8).account_id)
        return files(session, 8)

    claim = await db.write(play)
    with pytest.raises(Refusal) as refusal:
        await db.write(decides, claim)
    assert refusal.value.refused.code is Code.OWN_WARD
    # The officer can still say no.
    await db.write(lambda session: decides(session, claim, same=False))


async def test_a_refused_claim_changes_nothing_and_a_new_one_can_be_filed(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_member(session)
        claim = files(session, 8, name="张三")
        decides(session, claim, same=False)
        assert access.own_volunteer(session, actor=li.account_id) == li.volunteer_id
        assert told(session, 8) == ["recovery-refused"]
        refused(Code.ALREADY_DECIDED, decides, session, claim)
        again = files(session, 8)
        assert again != claim
        actor = an_account(session, 8).account_id
        recoveries.withdraw(session, actor=actor, now=MORNING)
        refused(Code.NOT_FOUND, recoveries.withdraw, session, actor=actor, now=MORNING)
        assert trail(session)[-1][:2] == ("recovery.withdrawn", actor)
        # Whose office it is decides, and nobody about himself.
        third = files(session, 8)
        county = with_role(session, 501, Role.COUNTY_OFFICE, "530821").account_id
        refused(
            Code.NOT_ALLOWED, recoveries.decide, session,
            actor=county, claim_id=third, version=1, same=True, now=MORNING,
        )  # fmt: skip
        for himself in (7, 8):
            with_role(session, himself, Role.FEDERATION)
            refused(Code.NOT_ALLOWED, decides, session, third, by=himself)
        # A volunteer claims nobody, and a free number is registered, not claimed.
        refused(
            Code.ALREADY_REGISTERED, recoveries.claim, session,
            actor=li.account_id, said=says(), now=MORNING,
        )  # fmt: skip
        refused(
            Code.NOT_FOUND, recoveries.claim, session, actor=an_account(session, 9).account_id,
            said=says(number=invented_id_number(9, "19900101")), now=MORNING,
        )  # fmt: skip

    await db.write(play)


async def test_of_two_claimants_at_once_one_gets_the_account(db: Database) -> None:
    li = await db.write(a_member)
    claims = [await db.write(files, who) for who in (8, 9)]
    done = await asyncio.gather(
        *(db.write(decides, claim, by=500 + claim) for claim in claims), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Refusal"]

    def holders(session: CitySession) -> list[int | None]:
        rows = table_of(Volunteer)
        return list(session.connection().scalars(select(rows.c.account_id)))

    (holder,) = await db.read(holders)
    assert holder != li.account_id


async def test_who_was_registered_without_a_telephone_takes_over_with_his_own(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li = a_member(session)
        people, consents = table_of(Volunteer), table_of(Consent)
        session.connection().execute(update(people).values(account_id=None))
        claim = files(session, 8)
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = recoveries.following(session, actor=officer)
        assert seen is not None
        assert not seen.has_account
        decides(session, claim)
        new = an_account(session, 8).account_id
        assert access.own_volunteer(session, actor=new) == li.volunteer_id
        whose = session.connection().scalars(select(consents.c.account_id)).all()
        assert set(whose) == {new}
        assert told(session, 7) == []

    await db.write(play)


async def test_who_lost_the_account_while_the_registration_waited_hands_in_anew(
    db: Database,
) -> None:
    applications = table_of(Application)

    def play(session: CitySession) -> None:
        applies(session, 7)
        claim = files(session, 8)
        officer = with_role(session, 500, Role.FEDERATION).account_id
        seen = recoveries.following(session, actor=officer)
        assert seen is not None
        assert not seen.registered
        # What nobody took up again is forgotten one day, and then stands in nobody's way.
        answers = applications.update()
        kept = session.connection().scalar(select(applications.c.answers_sealed))
        session.connection().execute(answers.values(answers_sealed=None))
        assert recoveries.following(session, actor=officer) is None
        assert recoveries.waiting(session, actor=officer, now=MORNING) == 0
        session.connection().execute(answers.values(answers_sealed=kept))
        decides(session, claim)
        assert told(session, 8) == ["recovery-register"]
        applies(session, 8, number=invented_id_number(7, "19900101"))
        rows = table_of(Application)
        states = session.connection().scalars(select(rows.c.state).order_by(rows.c.id)).all()
        assert list(states) == ["withdrawn", "submitted"]

    await db.write(play)


async def test_what_a_claimant_said_is_sealed_rotated_and_blanked(db: Database) -> None:
    def play(session: CitySession) -> None:
        a_member(session)
        decides(session, files(session, 8), same=False)
        rows = table_of(RecoveryClaim)

        def said() -> Any:
            return session.connection().scalar(select(rows.c.said_sealed))

        assert NEW_PHONE.encode() not in said()
        assert rotation.opens(session) > 0
        days = session.city.policy(MORNING).retention.rejected_application_days
        for after, kept in ((timedelta(days=days), True), (timedelta(days=days, hours=2), False)):
            pruning.prune(session, now=MORNING + after)
            assert (said() is not None) is kept

    await db.write(play)
