"""A new city needs a policy file only: the same life under each, and where they differ.

Simao asks for nine fields and the word of those who were served, and gives no hours for stars.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from domain.admission import Means
from domain.civil_time import CityCalendar
from domain.holidays import read_holidays
from domain.permissions import Role
from domain.places import read_places
from domain.policy import POLICIES, PolicyBook
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Application, Volunteer
from tests.cast import KEYS, MORNING, a_station, later, station_code, with_role
from tests.databases import fresh_database
from tests.usecases.applying import applies
from tests.usecases.typing import PAPER, SAID, types, yesterday
from usecases import (
    approval,
    checkins,
    hours,
    ledger,
    proof,
    recipients,
    record_checks,
    record_credit,
)
from usecases.city import City, CitySession
from usecases.database import Database

HOMES: dict[str, dict[str, str]] = {
    "puer": {"county": "530802", "township": "530802001"},
    "guangan": {"county": "511602", "township": "511602001"},
    "simao": {"county": "530802", "township": "530802001"},
}


def _city(name: str) -> City:
    book = PolicyBook.load(name)
    policy = book.on(MORNING.date())
    calendar = CityCalendar.of(policy, read_holidays())
    return City(book, calendar, read_places(POLICIES / policy.city.places_file), KEYS)


# Each city once on one database: what differs is the policy, not the statements.
@pytest_asyncio.fixture(
    params=[("puer", "sqlite"), ("guangan", "postgresql"), ("simao", "sqlite")], ids="-".join
)
async def city(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Database]]:
    name, engine = request.param
    with fresh_database(engine) as url:
        opened = Database(url, _city(name))
        yield name, opened
        found = await opened.read(proof.prove)
        assert found.holds, found.contradictions
        await opened.close()


async def _approved(db: Database, home: dict[str, Any]) -> tuple[int, int]:
    """Let somebody register and be approved; return his account and his number as a volunteer."""
    account_id, _ = await db.write(applies, 7, **home)

    def route(session: CitySession) -> Any:
        rows = table_of(Application)
        return session.connection().execute(select(rows)).one()

    application = await db.read(route)
    role, _, county = application.route.partition(":")
    officer = await db.write(with_role, 501, Role(role), county)
    await db.write(
        approval.decide,
        actor=officer.account_id,
        application_id=application.id,
        version=application.version,
        verdict=approval.Verdict.APPROVED,
        now=MORNING,
    )

    def of_account(session: CitySession) -> int:
        rows = table_of(Volunteer)
        query = select(rows.c.id).where(rows.c.account_id == account_id)
        return int(session.connection().execute(query).scalar_one())

    return account_id, await db.read(of_account)


async def test_the_same_life_is_lived_in_each_city(city: tuple[str, Database]) -> None:
    name, db = city
    rules = db.city.policy(MORNING).records
    account_id, volunteer_id = await _approved(db, HOMES[name])
    station = await db.write(a_station)
    for nth, at in enumerate((MORNING, later(hours=2))):
        await db.write(
            checkins.scan,
            actor=account_id, token=station_code(station, at), means=Means.SCANNER,
            request_id=f"scan {nth}", now=at,
        )  # fmt: skip
    chen = await db.write(with_role, 500, Role.FEDERATION)
    office = await db.write(with_role, 502, Role.OFFICE)
    said = dict(SAID)
    if "quality" in rules.mandatory:
        with pytest.raises(Refusal) as refusal:
            await db.write(types, chen.account_id, volunteer_id, said=said)
        assert refusal.value.refused.code is Code.RECORD_LACKS
        said["quality"] = "很好"
    filed = await db.write(types, chen.account_id, volunteer_id, yesterday(), said=said)
    await db.write(
        record_checks.decide,
        actor=office.account_id, record_id=filed.record_id, version=1, approved=True,
        now=later(hours=3),
    )  # fmt: skip
    due = later(days=8)
    if rules.recipient_confirm == "required":
        assert await db.write(record_credit.credit_due, now=due) == 0
        await db.write(
            recipients.signed,
            actor=chen.account_id, record_id=filed.record_id, file=PAPER, now=due,
        )  # fmt: skip
    assert await db.write(record_credit.credit_due, now=due) == 1
    has = await db.read(ledger.hours, volunteer_id=volunteer_id)
    assert (has.service_minutes, has.redeemable_minutes) == (240, 120)
    shown = await db.read(hours.summary, actor=account_id, now=due)
    assert shown.gives_stars is (name != "simao")
    assert (shown.to_next_minutes is None) is (name == "simao")


def test_simao_asks_for_nine_fields_and_a_signature_and_gives_no_hours_for_stars() -> None:
    policy = PolicyBook.load("simao").on(MORNING.date())
    nine = {
        "name", "date", "place", "recipients", "content", "time", "quality", "leader", "recorder",
    }  # fmt: skip
    # The tenth is the nation's (Order 67 Art 7).
    assert set(policy.records.mandatory) == nine | {"organizer"}
    assert policy.records.recipient_confirm == "required"
    assert policy.stars.thresholds_hours == ()
    for key in ("records.mandatory", "records.recipient_confirm", "stars.thresholds_hours"):
        assert policy.source(key).number == "思文委发〔2015〕3号"
