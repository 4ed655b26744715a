"""What is held of people, table by table: whose a row is, why it is kept, and what erasing leaves.

One list answers three questions: what `/privacy` tells, what a copy of one's own data holds, and
what is taken away when somebody leaves. Every table of the database stands in it; a test fails for
a reference to a person that it does not name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, false, or_, select

from domain.permissions import Action
from models.arrivals import LocationProof
from models.certificates import Certificate
from models.columns import table_of
from models.company import CompanyWait, VisitCompany
from models.corrections import Correction, FormerDocument
from models.disputes import Dispute
from models.duties import Submission
from models.errands import Errand
from models.families import Family, FamilyInvite, FamilyMember
from models.figures import PlacePopulation, UnitHeadcount
from models.groups import GroupTotal, PersonGroup
from models.guardians import GuardianConsent, GuardianLink, Guardianship, HealthDeclaration
from models.honours import Honour, HonourDrive
from models.late_scans import LateScan
from models.ledger import Balance, LedgerTransfer
from models.national import NationalEntry
from models.oddities import Oddity
from models.omissions import Omission
from models.outside import OutsideHours
from models.pages import PageSession
from models.people import Account, Application, Consent, Decision, Invite, RoleGrant, Volunteer
from models.places import Display
from models.profiles import ProfileChange
from models.proxies import ProxyRegistration
from models.qualifications import Qualification
from models.recipients import RecipientWord
from models.records import RecordCheck, RecordFile, ServiceRecord
from models.recoveries import RecoveryClaim
from models.relocations import Relocation
from models.rewards import Voucher
from models.rights import Leaving
from models.rosters import RosterEntry
from models.stars import StarApproval, StarAward, StarBatch, StarCandidate, StarObjection
from models.stations import CommunityTotal, StationChange, StationItem, StationMark
from models.tables import metadata
from models.traffic import AuditEntry, Conversation, InboxUpdate, Notice
from models.trainings import Training
from models.visits import Scan, ShortCode, Visit, WrongTry
from usecases import rotation


class Group(StrEnum):
    """What rows are kept for; the words stand under `privacy-why-<group>`."""

    REGISTRATION = "registration"
    GUARDIANS = "guardians"
    FAMILY = "family"
    GROUPS = "groups"
    VISITS = "visits"
    HOURS = "hours"
    TRAININGS = "trainings"
    REWARDS = "rewards"
    CHAT = "chat"
    OFFICE = "office"


# Whose office may see rows of a group; an empty list: nobody but the person.
SEEN_BY: dict[Group, tuple[Action, ...]] = {
    Group.REGISTRATION: (Action.DECIDE_APPLICATION,),
    Group.GUARDIANS: (Action.DECIDE_APPLICATION,),
    Group.FAMILY: (),
    Group.GROUPS: (),
    Group.VISITS: (Action.SEE_STATION_DAY,),
    Group.HOURS: (Action.CHECK_RECORD,),
    Group.TRAININGS: (Action.RECORD_TRAINING, Action.DECIDE_APPLICATION),
    Group.REWARDS: (Action.HONOUR_VOUCHER,),
    Group.CHAT: (),
    Group.OFFICE: (),
}


class Fate(StrEnum):
    """What becomes of a row when its person is forgotten."""

    # Nothing in it tells who it was once the account and the volunteer are blanked.
    KEPT = "kept"
    # Columns are overwritten.
    BLANKED = "blanked"
    # It ends: a moment is set where there was none.
    ENDED = "ended"
    GONE = "gone"
    # More than one statement; `usecases/erasure.py` says what.
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Holding:
    """One table: whose a row is, who else stands in it, and what erasing does to it."""

    table: Table
    group: Group
    fate: Fate
    # Columns that name whose row it is: an account or a volunteer.
    mine: tuple[str, ...] = ()
    # The same where a number stands for a volunteer without referring to his row.
    numbers: tuple[str, ...] = ()
    # Where a telephone tells whose a row is, before anybody has an account.
    telephone: str = ""
    # Or the row is his that it refers to.
    through: Mapping[str, type[Any]] = field(default_factory=dict)
    # Columns that name who worked on it, or is named in it, without its being his.
    others: tuple[str, ...] = ()
    blank: Mapping[str, Any] = field(default_factory=dict)
    # The column of the moment at which it ended.
    ends: str = ""

    def his(self, who: "Person") -> ColumnElement[bool]:
        """Return the condition that a row is this person's."""
        found = [self.table.c[name] == value for name, value in self._keys(who)]
        for name, model in self.through.items():
            parent = HOLDINGS[table_of(model).name]
            found.append(self.table.c[name].in_(select(parent.table.c.id).where(parent.his(who))))
        if self.telephone and who.telephones:
            found.append(self.table.c[self.telephone].in_(who.telephones))
        return or_(false(), *found)

    def _keys(self, who: "Person") -> Iterator[tuple[str, int]]:
        for name in self.mine:
            value = who.key(self.table, name)
            if value is not None:
                yield name, value
        if who.volunteer_id is not None:
            yield from ((name, who.volunteer_id) for name in self.numbers)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom rows belong to: an account, and the volunteer behind it if there is one."""

    account_id: int
    external_id: int
    volunteer_id: int | None = None
    # What his telephone is found by.
    telephones: tuple[bytes, ...] = ()

    def key(self, table: Table, column: str) -> int | None:
        """Return what a column holds in rows of this person."""
        of = target(table, column)
        if of == "volunteer":
            return self.volunteer_id
        return self.account_id if of == "account" else self.external_id


def target(table: Table, column: str) -> str:
    """Return whom a column names: "account", "volunteer", or "" for a person of the messenger."""
    if column == "id":
        return table.name
    keys = list(table.c[column].foreign_keys)
    return keys[0].column.table.name if keys else ""


def _of(model: type[Any], group: Group, fate: Fate, **rest: Any) -> Holding:
    return Holding(table_of(model), group, fate, **rest)


_BY, _ACCOUNT, _VOLUNTEER = Group, ("account_id",), ("volunteer_id",)
_ROWS = (
    _of(Account, _BY.REGISTRATION, Fate.SPECIAL, mine=("id",)),
    _of(Volunteer, _BY.REGISTRATION, Fate.SPECIAL, mine=("id",), others=("account_id",)),
    _of(
        Application, _BY.REGISTRATION, Fate.SPECIAL,
        mine=("account_id", "volunteer_id"),
    ),
    _of(
        Decision, _BY.REGISTRATION, Fate.BLANKED, through={"application_id": Application},
        others=("by_account_id",), blank={"reason": None},
    ),
    _of(Consent, _BY.REGISTRATION, Fate.ENDED, mine=_ACCOUNT, ends="withdrawn_at"),
    _of(
        HealthDeclaration, _BY.REGISTRATION, Fate.GONE, through={"application_id": Application},
        others=("reviewed_by",),
    ),
    _of(
        Relocation, _BY.REGISTRATION, Fate.KEPT, mine=_VOLUNTEER,
        others=("released_by", "decided_by"),
    ),
    _of(
        RecoveryClaim, _BY.REGISTRATION, Fate.GONE, mine=("account_id", "volunteer_id"),
        through={"application_id": Application}, others=("decided_by",),
    ),
    _of(Correction, _BY.REGISTRATION, Fate.GONE, mine=_VOLUNTEER, others=("decided_by",)),
    _of(FormerDocument, _BY.REGISTRATION, Fate.GONE, mine=_VOLUNTEER),
    _of(
        Qualification, _BY.REGISTRATION, Fate.GONE, mine=_VOLUNTEER, others=("decided_by",),
    ),
    _of(PersonGroup, _BY.GROUPS, Fate.GONE, mine=_VOLUNTEER),
    _of(ProfileChange, _BY.REGISTRATION, Fate.GONE, mine=_VOLUNTEER),
    _of(Leaving, _BY.REGISTRATION, Fate.ENDED, mine=_ACCOUNT, ends="done_at"),
    _of(
        Guardianship, _BY.GUARDIANS, Fate.BLANKED, mine=("account_id", "volunteer_id"),
        through={"application_id": Application},
        blank={"name_sealed": None, "phone_sealed": None},
    ),
    _of(
        GuardianConsent, _BY.GUARDIANS, Fate.ENDED, mine=("teacher_id",),
        through={"guardianship_id": Guardianship}, ends="withdrawn_at",
    ),
    _of(
        GuardianLink, _BY.GUARDIANS, Fate.GONE, mine=_VOLUNTEER,
        through={"application_id": Application}, others=("used_by",),
    ),
    _of(
        RosterEntry, _BY.REGISTRATION, Fate.GONE, telephone="phone_index",
        others=("handed_in_by",),
    ),
    _of(
        ProxyRegistration, _BY.REGISTRATION, Fate.GONE, mine=_ACCOUNT,
        others=("typist_id", "relative_id"),
    ),
    _of(
        Errand, _BY.REGISTRATION, Fate.GONE, mine=("volunteer_id", "account_id"),
        others=("opened_by", "relative_id", "decided_by"),
    ),
    _of(
        NationalEntry, _BY.REGISTRATION, Fate.GONE, mine=("volunteer_id", "account_id"),
        others=("entered_by", "settled_by"),
    ),
    _of(Family, _BY.FAMILY, Fate.ENDED, mine=("head_id",), ends="dissolved_at"),
    _of(
        FamilyMember, _BY.FAMILY, Fate.ENDED, mine=_VOLUNTEER, through={"family_id": Family},
        ends="left_at",
    ),
    _of(
        FamilyInvite, _BY.FAMILY, Fate.GONE, through={"family_id": Family}, others=("used_by",),
    ),
    _of(Visit, _BY.VISITS, Fate.SPECIAL, mine=_VOLUNTEER, others=("settled_by",)),
    _of(Scan, _BY.VISITS, Fate.SPECIAL, mine=_VOLUNTEER, others=_ACCOUNT),
    _of(
        LateScan, _BY.VISITS, Fate.KEPT, mine=_VOLUNTEER, others=("account_id", "seen_by"),
    ),
    _of(CompanyWait, _BY.VISITS, Fate.GONE, mine=("volunteer_id", "account_id")),
    _of(VisitCompany, _BY.VISITS, Fate.KEPT, mine=_ACCOUNT, through={"child_visit_id": Visit}),
    _of(LocationProof, _BY.VISITS, Fate.GONE, through={"scan_id": Scan}),
    _of(
        LedgerTransfer, _BY.HOURS, Fate.KEPT, numbers=("credit", "debit"),
        others=("by_account_id",),
    ),
    _of(ServiceRecord, _BY.HOURS, Fate.SPECIAL, mine=_VOLUNTEER, others=("typed_by",)),
    _of(
        RecordCheck, _BY.HOURS, Fate.BLANKED, through={"record_id": ServiceRecord},
        others=("by_account_id", "typed_by"), blank={"reason": None},
    ),
    _of(RecordFile, _BY.HOURS, Fate.GONE, through={"record_id": ServiceRecord}),
    _of(
        RecipientWord, _BY.HOURS, Fate.BLANKED, mine=("said_by",),
        through={"record_id": ServiceRecord, "visit_id": Visit},
        others=("made_by", "seen_by"), blank={"words": None},
    ),
    _of(
        Dispute, _BY.HOURS, Fate.BLANKED, mine=("volunteer_id", "raised_by"),
        others=("answered_by", "decided_by", "typed_by"),
        blank={"words": "", "answer": None, "reply": None, "reason": None},
    ),
    _of(
        Omission, _BY.HOURS, Fate.BLANKED, mine=_VOLUNTEER, others=("decided_by",),
        blank={"words": ""},
    ),
    _of(
        Certificate, _BY.HOURS, Fate.BLANKED, mine=_VOLUNTEER, others=("withdrawn_by",),
        blank={"statement_sealed": None},
    ),
    _of(
        Oddity, _BY.HOURS, Fate.KEPT, mine=("volunteer_id", "other_id", "account_id"),
        others=("decided_by",),
    ),
    _of(
        OutsideHours, _BY.HOURS, Fate.BLANKED, mine=_VOLUNTEER,
        others=("checked_by", "approved_by"), blank={"place": "", "sha256": None, "file_name": ""},
    ),
    _of(
        Training, _BY.TRAININGS, Fate.GONE, mine=_VOLUNTEER, others=("entered_by", "struck_by"),
    ),
    _of(
        Honour, _BY.TRAININGS, Fate.GONE, mine=_VOLUNTEER, others=("nominated_by", "decided_by"),
    ),
    _of(HonourDrive, _BY.OFFICE, Fate.KEPT, others=("opened_by", "closed_by")),
    _of(Balance, _BY.HOURS, Fate.KEPT, mine=_VOLUNTEER),
    _of(
        StarCandidate, _BY.HOURS, Fate.BLANKED, mine=_VOLUNTEER, others=("decided_by",),
        blank={"reason": None},
    ),
    _of(
        StarObjection, _BY.HOURS, Fate.BLANKED, mine=("by_account_id",), others=("answered_by",),
        blank={"text": "", "answer": None},
    ),
    _of(StarAward, _BY.HOURS, Fate.KEPT, mine=_VOLUNTEER),
    _of(Voucher, _BY.REWARDS, Fate.SPECIAL, mine=_VOLUNTEER, others=("honoured_by",)),
    _of(InboxUpdate, _BY.CHAT, Fate.SPECIAL, mine=("person",)),
    _of(Conversation, _BY.CHAT, Fate.GONE, mine=_ACCOUNT),
    _of(Notice, _BY.CHAT, Fate.GONE, mine=_ACCOUNT),
    _of(PageSession, _BY.CHAT, Fate.GONE, mine=_ACCOUNT),
    _of(WrongTry, _BY.CHAT, Fate.GONE, mine=_ACCOUNT),
    _of(ShortCode, _BY.CHAT, Fate.SPECIAL),
    _of(
        RoleGrant, _BY.OFFICE, Fate.ENDED, mine=_ACCOUNT, others=("granted_by",),
        ends="revoked_at",
    ),
    _of(Invite, _BY.OFFICE, Fate.KEPT, mine=("used_by",), others=("made_by",)),
    _of(AuditEntry, _BY.OFFICE, Fate.KEPT, mine=_ACCOUNT),
    _of(Submission, _BY.OFFICE, Fate.KEPT, mine=("by_account_id",), others=("decided_by",)),
    _of(StarBatch, _BY.OFFICE, Fate.KEPT, others=("opened_by", "ended_by")),
    _of(StarApproval, _BY.OFFICE, Fate.KEPT, mine=("by_account_id",)),
    _of(GroupTotal, _BY.OFFICE, Fate.KEPT, others=("entered_by",)),
    _of(UnitHeadcount, _BY.OFFICE, Fate.KEPT, others=("entered_by",)),
    _of(PlacePopulation, _BY.OFFICE, Fate.KEPT, others=("entered_by",)),
    _of(Display, _BY.OFFICE, Fate.KEPT, others=("paired_by",)),
    _of(StationChange, _BY.OFFICE, Fate.KEPT, others=("changed_by",)),
    _of(StationItem, _BY.OFFICE, Fate.KEPT, others=("seen_by",)),
    _of(StationMark, _BY.OFFICE, Fate.KEPT, others=("given_by",)),
    _of(CommunityTotal, _BY.OFFICE, Fate.KEPT, others=("entered_by",)),
)  # fmt: skip
HOLDINGS: dict[str, Holding] = {one.table.name: one for one in _ROWS}
# Tables in which nobody stands.
NOBODYS = {
    "alembic_version", "audit_seal", "certificate_counter", "city_move", "code_use", "duty",
    "erasure", "key_check", "ledger_seal", "merchant", "number_counter", "reward",
    "sending_pause", "station", "stored_file", "submission_file", "team", "unit",
}  # fmt: skip


def references() -> Iterator[tuple[Table, str]]:
    """Yield every column of the database that refers to a person."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if target(table, column.name) in ("account", "volunteer") and column.name != "id":
                yield table, column.name


@cache
def sealed(table: Table) -> Mapping[str, Callable[[Any], str]]:
    """Return what of a table is sealed, and for what place each row's is; keys rotate by it too."""
    for kind in rotation.KINDS.values():
        if kind.table is table:
            return kind.sealed
    return {}
