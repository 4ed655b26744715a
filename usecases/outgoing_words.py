"""What a second look at a notice can answer: say this, or wait until then."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ToSay:
    """The facts to put into words now, and what the notice's row shall remember of them."""

    facts: dict[str, Any] = field(default_factory=dict)
    keeps: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: people are asleep, or offices are closed."""

    until: datetime
