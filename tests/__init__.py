"""The tests mirror the floors; `tests/cast.py` holds the people."""
