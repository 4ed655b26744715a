"""Papers that are handed in lie sealed: whoever holds the disk alone, or a copy of it, reads none.

The same content becomes the same file, as long as the newest master is the same: it is kept once,
and a proof that is handed in twice is told by its hash.
"""

import hmac
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.sealed import Keyring
from usecases import file_store

_MAGIC = b"volunteer-city paper 1\n"
_TAG = 16
_HEAD = len(_MAGIC) + 1 + _TAG
# The key is made of the content, so that one key seals one content only.
_NONCE = bytes(12)


def keep(folder: Path, content: bytes, keys: Keyring) -> str:
    """Keep the content sealed; return the hash under which it lies."""
    version = keys.newest
    tag = hmac.digest(keys.key("paper/content", version), content, sha256)[:_TAG]
    head = _MAGIC + bytes([version]) + tag
    return file_store.keep(
        folder, head + _cipher(keys, version, tag).encrypt(_NONCE, content, head)
    )


def read(folder: Path, hashed: str, keys: Keyring) -> bytes:
    """Return the content that lies under a hash, also one that was kept before papers were sealed.

    Raises FileNotFoundError for one that is gone, or that no key of ours opens.
    """
    stored = file_store.read(folder, hashed)
    if not stored.startswith(_MAGIC):
        return stored
    head, version = stored[:_HEAD], stored[len(_MAGIC)]
    if version not in keys.masters:
        keys.learn()
    try:
        cipher = _cipher(keys, version, head[-_TAG:])
        return cipher.decrypt(_NONCE, stored[_HEAD:], head)
    except (InvalidTag, KeyError, ValueError):
        raise FileNotFoundError(hashed) from None


def _cipher(keys: Keyring, version: int, tag: bytes) -> AESGCM:
    return AESGCM(hmac.digest(keys.key("paper", version), tag, sha256))
