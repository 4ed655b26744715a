"""Handing a registration in: who decides, what is refused, what is kept and how."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from domain.ages import AgeTerms
from domain.refusals import Code, Refusal, Refused
from domain.registration import Identity
from models.columns import table_of
from models.people import Application, Consent
from models.places import Team
from tests.cast import MORNING, POLICY, a_unit, a_volunteer, an_account, invented_id_number, later
from tests.usecases.applying import answers, applies
from tests.usecases.trail import trail
from usecases import directory, identifying, registration
from usecases.city import CitySession
from usecases.database import Database
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER


@pytest.mark.parametrize(
    ("affiliation", "home", "township", "route"),
    [
        (None, "530802", "530802001", "federation"),
        (None, "530821", "530821101", "county_office:530821"),
        ("city", "530821", "530821101", "federation"),
        ("province", "530821", "530821101", "federation"),
        ("nation", "530821", "530821101", "federation"),
        # A unit of Simao's decides over the home in another county (PUZD-1.4.1c).
        ("county", "530821", "530821101", "federation"),
    ],
)
async def test_a_registration_goes_to_whom_the_unit_belongs_to(
    db: Database, affiliation: str | None, home: str, township: str, route: str
) -> None:
    def hand_in(session: CitySession) -> str:
        unit_id = a_unit(session, "某单位", affiliation) if affiliation else None
        _, done = applies(session, 7, county=home, township=township, unit_id=unit_id)
        return str(
            session.connection().scalar(
                select(table_of(Application).c.route).where(
                    table_of(Application).c.id == done.application_id
                )
            )
        )

    assert await db.write(hand_in) == route


async def test_the_answer_is_promised_within_the_policys_working_days(db: Database) -> None:
    _, done = await db.write(applies, 7)
    # Saturday 21 November 2026 is not counted, nor is Sunday.
    assert done.reply_by_on == date(2026, 11, 25)


async def test_the_number_is_nowhere_readable_in_the_database(db: Database) -> None:
    await db.write(applies, 7)
    number = invented_id_number(7, "19900101")

    def everything(session: CitySession) -> str:
        connection = session.connection()
        rows = connection.execute(select(table_of(Application))).all()
        audit = connection.execute(text("SELECT * FROM audit_entry")).all()
        return repr(rows) + repr(audit)

    kept = await db.read(everything)
    assert number not in kept
    assert "13800000007" not in kept
    assert "李志愿" not in kept


async def test_one_number_registers_once_whoever_types_it(db: Database) -> None:
    await db.write(applies, 7)
    number = invented_id_number(7, "19900101")
    with pytest.raises(Refusal) as refusal:
        await db.write(applies, 8, number=f" {number[:6]} {number[6:]} ".lower())
    assert refusal.value.refused.code is Code.ALREADY_REGISTERED


async def test_of_two_who_hand_in_one_number_at_once_one_is_refused(db: Database) -> None:
    number = invented_id_number(7, "19900101")
    done = await asyncio.gather(
        *(db.write(applies, who, number=number) for who in range(7, 12)), return_exceptions=True
    )
    refused = [one for one in done if isinstance(one, Refusal)]
    assert len(refused) == 4
    assert {one.refused.code for one in refused} == {Code.ALREADY_REGISTERED}


async def test_a_volunteer_does_not_register_again(db: Database) -> None:
    def again(session: CitySession) -> None:
        a_volunteer(session, 7)
        applies(session, 7)

    with pytest.raises(Refusal) as refusal:
        await db.write(again)
    assert refusal.value.refused.code is Code.ALREADY_REGISTERED


async def test_handing_in_twice_is_one_application(db: Database) -> None:
    _, first = await db.write(applies, 7)
    _, second = await db.write(applies, 7)
    assert first.application_id == second.application_id
    subject = f"application:{first.application_id}"
    lines = await db.read(trail, "application.")
    assert [(line[0], line[2]) for line in lines] == [("application.handed-in", subject)]


async def test_nothing_is_handed_in_without_both_consents(db: Database) -> None:
    def without(session: CitySession, kinds: list[str]) -> None:
        actor = an_account(session, 7).account_id
        registration.agree(session, actor=actor, kinds=kinds, now=MORNING)
        registration.submit(session, actor=actor, answers=answers(7), now=MORNING)

    for kinds in ([], [TO_REGISTER], [ID_NUMBER], [TO_REGISTER, ONWARD_ENTRY]):
        with pytest.raises(Refusal) as refusal:
            await db.write(without, kinds)
        assert refusal.value.refused.code is Code.CONSENT_MISSING


async def test_declining_withdraws_what_was_agreed_to(db: Database) -> None:
    consents = table_of(Consent)

    def live(session: CitySession) -> list[str]:
        return list(
            session.connection().scalars(
                select(consents.c.kind).where(consents.c.withdrawn_at.is_(None))
            )
        )

    actor = (await db.write(an_account, 7)).account_id
    kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
    await db.write(registration.agree, actor=actor, kinds=kinds, now=MORNING)
    await db.write(registration.agree, actor=actor, kinds=kinds, now=MORNING)
    assert sorted(await db.read(live)) == sorted(kinds)
    await db.write(registration.agree, actor=actor, kinds=kinds[:2], now=later(minutes=1))
    assert sorted(await db.read(live)) == sorted(kinds[:2])
    await db.write(registration.decline, actor=actor, now=later(minutes=2))
    assert await db.read(live) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "<b>"}, Code.NAME_CHARACTERS),
        ({"name": ""}, Code.NAME_EMPTY),
        ({"phone": "12"}, Code.PHONE_SHAPE),
        ({"kind": "no-such-kind"}, Code.NOT_FOUND),
        ({"number": "530802199001010001"}, Code.ID_CHECKSUM),
        ({"county": "110000"}, Code.ANSWER_MISSING),
        ({"township": "530821101"}, Code.ANSWER_MISSING),
        ({"township": ""}, Code.ANSWER_MISSING),
        ({"oath": ""}, Code.ANSWER_MISSING),
        ({"unit_id": 99}, Code.ANSWER_MISSING),
        ({"categories": ["no-such"]}, Code.ANSWER_MISSING),
        ({"skills": ["no-such"]}, Code.ANSWER_MISSING),
        ({"free_times": ["7-morning"]}, Code.ANSWER_MISSING),
        ({"categories": ["0001", "0002", "0003", "0004", "0005"]}, Code.TOO_MANY_CATEGORIES),
    ],
)
async def test_an_answer_that_cannot_be_is_refused(
    db: Database, changed: dict[str, Any], code: Code
) -> None:
    with pytest.raises(Refusal) as refusal:
        await db.write(applies, 7, **changed)
    assert refusal.value.refused.code is code


# ---- ages: PUZD-1.2a, c, d (on 21 November 2026)


@pytest.mark.parametrize(
    ("born", "asked_for"),
    [
        ("20161122", Code.TOO_YOUNG),
        ("20161121", AgeTerms(True, True, False)),
        ("20121122", AgeTerms(True, True, False)),
        ("20121121", AgeTerms(True, False, False)),
        ("20081122", AgeTerms(True, False, False)),
        ("20081121", AgeTerms(False, False, False)),
        ("19551122", AgeTerms(False, False, False)),
        ("19551121", AgeTerms(False, False, True)),
    ],
)
async def test_adults_up_to_seventy_register_by_themselves(
    db: Database, born: str, asked_for: Code | AgeTerms
) -> None:
    actor = (await db.write(an_account, 7)).account_id
    asked: dict[str, Any] = {
        "actor": actor,
        "kind": "resident-id",
        "number": invented_id_number(7, born),
        "sex": "",
        "born_on": "",
        "now": MORNING,
    }
    if isinstance(asked_for, AgeTerms):
        found = await db.read(identifying.identify, **asked)
        assert isinstance(found, Identity)
        assert found.terms == asked_for
        return
    with pytest.raises(Refusal) as refusal:
        await db.read(identifying.identify, **asked)
    assert refusal.value.refused.code is asked_for
    assert POLICY.on(MORNING.date()).source(refusal.value.refused.rule or "").clause_id


async def test_a_passport_tells_neither_birth_nor_sex_and_both_are_asked(db: Database) -> None:
    actor = (await db.write(an_account, 7)).account_id
    passport: dict[str, Any] = {
        "actor": actor,
        "kind": "passport",
        "number": "E00000000",
        "now": MORNING,
    }
    found = await db.read(identifying.identify, **passport, sex="", born_on="")
    assert isinstance(found, Refused)
    assert found.code is Code.ID_BIRTH_MISSING
    found = await db.read(identifying.identify, **passport, sex="female", born_on="1990-05-20")
    assert isinstance(found, Identity)
    assert found.born_on == date(1990, 5, 20)


# ---- units and teams to choose from


async def test_units_are_found_by_any_of_their_names(db: Database) -> None:
    await db.write(a_unit, "普洱市教育体育局")
    await db.write(a_unit, "教育学会")
    found = await db.read(directory.find_units, typed="教育")
    assert [place.name for place in found] == ["教育学会", "普洱市教育体育局"]
    assert await db.read(directory.find_units, typed="%") == []
    assert await db.read(directory.find_units, typed="\x00") == []


async def test_the_units_own_teams_come_first_and_strangers_are_not_shown(db: Database) -> None:
    def teams(session: CitySession) -> list[str]:
        unit, other = a_unit(session, "甲单位"), a_unit(session, "乙单位")
        rows: list[dict[str, Any]] = [
            {"name": "全市应急队", "unit_id": None, "township": None},
            {"name": "思茅街道队", "unit_id": None, "township": "530802001"},
            {"name": "甲单位队", "unit_id": unit, "township": None},
            {"name": "乙单位队", "unit_id": other, "township": None},
            {"name": "南屏镇队", "unit_id": None, "township": "530802102"},
        ]
        session.connection().execute(insert(table_of(Team)), rows)
        found = registration.teams_for(session, unit_id=unit, township="530802001", now=MORNING)
        return [team.name for team in found]

    assert await db.write(teams) == ["甲单位队", "思茅街道队", "全市应急队"]


async def test_no_more_teams_are_shown_than_one_looks_through(db: Database) -> None:
    def teams(session: CitySession, count: int) -> int:
        rows = [{"name": f"全市{n}队", "unit_id": None, "township": None} for n in range(count)]
        session.connection().execute(insert(table_of(Team)), rows)
        return len(registration.teams_for(session, unit_id=None, township="", now=MORNING))

    most = POLICY.on(MORNING.date()).registration.max_teams_shown
    assert await db.write(teams, most + 1) == most
