"""The row of a file that was handed in; its content lies in `usecases/file_store.py`'s folder."""

from datetime import datetime

from models.columns import table_of
from models.duties import StoredFile
from usecases.city import CitySession
from usecases.file_store import Kept
from usecases.inserts import insert_into

_FILES = table_of(StoredFile)
UNTOLD = "application/octet-stream"


def keep(session: CitySession, file: Kept, now: datetime) -> None:
    """Let a file have its row, with what kind it is."""
    kind = file.media_type
    note(session, sha256=file.sha256, size_bytes=file.size_bytes, media_type=kind, now=now)


def note(
    session: CitySession, *, sha256: str, size_bytes: int, media_type: str = UNTOLD, now: datetime
) -> None:
    """Let a kept content have its row; the same content has one, whoever hands it in."""
    connection = session.connection()
    row = {"sha256": sha256, "size_bytes": size_bytes, "media_type": media_type, "stored_at": now}
    connection.execute(
        insert_into(connection, _FILES)
        .values(row)
        .on_conflict_do_nothing(index_elements=["sha256"])
    )
