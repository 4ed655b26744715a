"""How each step that takes text is reached, what it takes, and what a taken text leaves behind.

`STANDS` is compared with the door's own tables, so a new step without a line here fails a test.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Refused
from domain.writing import LONGEST_REASON, clean_name, clean_text, public_text
from locales.words import CHINESE, Speaker, locale_for
from models.columns import table_of
from models.corrections import Correction
from models.disputes import Dispute
from models.duties import Duty, Submission
from models.national import NationalEntry
from models.people import Consent, Decision, Volunteer
from models.places import Station, Team, Unit
from models.recipients import RecipientWord
from models.records import RecordCheck
from models.visits import Visit
from rehearsal.api_error import JSON
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    POLICY,
    a_station,
    a_unit,
    a_volunteer,
    invented_id_number,
    later,
    station_code,
    with_role,
)
from tests.e2e import recording
from tests.e2e.registering import begins, words
from tests.hostile import HOSTILE
from tests.usecases.applying import applies
from tests.usecases.typing import types, yesterday
from tests.world import World
from usecases import (
    checkins,
    conversations,
    corrections,
    dispute_answers,
    disputes,
    forgotten,
    guardians,
    lines,
    recipients,
    records,
    submissions,
    teams,
    trainings,
)
from usecases.city import CitySession
from usecases.stations import TEXTS

Way = Callable[[World, Person], Awaitable[None]]
# Whatever is taken needs another application, another submission.
_ENOUGH = len(HOSTILE) + 4
# The same for a step that meets each string on one of the two databases.
_HALF = _ENOUGH // 2 + 4


@dataclass(frozen=True)
class Stand:
    """One step: how somebody gets there, what it takes of a text, and what remains of that."""

    where: str
    comes: Way
    # After a text that was taken, back to the step.
    again: Way | None = None
    takes: Callable[[str], str | Refused] | None = None
    takes_files: bool = False
    takes_photos: bool = False
    # Reads what was kept of the text that was taken last.
    kept: Callable[[CitySession, Mapping[str, Any]], str] | None = None
    # Rows that a taken text writes, by table; any other text writes none.
    writes: Mapping[str, int] = field(default_factory=dict)
    in_form: bool = False
    # The text goes into the database: each string is tried on both, elsewhere on one of the two.
    in_database: bool = False
    # What is wanted now, by the key of its words; said to whoever sends something else.
    wanted: str = "unknown"
    # A photo is looked at for a code.
    scans: bool = False
    before: str = ""

    def takes_it(self, content: JSON) -> bool:
        """Tell whether the step must take what is sent."""
        if "text" in content:
            return self.taken(content["text"]) is not None
        photo = "photo" in content and (self.takes_photos or self.takes_files)
        return photo or (self.takes_files and "document" in content)

    def taken(self, text: str) -> str | None:
        """Return the text as the step must keep it, or None where it must refuse it."""
        cleaned = self.takes(text) if self.takes else None
        return cleaned if isinstance(cleaned, str) else None


def label(world: World, person: Person, key: str, **facts: int) -> str:
    """Return the words of a button in the person's language."""
    locale = locale_for(person.someone.language_code)
    speaker = Speaker(locale, world.db.city.calendar.zone, world.clock.now())
    return speaker.label(key, **facts)


def _counted(world: World, person: Person, key: str) -> str:
    """Return the words of a button without its count: others' work is counted too."""
    return label(world, person, key, count=7).partition("7")[0].strip()


async def presses(world: World, person: Person, *keys: str) -> None:
    """Press buttons by the keys of their words."""
    for key in keys:
        await person.presses(label(world, person, key))


# -- a registration, question by question ----------------------------------------------------------

_Answer = Callable[[World, Person], Awaitable[object]]


async def _says(text: str, _world: World, person: Person) -> None:
    await person.says(text)


async def _number(_world: World, person: Person) -> None:
    await person.says(invented_id_number(person.id, "19900101"))


async def _contact(_world: World, person: Person) -> None:
    await person.shares_contact()


async def _home(_world: World, person: Person) -> None:
    await person.presses(words(person)["county"])
    await person.presses(words(person)["township"])


async def _presses(keys: tuple[str, ...], world: World, person: Person) -> None:
    await presses(world, person, *keys)


# What leads from each question to the next; the unit is one with a team.
_ANSWERS: dict[str, _Answer] = {
    "consent": begins,
    "phone": _contact,
    "name": partial(_says, "李志愿"),
    "number": _number,
    "place": _home,
    "unit": partial(_presses, ("button-no-unit",)),
    "team": partial(_presses, ("button-team-later",)),
    "interests": partial(_presses, ("button-to-skills", "button-chosen")),
    "times": partial(_presses, ("button-chosen",)),
    "oath": partial(_presses, ("button-oath",)),
}


async def _is_old(world: World, person: Person) -> None:
    """Answer everything up to the question that is asked above an age only."""
    for step, answer in _ANSWERS.items():
        if step == "oath":
            return
        if step == "number":
            await person.says(invented_id_number(person.id, "19500101"))
        else:
            await answer(world, person)


async def _asked(question: str, world: World, person: Person) -> None:
    """Answer everything up to the question."""
    if question == "consent":
        await presses(world, person, "menu-register")
    for step, answer in _ANSWERS.items():
        if step == question or (step == "name" and question == "form"):
            return
        await answer(world, person)


def _name_of(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["name"])


_name = partial(clean_name, max_length=POLICY.on(MORNING.date()).registration.name_max_length)
_back = partial(_presses, ("button-back",))


def _question(step: str, wanted: str = "", **more: Any) -> Stand:
    asks = f"registration-{wanted or step}"
    return Stand(f"registration/{step}", partial(_asked, step), wanted=asks, **more)


# -- officers --------------------------------------------------------------------------------------


async def _judges(world: World, person: Person) -> None:
    applicants = [world.person("申请人") for _ in range(_ENOUGH)]

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
    _may_be_told(world, applicants)
    await presses(world, person, "menu-queue", "button-refuse")


def _may_be_told(world: World, people: list[Person]) -> None:
    for one in people:
        world.stage.world.chats[one.id].open = True


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
        for number in range(_ENOUGH):
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
    _may_be_told(world, [contact])
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
        await world.db.write(_an_entry, person.id, person.id, count=_ENOUGH)
        await person.says("/start")
        await presses(world, person, "menu-more", "button-national", "button-national-result")
    await presses(world, person, "button-national-returned")


def _reason_of_entry(session: CitySession, _data: object) -> str:
    rows = table_of(NationalEntry)
    query = select(rows.c.reason).where(rows.c.reason.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


async def _types_for_another(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        station = a_station(session, f"第 {person.id} 服务站")
        with_role(session, person.id, Role.CLERK, str(station.station_id))

    await world.db.write(grant)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-proxy")
    await person.presses(words(person)["id"])
    await presses(world, person, "button-agree")


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


async def _moves(keys: tuple[str, ...], world: World, person: Person) -> None:
    """Ask for a transfer, up to a step."""
    await _volunteers(world, person)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-relocation", *keys)


async def _corrects_his_name(world: World, person: Person) -> None:
    await world.db.write(a_volunteer, person.id, "赵改名", locale_for(person.someone.language_code))
    await _corrects_it_again(world, person)


async def _corrects_it_again(world: World, person: Person) -> None:
    await person.says("/profile")
    await presses(world, person, "button-profile-edit", "profile-line-name")


async def _misses(world: World, person: Person) -> None:
    await world.db.write(_visits_of, person, 1)
    await person.says("/start")
    await presses(world, person, "menu-hours", "button-records", "button-omitted")
    await person.presses("服务站")


async def _serves_another(world: World, person: Person) -> None:
    await world.db.write(with_role, person.id, Role.FEDERATION)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-errand")


async def _corrects_his_document(
    world: World, person: Person, kind: tuple[str, ...] = ("document-passport",)
) -> None:
    await _volunteers(world, person)
    await person.says("/profile")
    keys = ("profile-line-document", "correction-why-renewed", *kind)
    await presses(world, person, "button-profile-edit", *keys)


def _name_wanted(session: CitySession, _data: object) -> str:
    rows = table_of(Correction)
    row = session.connection().execute(select(rows).order_by(rows.c.id.desc())).first()
    assert row is not None
    return corrections.opened(session, row)["name"]


async def _is_asked(keys: tuple[str, ...], world: World, person: Person) -> None:
    """Open the link of a child of one's own, and answer up to a step."""
    child = 800_000_000 + person.id

    def apply(session: CitySession) -> str:
        born: dict[str, Any] = {
            "number": invented_id_number(person.id, "20140301"),
            "born_on": "2014-03-01",
        }
        account_id, _ = applies(session, child, phone=f"+86139{person.id % 10**8:08d}", **born)
        made = guardians.link(session, actor=account_id, now=MORNING)
        assert made.code is not None
        return made.code

    await person.opens(await world.db.write(apply))
    for key in keys:
        if key == "name":
            await person.says("王妈妈")
        elif key == "contact":
            await person.shares_contact()
        else:
            await presses(world, person, key)


_MOTHER = "guardian-relation-52"


# -- clerks, and people outside a conversation -----------------------------------------------------


def _a_forgotten_end(session: CitySession, clerk: int, volunteer: int) -> None:
    station = a_station(session, f"第 {clerk} 服务站")
    with_role(session, clerk, Role.CLERK, str(station.station_id))
    li, came_at = a_volunteer(session, volunteer), later(hours=-2)
    checkins.scan(
        session,
        actor=li.account_id,
        token=station_code(station, came_at),
        means=Means.DEEP_LINK,
        request_id=f"came/{volunteer}",
        now=came_at,
    )
    visits = table_of(Visit)
    visit = session.connection().scalar(
        select(visits.c.id).where(visits.c.volunteer_id == li.volunteer_id)
    )
    assert visit is not None
    forgotten.forget(session, visit_id=visit, closed_at=later(hours=-1), now=later(hours=-1))


async def _settles(keys: tuple[str, ...], world: World, person: Person) -> None:
    volunteer = world.person("张志愿")
    _may_be_told(world, [volunteer])
    await world.db.write(_a_forgotten_end, clerk=person.id, volunteer=volunteer.id)
    await person.says("/start")
    await presses(world, person, "menu-today")
    await person.presses(label(world, person, "button-settle-next", count=1))
    await presses(world, person, *keys)


async def _stands_about(_world: World, _person: Person) -> None:
    """Have nothing to do with us yet."""


async def _volunteers(world: World, person: Person) -> None:
    await world.db.write(a_volunteer, person.id, "李志愿", locale_for(person.someone.language_code))


async def _serves(world: World, person: Person) -> None:
    def grant(session: CitySession) -> None:
        station = a_station(session, "民乐服务站")
        with_role(session, person.id, Role.CLERK, str(station.station_id))

    await world.db.write(grant)
    await person.says("/start")


async def found(world: World) -> None:
    """Found the team that a registration asks about."""

    def prepare(session: CitySession) -> None:
        row = {"name": "思茅街道志愿服务队", "unit_id": None, "township": "530802001"}
        session.connection().execute(insert(table_of(Team)).values(**row))

    await world.db.write(prepare)


async def _records(step: str, world: World, person: Person) -> None:
    """Answer every question of a record up to the one that a step asks."""
    served = world.person("被补录的人")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        a_volunteer(session, served.id, "赵服务")

    await world.db.write(prepare)
    await person.says("/start")
    await recording.begins(world, person)
    answers: dict[str, Callable[[], Awaitable[object]]] = {
        "who": lambda: person.says(f"5308-02-{served.id:06d}"),
        "day": lambda: (
            person.says("10-20") if step == "late" else presses(world, person, "day-yesterday")
        ),
        "hours": lambda: person.says("9:00-11:00"),
        "field": lambda: recording.says_what(world, person),
        "denial": lambda: recording.denies(world, person),
        "papers": lambda: recording.shows_paper(world, person),
        "reason": lambda: presses(world, person, "backfill-reason-offline"),
        **({"late": lambda: person.says("签到表才找到")} if step == "late" else {}),
        "summary": lambda: presses(world, person, "button-hand-in"),
    }
    for name, answer in answers.items():
        if name == step:
            return
        await answer()


def _field_said(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["said"]["name"])


def _reason_said(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["reason"])


def _late_reason_said(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["late_reason"])


def _recorded(step: str, wanted: str, **more: Any) -> Stand:
    return Stand(f"backfill/{step}", partial(_records, step), wanted=wanted, **more)


async def _checks(world: World, person: Person) -> None:
    served = [world.person("被核对的人") for _ in range(_HALF)]
    typist = world.person("陈录入")

    def hand_in(session: CitySession) -> None:
        with_role(session, person.id, Role.OFFICE)
        chen = with_role(session, typist.id, Role.FEDERATION).account_id
        for one in served:
            types(session, chen, a_volunteer(session, one.id, "赵服务").volunteer_id)

    await world.db.write(hand_in)
    await person.says("/start")
    _may_be_told(world, [typist])
    await presses(world, person, "menu-queue")
    await person.presses(_counted(world, person, "button-records-queue"))
    await presses(world, person, "button-record-no")


def _reason_checked(session: CitySession, _data: object) -> str:
    rows = table_of(RecordCheck)
    query = select(rows.c.reason).where(rows.c.reason.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


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


def _visits_of(session: CitySession, who: Person, count: int) -> list[str]:
    """Let somebody have served on as many days, and return what the ledger calls it."""
    li, visits = a_volunteer(session, who.id, "李志愿"), table_of(Visit)
    station = a_station(session, f"第 {who.id} 服务站")
    volunteers = table_of(Volunteer)
    # Of a county in which nobody holds an office: nobody else is called.
    session.connection().execute(
        update(volunteers).where(volunteers.c.id == li.volunteer_id).values(county="530821")
    )
    causes = []
    for nth in range(count):
        span = yesterday(-24 * nth, -24 * nth + 1)
        row = {
            "volunteer_id": li.volunteer_id,
            "station_id": station.station_id,
            "opened_at": span.began_at,
            "opened_source": "scan",
            "closed_at": span.ended_at,
            "closed_source": "scan",
            "minutes": 0,
        }
        made = session.connection().execute(insert(visits).values(row).returning(visits.c.id))
        causes.append(f"visit:{made.scalar_one()}")
    return causes


async def _disputes(keys: tuple[str, ...], world: World, person: Person) -> None:
    await world.db.write(_visits_of, person, 1)
    await person.says("/start")
    await presses(world, person, "menu-hours", "button-records", "button-which-line")
    await person.presses("服务站")
    await presses(world, person, "button-not-right", *keys)


async def _disputes_again(world: World, person: Person) -> None:
    await presses(world, person, "menu-hours", "button-records", "button-which-line")
    await person.presses("服务站")
    await presses(world, person, "button-unsay", "menu-hours", "button-records")
    await presses(world, person, "button-which-line")
    await person.presses("服务站")
    await presses(world, person, "button-not-right", "dispute-times")


def _words_raised(column: str, session: CitySession, _data: object) -> str:
    rows = table_of(Dispute)
    query = select(rows.c[column]).where(rows.c[column].is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


def _raised(session: CitySession, li: Person, count: int, *, answered: bool) -> int:
    """Let somebody dispute many visits; return the station whose clerk is asked."""
    station_id = 0
    for cause in _visits_of(session, li, count):
        line, row = lines.line_of(session, cause)
        said = disputes.dispute(
            session, actor=row.account_id, cause=cause, what="times", words="不对", now=MORNING
        )
        station_id = row.station_id
        if answered:
            clerk = with_role(session, 800_000, Role.CLERK, str(station_id)).account_id
            dispute_answers.answer(
                session,
                actor=clerk,
                dispute_id=said.dispute_id,
                version=1,
                words=f"{line.title}如此",
                now=MORNING,
            )
    return station_id


async def _explains(world: World, person: Person) -> None:
    li = world.person("李志愿")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.CLERK, str(_raised(session, li, _HALF, answered=False)))

    await world.db.write(prepare)
    await person.says("/start")
    _may_be_told(world, [li])
    await presses(world, person, "menu-more", "button-answer", "button-explain")


async def _rules(keys: tuple[str, ...], count: int, world: World, person: Person) -> None:
    li = world.person("李志愿")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        _raised(session, li, count, answered=True)

    await world.db.write(prepare)
    await person.says("/start")
    _may_be_told(world, [li])
    await presses(world, person, "menu-queue")
    await person.presses(_counted(world, person, "button-disputes-queue"))
    await presses(world, person, *keys)


async def _linked(world: World) -> tuple[int, str]:
    """Return a record that somebody typed, and a link for who was served."""
    served, typist = world.person("赵服务"), world.person("陈录入")

    def prepare(session: CitySession) -> tuple[int, str]:
        # A clerk: a new officer would be told of what waits for all officers.
        station = str(a_station(session, f"第 {served.id} 服务站").station_id)
        chen = with_role(session, typist.id, Role.CLERK, station).account_id
        li = a_volunteer(session, served.id, "赵服务").volunteer_id
        record_id = types(session, chen, li, role=Role.CLERK).record_id
        return record_id, recipients.ask(session, actor=chen, record_id=record_id, now=MORNING).code

    _may_be_told(world, [served, typist])
    return await world.db.write(prepare)


async def _is_served(keys: tuple[str, ...], world: World, person: Person) -> None:
    _, code = await _linked(world)
    await person.says(f"/start {code}")
    for key in keys:
        await person.presses(key)


def _word_added(session: CitySession, data: Mapping[str, Any]) -> str:
    rows = table_of(RecipientWord)
    query = select(rows.c.words).where(rows.c.words.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


async def _shows_page(world: World, person: Person) -> None:
    served = world.person("赵服务")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        a_volunteer(session, served.id, "赵服务")

    await world.db.write(prepare)
    await person.says("/start")
    await recording.hands_in(world, person, f"5308-02-{served.id:06d}")
    await presses(world, person, "button-recipient", "button-signed-page")


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


async def _brings_hours(world: World, person: Person) -> None:
    await _volunteers(world, person)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-outside", "button-outside-new")
    for typed in ("昆明", "36", "2024-03-01 2024-06-30"):
        await person.says(typed)


_TRAINING = ("急救培训", "心肺复苏", "2", "市红十字会", "图书馆", "11-20")


async def _enters_a_training(typed: tuple[str, ...], world: World, person: Person) -> None:
    await world.appoints(person, Role.CENTRE)
    await person.says("/start")
    await presses(world, person, "menu-more", "button-trainings", "button-training-new")
    for text in typed:
        await person.says(text)


async def _strikes_a_training(world: World, person: Person) -> None:
    learner = world.person("孙学员")
    await world.db.write(a_volunteer, learner.id, learner.name)
    _may_be_told(world, [learner])
    number = f"5308-02-{learner.id:06d}"
    await _enters_a_training((*_TRAINING, number), world, person)
    await presses(world, person, "button-training-save", "button-trainings")
    await person.presses("1")
    await presses(world, person, "button-training-one")


async def _shows_an_honour(typed: tuple[str, ...], world: World, person: Person) -> None:
    await _volunteers(world, person)
    await person.says("/profile")
    await presses(world, person, "button-my-honours", "button-honour-add")
    for text in typed:
        await person.says(text)


async def _nominates(step: str, world: World, person: Person) -> None:
    """Stand where a nomination is typed; in Pu'er only an old conversation leads there."""

    def stand(session: CitySession) -> None:
        unit = str(a_unit(session, f"第 {person.id} 局"))
        contact = with_role(session, person.id, Role.UNIT_CONTACT, unit).account_id
        data = {"category": "best-project", "number": "", "name": ""}
        old = conversations.Standing("nomination", step, 1, data, None, MORNING)
        conversations.store(session, conversations.Change(contact, old, MORNING))

    await person.says("/start")
    await world.db.write(stand)


def _one_line(text: str) -> str | Refused:
    return public_text(text.replace("\n", " "), max_length=trainings.MOST["name"])


def _training_named(_session: CitySession, data: Mapping[str, Any]) -> str:
    return str(data["said"]["name"])


async def _shows_a_certificate(world: World, person: Person) -> None:
    await _volunteers(world, person)
    await person.says("/profile")
    keys = ("button-quals", "button-qual-add", "qualification-nurse", "button-qual-no-number")
    await presses(world, person, *keys)


STANDS = [
    _question("consent"),
    Stand(
        "registration/proof",
        _types_for_another,
        again=_back,
        takes_photos=True,
        in_database=True,
        wanted="proxy-proof",
        writes={"audit_entry": 1},
    ),
    _question("phone"),
    _question("form", "in-the-form", in_form=True),
    _question("name", again=_back, takes=_name, kept=_name_of, in_database=True),
    _question("number", in_database=True),
    _question("place", "county"),
    _question("unit", in_database=True),
    _question("team"),
    _question("interests", "categories"),
    _question("times"),
    _question("oath"),
    Stand("registration/health", _is_old, wanted="registration-health"),
    _question("summary"),
    Stand(
        "approval/reason",
        _judges,
        partial(_presses, ("button-refuse",)),
        partial(clean_text, max_length=LONGEST_REASON),
        kept=_reason_given,
        writes={"decision": 1, "audit_entry": 1, "notice": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "review/reason",
        _reads,
        partial(_presses, ("button-return",)),
        partial(clean_text, max_length=LONGEST_REASON),
        kept=_reason_sent,
        writes={"audit_entry": 1, "notice": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "submit/collect",
        _collects,
        partial(_presses, ("button-start-over",)),
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
    _recorded("who", "refusal-volunteer-unknown", in_database=True),
    _recorded("day", "backfill-day-wrong"),
    _recorded("hours", "backfill-hours-wrong"),
    _recorded(
        "field",
        "refusal-text-empty",
        again=_back,
        takes=partial(clean_text, max_length=records.MOST["name"]),
        kept=_field_said,
    ),
    _recorded("denial", "backfill-press"),
    _recorded("papers", "backfill-papers", takes_files=True),
    _recorded(
        "reason",
        "refusal-text-empty",
        again=_back,
        takes=partial(clean_text, max_length=records.MOST["reason"]),
        kept=_reason_said,
    ),
    _recorded(
        "late",
        "refusal-text-empty",
        again=partial(_presses, ("button-back", "backfill-reason-offline")),
        takes=partial(clean_text, max_length=records.MOST["late_reason"]),
        kept=_late_reason_said,
    ),
    _recorded("summary", "backfill-press"),
    _recorded("again", "unknown"),
    Stand("recipient/stars", partial(_is_served, ()), wanted="backfill-press"),
    Stand(
        "recipient/words",
        partial(_is_served, ("5 ⭐️",)),
        partial(_is_served, ("5 ⭐️",)),
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=_word_added,
        writes={"audit_entry": 1},
        wanted="refusal-text-empty",
    ),
    Stand("recipient/page", _shows_page, takes_files=True, wanted="recipient-page"),
    Stand("outside/asked", _brings_hours, takes_files=True, wanted="outside-file-wanted"),
    Stand("headcount/staff", _counts_its_people, wanted="headcount-wrong"),
    Stand("headcount/pupils", _counts_its_pupils, wanted="headcount-wrong"),
    Stand(
        "training/asked",
        partial(_enters_a_training, ()),
        _back,
        _one_line,
        kept=_training_named,
        wanted="training-wrong",
    ),
    Stand("training/people", partial(_enters_a_training, _TRAINING), wanted="training-wrong"),
    Stand("training/one", _strikes_a_training, wanted="training-not-there"),
    Stand("population/people", _counts_residents, wanted="population-wrong"),
    Stand(
        "honour/asked",
        partial(_shows_an_honour, ()),
        _back,
        _one_line,
        kept=_training_named,
        wanted="training-wrong",
    ),
    Stand("nomination/who", partial(_nominates, "who"), wanted="refusal-volunteer-unknown"),
    Stand("nomination/words", partial(_nominates, "words"), wanted="training-wrong"),
    Stand("coverage/people", _counts_people, wanted="coverage-wrong"),
    Stand(
        "team/asked",
        _names_a_team,
        partial(_presses, ("button-back", "button-team-new")),
        partial(public_text, max_length=teams.MOST_NAME),
        kept=_newest_team,
        writes={"team": 1, "audit_entry": 1},
        in_database=True,
        wanted="refusal-text-empty",
    ),
    Stand(
        "qualification/asked",
        _shows_a_certificate,
        partial(_presses, ("button-back", "button-qual-no-number")),
        takes_photos=True,
        wanted="qual-photo-wanted",
    ),
    Stand("dispute/what", partial(_disputes, ()), wanted="backfill-press"),
    Stand(
        "dispute/words",
        partial(_disputes, ("dispute-times",)),
        _disputes_again,
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=partial(_words_raised, "words"),
        writes={"dispute": 1, "audit_entry": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "answer/words",
        _explains,
        partial(_presses, ("menu-more", "button-answer", "button-explain")),
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=None,
        writes={"audit_entry": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "ruling/times",
        partial(_rules, ("button-rule-corrected",), 1),
        wanted="backfill-hours-wrong",
    ),
    Stand(
        "ruling/reason",
        partial(_rules, ("button-rule-kept",), _HALF),
        partial(_presses, ("button-next", "button-rule-kept")),
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=None,
        writes={"audit_entry": 1, "notice": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "recordcheck/reason",
        _checks,
        partial(_presses, ("button-record-no",)),
        partial(clean_text, max_length=records.MOST["reason"]),
        kept=_reason_checked,
        writes={"record_check": 1, "audit_entry": 1, "notice": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "correction/asked",
        _corrects_his_name,
        again=_corrects_it_again,
        takes=_name,
        kept=_name_wanted,
        writes={"correction": 1, "audit_entry": 1},
        wanted="registration-typed-only",
    ),
    Stand("correction/asked", _corrects_his_document, wanted="registration-typed-only"),
    Stand(
        "correction/asked",
        partial(_corrects_his_document, kind=()),
        wanted="registration-in-the-form",
        in_form=True,
    ),
    Stand("errand/asked", _serves_another, scans=True, wanted="errand-nobody"),
    Stand("omission/asked", _misses, wanted="omission-when-wrong"),
    Stand("relocation/reason", partial(_moves, ()), wanted="registration-tap"),
    Stand(
        "relocation/place",
        partial(_moves, ("relocation-reason-address",)),
        wanted="registration-tap",
    ),
    Stand(
        "relocation/unit",
        partial(_moves, ("relocation-reason-employer",)),
        in_database=True,
        wanted="relocation-unit",
    ),
    Stand(
        "relocation/team",
        partial(_moves, ("relocation-reason-employer", "button-no-unit")),
        wanted="registration-tap",
    ),
    Stand(
        "relocation/summary",
        partial(_moves, ("relocation-reason-employer", "button-no-unit", "button-team-later")),
        wanted="registration-tap",
    ),
    Stand("guardian/relation", partial(_is_asked, ()), wanted="registration-tap"),
    Stand(
        "guardian/name",
        partial(_is_asked, (_MOTHER,)),
        again=_back,
        takes=_name,
        kept=_name_of,
        wanted="guardian-name",
    ),
    Stand("guardian/phone", partial(_is_asked, (_MOTHER, "name")), wanted="guardian-phone"),
    Stand(
        "guardian/agree",
        partial(_is_asked, (_MOTHER, "name", "contact")),
        wanted="registration-tap",
    ),
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
    Stand("settle/ask", partial(_settles, ()), wanted="clerk-time-wrong", scans=True),
    Stand(
        "settle/typed",
        partial(_settles, ("button-other-time",)),
        wanted="clerk-time-wrong",
        scans=True,
    ),
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
    Stand("loose/typed", _volunteers, scans=True),
    Stand("loose/typed", _serves, scans=True),
    Stand("loose/mistyped", _volunteers, scans=True),
    Stand("loose/located", _volunteers, scans=True),
    Stand("start/opened_by_camera", _volunteers, before="/start ", scans=True),
    Stand("start/opened", _stands_about, before="/start ", scans=True),
    Stand("start/from_poster", _stands_about, before="/start ", scans=True),
    Stand("start/accept", _stands_about, before="/start ", scans=True),
    Stand("start/asked", _stands_about, before="/start ", scans=True),
    Stand("start/served", _stands_about, before="/start ", scans=True),
    Stand("start/invited", _volunteers, before="/start ", scans=True),
    Stand("start/by_link", _stands_about, before="/start ", scans=True),
]
