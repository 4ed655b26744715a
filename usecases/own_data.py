"""A copy of everything that is held of somebody, for himself (PIPL K12, Art 45).

Rows stand as they are in the database, by table, what is sealed opened. Hashes and indexes are left
out: they say nothing. With `masked` the document's number and the telephone are short, for a chat
that passes through others' hands.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import LargeBinary, Select, Table, select, update

from domain import tokens
from domain.identity import mask
from domain.permissions import Action
from domain.writing import phone_tail
from models.columns import table_of
from models.people import Account, Application, Volunteer
from models.sealed import SealBrokenError
from models.visits import ShortCode
from usecases import access, audit, codes
from usecases.city import CitySession
from usecases.holdings import HOLDINGS, Holding, Person, sealed

_ACCOUNTS = table_of(Account)
_APPLICATIONS = table_of(Application)
_SHORT = table_of(ShortCode)
_VOLUNTEERS = table_of(Volunteer)

# Two forms, each with a link of its own that is good once.
_KIND = {"json": "my-data-json", "xlsx": "my-data-xlsx"}
FORMS = tuple(_KIND)

# The messenger of those who have none.
NO_MESSENGER = "paper"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is held of somebody: for whom, of what moment, and the rows of each table."""

    account_id: int
    language: str
    made_at: datetime
    tables: dict[str, list[Row]]
    # By table and column, the rows of others on which he worked or in which he is named.
    elsewhere: dict[str, list[int]]

    def as_json(self) -> bytes:
        """Return it as JSON, readable by people and by machines."""
        said = {
            "made_at": self.made_at.isoformat(),
            "tables": self.tables,
            "elsewhere": self.elsewhere,
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Links:
    """The words of the two links, by form, and until when they are good."""

    words: dict[str, str]
    minutes: int


def person(session: CitySession, account_id: int) -> Person:
    """Return whom rows belong to by his account."""
    connection = session.connection()
    row = connection.execute(
        select(
            _ACCOUNTS.c.external_id,
            _ACCOUNTS.c.messenger,
            _VOLUNTEERS.c.id,
            _VOLUNTEERS.c.phone_index,
        )
        .outerjoin(_VOLUNTEERS, _VOLUNTEERS.c.account_id == _ACCOUNTS.c.id)
        .where(_ACCOUNTS.c.id == account_id)
    ).one()
    volunteer_id, phone_index = row.id, row.phone_index
    if volunteer_id is None and row.messenger == NO_MESSENGER:
        # Registered by a clerk: his application says who he is, until he takes over himself.
        him = connection.execute(
            select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.phone_index)
            .join(_APPLICATIONS, _APPLICATIONS.c.volunteer_id == _VOLUNTEERS.c.id)
            .where(_APPLICATIONS.c.account_id == account_id, _VOLUNTEERS.c.account_id.is_(None))
        ).first()
        volunteer_id, phone_index = (him.id, him.phone_index) if him else (None, None)
    asked = connection.scalars(
        select(_APPLICATIONS.c.phone_index).where(_APPLICATIONS.c.account_id == account_id)
    )
    telephones = {bytes(one) for one in (phone_index, *asked) if one is not None}
    return Person(account_id, row.external_id, volunteer_id, tuple(sorted(telephones)))


@access.performs(Action.LOOK_AROUND)
def links(session: CitySession, *, actor: int, now: datetime) -> Links:
    """Make a link for each form of the copy; older ones end. That it was asked for is kept."""
    minutes = session.city.policy(now).rights.copy_minutes
    words = {}
    for form, kind in _KIND.items():
        session.connection().execute(
            update(_SHORT)
            .where(_SHORT.c.kind == kind, _SHORT.c.subject_id == actor, _SHORT.c.expires_at > now)
            .values(expires_at=now)
        )
        words[form] = secrets.token_urlsafe(18)
        until = now + timedelta(minutes=minutes)
        codes.keep_short(
            session, typed=words[form], kind=kind, subject_id=actor, expires_at=until, now=now
        )
    audit.record(session, actor, "own-data.asked", f"account:{actor}", now)
    return Links(words, minutes)


@access.performs(Action.LOOK_AROUND)
def waits(session: CitySession, *, form: str, word: str, now: datetime) -> bool:
    """Tell whether a link is still good."""
    return session.connection().execute(_good(form, word, now)).first() is not None


def _good(form: str, word: str, now: datetime) -> Select[Any]:
    return select(_SHORT.c.subject_id).where(
        _SHORT.c.code_hash == tokens.digest(word),
        _SHORT.c.kind == _KIND[form],
        _SHORT.c.used_at.is_(None),
        _SHORT.c.expires_at > now,
    )


@access.performs(Action.LOOK_AROUND)
def fetch(session: CitySession, *, form: str, word: str, now: datetime) -> OwnData | None:
    """Return everything of whoever made the link, once; None for a link that is no good."""
    used = session.connection().execute(
        update(_SHORT)
        .where(
            _SHORT.c.code_hash == tokens.digest(word),
            _SHORT.c.kind == _KIND[form],
            _SHORT.c.used_at.is_(None),
            _SHORT.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(_SHORT.c.subject_id)
    )
    account_id = used.scalar_one_or_none()
    if account_id is None:
        return None
    audit.record(session, account_id, "own-data.fetched", f"account:{account_id}", now, form=form)
    return copy(session, actor=account_id, masked=False, now=now)


@access.performs(Action.LOOK_AROUND)
def in_chat(session: CitySession, *, actor: int, now: datetime) -> OwnData:
    """Return everything of the caller without number and telephone; that he asked is kept."""
    audit.record(session, actor, "own-data.fetched", f"account:{actor}", now, form="chat")
    return copy(session, actor=actor, masked=True, now=now)


def copy(session: CitySession, *, actor: int, masked: bool, now: datetime) -> OwnData:
    """Return everything of an account, by table."""
    who = person(session, actor)
    language = session.connection().scalar(
        select(_ACCOUNTS.c.language).where(_ACCOUNTS.c.id == actor)
    )
    tables = {}
    for name, holding in HOLDINGS.items():
        found = list(_rows(session, holding, who, masked=masked))
        if found:
            tables[name] = found
    _name_places(session, tables)
    return OwnData(actor, str(language), now, tables, _elsewhere(session, who))


def _rows(session: CitySession, holding: Holding, who: Person, *, masked: bool) -> Iterator[Row]:
    opened = sealed(holding.table)
    query = select(holding.table).where(holding.his(who)).order_by(*holding.table.primary_key)
    for row in session.connection().execute(query):
        yield {
            column.name: _value(session, row, column.name, opened, masked=masked)
            for column in holding.table.columns
            if column.name in opened or not isinstance(column.type, LargeBinary)
        }


def _value(session: CitySession, row: Any, name: str, opened: Any, *, masked: bool) -> Any:
    value = getattr(row, name)
    if name in opened and value is not None:
        try:
            value = session.city.keys.open(bytes(value), opened[name](row))
        except SealBrokenError:
            return None
        return _without(name, value) if masked else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _without(name: str, value: str) -> str | None:
    """Return what may go through a chat: the masked number, the telephone's end, nothing else."""
    if name == "id_sealed":
        return mask(value)
    return phone_tail(value) if name == "phone_sealed" else None


def _name_places(session: CitySession, tables: dict[str, list[Row]]) -> None:
    """Put the names of units, teams, stations, merchants and rewards beside their ids."""
    for name, found in tables.items():
        for column in HOLDINGS[name].table.columns:
            for key in column.foreign_keys:
                named = _naming(key.column.table)
                if named is not None:
                    _name(session, found, column.name, key.column.table, named)


def _naming(table: Table) -> str | None:
    if table.name in HOLDINGS:
        return None
    return next((name for name in ("name", "title") if name in table.c), None)


def _name(session: CitySession, found: list[Row], column: str, table: Table, named: str) -> None:
    ids = {row[column] for row in found} - {None}
    if not ids:
        return
    names: dict[int, str] = {}
    for some in _chunks(sorted(ids)):
        query = select(table.c.id, table.c[named]).where(table.c.id.in_(some))
        names |= {one: str(said) for one, said in session.connection().execute(query)}
    for row in found:
        row[column.removesuffix("_id")] = names.get(row[column])


def _chunks(ids: list[int], most: int = 500) -> Iterable[list[int]]:
    return map(partial(_slice, ids, most), range(0, len(ids), most))


def _slice(ids: list[int], most: int, place: int) -> list[int]:
    return ids[place : place + most]


def _elsewhere(session: CitySession, who: Person) -> dict[str, list[int]]:
    found = {}
    for name, holding in HOLDINGS.items():
        for column in holding.others:
            value = who.key(holding.table, column)
            if value is None or "id" not in holding.table.c:
                continue
            query = select(holding.table.c.id).where(holding.table.c[column] == value)
            ids = list(session.connection().scalars(query.order_by(holding.table.c.id)))
            if ids:
                found[f"{name}.{column}"] = ids
    return found
