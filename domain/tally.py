"""What a process has counted since it began, for whoever watches over it.

Plain numbers on the lowest floor: everybody may raise one where the deed is counted, it costs less
than a microsecond, and nobody needs to know who reads them. A new number is one line of `Tally`;
`web/metrics.py` tells all of them in Prometheus's words. No label ever holds a person, an id or a
word that somebody wrote. Each number is raised by one thread.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

_QUICK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LATE_SECONDS = (1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0)
_TOGETHER = (1, 2, 4, 8, 16, 32, 64)


class Count:
    """Numbers that only grow: one for each value of the label, or a single one."""

    def __init__(self, meaning: str, *labels: str, known: tuple[str, ...] = ()) -> None:
        """Begin at nought; `known` values of a single label are told before they first occur."""
        self.meaning = meaning
        self.labels = labels
        self.values: dict[tuple[str, ...], int] = {(value,): 0 for value in known}
        if not labels:
            self.values[()] = 0

    def add(self, *labels: str, by: int = 1) -> None:
        """Raise the number that these labels name."""
        self.values[labels] = self.values.get(labels, 0) + by


class Level:
    """A number that rises and falls; None until it is known."""

    def __init__(self, meaning: str, value: float | None = None) -> None:
        self.meaning = meaning
        self.value = value

    def add(self, by: float) -> None:
        """Raise or lower a level that is known."""
        self.value = (self.value or 0) + by


class Spread:
    """How often a quantity was at most so large, for each of `bounds`, and its sum."""

    def __init__(self, meaning: str, *labels: str, bounds: tuple[float, ...]) -> None:
        self.meaning = meaning
        self.labels = labels
        self.bounds = bounds
        # For each label: how many fell between two bounds, the last beyond all; then the sum.
        self.rows: dict[tuple[str, ...], list[float]] = {}
        if not labels:
            self.rows[()] = self._empty()

    def observe(self, quantity: float, *labels: str) -> None:
        """Count one more of this quantity."""
        row = self.rows.get(labels)
        if row is None:
            row = self.rows[labels] = self._empty()
        row[bisect_left(self.bounds, quantity)] += 1
        row[-1] += quantity

    def _empty(self) -> list[float]:
        return [0.0] * (len(self.bounds) + 2)


def _updates() -> Count:
    # unread: beyond what a person may send; away: database or messenger could not be reached.
    known = ("taken", "repeated", "unread", "done", "again", "away", "stopped", "parked")
    return Count("Updates, by what became of them", "state", known=known)


def _notices() -> Count:
    known = ("sent", "later", "again", "blocked", "withdrawn", "never", "unknown")
    return Count("Notices, by how a delivery ended", "outcome", known=known)


@dataclass(slots=True)
class Tally:
    """Everything that is counted; the field's name is the number's name."""

    updates: Count = field(default_factory=_updates)
    update_seconds: Spread = field(
        default_factory=lambda: Spread(
            "Seconds from the turn of an update to its answer", bounds=_QUICK_SECONDS
        )
    )
    silence_before_start_seconds: Level = field(
        default_factory=lambda: Level(
            "How long nothing had come in when this process began; after a day Telegram drops it",
            0,
        )
    )
    pages: Count = field(
        default_factory=lambda: Count("Requests answered, by room and status", "room", "status")
    )
    page_seconds: Spread = field(
        default_factory=lambda: Spread(
            "Seconds from a request to its answer", "room", bounds=_QUICK_SECONDS
        )
    )
    scans: Count = field(
        default_factory=lambda: Count("Scans, by what they came to", "door", "outcome")
    )
    notices: Count = field(default_factory=_notices)
    notice_late_seconds: Spread = field(
        default_factory=lambda: Spread(
            "Seconds from when a notice was due to when it was sent", bounds=_LATE_SECONDS
        )
    )
    leader: Level = field(
        default_factory=lambda: Level("1 while this process runs the clock for all", 0)
    )
    jobs: Count = field(
        default_factory=lambda: Count("Runs of the clock's jobs", "task", "outcome")
    )
    proof_holds: Level = field(
        default_factory=lambda: Level("1 when the last proof of the ledger, brief or full, held")
    )
    proof_timestamp_seconds: Level = field(
        default_factory=lambda: Level(
            "When the last full proof of the ledger ended, in Unix seconds"
        )
    )
    database_errors: Count = field(
        default_factory=lambda: Count("Errors of the database, by kind", "kind")
    )
    deeds_under_way: Level = field(
        default_factory=lambda: Level("Deeds and looks that wait for the database or are at it", 0)
    )
    deeds_together: Spread = field(
        default_factory=lambda: Spread("Deeds that one commit served", bounds=_TOGETHER)
    )
