"""The door of watchers: three questions, on a bot beside its pages, on a scheduler alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from domain.clock import Clock
from usecases.database import Database
from web import metrics, standing

ROUTES = (
    Route("/health", standing.health, methods=["GET"]),
    Route("/ready", standing.ready, methods=["GET"]),
    Route("/metrics", metrics.metrics, methods=["GET"]),
)


@dataclass(frozen=True, slots=True)
class Pageless:
    """A process that answers nobody but its watchers."""

    db: Database
    clock: Clock
    stopping: Callable[[], bool]
    metrics_token: str
    folders: Mapping[str, Path] = field(default_factory=dict)

    def told_to_stop(self) -> bool:
        """Tell whether the process was told to stop."""
        return self.stopping()

    def lost_workers(self) -> int:
        """Return 0: it reads no pictures."""
        return 0


def build_watch(process: Pageless) -> Starlette:
    """Return the application that answers its watchers; it brings none of the pages."""
    app = Starlette(routes=list(ROUTES))
    app.state.counter = process
    return app
