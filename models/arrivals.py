"""What stands behind an arrival beside the code: where somebody was."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import primary_key, reference


class LocationProof(SQLModel, table=True):
    """What a location said about one scan; the place itself is never kept, only how far it was."""

    __tablename__ = "location_proof"

    id: int | None = primary_key()
    scan_id: int = reference("scan.id", unique=True)
    # inside, near or far; the figures are forgotten after retention.location_days.
    band: str
    distance_metres: int | None = None
    accuracy_metres: int | None = None
    # not-own, old, unknown or far: why a clerk was asked; None where it proved the arrival.
    doubt: str | None = None
    sent_at: datetime = Field(index=True)
