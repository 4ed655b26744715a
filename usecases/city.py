"""What every deed may ask of its city: the policy of a day, the calendar, the keys."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from domain.civil_time import CityCalendar
from domain.places import Places
from domain.policy import Policy, PolicyBook
from models.sealed import Keyring


@dataclass(frozen=True)
class City:
    """One deployment is one city; everything here is read-only while the process runs."""

    policies: PolicyBook
    calendar: CityCalendar
    places: Places
    keys: Keyring
    # Where the seals of the ledger are witnessed, outside the database; None: nowhere.
    checkpoints: Path | None = None
    # Where the files lie that were handed in; None: nowhere.
    files: Path | None = None

    def policy(self, at: datetime) -> Policy:
        """Return the policy in force on the civil day of `at`."""
        return self.policies.on(self.calendar.day_of(at))


class CitySession(Session):
    """A session of one transaction, with the city it works for."""

    city: City


def day_bounds(session: CitySession, day: date) -> tuple[datetime, datetime]:
    """Return the instants at which the civil day begins and ends."""
    calendar = session.city.calendar
    return calendar.starts_at(day), calendar.starts_at(day + timedelta(days=1))
