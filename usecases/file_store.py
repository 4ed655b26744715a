"""Files that were handed in: kept once by the hash of their content, whole or not at all."""

import hashlib
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_PICTURE_BYTES = 10_000_000
"""More than any phone's photo as messengers send it; larger ones are answered, not fetched."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept, under the name its sender gave it."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str

    def as_data(self) -> dict[str, str | int]:
        """Return it as plain data, for a conversation's row."""
        return asdict(self)


def keep(folder: Path, content: bytes) -> str:
    """Write the content under its hash and return the hash; what is there already stays.

    It is written beside its place and moved there when it is on the disk, so that a reader never
    sees half a file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(folder, sha256)
    if place.exists() and place.stat().st_size == len(content):
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return sha256


def read(folder: Path, sha256: str) -> bytes:
    """Return the content that was kept under a hash."""
    return path_of(folder, sha256).read_bytes()


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a content is kept; the name a sender gave never becomes a path."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a hash")
    return folder / sha256[:2] / sha256
