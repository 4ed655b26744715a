"""Keeping a registration that is handed in: one open one per person, and where it goes first."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from domain.refusals import Code, Refusal
from models.columns import table_of
from models.guardians import HealthDeclaration
from models.people import Application
from usecases import audit, wards
from usecases.city import CitySession
from usecases.inserts import insert_into

_APPLICATIONS = table_of(Application)
_DECLARATIONS = table_of(HealthDeclaration)

# The states of an application that nobody has decided for good; one person has one such.
OPEN_STATES = ("submitted", "sent_back", wards.WITH_GUARDIAN)


def declare(session: CitySession, application_id: int, version: str, now: datetime) -> None:
    """Keep that the applicant declared to be fit; what he declared before stays."""
    connection = session.connection()
    connection.execute(
        insert_into(connection, _DECLARATIONS)
        .values(application_id=application_id, text_version=version, declared_at=now)
        .on_conflict_do_nothing(index_elements=["application_id"])
    )


def keep(
    session: CitySession,
    actor: int,
    values: dict[str, Any],
    *,
    typist: int | None,
    minor: bool,
    now: datetime,
) -> tuple[int, str]:
    """Return the id of the account's one open application, and the state that it came into.

    The state is "" where nothing changed, because it was handed in already. A `typist` handed it
    in for somebody else.
    """
    connection = session.connection()
    back = connection.execute(
        select(_APPLICATIONS.c.id, _APPLICATIONS.c.id_index)
        .where(_APPLICATIONS.c.account_id == actor, _APPLICATIONS.c.state == "sent_back")
        .with_for_update()
    ).one_or_none()
    if back is not None:
        state = _state_again(session, back, values["id_index"], minor=minor, now=now)
        connection.execute(
            update(_APPLICATIONS)
            .where(_APPLICATIONS.c.id == back.id)
            .values(**values | {"state": state}, version=_APPLICATIONS.c.version + 1)
        )
        return _handed_in(session, typist or actor, back.id, state, now)
    state = wards.WITH_GUARDIAN if minor else "submitted"
    # Two people who hand in one number at the same moment: the index lets one through.
    made = connection.execute(
        insert_into(connection, _APPLICATIONS)
        .values(account_id=actor, version=1, **values | {"state": state})
        .on_conflict_do_nothing()
        .returning(_APPLICATIONS.c.id)
    ).scalar_one_or_none()
    if made is not None:
        return _handed_in(session, typist or actor, made, state, now)
    kept = connection.execute(
        select(_APPLICATIONS.c.id, _APPLICATIONS.c.state).where(
            _APPLICATIONS.c.account_id == actor,
            _APPLICATIONS.c.state.in_(["submitted", wards.WITH_GUARDIAN]),
        )
    ).one_or_none()
    if kept is None:
        raise Refusal(Code.ALREADY_REGISTERED)
    # A minor's link is made anew as often as he asks.
    return int(kept.id), wards.WITH_GUARDIAN if kept.state == wards.WITH_GUARDIAN else ""


def _handed_in(
    session: CitySession, by: int, application_id: int, state: str, now: datetime
) -> tuple[int, str]:
    subject = f"application:{application_id}"
    audit.record(session, by, "application.handed-in", subject, now, state=state)
    return int(application_id), state


def _state_again(
    session: CitySession, back: Any, id_index: bytes, *, minor: bool, now: datetime
) -> str:
    """Return the state of a corrected application: a consent stands for the same child only."""
    guardians = wards.of_application(back.id)
    if back.id_index != id_index:
        wards.end(session, guardians, now)
    waits = minor and not wards.consented(session, guardians)
    return wards.WITH_GUARDIAN if waits else "submitted"
