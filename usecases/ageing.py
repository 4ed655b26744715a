"""What is kept longest: records of ten years, papers, words of notices, files nobody refers to.

Beside `usecases/pruning.py`, which sweeps what lives for days. How long each is kept is the
policy's `retention`.
"""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, String, Table, and_, cast, delete, or_, select, update

from domain.permissions import Action
from models.arrivals import LocationProof
from models.columns import table_of
from models.company import VisitCompany
from models.duties import StoredFile
from models.people import Application
from models.recipients import RecipientWord
from models.records import RecordFile, ServiceRecord
from models.tables import metadata
from models.traffic import Notice
from models.visits import Scan, Visit
from usecases import access, duty_reminders, file_store, wards
from usecases.city import CitySession

_APPLICATIONS = table_of(Application)
_COMPANY = table_of(VisitCompany)
_FILES = table_of(StoredFile)
_NOTICES = table_of(Notice)
_PAPERS = table_of(RecordFile)
_PROOFS = table_of(LocationProof)
_RECORDS = table_of(ServiceRecord)
_SCANS = table_of(Scan)
_VISITS = table_of(Visit)
_WORDS = table_of(RecipientWord)

_AT_ONCE = 500
# What is being handed in at this moment is not swept away under somebody's hands.
_GRACE = timedelta(days=1)


@access.performs(Action.RUN_CLOCK)
def age(session: CitySession, *, now: datetime) -> int:
    """Take away what has served its time, some of it at a time; return how many rows changed."""
    kept = session.city.policy(now).retention
    return (
        _give_up_unfinished(session, now - timedelta(days=kept.unfinished_application_days), now)
        + _unsay(session, now - timedelta(days=kept.inbox_days))
        + _drop_papers(session, now - timedelta(days=kept.photo_days))
        + _drop_old(session, _years_before(session, now, kept.record_years))
    )


def _years_before(session: CitySession, now: datetime, years: int) -> datetime:
    """Return the beginning of the same civil day so many years ago; 28 February for the 29th."""
    day = session.city.calendar.day_of(now)
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return session.city.calendar.starts_at(day.replace(year=day.year - years))


def _give_up_unfinished(session: CitySession, before: datetime, now: datetime) -> int:
    """Withdraw what was sent back, or went to a guardian, and was not taken up again."""
    left = or_(
        and_(_APPLICATIONS.c.state == "sent_back", _APPLICATIONS.c.decided_at < before),
        and_(_APPLICATIONS.c.state == wards.WITH_GUARDIAN, _APPLICATIONS.c.submitted_at < before),
    )
    return (
        session.connection()
        .execute(
            update(_APPLICATIONS)
            .where(left)
            .values(
                state="withdrawn",
                answers_sealed=None,
                decided_at=now,
                version=_APPLICATIONS.c.version + 1,
            )
        )
        .rowcount
    )


def _unsay(session: CitySession, before: datetime) -> int:
    """Empty the facts of notices that were settled long ago; which were sent is still known.

    What a digest has said is asked for as long as its duty lives.
    """
    some = (
        select(_NOTICES.c.id)
        .where(
            _NOTICES.c.state != "pending",
            _NOTICES.c.kind != duty_reminders.KIND,
            _NOTICES.c.due_at < before,
            cast(_NOTICES.c.facts, String) != "{}",
        )
        .limit(_AT_ONCE)
    )
    changed = update(_NOTICES).where(_NOTICES.c.id.in_(some.scalar_subquery()))
    return session.connection().execute(changed.values(facts={})).rowcount


def _drop_papers(session: CitySession, before: datetime) -> int:
    """Let go of the papers of records that came to nothing."""
    nothing = select(_RECORDS.c.id).where(
        _RECORDS.c.state.in_(["refused", "struck"]), _RECORDS.c.typed_at < before
    )
    gone = delete(_PAPERS).where(_PAPERS.c.record_id.in_(nothing.scalar_subquery()))
    return session.connection().execute(gone).rowcount


def _drop_old(session: CitySession, before: datetime) -> int:
    """Delete visits of which the years are over, with their scans; the ledger keeps the sums."""
    connection = session.connection()
    over = select(_VISITS.c.id).where(_VISITS.c.closed_at < before)
    connection.execute(delete(_COMPANY).where(_COMPANY.c.child_visit_id.in_(over)))
    connection.execute(delete(_WORDS).where(_WORDS.c.visit_id.in_(over)))
    some = (
        select(_VISITS.c.id)
        .where(_VISITS.c.closed_at < before, *_referred_to_by_nothing(_VISITS, but=_SCANS))
        .order_by(_VISITS.c.id)
        .limit(_AT_ONCE)
    )
    ids = list(connection.scalars(some))
    theirs = select(_SCANS.c.id).where(_SCANS.c.visit_id.in_(ids))
    connection.execute(delete(_PROOFS).where(_PROOFS.c.scan_id.in_(theirs.scalar_subquery())))
    connection.execute(delete(_SCANS).where(_SCANS.c.visit_id.in_(ids)))
    return connection.execute(delete(_VISITS).where(_VISITS.c.id.in_(ids))).rowcount


@cache
def _referring(table: Table) -> tuple[tuple[Table, str], ...]:
    """Return every column that refers to rows of a table."""
    return tuple(
        (other, column.name)
        for other in metadata.sorted_tables
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table is table
    )


def _referred_to_by_nothing(table: Table, but: Table | None = None) -> list[ColumnElement[bool]]:
    (key,) = table.primary_key
    return [
        ~select(1).where(other.c[column] == key).exists()
        for other, column in _referring(table)
        if other is not but
    ]


@access.performs(Action.RUN_CLOCK)
def orphans(session: CitySession, *, now: datetime) -> list[str]:
    """Return the hashes of files that no row refers to any more."""
    rows = session.connection().scalars(
        select(_FILES.c.sha256)
        .where(_FILES.c.stored_at < now - _GRACE, *_referred_to_by_nothing(_FILES))
        .order_by(_FILES.c.sha256)
        .limit(_AT_ONCE)
    )
    return list(rows)


@access.performs(Action.RUN_CLOCK)
def let_go(session: CitySession, *, files: list[str], now: datetime) -> int:
    """Delete files that no row refers to, from the disk first; return how many.

    Asked again here, because somebody may have handed the same content in since. A file whose row
    outlives it, when the process dies in between, is looked for again next time.
    """
    folder = session.city.files
    gone = set(orphans(session, now=now)) & set(files)
    for sha256 in gone:
        if folder is not None:
            file_store.path_of(folder, sha256).unlink(missing_ok=True)
    session.connection().execute(delete(_FILES).where(_FILES.c.sha256.in_(gone)))
    return len(gone)
