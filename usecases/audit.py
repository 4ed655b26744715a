"""Who did what, when, to which row: a line for every deed that somebody must answer for."""

from datetime import datetime

from sqlalchemy import insert

from models.columns import table_of
from models.traffic import AuditEntry
from usecases.city import CitySession

_ENTRIES = table_of(AuditEntry)


def record(
    session: CitySession,
    actor: int | None,
    action: str,
    subject: str,
    now: datetime,
    **detail: int | str | bool | None,
) -> None:
    """Keep who did what to which row ("visit:7"), in the deed's own transaction.

    `detail` is of ids, codes and figures only: never a name, a number or a text of a person.
    """
    session.connection().execute(
        insert(_ENTRIES).values(
            at=now, account_id=actor, action=action, subject=subject, detail=detail
        )
    )
