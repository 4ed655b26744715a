"""A silence longer than Telegram keeps what people send: the administrators are told (F8)."""

from datetime import datetime, timedelta

from domain.permissions import Action, Role
from usecases import access, inbox, notices
from usecases.city import CitySession

# Telegram drops what it could not deliver for a day.
KEPT = timedelta(hours=24)


@access.performs(Action.RUN_CLOCK)
def look(session: CitySession, *, now: datetime) -> timedelta | None:
    """Return for how long nothing has come in, or None in a city to which nobody has ever spoken.

    Longer than `KEPT`, each administrator is told, once however many processes begin now.
    """
    since = inbox.last_taken(session)
    if since is None:
        return None
    if now - since > KEPT:
        for account_id in access.holders(session, role=Role.ADMINISTRATOR.value, scope_ref=""):
            notices.tell(
                session,
                kind="silence",
                account_id=account_id,
                dedupe_key=f"silence/{account_id}/{since.isoformat()}",
                facts={"since_at": since.isoformat()},
                due_at=now,
            )
    return now - since
