"""What came in the messenger's name and is no update: kept for us, parked from the beginning (F10).

It stands among the parked updates under a number below all of Telegram's, made of what it says, so
that the same thing sent again is the same row. It goes with them: its text after
`retention.inbox_days`, its row after `retention.update_key_days`.
"""

import json
from datetime import datetime
from hashlib import sha256

from domain.permissions import Action
from models.columns import table_of
from models.traffic import InboxUpdate
from usecases import access
from usecases.city import CitySession
from usecases.inserts import insert_into

_ROWS = table_of(InboxUpdate)
_NOBODY = 0


@access.performs(Action.RUN_CLOCK)
def keep(session: CitySession, *, body: object, incident: str, now: datetime) -> bool:
    """Keep what came, sealed and parked; False when it was kept before."""
    # Halves of characters become marks of ASCII, which every database keeps.
    text = json.dumps(body)
    update_id = -(int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> 2) - 1
    connection = session.connection()
    kept = connection.scalar(
        insert_into(connection, _ROWS)
        .values(
            update_id=update_id,
            person=_NOBODY,
            body_sealed=session.city.keys.seal(text, f"inbox/{update_id}"),
            received_at=now,
            tries=0,
            parked_at=now,
            incident=incident,
        )
        .on_conflict_do_nothing(index_elements=["update_id"])
        .returning(_ROWS.c.update_id)
    )
    return kept is not None
