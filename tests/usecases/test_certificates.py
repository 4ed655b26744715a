"""Certificates of service: from the ledger, one for one question, checked by anybody."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from domain import certificates as rules
from domain.certificates import Withdrawal
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.certificates import Certificate
from models.columns import table_of
from models.ledger import CityAccount, Ledger
from models.sealed import signed_by
from models.traffic import AuditEntry, Notice
from models.visits import Visit
from tests.cast import KEYS, MORNING, Somebody, a_station, a_volunteer, later, with_role
from usecases import certificate_standing, certificates, crediting, ledger, rotation
from usecases.city import CitySession
from usecases.database import Database

_ROWS = table_of(Certificate)


def serves(session: CitySession, who: Somebody, station_id: int, day: int, minutes: int) -> int:
    """Let somebody have served at a station some days before the morning."""
    opened_at = later(days=-day)
    closed_at = opened_at + timedelta(minutes=minutes)
    visit_id = (
        session.connection()
        .execute(
            insert(table_of(Visit))
            .values(
                volunteer_id=who.volunteer_id,
                station_id=station_id,
                opened_at=opened_at,
                opened_source="scan",
                closed_at=closed_at,
                closed_source="scan",
                minutes=minutes,
            )
            .returning(table_of(Visit).c.id)
        )
        .scalar_one()
    )
    crediting.credit(
        session,
        visit_id=visit_id,
        volunteer_id=who.volunteer_id,
        unit_id=None,
        opened_at=opened_at,
        closed_at=closed_at,
        source="scan",
        by=None,
        now=closed_at,
    )
    return int(visit_id)


def _types(session: CitySession, who: Somebody, minutes: int) -> None:
    entry = ledger.Entry(
        "record:1", Ledger.SERVICE, CityAccount.ISSUED, who.volunteer_id, minutes, "typed",
        "record:1", "test", f"{MORNING:%Y-%m}",
    )  # fmt: skip
    ledger.issue(session, entry, redeemable=False, now=MORNING)


def _issues(session: CitySession, who: Somebody, **more: object) -> certificates.Issued:
    asked = {"from_month": "2026-01", "until_month": "2026-11", "now": MORNING} | more
    return certificates.issue(session, actor=who.account_id, **asked)  # type: ignore[arg-type]


async def test_a_certificate_states_hours_content_and_who_recorded_them(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        library, square = a_station(session, "图书馆站"), a_station(session, "广场站")
        serves(session, li, library.station_id, 3, 120)
        serves(session, li, library.station_id, 40, 60)
        serves(session, li, square.station_id, 5, 45)
        _types(session, li, 30)
        made = _issues(session, li)
        said = made.statement
        assert made.number == said["number"] == "ZM-2026-000001"
        assert (said["name"], said["volunteer_number"]) == ("李志愿", "5308-02-000001")
        assert said["document_number"].startswith("••••")
        assert (said["from"], said["until"]) == ("2026-01-01", "2026-11-21")
        assert said["minutes"] == 255
        assert said["minutes_by_kind"] == {"recorded": 225, "typed": 30, "imported": 0}
        assert [(one["place"], one["times"], one["minutes"]) for one in said["content"]] == [
            ("图书馆站", 2, 180),
            ("广场站", 1, 45),
            ("", 1, 30),
        ]
        assert all(one["unit"] for one in said["content"][:2])
        assert said["issuer"] == "普洱市志愿服务联合会"
        # One station, and one month, are certificates of their own.
        some = _issues(session, li, only=(certificates.Choice(square.station_id, "广场站"),))
        assert (some.statement["minutes"], some.number) == (45, "ZM-2026-000002")
        october = _issues(session, li, from_month="2026-10", until_month="2026-10")
        assert (october.statement["minutes"], october.statement["until"]) == (60, "2026-10-31")
        for months in (("2025-01", "2025-12"), ("2026-11", "2026-10")):
            with pytest.raises(Refusal) as refused:
                _issues(session, li, from_month=months[0], until_month=months[1])
            expected = [Code.CERTIFICATE_EMPTY, Code.CERTIFICATE_PERIOD]
            assert refused.value.refused.code is expected[months[0] > months[1]]

    await db.write(play)


async def test_the_same_question_is_answered_by_the_same_certificate(db: Database) -> None:
    def play(session: CitySession) -> tuple[Somebody, str]:
        li = a_volunteer(session, 1)
        station = a_station(session)
        serves(session, li, station.station_id, 3, 120)
        first = _issues(session, li)
        assert _issues(session, li) == first
        serves(session, li, station.station_id, 2, 60)
        after = _issues(session, li)
        assert (after.number, after.statement["minutes"]) == ("ZM-2026-000002", 180)
        serves(session, li, station.station_id, 1, 60)
        return li, after.number

    li, before = await db.write(play)
    made = await asyncio.gather(*(db.write(lambda one: _issues(one, li)) for _ in range(6)))
    assert {one.number for one in made} == {"ZM-2026-000003"} != {before}
    count = await db.read(
        lambda session: session.connection().scalar(select(func.count()).select_from(_ROWS))
    )
    assert count == 3


async def test_whoever_has_the_code_sees_what_it_is_worth_and_no_more(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        visit = serves(session, li, a_station(session).station_id, 3, 120)
        made = _issues(session, li)
        found = certificate_standing.look_up(session, code=made.code)
        assert found is not None
        assert (found.masked_name, found.minutes, found.number) == ("李*愿", 120, made.number)
        assert (found.from_on, found.issued_on) == (date(2026, 1, 1), date(2026, 11, 21))
        assert not found.corrected
        assert found.withdrawn is None
        assert "李志愿" not in repr(found)
        for code in ("A" * 22, "", made.number, made.code[:-1], made.code + "A"):
            assert certificate_standing.look_up(session, code=code) is None
        # What was corrected later does not change what it states, and is told.
        for name in ("service", "redeemable"):
            ledger.reverse(session, key=f"visit:{visit}/{name}", by=None, now=later(hours=1))
        session.connection().execute(update(table_of(Visit)).values(minutes=0))
        later_on = certificate_standing.look_up(session, code=made.code)
        assert later_on is not None
        assert later_on.corrected
        assert later_on.minutes == 120
        # Whoever changes a figure in the database has not the key that signed it.
        forged = KEYS.seal(
            rules.canonical(made.statement | {"minutes": 9999}).decode(), f"certificate/{made.code}"
        )
        session.connection().execute(update(_ROWS).values(statement_sealed=forged))
        assert certificate_standing.look_up(session, code=made.code) is None
        with pytest.raises(Refusal):
            certificates.own(
                session, actor=li.account_id, certificate_id=made.certificate_id, now=MORNING
            )

    await db.write(play)


async def test_an_officer_withdraws_it_and_its_holder_is_told(db: Database) -> None:
    def play(session: CitySession) -> None:
        li, wang = a_volunteer(session, 1), a_volunteer(session, 2, "王志愿")
        chief = with_role(session, 3, Role.FEDERATION)
        serves(session, li, a_station(session).station_id, 3, 120)
        made = _issues(session, li)
        which = {"certificate_id": made.certificate_id, "now": MORNING}
        found = certificate_standing.find(session, actor=chief.account_id, number=made.number)
        assert found.certificate_id == made.certificate_id
        for forged in ("\0", "ZM-2026-999999", "' OR 1=1--"):
            with pytest.raises(Refusal) as unknown:
                certificate_standing.find(session, actor=chief.account_id, number=forged)
            assert unknown.value.refused.code is Code.NOT_FOUND
        with pytest.raises(Refusal) as other:
            certificates.own(session, actor=wang.account_id, **which)  # type: ignore[arg-type]
        assert other.value.refused.code is Code.NOT_FOUND
        ends = {"actor": chief.account_id, "kind": Withdrawal.WRONG_HOURS, **which}
        with pytest.raises(Refusal) as stranger:
            certificate_standing.withdraw(session, **(ends | {"actor": li.account_id}))  # type: ignore[arg-type]
        assert stranger.value.refused.code is Code.NOT_ALLOWED
        assert certificate_standing.withdraw(session, **ends) == made.number  # type: ignore[arg-type]
        for deed, code in (
            (lambda: certificate_standing.withdraw(session, **ends), Code.ALREADY_DECIDED),  # type: ignore[arg-type]
            (lambda: _issues(session, li), Code.CERTIFICATE_WITHDRAWN),
            (
                lambda: certificates.own(session, actor=li.account_id, **which),  # type: ignore[arg-type]
                Code.CERTIFICATE_WITHDRAWN,
            ),
        ):
            with pytest.raises(Refusal) as refused:
                deed()
            assert refused.value.refused.code is code
        standing = certificate_standing.look_up(session, code=made.code)
        assert standing is not None
        assert standing.withdrawn is not None
        assert (standing.withdrawn.role, standing.withdrawn.kind) == ("federation", "wrong-hours")
        told = session.connection().execute(select(table_of(Notice).c.kind)).scalars().all()
        assert told == ["certificate-withdrawn"]
        entries = table_of(AuditEntry)
        deeds = session.connection().scalars(select(entries.c.action).order_by(entries.c.id)).all()
        assert deeds == ["certificate.issued", "certificate.withdrawn"]

    await db.write(play)


async def test_a_file_is_proven_by_the_public_key_alone(db: Database) -> None:
    pdf = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF"

    def play(session: CitySession) -> bytes:
        li = a_volunteer(session, 1)
        serves(session, li, a_station(session).station_id, 3, 120)
        made = _issues(session, li)
        # What is sealed anew when the keys rotate stays readable and proven.
        assert "certificate" in rotation.KINDS
        assert rotation.opens(session) > 0
        return certificates.proven(
            session, actor=li.account_id, certificate_id=made.certificate_id, pdf=pdf
        )

    parts = rules.taken_apart(await db.write(play))
    assert parts is not None
    assert parts[0] == pdf
    proof = parts[1]
    key = KEYS.public_keys()[0]
    message = rules.filed(proof.statement, pdf)
    assert signed_by(key, message, proof.key_version, proof.signature)
    assert not signed_by(key, message + b" ", proof.key_version, proof.signature)
    assert not signed_by("2" + key[1:], message, proof.key_version, proof.signature)
    with pytest.raises(ValueError, match=r"."):
        signed_by("1:short", message, proof.key_version, proof.signature)
