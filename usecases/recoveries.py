"""Getting an account back: a claim, an officer who sees the document, one person as before.

A claim is filed alike whether a volunteer or a registration stands behind the number, so that it
tells no more than registering does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from domain.identity import mask
from domain.permissions import Action, Role
from domain.refusals import Code, Refusal, Refused
from domain.writing import clean_name, mask_name, phone_tail, read_phone
from models.columns import table_of
from models.people import Application, Volunteer
from models.recoveries import RecoveryClaim
from usecases import (
    access,
    audit,
    former_documents,
    handing_in,
    identifying,
    new_menus,
    notices,
    queue_notices,
    registration,
    taking_over,
)
from usecases.city import CitySession
from usecases.inserts import insert_into

_CLAIMS = table_of(RecoveryClaim)
_APPLICATIONS = table_of(Application)
_VOLUNTEERS = table_of(Volunteer)

WAITING = "recoveries-waiting"


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim that waits: who looks at the document, and where."""

    approver: str
    county: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as the officer sees it: masked, and what differs from what is registered."""

    claim_id: int
    version: int
    waiting: int
    name: str
    document: str
    number: str
    phone_tail: str
    said_name: str
    said_phone_tail: str
    same_name: bool
    same_phone: bool
    has_account: bool
    registered: bool
    asked_at: datetime
    # Whom it is about, as a look at a minor is written down.
    subject: str
    born_on: date | None


@access.performs(Action.REGISTER)
def claim(session: CitySession, *, actor: int, said: Mapping[str, str], now: datetime) -> Filed:
    """File a claim to the person registered with this document; a repeat finds the open one.

    `said` holds kind, number, sex, born_on, name and phone. Refuses not-found where the number is
    free (then it can be registered), already-registered to who is a volunteer himself, and what
    the answers' own checks refuse.
    """
    name = clean_name(
        said["name"], max_length=session.city.policy(now).registration.name_max_length
    )
    phone = read_phone(said["phone"])
    for checked in (name, phone):
        if isinstance(checked, Refused):
            raise Refusal.of(checked)
    document = {key: said[key] for key in ("kind", "number", "sex", "born_on")}
    indexes = identifying.indexes_of(session, document, now)
    volunteer, application = _registered(session, actor, indexes)
    if volunteer is None and application is None:
        raise Refusal(Code.NOT_FOUND)
    if volunteer is not None:
        route = registration.route_of(session, volunteer.unit_id, volunteer.county, now).written
        before, county = volunteer.account_id, volunteer.county
    else:
        route, before, county = application.route, application.account_id, ""
    connection = session.connection()
    made = connection.execute(
        insert_into(connection, _CLAIMS)
        .values(
            account_id=actor,
            volunteer_id=volunteer.id if volunteer is not None else None,
            application_id=None if volunteer is not None else application.id,
            route=route,
            said_sealed=session.city.keys.seal(
                json.dumps({"name": name, "phone": phone}, ensure_ascii=False), place(actor)
            ),
            state="open",
            version=1,
            asked_at=now,
        )
        .on_conflict_do_nothing()
        .returning(_CLAIMS.c.id)
    ).scalar_one_or_none()
    role, _, where = route.partition(":")
    if made is not None:
        audit.record(session, actor, "recovery.asked", f"recovery:{made}", now)
        queue_notices.call(session, kind=WAITING, role=role, scope_ref=where, now=now)
        if before is not None:
            _warn(session, made, before, now)
    return Filed(role, where or county)


def _warn(session: CitySession, claim_id: int, account_id: int, now: datetime) -> None:
    """Tell the account that stands for the person that another one claims him."""
    notices.tell(
        session,
        kind="recovery-asked",
        account_id=account_id,
        dedupe_key=f"recovery/{claim_id}/asked",
        facts={},
        due_at=now,
    )


def place(account_id: int) -> str:
    """Return what a claimant's answers are sealed for."""
    return f"recovery/{account_id}/said"


def _registered(session: CitySession, actor: int, indexes: list[bytes]) -> tuple[Any, Any]:
    """Return the volunteer's row and the open application's under this document."""
    connection = session.connection()
    volunteer = connection.execute(
        select(_VOLUNTEERS).where(
            or_(former_documents.holder(indexes), _VOLUNTEERS.c.account_id == actor),
            _VOLUNTEERS.c.suspended_at.is_(None),
        )
    ).first()
    if volunteer is not None and volunteer.account_id == actor:
        raise Refusal(Code.ALREADY_REGISTERED)
    application = connection.execute(
        select(_APPLICATIONS).where(
            _APPLICATIONS.c.id_index.in_(indexes),
            or_(_APPLICATIONS.c.account_id != actor, _APPLICATIONS.c.account_id.is_(None)),
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
        )
    ).first()
    return volunteer, application


@access.performs(Action.REGISTER)
def withdraw(session: CitySession, *, actor: int, now: datetime) -> None:
    """Take one's own open claim back; refuses not-found where there is none."""
    ended = session.connection().execute(
        update(_CLAIMS)
        .where(_CLAIMS.c.account_id == actor, _CLAIMS.c.state == "open")
        .values(state="withdrawn", decided_at=now, version=_CLAIMS.c.version + 1)
        .returning(_CLAIMS.c.id)
    )
    claim_id = ended.scalar_one_or_none()
    if claim_id is None:
        raise Refusal(Code.NOT_FOUND)
    audit.record(session, actor, "recovery.withdrawn", f"recovery:{claim_id}", now)


# -- the officer -----------------------------------------------------------------------------------


@access.performs(Action.DECIDE_APPLICATION)
def waiting(session: CitySession, *, actor: int, now: datetime) -> int:  # noqa: ARG001 - all works are counted alike
    """Return how many claims wait for the officer."""
    count = select(func.count()).select_from(_CLAIMS).where(_to_decide(session, actor))
    return session.connection().scalar(count) or 0


def _to_decide(session: CitySession, actor: int) -> ColumnElement[bool]:
    """Return which claims the officer can decide: what is claimed is there to compare with."""
    registration_there = _CLAIMS.c.application_id.in_(
        select(_APPLICATIONS.c.id).where(_APPLICATIONS.c.answers_sealed.is_not(None))
    )
    return (
        (_CLAIMS.c.state == "open")
        & _CLAIMS.c.route.in_(access.routes(session, actor=actor))
        & (_CLAIMS.c.volunteer_id.is_not(None) | registration_there)
    )


@access.performs(Action.DECIDE_APPLICATION)
def following(session: CitySession, *, actor: int, after: int | None = None) -> Claim | None:
    """Return the oldest claim behind `after`, beginning anew at the end; None if none waits."""
    connection = session.connection()
    ids = connection.scalars(
        select(_CLAIMS.c.id).where(_to_decide(session, actor)).order_by(_CLAIMS.c.id)
    ).all()
    if not ids:
        return None
    chosen = next((each for each in ids if each > (after or 0)), ids[0])
    return _seen(session, chosen, len(ids))


def _seen(session: CitySession, claim_id: int, count: int) -> Claim:
    row = session.connection().execute(select(_CLAIMS).where(_CLAIMS.c.id == claim_id)).one()
    keys = session.city.keys
    said = json.loads(keys.open(row.said_sealed, place(row.account_id)))
    kept = _kept(session, row)
    return Claim(
        claim_id=row.id,
        version=row.version,
        waiting=count,
        name=mask_name(kept["name"]),
        document=kept["kind"],
        number=mask(kept["number"]),
        phone_tail=phone_tail(kept["phone"]),
        said_name=mask_name(said["name"]),
        said_phone_tail=phone_tail(said["phone"]),
        same_name=said["name"] == kept["name"],
        same_phone=said["phone"] == kept["phone"],
        has_account=kept["account_id"] is not None,
        registered=row.volunteer_id is not None,
        asked_at=row.asked_at,
        subject=f"volunteer:{row.volunteer_id}"
        if row.volunteer_id is not None
        else f"application:{row.application_id}",
        born_on=kept["born"],
    )


def _kept(session: CitySession, row: Any) -> dict[str, Any]:
    """Return what is registered of the person behind a claim."""
    connection, keys = session.connection(), session.city.keys
    if row.volunteer_id is not None:
        one = connection.execute(
            select(_VOLUNTEERS).where(_VOLUNTEERS.c.id == row.volunteer_id)
        ).one()
        return {
            "name": one.name,
            "kind": one.id_kind.replace("_", "-"),
            "number": keys.open(one.id_sealed, f"volunteer/{one.opaque_id}/id_number"),
            "phone": keys.open(one.phone_sealed, f"volunteer/{one.opaque_id}/phone"),
            "account_id": one.account_id,
            "born": one.born_on,
        }
    other = connection.execute(
        select(_APPLICATIONS).where(_APPLICATIONS.c.id == row.application_id)
    ).one()
    if other.answers_sealed is None:
        raise Refusal(Code.STEP_GONE)
    answers = registration.opened(session, other.answers_sealed, other.account_id)
    born = date.fromisoformat(answers["born_on"])
    return answers | {"account_id": other.account_id, "born": born}


@access.performs(Action.DECIDE_APPLICATION)
def decide(
    session: CitySession, *, actor: int, claim_id: int, version: int, same: bool, now: datetime
) -> None:
    """Say whether the claimant, whose document was seen, is the registered person.

    If he is, everything of the volunteer is his under the new account, and the old account is a
    stranger's. Of two officers one decides; the other is refused already-decided. Refuses
    not-found, not-allowed outside the scope and to who is claimant or claimed himself.
    """
    connection = session.connection()
    row = connection.execute(select(_CLAIMS).where(_CLAIMS.c.id == claim_id)).one_or_none()
    if row is None:
        raise Refusal(Code.NOT_FOUND)
    if row.route not in access.routes(session, actor=actor):
        raise Refusal(Code.NOT_ALLOWED)
    if row.state != "open":
        raise Refusal(Code.ALREADY_DECIDED)
    before = _kept(session, row)["account_id"]
    if actor in (row.account_id, before):
        raise Refusal(Code.NOT_ALLOWED)
    moved = connection.execute(
        update(_CLAIMS)
        .where(_CLAIMS.c.id == claim_id, _CLAIMS.c.version == version, _CLAIMS.c.state == "open")
        .values(
            state="accepted" if same else "refused",
            version=version + 1,
            decided_at=now,
            decided_by=actor,
        )
    )
    if moved.rowcount != 1:
        raise Refusal(Code.ALREADY_DECIDED)
    verdict = "accepted" if same else "refused"
    audit.record(session, actor, f"recovery.{verdict}", f"recovery:{claim_id}", now)
    if not same:
        _tell_refused(session, row, now)
    elif row.volunteer_id is None:
        _free(session, row, before, now)
    else:
        _take_over(session, row, before, now)


def _tell_refused(session: CitySession, row: Any, now: datetime) -> None:
    notices.tell(
        session, kind="recovery-refused", account_id=row.account_id,
        dedupe_key=f"recovery/{row.id}/refused", facts={}, due_at=now,
    )  # fmt: skip


def _take_over(session: CitySession, row: Any, before: int | None, now: datetime) -> None:
    said = json.loads(session.city.keys.open(row.said_sealed, place(row.account_id)))
    taking_over.move(
        session,
        volunteer_id=row.volunteer_id,
        old=before,
        new=row.account_id,
        phone=said["phone"],
        now=now,
    )
    others = session.connection().execute(
        update(_CLAIMS)
        .where(_CLAIMS.c.volunteer_id == row.volunteer_id, _CLAIMS.c.state == "open")
        .values(state="refused", decided_at=now, version=_CLAIMS.c.version + 1)
        .returning(_CLAIMS.c.id, _CLAIMS.c.account_id)
    )
    for other in others.all():
        _tell_refused(session, other, now)
    notices.tell(
        session, kind="recovery-accepted", account_id=row.account_id,
        dedupe_key=f"recovery/{row.id}/accepted", facts={}, due_at=now,
    )  # fmt: skip
    _tell_lost(session, row, before, now)
    for account_id, role in ((row.account_id, Role.VOLUNTEER), (before, None)):
        if account_id is not None:
            key = f"recovery/{row.id}/{account_id}"
            new_menus.tell(session, account_id=account_id, role=role, dedupe_key=key, now=now)


def _free(session: CitySession, row: Any, before: int | None, now: datetime) -> None:
    """End the registration that waits under the lost account: the new one may hand in its own."""
    session.connection().execute(
        update(_APPLICATIONS)
        .where(
            _APPLICATIONS.c.id == row.application_id,
            _APPLICATIONS.c.state.in_(handing_in.OPEN_STATES),
        )
        .values(state="withdrawn", decided_at=now, version=_APPLICATIONS.c.version + 1)
    )
    notices.tell(
        session, kind="recovery-register", account_id=row.account_id,
        dedupe_key=f"recovery/{row.id}/accepted", facts={}, due_at=now,
    )  # fmt: skip
    _tell_lost(session, row, before, now)


def _tell_lost(session: CitySession, row: Any, account_id: int | None, now: datetime) -> None:
    """Tell the account that was lost, if there was one, that the person is another one's now."""
    if account_id is not None:
        notices.tell(
            session,
            kind="recovery-moved",
            account_id=account_id,
            dedupe_key=f"recovery/{row.id}/moved",
            facts={},
            due_at=now,
        )
