"""The standard of a station: which items of it were seen, and the photos of them (PU9-T5a)."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Delete, delete, insert, select

from domain.permissions import Action
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.sealed import Keyring
from models.stations import StationItem
from usecases import access, file_store, stored_files
from usecases.city import CitySession
from usecases.sealed_file import Opening, Sealing
from usecases.station_keepers import kept
from usecases.stations import note

_ITEMS = table_of(StationItem)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the standard at one station; `seen_at` None: nobody has ticked it yet."""

    code: str
    seen_at: datetime | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it lies in the file store, sealed."""

    sha256: str
    size_bytes: int


def keep_photo(folder: Path, keys: Keyring, content: bytes) -> Photo:
    """Seal a photo and keep it; in the store nobody can look at it without SECRETS_FILE."""
    sealed = io.BytesIO()
    sealing = Sealing(sealed, keys)
    sealing.write(content)
    sealing.finish()
    raw = sealed.getvalue()
    return Photo(file_store.keep(folder, raw), len(raw))


def open_photo(folder: Path, keys: Keyring, sha256: str) -> bytes:
    """Return a photo as it was handed in; FileBrokenError when it is none of ours."""
    return io.BufferedReader(Opening(io.BytesIO(file_store.read(folder, sha256)), keys)).read()


@access.performs(Action.KEEP_OWN_STATION)
def items(session: CitySession, *, actor: int, station_id: int, now: datetime) -> list[Item]:
    """Return every item of the policy's standard, ticked or not, in the document's order."""
    kept(session, actor, station_id, own=True)
    rows = session.connection().execute(
        select(_ITEMS.c.item, _ITEMS.c.seen_at, _ITEMS.c.sha256).where(
            _ITEMS.c.station_id == station_id
        )
    )
    seen = {row.item: Item(row.item, row.seen_at, row.sha256) for row in rows}
    return [seen.get(code, Item(code)) for code in session.city.policy(now).stations.checklist]


@access.performs(Action.KEEP_OWN_STATION)
def tick(
    session: CitySession,
    *,
    actor: int,
    station_id: int,
    item: str,
    photo: Photo | None,
    now: datetime,
) -> None:
    """Say that the item was seen there, with a photo or without; a later photo takes its place.

    A tick without a photo leaves what is known: a press of an older message loses no evidence.

    Refuses `not-found` for an item that the policy does not name.
    """
    row = kept(session, actor, station_id, lock=True, own=True)
    if item not in session.city.policy(now).stations.checklist:
        raise Refusal(Code.NOT_FOUND)
    connection = session.connection()
    if photo is None:
        known = select(_ITEMS.c.id).where(_ITEMS.c.station_id == station_id, _ITEMS.c.item == item)
        if connection.execute(known).first() is not None:
            return
    else:
        stored_files.note(session, sha256=photo.sha256, size_bytes=photo.size_bytes, now=now)
    connection.execute(_of(station_id, item))
    connection.execute(
        insert(_ITEMS).values(
            station_id=station_id,
            item=item,
            sha256=photo.sha256 if photo else None,
            seen_by=actor,
            seen_at=now,
        )
    )
    note(session, actor, row.id, "item", "", item, now)


@access.performs(Action.KEEP_OWN_STATION)
def untick(session: CitySession, *, actor: int, station_id: int, item: str, now: datetime) -> None:
    """Say that the item is not there (any more); doing so twice changes nothing."""
    row = kept(session, actor, station_id, lock=True, own=True)
    if session.connection().execute(_of(station_id, item)).rowcount:
        note(session, actor, row.id, "item", item, "", now)


def _of(station_id: int, item: str) -> Delete:
    return delete(_ITEMS).where(_ITEMS.c.station_id == station_id, _ITEMS.c.item == item)
