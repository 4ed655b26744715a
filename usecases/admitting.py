"""Making a volunteer of an approved application: the number, the sealed document, the codes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from models.columns import table_of
from models.people import Application, NumberCounter, Volunteer
from usecases import codes, former_documents, national, proxies, wards
from usecases.city import CitySession
from usecases.inserts import insert_into

_APPLICATIONS = table_of(Application)
_COUNTERS = table_of(NumberCounter)
_VOLUNTEERS = table_of(Volunteer)


def admit(session: CitySession, application: Any, answers: dict[str, Any], now: datetime) -> str:
    """Return the number of the volunteer that this application has made.

    Whoever was approved before, by a decision that was undone, is the same volunteer again: same
    row, same number, same ledger.
    """
    connection = session.connection()
    connection.execute(
        # An account that once stood for somebody else, by mistake, stands for this person now.
        update(_VOLUNTEERS)
        .where(
            _VOLUNTEERS.c.account_id == application.account_id,
            _VOLUNTEERS.c.id_index != application.id_index,
            _VOLUNTEERS.c.suspended_at.is_not(None),
        )
        .values(account_id=None)
    )
    before = connection.execute(
        select(_VOLUNTEERS).where(former_documents.holder([application.id_index]))
    ).one_or_none()
    holder = proxies.holder(session, application.account_id)
    values = _values(application, holder, answers, now)
    keys = session.city.keys
    opaque_id = before.opaque_id if before else codes.opaque_id()
    values["phone_sealed"] = keys.seal(answers["phone"], f"volunteer/{opaque_id}/phone")
    if before is None or before.id_index == application.id_index:
        sealed = keys.seal(answers["number"], f"volunteer/{opaque_id}/id_number")
        values |= _document(application, answers) | {"id_sealed": sealed}
    if before is None:
        number = _next_number(session, answers["county"])
        volunteer_id = connection.execute(
            insert(_VOLUNTEERS)
            .values(opaque_id=opaque_id, number=number, epoch=0, **values)
            .returning(_VOLUNTEERS.c.id)
        ).scalar_one()
    else:
        number, volunteer_id = before.number, before.id
        connection.execute(
            update(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).values(**values)
        )
    connection.execute(
        update(_APPLICATIONS)
        .where(_APPLICATIONS.c.id == application.id)
        .values(volunteer_id=volunteer_id)
    )
    wards.became(session, application.id, volunteer_id)
    national.queue(session, application, volunteer_id, now)
    return str(number)


def _values(
    application: Any, holder: int | None, answers: dict[str, Any], now: datetime
) -> dict[str, Any]:
    return {
        "account_id": holder,
        "name": answers["name"],
        "sex": answers["sex"],
        "born_on": date.fromisoformat(answers["born_on"]),
        "phone_index": application.phone_index,
        "county": answers["county"],
        "township": answers["township"],
        "unit_id": answers.get("unit_id"),
        "team_id": answers.get("team_id"),
        "categories": answers.get("categories", []),
        "skills": answers.get("skills", []),
        "free_times": answers.get("free_times", []),
        "approved_at": now,
        "suspended_at": None,
    }


def _document(application: Any, answers: dict[str, Any]) -> dict[str, Any]:
    # Of whoever registers again with a document that he has renewed since, the newer one stays.
    return {"id_kind": answers["kind"], "id_index": application.id_index}


def _next_number(session: CitySession, county: str) -> str:
    """Return the county's next number; the counter's row is a lock, so none is given twice."""
    connection = session.connection()
    head = f"{county[:4]}-{county[4:]}-" if county.isdigit() else f"{county}-"
    # Numbers that were given before there was a counter, by an import, are counted on from.
    given = connection.scalar(
        select(func.max(_VOLUNTEERS.c.number)).where(
            _VOLUNTEERS.c.number.startswith(head, autoescape=True)
        )
    )
    tail = str(given or "").removeprefix(head)
    connection.execute(
        insert_into(connection, _COUNTERS)
        .values(county=county, last=int(tail) if tail.isdigit() else 0)
        .on_conflict_do_nothing(index_elements=["county"])
    )
    last = connection.execute(
        update(_COUNTERS)
        .where(_COUNTERS.c.county == county)
        .values(last=_COUNTERS.c.last + 1)
        .returning(_COUNTERS.c.last)
    ).scalar_one()
    return f"{head}{last:06d}"


def suspend(session: CitySession, volunteer_id: int, now: datetime) -> None:
    """Stop a volunteer whose approval was a mistake; codes and card end with it."""
    session.connection().execute(
        update(_VOLUNTEERS).where(_VOLUNTEERS.c.id == volunteer_id).values(suspended_at=now)
    )
