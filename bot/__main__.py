"""`python -m bot`."""

import sys

# Colours, a command line and SQLAlchemy's asyncio that nobody uses here: structlog, httpx and
# SQLAlchemy load them where they find them, 7 MiB of each process. What is None in this table
# cannot be imported.
for name in ("rich", "pygments", "click", "greenlet"):
    sys.modules[name] = None  # type: ignore[assignment]

import httpx  # noqa: E402, F401

# uvicorn needs it.
del sys.modules["click"]

from bot.cli import main  # noqa: E402

main()
