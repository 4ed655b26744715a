"""The file of checkpoints: one line per seal of the books, kept outside the database (P13).

Whoever can write to the database can cut off its end or, with the keys, make the whole chain anew;
he cannot do so in a file that lies elsewhere. A line is appended after its seal is committed and
never changed. When a backup is brought back the chain goes on from an earlier seal: that is one
line more, signed, so that it cannot be had without the keys. Who was forgotten stands here too, as
a mark that tells nobody anything, so that an older backup does not bring him back (P16).
"""

import base64
import contextlib
import fcntl
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from models.sealed import Keyring
from usecases.erasure import Forgotten
from usecases.seals import BOOKS, Book, Seal

_LINES = {book.line: book for book in BOOKS}
_RESTORED = {book.restored: book for book in BOOKS}
_ERASED = "erased"
_SIGNATURE_LETTERS = len(base64.b64encode(bytes(64)))


@dataclass(slots=True)
class Witness:
    """What the file says of one book: the line of each seal that must stand, and what is wrong."""

    lines: dict[int, str] = field(default_factory=dict)
    # Moments at which the chain went on from an earlier seal, with what was given up.
    restored: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """Return the highest number that must stand, or 0."""
        return max(self.lines, default=0)


def line_of(book: Book, seal: Seal) -> str:
    """Return the line of a seal: book, number, last id, hash, moment, key, signature."""
    at = seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    signature = base64.b64encode(seal.signature).decode()
    return (
        f"{book.line} {seal.number} {seal.to_id} {seal.hash.hex()} {at} {seal.key_version} "
        f"{signature}"
    )


def read(path: Path, keys: Keyring, book: Book) -> Witness:
    """Return what the file says of a book; a missing file says nothing."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return _read(file, keys, book)
    except FileNotFoundError:
        return Witness()


def _read(lines: Iterable[str], keys: Keyring, book: Book) -> Witness:
    found = Witness()
    # Half a line is what a power cut leaves; it is written whole some lines further on.
    halves: dict[str, int] = {}
    place = 0
    for place, raw in enumerate(lines, 1):
        line = raw.strip()
        halves = {half: at for half, at in halves.items() if not line.startswith(half)}
        words = line.split()
        if _is_whole(words):
            if _LINES[words[0]] is book:
                _keep(found, line, place)
        elif words[:1] == [_ERASED] and _erased(words, keys) is not None:
            continue
        elif words and words[0] in _RESTORED and _signed(words, keys):
            if _RESTORED[words[0]] is book:
                _go_back(found, _number(words[1]), words[2])
        elif line:
            halves[line] = place
    found.wrong += [
        f"line {at} is not one of ours" for at in sorted(halves.values()) if at != place
    ]
    return found


def _keep(found: Witness, line: str, place: int) -> None:
    if found.lines.setdefault(_number(line.split()[1]), line) != line:
        found.wrong.append(f"line {place} contradicts an earlier one")


def _is_whole(words: list[str]) -> bool:
    return len(words) == 7 and words[0] in _LINES and len(words[6]) == _SIGNATURE_LETTERS


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else 0


def _signed(words: list[str], keys: Keyring) -> bool:
    try:
        said = " ".join(words[:-1]).encode()
        return keys.signed(said, int(words[3]), base64.b64decode(words[4], validate=True))
    except (ValueError, IndexError):
        return False


def _go_back(found: Witness, number: int, at: str) -> None:
    lost = [known for known in found.lines if known > number]
    for known in lost:
        del found.lines[known]
    found.restored.append(f"{at}: went on from seal {number}, giving up {len(lost)}")


def append(path: Path, keys: Keyring, book: Book, seals: Iterable[Seal]) -> int:
    """Write the lines that the file lacks, and return how many; it is on the disk afterwards."""
    with _held(path) as file:
        newest = _read(file, keys, book).newest
        lines = [line_of(book, seal) for seal in seals if seal.number > newest]
        _write(file, lines)
    return len(lines)


def restored(path: Path, keys: Keyring, book: Book, *, number: int, now: datetime) -> None:
    """Write that the chain goes on from a seal, where the file knows of later ones."""
    with _held(path) as file:
        if _read(file, keys, book).newest <= number:
            return
        at = now.astimezone(UTC).isoformat(timespec="microseconds")
        said = f"{book.restored} {number} {at} {keys.newest}"
        signature = base64.b64encode(keys.sign(said.encode())[1]).decode()
        _write(file, [f"{said} {signature}"])


def erasures(path: Path, keys: Keyring) -> dict[bytes, int]:
    """Return who was forgotten, mark and account, in the order in which it was done (P16)."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return _erasures(file, keys)
    except FileNotFoundError:
        return {}


def _erasures(lines: Iterable[str], keys: Keyring) -> dict[bytes, int]:
    found = {}
    for line in lines:
        one = _erased(line.split(), keys)
        if one is not None:
            found[one[0]] = one[1]
    return found


def _erased(words: list[str], keys: Keyring) -> tuple[bytes, int] | None:
    """Return mark and account of a line that one of our keys has signed, or None."""
    if len(words) != 6 or words[0] != _ERASED:
        return None
    try:
        said, signature = " ".join(words[:-1]), base64.b64decode(words[5], validate=True)
        if not keys.signed(said.encode(), int(words[4]), signature):
            return None
        return bytes.fromhex(words[1]), int(words[2])
    except ValueError:
        return None


def append_erasures(path: Path, keys: Keyring, done: Iterable[Forgotten]) -> int:
    """Write a line for each erasure that the file lacks, and return how many."""
    with _held(path) as file:
        known = _erasures(file, keys)
        lines = [_erasure(one, keys) for one in done if one.mark not in known]
        _write(file, lines)
    return len(lines)


def _erasure(one: Forgotten, keys: Keyring) -> str:
    at = one.erased_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = f"{_ERASED} {one.mark.hex()} {one.account_id} {at} {keys.newest}"
    return f"{said} {base64.b64encode(keys.sign(said.encode())[1]).decode()}"


@contextlib.contextmanager
def _held(path: Path) -> Iterator[IO[str]]:
    """Open the file for reading and appending; other processes of this machine wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(handle, "r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(file: IO[str], lines: list[str]) -> None:
    if not lines:
        return
    end = file.seek(0, os.SEEK_END)
    broken = end > 0 and os.pread(file.fileno(), 1, end - 1) != b"\n"
    # Not cut off: the file may lie where it can only grow.
    file.write(("\n" if broken else "") + "".join(f"{line}\n" for line in lines))
    file.flush()
    os.fsync(file.fileno())
