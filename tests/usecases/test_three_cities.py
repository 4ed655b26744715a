"""A new city needs a policy file only: the same life under each, and where they differ.

Simao asks for nine fields and the word of those who were served, and gives no hours for stars;
Guang'an has kinds of stations, a standard, zones and a chain of its own. The chat's part of it is
played in `tests/e2e/test_other_cities.py`.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from domain.admission import Means
from domain.ages import AgeTerms, terms_for
from domain.certificates import Withdrawal
from domain.permissions import Role
from domain.policy import Policy, PolicyBook
from domain.refusals import Code, Refusal, Refused
from domain.relocation import Belonging
from models.columns import table_of
from models.people import Application, Volunteer
from tests.cast import (
    MORNING,
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
from tests.usecases.applying import applies
from tests.usecases.typing import SAID, types, yesterday
from usecases import (
    approval,
    certificate_standing,
    certificates,
    checkins,
    coverage,
    duty_reminders,
    families,
    hours,
    ledger,
    proof,
    recipients,
    record_checks,
    record_credit,
    relocations,
    star_batches,
    station_goals,
    station_marks,
    station_standard,
    stations,
)
from usecases.city import CitySession
from usecases.database import Database

SEVEN = {"name", "date", "place", "content", "time", "organizer", "leader"}


@dataclass(frozen=True)
class Differs:
    """What one city asks for otherwise than another."""

    home: dict[str, Any]
    approver: Role
    fields: set[str]
    recipient: str
    standard: int
    kind: str
    hours_a_day: int
    issuer: str
    stars: tuple[int, ...]
    chain: tuple[str, ...]
    document: str


SIMAO: dict[str, Any] = {"county": "530802", "township": "530802001"}
NATIONAL_STARS = (100, 300, 600, 1000, 1500)
WHOLE_CHAIN = ("unit", "federation", "centre", "office")
CITIES = {
    "puer": Differs(
        SIMAO, Role.FEDERATION, SEVEN | {"recipients"}, "optional", 10, "culture", 300,
        "普洱市志愿服务联合会", NATIONAL_STARS, WHOLE_CHAIN, "普洱市志愿者制度化管理办法（试行）",
    ),
    "guangan": Differs(
        {"county": "511602", "township": "511602001"}, Role.COUNTY_OFFICE, SEVEN, "optional", 6,
        "compound", 0, "广安市精神文明建设办公室", NATIONAL_STARS,
        ("unit", "federation", "office"), "志愿服务记录办法",
    ),
    "simao": Differs(
        SIMAO, Role.FEDERATION, SEVEN | {"recipients", "quality", "recorder"}, "required", 10,
        "culture", 300, "茶城志愿者协会", (), WHOLE_CHAIN,
        "思茅区关于推进志愿服务制度化的实施意见",
    ),
}  # fmt: skip


def _policy(name: str) -> Policy:
    return PolicyBook.load(name).on(MORNING.date())


# ---- what the files say, below, at and above


@pytest.mark.parametrize("name", CITIES)
def test_each_city_draws_the_ages_where_the_nation_and_its_document_do(name: str) -> None:
    rules = _policy(name).registration
    young = terms_for(9, rules)
    assert isinstance(young, Refused)
    assert young.code is Code.TOO_YOUNG
    for age, terms in (
        (10, AgeTerms(True, True, False)),
        (13, AgeTerms(True, True, False)),
        (14, AgeTerms(True, False, False)),
        (17, AgeTerms(True, False, False)),
        (18, AgeTerms(False, False, False)),
        (70, AgeTerms(False, False, False)),
        (71, AgeTerms(False, False, True)),
    ):
        assert terms_for(age, rules) == terms, age


@pytest.mark.parametrize("name", CITIES)
def test_each_city_asks_for_its_own_fields_and_never_for_less_than_the_nation(name: str) -> None:
    policy, differs = _policy(name), CITIES[name]
    assert set(policy.records.mandatory) == differs.fields >= SEVEN
    assert policy.records.recipient_confirm == differs.recipient
    assert (policy.records.deadline_workdays, policy.records.warn_workdays) == (10, (5, 8))
    assert (policy.records.notice_days, policy.stars.notice_workdays) == (7, 5)
    assert "typed" not in policy.credit.redeemable_sources
    assert (policy.credit.max_visit_minutes, policy.credit.max_day_minutes) == (480, 480)


@pytest.mark.parametrize("name", CITIES)
def test_each_city_has_its_own_standard_chain_stars_and_issuer(name: str) -> None:
    policy, differs = _policy(name), CITIES[name]
    assert len(policy.stations.checklist) == differs.standard
    assert differs.kind in policy.stations.kinds
    assert policy.stations.min_hours_day * 60 == differs.hours_a_day
    assert policy.stars.thresholds_hours == differs.stars
    assert policy.stars.chain == differs.chain
    assert policy.papers.certificate_issuer == differs.issuer
    assert policy.source("stars.thresholds_hours").document_title == differs.document


def test_simao_asks_for_nine_fields_and_a_signature_and_gives_no_hours_for_stars() -> None:
    policy = _policy("simao")
    nine = {
        "name", "date", "place", "recipients", "content", "time", "quality", "leader", "recorder",
    }  # fmt: skip
    # The tenth is the nation's (Order 67 Art 7).
    assert set(policy.records.mandatory) == nine | {"organizer"}
    assert policy.records.recipient_confirm == "required"
    assert policy.stars.thresholds_hours == ()
    for key in ("records.mandatory", "records.recipient_confirm", "stars.thresholds_hours"):
        assert policy.source(key).number == "思文委发〔2015〕3号"


# ---- the same life in each


# Each city once on one database: what differs is the policy, not the statements.
@pytest_asyncio.fixture(
    params=[("puer", "sqlite"), ("guangan", "postgresql"), ("simao", "sqlite")], ids="-".join
)
async def city(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Database]]:
    name, engine = request.param
    with fresh_database(engine) as url:
        opened = Database(url, city_of(name))
        yield name, opened
        found = await opened.read(proof.prove)
        assert found.holds, found.contradictions
        await opened.close()


async def _refused(doing: Any) -> Code:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.refused.code


async def _approved(db: Database, differs: Differs) -> tuple[int, int]:
    """Let somebody register and be approved; return his account and his number as a volunteer."""
    account_id, handed_in = await db.write(applies, 7, **differs.home)
    assert Role(handed_in.approver) is differs.approver
    place = differs.home["county"] if differs.approver is Role.COUNTY_OFFICE else ""
    officer = await db.write(with_role, 501, differs.approver, place)
    await db.write(
        approval.decide,
        actor=officer.account_id,
        application_id=handed_in.application_id,
        version=1,
        verdict=approval.Verdict.APPROVED,
        now=MORNING,
    )

    def of_account(session: CitySession) -> int:
        rows = table_of(Volunteer)
        query = select(rows.c.id).where(rows.c.account_id == account_id)
        return int(session.connection().execute(query).scalar_one())

    return account_id, await db.read(of_account)


async def _people_of_every_age_and_document(db: Database, differs: Differs) -> None:
    """Refuse a child of nine, let one of fifteen wait for a guardian, and take a passport."""
    born = {9: "20170101", 15: "20110101"}
    facts: dict[str, Any] = differs.home | {
        "number": invented_id_number(21, born[9]),
        "born_on": "2017-01-01",
    }
    assert await _refused(db.write(applies, 21, **facts)) is Code.TOO_YOUNG
    facts = differs.home | {"number": invented_id_number(22, born[15]), "born_on": "2011-01-01"}
    _, pupil = await db.write(applies, 22, **facts)
    assert pupil.needs_guardian
    facts = differs.home | {"kind": "passport", "number": "E0000023", "born_on": "1990-05-20"}
    _, guest = await db.write(applies, 23, **facts)
    assert not guest.needs_guardian
    rows = table_of(Application)
    routes = await db.read(lambda session: session.connection().scalars(select(rows.c.route)).all())
    assert {route.partition(":")[0] for route in routes} == {differs.approver.value}


async def _hours_that_were_typed(db: Database, differs: Differs, volunteer_id: int) -> None:
    """Type a whole record; it counts when it was checked, on show, and confirmed where it must."""
    chen = await db.write(with_role, 500, Role.FEDERATION)
    office = await db.write(with_role, 502, Role.OFFICE)
    said = dict(SAID)
    for field in sorted(differs.fields & {*SAID, "quality"}):
        without = {key: text for key, text in said.items() if key != field}
        lacking = db.write(types, chen.account_id, volunteer_id, said=without)
        assert await _refused(lacking) is Code.RECORD_LACKS, field
        said.setdefault(field, "很好")
    filed = await db.write(types, chen.account_id, volunteer_id, yesterday(), said=said)
    checks: dict[str, Any] = {"record_id": filed.record_id, "version": 1, "approved": True}
    own = db.write(record_checks.decide, actor=chen.account_id, now=later(hours=3), **checks)
    assert await _refused(own) is Code.RECORD_ANOTHER
    asks: dict[str, Any] = {"actor": chen.account_id, "record_id": filed.record_id}
    link = await db.write(recipients.ask, **asks, now=later(days=3))
    await db.write(record_checks.decide, actor=office.account_id, now=later(hours=3), **checks)
    assert await db.write(record_credit.credit_due, now=later(days=6)) == 0
    due = later(days=8)
    waits = differs.recipient == "required"
    assert await db.write(record_credit.credit_due, now=due) == (0 if waits else 1)
    if waits:
        wu = await db.write(an_account, 900)
        word: dict[str, Any] = {"actor": wu.account_id, "code": link.code, "stars": 5}
        await db.write(recipients.confirm, **word, now=due)
        assert await db.write(record_credit.credit_due, now=due) == 0
        seen = await db.read(record_checks.following, actor=office.account_id)
        assert seen is not None
        sees: dict[str, Any] = {"record_id": filed.record_id, "word_id": seen.word_id}
        who: dict[str, Any] = {"actor": office.account_id, "genuine": True, "now": due}
        await db.write(record_checks.see_word, **sees, **who)
        assert await db.write(record_credit.credit_due, now=due) == 1


async def _papers_and_stars(db: Database, differs: Differs, account_id: int) -> None:
    """Issue a certificate in the city's name, and open a year's stars where there are any."""
    due = later(days=8)
    made = await db.write(
        certificates.issue,
        actor=account_id, from_month="2026-11", until_month="2026-11", now=due,
    )  # fmt: skip
    assert made.statement["issuer"] == differs.issuer
    assert made.statement["minutes_by_kind"] == {"recorded": 120, "typed": 120, "imported": 0}
    chen = await db.write(with_role, 500, Role.FEDERATION)
    ends: dict[str, Any] = {
        "certificate_id": made.certificate_id,
        "kind": Withdrawal.WRONG_HOURS,
        "now": due,
    }
    assert (
        await db.write(certificate_standing.withdraw, actor=chen.account_id, **ends) == made.number
    )
    shown = await db.read(hours.summary, actor=account_id, now=due)
    assert shown.gives_stars is bool(differs.stars)
    assert (shown.to_next_minutes is None) is not bool(differs.stars)
    centre = await db.write(with_role, 503, Role.CENTRE)
    opening = db.write(star_batches.open_batch, actor=centre.account_id, year=2026, now=due)
    if not differs.stars:
        assert await _refused(opening) is Code.STARS_NONE
        return
    assert shown.to_next_minutes == 100 * 60 - 240
    assert (await opening).by_star == {}


async def _belongs(db: Database, differs: Differs, account_id: int) -> None:
    """Found a family of two, and ask for a transfer with a reason that no document knows."""
    for who in (account_id, (await db.write(a_volunteer, 31, "李小一")).account_id):
        if who == account_id:
            await db.write(families.found, actor=who, now=MORNING)
            code = await db.write(families.invite, actor=who, now=MORNING)
        else:
            home = await db.write(families.join, actor=who, code=code, now=MORNING)
            assert len(home.members) == 2
    reasons = (await db.read(relocations.own, actor=account_id, now=MORNING)).reasons
    assert reasons == ("household", "address", "employer")
    county = differs.home["county"]
    elsewhere = db.city.places.townships(county)[-1].code
    asking: dict[str, Any] = {"actor": account_id, "now": MORNING}
    wanted = Belonging(None, None, county, elsewhere)
    moody = db.write(relocations.ask, reason="mood", wanted=wanted, **asking)
    assert await _refused(moody) is Code.ANSWER_MISSING
    await db.write(relocations.ask, reason="address", wanted=wanted, **asking)
    assert (await db.read(relocations.own, **asking)).state == "asked"


async def _a_station_by_the_citys_standard(db: Database, differs: Differs) -> None:
    """Open a station of the city's own kind, tick its standard, and see what it owes a day."""
    chief = await db.write(with_role, 502, Role.OFFICE)
    opened: dict[str, Any] = {"actor": chief.account_id, "address": "人民路 1 号", "now": MORNING}
    place = differs.home["township"]
    for wrong in ("kiosk", "culture" if differs.kind == "compound" else "compound"):
        strange = db.write(
            stations.open_station, name="别样站", kind=wrong, township=place, **opened
        )
        assert await _refused(strange) is Code.NOT_FOUND
    station_id = await db.write(
        stations.open_station, name="本地站", kind=differs.kind, township=place, **opened
    )
    here: dict[str, Any] = {"actor": chief.account_id, "station_id": station_id, "now": MORNING}
    for item in await db.read(station_standard.items, **here):
        await db.write(station_standard.tick, **here, item=item.code, photo=None)
    card = await db.read(stations.card, **here)
    assert (card.items_seen, len(await db.read(station_standard.items, **here))) == (
        differs.standard,
        differs.standard,
    )
    week = await db.read(coverage.week, **here)
    assert {day.duty.missing_minutes for day in week if day.duty.is_open} == {differs.hours_a_day}


async def test_the_same_life_is_lived_in_each_city(city: tuple[str, Database]) -> None:
    name, db = city
    differs = CITIES[name]
    account_id, volunteer_id = await _approved(db, differs)
    await _people_of_every_age_and_document(db, differs)
    station = await db.write(a_station)
    for nth, at in enumerate((MORNING, later(hours=2))):
        await db.write(
            checkins.scan,
            actor=account_id, token=station_code(station, at), means=Means.SCANNER,
            request_id=f"scan {nth}", now=at,
        )  # fmt: skip
    await _hours_that_were_typed(db, differs, volunteer_id)
    has = await db.read(ledger.hours, volunteer_id=volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (240, 120)
    await _papers_and_stars(db, differs, account_id)
    await _belongs(db, differs, account_id)
    await _a_station_by_the_citys_standard(db, differs)
    # Where units owe nothing, nobody looks for it every minute.
    monday = later(days=2, hours=1)
    assert await db.read(duty_reminders.anyone_due, now=monday) is (name == "puer")


async def _are_in_every_community_or_not(
    db: Database, chief: int, district: int, station_id: int
) -> None:
    """Five places need one in each community, the four others five; a mark is named nowhere."""

    async def told(actor: int) -> dict[str, tuple[int, int, int | None, bool]]:
        found = await db.read(station_goals.goals, actor=actor, now=MORNING)
        return {one.county: (one.stations, one.covered, one.percent, one.reached) for one in found}

    before = await told(chief)
    assert len(before) == 9
    assert (before["GA-ZS"], before["511681"]) == ((1, 0, None, False), (0, 0, None, False))
    assert list(await told(district)) == ["511602"]
    enters: dict[str, Any] = {"actor": chief, "county": "GA-ZS", "now": MORNING}
    for county, communities in (("GA-ZS", 0), ("GA-ZS", 10_001), ("511681", 5)):
        odd = db.write(
            station_goals.enter, **enters | {"county": county, "communities": communities}
        )
        assert await _refused(odd) is Code.STEP_GONE
    beyond = db.write(station_goals.enter, **enters | {"actor": district, "communities": 1})
    assert await _refused(beyond) is Code.NOT_ALLOWED
    for communities in (2, 1):
        await db.write(station_goals.enter, **enters, communities=communities)
    here: dict[str, Any] = {"actor": chief, "station_id": station_id, "now": MORNING}
    items = await db.read(station_standard.items, **here)
    for nth, one in enumerate(items):
        # One item short of the standard is no standard.
        assert (await told(chief))["GA-ZS"] == (1, 0, 0, False), nth
        await db.write(station_standard.tick, **here, item=one.code, photo=None)
    assert (await told(chief))["GA-ZS"] == (1, 1, 100, True)
    assert await db.read(station_marks.offered, now=MORNING) == ()
    named = db.write(station_marks.give, **here, mark="studio")
    assert await _refused(named) is Code.NOT_FOUND
    assert await _refused(db.read(station_marks.venues, page=0, now=MORNING)) is Code.NOT_FOUND


@pytest.mark.parametrize("city", [("guangan", "postgresql")], indirect=True, ids="-".join)
async def test_a_zone_of_guangan_has_its_station_and_its_volunteers(
    city: tuple[str, Database],
) -> None:
    """The plan's five places: two districts, and three zones that no national code knows."""
    _, db = city
    chief = (await db.write(with_role, 502, Role.OFFICE)).account_id
    district = (await db.write(with_role, 504, Role.COUNTY_OFFICE, "511602")).account_id
    places = ("511602001", "511603001", "GA-JKQ", "GA-XX", "GA-ZS")
    opened: dict[str, Any] = {"kind": "community", "address": "一号路", "now": MORNING}
    for nth, place in enumerate(places):
        facts = opened | {"name": f"第 {nth} 社区工作站", "township": place}
        station_id = await db.write(stations.open_station, actor=chief, **facts)
        here: dict[str, Any] = {"actor": chief, "station_id": station_id, "now": MORNING}
        await db.write(stations.change, **here, field="community", value=f"第 {nth} 社区")
        assert (await db.read(stations.card, **here)).community == f"第 {nth} 社区"
    assert (await db.read(stations.listing, actor=chief))[0] == len(places)
    # The district's own office keeps the district's and sees nothing of the zones.
    assert (await db.read(stations.listing, actor=district))[0] == 1
    await _are_in_every_community_or_not(db, chief, district, station_id)
    beyond = opened | {"actor": district, "name": "越界站", "township": "GA-JKQ"}
    assert await _refused(db.write(stations.open_station, **beyond)) is Code.NOT_ALLOWED
    _, handed_in = await db.write(applies, 41, county="GA-JKQ", township="")
    assert Role(handed_in.approver) is Role.OFFICE
