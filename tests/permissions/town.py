"""A town of two of everything, so that each role can stand in the right place and in a wrong one.

Here: the library, the county of Ning'er, the first cinema, the first unit. There: all the others.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from domain.admission import Means
from domain.duties import DutyKind
from domain.permissions import Role
from domain.rosters import Listed
from models.columns import table_of
from models.corrections import Correction
from models.disputes import Dispute
from models.duties import StoredFile
from models.honours import Honour
from models.oddities import Oddity
from models.outside import OutsideHours
from models.people import Application, RoleGrant, Volunteer
from models.places import Station, Team, Unit
from models.qualifications import Qualification
from models.records import RecordCheck, ServiceRecord
from models.recoveries import RecoveryClaim
from models.relocations import Relocation
from models.stars import StarCandidate
from models.visits import Scan, Visit
from tests.cast import (
    Somebody,
    a_cinema,
    a_station,
    a_unit,
    a_volunteer,
    an_account,
    later,
    personal_code,
    station_code,
    with_hours,
    with_role,
)
from tests.usecases.applying import answers, applies
from tests.usecases.typing import types, yesterday
from usecases import (
    access,
    approval,
    certificates,
    checkins,
    corrections,
    displays,
    dispute_answers,
    disputes,
    duties,
    forgotten,
    proxies,
    recoveries,
    redeeming,
    rosters,
    star_batches,
    submissions,
    trainings,
    vouchers,
)
from usecases.city import CitySession

NOW = later(hours=9)
HERE, THERE = "here", "there"
# Where each role stands: its own place, and one that has nothing to do with the objects.
PLACED = (Role.CLERK, Role.STATION_HEAD, Role.MERCHANT, Role.UNIT_CONTACT, Role.COUNTY_OFFICE)
CITYWIDE = (Role.FEDERATION, Role.CENTRE, Role.OFFICE, Role.ADMINISTRATOR)
DECIDING = (Role.FEDERATION, Role.COUNTY_OFFICE, Role.OFFICE)


@dataclass(frozen=True)
class Actor:
    """Somebody with one role, here or there; `role` None is a stranger."""

    role: Role | None
    where: str
    who: Somebody
    dismissed: bool = False

    def __str__(self) -> str:
        """Return how a failure names him."""
        return f"{'former ' * self.dismissed}{self.role or 'stranger'} {self.where}"


@dataclass
class Town:
    """The people, and what there is to be done to."""

    actors: list[Actor] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    # What an officer of the role decides: role -> an application that waits, a decision of his.
    waiting: dict[Role, int] = field(default_factory=dict)
    decided: dict[Role, int] = field(default_factory=dict)
    # A claim to an account that an officer of the role decides about.
    claims: dict[Role, int] = field(default_factory=dict)
    # A certificate that an officer of the role checks.
    qualifications: dict[Role, int] = field(default_factory=dict)
    # A correction that an officer of the role looks at.
    corrections: dict[Role, int] = field(default_factory=dict)
    # An honour that he checks.
    honours: dict[Role, int] = field(default_factory=dict)
    # A transfer that waits for each role's side.
    relocations: dict[Role | None, int] = field(default_factory=dict)
    # What each reads of what units handed in, and what each owes.
    submissions: dict[Role, int] = field(default_factory=dict)
    duties: dict[Role, int] = field(default_factory=dict)
    # What nobody from elsewhere may be shown.
    names: dict[str, str] = field(default_factory=dict)
    # Whom each nominates for a star: role -> candidate, and his number.
    candidates: dict[Role, tuple[int, str]] = field(default_factory=dict)
    # Whom each may enter a training for, and one that he entered for him.
    trained: dict[Role | None, tuple[int, int]] = field(default_factory=dict)
    # A volunteer in the scope of each.
    volunteers: dict[Role, int] = field(default_factory=dict)


def found(session: CitySession) -> Town:
    """Found the town and let everything stand ready to be done once."""
    town = Town()
    places = _places(session)
    _people(session, town, places)
    _visits(session, town)
    _rewards(session, town)
    _applications(session, town)
    _relocations(session, town)
    _duties(session, town)
    _papers(session, town)
    _records(session, town)
    _stars(session, town)
    _trainings(session, town)
    return town


def _places(session: CitySession) -> dict[Role, tuple[str, str]]:
    library, square = a_station(session, "图书馆站"), a_station(session, "人民广场站")
    # In the county of the office that stands here.
    rows = table_of(Station)
    session.connection().execute(
        update(rows)
        .where(rows.c.id == library.station_id)
        .values(county="530821", township="530821101")
    )
    cinemas = [a_cinema(session, name) for name in ("思茅影城", "茶城剧院")]
    units = [a_unit(session, name) for name in ("甲局", "乙局")]
    session.info["library"], session.info["cinemas"] = library, cinemas
    session.info["units"] = units
    return {
        Role.CLERK: (str(library.station_id), str(square.station_id)),
        Role.STATION_HEAD: (str(library.station_id), str(square.station_id)),
        Role.MERCHANT: (str(cinemas[0].merchant_id), str(cinemas[1].merchant_id)),
        Role.UNIT_CONTACT: (str(units[0]), str(units[1])),
        Role.COUNTY_OFFICE: ("530821", "530822"),
    }


def _people(session: CitySession, town: Town, places: dict[Role, tuple[str, str]]) -> None:
    numbers = iter(range(1_000, 2_000))
    add = town.actors.append
    add(Actor(None, HERE, an_account(session, next(numbers))))
    for where, name in ((HERE, "李在此"), (THERE, "王在彼")):
        add(Actor(Role.VOLUNTEER, where, a_volunteer(session, next(numbers), name)))
    for role in (*PLACED, *CITYWIDE):
        for nth, place in enumerate(places.get(role, ("",))):
            where = (HERE, THERE)[nth]
            add(Actor(role, where, with_role(session, next(numbers), role, place)))
        former = with_role(session, next(numbers), role, places.get(role, ("",))[0])
        add(Actor(role, HERE, former, dismissed=True))
    # Somebody must be left who could let others in.
    with_role(session, next(numbers), Role.ADMINISTRATOR)
    grants = table_of(RoleGrant)
    former_ids = [actor.who.account_id for actor in town.actors if actor.dismissed]
    session.connection().execute(
        update(grants).where(grants.c.account_id.in_(former_ids)).values(revoked_at=NOW)
    )
    town.names = {"volunteer": "李在此", "clerk": "图书馆站", "merchant": "思茅影城"}
    town.names |= {"unit_contact": "甲局", "station_head": "图书馆站"}


def _actor(town: Town, role: Role, where: str = HERE) -> Somebody:
    return next(
        a.who for a in town.actors if (a.role, a.where, a.dismissed) == (role, where, False)
    )


def _visits(session: CitySession, town: Town) -> None:
    library = session.info["library"]
    clerk = _actor(town, Role.CLERK)
    li = _actor(town, Role.VOLUNTEER)
    forgets = a_volunteer(session, 501, "赵忘记")
    _scans(session, forgets, station_code(library, later()), "forgets")
    forgotten.close_forgotten(session, now=later(hours=8))
    visits = table_of(Scan)
    town.objects["visit_id"] = session.connection().scalar(
        select(visits.c.visit_id).where(visits.c.request_id == "forgets")
    )
    town.objects["ended_at"] = later(hours=2)
    _scans(session, li, station_code(library, later(hours=8)), "li is in", hours=8)
    session.connection().execute(
        insert(visits).values(
            request_id="waits",
            scanned_at=later(hours=8.9),
            account_id=forgets.account_id,
            volunteer_id=forgets.volunteer_id,
            station_id=library.station_id,
            means="link",
            code_kind="station",
            outcome="ClerkAsked",
            facts={},
        )
    )
    town.objects["display_id"] = library.display_id
    town.objects["station_id"] = library.station_id
    town.objects["team_id"] = session.connection().scalar(
        insert(table_of(Team)).values(name="茶城队").returning(table_of(Team).c.id)
    )
    town.objects["clerk_id"] = clerk.account_id
    town.objects["head_id"] = _actor(town, Role.STATION_HEAD).account_id
    town.objects["station_code"] = station_code(library, NOW)
    town.objects["personal_code"] = personal_code(forgets, NOW)
    town.objects["pairing"] = displays.invite_display(session, actor=clerk.account_id, now=NOW).code


def _scans(
    session: CitySession, who: Somebody, token: str, request_id: str, hours: float = 0
) -> None:
    outcome = checkins.scan(
        session,
        actor=who.account_id,
        token=token,
        means=Means.SCANNER,
        request_id=request_id,
        now=later(hours=hours),
    )
    assert isinstance(outcome, checkins.Arrived), outcome


def _rewards(session: CitySession, town: Town) -> None:
    cinema = session.info["cinemas"][0]
    for where in (HERE, THERE):
        with_hours(session, _actor(town, Role.VOLUNTEER, where), 6_000)
    made = redeeming.redeem(
        session,
        actor=_actor(town, Role.VOLUNTEER).account_id,
        reward_id=cinema.reward_id,
        price_minutes=cinema.price_minutes,
        request_id="li redeems",
        now=NOW,
    )
    town.objects["voucher_id"] = made.voucher.voucher_id
    town.objects["voucher_code"] = vouchers.renewing_code(
        session,
        actor=_actor(town, Role.VOLUNTEER).account_id,
        voucher_id=made.voucher.voucher_id,
        now=NOW,
    )
    town.objects |= {
        "reward_id": cinema.reward_id,
        "price_minutes": cinema.price_minutes,
        "merchant_id": cinema.merchant_id,
    }


def _papers(session: CitySession, town: Town) -> None:
    made = certificates.issue(
        session,
        actor=_actor(town, Role.VOLUNTEER).account_id,
        from_month=f"{NOW:%Y-%m}",
        until_month=f"{NOW:%Y-%m}",
        now=NOW,
    )
    odd = session.connection().execute(
        insert(table_of(Oddity)).values(
            key="round/1",
            kind="round",
            volunteer_id=_actor(town, Role.VOLUNTEER).volunteer_id,
            county="530821",
            facts={"times": 9, "figure": 9, "stations": []},
            found_at=NOW,
            state="open",
        )
    )
    assert odd.inserted_primary_key is not None
    town.objects["outside_id"] = _brought(session)
    town.objects["oddity_id"] = odd.inserted_primary_key[0]
    town.objects["certificate_id"] = made.certificate_id
    town.objects["certificate_number"] = made.number


def _applications(session: CitySession, town: Town) -> None:
    rows = table_of(Application)
    routes = {
        Role.FEDERATION: "federation",
        Role.COUNTY_OFFICE: "county_office:530821",
        Role.OFFICE: "office",
    }
    for nth, role in enumerate(DECIDING):
        officer = _actor(town, role).account_id
        ids = []
        for number in (600 + 2 * nth, 601 + 2 * nth):
            account, _ = applies(session, number, name="孙申请")
            # Each city sends applications its own way; here all three stand side by side.
            application = session.connection().scalar(
                update(rows)
                .where(rows.c.account_id == account)
                .values(route=routes[role])
                .returning(rows.c.id)
            )
            assert application is not None
            ids.append(int(application))
        town.waiting[role] = ids[0]
        town.claims[role] = _claim(session, 690 + nth, 600 + 2 * nth, routes[role])
        town.qualifications[role] = _certificate(session, 670 + nth, routes[role])
        town.corrections[role] = _correction(session, 660 + nth, routes[role])
        town.honours[role] = _honour(session, 650 + nth, routes[role])
        town.decided[role] = approval.decide(
            session,
            actor=officer,
            application_id=ids[1],
            version=_version(session, ids[1]),
            verdict=approval.Verdict.REFUSED,
            reason="资料不全",
            now=NOW,
        ).decision_id
    town.objects["version"] = _version(session, ids[0])


def _relocations(session: CitySession, town: Town) -> None:
    sides: dict[Role, tuple[int | None, str]] = {
        Role.UNIT_CONTACT: (session.info["units"][0], "federation"),
        Role.FEDERATION: (None, "federation"),
        Role.COUNTY_OFFICE: (None, "county_office:530821"),
        Role.OFFICE: (None, "office"),
    }
    for nth, (role, (unit_id, route)) in enumerate(sides.items()):
        made = session.connection().execute(
            insert(table_of(Relocation)).values(
                volunteer_id=a_volunteer(session, 680 + nth, "钱转接").volunteer_id,
                reason="address",
                from_unit_id=unit_id,
                from_route=route,
                to_county="530821",
                to_township="530821101",
                to_route="county_office:530821",
                state="asked",
                version=1,
                asked_at=NOW,
            )
        )
        assert made.inserted_primary_key is not None
        town.relocations[role] = made.inserted_primary_key[0]


def _brought(session: CitySession) -> int:
    """Let a volunteer of the county here hand in hours from elsewhere."""
    file = {"sha256": "2" * 64, "size_bytes": 1, "media_type": "image/jpeg", "stored_at": NOW}
    session.connection().execute(insert(table_of(StoredFile)).values(**file))
    made = session.connection().execute(
        insert(table_of(OutsideHours)).values(
            volunteer_id=a_volunteer(session, 679, "郑外地").volunteer_id,
            place="昆明", minutes=600, first_on=NOW.date(), last_on=NOW.date(),
            sha256=file["sha256"], file_name="x.jpg", county="530821",
            state="waiting", version=1, asked_at=NOW,
        )
    )  # fmt: skip
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def _certificate(session: CitySession, who: int, route: str) -> int:
    """Let a volunteer hand in a certificate for that office's check."""
    made = session.connection().execute(
        insert(table_of(Qualification)).values(
            volunteer_id=a_volunteer(session, who, "周有证").volunteer_id,
            kind="lawyer", route=route, state="waiting", version=1, asked_at=NOW,
        )
    )  # fmt: skip
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def _correction(session: CitySession, who: int, route: str) -> int:
    """Let a volunteer ask for another name at that office."""
    rows, li = table_of(Correction), a_volunteer(session, who, "吴改名")
    said = {"name": "吴新名"}
    made = corrections.ask(session, actor=li.account_id, line="name", said=said, now=NOW)
    session.connection().execute(
        update(rows).where(rows.c.id == made.correction_id).values(route=route)
    )
    return made.correction_id


def _honour(session: CitySession, who: int, route: str) -> int:
    """Let a volunteer hand in an honour for that office's check."""
    made = session.connection().execute(
        insert(table_of(Honour)).values(
            volunteer_id=a_volunteer(session, who, "吴荣誉").volunteer_id,
            name="优秀志愿者", giver="市政府", given_on=NOW.date(),
            route=route, state="waiting", version=1, asked_at=NOW,
        )
    )  # fmt: skip
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def _claim(session: CitySession, who: int, lost: int, route: str) -> int:
    """Let somebody claim to be an applicant; return the claim, as that office sees it."""
    actor, rows = an_account(session, who).account_id, table_of(RecoveryClaim)
    said = answers(lost) | {"sex": "male", "born_on": "1990-01-01"}
    recoveries.claim(session, actor=actor, said=said, now=NOW)
    claim = session.connection().scalar(
        update(rows).where(rows.c.account_id == actor).values(route=route).returning(rows.c.id)
    )
    assert claim is not None
    return int(claim)


def _version(session: CitySession, application_id: int) -> int:
    rows = table_of(Application)
    return int(
        session.connection().scalar(select(rows.c.version).where(rows.c.id == application_id)) or 0
    )


def _duties(session: CitySession, town: Town) -> None:
    units, county_unit = table_of(Unit), a_unit(session, "丙局", "county")
    in_county = update(units).where(units.c.id == county_unit).values(county="530821")
    session.connection().execute(in_county.values(is_member=False))
    duties.prepare(session, now=NOW.replace(month=1))
    unit = session.info["units"][0]
    town.objects["county_unit_id"] = county_unit
    contact = _actor(town, Role.UNIT_CONTACT).account_id
    of_county = with_role(session, 1_999, Role.UNIT_CONTACT, str(county_unit)).account_id
    standing = duties.standings(session, now=NOW)
    of = {(one.unit_id, one.owed.kind): one.duty_id for one in standing}
    office = next(one.duty_id for one in standing if one.unit_name == "宁洱县文明办")
    for reader, actor, duty_id in (
        (Role.CENTRE, contact, of[unit, DutyKind.PLAN]),
        (Role.FEDERATION, contact, of[unit, DutyKind.STATISTICS]),
        (Role.COUNTY_OFFICE, of_county, of[county_unit, DutyKind.STATISTICS]),
    ):
        submissions.hand_in(
            session,
            actor=actor,
            duty_id=duty_id,
            text="工作计划",
            files=[],
            request_id=f"handed in for {reader}",
            now=NOW,
        )
        asks = _actor(town, reader).account_id
        one = submissions.following(session, actor=asks, now=NOW)
        assert one is not None
        town.submissions[reader] = one.submission_id
        town.objects["submission_version"] = one.version
    town.duties[Role.UNIT_CONTACT] = of[unit, DutyKind.ANNUAL_REPORT]
    town.duties[Role.COUNTY_OFFICE] = office
    town.objects["unit_id"] = unit
    clerk = _actor(town, Role.CLERK).account_id
    town.objects["typed_for"] = proxies.begin(session, actor=clerk, now=NOW)
    some = [Listed(2, "钱名册", "+8613900000001")]
    rosters.hand_in(session, actor=contact, unit_id=unit, rows=some, now=NOW)
    entry = rosters.find(session, actor=contact, unit_id=unit, typed="钱名册")
    town.objects["entry_id"] = entry[0].entry_id


def _records(session: CitySession, town: Town) -> None:
    """Let a record of Ning'er wait, and a volunteer of the first unit have time for another."""
    volunteers, rows = table_of(Volunteer), table_of(ServiceRecord)
    served = a_volunteer(session, 502, "钱服务")
    session.connection().execute(
        update(volunteers)
        .where(volunteers.c.id == served.volunteer_id)
        .values(unit_id=session.info["units"][0])
    )
    typist = an_account(session, 503)
    access.grant(
        session, account_id=typist.account_id, role=Role.FEDERATION, scope_ref="", by=None, now=NOW
    )
    filed = types(session, typist.account_id, served.volunteer_id)
    session.connection().execute(
        update(rows).where(rows.c.id == filed.record_id).values(county="530821")
    )
    town.objects |= {
        "record_id": filed.record_id,
        "volunteer_id": served.volunteer_id,
        "span": yesterday(5, 6),
    }
    _disputes(session, town, typist)


def _disputes(session: CitySession, town: Town, typist: Somebody) -> None:
    """Let 李在此 have three visits of yesterday: one disputed and answered, one only disputed.

    Beside them somebody's typed hours are on show.
    """
    li, clerk, visits = _actor(town, Role.VOLUNTEER), _actor(town, Role.CLERK), table_of(Visit)
    library = session.info["library"]
    ids = []
    for nth in range(3):
        row = {
            "volunteer_id": li.volunteer_id,
            "station_id": library.station_id,
            "opened_at": yesterday(nth, nth + 1).began_at,
            "opened_source": "scan",
            "closed_at": yesterday(nth, nth + 1).ended_at,
            "closed_source": "clock",
            "minutes": 0,
        }
        made = session.connection().execute(insert(visits).values(row).returning(visits.c.id))
        ids.append(int(made.scalar_one()))
    said = [
        disputes.dispute(
            session, actor=li.account_id, cause=f"visit:{one}", what="times", words="不对", now=NOW
        )
        for one in ids[:2]
    ]
    dispute_answers.answer(
        session,
        actor=clerk.account_id,
        dispute_id=said[0].dispute_id,
        version=1,
        words="登记簿如此",
        now=NOW,
    )
    rows = table_of(Dispute)
    session.connection().execute(update(rows).values(county="530821"))
    shown = types(session, typist.account_id, a_volunteer(session, 504, "孙公示").volunteer_id)
    records = table_of(ServiceRecord)
    session.connection().execute(
        update(records)
        .where(records.c.id == shown.record_id)
        .values(state="published", published_on=NOW.date(), counts_on=NOW.date())
    )
    check = {"by_account_id": an_account(session, 505).account_id, "outcome": "approved"}
    whose = {"record_id": shown.record_id, "typed_by": typist.account_id, "checked_at": NOW}
    session.connection().execute(insert(table_of(RecordCheck)).values(**check, **whose))
    town.objects |= {
        "dispute_id": said[0].dispute_id,
        "unanswered_id": said[1].dispute_id,
        "disputed_visit_id": ids[0],
        "old_visit_id": ids[2],
        "shown_record_id": shown.record_id,
    }


def _stars(session: CitySession, town: Town) -> None:
    """Let somebody of the first unit, of the county and of neither have the hours for a star."""
    volunteers, candidates = table_of(Volunteer), table_of(StarCandidate)
    places = {
        Role.UNIT_CONTACT: {"unit_id": session.info["units"][0]},
        Role.COUNTY_OFFICE: {"county": "530821"},
        Role.FEDERATION: {},
    }
    people = {}
    for number, (role, place) in enumerate(places.items(), 701):
        who = a_volunteer(session, number, "郑候选")
        with_hours(session, who, 6_000)
        if place:
            mine = volunteers.c.id == who.volunteer_id
            session.connection().execute(update(volunteers).where(mine).values(**place))
        people[who.volunteer_id] = role
        town.volunteers[role] = who.volunteer_id
    centre = _actor(town, Role.CENTRE).account_id
    star_batches.open_batch(session, actor=centre, year=NOW.year, now=NOW)
    rows = session.connection().execute(
        select(candidates.c.id, candidates.c.volunteer_id, volunteers.c.number).join(
            volunteers, volunteers.c.id == candidates.c.volunteer_id
        )
    )
    for row in rows:
        if row.volunteer_id in people:
            town.candidates[people[row.volunteer_id]] = (row.id, row.number)
    for role in (Role.CENTRE, Role.OFFICE):
        town.candidates[role] = town.candidates[Role.FEDERATION]


def _trainings(session: CitySession, town: Town) -> None:
    """Let everybody who may enter trainings have entered one for somebody of his own."""
    helper = a_volunteer(session, 711, "钱在站")
    library = str(session.info["library"].station_id)
    with_role(session, 711, Role.CLERK, library)
    people = {Role.STATION_HEAD: helper.volunteer_id}
    people |= {role: town.volunteers[role] for role in town.volunteers}
    for role in (*people, Role.CENTRE, Role.OFFICE):
        whose = people.get(role, town.volunteers[Role.FEDERATION])
        made = trainings.save(
            session,
            actor=_actor(town, role).account_id,
            said=trainings.Said(f"培训{role}", "讲课", 60, "甲局", "甲局", NOW.date()),
            volunteer_ids=[whose],
            request_id=f"training {role}",
            now=NOW,
        )
        town.trained[role] = (whose, made.first_id)
