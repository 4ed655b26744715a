"""The station of the page and its head: a card, a standard with photos, marks; and a team."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import insert, select, update

from domain.permissions import Role
from models.columns import table_of
from models.people import Volunteer
from models.places import Team
from models.qualifications import Qualification
from usecases import access, station_marks, station_menu, station_standard, stations, teams
from usecases.city import CitySession
from usecases.station_marks import VENUE
from usecases.station_standard import Photo

_VOLUNTEERS = table_of(Volunteer)
_TICKED, _WITH_PHOTO = 7, 3
_MEMBERS, _QUALIFIED = 16, 5
_SERVICES = "图书整理\n量血压\n代写书信"
_TEXTS = {"workflow": "来了先扫码签到，走时再扫一次。", "contact_person": "王女士",
          "contact_way": "在服务台问，或打 0879-2120000"}  # fmt: skip
_LENT = "二楼活动室，坐 30 人，周一至周五 14:00-17:00，提前一天说"


def dress(session: CitySession, *, station_id: int, head: int, now: datetime) -> None:
    """Give a station a head, most of its standard, a card, and the marks that the city knows."""
    officer = access.holders(session, role=Role.FEDERATION, scope_ref="")[0]
    access.grant(
        session, account_id=head, role=Role.STATION_HEAD, scope_ref=str(station_id), by=officer,
        now=now,
    )  # fmt: skip
    here: dict[str, Any] = {"station_id": station_id, "now": now}
    for field, value in _TEXTS.items():
        stations.change(session, actor=head, field=field, value=value, **here)
    station_menu.add(session, actor=head, text=_SERVICES, **here)
    items = session.city.policy(now).stations.checklist[:_TICKED]
    for nth, item in enumerate(items):
        photo = _photo(session, nth) if nth < _WITH_PHOTO else None
        station_standard.tick(session, actor=head, item=item, photo=photo, **here)
    for mark in station_marks.offered(session, now=now)[::3]:
        words = _LENT if mark == VENUE else ""
        station_marks.give(session, actor=officer, mark=mark, words=words, **here)


def _photo(session: CitySession, nth: int) -> Photo | None:
    """Return a photo in the file store: a plain coloured card, as nobody's place."""
    if session.city.files is None:
        return None
    kept = BytesIO()
    Image.new("RGB", (640, 480), (60 + 60 * nth, 140, 160)).save(kept, "PNG")
    return station_standard.keep_photo(session.city.files, session.city.keys, kept.getvalue())


def man_a_team(session: CitySession, *, now: datetime) -> None:
    """Let some people be of the first team, a professional one where the city knows such."""
    rows, papers = table_of(Team), table_of(Qualification)
    connection = session.connection()
    team_id = connection.scalar(select(rows.c.id).order_by(rows.c.id).limit(1))
    policy = session.city.policy(now)
    if team_id is None or "professional" not in policy.teams.marks:
        return
    people = list(
        connection.scalars(select(_VOLUNTEERS.c.id).order_by(_VOLUNTEERS.c.id).limit(_MEMBERS + 2))
    )[2:]
    connection.execute(
        update(_VOLUNTEERS).where(_VOLUNTEERS.c.id.in_(people)).values(team_id=team_id)
    )
    officer = access.holders(session, role=Role.FEDERATION, scope_ref="")[0]
    for volunteer_id in people[:_QUALIFIED]:
        connection.execute(
            insert(papers).values(
                volunteer_id=volunteer_id, kind=policy.qualifications.kinds[0],
                route=Role.FEDERATION.value, state="valid", version=2,
                asked_at=now - timedelta(days=40), decided_by=officer,
                decided_at=now - timedelta(days=39),
            )
        )  # fmt: skip
    teams.mark(session, actor=officer, team_id=team_id, mark="professional", given=True, now=now)
