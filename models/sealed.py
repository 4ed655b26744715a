"""What is kept encrypted, and how it is found again without being readable.

A sealed value is version (1 byte) ‖ nonce (12) ‖ AES-256-GCM(text); the place it belongs to is
bound as additional data, so a ciphertext moved to another row does not open. A blind index is an
HMAC under a key of its own, cut to 16 bytes. All keys come from one master by HKDF (RFC 5869), one
per purpose; the master lives in a file outside the database and its backups.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MASTER_BYTES = 32


class SealBrokenError(Exception):
    """The value was sealed for another place, by another key, or has been altered."""


@dataclass(frozen=True)
class Keyring:
    """All secrets of a city: master keys by version, the newest seals, each can open."""

    masters: dict[int, bytes]
    # Where masters that were added since are read: now, or when it is time again; None: no news.
    look: Callable[[bool], dict[int, bytes] | None] | None = field(
        default=None, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Refuse an empty ring or a short key before anything is sealed with it."""
        if not self.masters or any(len(key) != MASTER_BYTES for key in self.masters.values()):
            raise ValueError("a keyring needs at least one master key of 32 bytes")

    def __hash__(self) -> int:
        """Hash by the versions, so that derived keys can be remembered per ring."""
        return hash(tuple(sorted(self.masters.items())))

    def __repr__(self) -> str:
        """Name the versions and never the keys."""
        return f"Keyring(versions={sorted(self.masters)})"

    @property
    def newest(self) -> int:
        """Return the version that seals."""
        self.learn(at_once=False)
        return max(self.masters)

    def learn(self, *, at_once: bool = True) -> None:
        """Know the masters that were added while this process runs."""
        found = self.look(at_once) if self.look else None
        if found:
            # Whole, because other threads are going through the one that stands.
            object.__setattr__(self, "masters", self.masters | found)

    def key(self, purpose: str, version: int | None = None) -> bytes:
        """Return the 32-byte key of one purpose, for example "seal", "blind" or "station/12/1"."""
        return _derive(self.masters[version or min(self.masters)], purpose)

    def seal(self, text: str, place: str) -> bytes:
        """Return `text` sealed for `place`, for example "volunteer/7/id_number"."""
        return self.sealer()(text, place)

    def sealer(self) -> Callable[[str, str], bytes]:
        """Return what seals a text for a place under the newest key, which is looked up once."""
        version = self.newest
        head = version.to_bytes(1, "big")
        encrypt = _cipher(self.key("seal", version)).encrypt

        def seal(text: str, place: str) -> bytes:
            nonce = secrets.token_bytes(12)
            raw = text.encode("utf-8", "surrogatepass")
            return head + nonce + encrypt(nonce, raw, head + place.encode())

        return seal

    def open(self, sealed: bytes, place: str) -> str:
        """Return what was sealed for `place`, or raise SealBrokenError."""
        if sealed and sealed[0] not in self.masters:
            self.learn()
        try:
            cipher = _cipher(self.key("seal", sealed[0]))
            raw = cipher.decrypt(sealed[1:13], sealed[13:], sealed[:1] + place.encode())
        except (InvalidTag, KeyError, IndexError, ValueError) as broken:
            # ValueError: so little is left of it that not even the nonce is whole.
            raise SealBrokenError(place) from broken
        return raw.decode("utf-8", "surrogatepass")

    def blind(self, value: str, place: str) -> bytes:
        """Return the 16 bytes under which an equal `value` is found again."""
        return self.blinds(value, place)[0]

    def blinds(self, value: str, place: str) -> list[bytes]:
        """Return what an equal `value` may stand under, newest first: rows change one by one."""
        self.learn()
        return [
            self.finder(version)(f"{place}|{value}")
            for version in sorted(self.masters, reverse=True)
        ]

    def finder(self, version: int) -> Callable[[str], bytes]:
        """Return what makes the blind index of "place|value" under one version."""
        key = self.key("blind", version)
        return lambda said: hmac.digest(key, said.encode(), sha256)[:16]

    def sign(self, message: bytes) -> tuple[int, bytes]:
        """Return the version of the key that signs, and its Ed25519 signature of `message`."""
        return self.newest, _signer(self.key("sign", self.newest)).sign(message)

    def signed(self, message: bytes, version: int, signature: bytes) -> bool:
        """Tell whether one of this city's own keys made the signature."""
        if version not in self.masters:
            return False
        try:
            _signer(self.key("sign", version)).public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public_keys(self) -> list[str]:
        """Return what anybody checks signatures with: "version:base64", the newest first."""
        self.learn()
        return [
            f"{version}:{b64encode(_public(_signer(self.key('sign', version)))).decode()}"
            for version in sorted(self.masters, reverse=True)
        ]

    def check_value(self) -> bytes:
        """Return what tells a wrong key before the first write; it reveals nothing of the key."""
        return self.check_values()[min(self.masters)]

    def check_values(self) -> dict[int, bytes]:
        """Return the same for every version."""
        return {version: self.key("check", version)[:16] for version in self.masters}


@lru_cache(maxsize=4096)
def _derive(master: bytes, purpose: str) -> bytes:
    extracted = hmac.digest(b"volunteer-city", master, sha256)
    return hmac.digest(extracted, purpose.encode() + b"\x01", sha256)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def signed_by(public_key: str, message: bytes, version: int, signature: bytes) -> bool:
    """Tell whether the holder of a public key ("version:base64") signed; no secret is needed.

    Raises ValueError for what is no public key.
    """
    number, _, text = public_key.partition(":")
    key = Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    if int(number) != version:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


@lru_cache(maxsize=16)
def _signer(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)
