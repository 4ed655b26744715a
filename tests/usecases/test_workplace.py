"""A clerk of several stations works at the one he chose; nobody works where he holds no role."""

import pytest
from sqlalchemy import select, update

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import RoleGrant
from models.visits import Visit
from tests.cast import MORNING, a_station, a_volunteer, later, personal_code, with_role
from usecases import access, checkins, displays, invites, visits, workplace
from usecases.checkins import Arrived
from usecases.city import CitySession
from usecases.database import Database


async def _second_station(db: Database, clerk: int, name: str = "宁洱广场服务站") -> int:
    """Make him clerk of another station as the product does it: by an administrator's link."""
    station = await db.write(a_station, name)
    chief = await db.write(with_role, 900, Role.ADMINISTRATOR)
    code = await db.write(
        invites.invite,
        actor=chief.account_id,
        role=Role.CLERK,
        scope_ref=str(station.station_id),
        now=MORNING,
    )
    await db.write(invites.accept, actor=clerk, code=code, now=MORNING)
    return station.station_id


async def test_a_clerk_of_two_scans_looks_and_pairs_where_he_chose_to_work(db: Database) -> None:
    library = (await db.write(a_station)).station_id
    wang = (await db.write(with_role, 500, Role.CLERK, str(library))).account_id
    square = await _second_station(db, wang)
    volunteers = [await db.write(a_volunteer, 7 + n) for n in range(2)]

    async def scans(place: int, n: int) -> str:
        outcome = await db.write(
            checkins.scan,
            actor=wang,
            token=personal_code(volunteers[n], later(minutes=n)),
            means=Means.SCANNER,
            request_id=f"scan/{n}",
            now=later(minutes=n),
        )
        assert isinstance(outcome, Arrived)
        day = await db.read(visits.station_day, actor=wang, now=later(minutes=n))
        assert (day.station_id, len(day.lines)) == (place, 1)
        return outcome.station

    # Until he says otherwise he stays where he was before the second role came.
    assert await scans(library, 0) == "思茅区图书馆服务站"
    chosen = await db.write(workplace.change, actor=wang, station_id=square)
    assert [place.name for place in chosen.others] == ["思茅区图书馆服务站"]
    assert await scans(square, 1) == chosen.station.name == "宁洱广场服务站"
    pairing = await db.write(displays.invite_display, actor=wang, now=MORNING)
    assert pairing.station == "宁洱广场服务站"
    await db.write(displays.pair, code=pairing.code, secret="a new browser", now=MORNING)

    def kept(session: CitySession) -> list[int]:
        rows = table_of(Visit)
        return list(session.connection().scalars(select(rows.c.station_id).order_by(rows.c.id)))

    assert await db.read(kept) == [library, square]
    assert len(await db.read(displays.paired, actor=wang)) == 2


async def test_nobody_works_at_a_station_that_is_not_his(db: Database) -> None:
    library = (await db.write(a_station)).station_id
    wang = (await db.write(with_role, 500, Role.CLERK, str(library))).account_id
    square = await _second_station(db, (await db.write(with_role, 501, Role.CENTRE)).account_id)
    for actor, station in ((wang, square), (wang, 0), (1, library)):
        with pytest.raises(Refusal) as refusal:
            await db.write(workplace.change, actor=actor, station_id=station)
        assert refusal.value.refused.code is Code.NOT_ALLOWED


async def test_who_loses_the_station_he_chose_works_at_the_one_that_is_left(db: Database) -> None:
    library = (await db.write(a_station)).station_id
    wang = (await db.write(with_role, 500, Role.CLERK, str(library))).account_id
    square = await _second_station(db, wang)
    await db.write(workplace.change, actor=wang, station_id=square)

    def loses(session: CitySession) -> None:
        grants = table_of(RoleGrant)
        session.connection().execute(
            update(grants).where(grants.c.scope_ref == str(square)).values(revoked_at=MORNING)
        )

    await db.write(loses)
    left = await db.read(workplace.at_work, actor=wang)
    assert (left.station.ref, left.others) == (str(library), ())


async def test_an_invitation_to_a_second_station_keeps_the_first(db: Database) -> None:
    library = (await db.write(a_station)).station_id
    wang = (await db.write(with_role, 500, Role.CLERK, str(library))).account_id
    square = await _second_station(db, wang)
    caller = await db.read(access.recognise, messenger="telegram", external_id=500)
    assert caller is not None
    assert caller.roles == {Role.CLERK: [str(library), str(square)]}
