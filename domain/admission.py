"""A scan at a station: may it open or close a visit? The order of checks is `docs/checkin.md`.

Change the order here and there together. Of several true reasons the earlier check answers, and
the checks are ordered by what the person can do about it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.credit import closes_at
from domain.policy import Policy
from domain.refusals import Code, Refused


class Means(StrEnum):
    """How a code reached us; a camera's deep link needs more time than the scanner."""

    DEEP_LINK = "deep_link"
    SCANNER = "scanner"
    PHOTO = "photo"
    TYPED = "typed"


class CodeKind(StrEnum):
    """What was scanned."""

    STATION = "station"
    PERSONAL = "personal"
    TYPED = "typed"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A genuine code: `age_slots` is 0 in its own slot, 1 in the next, negative before its time."""

    kind: CodeKind
    age_slots: int = 0
    age_seconds: int = 0
    used: bool = False
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """The visit that the volunteer has open."""

    visit_id: int
    station_id: int
    station_name: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """Everything the decision depends on."""

    at: datetime
    means: Means
    code: ShownCode
    by_clerk: bool
    station_id: int
    station_open: bool
    opening: str
    open_visit: OpenVisit | None
    # The clerk holds his own code or card against his own scanner.
    own: bool = False
    # Out of use for good, not only today.
    station_gone: bool = False
    # A child whose adult is not here (yet).
    needs_company: bool = False
    # The station wants to see by a location too that who arrives is there.
    asks_location: bool = False
    # Whether another visit of his ended after this moment: only asked of one that is overtaken.
    served_since: bool = False
    # Why this person may begin nothing now, whatever the code is: asked of arrivals only.
    held_back: Refused | None = None


class Verdict(StrEnum):
    """What a good scan does."""

    ARRIVE = "arrive"
    LEAVE = "leave"
    ASK_CLERK = "ask-clerk"
    ASK_LOCATION = "ask-location"
    ASK_COMPANY = "ask-company"


def admit(facts: ScanFacts, policy: Policy) -> Verdict | Refused:
    """Decide what the scan does; the refusal codes are those of `docs/checkin.md`, from 6 on."""
    return _code_refused(facts, policy) or _visit_refused(facts, policy) or _verdict(facts, policy)


def code_refused(code: ShownCode, policy: Policy) -> Refused | None:
    """Return why a code that a clerk's scanner read proves nothing, whatever its owner does."""
    if code.revoked:
        return Refused(Code.CODE_REVOKED)
    if code.used:
        return Refused(Code.CODE_USED)
    if code.kind is CodeKind.PERSONAL and not 0 <= code.age_slots < policy.checkin.personal_slots:
        return Refused(Code.CODE_CHANGED, {"seconds": max(code.age_seconds, 1)})
    return None


def _code_refused(facts: ScanFacts, policy: Policy) -> Refused | None:
    code, here = facts.code, _open_here(facts)
    if code.revoked:
        return Refused(Code.CODE_REVOKED)
    if code.used and here is not None:
        # The same code twice is a finger or a phone that repeats itself, not a departure.
        return Refused(Code.JUST_ARRIVED, {"since_at": here.opened_at.isoformat()})
    if code.used:
        return Refused(Code.CODE_USED)
    if not _in_time(facts, policy):
        rule = {
            CodeKind.STATION: "checkin.display_slot_seconds",
            CodeKind.PERSONAL: "checkin.personal_slot_seconds",
        }.get(code.kind)
        return Refused(Code.CODE_CHANGED, {"seconds": max(code.age_seconds, 1)}, rule)
    return None


def _in_time(facts: ScanFacts, policy: Policy) -> bool:
    rules, age = policy.checkin, facts.code.age_slots
    if facts.code.kind is CodeKind.PERSONAL:
        return 0 <= age < rules.personal_slots
    if facts.code.kind is not CodeKind.STATION:
        return True
    if facts.means is Means.SCANNER:
        return 0 <= age < rules.scanner_slots
    # A message carries the messenger's clock, which may be a moment behind ours.
    return -1 <= age < rules.deep_link_slots


def _visit_refused(facts: ScanFacts, policy: Policy) -> Refused | None:
    if facts.own:
        return Refused(Code.OWN_CODE)
    here = _open_here(facts)
    if here is not None:
        stayed = (facts.at - here.opened_at).total_seconds()
        if stayed < 0 and _overtaken(facts, here, policy):
            stayed = -stayed
        if stayed < policy.checkin.repeat_scan_seconds:
            since = here.opened_at.isoformat()
            return Refused(Code.JUST_ARRIVED, {"since_at": since}, "checkin.repeat_scan_seconds")
        return None
    if facts.held_back is not None:
        return facts.held_back
    if facts.open_visit is not None:
        return Refused(
            Code.OPEN_ELSEWHERE,
            {
                "station": facts.open_visit.station_name,
                "since_at": facts.open_visit.opened_at.isoformat(),
            },
        )
    if facts.station_gone:
        return Refused(Code.STATION_GONE)
    if not facts.station_open:
        return Refused(Code.STATION_CLOSED, {"opening": facts.opening})
    return None


def _overtaken(facts: ScanFacts, here: OpenVisit, policy: Policy) -> bool:
    """Tell whether this is the arrival whose departure came in first and opened the visit (F3).

    Only by the messenger's own times, which nobody here sets back.
    """
    return (
        facts.means is Means.DEEP_LINK
        and not facts.served_since
        and here.opened_at < closes_at(facts.at, policy.credit)
    )


def _verdict(facts: ScanFacts, policy: Policy) -> Verdict:
    if _open_here(facts) is not None:
        return Verdict.LEAVE
    if facts.needs_company:
        return Verdict.ASK_COMPANY
    if facts.asks_location and facts.code.kind is CodeKind.STATION:
        return Verdict.ASK_LOCATION
    by_camera = facts.means is Means.DEEP_LINK and facts.code.kind is CodeKind.STATION
    if by_camera and policy.checkin.deep_link == "confirm_by_staff":
        return Verdict.ASK_CLERK
    return Verdict.ARRIVE


def _open_here(facts: ScanFacts) -> OpenVisit | None:
    visit = facts.open_visit
    return visit if visit is not None and visit.station_id == facts.station_id else None
