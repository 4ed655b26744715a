"""The numbers of this process and of what waits in its database, as Prometheus reads them.

Whoever asks needs METRICS_TOKEN; without that setting there is no such page. What `Tally` counts
is told under its own name with `city_` before it.
"""

import asyncio
import hmac
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from domain.tally import Count, Level, Spread, Tally
from usecases import watch
from usecases.watch import Waiting
from web.standing import Watched, watched

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_log = structlog.get_logger(__name__)

_LOOK_SECONDS = 3.0


def answered(paths: Iterable[str], tally: Tally) -> Callable[[str, int, float], None]:
    """Return who counts the answers: by our own paths, never by the one that a stranger asked."""
    pages, seconds = tally.pages, tally.page_seconds
    rooms = {path.partition("{")[0] for path in paths}

    def count(path: str, status: int, took: float) -> None:
        room = path
        if room not in rooms:
            # What stands behind the first word may be somebody's code.
            first = f"/{path[1:].partition('/')[0]}/"
            room = first if first in rooms else "other"
        pages.add(room, f"{status // 100}xx")
        seconds.observe(took, room)

    return count


async def metrics(request: Request) -> Response:
    """Tell the numbers: 404 without METRICS_TOKEN, 401 to whoever does not bring it."""
    process = watched(request)
    if not process.metrics_token:
        return Response(status_code=404)
    given = request.headers.get("authorization", "").encode("latin-1", "replace")
    if not hmac.compare_digest(given, f"Bearer {process.metrics_token}".encode()):
        return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            waiting = await process.db.read(watch.waiting, now=process.clock.now())
    except Exception as error:  # noqa: BLE001 - the other numbers are wanted all the more
        _log.warning("what waits cannot be counted", reason=type(error).__name__)
        waiting = None
    text, kind = await asyncio.to_thread(_told, process, waiting)
    return PlainTextResponse(text, media_type=kind)


def _told(process: Watched, waiting: Waiting | None) -> tuple[bytes, str]:
    # Imported by whoever is asked: most bots never are, and it brings a server of its own.
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
    from prometheus_client.process_collector import ProcessCollector

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Teller(process, waiting))
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _Teller:
    """Puts what was counted into Prometheus's words."""

    def __init__(self, process: Watched, waiting: Waiting | None) -> None:
        self.process = process
        self.waiting = waiting

    def collect(self) -> Iterator["Metric"]:
        """Yield every number, each with its meaning."""
        yield from _counted(self.process.db.tally)
        yield from self._levels()
        yield from self._folders()

    def _levels(self) -> Iterator["Metric"]:
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        lost = self.process.lost_workers()
        yield CounterMetricFamily(
            "city_picture_workers_lost", "Children that died over a picture", value=lost
        )
        for name, (meaning, value) in self._now().items():
            if value is not None:
                yield GaugeMetricFamily(f"city_{name}", meaning, value=value)

    def _now(self) -> dict[str, tuple[str, float | None]]:
        found = self.waiting
        levels: dict[str, tuple[str, float | None]] = {
            "stopping": ("1 when it was told to stop", float(self.process.told_to_stop())),
            "database_up": ("1 when the database could be asked just now", float(bool(found))),
        }
        if found is not None:
            levels |= {
                "updates_undone": ("Updates taken and not done", found.updates_undone),
                "updates_parked": ("Updates put aside after five tries", found.updates_parked),
                "updates_oldest_seconds": (
                    "Age of the oldest update that is not done",
                    self._age(found.oldest_update_at),
                ),
                "notices_pending": ("Notices that wait, now or for later", found.notices_pending),
                "notices_tried": ("Of those, tried and not sent", found.notices_tried),
                "notices_oldest_due_seconds": (
                    "How long the notice that is due longest has been due",
                    self._age(found.oldest_notice_at),
                ),
            }
        return levels

    def _age(self, since: datetime | None) -> float:
        return (self.process.clock.now() - since).total_seconds() if since else 0.0

    def _folders(self) -> Iterator["Metric"]:
        from prometheus_client.metrics_core import GaugeMetricFamily

        free = GaugeMetricFamily("city_disk_free_bytes", "Room left where data lie", labels=["of"])
        size = GaugeMetricFamily("city_disk_size_bytes", "Room there is in all", labels=["of"])
        for name, folder in self.process.folders.items():
            if folder.exists():
                usage = shutil.disk_usage(folder)
                free.add_metric([name], usage.free)
                size.add_metric([name], usage.total)
        yield from (free, size)
        if (newest := _newest(self.process.folders.get("backup"))) is not None:
            yield GaugeMetricFamily(
                "city_backup_timestamp_seconds", "When the newest backup was made", value=newest
            )


def _newest(folder: Path | None) -> float | None:
    """Return when the youngest whole file of a folder was written, or None without one."""
    if folder is None or not folder.is_dir():
        return None
    # A name that begins with a dot, or ends so, is of a file that is still being written.
    whole = [
        file
        for file in folder.iterdir()
        if file.is_file() and file.name[0] != "." and file.suffix not in (".tmp", ".part")
    ]
    return max((file.stat().st_mtime for file in whole), default=None)


def _counted(tally: Tally) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import (
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
    )

    for field in Tally.__dataclass_fields__:
        number, name = getattr(tally, field), f"city_{field}"
        if isinstance(number, Count):
            counted = CounterMetricFamily(name, number.meaning, labels=number.labels)
            for labels, value in sorted(number.values.items()):
                counted.add_metric(labels, value)
            yield counted
        elif isinstance(number, Level) and number.value is not None:
            yield GaugeMetricFamily(name, number.meaning, value=number.value)
        elif isinstance(number, Spread):
            spread = HistogramMetricFamily(name, number.meaning, labels=number.labels)
            for labels, row in sorted(number.rows.items()):
                spread.add_metric(labels, _buckets(number.bounds, row), sum_value=row[-1])
            yield spread


def _buckets(bounds: tuple[float, ...], row: list[float]) -> list[tuple[str, float]]:
    """Return the numbers as Prometheus wants them: each holds all that is smaller."""
    buckets, so_far = [], 0.0
    for bound, number in zip((*map(float, bounds), float("inf")), row[:-1], strict=True):
        so_far += number
        buckets.append((str(bound) if bound != float("inf") else "+Inf", so_far))
    return buckets
