"""What the pages are given of the process that serves them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.reading import PictureReader
from domain.clock import Clock
from usecases.database import Database


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages need of the process."""

    db: Database
    clock: Clock
    take_updates: Callable[[list[dict[str, Any]]], Awaitable[None]]
    webhook_secret: str
    bot_token: str
    bot_username: str
    public_url: str
    pictures: PictureReader
    # Whose X-Forwarded-For is believed; empty: nobody's.
    trusted_proxy: str = ""
    # Whether the process has been told to stop.
    stopping: Callable[[], bool] = lambda: False
    # Who may read the numbers; empty: nobody.
    metrics_token: str = ""
    # Where data lie on this machine: what for -> folder.
    folders: Mapping[str, Path] = field(default_factory=dict)

    def told_to_stop(self) -> bool:
        """Tell whether the process was told to stop."""
        return self.stopping()

    def lost_workers(self) -> int:
        """Return how many children died over a picture."""
        return self.pictures.lost
