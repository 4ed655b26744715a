"""A file that only SECRETS_FILE opens: written and read as a stream, in constant memory.

AES-256-GCM over chunks of a mebibyte, each bound to its place and the last one marked, so that a
chunk that is missing, doubled, exchanged or cut off is noticed (the STREAM construction). The key
is made for this one file from a purpose of its own and a random salt.
"""

import hmac
import io
import secrets
from hashlib import sha256
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.sealed import Keyring

_MAGIC = b"volunteer-city backup 1\n"
_SALT = 16
_HEAD = len(_MAGIC) + 1 + _SALT
_CHUNK = 1 << 20
_TAG = 16
_PURPOSE = "backup"


class FileBrokenError(Exception):
    """The file is none of ours, was sealed with other keys, was altered, or ends too early."""


def _cipher(keys: Keyring, version: int, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(keys.key(_PURPOSE, version), salt, sha256))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Writes into `file` sealed; complete only after `finish`."""

    def __init__(self, file: IO[bytes], keys: Keyring) -> None:
        super().__init__()
        salt = secrets.token_bytes(_SALT)
        self._file, self._number, self._waiting = file, 0, bytearray()
        self._head = _MAGIC + bytes([keys.newest]) + salt
        self._cipher = _cipher(keys, keys.newest, salt)
        file.write(self._head)

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes in; whole chunks go into the file."""
        self._waiting += data
        # The last chunk is only known at the end, so one is always kept back.
        while len(self._waiting) > _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk, which says that it is the last."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads what `Sealing` wrote, or raises FileBrokenError."""

    def __init__(self, file: IO[bytes], keys: Keyring) -> None:
        super().__init__()
        self._head = file.read(_HEAD)
        if len(self._head) != _HEAD or not self._head.startswith(_MAGIC):
            raise FileBrokenError("it is not a backup of this product")
        version = self._head[len(_MAGIC)]
        if version not in keys.masters:
            raise FileBrokenError(f"it was sealed with key {version}, which SECRETS_FILE lacks")
        self._cipher = _cipher(keys, version, self._head[-_SALT:])
        self._file, self._number = file, 0
        self._next = file.read(_CHUNK + _TAG)
        self._ready = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        if not self._ready and self._next:
            self._ready = self._open()
        given = self._ready[: len(into)]
        into[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _open(self) -> bytes:
        sealed, self._next = self._next, self._file.read(_CHUNK + _TAG)
        nonce = _nonce(self._number, last=not self._next)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, self._head)
        except (InvalidTag, ValueError):
            raise FileBrokenError(
                "it was altered, cut off, or sealed with other keys than those of SECRETS_FILE"
            ) from None
