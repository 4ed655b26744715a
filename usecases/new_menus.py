"""Telling somebody that his role has changed, by the menu that he has from now on."""

from datetime import datetime

from domain.permissions import Role
from usecases import directory, notices
from usecases.city import CitySession
from usecases.notices import Claimed
from usecases.outgoing_words import ToSay

KIND = "new-menu"


def tell(
    session: CitySession, *, account_id: int, role: Role | None, dedupe_key: str, now: datetime
) -> None:
    """Queue the menu of `role`; None is that of somebody who has none here."""
    notices.tell(
        session,
        kind=KIND,
        account_id=account_id,
        dedupe_key=f"{KIND}/{dedupe_key}",
        facts={"role": role or ""},
        due_at=now,
    )


def look(session: CitySession, notice: Claimed, _now: datetime) -> ToSay | None:
    """Show a menu only while it is the one that he works in."""
    caller = directory.caller(session, actor=notice.account_id)
    return ToSay(notice.facts) if (caller.menu() or "") == notice.facts["role"] else None
