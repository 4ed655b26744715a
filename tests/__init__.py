"""The tests mirror the floors; `tests/cast.py` holds the people."""

import bot  # noqa: F401 - says how aiogram builds its types, before a test imports it
