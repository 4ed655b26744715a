"""`python -m bot`."""

import sys

# Colours and a command line that nobody uses here: structlog and httpx load them where they find
# them, 6 MiB of each process. What is None in this table cannot be imported.
for name in ("rich", "pygments", "click"):
    sys.modules[name] = None  # type: ignore[assignment]

import httpx  # noqa: E402, F401

# uvicorn needs it.
del sys.modules["click"]

from bot.cli import main  # noqa: E402

main()
