"""Papers that are handed in lie sealed: whoever holds the disk alone, or a copy of it, reads none.

The same content becomes the same file, whichever master was the newest when it came first: it is
kept once, and a proof that is handed in twice is told by its hash.
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
    """Keep the content sealed; return the hash under which it lies.

    What lies sealed under an older master, from before a rotation, stays where it is.
    """
    for version in sorted(keys.masters):
        sealed = _sealed(content, keys, version)
        hashed = sha256(sealed).hexdigest()
        if version == keys.newest or file_store.path_of(folder, hashed).exists():
            break
    return file_store.keep(folder, sealed)


def _sealed(content: bytes, keys: Keyring, version: int) -> bytes:
    tag = hmac.digest(keys.key("paper/content", version), content, sha256)[:_TAG]
    head = _MAGIC + bytes([version]) + tag
    return head + _cipher(keys, version, tag).encrypt(_NONCE, content, head)


def sealed_anew(folder: Path, hashed: str, keys: Keyring) -> str | None:
    """Keep what lies in the clear under a hash sealed beside it, and return its new hash.

    None for a paper that is sealed already, or gone.
    """
    try:
        stored = file_store.read(folder, hashed)
    except FileNotFoundError:
        return None
    return None if stored.startswith(_MAGIC) else keep(folder, stored, keys)


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
