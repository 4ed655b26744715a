"""School leavers are asked once a year where they go on, and led into a transfer (PU9-T26c)."""

from datetime import date, datetime

from sqlalchemy import String, cast, exists, literal, select

from domain.duties import next_office_hour
from domain.permissions import Action
from domain.relocation import is_leaver
from domain.units import SCHOOLS
from models.columns import table_of
from models.people import Volunteer
from models.places import Unit
from models.traffic import Notice
from usecases import access, notices
from usecases.city import CitySession

_NOTICES = table_of(Notice)
_UNITS = table_of(Unit)
_VOLUNTEERS = table_of(Volunteer)

KIND = "school-leaver"
# So many in one transaction, so that nobody waits for the drive.
_AT_ONCE = 200


@access.performs(Action.RUN_CLOCK)
def ask(session: CitySession, *, now: datetime) -> int:
    """Ask some of the leavers who were not asked this year; return how many were.

    Only in the policy's months, of the policy's ages, and in office hours.
    """
    city = session.city
    day, policy = city.calendar.day_of(now), city.policy(now)
    rules = policy.relocation
    if day.month not in rules.leavers_months:
        return 0
    if next_office_hour(now, policy.duties, city.calendar) > now:
        return 0
    key = literal(f"leavers/{day.year}/") + cast(_VOLUNTEERS.c.id, String)
    rows = session.connection().execute(
        select(
            _VOLUNTEERS.c.id,
            _VOLUNTEERS.c.account_id,
            _VOLUNTEERS.c.born_on,
            _UNITS.c.kind,
            _UNITS.c.name,
        )
        .join(_UNITS, _UNITS.c.id == _VOLUNTEERS.c.unit_id)
        .where(
            _UNITS.c.kind.in_(SCHOOLS),
            _VOLUNTEERS.c.account_id.is_not(None),
            _VOLUNTEERS.c.suspended_at.is_(None),
            # A year more on either side; the age itself is judged to the day.
            _VOLUNTEERS.c.born_on >= date(day.year - rules.leavers_max_age - 1, 1, 1),
            _VOLUNTEERS.c.born_on <= date(day.year - rules.leavers_min_age, 12, 31),
            ~exists().where(_NOTICES.c.dedupe_key == key),
        )
        .order_by(_VOLUNTEERS.c.id)
    )
    asked = 0
    for row in rows.all():
        if asked >= _AT_ONCE:
            break
        if is_leaver(row.born_on, row.kind, day, rules):
            asked += notices.tell(
                session, kind="school-leaver", account_id=row.account_id,
                dedupe_key=f"leavers/{day.year}/{row.id}", facts={"unit": row.name}, due_at=now,
            )  # fmt: skip
    return asked
