"""How the steps of offices and units are reached, and what is said outside a conversation.

What a `Stand` is: `standing.py`. A new step without a line in one of the `…_steps.py` fails a test.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from domain.permissions import Role
from domain.writing import LONGEST_REASON, clean_text, public_text
from locales.words import CHINESE, locale_for
from models.columns import table_of
from models.duties import Duty, Submission
from models.national import NationalEntry
from models.people import Consent, Decision, Volunteer
from models.places import Station, Team, Unit
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    a_station,
    a_unit,
    a_volunteer,
    invented_id_number,
    with_role,
)
from tests.e2e.standing import (
    ENOUGH,
    Stand,
    may_be_told,
    presses,
    presses_all,
    volunteers,
)
from tests.usecases.applying import applies
from tests.world import World
from usecases import (
    submissions,
    teams,
)
from usecases.city import CitySession
from usecases.stations import TEXTS


async def _judges(world: World, person: Person) -> None:
    applicants = [world.person("申请人") for _ in range(ENOUGH)]

    def apply(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        for number, one in enumerate(applicants):
            applies(
                session,
                one.id,
                number=invented_id_number(number, "19910101"),
                phone=f"+861380000{number:04d}",
            )

    await world.db.write(apply)
    await person.says("/start")
    may_be_told(world, applicants)
    await presses(world, person, "menu-queue", "button-refuse")


def _reason_given(session: CitySession, _data: object) -> str:
    rows = table_of(Decision)
    return str(session.connection().scalar(select(rows.c.reason).order_by(rows.c.id.desc())))


async def _reads(world: World, person: Person) -> None:
    contact = world.person("周联系")

    def hand_in(session: CitySession) -> None:
        with_role(session, person.id, Role.CENTRE)
        duties = table_of(Duty)
        duty = (
            session.connection().execute(select(duties).where(duties.c.kind == "info_item")).first()
        )
        assert duty is not None
        sender = with_role(session, contact.id, Role.UNIT_CONTACT, str(duty.unit_id))
        for number in range(ENOUGH):
            submissions.hand_in(
                session,
                actor=sender.account_id,
                duty_id=duty.id,
                text="一条信息",
                files=[],
                request_id=f"handin/{number}",
                now=MORNING,
            )

    await world.db.write(hand_in)
    await person.says("/start")
    may_be_told(world, [contact])
    await presses(world, person, "menu-queue", "button-return")


def _reason_sent(session: CitySession, _data: object) -> str:
    rows = table_of(Submission)
    query = select(rows.c.reason).where(rows.c.reason.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


async def _collects(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        duties = table_of(Duty)
        unit = session.connection().scalar(
            select(duties.c.unit_id).where(duties.c.kind == "plan").order_by(duties.c.id.desc())
        )
        with_role(session, person.id, Role.UNIT_CONTACT, str(unit))

    await world.db.write(grant)
    await person.says("/start")
    await presses(world, person, "menu-submit", "button-duty-plan")


async def _keeps_a_roster(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        unit = a_unit(session, f"第 {person.id} 局")
        with_role(session, person.id, Role.UNIT_CONTACT, str(unit))

    await world.db.write(grant)
    await person.says("/start")
    await presses(world, person, "menu-roster")


async def _counts_its_people(world: World, person: Person) -> None:
    await _keeps_a_roster(world, person)
    await presses(world, person, "button-headcount")


async def _counts_its_pupils(world: World, person: Person) -> None:
    def found_school(session: CitySession) -> None:
        unit = a_unit(session, f"第 {person.id} 中学")
        rows = table_of(Unit)
        session.connection().execute(
            update(rows).where(rows.c.id == unit).values(kind="senior_high")
        )
        with_role(session, person.id, Role.UNIT_CONTACT, str(unit))

    await world.db.write(found_school)
    await person.says("/start")
    await presses(world, person, "menu-roster", "button-headcount")
    await person.says("80")


def _an_entry(session: CitySession, contact: int, volunteer: int, *, count: int = 1) -> None:
    """Let volunteers of a unit of one's own wait for their entry, one for each taken text."""
    connection = session.connection()
    unit = a_unit(session, f"第 {contact} 局")
    types = with_role(session, contact, Role.UNIT_CONTACT, str(unit)).account_id
    people, entries = table_of(Volunteer), table_of(NationalEntry)
    for nth in range(count):
        who = a_volunteer(session, volunteer * 1_000 + nth)
        connection.execute(
            update(people).where(people.c.id == who.volunteer_id).values(unit_id=unit)
        )
        consents = table_of(Consent)
        row = {"kind": "onward-entry", "text_version": "1", "given_at": MORNING}
        connection.execute(insert(consents).values(account_id=who.account_id, **row))
        connection.execute(
            insert(entries).values(
                volunteer_id=who.volunteer_id,
                account_id=who.account_id,
                route="federation",
                queued_at=MORNING,
                state="entered" if count > 1 else "to_enter",
                number=f"N{who.volunteer_id:08d}" if count > 1 else None,
                entered_at=MORNING if count > 1 else None,
                entered_by=types if count > 1 else None,
                version=1,
            )
        )


async def _enters(world: World, person: Person) -> None:
    await world.db.write(_an_entry, person.id, person.id)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-national", "button-national-enter")


async def _hears_back(keys: tuple[str, ...], world: World, person: Person) -> None:
    if not keys:
        await world.db.write(_an_entry, person.id, person.id, count=ENOUGH)
        await person.says("/start")
        await presses(world, person, "menu-more", "button-national", "button-national-result")
    await presses(world, person, "button-national-returned")


def _reason_of_entry(session: CitySession, _data: object) -> str:
    rows = table_of(NationalEntry)
    query = select(rows.c.reason).where(rows.c.reason.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


def _collected(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["text"])


async def _invites(keys: tuple[str, ...], world: World, person: Person) -> None:
    await world.db.write(with_role, person.id, Role.ADMINISTRATOR)
    await person.says("/start")
    await presses(world, person, "menu-invite", *keys)


async def _checks_papers(world: World, person: Person) -> None:
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-cert-check")


async def _serves_another(world: World, person: Person) -> None:
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-errand")


async def _stands_about(_world: World, _person: Person) -> None:
    """Have nothing to do with us yet."""


async def _serves(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        station = a_station(session, "民乐服务站")
        with_role(session, person.id, Role.CLERK, str(station.station_id))

    await world.db.write(grant)
    await person.says("/start")


def _workflow_of(session: CitySession, _data: Mapping[str, Any]) -> str:
    rows = table_of(Station)
    kept = select(rows.c.workflow).where(rows.c.name == "海报站")
    return str(session.connection().scalar(kept))


async def _names_a_team(world: World, person: Person) -> None:
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-teams", "button-team-new")


def _newest_team(session: CitySession, _data: Mapping[str, Any]) -> str:
    rows = table_of(Team)
    return str(session.connection().scalar(select(rows.c.name).order_by(rows.c.id.desc())))


async def _keeps_a_station(world: World, person: Person) -> None:
    def keep(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        a_station(session, "海报站")

    await world.db.write(keep)
    await person.says("/start")
    await _describes(world, person)


async def _describes(world: World, person: Person) -> None:
    await presses(world, person, "menu-more", "button-station-register")
    await person.presses("海报站")
    await presses(world, person, "button-station-edit", "station-field-workflow")


async def _counts_people(world: World, person: Person) -> None:
    await world.appoints(person, Role.OFFICE)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-coverage", "group-teacher")


async def _counts_residents(world: World, person: Person) -> None:
    await world.appoints(person, Role.OFFICE)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-shares", "button-population")
    english = locale_for(person.someone.language_code) != CHINESE
    await person.presses("Pu'er" if english else "普洱市")
    await presses(world, person, "shares-whom-resident")


STANDS = [
    Stand(
        "approval/reason",
        _judges,
        partial(presses_all, ("button-refuse",)),
        partial(clean_text, max_length=LONGEST_REASON),
        kept=_reason_given,
        writes={"decision": 1, "audit_entry": 1, "notice": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "review/reason",
        _reads,
        partial(presses_all, ("button-return",)),
        partial(clean_text, max_length=LONGEST_REASON),
        kept=_reason_sent,
        writes={"audit_entry": 1, "notice": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "submit/collect",
        _collects,
        partial(presses_all, ("button-start-over",)),
        partial(clean_text, max_length=submissions.MOST_TEXT),
        takes_files=True,
        kept=_collected,
        in_database=True,
        wanted="submit-not-a-file",
    ),
    Stand(
        "roster/file",
        _keeps_a_roster,
        takes_files=True,
        in_database=True,
        wanted="roster-send-file",
    ),
    Stand("headcount/staff", _counts_its_people, wanted="headcount-wrong"),
    Stand("headcount/pupils", _counts_its_pupils, wanted="headcount-wrong"),
    Stand("population/people", _counts_residents, wanted="population-wrong"),
    Stand("coverage/people", _counts_people, wanted="coverage-wrong"),
    Stand(
        "team/asked",
        _names_a_team,
        partial(presses_all, ("button-back", "button-team-new")),
        partial(public_text, max_length=teams.MOST_NAME),
        kept=_newest_team,
        writes={"team": 1, "audit_entry": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand("errand/asked", _serves_another, scans=True, wanted="errand-nobody"),
    Stand("start/opened", _stands_about, before="/start ", scans=True),
    Stand("start/teacher", _stands_about, before="/start t_", scans=True),
    Stand("national/number", _enters, in_database=True, wanted="refusal-national-number"),
    Stand(
        "national/reason",
        partial(_hears_back, ()),
        partial(_hears_back, ("button-national-returned",)),
        partial(clean_text, max_length=LONGEST_REASON),
        kept=_reason_of_entry,
        writes={"audit_entry": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand("invite/role", partial(_invites, ()), wanted="invite-which"),
    Stand(
        "invite/place",
        partial(_invites, ("role-clerk",)),
        in_database=True,
        wanted="invite-where",
    ),
    Stand("certificate/number", _checks_papers, wanted="certificate-number-wrong"),
    Stand(
        "station/asked",
        _keeps_a_station,
        _describes,
        partial(clean_text, max_length=TEXTS["workflow"]),
        kept=_workflow_of,
        writes={"station_change": 1, "audit_entry": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    # Outside a conversation, and behind /start.
    Stand("loose/photo", _stands_about, scans=True),
    Stand("loose/typed", volunteers, scans=True),
    Stand("loose/typed", _serves, scans=True),
    Stand("loose/mistyped", volunteers, scans=True),
    Stand("loose/located", volunteers, scans=True),
    Stand("start/opened_by_camera", volunteers, before="/start ", scans=True),
    Stand("start/opened", _stands_about, before="/start ", scans=True),
    Stand("start/from_poster", _stands_about, before="/start ", scans=True),
    Stand("start/accept", _stands_about, before="/start ", scans=True),
    Stand("start/asked", _stands_about, before="/start ", scans=True),
    Stand("start/served", _stands_about, before="/start ", scans=True),
    Stand("start/invited", volunteers, before="/start ", scans=True),
    Stand("start/by_link", _stands_about, before="/start ", scans=True),
]
