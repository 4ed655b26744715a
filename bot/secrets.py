"""The secrets file: master keys outside the database, readable by the owner only."""

import base64
import json
import os
import secrets
import stat
import time
from pathlib import Path

from bot.settings import SettingsError
from models.sealed import MASTER_BYTES, Keyring

# A running process seals with a new master after so long at the latest; it opens with it at once.
LOOKS_EVERY_SECONDS = 5.0


def make_secrets(path: Path) -> None:
    """Write a new secrets file; an existing one is never touched (its keys open your data)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"masters": {"1": _encoded(secrets.token_bytes(MASTER_BYTES))}}) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsError(f"SECRETS_FILE {path} exists already and is left as it is.") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def read_secrets(path: Path) -> Keyring:
    """Return the keys, or raise SettingsError: missing, readable by others, or no keys in it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise SettingsError(
            f"SECRETS_FILE {path} does not exist; make it with `python -m bot secrets`."
        ) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"SECRETS_FILE {path} is readable by others; run chmod 600 on it.")
    try:
        return Keyring(_masters(path), _Watch(path))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError(f"SECRETS_FILE {path} holds no keys; restore your copy.") from None


def add_master(path: Path) -> int:
    """Write a new master beside the others and return its version; whole, or not at all."""
    masters = _masters(path)
    version = max(masters) + 1
    masters[version] = secrets.token_bytes(MASTER_BYTES)
    text = json.dumps({"masters": {str(one): _encoded(key) for one, key in masters.items()}}) + "\n"
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    return version


def _masters(path: Path) -> dict[int, bytes]:
    held = json.loads(path.read_text(encoding="ascii"))["masters"]
    return {int(version): base64.b64decode(key) for version, key in held.items()}


class _Watch:
    """Looks whether the file has changed: at once when asked so, else every few seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._stamp()
        self._next = 0.0

    def __call__(self, at_once: bool) -> dict[int, bytes] | None:
        if not at_once and time.monotonic() < self._next:
            return None
        self._next = time.monotonic() + LOOKS_EVERY_SECONDS
        try:
            stamp = self._stamp()
            if stamp == self._seen:
                return None
            masters = _masters(self._path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # Somebody is copying it; what we know is still right.
            return None
        self._seen = stamp
        return masters

    def _stamp(self) -> tuple[int, int, int]:
        about = self._path.stat()
        return about.st_mtime_ns, about.st_size, about.st_ino


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
