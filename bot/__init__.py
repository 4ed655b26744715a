"""The process: settings, secrets, wiring, the inbox, conversation state and the command line.

Everything may be imported here; nobody imports this package.
Look next at `bot/cli.py` for what can be started and at `bot/wiring.py` for how the parts meet.
"""

import sys

from bot.late_types import build_when_used

# Colours for a terminal that nobody looks at: structlog and httpx load them where they find them,
# 5 MiB of each process. What is None in this table cannot be imported.
for name in ("rich", "pygments"):
    sys.modules[name] = None  # type: ignore[assignment]

# Before any module imports aiogram.
build_when_used()
