"""Everything that a scan's decision needs, in one query: a round trip costs more than a join."""

from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, exists, literal, select

from models.columns import table_of
from models.company import CompanyWait, VisitCompany
from models.families import Family
from models.people import Volunteer
from models.places import Display, Station
from models.visits import CodeUse, Scan, Visit
from usecases.prepared import Prepared

_VOLUNTEERS = table_of(Volunteer)
_STATIONS = table_of(Station)
_DISPLAYS = table_of(Display)
_VISITS = table_of(Visit)
_ENDED = _VISITS.alias("ended")
_WAITS = table_of(CompanyWait)
_COMPANY = table_of(VisitCompany)
_SCANS = table_of(Scan)
_USES = table_of(CodeUse)
_FAMILIES = table_of(Family)


def _doorstep(by: Any) -> Select[Any]:
    """Everything a decision needs, in one query: a round trip costs more than a join."""
    seen = _SCANS.alias("seen")
    here = _STATIONS.alias("here")
    elsewhere = _STATIONS.alias("elsewhere")
    one = select(literal(1).label("one")).subquery("one")
    return (
        select(
            seen.c.outcome.label("seen_outcome"),
            seen.c.facts.label("seen_facts"),
            seen.c.account_id.label("seen_account_id"),
            _VOLUNTEERS.c.id.label("volunteer_id"),
            _VOLUNTEERS.c.name.label("volunteer_name"),
            _VOLUNTEERS.c.account_id.label("volunteer_account_id"),
            _VOLUNTEERS.c.epoch.label("volunteer_epoch"),
            _VOLUNTEERS.c.unit_id.label("unit_id"),
            _VOLUNTEERS.c.born_on.label("volunteer_born_on"),
            _VOLUNTEERS.c.consent_ended_at.label("consent_ended_at"),
            here.c.id.label("station_id"),
            here.c.name.label("station_name"),
            here.c.opening.label("opening"),
            here.c.epoch.label("station_epoch"),
            here.c.closed_at.label("station_closed_at"),
            here.c.radius_metres.label("radius_metres"),
            _DISPLAYS.c.id.label("display_id"),
            _DISPLAYS.c.revoked_at.label("display_revoked_at"),
            _USES.c.key.label("use_key"),
            exists().where(_WAITS.c.station_id == bindparam("station_id")).label("company_waits"),
            exists().where(_COMPANY.c.adult_visit_id == _VISITS.c.id).label("company_inside"),
            _VISITS.c.id.label("visit_id"),
            _VISITS.c.station_id.label("visit_station_id"),
            _VISITS.c.opened_at.label("visit_opened_at"),
            elsewhere.c.name.label("visit_station_name"),
            select(_ENDED.c.closed_at)
            .where(
                _ENDED.c.volunteer_id == _VOLUNTEERS.c.id,
                _ENDED.c.closed_at.is_not(None),
            )
            .order_by(_ENDED.c.opened_at.desc())
            .limit(1)
            .scalar_subquery()
            .label("served_until"),
            _FAMILIES.c.id.label("family_id"),
        )
        .select_from(one)
        .outerjoin(seen, seen.c.request_id == bindparam("request_id"))
        .outerjoin(_VOLUNTEERS, and_(by, _VOLUNTEERS.c.suspended_at.is_(None)))
        .outerjoin(here, here.c.id == bindparam("station_id"))
        .outerjoin(
            _DISPLAYS,
            and_(_DISPLAYS.c.id == bindparam("display_id"), _DISPLAYS.c.station_id == here.c.id),
        )
        .outerjoin(
            _USES,
            _USES.c.key == bindparam("use_prefix") + literal(":") + _as_text(_VOLUNTEERS.c.id),
        )
        .outerjoin(
            _VISITS, and_(_VISITS.c.volunteer_id == _VOLUNTEERS.c.id, _VISITS.c.closed_at.is_(None))
        )
        .outerjoin(elsewhere, elsewhere.c.id == _VISITS.c.station_id)
        .outerjoin(
            _FAMILIES,
            and_(_FAMILIES.c.head_id == _VOLUNTEERS.c.id, _FAMILIES.c.dissolved_at.is_(None)),
        )
    )


def _as_text(column: Any) -> Any:
    return cast(column, String)


BY_ACCOUNT = Prepared(_doorstep(_VOLUNTEERS.c.account_id == bindparam("who")))
BY_OPAQUE = Prepared(_doorstep(_VOLUNTEERS.c.opaque_id == bindparam("who")))
BY_ID = Prepared(_doorstep(_VOLUNTEERS.c.id == bindparam("who")))
