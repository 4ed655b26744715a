"""How the steps about hours are reached: typed records, what is said of them, forgotten ends.

What a `Stand` is: `standing.py`.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from domain.admission import Means
from domain.permissions import Role
from domain.writing import clean_text
from models.columns import table_of
from models.disputes import Dispute
from models.people import Volunteer
from models.recipients import RecipientWord
from models.records import RecordCheck
from models.visits import Visit
from rehearsal.people import Person
from tests.cast import (
    MORNING,
    a_station,
    a_volunteer,
    later,
    station_code,
    with_role,
)
from tests.e2e import recording
from tests.e2e.standing import (
    HALF,
    Stand,
    counted,
    goes_back,
    label,
    may_be_told,
    presses,
    presses_all,
)
from tests.usecases.typing import types, yesterday
from tests.world import World
from usecases import (
    checkins,
    dispute_answers,
    disputes,
    forgotten,
    lines,
    recipients,
    records,
)
from usecases.city import CitySession


async def _misses(world: World, person: Person) -> None:
    await world.db.write(_visits_of, person, 1)
    await person.says("/start")
    await presses(world, person, "menu-hours", "button-records", "button-omitted")
    await person.presses("服务站")


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
    may_be_told(world, [volunteer])
    await world.db.write(_a_forgotten_end, clerk=person.id, volunteer=volunteer.id)
    await person.says("/start")
    await presses(world, person, "menu-today")
    await person.presses(label(world, person, "button-settle-next", count=1))
    await presses(world, person, *keys)


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
    served = [world.person("被核对的人") for _ in range(HALF)]
    typist = world.person("陈录入")

    def hand_in(session: CitySession) -> None:
        with_role(session, person.id, Role.OFFICE)
        chen = with_role(session, typist.id, Role.FEDERATION).account_id
        for one in served:
            types(session, chen, a_volunteer(session, one.id, "赵服务").volunteer_id)

    await world.db.write(hand_in)
    await person.says("/start")
    may_be_told(world, [typist])
    await presses(world, person, "menu-queue")
    await person.presses(counted(world, person, "button-records-queue"))
    await presses(world, person, "button-record-no")


def _reason_checked(session: CitySession, _data: object) -> str:
    rows = table_of(RecordCheck)
    query = select(rows.c.reason).where(rows.c.reason.is_not(None)).order_by(rows.c.id.desc())
    return str(session.connection().scalar(query))


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
        with_role(session, person.id, Role.CLERK, str(_raised(session, li, HALF, answered=False)))

    await world.db.write(prepare)
    await person.says("/start")
    may_be_told(world, [li])
    await presses(world, person, "menu-more", "button-answer", "button-explain")


async def _rules(keys: tuple[str, ...], count: int, world: World, person: Person) -> None:
    li = world.person("李志愿")

    def prepare(session: CitySession) -> None:
        with_role(session, person.id, Role.FEDERATION)
        _raised(session, li, count, answered=True)

    await world.db.write(prepare)
    await person.says("/start")
    may_be_told(world, [li])
    await presses(world, person, "menu-queue")
    await person.presses(counted(world, person, "button-disputes-queue"))
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

    may_be_told(world, [served, typist])
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


STANDS = [
    _recorded("who", "refusal-volunteer-unknown", in_database=True),
    _recorded("day", "backfill-day-wrong"),
    _recorded("hours", "backfill-hours-wrong"),
    _recorded(
        "field",
        "refusal-text-empty",
        again=goes_back,
        takes=partial(clean_text, max_length=records.MOST["name"]),
        kept=_field_said,
    ),
    _recorded("denial", "backfill-press"),
    _recorded("papers", "backfill-papers", takes_files=True),
    _recorded(
        "reason",
        "refusal-text-empty",
        again=goes_back,
        takes=partial(clean_text, max_length=records.MOST["reason"]),
        kept=_reason_said,
    ),
    _recorded(
        "late",
        "refusal-text-empty",
        again=partial(presses_all, ("button-back", "backfill-reason-offline")),
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
        partial(presses_all, ("menu-more", "button-answer", "button-explain")),
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
        partial(_rules, ("button-rule-kept",), HALF),
        partial(presses_all, ("button-next", "button-rule-kept")),
        partial(clean_text, max_length=disputes.MOST_WORDS),
        kept=None,
        writes={"audit_entry": 1, "notice": 1},
        wanted="refusal-text-empty",
    ),
    Stand(
        "recordcheck/reason",
        _checks,
        partial(presses_all, ("button-record-no",)),
        partial(clean_text, max_length=records.MOST["reason"]),
        kept=_reason_checked,
        writes={"record_check": 1, "audit_entry": 1, "notice": 1},
        wanted="refusal-text-empty",
    ),
    Stand("omission/asked", _misses, wanted="omission-when-wrong"),
    Stand("settle/ask", partial(_settles, ()), wanted="clerk-time-wrong", scans=True),
    Stand(
        "settle/typed",
        partial(_settles, ("button-other-time",)),
        wanted="clerk-time-wrong",
        scans=True,
    ),
]
