"""The tables: shape, constraints and indexes, each with its reason.

May import domain and sqlmodel; no rule and no sentence lives here.
Look next at `models/ledger.py` for hours and `models/sealed.py` for what is kept encrypted.
"""
