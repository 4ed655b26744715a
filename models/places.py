"""Units, teams, stations and the displays that stand in them."""

from datetime import datetime

from sqlalchemy import JSON, true
from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class Unit(SQLModel, table=True):
    """A bureau, school, company or other body; `is_member` marks the member units (PU18-1.3.x)."""

    id: int | None = primary_key()
    code: str = Field(unique=True)
    name: str = Field(unique=True)
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    kind: str
    # city, central, provincial or county: who approves follows from it (PUZD-1.4.1c/d).
    affiliation: str
    county: str
    is_member: bool = False
    # An officer says of a unit that it stands outside: some clauses ask built-up areas only.
    built_up: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class Team(SQLModel, table=True):
    """A volunteer team of a unit, a township or the city at large."""

    id: int | None = primary_key()
    name: str = Field(unique=True)
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    township: str | None = None
    # Of people of one trade (PU9-T27b), and around model people (PU9-T23e).
    is_professional: bool = False
    is_model: bool = False


class Station(SQLModel, table=True):
    """A Lei Feng volunteer service station (PU9-T5a)."""

    id: int | None = primary_key()
    name: str = Field(unique=True)
    county: str
    township: str
    address: str
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    # By weekday 0–6, and by ISO date for a day of its own: [["09:00", "18:00"]]; empty is closed.
    opening: dict[str, list[list[str]]] = Field(default_factory=dict, sa_type=JSON)
    # Raised when a display is stolen: every code of the older epoch is worthless.
    epoch: int = 1
    # Unknown of a station that was there before its register was kept here.
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    kind: str | None = None
    community: str | None = None
    # WGS-84, in degrees.
    latitude: float | None = None
    longitude: float | None = None
    # How near somebody must be who arrives; None: the station asks for no location.
    radius_metres: int | None = None
    # The four texts that are put up at the station (PU9-T11d).
    workflow: str | None = None
    services: str | None = None
    contact_person: str | None = None
    contact_way: str | None = None


class Display(SQLModel, table=True):
    """A browser that may show a station's codes, paired by a clerk's one-use link."""

    id: int | None = primary_key()
    station_id: int = reference("station.id", index=True)
    secret_hash: bytes = Field(unique=True)
    paired_by: int = reference("account.id")
    paired_at: datetime
    revoked_at: datetime | None = None
