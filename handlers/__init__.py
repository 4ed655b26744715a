"""The chat door: aiogram routers that read an update, make one use-case call and say the outcome.

May import usecases, locales, documents, domain and aiogram; never models, sqlmodel or telegram.
Look next at `handlers/turn.py` (what a handler is given) and `handlers/checkin.py` (the example).
"""
