"""The process: settings, secrets, wiring, the inbox, conversation state and the command line.

Everything may be imported here; nobody imports this package.
Look next at `bot/cli.py` for what can be started and at `bot/wiring.py` for how the parts meet.
"""

from bot.late_types import build_when_used

# Before any module imports aiogram.
build_when_used()
