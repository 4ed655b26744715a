"""Who of the staff has looked at data of minors, and on which screen (K18, norm of 2024 Art 36).

Whoever shows an officer, a clerk or a contact something of somebody who is under age writes it into
the audit trail; the Office reads it there. Nothing else of the minor stands in the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from domain.identity import age_on
from domain.permissions import Action
from models.columns import table_of
from models.people import RoleGrant, Volunteer
from models.traffic import AuditEntry
from usecases import access, audit
from usecases.city import City, CitySession

_ENTRIES = table_of(AuditEntry)
_GRANTS = table_of(RoleGrant)
_VOLUNTEERS = table_of(Volunteer)

SEEN = "minor.seen"
# A list that somebody leaves open is looked at once an hour, however often it is drawn anew.
_AGAIN = timedelta(hours=1)
_LATEST = 200
PAGE = 10


People = Sequence[tuple[str, date | None]]


class Screen(StrEnum):
    """Where staff see somebody; the words stand under `minor-screen-<screen>`."""

    APPLICATION = "application"
    NAME = "name"
    FORM = "form"
    SCAN = "scan"
    DAY = "day"
    RECORD = "record"
    PAPER = "paper"
    ENTRY_SHEET = "entry-sheet"
    PEOPLE = "people"
    NATIONAL = "national"
    ROSTER = "roster"
    REGISTER = "register"
    CERTIFICATE = "certificate"
    MOVE = "move"
    RECOVERY = "recovery"
    STARS = "stars"
    ODDITY = "oddity"


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, who (his roles), at whom, on which screen."""

    at: datetime
    account_id: int
    roles: list[str]
    # A volunteer's number, or an application's id.
    volunteer: str
    application_id: int
    screen: str


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks, the newest first, and whether older ones follow."""

    looks: list[Look]
    older: bool


def is_minor(city: City, born_on: date | None, now: datetime) -> bool:
    """Tell whether somebody is under age on the day; who has no birthday here is not."""
    adult_age = city.policy(now).registration.adult_age
    return born_on is not None and age_on(born_on, city.calendar.day_of(now)) < adult_age


def seen(
    session: CitySession,
    actor: int,
    subject: str,
    born_on: date | None,
    screen: Screen,
    now: datetime,
) -> None:
    """Write down that staff were shown this person, if he is under age."""
    if is_minor(session.city, born_on, now):
        audit.record(session, actor, SEEN, subject, now, screen=screen.value)


def among(city: City, people: People, now: datetime) -> list[str]:
    """Return which of these people, subject and birthday, are under age."""
    return [subject for subject, born_on in people if is_minor(city, born_on, now)]


@access.performs(Action.LOOK_AROUND)
def numbered(session: CitySession, *, numbers: Sequence[str], now: datetime) -> list[str]:
    """Return as subjects those of the volunteers with these numbers who are under age."""
    rows = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.born_on)
        .where(_VOLUNTEERS.c.number.in_(numbers))
        .order_by(_VOLUNTEERS.c.id)
    )
    return among(session.city, [(f"volunteer:{row.id}", row.born_on) for row in rows], now)


@access.performs(Action.LOOK_AROUND)
def looked(
    session: CitySession, *, actor: int, subjects: list[str], screen: Screen, now: datetime
) -> int:
    """Write down that these minors stood on a screen, each once an hour; return how many were new.

    For doors that show what a look has found; `among` says who of it is under age.
    """
    latest = session.connection().execute(
        select(_ENTRIES.c.subject, _ENTRIES.c.account_id, _ENTRIES.c.at, _ENTRIES.c.detail)
        .where(_ENTRIES.c.action == SEEN)
        .order_by(_ENTRIES.c.id.desc())
        .limit(_LATEST)
    )
    known = {
        row.subject
        for row in latest
        if row.account_id == actor
        and row.at > now - _AGAIN
        and row.detail.get("screen") == screen.value
    }
    new = [subject for subject in dict.fromkeys(subjects) if subject not in known]
    for subject in new:
        audit.record(session, actor, SEEN, subject, now, screen=screen.value)
    return len(new)


@access.performs(Action.SEE_MINOR_LOOKS)
def looks(session: CitySession, *, actor: int, before: int) -> Looks:
    """Return who looked at minors, ten at a time: `before` skips so many of the newest."""
    access.require(session, actor=actor, action=Action.SEE_MINOR_LOOKS, place="")
    connection = session.connection()
    rows = connection.execute(
        select(_ENTRIES.c.at, _ENTRIES.c.account_id, _ENTRIES.c.subject, _ENTRIES.c.detail)
        .where(_ENTRIES.c.action == SEEN)
        .order_by(_ENTRIES.c.id.desc())
        .offset(before)
        .limit(PAGE + 1)
    ).all()
    return Looks([_look(session, row) for row in rows[:PAGE]], len(rows) > PAGE)


def _look(session: CitySession, row: Any) -> Look:
    connection = session.connection()
    roles = connection.scalars(
        select(_GRANTS.c.role)
        .where(_GRANTS.c.account_id == row.account_id)
        .distinct()
        .order_by(_GRANTS.c.role)
    )
    kind, _, key = row.subject.partition(":")
    number: str | None = ""
    if kind == "volunteer":
        number = connection.scalar(select(_VOLUNTEERS.c.number).where(_VOLUNTEERS.c.id == int(key)))
    return Look(
        row.at,
        row.account_id or 0,
        list(roles),
        number or "",
        int(key) if kind == "application" else 0,
        row.detail.get("screen", Screen.PAPER.value),
    )
