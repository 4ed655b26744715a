"""A clerk types for somebody without a telephone: consent, one's own office, the card (SM3-3b)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from domain import tokens
from domain.admission import Means
from domain.permissions import Role
from domain.policy import PolicyBook
from domain.refusals import Code, Refusal, Refused
from models.columns import table_of
from models.people import Account, Consent, Volunteer
from models.proxies import ProxyRegistration
from models.traffic import Notice
from tests.cast import a_station, an_account, invented_id_number, later, with_role
from tests.usecases.applying import answers
from usecases import (
    access,
    applications,
    approval,
    checkins,
    file_store,
    proxies,
    pruning,
    shredded_file,
)
from usecases.approval import Decided, Verdict
from usecases.checkins import Arrived
from usecases.city import CitySession
from usecases.consent_proofs import SignedPaper
from usecases.database import Database
from usecases.proxies import Typed
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER, Submitted

LINK_LIFE = timedelta(minutes=PolicyBook.load("puer").periods[0].links.relative_minutes)

GRANNY: dict[str, Any] = {
    "name": "张奶奶",
    "number": invented_id_number(7, "19550101"),
    "sex": "female",
    "born_on": "1955-01-01",
    "health": "yes",
}
PAPER = SignedPaper("0" * 64, "a key")


async def clerk(db: Database, number: int = 500) -> int:
    station = await db.write(a_station, f"第 {number} 服务站")
    return (await db.write(with_role, number, Role.CLERK, str(station.station_id))).account_id


async def begins(db: Database, actor: int) -> int:
    applicant = await db.write(proxies.begin, actor=actor, now=later())
    kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
    await db.write(proxies.agree, actor=actor, applicant=applicant, kinds=kinds, now=later())
    return applicant


async def signs(db: Database, actor: int, applicant: int) -> None:
    await db.write(proxies.keep_paper, actor=actor, applicant=applicant, paper=PAPER, now=later())


async def hands_in(db: Database, actor: int, applicant: int, **changed: Any) -> Submitted:
    given = answers(7, **GRANNY | changed)
    return await db.write(
        proxies.submit, actor=actor, applicant=applicant, answers=given, now=later()
    )


async def decides(
    db: Database, actor: int, application: int, verdict: Verdict = Verdict.APPROVED
) -> Decided:
    return await db.write(
        approval.decide,
        actor=actor,
        application_id=application,
        version=1,
        verdict=verdict,
        reason="unclear",
        line="phone",
        now=later(minutes=5),
    )


async def refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def test_somebody_without_a_telephone_is_registered_and_scanned_by_the_printed_card(
    db: Database,
) -> None:
    wang = await clerk(db)
    applicant = await begins(db, wang)
    assert await refused(hands_in(db, wang, applicant)) is Code.PROOF_MISSING
    await signs(db, wang, applicant)
    handed_in = await hands_in(db, wang, applicant)
    officer = (await db.write(with_role, 600, Role.FEDERATION)).account_id
    seen = await db.read(
        applications.waiting_one,
        actor=officer,
        application_id=handed_in.application_id,
        now=later(),
    )
    assert seen.typed == Typed("第 500 服务站", "paper", has_photo=True)
    decided = await decides(db, officer, handed_in.application_id)
    people, rows = table_of(Volunteer), table_of(Notice)
    found = await db.read(
        lambda session: (
            session.connection()
            .execute(select(people.c.id, people.c.account_id, people.c.name))
            .one()
        )
    )
    assert (found.account_id, found.name) == (None, "张奶奶")
    told = await db.read(
        lambda session: (
            session.connection()
            .execute(
                select(
                    rows.c.kind,
                    rows.c.facts["outcome"].as_string(),
                    rows.c.facts["number"].as_string(),
                ).where(rows.c.account_id == wang, rows.c.kind == "proxy-decided")
            )
            .all()
        )
    )
    assert [tuple(row) for row in told] == [("proxy-decided", "approved", decided.number)]
    card = await db.write(proxies.card, actor=wang, applicant=applicant, now=later(hours=1))
    assert (card.name, card.number) == ("张奶奶", decided.number)
    came = await db.write(
        checkins.scan,
        actor=wang,
        token=tokens.payload_of(card.code),
        means=Means.PHOTO,
        request_id="by card",
        now=later(hours=1),
    )
    assert isinstance(came, Arrived)
    assert came.volunteer == "张奶奶"
    assert (
        await refused(
            db.write(proxies.card, actor=await clerk(db, 501), applicant=applicant, now=later())
        )
        is Code.NOT_ALLOWED
    )
    # Whoever has a telephone of his own by now shows his own code.
    own = await db.write(an_account, 700)
    taken = update(people).values(account_id=own.account_id)
    await db.write(lambda session: session.connection().execute(taken).rowcount)
    again = db.write(proxies.card, actor=wang, applicant=applicant, now=later(hours=2))
    assert await refused(again) is Code.NOT_FOUND


async def test_nobody_approves_what_he_typed_or_confirmed_on_his_telephone(db: Database) -> None:
    wang = await clerk(db)
    son = (await db.write(an_account, 700)).account_id
    applicant = await begins(db, wang)
    code = await db.write(proxies.link, actor=wang, applicant=applicant, now=later())
    assert await refused(db.read(proxies.asked, actor=wang, code=code, now=later())) is (
        Code.INVITE_INVALID
    )
    shown = await db.write(proxies.agree_on_telephone, actor=son, code=code, now=later())
    take = proxies.take_code
    wrong = await db.write(take, actor=wang, applicant=applicant, typed="2" * 12, now=later())
    assert isinstance(wrong, Refused)
    assert wrong.code is Code.CODE_UNKNOWN
    good = {"actor": wang, "applicant": applicant, "typed": shown.typed, "now": later(minutes=1)}
    assert await db.write(take, **good) is None  # type: ignore[arg-type]
    again = await db.write(take, **good)  # type: ignore[arg-type]
    assert isinstance(again, Refused)
    assert again.code is Code.CODE_USED
    handed_in = await hands_in(db, wang, applicant)

    def officers(session: CitySession) -> None:
        for account in (wang, son):
            access.grant(
                session,
                account_id=account,
                role=Role.FEDERATION,
                scope_ref="",
                by=None,
                now=later(),
            )

    await db.write(officers)
    for own in (wang, son):
        assert await refused(decides(db, own, handed_in.application_id)) is Code.TYPED_YOURSELF
    other = (await db.write(with_role, 600, Role.FEDERATION)).account_id
    await decides(db, other, handed_in.application_id, Verdict.SENT_BACK)
    back = await db.read(proxies.sent_back, actor=wang, applicant=applicant)
    assert (back.line, back.answers["name"]) == ("phone", "张奶奶")
    again_in = await hands_in(db, wang, applicant, phone="+8613900000002")
    assert again_in.application_id == handed_in.application_id


async def test_a_link_for_a_relatives_telephone_is_good_once_and_for_minutes(db: Database) -> None:
    wang = await clerk(db)
    son = (await db.write(an_account, 700)).account_id
    applicant = await begins(db, wang)
    first = await db.write(proxies.link, actor=wang, applicant=applicant, now=later())
    second = await db.write(proxies.link, actor=wang, applicant=applicant, now=later())
    end = later() + LINK_LIFE
    on_telephone = proxies.agree_on_telephone
    for code, at in ((first, later()), (second, end), ("p" + "x" * 22, later())):
        assert await refused(db.write(on_telephone, actor=son, code=code, now=at)) is (
            Code.INVITE_INVALID
        )
    await db.write(on_telephone, actor=son, code=second, now=later(minutes=14))
    assert await refused(db.write(on_telephone, actor=son, code=second, now=later())) is (
        Code.INVITE_INVALID
    )


async def test_a_clerk_types_for_his_own_applicants_and_for_nobody_under_age(db: Database) -> None:
    wang, zhao = await clerk(db), await clerk(db, 501)
    applicant = await begins(db, wang)
    for doing in (
        signs(db, zhao, applicant),
        hands_in(db, zhao, applicant),
        db.write(proxies.decline, actor=zhao, applicant=applicant, now=later()),
        db.write(proxies.begin, actor=(await db.write(an_account, 700)).account_id, now=later()),
    ):
        assert await refused(doing) is Code.NOT_ALLOWED
    young = {
        "kind": "resident-id",
        "number": invented_id_number(9, "20100101"),
        "sex": "",
        "born_on": "",
    }
    assert (
        await refused(
            db.read(proxies.identify, actor=wang, applicant=applicant, now=later(), **young)
        )
        is Code.NEEDS_GUARDIAN
    )
    accounts, consents = table_of(Account), table_of(Consent)
    given = await db.read(
        lambda session: (
            session.connection()
            .execute(
                select(accounts.c.messenger, accounts.c.blocked_at, consents.c.kind).join(
                    consents, consents.c.account_id == accounts.c.id
                )
            )
            .all()
        )
    )
    assert {(row.messenger, row.blocked_at is not None) for row in given} == {("paper", True)}
    assert len(given) == 3


async def test_the_photo_of_the_paper_is_forgotten_with_its_key_when_its_days_are_over(
    db: Database, tmp_path: Path
) -> None:
    sha256, key = shredded_file.keep(tmp_path, b"signed by Zhang")
    assert shredded_file.read(tmp_path, sha256, key) == b"signed by Zhang"
    assert b"signed" not in file_store.read(tmp_path, sha256)
    other = shredded_file.keep(tmp_path, b"signed by Zhang")[1]
    assert shredded_file.read(tmp_path, sha256, other) is None
    wang = await clerk(db)
    applicant = await begins(db, wang)
    paper = SignedPaper(sha256, key)
    await db.write(proxies.keep_paper, actor=wang, applicant=applicant, paper=paper, now=later())
    handed_in = await hands_in(db, wang, applicant)
    officer = (await db.write(with_role, 600, Role.FEDERATION)).account_id
    look = {"actor": officer, "application_id": handed_in.application_id, "now": later()}
    assert await db.write(applications.signed_paper, **look) == paper  # type: ignore[arg-type]
    days = db.city.policy(later()).retention.photo_days
    await db.write(pruning.prune, now=later(days=days))
    assert await db.write(applications.signed_paper, **look) == paper  # type: ignore[arg-type]
    await db.write(pruning.prune, now=later(days=days, seconds=1))
    assert await refused(db.write(applications.signed_paper, **look)) is Code.NOT_FOUND  # type: ignore[arg-type]


async def test_who_was_begun_with_and_never_handed_in_is_forgotten(db: Database) -> None:
    wang = await clerk(db)
    kept, gone = await begins(db, wang), await begins(db, wang)
    await signs(db, wang, kept)
    await hands_in(db, wang, kept)
    days = db.city.policy(later()).retention.unfinished_application_days
    rows = table_of(ProxyRegistration)
    query = select(rows.c.account_id).order_by(rows.c.account_id)
    for moment, left in ((later(days=days), [kept, gone]), (later(days=days, seconds=1), [kept])):
        await db.write(pruning.prune, now=moment)
        assert await db.read(lambda session: list(session.connection().scalars(query))) == left
