"""Links under which our own host hands over what must not pass through a chat.

A link is good once, for the policy's `links.paper_minutes`. It is sealed, so that it neither tells
nor lets anybody choose what it opens; who asked for it must still be allowed when it is opened.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from domain.permissions import Action
from models.columns import table_of
from models.sealed import SealBrokenError
from models.visits import CodeUse
from usecases import access
from usecases.city import CitySession
from usecases.inserts import insert_into

_USES = table_of(CodeUse)
_PLACE = "paper-link"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class PaperLink:
    """What a link opens, and who asked for it."""

    kind: str
    subject: int
    account_id: int


def make(session: CitySession, *, actor: int, kind: str, subject: int, now: datetime) -> str:
    """Return the last part of an address that opens one paper once; the caller has the right."""
    ends_at = now + timedelta(minutes=session.city.policy(now).links.paper_minutes)
    said = json.dumps([kind, subject, actor, int(ends_at.timestamp())])
    sealed = session.city.keys.seal(said, _PLACE)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


@access.performs(Action.LOOK_AROUND)
def waits(session: CitySession, *, token: str, now: datetime) -> bool:
    """Tell whether a link still opens something; nothing is used up by asking."""
    found = _opened(session, token, now)
    if found is None:
        return False
    used = select(_USES.c.key).where(_USES.c.key == found[1])
    return session.connection().execute(used).first() is None


def take(session: CitySession, *, token: str, now: datetime) -> PaperLink | None:
    """Use a link up and return what it opens; None for forged, late and used ones alike."""
    found = _opened(session, token, now)
    if found is None:
        return None
    opened, key = found
    connection = session.connection()
    used = connection.execute(
        insert_into(connection, _USES)
        .values(key=key, used_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(_USES.c.key)
    ).first()
    return opened if used else None


def _opened(session: CitySession, token: str, now: datetime) -> tuple[PaperLink, str] | None:
    """Return what a link opens, used or not, and the key under which its use is kept."""
    try:
        sealed = urlsafe_b64decode(token[:_LONGEST] + "=" * (-len(token) % 4))
        kind, subject, account_id, until = json.loads(session.city.keys.open(sealed, _PLACE))
    except (ValueError, SealBrokenError):
        return None
    if now.timestamp() >= until:
        return None
    return PaperLink(kind, subject, account_id), f"paper:{sha256(sealed).hexdigest()[:32]}"
