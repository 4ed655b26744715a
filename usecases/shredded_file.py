"""A file that can be forgotten by forgetting a key: what is left on the disk opens to nobody.

Each file has a key of its own, which is kept sealed in its row; the file store may keep the bytes
as long as it likes, and so may every backup of it.
"""

from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from usecases import file_store

# One key seals one file once, so that the nonce need not differ.
_NONCE = bytes(12)


def keep(folder: Path, content: bytes) -> tuple[str, str]:
    """Keep the content sealed; return its hash in the store and the key that opens it."""
    key = AESGCM.generate_key(256)
    return file_store.keep(folder, AESGCM(key).encrypt(_NONCE, content, None)), b64encode(
        key
    ).decode()


def read(folder: Path, sha256: str, key: str) -> bytes | None:
    """Return the content, or None where the file is gone or is none of this key's."""
    try:
        return AESGCM(b64decode(key)).decrypt(_NONCE, file_store.read(folder, sha256), None)
    except (FileNotFoundError, InvalidTag, ValueError):
        return None
