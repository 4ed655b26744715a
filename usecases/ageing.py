"""What is kept longest: records of ten years, papers, words of notices, files nobody refers to.

Beside `usecases/pruning.py`, which sweeps what lives for days. How long each is kept is the
policy's `retention`.
"""

from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, String, Table, and_, cast, delete, func, or_, select, update
from sqlmodel import SQLModel

from domain.identity import latest_birth
from domain.permissions import Action
from models.arrivals import LocationProof
from models.certificates import Certificate
from models.columns import table_of
from models.company import VisitCompany
from models.disputes import Dispute
from models.duties import StoredFile
from models.guardians import Guardianship
from models.honours import Honour
from models.omissions import Omission
from models.outside import OutsideHours
from models.people import Application, Volunteer
from models.recipients import RecipientWord
from models.records import RecordCheck, RecordFile, ServiceRecord
from models.tables import metadata
from models.traffic import Notice
from models.trainings import Training
from models.visits import Scan, Visit
from usecases import access, disputes, duty_reminders, file_store, pruning, wards
from usecases.city import CitySession
from usecases.holdings import HOLDINGS

_APPLICATIONS = table_of(Application)
_CERTIFICATES = table_of(Certificate)
_CHECKS = table_of(RecordCheck)
_COMPANY = table_of(VisitCompany)
_DISPUTES = table_of(Dispute)
_FILES = table_of(StoredFile)
_GUARDIANS = table_of(Guardianship)
_HONOURS = table_of(Honour)
_NOTICES = table_of(Notice)
_OMISSIONS = table_of(Omission)
_OUTSIDE = table_of(OutsideHours)
_PAPERS = table_of(RecordFile)
_PROOFS = table_of(LocationProof)
_RECORDS = table_of(ServiceRecord)
_SCANS = table_of(Scan)
_TRAININGS = table_of(Training)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)
_WORDS = table_of(RecipientWord)

_AT_ONCE = 500
# What is being handed in at this moment is not swept away under somebody's hands.
_GRACE = timedelta(days=1)


@access.performs(Action.RUN_CLOCK)
def age(session: CitySession, *, now: datetime) -> int:
    """Take away what has served its time, some of it at a time; return how many rows changed.

    The trail keeps how many of what, and of whom nothing.
    """
    kept = session.city.policy(now).retention

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    gone = {
        "applications": _give_up_unfinished(session, ago(kept.unfinished_application_days), now),
        "notices": _unsay(session, ago(kept.inbox_days)),
        "papers": _drop_papers(session, ago(kept.photo_days)),
        "guardians": _unname_guardians(session, ago(kept.guardian_days)),
        "old": _drop_old(session, _years_before(session, now, kept.record_years)),
    }
    pruning.written(session, "data.aged", gone, now)
    return sum(gone.values())


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
    """Let go of the papers of records, and of hours from elsewhere, that came to nothing."""
    nothing = select(_RECORDS.c.id).where(
        _RECORDS.c.state.in_(["refused", "struck"]), _RECORDS.c.typed_at < before
    )
    gone = delete(_PAPERS).where(_PAPERS.c.record_id.in_(nothing.scalar_subquery()))
    connection = session.connection()
    return connection.execute(gone).rowcount + _blank(
        session, OutsideHours, _OUTSIDE.c.over_at < before
    )


def _unname_guardians(session: CitySession, before: datetime) -> int:
    """Forget name and telephone of the guardians of whoever was of age by then.

    That, when and to which wording somebody agreed stays under the number of his account: whoever
    handles data has to be able to show that he was allowed to (PIPL Art 14, 69).
    """
    day = session.city.calendar.day_of(before)
    of_age = latest_birth(day, session.city.policy(before).registration.consent_below)
    grown = select(_VOLUNTEERS.c.id).where(_VOLUNTEERS.c.born_on <= of_age)
    named = or_(_GUARDIANS.c.name_sealed.is_not(None), _GUARDIANS.c.phone_sealed.is_not(None))
    unnamed = update(_GUARDIANS).where(
        _GUARDIANS.c.volunteer_id.in_(grown.scalar_subquery()), named
    )
    changed = session.connection().execute(unnamed.values(name_sealed=None, phone_sealed=None))
    return changed.rowcount


def _blank(session: CitySession, model: type[SQLModel], over: ColumnElement[bool]) -> int:
    """Overwrite what erasing overwrites, in the rows that are over and still say something."""
    rows = table_of(model)
    blank = HOLDINGS[rows.name].blank
    says = or_(*(rows.c[name].is_distinct_from(value) for name, value in blank.items()))
    return session.connection().execute(update(rows).where(over, says).values(blank)).rowcount


def _drop_old(session: CitySession, before: datetime) -> int:
    """Let go of what was served, learned and stated so long ago; the ledger keeps the sums.

    Of hours from elsewhere and of certificates the rows stay, with figures and dates only.
    """
    day = session.city.calendar.day_of(before)
    missed = delete(_OMISSIONS).where(_OMISSIONS.c.ended_at < before)
    learned = (_TRAININGS.c.held_on < day) & ~_corrected_later(day)
    return (
        _drop_records(session, before)
        + session.connection().execute(missed).rowcount
        + session.connection().execute(delete(_TRAININGS).where(learned)).rowcount
        + session.connection().execute(delete(_HONOURS).where(_honoured(session, before))).rowcount
        + _blank(session, Certificate, _CERTIFICATES.c.issued_at < before)
        + _blank(session, OutsideHours, (_OUTSIDE.c.last_on < day) & (_OUTSIDE.c.asked_at < before))
        + _drop_visits(session, before)
    )


def _honoured(session: CitySession, before: datetime) -> ColumnElement[bool]:
    """Return the condition that a volunteer's honour, or what became none, is so old."""
    given = _HONOURS.c.given_on < session.city.calendar.day_of(before)
    asked = _HONOURS.c.given_on.is_(None) & (_HONOURS.c.asked_at < before)
    return _HONOURS.c.volunteer_id.is_not(None) & or_(given, asked)


def _corrected_later(day: date) -> ColumnElement[bool]:
    """Return the condition that a row corrects this training which is not as old."""
    newer = _TRAININGS.alias()
    return (
        select(newer.c.id)
        .where(newer.c.replaces_id == _TRAININGS.c.id, newer.c.held_on >= day)
        .exists()
    )


def _drop_records(session: CitySession, before: datetime) -> int:
    """Delete typed records with papers, checks, words, disputes and what asked for them.

    The newest stays whatever its age: SQLite would give its number, under which the ledger has its
    minutes, to the next one.
    """
    connection = session.connection()
    ids = list(
        connection.scalars(
            select(_RECORDS.c.id)
            .where(
                _RECORDS.c.ended_at < before,
                _RECORDS.c.state.in_(["credited", "refused", "struck"]),
                _RECORDS.c.id < select(func.max(_RECORDS.c.id)).scalar_subquery(),
                ~select(1).where(disputes.OPEN, _DISPUTES.c.record_id == _RECORDS.c.id).exists(),
            )
            .order_by(_RECORDS.c.id)
            .limit(_AT_ONCE)
        )
    )
    for table in (_DISPUTES, _OMISSIONS, _PAPERS, _WORDS, _CHECKS):
        connection.execute(delete(table).where(table.c.record_id.in_(ids)))
    return connection.execute(delete(_RECORDS).where(_RECORDS.c.id.in_(ids))).rowcount


def _drop_visits(session: CitySession, before: datetime) -> int:
    """Delete visits, their scans, and disputes about them that are over."""
    connection = session.connection()
    over = select(_VISITS.c.id).where(_VISITS.c.closed_at < before)
    connection.execute(delete(_COMPANY).where(_COMPANY.c.child_visit_id.in_(over)))
    connection.execute(delete(_WORDS).where(_WORDS.c.visit_id.in_(over)))
    connection.execute(delete(_DISPUTES).where(_DISPUTES.c.visit_id.in_(over), ~disputes.OPEN))
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
    pruning.written(session, "files.deleted", {"files": len(gone)}, now)
    return len(gone)
