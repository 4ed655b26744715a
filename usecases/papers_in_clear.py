"""Papers that were handed in before papers were sealed: each is looked at once and sealed anew."""

from datetime import datetime

from sqlalchemy import insert, select, update

from domain.permissions import Action
from models.columns import table_of
from models.duties import StoredFile, SubmissionFile
from models.outside import OutsideHours
from models.recipients import RecipientWord
from models.records import RecordFile
from models.stations import StationItem
from usecases import access, pruning, sealed_papers
from usecases.city import CitySession

_FILES = table_of(StoredFile)
# Photos of qualifications and honours have had keys of their own from their first day.
_REFERRING = tuple(
    table_of(each)
    for each in (SubmissionFile, RecordFile, OutsideHours, RecipientWord, StationItem)
)
# One of ten megabytes takes some thirty milliseconds, while others wait to write.
_AT_ONCE = 5


@access.performs(Action.RUN_CLOCK)
def seal(session: CitySession, *, now: datetime) -> int:
    """Look at the next marked files and seal those that lie in the clear; return how many.

    What refers to a file refers to the sealed one from then on; the open one has nobody who does,
    and goes from the disk as such files do (`ageing.let_go`). 0 says that all were looked at.
    """
    connection, folder = session.connection(), session.city.files
    if folder is None:
        return 0
    marked = connection.execute(
        select(_FILES).where(_FILES.c.unsealed.is_(True)).order_by(_FILES.c.sha256).limit(_AT_ONCE)
    ).all()
    sealed = 0
    for row in marked:
        used = [
            table
            for table in _REFERRING
            if connection.execute(select(1).where(table.c.sha256 == row.sha256).limit(1)).first()
        ]
        new = sealed_papers.sealed_anew(folder, row.sha256, session.city.keys) if used else None
        connection.execute(
            update(_FILES).where(_FILES.c.sha256 == row.sha256).values(unsealed=None)
        )
        if new is None:
            continue
        kept = {name: getattr(row, name) for name in ("size_bytes", "media_type", "stored_at")}
        if connection.execute(select(1).where(_FILES.c.sha256 == new)).first() is None:
            connection.execute(insert(_FILES).values(sha256=new, **kept))
        for table in used:
            connection.execute(update(table).where(table.c.sha256 == row.sha256).values(sha256=new))
        sealed += 1
    if sealed:
        pruning.written(session, "files.sealed", {"files": sealed}, now)
    return len(marked)
