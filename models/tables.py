"""All tables in one import, for migrations and for the test that compares the two."""

from sqlmodel import SQLModel

from models import (
    arrivals,
    certificates,
    company,
    disputes,
    duties,
    families,
    guardians,
    late_scans,
    ledger,
    national,
    pages,
    people,
    places,
    proxies,
    records,
    recoveries,
    rewards,
    rights,
    rosters,
    stars,
    stations,
    traffic,
    visits,
)

__all__ = [
    "arrivals",
    "certificates",
    "company",
    "disputes",
    "duties",
    "families",
    "guardians",
    "late_scans",
    "ledger",
    "metadata",
    "national",
    "pages",
    "people",
    "places",
    "proxies",
    "records",
    "recoveries",
    "rewards",
    "rights",
    "rosters",
    "stars",
    "stations",
    "traffic",
    "visits",
]

metadata = SQLModel.metadata
