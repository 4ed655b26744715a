"""A guardian registers a child who has no telephone, and does for it what others do themselves."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from domain import tokens
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
    a_station,
    a_volunteer,
    an_account,
    city_of,
    invented_id_number,
    later,
    station_code,
    with_role,
)
from tests.databases import fresh_database
from tests.usecases.applying import answers
from usecases import (
    applications,
    approval,
    checkins,
    child_registrations,
    class_scans,
    errands,
    leaving,
    own_wards,
    proxies,
    recoveries,
    ward_deeds,
    wards,
)
from usecases.approval import Verdict
from usecases.checkins import Arrived, Left
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.database import Database
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER, Submitted
from usecases.scan_outcomes import Accompanied, CompanyAsked

BORN = "20140301"
HERS = {"name": "李小明", "relation": "52", "guardian": "王妈妈", "phone": "+8613800000002"}


def refuses(code: Code, deed: Any, *args: Any, **facts: Any) -> Refused:
    with pytest.raises(Refusal) as refusal:
        deed(*args, **facts)
    assert refusal.value.refused.code is code
    return refusal.value.refused


def begins(session: CitySession, mother: int, *kinds: str) -> int:
    made = child_registrations.begin(session, actor=mother, now=MORNING)
    agreed = [TO_REGISTER, ID_NUMBER, *kinds]
    proxies.agree(session, actor=mother, applicant=made, kinds=agreed, now=MORNING)
    return made


def hands_in(
    session: CitySession, /, mother: int, applicant: int, serial: int = 7, **changed: Any
) -> Submitted:
    given = answers(7, number=invented_id_number(serial, BORN), sex="male", born_on="2014-03-01")
    given |= HERS | changed
    return child_registrations.submit(
        session, actor=mother, applicant=applicant, answers=given, now=MORNING
    )


def decides(
    session: CitySession, application_id: int, verdict: Verdict = Verdict.APPROVED, version: int = 2
) -> None:
    officer = with_role(session, 500, Role.FEDERATION).account_id
    approval.decide(
        session, actor=officer, application_id=application_id, version=version, verdict=verdict,
        reason="unclear", line="name", now=later(minutes=5),
    )  # fmt: skip


class Home:
    """A mother, who is no volunteer, and her son, registered from her chat and approved."""

    def __init__(self, session: CitySession, *kinds: str, mother: Somebody | None = None) -> None:
        self.session = session
        self.mother = (mother or an_account(session, 21)).account_id
        self.account = begins(session, self.mother, *kinds)
        self.application = hands_in(session, self.mother, self.account).application_id
        decides(session, self.application)
        people = table_of(Volunteer)
        row = session.connection().execute(select(people).where(people.c.name == "李小明")).one()
        self.child, self.number = row.id, row.number
        self.ward = own_wards.own_wards(session, actor=self.mother, now=later(hours=1))[0]
        self.mine: dict[str, Any] = {
            "actor": self.mother, "guardianship_id": self.ward.guardianship_id,
        }  # fmt: skip


def told(session: CitySession, account_id: int) -> list[tuple[str, str]]:
    rows = table_of(Notice)
    query = (
        select(rows.c.kind, rows.c.facts["outcome"].as_string())
        .where(rows.c.account_id == account_id)
        .order_by(rows.c.id)
    )
    return [tuple(row) for row in session.connection().execute(query)]


def claim_of(session: CitySession, account_id: int) -> int:
    rows = table_of(RecoveryClaim)
    found = session.connection().scalar(select(rows.c.id).where(rows.c.account_id == account_id))
    return int(found or 0)


async def test_a_guardian_registers_a_child_and_his_consent_goes_with_it(db: Database) -> None:
    def play(session: CitySession) -> None:
        mother = a_volunteer(session, 21, "王妈妈").account_id
        hers = "+8613800000000"
        made = begins(session, mother, ONWARD_ENTRY)
        # Who begins twice has one child in hand, not two.
        assert child_registrations.begin(session, actor=mother, now=later(minutes=1)) == made
        handed_in = hands_in(session, mother, made, phone=hers)
        assert (handed_in.approver, handed_in.needs_guardian) == ("federation", False)
        consents = table_of(GuardianConsent)
        given = session.connection().execute(
            select(consents.c.kind, consents.c.text_version, consents.c.withdrawn_at)
        )
        version = session.city.policy(MORNING).consent.text_version
        assert sorted(map(tuple, given)) == [
            ("onward", version, None), ("registration", version, None),
        ]  # fmt: skip
        own = table_of(Consent)
        said = session.connection().scalars(select(own.c.kind).where(own.c.account_id == made))
        assert sorted(said) == [ID_NUMBER, ONWARD_ENTRY, TO_REGISTER]
        # Handed in twice it is one.
        assert (
            hands_in(session, mother, made, phone=hers).application_id == handed_in.application_id
        )
        officer = with_role(session, 600, Role.FEDERATION).account_id
        seen = applications.waiting_one(
            session, actor=officer, application_id=handed_in.application_id, now=later()
        )
        # Her own telephone is nobody else's.
        assert "same-phone" not in dict(seen.unusual)
        assert seen.typed is not None
        assert seen.guardian is not None
        assert (seen.typed.station, seen.typed.has_photo) == ("", False)
        assert (seen.guardian.name, seen.guardian.phone_tail) == ("王*妈", "0000")
        assert [code for code, _ in seen.unusual][:2] == ["needs-company", "needs-consent"]
        # Nobody approves what he answers for himself.
        with_role(session, 21, Role.FEDERATION)
        facts: dict[str, Any] = {
            "application_id": handed_in.application_id,
            "version": 2,
            "now": later(),
        }
        refuses(
            Code.TYPED_YOURSELF, approval.decide, session, actor=mother, verdict=Verdict.APPROVED,
            **facts,
        )  # fmt: skip
        approval.decide(session, actor=officer, verdict=Verdict.APPROVED, **facts)
        assert ("child-decided", "approved") in told(session, mother)
        assert told(session, made) == []
        ward = own_wards.own_wards(session, actor=mother, now=later())[0]
        assert (ward.by_guardian, ward.consents, ward.onward, ward.company) == (True,) * 4

    await db.write(play)


async def test_what_came_back_is_corrected_by_the_guardian_who_typed_it(db: Database) -> None:
    def play(session: CitySession) -> None:
        mother, other = (an_account(session, who).account_id for who in (21, 22))
        made = begins(session, mother)
        first = hands_in(session, mother, made).application_id
        decides(session, first, Verdict.SENT_BACK)
        assert told(session, mother)[-1] == ("child-decided", "sent_back")
        back = child_registrations.sent_back(session, actor=mother, applicant=made)
        assert (back.line, back.answers["guardian"], back.answers["relation"]) == (
            "name", "王妈妈", "52",
        )  # fmt: skip
        for stranger in (other, with_role(session, 501, Role.FEDERATION).account_id):
            whose = {"actor": stranger, "applicant": made}
            refuses(Code.NOT_ALLOWED, child_registrations.sent_back, session, **whose)
            refuses(Code.NOT_ALLOWED, hands_in, session, stranger, made)
            refuses(Code.NOT_ALLOWED, proxies.decline, session, now=MORNING, **whose)
        # With another document it is another child: he agrees anew.
        again = hands_in(session, mother, made, serial=8)
        assert again.application_id == first
        rows = table_of(Application)
        state = session.connection().scalar(select(rows.c.state).where(rows.c.id == first))
        assert state == "submitted"
        assert wards.consented(session, wards.of_application(first))

    await db.write(play)


@pytest.mark.parametrize("city", ["puer", "guangan", "simao"])
async def test_ages_from_the_youngest_up_to_the_day_before_eighteen(city: str) -> None:
    with fresh_database("sqlite") as url:
        db = Database(url, city_of(city))

        def play(session: CitySession) -> None:
            rules = session.city.policy(MORNING).registration
            mother = an_account(session, 21).account_id
            made = begins(session, mother)

            def of_age(session: CitySession, age: int, *, tomorrow: bool = False) -> Any:
                born = date(2026 - age, 11, 22 if tomorrow else 21)
                said = {
                    "kind": "resident-id", "number": invented_id_number(9, f"{born:%Y%m%d}"),
                    "sex": "", "born_on": "",
                }  # fmt: skip
                return proxies.identify(
                    session, actor=mother, applicant=made, now=MORNING, **said
                ).terms  # type: ignore[union-attr]

            refuses(Code.TOO_YOUNG, of_age, session, rules.minor_min_age, tomorrow=True)
            assert of_age(session, rules.minor_min_age).company
            assert of_age(session, rules.accompany_below, tomorrow=True).company
            assert not of_age(session, rules.accompany_below).company
            assert of_age(session, rules.consent_below, tomorrow=True).guardian_consent
            assert refuses(Code.OF_AGE, of_age, session, rules.consent_below).facts == {
                "adult_age": 18
            }

        await db.write(play)
        await db.close()


async def test_nobody_of_age_no_known_document_and_no_more_than_the_policys_children(
    db: Database,
) -> None:
    def begin(session: CitySession) -> tuple[int, int]:
        mother = an_account(session, 21).account_id
        hands_in(session, mother, begins(session, mother), serial=100)
        return mother, begins(session, mother)

    mother, made = await db.write(begin)
    grown = {"number": invented_id_number(9, "19900101"), "born_on": "1990-01-01"}
    for changed, code in (
        # The number of his brother: never a second person.
        ({"serial": 100}, Code.ALREADY_REGISTERED),
        (grown, Code.OF_AGE),
        ({"relation": "aunt"}, Code.ANSWER_MISSING),
        ({"guardian": ""}, Code.NAME_EMPTY),
    ):
        with pytest.raises(Refusal) as refusal:
            await db.write(hands_in, mother, made, **changed)
        assert refusal.value.refused.code is code

    def play(session: CitySession) -> None:
        most = session.city.policy(MORNING).guardians.most_children
        last = 0
        for serial in range(1, most):
            made = begins(session, mother)
            last = hands_in(session, mother, made, serial=100 + serial).application_id
        assert refuses(Code.TOO_MANY_CHILDREN, begins, session, mother).facts == {"most": most}
        # Who was refused does not count.
        decides(session, last, Verdict.REFUSED)
        assert begins(session, mother)

    await db.write(play)


async def test_a_minor_registers_no_child_and_a_clerk_still_types_for_none(db: Database) -> None:
    def play(session: CitySession) -> None:
        young = a_volunteer(session, 31, "赵小朋友")
        people = table_of(Volunteer)
        session.connection().execute(
            people.update().where(people.c.id == young.volunteer_id)
            .values(born_on=date(2010, 1, 1))
        )  # fmt: skip
        facts = {"actor": young.account_id, "now": MORNING}
        refuses(Code.GUARDIAN_TOO_YOUNG, child_registrations.begin, session, **facts)
        mother = an_account(session, 21).account_id
        made = begins(session, mother)
        station = a_station(session)
        clerk = with_role(session, 501, Role.CLERK, str(station.station_id)).account_id
        typed = proxies.begin(session, actor=clerk, now=MORNING)
        # The clerk's way asks for a proof, so a guardian's does not lead through it, nor back.
        refuses(Code.NOT_ALLOWED, hands_in, session, clerk, typed)
        paper = SignedPaper("0" * 64, "key")
        whose = {"actor": mother, "applicant": made, "now": MORNING}
        refuses(Code.NOT_ALLOWED, proxies.keep_paper, session, paper=paper, **whose)
        refuses(Code.NOT_ALLOWED, proxies.card, session, **whose)

    await db.write(play)


async def test_the_childs_paper_card_opens_nothing_without_its_adult(db: Database) -> None:
    def play(session: CitySession) -> None:
        home, station = Home(session), a_station(session)
        clerk = with_role(session, 501, Role.CLERK, str(station.station_id)).account_id
        card = ward_deeds.card(session, now=later(hours=1), **home.mine)
        assert (card.name, card.number) == ("李小明", home.number)

        def scans(who: int, token: str, at: Any, nth: str) -> Any:
            return checkins.scan(
                session, actor=who, token=token, means=Means.PHOTO, request_id=nth, now=at
            )

        at, token = later(hours=1), tokens.payload_of(card.code)
        alone = scans(clerk, token, at, "alone")
        assert (type(alone), alone.below) == (CompanyAsked, 14)
        # The mother scans the station: with the card before her, the child is in.
        came = scans(home.mother, station_code(station, later(hours=1, minutes=5)),
                     later(hours=1, minutes=5), "mother")  # fmt: skip
        assert (type(came), came.children) == (Accompanied, 1)
        gone = scans(home.mother, station_code(station, later(hours=3, minutes=5)),
                     later(hours=3, minutes=5), "mother goes")  # fmt: skip
        assert (gone.way, gone.children) == ("left", 1)
        seen = ward_deeds.standing(session, now=later(hours=4), **home.mine)
        assert seen.service_minutes == 120
        # A tick in her chat does without the card.
        scans(home.mother, station_code(station, later(hours=5)), later(hours=5), "mother again")
        at = later(hours=5, minutes=1)
        there = class_scans.pupils(session, actor=home.mother, now=at)
        assert [one.name for one in there.pupils] == ["李小明"]
        brought = class_scans.bring(
            session, actor=home.mother, child_ids=[home.child], key="k", now=at
        )
        assert isinstance(brought[0].outcome, Arrived)
        # A lost card: the new one counts, the old one is worthless.
        new = ward_deeds.new_card(session, now=at, **home.mine)
        later_at = later(hours=6)
        lost = scans(clerk, token, later_at, "lost")
        assert isinstance(lost, Refused)
        assert lost.code is Code.CODE_REVOKED
        assert isinstance(scans(clerk, tokens.payload_of(new.code), later_at, "new"), Left)
        # She takes her consent back: the card opens nothing.
        own_wards.withdraw(session, now=later_at, **home.mine)
        held = scans(clerk, tokens.payload_of(new.code), later(hours=7), "held back")
        assert isinstance(held, Refused)
        assert held.code is Code.NEEDS_GUARDIAN

    await db.write(play)


async def test_the_guardian_objects_copies_and_lets_the_child_leave(db: Database) -> None:
    def play(session: CitySession) -> None:
        home, station = Home(session, ONWARD_ENTRY), a_station(session)
        for nth, at in enumerate((later(hours=1), later(hours=2))):
            checkins.scan(
                session, actor=home.mother, token=station_code(station, at), means=Means.SCANNER,
                request_id=f"mother {nth}", now=at,
            )  # fmt: skip
            if not nth:
                class_scans.bring(
                    session, actor=home.mother, child_ids=[home.child], key="k", now=at
                )
        at = later(hours=3)
        found = ward_deeds.latest(session, now=at, **home.mine)
        assert [one.minutes for one in found] == [60]
        wrong: dict[str, Any] = {"cause": found[0].cause, "words": "他下午也在", "now": at}
        ward_deeds.dispute(session, **wrong, **home.mine)
        refuses(Code.DISPUTE_OPEN, ward_deeds.dispute, session, **wrong, **home.mine)
        copy = ward_deeds.copy_in_chat(session, now=at, **home.mine)
        assert {"volunteer", "guardianship"} <= set(copy.tables)
        # A stranger, and another child's guardian, see nothing; a clerk sends them to her.
        for who in (an_account(session, 41).account_id, with_role(session, 42, Role.OFFICE)):
            actor = getattr(who, "account_id", who)
            theirs = home.mine | {"actor": actor, "now": at}
            for deed in (
                ward_deeds.standing, ward_deeds.card, ward_deeds.new_card, ward_deeds.copy_links,
                ward_deeds.copy_in_chat, ward_deeds.latest, ward_deeds.leave, ward_deeds.stay,
            ):  # fmt: skip
                refuses(Code.NOT_FOUND, deed, session, **theirs)
        officer = with_role(session, 500, Role.FEDERATION).account_id
        refuses(
            Code.NEEDS_GUARDIAN, errands.begin, session, actor=officer,
            volunteer_id=home.child, now=at,
        )  # fmt: skip
        # Who has taken the consent back may still let the child be forgotten.
        own_wards.withdraw(session, now=at, **home.mine)
        due_at = ward_deeds.leave(session, now=at, **home.mine)
        assert ward_deeds.standing(session, now=at, **home.mine).leaves_at == due_at
        ward_deeds.stay(session, now=at, **home.mine)
        refuses(Code.STEP_GONE, ward_deeds.stay, session, now=at, **home.mine)
        due_at = ward_deeds.leave(session, now=at, **home.mine)
        leaving.carry_out(session, now=due_at)
        leaving.carry_out(session, now=due_at.replace(hour=23))
        people = table_of(Volunteer)
        name = session.connection().scalar(select(people.c.name).where(people.c.id == home.child))
        assert name != "李小明"
        assert own_wards.own_wards(session, actor=home.mother, now=due_at) == []

    await db.write(play)


async def test_the_child_gets_a_telephone_and_its_guardians_consent_stays(db: Database) -> None:
    def play(session: CitySession) -> None:
        home = Home(session, ONWARD_ENTRY)
        said = {
            "kind": "resident-id", "number": invented_id_number(7, BORN), "sex": "",
            "born_on": "", "name": "李小明", "phone": "+8613900000009",
        }  # fmt: skip
        officer = with_role(session, 500, Role.FEDERATION).account_id
        # The mother's account is not the child's own.
        recoveries.claim(session, actor=home.mother, said=said, now=later(hours=1))
        facts: dict[str, Any] = {
            "version": 1,
            "same": True,
            "now": later(hours=2),
            "actor": officer,
        }
        refuses(
            Code.OWN_WARD,
            recoveries.decide,
            session,
            claim_id=claim_of(session, home.mother),
            **facts,
        )
        phone = an_account(session, 31).account_id
        recoveries.claim(session, actor=phone, said=said, now=later(hours=1))
        recoveries.decide(session, claim_id=claim_of(session, phone), **facts)
        people, accounts = table_of(Volunteer), table_of(Account)
        row = session.connection().execute(
            select(people.c.id, accounts.c.external_id)
            .join(accounts, accounts.c.id == people.c.account_id)
            .where(people.c.number == home.number)
        ).one()  # fmt: skip
        assert tuple(row) == (home.child, 31)
        assert wards.consented(session, wards.of_volunteer(home.child))
        ward = own_wards.own_wards(session, actor=home.mother, now=later(hours=3))[0]
        assert (ward.consents, ward.onward, ward.by_guardian) == (True, True, False)
        # From now on the child does what is its own by itself.
        refuses(Code.NOT_FOUND, ward_deeds.card, session, now=later(hours=3), **home.mine)

    await db.write(play)
