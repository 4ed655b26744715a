"""Refusals: a stable code and the facts of it; the sentence lives in `locales/*/refusals.ftl`.

Of several true reasons the one is given that the person can change; where a rule of a document
decides, `rule` names the policy key, so that "why?" can show title and article.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Found = TypeVar("Found")


class Code(StrEnum):
    """Every reason the product can give for not doing something; the value is the Fluent suffix."""

    # Who is asking
    NOT_REGISTERED = "not-registered"
    NOT_YET_APPROVED = "not-yet-approved"
    NOT_ALLOWED = "not-allowed"
    INVITE_INVALID = "invite-invalid"
    PAGE_OVER = "page-over"
    LAST_ADMINISTRATOR = "last-administrator"
    # Codes
    CODE_UNKNOWN = "code-unknown"
    CODE_CHANGED = "code-changed"
    CODE_USED = "code-used"
    CODE_REVOKED = "code-revoked"
    CODE_NEEDS_CLERK = "code-needs-clerk"
    CODE_NOT_FOR_CLERK = "code-not-for-clerk"
    OWN_CODE = "own-code"
    TOO_MANY_TRIES = "too-many-tries"
    # Visits
    STATION_CLOSED = "station-closed"
    STATION_GONE = "station-gone"
    HOURS_UNCLEAR = "hours-unclear"
    NEEDS_COMPANY = "needs-company"
    CLASS_TOO_LATE = "class-too-late"
    POSITION_MISSING = "position-missing"
    OPEN_ELSEWHERE = "open-elsewhere"
    JUST_ARRIVED = "just-arrived"
    VISIT_GONE = "visit-gone"
    END_OUTSIDE_VISIT = "end-outside-visit"
    END_TOO_LATE = "end-too-late"
    # Records that somebody types
    RECORD_BACKWARDS = "record-backwards"
    RECORD_TWO_DAYS = "record-two-days"
    RECORD_FUTURE = "record-future"
    RECORD_TOO_SHORT = "record-too-short"
    RECORD_OVERLAPS = "record-overlaps"
    RECORD_LACKS = "record-lacks"
    RECORD_NO_SERVICE = "record-no-service"
    RECORD_NO_FILE = "record-no-file"
    RECORD_WHY_LATE = "record-why-late"
    RECORD_ANOTHER = "record-another"
    VOLUNTEER_UNKNOWN = "volunteer-unknown"
    # Objections to hours
    DISPUTE_OPEN = "dispute-open"
    DISPUTE_NOT_YET = "dispute-not-yet"
    DISPUTE_TIME = "dispute-time"
    # Hours from elsewhere
    OUTSIDE_HOURS = "outside-hours"
    PROOF_USED = "proof-used"
    # Trainings
    TRAINING_TWICE = "training-twice"
    # Honours
    HONOURS_YEAR = "honours-year"
    HONOURS_CLOSED = "honours-closed"
    NOMINATED_ALREADY = "nominated-already"
    # Families
    FAMILY_ALREADY = "family-already"
    FAMILY_FULL = "family-full"
    FAMILY_GUARDIAN = "family-guardian"
    # Hours and rewards
    HOURS_SHORT = "hours-short"
    KEY_REUSED = "key-reused"
    CERTIFICATE_EMPTY = "certificate-empty"
    CERTIFICATE_PERIOD = "certificate-period"
    CERTIFICATE_WITHDRAWN = "certificate-withdrawn"
    # Units
    DUTY_DONE = "duty-done"
    DUTY_NOT_OPEN = "duty-not-open"
    OFFER_ENDED = "offer-ended"
    OFFER_CHANGED = "offer-changed"
    STOCK_GONE = "stock-gone"
    TOO_MANY_VOUCHERS = "too-many-vouchers"
    VOUCHER_UNKNOWN = "voucher-unknown"
    VOUCHER_USED = "voucher-used"
    VOUCHER_EXPIRED = "voucher-expired"
    VOUCHER_CANCELLED = "voucher-cancelled"
    VOUCHER_ELSEWHERE = "voucher-elsewhere"
    VOUCHER_NEEDS_MERCHANT = "voucher-needs-merchant"
    NAME_TAKEN = "name-taken"
    # Registration
    ID_CHARACTERS = "id-characters"
    ID_LENGTH = "id-length"
    ID_CHECKSUM = "id-checksum"
    ID_DATE = "id-date"
    ID_SHAPE = "id-shape"
    NAME_EMPTY = "name-empty"
    NAME_CHARACTERS = "name-characters"
    NAME_LENGTH = "name-length"
    PHONE_SHAPE = "phone-shape"
    TEXT_EMPTY = "text-empty"
    TEXT_LENGTH = "text-length"
    TEXT_NUMBER = "text-number"
    TOO_YOUNG = "too-young"
    NEEDS_GUARDIAN = "needs-guardian"
    NEEDS_DECLARATION = "needs-declaration"
    LINK_INVALID = "link-invalid"
    OWN_LINK = "own-link"
    OWN_WARD = "own-ward"
    OTHER_COUNTY = "other-county"
    GUARDIAN_TOO_YOUNG = "guardian-too-young"
    OF_AGE = "of-age"
    TOO_MANY_CHILDREN = "too-many-children"
    ID_BIRTH_MISSING = "id-birth-missing"
    ALREADY_REGISTERED = "already-registered"
    TOO_MANY_CATEGORIES = "too-many-categories"
    CONTACT_NOT_OWN = "contact-not-own"
    CONSENT_MISSING = "consent-missing"
    ANSWER_MISSING = "answer-missing"
    PROOF_MISSING = "proof-missing"
    PAPER_USED = "paper-used"
    TYPED_YOURSELF = "typed-yourself"
    NATIONAL_NUMBER = "national-number"
    QUALIFICATION_OVER = "qualification-over"
    # Approval
    NOTHING_CHANGES = "nothing-changes"
    NOTHING_NEW = "nothing-new"
    RELOCATION_OPEN = "relocation-open"
    APPLICATION_DECIDED = "application-decided"
    UNDO_TOO_LATE = "undo-too-late"
    # Stars
    STARS_NONE = "stars-none"
    STARS_NATIONAL = "stars-national"
    STARS_YEAR = "stars-year"
    STARS_UNANSWERED = "stars-unanswered"
    NOTICE_RUNS = "notice-runs"
    OBJECTIONS_OPEN = "objections-open"
    OBJECTED_ALREADY = "objected-already"
    SECOND_PERSON = "second-person"
    MINOR_PROTECTED = "minor-protected"
    # Time and order
    ALREADY_DECIDED = "already-decided"
    STEP_GONE = "step-gone"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision against, as a value: kept with the deed when a trace must remain."""

    code: Code
    facts: dict[str, int | str] = field(default_factory=dict)
    rule: str | None = None


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A decision against that must leave nothing behind: it rolls the deed back."""

    def __init__(self, code: Code, rule: str | None = None, **facts: int | str) -> None:
        super().__init__(code.value)
        self.refused = Refused(code, facts, rule)

    @classmethod
    def of(cls, refused: Refused) -> "Refusal":
        """Return the same decision, to be raised."""
        return cls(refused.code, refused.rule, **refused.facts)


def unless_refused(found: Found | Refused) -> Found:
    """Return what a rule has let pass; raise what it refused."""
    if isinstance(found, Refused):
        raise Refusal.of(found)
    return found
