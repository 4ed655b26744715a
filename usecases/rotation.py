"""Sealing what is sealed under older keys anew under the newest, while the city lives (P10).

Rows change some hundred at a time, each only if nobody has changed it meanwhile. What one person is
found by changes in all rows at once, so that rows can be compared with each other at any moment;
whoever looks for a person looks under every key (`Keyring.blinds`).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from domain.identity import DocumentKind, read_identity
from domain.permissions import Action
from domain.refusals import Refused
from models.certificates import Certificate
from models.columns import table_of
from models.corrections import Correction, FormerDocument
from models.errands import Errand
from models.groups import PersonGroup
from models.guardians import Guardianship
from models.honours import Honour
from models.people import Application, Volunteer
from models.proxies import ProxyRegistration
from models.qualifications import Qualification
from models.recoveries import RecoveryClaim
from models.rosters import RosterEntry
from models.sealed import Keyring, SealBrokenError
from models.traffic import Conversation, InboxUpdate
from usecases import access, wards
from usecases.city import CitySession

_VOLUNTEERS = table_of(Volunteer)
_APPLICATIONS = table_of(Application)
_INVITED = table_of(RosterEntry)
_TYPED = table_of(ProxyRegistration)
_FORMER = table_of(FormerDocument)
_INBOX = table_of(InboxUpdate)
_DRAFTS = table_of(Conversation)
_CERTIFICATES = table_of(Certificate)

# The more rows, the fewer pages are written twice; changing these holds others up for some 50 ms.
AT_ONCE = 2000
_DOCUMENTS = frozenset(DocumentKind)
# People stand in their indexes by hashes, so that every batch touches all of an index's pages: of
# SQLite's own two megabytes they would be read and written back again and again. Nor need each
# batch be copied from the log into the file before the next one writes the same pages.
_ALL_IN_MEMORY = ("PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 10000")
_SAMPLE = 500


@dataclass(slots=True)
class Plan:
    """Some rows of one table as they shall be: `seen` is 0 when none was left."""

    kind: str
    last_key: int
    seen: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)
    # By what people and telephones were found, and are found from now on.
    found: dict[str, dict[bytes, bytes]] = field(
        default_factory=lambda: {"id_index": {}, "phone_index": {}}
    )
    # The other rows that say the same, and what becomes of them in the same transaction.
    elsewhere: list[tuple[Table, str, list[dict[str, Any]]]] = field(default_factory=list)

    def found_anew(
        self, column: str, stands: bytes, value: str, find: Sequence[Callable[[str], bytes]]
    ) -> bytes:
        """Return under what a value is found from now on, and keep what it was, if it changes."""
        newest, *older = find
        # What stands under no key of ours (a row that was brought along) is left as it is.
        for one in older:
            if one(value) == stands:
                self.found[column][stands] = new = newest(value)
                return new
        return stands


def _nobody(_row: Any, _texts: dict[str, str], _today: date) -> tuple[str, str]:
    return "", ""


def _volunteer(row: Any, texts: dict[str, str], today: date) -> tuple[str, str]:
    return _person_key(row.id_kind, texts["id_sealed"], today), texts["phone_sealed"]


def _former(row: Any, texts: dict[str, str], today: date) -> tuple[str, str]:
    return _person_key(row.id_kind, texts["id_sealed"], today), ""


def _invited(_row: Any, texts: dict[str, str], _today: date) -> tuple[str, str]:
    return "", json.loads(texts["details_sealed"])["phone"]


def _applicant(_row: Any, texts: dict[str, str], today: date) -> tuple[str, str]:
    said = json.loads(texts["answers_sealed"])
    return _person_key(said["kind"], said["number"], today), said["phone"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One table with sealed columns, and how each row says what its columns are sealed for."""

    table: Table
    sealed: dict[str, Callable[[Any], str]]
    # What else of a row is needed to say so.
    needed: tuple[str, ...] = ()
    # By what somebody is found who stands in the row, and who that is.
    found: tuple[str, ...] = ()
    person: Callable[[Any, dict[str, str], date], tuple[str, str]] = _nobody

    @property
    def key(self) -> Any:
        """Return the column that names a row."""
        return next(iter(self.table.primary_key))

    @property
    def query(self) -> Select[Any]:
        """Return the query for what is needed of the rows."""
        names = dict.fromkeys((self.key.name, *self.needed, *self.sealed, *self.found))
        return select(*(self.table.c[name] for name in names))


KINDS = {
    "volunteer": Kind(
        _VOLUNTEERS,
        {
            "id_sealed": lambda row: f"volunteer/{row.opaque_id}/id_number",
            "phone_sealed": lambda row: f"volunteer/{row.opaque_id}/phone",
        },
        ("opaque_id", "id_kind"),
        ("id_index", "phone_index"),
        _volunteer,
    ),
    "application": Kind(
        _APPLICATIONS,
        {"answers_sealed": lambda row: f"application/{row.account_id}/answers"},
        ("account_id",),
        ("id_index", "phone_index"),
        _applicant,
    ),
    "roster": Kind(
        _INVITED,
        {"details_sealed": lambda row: f"roster/{row.unit_id}/{row.opaque_id}"},
        ("unit_id", "opaque_id"),
        ("phone_index",),
        _invited,
    ),
    "certificate": Kind(
        _CERTIFICATES, {"statement_sealed": lambda row: f"certificate/{row.code}"}, ("code",)
    ),
    "recovery": Kind(
        table_of(RecoveryClaim),
        {"said_sealed": lambda row: f"recovery/{row.account_id}/said"},
        ("account_id",),
    ),
    "correction": Kind(
        table_of(Correction),
        {"said_sealed": lambda row: f"correction/{row.volunteer_id}/said"},
        ("volunteer_id",),
    ),
    "former": Kind(
        _FORMER,
        {"id_sealed": lambda row: f"former/{row.volunteer_id}/id_number"},
        ("volunteer_id", "id_kind"),
        ("id_index",),
        _former,
    ),
    "guardianship": Kind(
        table_of(Guardianship),
        {
            "name_sealed": lambda row: wards.name_place(row.account_id),
            "phone_sealed": lambda row: wards.phone_place(row.account_id),
        },
        ("account_id",),
    ),
    "qualification": Kind(
        table_of(Qualification),
        {
            "number_sealed": lambda row: f"qualification/{row.volunteer_id}/number",
            "photo_key_sealed": lambda row: f"qualification/{row.volunteer_id}/photo",
        },
        ("volunteer_id",),
    ),
    "honour": Kind(
        table_of(Honour),
        {"photo_key_sealed": lambda row: f"honour/{row.volunteer_id}/photo"},
        ("volunteer_id",),
    ),
    "group": Kind(
        table_of(PersonGroup),
        {"code_sealed": lambda row: f"volunteer/{row.volunteer_id}/group"},
        ("volunteer_id",),
    ),
    "proxy": Kind(_TYPED, {"photo_key_sealed": lambda row: f"proxy/{row.account_id}/photo"}),
    "errand": Kind(table_of(Errand), {"photo_key_sealed": lambda row: f"errand/{row.id}/photo"}),
    "conversation": Kind(_DRAFTS, {"data_sealed": lambda row: f"conversation/{row.account_id}"}),
    "inbox": Kind(_INBOX, {"body_sealed": lambda row: f"inbox/{row.update_id}"}),
}


def _older(kind: Kind, newest: int) -> Any:
    """Return the condition that some column of a row is sealed under an older key."""
    head = bytes([newest])
    where = None
    for name in kind.sealed:
        one = func.substr(kind.table.c[name], 1, 1) < head
        where = one if where is None else where | one
    return where


@access.performs(Action.RUN_CLOCK)
def left(session: CitySession) -> int:
    """Return how many rows are sealed under an older key than the newest."""
    newest = session.city.keys.newest
    connection = session.connection()
    return sum(
        connection.scalar(select(func.count()).select_from(kind.table).where(_older(kind, newest)))
        or 0
        for kind in KINDS.values()
    )


@access.performs(Action.RUN_CLOCK)
def plan(session: CitySession, *, kind: str, after: int, now: datetime) -> Plan:
    """Seal the next rows of one table anew, and change nothing yet: nobody waits meanwhile.

    What nobody can open any more stays as it is, and is counted as left.
    """
    what, keys = KINDS[kind], session.city.keys
    made, seal, places = Plan(kind, after), keys.sealer(), what.sealed.items()
    _in_memory(session.connection())
    find = [keys.finder(version) for version in sorted(keys.masters, reverse=True)]
    for row in session.connection().execute(
        what.query.where(_older(what, keys.newest), what.key > after)
        .order_by(what.key)
        .limit(AT_ONCE)
    ):
        made.seen += 1
        made.last_key = getattr(row, what.key.name)
        texts = _opened(keys, what, row)
        if texts is None:
            continue
        change: dict[str, Any] = {"key": made.last_key}
        for name, place in places:
            change[f"{name}_old"] = getattr(row, name)
            change[f"{name}_new"] = seal(texts[name], place(row))
        if what.found:
            person, phone = what.person(row, texts, now.date())
            for column, value in (("id_index", f"id|{person}"), ("phone_index", f"phone|{phone}")):
                if column not in what.found:
                    continue
                change[f"{column}_new"] = made.found_anew(column, getattr(row, column), value, find)
        made.changes.append(change)
    made.elsewhere = _elsewhere(session.connection(), what, made.found)
    return made


def _elsewhere(
    connection: Connection, what: Kind, found: dict[str, dict[bytes, bytes]]
) -> list[tuple[Table, str, list[dict[str, Any]]]]:
    """Return what else stands under the older values: the same person, or his telephone.

    Few do, and to ask for them here is cheaper than to try each while others wait. None comes
    meanwhile: whoever writes knows the newest key.
    """
    moves = []
    for column, values in found.items():
        if not values:
            continue
        for table in (_VOLUNTEERS, _APPLICATIONS, _INVITED, _FORMER):
            if column not in table.c:
                continue
            given: Any = tuple(values)
            if connection.dialect.name == "postgresql":
                among, given = "= ANY(%(given)b::bytea[])", {"given": list(values)}
            else:
                among = f"IN ({', '.join('?' * len(values))})"
            rows = connection.exec_driver_sql(
                f'SELECT "{column}" FROM "{table.name}" WHERE "{column}" {among} '  # noqa: S608
                f'GROUP BY "{column}" HAVING COUNT(*) > {int(table is what.table)}',
                given,
            )
            some = [{"old": bytes(old), "new": values[bytes(old)]} for (old,) in rows]
            moves.append((table, column, some))
    return moves


@access.performs(Action.RUN_CLOCK)
def carry_out(session: CitySession, *, plan: Plan) -> int:
    """Change the rows of a plan that are still what they were; return how many were planned.

    Whoever has written a row since has sealed it himself; the next pass looks again.
    """
    what, connection = KINDS[plan.kind], session.connection()
    _in_memory(connection)
    put = {name: f"{name}_new" for name in (*what.sealed, *what.found)}
    same = {what.key.name: "key"} | {name: f"{name}_old" for name in what.sealed}
    _change(connection, what.table, put, same, plan.changes)
    for table, column, moves in plan.elsewhere:
        _change(connection, table, {column: "new"}, {column: "old"}, moves)
    return len(plan.changes)


def _in_memory(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for pragma in _ALL_IN_MEMORY:
            connection.exec_driver_sql(pragma)


def _opened(keys: Keyring, kind: Kind, row: Any) -> dict[str, str] | None:
    try:
        return {
            name: keys.open(getattr(row, name), place(row)) for name, place in kind.sealed.items()
        }
    except SealBrokenError:
        return None


def _person_key(kind: str, number: str, today: date) -> str:
    if kind not in _DOCUMENTS:
        return ""
    read = read_identity(DocumentKind(kind), number, today=today)
    return f"{kind}:{number}" if isinstance(read, Refused) else read.person_key


def _change(
    connection: Connection,
    table: Table,
    put: dict[str, str],
    where: dict[str, str],
    changes: Sequence[dict[str, Any]],
) -> None:
    """Change many rows of a table, each where it is still what it was.

    In the driver's own words: what SQLAlchemy adds to each row costs more than sealing it.
    """
    if not changes:
        return
    names = [*put.values(), *where.values()]
    if connection.dialect.name != "postgresql":
        sets = ", ".join(f'"{column}" = ?' for column in put)
        same = " AND ".join(f'"{column}" = ?' for column in where)
        connection.exec_driver_sql(
            f'UPDATE "{table.name}" SET {sets} WHERE {same}',  # noqa: S608 - names of our own
            [tuple(change[name] for name in names) for change in changes],
        )
        return
    # One statement for all, because each one alone is a round trip; binary, because writing bytes
    # out as text takes longer than the rest.
    kinds = ["bigint" if isinstance(changes[0][name], int) else "bytea" for name in names]
    rows = ", ".join(f"%({name})b::{kind}[]" for name, kind in zip(names, kinds, strict=True))
    sets = ", ".join(f'"{column}" = m."{given}"' for column, given in put.items())
    same = " AND ".join(f't."{column}" = m."{given}"' for column, given in where.items())
    listed = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(
        f'UPDATE "{table.name}" t SET {sets} FROM unnest({rows}) m({listed}) WHERE {same}',  # noqa: S608
        {name: [change[name] for change in changes] for name in names},
    )


@access.performs(Action.RUN_CLOCK)
def opens(session: CitySession) -> int:
    """Open the newest sealed rows of every table, and return how many; raises SealBrokenError."""
    opened = 0
    for kind in KINDS.values():
        columns = [kind.table.c[name] for name in kind.sealed]
        rows = session.connection().execute(
            kind.query.where(*(column.is_not(None) for column in columns))
            .order_by(kind.key.desc())
            .limit(_SAMPLE)
        )
        for row in rows:
            for name, place in kind.sealed.items():
                session.city.keys.open(getattr(row, name), place(row))
            opened += 1
    return opened
