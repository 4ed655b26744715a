"""All tables in one import, for migrations and for the test that compares the two."""

from sqlmodel import SQLModel

from models import duties, ledger, pages, people, places, rewards, traffic, visits

__all__ = [
    "duties",
    "ledger",
    "metadata",
    "pages",
    "people",
    "places",
    "rewards",
    "traffic",
    "visits",
]

metadata = SQLModel.metadata
