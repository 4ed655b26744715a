"""Forgetting somebody: what names him goes, what was counted stays under a pseudonym (K12, K24).

Afterwards his account and his volunteer are numbers to which nothing leads: no name, document,
telephone, messenger, birthday, words or conversation. The ledger is not touched, so that its sums
and seals hold; records stay for the policy's years (H8). Whoever registers again is new.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, String, cast, delete, func, insert, select, update

from domain.permissions import Action
from models.arrivals import LocationProof
from models.columns import table_of
from models.people import Account, Application, Volunteer
from models.records import ServiceRecord
from models.rewards import Voucher
from models.rights import Erasure
from models.traffic import InboxUpdate, Notice
from models.visits import Scan, ShortCode, Visit
from usecases import (
    access,
    audit,
    children,
    conversations,
    handing_in,
    own_data,
    stored_files,
    vouchers,
)
from usecases.city import CitySession
from usecases.holdings import HOLDINGS, Fate, Person

_ACCOUNTS = table_of(Account)
_APPLICATIONS = table_of(Application)
_ERASURES = table_of(Erasure)
_INBOX = table_of(InboxUpdate)
_NOTICES = table_of(Notice)
_RECORDS = table_of(ServiceRecord)
_SCANS = table_of(Scan)
_PROOFS = table_of(LocationProof)
_SHORT = table_of(ShortCode)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
_VOUCHERS = table_of(Voucher)

# What stands for a messenger where nobody is behind an account any more.
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An erasure as it stands in the database, and in the file of checkpoints."""

    number: int
    mark: bytes
    account_id: int
    erased_at: datetime


def mark_of(session: CitySession, row: Any) -> bytes:
    """Return by what the row of an account is known again in an older backup."""
    first = row.first_seen_at.astimezone(UTC).isoformat(timespec="seconds")
    said = f"{row.id}|{row.messenger}|{row.external_id}|{first}"
    return hmac.digest(session.city.keys.key("erasure"), said.encode(), sha256)[:16]


@access.performs(Action.RUN_CLOCK)
def erase(session: CitySession, *, account_id: int, now: datetime) -> None:
    """Forget the account and the volunteer behind it; who is forgotten already stays so (K12).

    Live vouchers are given back and an open visit ends first. What is held of him and what becomes
    of it stands in `holdings.HOLDINGS`; the mark lets a restore from a backup forget him again.
    """
    connection = session.connection()
    row = connection.execute(
        select(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id).with_for_update()
    ).one()
    if row.messenger == ERASED:
        return
    who = own_data.person(session, account_id)
    connection.execute(
        insert(_ERASURES).values(
            mark=mark_of(session, row),
            account_id=account_id,
            volunteer_id=who.volunteer_id,
            erased_at=now,
        )
    )
    _settle(session, who, now)
    children.let_go(session, account_id, now)
    _own_up_to_files(session, account_id, now)
    _let_go(connection, who, now)
    _empty(connection, who, now)
    _blank_applications(connection, who)
    _unsay(connection, who)
    if who.volunteer_id is not None:
        _blank_volunteer(session, who.volunteer_id, now)
    connection.execute(
        update(_ACCOUNTS)
        .where(_ACCOUNTS.c.id == account_id)
        .values(
            messenger=ERASED,
            external_id=-account_id,
            first_seen_at=now,
            blocked_at=now,
            active_role=None,
            active_station=None,
            menu_button=None,
        )
    )
    audit.record(session, None, "account.erased", f"account:{account_id}", now)


def _let_go(connection: Connection, who: Person, now: datetime) -> None:
    """Delete, blank or end what is held of him, table by table, as `HOLDINGS` says."""
    for holding in reversed(HOLDINGS.values()):
        if holding.fate is Fate.GONE:
            connection.execute(delete(holding.table).where(holding.his(who)))
        elif holding.fate is Fate.BLANKED:
            connection.execute(
                update(holding.table).where(holding.his(who)).values(**holding.blank)
            )
        elif holding.fate is Fate.ENDED:
            ended = holding.table.c[holding.ends]
            connection.execute(
                update(holding.table)
                .where(holding.his(who), ended.is_(None))
                .values({ended.name: now})
            )


def _settle(session: CitySession, who: Person, now: datetime) -> None:
    """Give live vouchers back and end an open visit, so that nothing waits for him."""
    connection = session.connection()
    if who.volunteer_id is None:
        return
    live = select(_VOUCHERS.c.id).where(
        _VOUCHERS.c.volunteer_id == who.volunteer_id,
        _VOUCHERS.c.state == "live",
        _VOUCHERS.c.expires_at > now,
    )
    for voucher_id in connection.scalars(live).all():
        vouchers.give_up(session, voucher_id=voucher_id, now=now)
    connection.execute(
        update(_VISITS)
        .where(_VISITS.c.volunteer_id == who.volunteer_id, _VISITS.c.closed_at.is_(None))
        .values(closed_at=now, closed_source="clock")
    )
    connection.execute(
        update(_VISITS)
        .where(
            _VISITS.c.volunteer_id == who.volunteer_id,
            _VISITS.c.minutes.is_(None),
            _VISITS.c.settled_at.is_(None),
        )
        .values(minutes=0, settled_at=now)
    )


def _own_up_to_files(session: CitySession, account_id: int, now: datetime) -> None:
    """Give the files of drafts a row, so that they are swept away with what nobody refers to."""
    standing = conversations.fetch(session, account_id=account_id)
    for draft in (standing, *standing.drafts) if standing else ():
        for file in draft.data.get("files", []):
            row = {key: file[key] for key in ("sha256", "size_bytes", "media_type")}
            stored_files.note(session, **row, now=now)


def _empty(connection: Connection, who: Person, now: datetime) -> None:
    """Empty what is his in rows that are kept, and take back what is under way."""
    connection.execute(
        update(_INBOX)
        .where(_INBOX.c.person == who.external_id)
        .values(body_sealed=None, person=0, done_at=now)
    )
    own = [(_SHORT.c.kind.startswith("my-data"), who.account_id)]
    if who.volunteer_id is not None:
        own.append((_SHORT.c.kind == "personal", who.volunteer_id))
    for kind, subject in own:
        connection.execute(delete(_SHORT).where(kind, _SHORT.c.subject_id == subject))
    his_scans = (_SCANS.c.account_id == who.account_id) | (
        _SCANS.c.volunteer_id == (who.volunteer_id or 0)
    )
    led_nowhere = his_scans & _SCANS.c.visit_id.is_(None)
    of_them = select(_SCANS.c.id).where(led_nowhere)
    connection.execute(delete(_PROOFS).where(_PROOFS.c.scan_id.in_(of_them)))
    connection.execute(delete(_SCANS).where(led_nowhere))
    connection.execute(
        update(_SCANS).where(_SCANS.c.volunteer_id == (who.volunteer_id or 0)).values(facts={})
    )
    # What was typed and not yet counted is not counted any more.
    connection.execute(
        update(_RECORDS)
        .where(
            _RECORDS.c.volunteer_id == (who.volunteer_id or 0),
            _RECORDS.c.state.in_(["filed", "published"]),
        )
        .values(state="struck", version=_RECORDS.c.version + 1)
    )


def _unsay(connection: Connection, who: Person) -> None:
    """Take his name out of what was typed of him, and of what others were told of him."""
    name = connection.scalar(select(_VOLUNTEERS.c.name).where(_VOLUNTEERS.c.id == who.volunteer_id))
    if not name:
        return
    words = ("recipients", "content", "leader", "quality", "reason", "late_reason")
    connection.execute(
        update(_RECORDS)
        .where(_RECORDS.c.volunteer_id == who.volunteer_id)
        .values({word: func.replace(_RECORDS.c[word], name, "…") for word in words})
    )
    written = json.dumps(name)[1:-1]
    told = select(_NOTICES.c.id, _NOTICES.c.facts).where(
        _NOTICES.c.state != "pending",
        cast(_NOTICES.c.facts, String).contains(written, autoescape=True),
    )
    for row in connection.execute(told).all():
        facts = json.loads(json.dumps(row.facts).replace(written, "…"))
        connection.execute(update(_NOTICES).where(_NOTICES.c.id == row.id).values(facts=facts))


def _blank_applications(connection: Connection, who: Person) -> None:
    his = HOLDINGS[_APPLICATIONS.name].his(who)
    for row in connection.execute(select(_APPLICATIONS.c.id, _APPLICATIONS.c.state).where(his)):
        waited = row.state in handing_in.OPEN_STATES
        connection.execute(
            update(_APPLICATIONS)
            .where(_APPLICATIONS.c.id == row.id)
            .values(
                answers_sealed=None,
                id_index=secrets.token_bytes(16),
                phone_index=None,
                state="withdrawn" if waited else row.state,
                version=_APPLICATIONS.c.version + 1,
            )
        )


def _blank_volunteer(session: CitySession, volunteer_id: int, now: datetime) -> None:
    """Put a pseudonym in the place of the volunteer; county and unit stay, for the figures."""
    opaque = secrets.randbits(40)
    keys = session.city.keys
    session.connection().execute(
        update(_VOLUNTEERS)
        .where(_VOLUNTEERS.c.id == volunteer_id)
        .values(
            opaque_id=opaque,
            number=f"{ERASED}-{opaque:010x}",
            account_id=None,
            name="",
            sex=None,
            born_on=None,
            id_sealed=keys.seal("", f"volunteer/{opaque}/id_number"),
            id_index=secrets.token_bytes(16),
            phone_sealed=keys.seal("", f"volunteer/{opaque}/phone"),
            phone_index=secrets.token_bytes(16),
            township="",
            team_id=None,
            categories=[],
            skills=[],
            free_times=[],
            suspended_at=now,
        )
    )


@access.performs(Action.RUN_CLOCK)
def after(session: CitySession, *, number: int, most: int = 500) -> list[Forgotten]:
    """Return the erasures that follow a number, in order."""
    rows = session.connection().execute(
        select(_ERASURES.c.id, _ERASURES.c.mark, _ERASURES.c.account_id, _ERASURES.c.erased_at)
        .where(_ERASURES.c.id > number)
        .order_by(_ERASURES.c.id)
        .limit(most)
    )
    return [Forgotten(row.id, bytes(row.mark), row.account_id, row.erased_at) for row in rows]


@access.performs(Action.RUN_CLOCK)
def missing(session: CitySession, *, marks: dict[bytes, int]) -> dict[bytes, int]:
    """Return those of these erasures, mark to account, that are not done in this database."""
    done = {bytes(mark) for mark in session.connection().scalars(select(_ERASURES.c.mark))}
    return {mark: account for mark, account in marks.items() if mark not in done}


@access.performs(Action.RUN_CLOCK)
def repeat(session: CitySession, *, mark: bytes, account_id: int, now: datetime) -> bool:
    """Forget again whom a backup remembers; False where the backup never knew him.

    The mark tells him apart from whoever has the same number in another life of the city. One that
    is not here is written down all the same, so that it is not looked for again.
    """
    connection = session.connection()
    row = connection.execute(select(_ACCOUNTS).where(_ACCOUNTS.c.id == account_id)).one_or_none()
    if row is not None and hmac.compare_digest(mark_of(session, row), mark):
        erase(session, account_id=account_id, now=now)
        return True
    connection.execute(insert(_ERASURES).values(mark=mark, account_id=account_id, erased_at=now))
    return False
