"""Civil questions: which day, which working day. Only here.

Instants are aware and UTC; a civil day is a `date` in the city's zone. The holiday table is plain
data; a day outside its certain years is answered by the law's own days or, where nothing is
known, by Monday to Friday, and is called provisional.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.holidays import HolidayTable
from domain.policy_shape import Policy

DAY = timedelta(days=1)


class CityCalendar:
    """The city's clock on the wall and its calendar of working days."""

    def __init__(
        self,
        zone: str | ZoneInfo,
        holidays: HolidayTable,
        *,
        local_rest_on: frozenset[date] = frozenset(),
    ) -> None:
        self.zone = ZoneInfo(zone) if isinstance(zone, str) else zone
        self._holidays = holidays
        self._local_rest_on = local_rest_on

    @classmethod
    def of(cls, policy: Policy, holidays: HolidayTable) -> "CityCalendar":
        """Return the calendar of a policy's city, with its local days of rest."""
        return cls(
            policy.city.zone,
            holidays,
            local_rest_on=frozenset(policy.city.local_rest_on),
        )

    def local(self, instant: datetime) -> datetime:
        """Return an instant as the city's clocks show it; a naive one raises ValueError."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return instant.astimezone(self.zone)

    def day_of(self, instant: datetime) -> date:
        """Return the civil day of an instant."""
        return self.local(instant).date()

    def at(self, day: date, clock_time: time) -> datetime:
        """Return the instant, in UTC, at which the city's clocks show this time on this day.

        Of a time that comes twice the first is meant; one that is skipped counts on from before.
        """
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC)

    def starts_at(self, day: date) -> datetime:
        """Return the first instant of a civil day, in UTC."""
        return self.at(day, time())

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on a day; make-up days at weekends are working days."""
        if day in self._holidays.work_on:
            return True
        if day in self._holidays.rest_on or day in self._local_rest_on:
            return False
        return day.weekday() < 5

    def festival(self, day: date) -> str | None:
        """Return the name of the festival that gives a day of rest, None on other days."""
        return self._holidays.rest_on.get(day)

    def provisional(self, day: date) -> bool:
        """Tell whether the notice for the day's year is still missing."""
        return day.year not in self._holidays.certain_years

    def add_workdays(self, day: date, workdays: int) -> date:
        """Return the n-th working day after a day; the day itself is not counted (民法典 201).

        0 gives the day back, whatever day it is; less than 0 raises ValueError.
        """
        if workdays < 0:
            raise ValueError("working days are counted forward")
        while workdays:
            day += DAY
            workdays -= self.is_workday(day)
        return day

    def last_workday_on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked, else the last working day before it."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def first_workday_on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked, else the next one that is (民法典 203)."""
        while not self.is_workday(day):
            day += DAY
        return day
