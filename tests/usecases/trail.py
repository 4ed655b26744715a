"""What stands in the trail, as a test reads it."""

from sqlalchemy import select

from models.columns import table_of
from models.traffic import AuditEntry
from usecases.city import CitySession

_ROWS = table_of(AuditEntry)


def trail(session: CitySession, prefix: str = "") -> list[tuple[str, int | None, str]]:
    """Return (deed, account, row) of every line whose deed begins so, oldest first."""
    rows = session.connection().execute(
        select(_ROWS.c.action, _ROWS.c.account_id, _ROWS.c.subject).order_by(_ROWS.c.id)
    )
    return [(row[0], row[1], row[2]) for row in rows if row[0].startswith(prefix)]
