"""The secrets file: master keys outside the database, readable by the owner only."""

import base64
import json
import os
import secrets
import stat
from pathlib import Path

from bot.settings import SettingsError
from models.sealed import MASTER_BYTES, Keyring


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
        held = json.loads(path.read_text(encoding="ascii"))["masters"]
        return Keyring({int(version): base64.b64decode(key) for version, key in held.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError(f"SECRETS_FILE {path} holds no keys; restore your copy.") from None


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
