"""Who has no telephone is served at his station, with his word each time (PIPL K1, K12; B4)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from domain import tokens
from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.errands import Errand
from models.people import Consent, Volunteer
from models.rights import Leaving
from models.traffic import Notice
from tests.cast import a_station, a_volunteer, an_account, invented_id_number, later, with_role
from tests.usecases.applying import answers
from tests.usecases.test_guardians import approves, refused
from tests.usecases.test_proxies import GRANNY, PAPER
from tests.usecases.trail import trail
from usecases import (
    checkins,
    consents,
    disputes,
    errand_deeds,
    errand_leavings,
    errands,
    leaving,
    lines,
    own_data,
    profile,
    proxies,
    pruning,
    rotation,
)
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.database import Database
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER

ROWS, PEOPLE = table_of(Errand), table_of(Volunteer)


class Place:
    """A station with two clerks, an officer, and somebody whom the first clerk has registered."""

    def __init__(self, session: CitySession, signed: SignedPaper = PAPER, **changed: Any) -> None:
        """Register the grandmother and let her be a volunteer."""
        self.station = a_station(session, "民乐服务站")
        place = str(self.station.station_id)
        self.typist = with_role(session, 510, Role.CLERK, place).account_id
        self.clerk = with_role(session, 511, Role.CLERK, place).account_id
        elsewhere = a_station(session, "别的服务站")
        other = str(elsewhere.station_id)
        self.stranger = with_role(session, 512, Role.CLERK, other).account_id
        self.officer = with_role(session, 600, Role.FEDERATION).account_id
        self.account = proxies.begin(session, actor=self.typist, now=later())
        kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
        who: dict[str, Any] = {"actor": self.typist, "applicant": self.account, "now": later()}
        proxies.agree(session, kinds=kinds, **who)
        proxies.keep_paper(session, paper=signed, **who)
        proxies.submit(session, answers=answers(7, **GRANNY | changed), **who)
        self.volunteer = approves(session)
        row = session.connection().execute(
            select(PEOPLE).where(PEOPLE.c.id == self.volunteer)
        ).one()  # fmt: skip
        assert row.account_id is None
        self.number = str(row.number)

    def serves(self, session: CitySession, actor: int, *, signed: bool = True) -> dict[str, Any]:
        """Begin an errand, with her signature, and return what each deed is asked with."""
        which = errands.begin(session, actor=actor, volunteer_id=self.volunteer, now=later())
        said: dict[str, Any] = {"actor": actor, "errand_id": which, "now": later()}
        if signed:
            errands.keep_paper(session, paper=PAPER, **said)
        return said


async def test_any_clerk_of_the_station_finds_her_and_nobody_elsewhere_does(db: Database) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        card = tokens.payload_of(profile.card_of(session, here.volunteer).code)
        for typed in (here.number, card, "张奶奶 0007"):
            found = errands.find(session, actor=here.clerk, typed=typed)
            assert [(one.name, one.number) for one in found] == [("张*奶", here.number)], typed
            assert errands.find(session, actor=here.officer, typed=typed) == found
            assert errands.find(session, actor=here.stranger, typed=typed) == []
        forged = card[:-1] + ("A" if card[-1] != "A" else "B")
        for typed in ("", "张奶奶", "张奶奶 0008", "张奶奶 7", "李奶奶 0007", "x" * 40, forged):
            assert errands.find(session, actor=here.clerk, typed=typed) == [], typed
        for number, county, found_there in ((700, "530802", 1), (701, "530821", 0)):
            officer = with_role(session, number, Role.COUNTY_OFFICE, county).account_id
            found = errands.find(session, actor=officer, typed=here.number)
            assert len(found) == found_there, county
        refused(
            Code.VOLUNTEER_UNKNOWN, errands.begin, session,
            actor=here.stranger, volunteer_id=here.volunteer, now=later(),
        )  # fmt: skip
        # Where she has served she is known too.
        outcome = checkins.scan(
            session, actor=here.stranger, token=card, means=Means.PHOTO, request_id="came",
            now=later(),
        )  # fmt: skip
        assert isinstance(outcome, checkins.Arrived)
        assert len(errands.find(session, actor=here.stranger, typed=here.number)) == 1
        third = str(a_station(session, "第三服务站").station_id)
        nobody = with_role(session, 513, Role.CLERK, third).account_id
        assert errands.find(session, actor=nobody, typed=here.number) == []
        # Nothing is done without her word, nothing the next day, and by nobody else.
        said = here.serves(session, here.clerk, signed=False)
        refused(Code.PROOF_MISSING, errand_deeds.new_card, session, **said)
        errands.keep_paper(session, paper=PAPER, **said)
        tomorrow = said | {"now": later(hours=24)}
        refused(Code.STEP_GONE, errand_deeds.new_card, session, **tomorrow)
        refused(Code.NOT_FOUND, errand_deeds.new_card, session, **said | {"actor": here.typist})
        stranger = an_account(session, 9).account_id
        refused(Code.NOT_ALLOWED, errand_deeds.new_card, session, **said | {"actor": stranger})
        # Whoever is gone, or has an account by now, is served by nobody.
        his = PEOPLE.c.id == here.volunteer
        session.connection().execute(update(PEOPLE).where(his).values(suspended_at=later()))
        assert errands.find(session, actor=here.clerk, typed=here.number) == []
        refused(Code.NOT_FOUND, errand_deeds.new_card, session, **said)
        session.connection().execute(update(PEOPLE).where(his).values(suspended_at=None))
        errand_deeds.new_card(session, **said)
        session.connection().execute(update(PEOPLE).where(his).values(account_id=stranger))
        assert errands.find(session, actor=here.clerk, typed=here.number) == []
        refused(Code.NOT_FOUND, errand_deeds.new_card, session, **said)

    await db.write(play)


async def test_one_signed_paper_proves_one_thing_only_and_what_is_begun_anew_takes_it_again(
    db: Database,
) -> None:
    first, second, third = (SignedPaper("0" * 64, "a key", f"{nth}" * 64) for nth in (1, 2, 3))

    def play(session: CitySession) -> None:
        here = Place(session, signed=first)

        def signs(actor: int, paper: SignedPaper, **more: Any) -> dict[str, Any]:
            said = here.serves(session, actor, signed=False) | more
            errands.keep_paper(session, paper=paper, **said)
            return said

        def begins(actor: int, paper: SignedPaper) -> int:
            applicant = proxies.begin(session, actor=actor, now=later())
            proxies.keep_paper(session, actor=actor, applicant=applicant, paper=paper, now=later())
            return applicant

        # That of her registration is of no use for an errand, nor for another's registration.
        with pytest.raises(Refusal) as told:
            signs(here.clerk, first)
        assert told.value.refused.facts == {"used": "proxy", "used_at": later().isoformat()}
        refused(Code.PAPER_USED, begins, here.typist, first)
        # Sent twice, or begun anew on the same day, it is the same.
        said = signs(here.clerk, second)
        errands.keep_paper(session, paper=second, **said)
        signs(here.clerk, second)
        refused(Code.PAPER_USED, signs, here.typist, second)
        refused(Code.PAPER_USED, begins, here.clerk, second)
        tomorrow = errands.begin(
            session, actor=here.clerk, volunteer_id=here.volunteer, now=later(hours=24)
        )
        late: dict[str, Any] = {"actor": here.clerk, "errand_id": tomorrow, "now": later(hours=24)}
        refused(Code.PAPER_USED, errands.keep_paper, session, paper=second, **late)
        # A registration that was never handed in is begun anew with it, by the same clerk.
        begins(here.clerk, third)
        begins(here.clerk, third)
        refused(Code.PAPER_USED, begins, here.typist, third)
        # What it is known by outlives the photo.
        pruning.prune(session, now=later(days=400))
        refused(Code.PAPER_USED, begins, here.typist, first)

    await db.write(play)


async def test_a_new_card_is_scanned_and_the_lost_one_is_revoked(db: Database) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        lost = tokens.payload_of(profile.card_of(session, here.volunteer).code)
        card = errand_deeds.new_card(session, **here.serves(session, here.clerk))
        assert trail(session)[-1][0] == "errand.card-renewed"

        def scans(token: str, key: str) -> object:
            return checkins.scan(
                session, actor=here.clerk, token=token, means=Means.PHOTO, request_id=key,
                now=later(),
            )  # fmt: skip

        old = scans(lost, "lost")
        assert isinstance(old, Refused)
        assert old.code is Code.CODE_REVOKED
        assert isinstance(scans(tokens.payload_of(card.code), "new"), checkins.Arrived)

    await db.write(play)


async def test_a_relatives_telephone_gives_her_word_once_and_never_the_clerks_own(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        said = here.serves(session, here.clerk, signed=False)
        older = errands.link(session, **said)
        code = errands.link(session, **said)
        grandson = an_account(session, 70).account_id
        asked: dict[str, Any] = {"actor": grandson, "code": code, "now": later()}
        assert errands.asked(session, **asked) == ("张*奶", "民乐服务站")
        refused(Code.INVITE_INVALID, errands.asked, session, **asked | {"code": older})
        refused(Code.INVITE_INVALID, errands.asked, session, **asked | {"actor": here.clerk})
        links = session.city.policy(later()).links
        late = later(minutes=links.relative_minutes)
        refused(Code.INVITE_INVALID, errands.asked, session, **asked | {"now": late})
        shown = errands.agree_on_telephone(session, **asked)
        assert shown.expires_at == later(minutes=links.relative_code_minutes)
        refused(Code.INVITE_INVALID, errands.agree_on_telephone, session, **asked)
        wrong = errands.take_code(session, typed="AAAABBBBCCCC", **said)
        assert isinstance(wrong, Refused)
        # The code is for this errand: another of the same day does not take it.
        other = here.serves(session, here.clerk, signed=False)
        mistaken = errands.take_code(session, typed=shown.typed, **other)
        assert isinstance(mistaken, Refused)
        assert errands.take_code(session, typed=shown.typed, **said) is None
        assert errand_deeds.standing(session, **said).agreed
        # Whose telephone it was has no say about what is asked for with it.
        errand_deeds.leave(session, **said)
        with_role(session, 70, Role.FEDERATION)
        assert errand_leavings.waiting(session, actor=grandson, now=later()) == 0
        refused(
            Code.SECOND_PERSON, errand_deeds.confirm, session,
            actor=grandson, errand_id=said["errand_id"], agreed=True, now=later(),
        )  # fmt: skip

    await db.write(play)


async def test_she_has_a_copy_and_takes_back_what_registering_does_not_need(db: Database) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        said = here.serves(session, here.clerk)
        made = errand_deeds.copy_links(session, **said)
        copied = own_data.fetch(session, form="json", word=made.words["json"], now=later())
        assert copied is not None
        (row,) = copied.tables["volunteer"]
        assert (row["name"], row["id_sealed"]) == ("张奶奶", GRANNY["number"])
        masked = errand_deeds.copy_in_chat(session, **said).tables["volunteer"][0]
        assert masked["id_sealed"] != GRANNY["number"]
        (entry,) = errand_deeds.given(session, **said)
        assert entry.kind == ONWARD_ENTRY
        errand_deeds.withdraw(session, consent_id=entry.consent_id, **said)
        assert errand_deeds.given(session, **said) == []
        needed = consents.given(session, actor=here.account)[0]
        refused(
            Code.CONSENT_MISSING, errand_deeds.withdraw, session,
            consent_id=needed.consent_id, **said,
        )  # fmt: skip
        rows = table_of(Consent)
        live = select(rows.c.kind).where(
            rows.c.account_id == here.account, rows.c.withdrawn_at.is_(None)
        )
        assert set(session.connection().scalars(live)) == {TO_REGISTER, ID_NUMBER}

    await db.write(play)


async def test_she_objects_to_a_visit_and_the_station_is_asked(db: Database) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        card = tokens.payload_of(profile.card_of(session, here.volunteer).code)
        # What goes on still is no line of hers.
        for hours, key in ((0, "in"), (1, "out"), (1.5, "again")):
            checkins.scan(
                session, actor=here.typist, token=card, means=Means.PHOTO, request_id=key,
                now=later(hours=hours),
            )  # fmt: skip
        said = here.serves(session, here.clerk) | {"now": later(hours=2)}
        (line,) = errand_deeds.latest(session, **said)
        assert (line.station, line.minutes) == ("民乐服务站", 60)
        errand_deeds.dispute(session, cause=line.cause, words="做了两小时", **said)
        found, _ = lines.line_of(session, line.cause)
        (raised,) = disputes.said_of(session, found)
        assert (raised.raised_by, raised.words) == (here.account, "做了两小时")
        again = {"cause": line.cause, "words": "再说一次"}
        refused(Code.DISPUTE_OPEN, errand_deeds.dispute, session, **again, **said)
        # An officer, who decides about objections, raises none for her.
        office = here.serves(session, here.officer)
        refused(Code.NOT_ALLOWED, errand_deeds.dispute, session, **again, **office)
        # Nor does an officer who is a clerk there as well.
        with_role(session, 511, Role.FEDERATION)
        both = here.serves(session, here.clerk)
        assert not errand_deeds.standing(session, **both).at_station

    await db.write(play)


async def test_she_leaves_when_a_second_person_has_confirmed_it_and_may_stay(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        said = here.serves(session, here.clerk)
        assert errand_deeds.outlook(session, **said).service_minutes == 0

        def asks() -> int:
            errand_deeds.leave(session, **said)
            errand_deeds.leave(session, **here.serves(session, here.typist))
            one = errand_leavings.following(session, actor=here.officer)
            assert one is not None
            assert (one.name, one.station, one.waiting) == ("张*奶", "民乐服务站", 1)
            return one.errand_id

        def confirms(which: int, *, agreed: bool = True, actor: int = here.officer) -> Any:
            return errand_deeds.confirm(
                session, actor=actor, errand_id=which, agreed=agreed, now=later(hours=1)
            )

        which = asks()
        # Behind hers another one waits, and behind that hers again.
        alone = a_volunteer(session, 900, "孙奶奶").volunteer_id
        theirs = PEOPLE.c.id == alone
        session.connection().execute(update(PEOPLE).where(theirs).values(account_id=None))
        row = session.connection().execute(select(ROWS).where(ROWS.c.id == which)).one()
        copy = row._asdict() | {"volunteer_id": alone, "photo_key_sealed": None}
        copy.pop("id")
        second = session.connection().scalar(insert(ROWS).values(**copy).returning(ROWS.c.id)) or 0
        for after, then in ((0, which), (which, second), (second, which)):
            one = errand_leavings.following(session, actor=here.officer, after=after)
            assert one is not None
            assert (one.errand_id, one.waiting) == (then, 2)
        session.connection().execute(delete(ROWS).where(ROWS.c.id == second))
        assert errand_deeds.signed_paper(
            session, actor=here.officer, errand_id=which, now=later()
        ) == PAPER  # fmt: skip
        with_role(session, 511, Role.FEDERATION)
        refused(Code.SECOND_PERSON, confirms, which, actor=here.clerk)
        county = with_role(session, 700, Role.COUNTY_OFFICE, "530821").account_id
        refused(Code.NOT_ALLOWED, confirms, which, actor=county)
        for who in (here.clerk, county):
            assert errand_leavings.waiting(session, actor=who, now=later()) == 0
        refused(Code.NOT_FOUND, confirms, here.serves(session, here.typist)["errand_id"])
        assert confirms(which, agreed=False) is None
        refused(Code.ALREADY_DECIDED, confirms, which)
        assert not errand_deeds.standing(session, **said).leaving
        # Whoever has a telephone by then is not let go by others.
        his, waits = PEOPLE.c.id == here.volunteer, asks()
        session.connection().execute(update(PEOPLE).where(his).values(account_id=county))
        assert errand_leavings.waiting(session, actor=here.officer, now=later()) == 0
        refused(Code.STEP_GONE, confirms, waits)
        session.connection().execute(update(PEOPLE).where(his).values(account_id=None))
        # Confirmed or not yet, it can be taken back.
        errand_deeds.stay(session, **said)
        assert errand_leavings.waiting(session, actor=here.officer, now=later()) == 0
        due_at = confirms(asks())
        # Who is leaving already is not asked about once more.
        errand_deeds.leave(session, **said)
        assert errand_leavings.waiting(session, actor=here.officer, now=later()) == 0
        assert due_at == later(hours=1) + timedelta(
            days=session.city.policy(later()).rights.leave_wait_days
        )
        assert errand_deeds.standing(session, **said).leaves_at == due_at
        errand_deeds.stay(session, **said)
        refused(Code.STEP_GONE, errand_deeds.stay, session, **said)
        due_at = confirms(asks())
        notices = table_of(Notice)
        told = select(notices.c.facts["outcome"].as_string()).where(
            notices.c.kind == "errand-leaving-decided", notices.c.account_id == here.clerk
        )
        assert set(session.connection().scalars(told)) == {"refused", "confirmed"}
        # The sealed key of the photo turns with the keys and is shredded with the days.
        assert rotation.opens(session) > 0
        days = session.city.policy(later()).retention.photo_days
        pruning.prune(session, now=later() + timedelta(days=days, hours=2))
        kept = select(ROWS.c.photo_key_sealed).where(ROWS.c.photo_key_sealed.is_not(None))
        assert session.connection().execute(kept).first() is None
        while leaving.carry_out(session, now=due_at + timedelta(hours=1)):
            pass
        row = session.connection().execute(
            select(PEOPLE).where(PEOPLE.c.id == here.volunteer)
        ).one()  # fmt: skip
        assert (row.name, row.number != here.number) == ("", True)
        assert session.connection().execute(select(ROWS)).first() is None
        assert session.connection().execute(
            select(table_of(Leaving)).where(table_of(Leaving).c.done_at.is_(None))
        ).first() is None  # fmt: skip

    await db.write(play)


async def test_nobody_under_age_is_served_by_a_clerk(db: Database) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        born = later().date().replace(year=later().year - 12)
        his = PEOPLE.c.id == here.volunteer
        session.connection().execute(update(PEOPLE).where(his).values(born_on=born))
        refused(Code.NEEDS_GUARDIAN, here.serves, session, here.clerk)

    await db.write(play)


async def test_a_document_that_is_registered_already_is_told_as_such_to_the_clerk(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        here = Place(session)
        another = proxies.begin(session, actor=here.clerk, now=later())
        found = proxies.identify(
            session, actor=here.clerk, applicant=another, kind="resident-id",
            number=invented_id_number(7, "19550101"), sex="", born_on="", now=later(),
        )  # fmt: skip
        assert isinstance(found, Refused)
        assert found.code is Code.ALREADY_REGISTERED

    await db.write(play)
