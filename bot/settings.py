"""Settings: one typed class, read from the environment and `.env`; it refuses to start badly."""

import os
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class SettingsError(Exception):
    """A variable is missing, a placeholder or malformed; the message is one sentence naming it."""


class Settings(BaseSettings):
    """Everything that differs between two deployments; `.env.example` explains each line."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    bot_token: str = Field(
        "", repr=False, description="the bot's token from BotFather; empty: the stage"
    )
    bot_api_url: str = Field(
        "https://api.telegram.org", description="a local Bot API server, if you run one"
    )
    database_url: str = Field(
        "sqlite:///data/volunteer-city.db",
        repr=False,
        description="sqlite:///path or postgresql+psycopg://user:password@host/name",
    )
    public_url: str = Field("", description="https address of our pages; empty: chat only")
    webhook_secret: str = Field(
        "", repr=False, description="16 or more letters and digits; empty: the bot polls instead"
    )
    policy: str = Field("puer", description="the city, or a path to a policy file")
    id_collection: Literal["", "form", "chat"] = Field(
        "", description="where the ID number is asked: form or chat; empty: form with PUBLIC_URL"
    )
    secrets_file: Path = Field(
        Path("data/secrets.json"), description="made by `python -m bot secrets`; keep it apart"
    )
    checkpoints_file: str = Field(
        "", description="where the ledger's seals are witnessed; empty: beside SECRETS_FILE"
    )
    files_dir: Path = Field(Path("data/files"), description="where handed-in files are kept")
    backup_dir: Path = Field(
        Path("data/backup"), description="where backups go, the newest of which is watched"
    )
    host: str = Field("127.0.0.1", description="address the pages listen on, behind your proxy")
    port: int = Field(8080, ge=0, le=65535, description="port the pages listen on")
    trusted_proxy: str = Field(
        "", description="IP address of your proxy, whose X-Forwarded-For is believed; empty: none"
    )
    metrics_token: str = Field(
        "", repr=False, description="16 or more letters and digits; empty: /metrics is not there"
    )
    linger_seconds: float = Field(
        0, ge=0, le=60, description="how long /ready says no before a told process stops serving"
    )
    scheduler: Literal["here", "elsewhere"] = Field(
        "here", description="elsewhere: reminders are left to processes that may run them"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )

    @field_validator("bot_token")
    @classmethod
    def _token_is_one(cls, value: str) -> str:
        if value and not _TOKEN.fullmatch(value):
            raise ValueError("is not a token as BotFather gives it (digits:letters)")
        return value

    @field_validator("public_url", "bot_api_url")
    @classmethod
    def _address_is_one(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+(/[^\s?#]*)?", value):
            raise ValueError("is not an address such as https://volunteers.example.org")
        return value.rstrip("/")

    @field_validator("webhook_secret", "metrics_token")
    @classmethod
    def _secret_is_long(cls, value: str) -> str:
        if value and not _SECRET.fullmatch(value):
            raise ValueError("needs 16 to 256 letters, digits, _ or -")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if not re.fullmatch(r"(sqlite:///\S+|postgresql(\+psycopg)?://\S+)", value):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> "Settings":
        open_words = ("bot_token", "webhook_secret", "metrics_token", "public_url", "database_url")
        for name in open_words:
            if re.search(r"change.?me|placeholder|xxxx|<.*>", str(getattr(self, name)), re.I):
                raise ValueError(f"{name.upper()} still holds a placeholder")
        if self.public_url and not self.public_url.startswith("https://"):
            raise ValueError("PUBLIC_URL must begin with https://, Telegram opens no other pages")
        if self.webhook_secret and not self.public_url:
            raise ValueError("WEBHOOK_SECRET needs PUBLIC_URL, where Telegram posts to")
        if self.scheduler == "elsewhere" and self.database_url.startswith("sqlite"):
            raise ValueError("SCHEDULER=elsewhere needs PostgreSQL: a file serves one process")
        if self.id_collection == "form" and not self.public_url:
            raise ValueError("ID_COLLECTION=form needs PUBLIC_URL, where the form stands")
        return self

    @property
    def checkpoints(self) -> Path:
        """Return the file of checkpoints; it lies with the keys if no place is set."""
        if self.checkpoints_file:
            return Path(self.checkpoints_file)
        return self.secrets_file.with_name("checkpoints.txt")

    @property
    def id_in_form(self) -> bool:
        """Tell whether the ID number is asked on our own page and never passes the messenger."""
        return self.id_collection == "form" or (not self.id_collection and bool(self.public_url))

    @property
    def by_webhook(self) -> bool:
        """Tell whether Telegram posts updates to us; otherwise the bot polls."""
        return bool(self.webhook_secret)


def load_settings(**given: object) -> Settings:
    """Return the settings, or raise SettingsError with one sentence that names the variable.

    What neither the environment nor `.env` says is looked for in files named as the variable, in
    small letters, where systemd ($CREDENTIALS_DIRECTORY) and compose (/run/secrets) put secrets.
    """
    folder = Path(os.environ.get("CREDENTIALS_DIRECTORY") or "/run/secrets")
    if folder.is_dir():
        given = {"_secrets_dir": folder} | given
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        reason = str(first["msg"]).removeprefix("Value error, ")
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        raise SettingsError(f"{name} {reason}.".strip()) from None
