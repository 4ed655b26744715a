"""Every screen that shows staff a person by name and number leaves a line where he is under age."""

import json
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from domain.permissions import Role
from domain.rosters import Listed
from models.columns import table_of
from models.national import NationalEntry
from models.oddities import Oddity
from models.people import Consent, Volunteer
from models.recoveries import RecoveryClaim
from models.relocations import Relocation
from models.stars import StarBatch, StarCandidate, StarObjection
from models.traffic import AuditEntry
from models.visits import Visit
from rehearsal.people import Person
from tests.cast import (
    KEYS,
    MORNING,
    a_station,
    a_unit,
    a_volunteer,
    an_account,
    later,
    with_hours,
    with_role,
)
from tests.usecases.children import agrees, is_guardian
from tests.world import World, a_world
from usecases import certificates, minors, recoveries, rosters
from usecases.city import CitySession

# Who looks, what he presses or types (=) to get there, and as which screen it is written down.
SCREENS = (
    ("contact", ("nationalenter:0",), "national"),
    ("contact", ("nationalresult:0",), "national"),
    ("contact", ("roster:{unit}", "=李志愿"), "roster"),
    ("contact", ("backfill",), "record"),
    ("contact", ("backfill", "={number}"), "record"),
    ("contact", ("relocations",), "move"),
    ("contact", ("starlist:0",), "stars"),
    ("contact", ("starone:1",), "stars"),
    ("chief", ("starobjections:0",), "stars"),
    ("chief", ("recoveries",), "recovery"),
    ("chief", ("oddities",), "oddity"),
    ("chief", ("cert-check", "={certificate}"), "certificate"),
    ("clerk", ("regpage:month",), "register"),
)


def _everywhere(session: CitySession, staff: dict[str, int]) -> dict[str, str]:
    """Let one person stand on every screen; return what leads there."""
    li, unit, station = a_volunteer(session, 7_000), a_unit(session), a_station(session).station_id
    for role, where in (("contact", unit), ("clerk", station)):
        kind = Role.UNIT_CONTACT if role == "contact" else Role.CLERK
        with_role(session, staff[role], kind, str(where))
    chief = with_role(session, staff["chief"], Role.FEDERATION).account_id
    contact = an_account(session, staff["contact"]).account_id
    his = {"volunteer_id": li.volunteer_id}
    with_hours(session, li, 60_000)
    made = certificates.issue(
        session, actor=li.account_id, from_month="2026-11", until_month="2026-11", now=MORNING
    )
    agrees(session, is_guardian(session, li.volunteer_id, chief), "onward")
    listed = Listed(2, "李志愿", "+8613800000000")
    rosters.hand_in(session, actor=contact, unit_id=unit, rows=[listed], now=MORNING)
    said = KEYS.seal(json.dumps({"name": "李志愿", "phone": "+8613900000000"}), recoveries.place(1))
    started = {"opened_at": MORNING, "opened_by": chief, "policy_version": "1", "year": 2026}
    star = {"star": 5, "minutes": 60_000, "route": f"unit:{unit}", "state": "nominated"}
    home = {"county": "530802", "township": "530802001"}
    moves = {f"to_{name}": value for name, value in home.items()}
    facts = {"times": 8, "figure": 480, "stations": []}
    entry = {"account_id": li.account_id, "route": "federation", "queued_at": MORNING}
    rows = (
        (Consent, {"account_id": li.account_id, "kind": "onward-entry", "text_version": "1",
                   "given_at": MORNING}),
        (NationalEntry, his | entry | {"state": "returned", "number": "530800000001",
                                       "entered_at": MORNING}),
        (Relocation, his | moves | {"from_unit_id": unit, "from_route": "federation",
                                    "to_route": "federation", "reason": "address",
                                    "state": "asked", "asked_at": MORNING}),
        (RecoveryClaim, his | {"account_id": 1, "route": "federation", "said_sealed": said,
                               "asked_at": MORNING}),
        (Oddity, his | {"key": "round", "kind": "round", "county": "530802", "facts": facts,
                        "found_at": MORNING}),
        (StarBatch, started | {"state": "notice", "basis": "lifetime", "hours_source": "all",
                               "notice_until_on": later(days=30).date()}),
        (StarCandidate, his | star | {"batch_id": 1}),
        (StarObjection, {"batch_id": 1, "about": 1, "by_account_id": chief, "text": "漏了",
                         "objected_at": MORNING}),
        (Visit, his | {"station_id": station, "opened_at": MORNING, "opened_source": "scan"}),
    )  # fmt: skip
    for model, values in rows:
        session.connection().execute(insert(table_of(model)).values(**values))
    people = table_of(Volunteer)
    session.connection().execute(
        update(people).where(people.c.id == li.volunteer_id).values(unit_id=unit)
    )
    return {"unit": str(unit), "number": "5308-02-007000", "certificate": made.number}


async def test_each_screen_with_a_minors_name_and_number_leaves_a_line_and_an_adults_none(
    tmp_path: Path,
) -> None:
    """K18. One look an hour is written down of each screen, so an hour goes by between two."""
    async with a_world("sqlite", tmp_path) as world:
        await _walks(world)


async def _walks(world: World) -> None:
    staff = {who: world.person(who) for who in ("contact", "chief", "clerk")}
    for one in staff.values():
        await one.says("/start")
    facts = await world.db.write(_everywhere, {who: one.id for who, one in staff.items()})
    people, lines = table_of(Volunteer), table_of(AuditEntry)

    def born(session: CitySession, /, on: date) -> None:
        mine = people.c.number == facts["number"]
        session.connection().execute(update(people).where(mine).values(born_on=on))

    def written(session: CitySession) -> list[str]:
        query = select(lines.c.detail).where(lines.c.action == minors.SEEN).order_by(lines.c.id)
        return [each["screen"] for each in session.connection().scalars(query)]

    async def look(who: Person, steps: tuple[str, ...]) -> None:
        world.clock.jump(world.clock.now() + timedelta(minutes=61))
        for step in steps:
            said = step.format(**facts)
            if said.startswith("="):
                await who.says(said[1:])
            else:
                world.stage.world.press(who.id, 0, said)
                await world.settle()

    for birthday, young in ((date(2008, 11, 21), False), (date(2011, 3, 1), True)):
        await world.db.write(born, on=birthday)
        for who, steps, screen in SCREENS:
            before = len(await world.db.read(written))
            if steps[0] == "nationalresult:0":
                await world.db.write(_state, "entered")
            await look(staff[who], steps)
            new = (await world.db.read(written))[before:]
            assert new == ([screen] if young else []), (steps, new)
            await world.db.write(_state, "returned")


def _state(session: CitySession, /, state: str) -> None:
    session.connection().execute(update(table_of(NationalEntry)).values(state=state))
