"""Where somebody stands in a conversation: one row, written with the deed that moved it on.

A conversation that begins in the middle of another ends that one, unless it is a draft, which holds
answers that nobody wants to give twice: drafts are put aside in the same row and come back stopped.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from models.columns import table_of
from models.people import Account
from models.sealed import SealBrokenError
from models.traffic import Conversation
from usecases import access
from usecases.city import CitySession
from usecases.inserts import insert_into
from usecases.prepared import Prepared

_ROWS = table_of(Conversation)

REGISTRATION = "registration"
SUBMISSION = "submit"
CORRECTION = "correction"
# Where our page asks for name and document.
ASK_THE_PAGE = {(REGISTRATION, "form"), (CORRECTION, "asked")}
# The step of a conversation that was stopped and can be picked up again.
STOPPED = "stopped"
# Flows whose answers are kept, and which of their data tells two drafts of one flow apart.
_DRAFTS = {REGISTRATION: "proxy", SUBMISSION: "duty_id"}
_ASIDE = "_aside"


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as it stands: which flow, which step, which version, what was answered."""

    flow: str
    step: str
    version: int
    data: dict[str, Any] = field(default_factory=dict)
    message_id: int | None = None
    # When it was last moved on; None: when it is stored.
    at: datetime | None = None
    # Drafts that it came between, the latest last; none of them has any aside of its own.
    aside: tuple["Standing", ...] = ()

    @property
    def draft(self) -> tuple[str, Any] | None:
        """Return what tells this draft from others, or None where no answers are kept."""
        if self.flow not in _DRAFTS:
            return None
        return self.flow, self.data.get(_DRAFTS[self.flow])

    @property
    def drafts(self) -> tuple["Standing", ...]:
        """Return every draft that is held here, this one last if it is one."""
        own = (replace(self, aside=()),) if self.draft else ()
        return (*self.aside, *own)

    def followed_by(self, following: "Standing") -> "Standing":
        """Return `following` with all drafts of before put aside, but the one that it goes on."""
        kept = tuple(one for one in self.drafts if one.draft != following.draft)
        return replace(following, aside=kept)

    def ended(self) -> "Standing | None":
        """Return the draft that this came between, stopped where it was, or None."""
        if not self.aside:
            return None
        *others, last = self.aside
        stopped_at = last.data.get("stopped_at", last.step)
        return replace(
            last,
            step=STOPPED,
            version=self.version + 1,
            data=last.data | {"stopped_at": stopped_at},
            aside=tuple(others),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """The next standing of somebody's conversation, or None when it has ended."""

    account_id: int
    standing: Standing | None
    at: datetime


def store(session: CitySession, change: Change) -> None:
    """Keep the next standing in one statement, or forget the conversation when it has ended."""
    connection = session.connection()
    if change.standing is None:
        connection.execute(delete(_ROWS).where(_ROWS.c.account_id == change.account_id))
        return
    standing = change.standing
    values = {
        "flow": standing.flow,
        "step": standing.step,
        "version": standing.version,
        "data_sealed": _sealed(session, change.account_id, standing),
        "message_id": standing.message_id,
        "updated_at": standing.at or change.at,
    }
    connection.execute(
        insert_into(connection, _ROWS)
        .values(account_id=change.account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


# Of the hot path: every message begins with it.
_WHO = Prepared(
    access.FIND.add_columns(*_ROWS.c).outerjoin(_ROWS, _ROWS.c.account_id == table_of(Account).c.id)
)


def who(
    session: CitySession, *, messenger: str, external_id: int
) -> tuple[access.Caller | None, Standing | None]:
    """Return who writes and where he stands, in one query; (None, None) for somebody never seen."""
    rows = _WHO.run(session, {"messenger": messenger, "external_id": external_id})
    caller = access.caller_of(rows)
    if caller is None or rows[0].flow is None:
        return caller, None
    try:
        return caller, _opened(session, rows[0])
    except SealBrokenError:
        return caller, None


_FETCH = Prepared(select(_ROWS).where(_ROWS.c.account_id == bindparam("account_id")))


def fetch(session: CitySession, *, account_id: int) -> Standing | None:
    """Return where the account stands, or None outside a conversation.

    Answers that no longer open are lost; whoever gave them begins anew instead of being deaf to us.
    """
    rows = _FETCH.run(session, {"account_id": account_id})
    try:
        return _opened(session, rows[0]) if rows else None
    except SealBrokenError:
        return None


def forget_aside(session: CitySession, *, flow: str, before: datetime) -> int:
    """Forget drafts of a flow that were put aside and not touched since; return how many."""
    connection = session.connection()
    forgotten = 0
    for row in connection.execute(select(_ROWS)).all():
        try:
            standing = _opened(session, row)
        except SealBrokenError:
            continue
        kept = tuple(
            one for one in standing.aside if one.flow != flow or one.at is None or one.at >= before
        )
        if len(kept) == len(standing.aside):
            continue
        sealed = _sealed(session, row.account_id, replace(standing, aside=kept))
        # Whoever has moved on since is left alone until the next time.
        same = (_ROWS.c.account_id == row.account_id) & (_ROWS.c.version == row.version)
        forgotten += connection.execute(
            update(_ROWS).where(same).values(data_sealed=sealed)
        ).rowcount
    return forgotten


def _sealed(session: CitySession, account_id: int, standing: Standing) -> bytes:
    data = standing.data
    if standing.aside:
        data = data | {_ASIDE: [_as_data(one) for one in standing.aside]}
    text = json.dumps(data, ensure_ascii=False)
    return session.city.keys.seal(text, f"conversation/{account_id}")


def _as_data(one: Standing) -> dict[str, Any]:
    at = one.at.isoformat() if one.at else None
    return {"flow": one.flow, "step": one.step, "data": one.data, "at": at}


def _opened(session: CitySession, row: Any) -> Standing:
    data: dict[str, Any] = {}
    if row.data_sealed is not None:
        data = json.loads(session.city.keys.open(row.data_sealed, f"conversation/{row.account_id}"))
    aside = tuple(
        Standing(one["flow"], one["step"], 0, one["data"], at=_instant(one["at"]))
        for one in data.pop(_ASIDE, ())
    )
    return Standing(row.flow, row.step, row.version, data, row.message_id, row.updated_at, aside)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
