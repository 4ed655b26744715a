"""The alarm clock: every due moment in order, and a proof every night."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog

from rehearsal.clock import StageClock
from scheduler.jobs import JOBS, Bench
from tests.cast import a_station, a_volunteer, later, station_code
from tests.world import World
from usecases import duties, duty_reminders
from usecases.city import CitySession
from usecases.database import Database


async def test_a_forgotten_visit_ends_at_the_limit_and_the_volunteer_hears_of_it_then(
    world: World,
) -> None:
    li = world.person("李志愿")
    await world.db.write(a_volunteer, li.id, li.name)
    station = await world.db.write(a_station)
    await li.opens(station_code(station, world.clock.now()))
    heard_at = []
    world.clock.listeners.append(lambda now: heard_at.append(now))
    await world.goes_on_to(later(hours=7, minutes=59))
    assert "没有签退" not in li.screen
    await world.goes_on_to(later(days=2))
    li.sees("没有签退")
    assert li.last.raw["date"] == int(later(hours=8).timestamp()), "at the limit, not later"
    assert heard_at == sorted(heard_at)


async def test_the_books_are_proved_every_night(world: World) -> None:
    with structlog.testing.capture_logs() as logs:
        await world.goes_on_to(later(days=3))
    assert [log["event"] for log in logs].count("the ledger holds") == 3


async def test_the_next_due_moment_is_known(world: World) -> None:
    night = await world.house.scheduler.next_due()
    assert night == later(hours=18, minutes=10), "ten past three in the city"


async def test_how_all_duties_stand_is_read_when_offices_open_and_every_ten_minutes(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = datetime(2026, 3, 9, 1, tzinfo=UTC)
    clock = StageClock(opening - timedelta(minutes=5), running=False)
    await db.write(duties.prepare, now=clock.now())
    read_at, truly = [], duty_reminders.anyone_due

    def counted(session: CitySession, *, now: datetime) -> bool:
        read_at.append((now - opening) // timedelta(minutes=1))
        return truly(session, now=now)

    monkeypatch.setattr(duty_reminders, "anyone_due", counted)
    remind = next(job for job in JOBS if job.name == "duties").run
    bench = Bench(db, clock, deliverer=None)  # type: ignore[arg-type]
    for _ in range(30):
        await remind(bench)
        clock.jump(clock.now() + timedelta(minutes=1))
    assert read_at == [-5, 0, 10, 20]
    set_back = StageClock(opening, running=False)
    await remind(Bench(db, set_back, None, bench.quiet))  # type: ignore[arg-type]
    assert read_at[-1] == 0, "the clock was set back"
