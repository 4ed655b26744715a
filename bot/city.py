"""The city of the settings, and its database: all that a command needs that answers nobody."""

from bot.clock import SystemClock
from bot.secrets import read_secrets
from bot.settings import Settings, SettingsError, load_settings
from domain.civil_time import CityCalendar
from domain.clock import Clock
from domain.holidays import read_holidays
from domain.places import read_places
from domain.policy import POLICIES, PolicyBook, PolicyError
from usecases import migration
from usecases.city import City
from usecases.database import Database


def read_city(settings: Settings, clock: Clock) -> City:
    """Return the city of the settings: its policies, its calendar, its keys."""
    try:
        policies = PolicyBook.load(settings.policy)
    except PolicyError as error:
        raise SettingsError(f"POLICY {error}") from None
    now = clock.now()
    calendar = CityCalendar.of(policies.on(now.date()), read_holidays())
    places = read_places(POLICIES / policies.on(now.date()).city.places_file)
    keys = read_secrets(settings.secrets_file)
    return City(policies, calendar, places, keys, settings.checkpoints, settings.files_dir)


def open_database(settings: Settings, city: City) -> Database:
    """Return the database of the settings; its tables must stand already."""
    return Database(settings.database_url, city)


def ready() -> tuple[Settings, City]:
    """Return settings and city for a command that works on a database in its newest shape."""
    settings = load_settings()
    city = read_city(settings, SystemClock())
    if migration.current(settings.database_url) != migration.newest():
        raise SettingsError("DATABASE_URL is not at the newest shape; run `python -m bot migrate`.")
    return settings, city
