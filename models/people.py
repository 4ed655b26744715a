"""Accounts in a messenger, the volunteers behind them, roles, consents and invitations."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import BigId, primary_key, reference

# States of an application that is neither decided nor withdrawn.
_OPEN = text("state IN ('submitted', 'sent_back', 'with_guardian')")


class Account(SQLModel, table=True):
    """Somebody in a messenger; may be a volunteer, may hold roles, may be a passer-by."""

    __table_args__ = (UniqueConstraint("messenger", "external_id"),)

    id: int | None = primary_key()
    messenger: str
    external_id: int = Field(sa_type=BigId)
    language: str
    first_seen_at: datetime
    # Set from Telegram's own JSON sentence only; a proxy's 403 page must not silence a person.
    blocked_at: datetime | None = None
    # How often he let the bot write again: a refusal from before that is no news of him.
    came_back: int = 0
    # The menu that the person last chose, for those with several roles.
    active_role: str | None = None
    # The station that a clerk of several works at now, as his grant names it.
    active_station: str | None = None
    # What the button at the bottom of his chat was last set to; None: Telegram's own.
    menu_button: str | None = None


class Volunteer(SQLModel, table=True):
    """A registered volunteer (PUZD-3.1a, Order 67 Art 5); made by the approval, never before."""

    __table_args__ = (
        CheckConstraint("epoch between 0 and 255", name="epoch_fits_its_byte"),
        Index("ix_volunteer_unit_id", "unit_id"),
    )

    id: int | None = primary_key()
    # 40 random bits: what a personal code carries, so that a code tells nothing and counts nobody.
    opaque_id: int = Field(sa_type=BigId, unique=True)
    number: str = Field(unique=True)
    account_id: int | None = reference("account.id", unique=True, nullable=True, default=None)
    name: str
    sex: str | None = None
    born_on: date | None = None
    id_kind: str
    id_sealed: bytes
    id_index: bytes = Field(unique=True)
    phone_sealed: bytes
    phone_index: bytes = Field(index=True)
    county: str
    township: str
    unit_id: int | None = reference("unit.id", nullable=True, default=None)
    team_id: int | None = reference("team.id", nullable=True, default=None)
    categories: list[str] = Field(default_factory=list, sa_type=JSON)
    skills: list[str] = Field(default_factory=list, sa_type=JSON)
    free_times: list[str] = Field(default_factory=list, sa_type=JSON)
    # Raised when a card is lost or the phone is: every older code is worthless at once.
    epoch: int = 0
    approved_at: datetime
    # Set when a mistaken approval is undone within its time; the row stays for the ledger.
    suspended_at: datetime | None = None
    # Set while no guardian consents; it counts while the volunteer is below the policy's age.
    consent_ended_at: datetime | None = None


class NumberCounter(SQLModel, table=True):
    """The last volunteer number given in a county; one row is one lock, so none is given twice."""

    __tablename__ = "number_counter"

    county: str = Field(primary_key=True)
    last: int


class RoleGrant(SQLModel, table=True):
    """A role that an account holds somewhere; taking it away keeps the row."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "one_live_grant",
            "account_id",
            "role",
            "scope_ref",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: int | None = primary_key()
    account_id: int = reference("account.id")
    role: str
    # "" for the city; else the county code, or the id of the unit, station or merchant.
    scope_ref: str = ""
    granted_by: int | None = reference("account.id", nullable=True, default=None)
    granted_at: datetime
    revoked_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-use code that gives a role or pairs a display; only its hash is stored (P17)."""

    id: int | None = primary_key()
    code_hash: bytes = Field(unique=True)
    role: str
    scope_ref: str = ""
    made_by: int | None = reference("account.id", nullable=True, default=None)
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = reference("account.id", nullable=True, default=None)


class Consent(SQLModel, table=True):
    """What a person agreed to, in which wording, and until when (PIPL K1, K6)."""

    __table_args__ = (Index("ix_consent_account_id", "account_id"),)

    id: int | None = primary_key()
    account_id: int = reference("account.id")
    kind: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None


class Application(SQLModel, table=True):
    """A registration handed in (PUZD-1.4.1); answers sealed, blanked when their days are over."""

    __table_args__ = (
        Index(
            "one_open_application",
            "account_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "one_application_per_number",
            "id_index",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        # All that one person ever handed in, for the officer and when keys are rotated.
        Index("ix_application_id_index", "id_index"),
        Index("ix_application_queue", "state", "route", "submitted_at"),
    )

    id: int | None = primary_key()
    account_id: int = reference("account.id")
    state: str
    # "federation", or "county_office:<county code>".
    route: str
    answers_sealed: bytes | None = None
    id_index: bytes
    # So that an officer is told when two applicants share a telephone.
    phone_index: bytes | None = Field(default=None, index=True)
    submitted_at: datetime
    decided_at: datetime | None = None
    volunteer_id: int | None = reference("volunteer.id", nullable=True, default=None)
    # Raised by every change of state: an officer's button carries it, so an old one is told apart.
    version: int = 1


class Decision(SQLModel, table=True):
    """What an officer decided about an application; undoing is a row of its own."""

    __table_args__ = (Index("ix_decision_application_id", "application_id"),)

    id: int | None = primary_key()
    application_id: int = reference("application.id")
    outcome: str
    reason: str | None = None
    field: str | None = None
    by_account_id: int = reference("account.id")
    decided_at: datetime
    undoes_id: int | None = reference("decision.id", nullable=True, default=None, unique=True)
