"""People whom a unit would like to see registered: invitations, and nothing more than that."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference


class RosterEntry(SQLModel, table=True):
    """Somebody on a unit's roster (SM3-3b); he is registered by his own act only."""

    __tablename__ = "roster_entry"
    __table_args__ = (
        # The same telephone is the same person, however often the file comes in.
        UniqueConstraint("unit_id", "phone_index", name="one_entry_per_telephone"),
        CheckConstraint("state IN ('invited', 'withdrawn')", name="roster_state_is_known"),
    )

    id: int | None = primary_key()
    unit_id: int = reference("unit.id")
    # Random: what the sealed details are bound to.
    opaque_id: int = Field(sa_type=BigId)
    # Name, telephone, department and note; nothing of somebody who was taken off the list.
    details_sealed: bytes | None = None
    phone_index: bytes = Field(index=True)
    state: str = "invited"
    handed_in_by: int = reference("account.id")
    handed_in_at: datetime = Field(index=True)
