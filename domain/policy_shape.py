"""The shape of a policy: one frozen dataclass per section, plain values, units in the names.

The values stand in `policies/*.toml`, each with its clause; this module knows no number of a
document, only what a number may be: `Between` bounds one value, `faults` compares several.
Look next at `domain/policy_file.py` for how a file is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.policy_bounds import Between, Fault
from domain.policy_coverage import Coverage
from domain.policy_duties import DutyRules
from domain.policy_guardians import GuardianRules
from domain.policy_honours import HonourRules
from domain.policy_links import FamilyRules, LinkRules
from domain.policy_oddities import OddityRules
from domain.policy_papers import Papers
from domain.policy_qualifications import QualificationRules
from domain.policy_records import Records
from domain.policy_relocation import RelocationRules
from domain.policy_rights import Rights
from domain.policy_shares import AverageRules, ShareRules, TitleRules, UnitKind
from domain.policy_stars import Stars
from domain.policy_stations import StationRules
from domain.policy_teams import TeamRules

Approver = Literal["federation", "county_office", "office"]
"""Who decides on a registration; the words are those of `permissions.Role`."""


Age = Annotated[int, Between(0, 120)]
Count = Annotated[int, Between(1, 1000)]
Days = Annotated[int, Between(0, 3660)]
Minutes = Annotated[int, Between(1, 1440)]
Slots = Annotated[int, Between(1, 20)]
Seconds = Annotated[int, Between(5, 600)]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that numbers come from: of the city (`level` city) or of the nation."""

    code: str
    title: str
    number: str
    issuer: str
    level: Literal["city", "nation"]
    issued_on: date


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a document, with the phrase that decides."""

    code: str
    document: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value comes from, ready for "why?".

    `ours` means that no document decides: then `reason` says why we chose it and the document's
    fields are empty. `norm` means a national rule. `overrides` are clauses that lost against it.
    """

    document_title: str
    number: str
    year: int | None
    article: str
    clause_id: str
    text: str
    ours: bool
    norm: bool
    reason: str
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """When this policy is in force; an open end is None."""

    valid_from_on: date
    valid_until_on: date | None
    used_before_start: bool

    def faults(self) -> Iterator[Fault]:
        """Yield what cannot be true together."""
        if self.valid_until_on and self.valid_until_on < self.valid_from_on:
            yield "valid_until_on", "a period cannot end before it starts"


@dataclass(frozen=True, slots=True)
class City:
    """The city, its clock and its lists."""

    code: str
    name: str
    name_en: str
    federation: str
    federation_en: str
    office: str
    office_en: str
    zone: str
    local_rest_on: tuple[date, ...]
    places_file: str
    units_file: str

    def faults(self) -> Iterator[Fault]:
        """Yield a clock that does not exist."""
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield "zone", f"{self.zone} is no time zone of this machine"


@dataclass(frozen=True, slots=True)
class Registration:
    """Who may register and how; ages are full years on the day.

    The ordinary ages are `accompany_below` to `max_age`, both inside.
    """

    max_age: Age
    adult_age: Age
    minor_min_age: Age
    consent_below: Age
    accompany_below: Age
    senior_above: Age
    max_categories: Count
    reply_workdays: Annotated[int, Between(1, 60)]
    undo_minutes: Minutes
    name_max_length: Annotated[int, Between(2, 200)]
    max_teams_shown: Count

    def faults(self) -> Iterator[Fault]:
        """Yield ages that are out of order."""
        if self.max_age < self.accompany_below:
            yield "max_age", "the oldest age is below the youngest"
        if self.minor_min_age > self.accompany_below:
            yield "minor_min_age", "the youngest age with an adult is above that of coming alone"
        if self.accompany_below > self.consent_below:
            yield "consent_below", "whoever needs company needs a guardian's consent too"
        if self.consent_below > self.adult_age:
            yield "consent_below", "an adult needs no guardian's consent"
        if not self.accompany_below <= self.adult_age <= self.max_age:
            yield "adult_age", "the adult age lies outside the ordinary ages"
        if self.senior_above != self.max_age:
            yield "senior_above", "whoever is older than max_age gives the extra declaration"


@dataclass(frozen=True, slots=True)
class Routing:
    """Who approves a registration, by the unit's affiliation first and by its county then."""

    city_units: Approver
    provincial_units: Approver
    central_units: Approver
    districts: Mapping[str, Approver]
    otherwise: Approver


@dataclass(frozen=True, slots=True)
class Checkin:
    """The lives of codes. `scanner_slots` 2 means: this slot and the one before."""

    display_slot_seconds: Seconds
    scanner_slots: Slots
    deep_link_slots: Slots
    deep_link: Literal["accept", "confirm_by_staff"]
    personal_slot_seconds: Seconds
    personal_slots: Slots
    personal_picture_minutes: Minutes
    pairing_minutes: Minutes
    repeat_scan_seconds: Seconds
    move_minutes: Minutes

    def faults(self) -> Iterator[Fault]:
        """Yield windows that contradict each other."""
        if self.deep_link_slots < self.scanner_slots:
            yield "deep_link_slots", "a camera is slower than the scanner and needs as many slots"


TransferSource = Literal["scan", "staff_scan", "staff_end", "typed", "imported", "corrected"]


@dataclass(frozen=True, slots=True)
class CreditRules:
    """How time at a station becomes minutes."""

    rounding_minutes: Annotated[int, Between(1, 60)]
    rounding: Literal["down", "nearest"]
    min_visit_minutes: Annotated[int, Between(0, 240)]
    max_visit_minutes: Minutes
    max_day_minutes: Minutes
    max_pairs_day: Count
    redeemable_sources: tuple[TransferSource, ...]
    staff_end_days: Annotated[int, Between(1, 60)]

    def faults(self) -> Iterator[Fault]:
        """Yield caps that contradict each other, and typed minutes that could be spent."""
        if self.min_visit_minutes > self.max_visit_minutes:
            yield "min_visit_minutes", "the shortest visit is longer than the longest"
        if self.max_visit_minutes > self.max_day_minutes:
            yield "max_day_minutes", "a day allows less than one visit"
        if self.max_visit_minutes % self.rounding_minutes:
            yield "max_visit_minutes", "the longest visit is no multiple of the rounding"
        if "typed" in self.redeemable_sources:
            yield "redeemable_sources", "typed minutes can never be redeemed"
        if "imported" in self.redeemable_sources:
            yield "redeemable_sources", "minutes from elsewhere can never be redeemed"


@dataclass(frozen=True, slots=True)
class RedemptionRules:
    """How redeemable minutes are spent; which sources are redeemable stands in `credit`."""

    deduct: bool
    voucher_days: Annotated[int, Between(1, 3660)]
    max_live_vouchers: Count


@dataclass(frozen=True, slots=True)
class Retention:
    """How long personal data is kept, then it is blanked or deleted."""

    rejected_application_days: Days
    unfinished_application_days: Days
    refused_scan_days: Days
    location_days: Days
    photo_days: Days
    guardian_days: Days
    inbox_days: Days
    update_key_days: Days
    record_years: Annotated[int, Between(1, 100)]

    def faults(self) -> Iterator[Fault]:
        """Yield a memory shorter than Telegram's own repeats."""
        if self.update_key_days < 1:
            yield "update_key_days", "Telegram repeats an update for a day"


@dataclass(frozen=True, slots=True)
class Consent:
    """Which text a person agreed to; what is asked apart stands in the deeds (K4, K6)."""

    text_version: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Codes that people choose from; their names stand in `locales/*/terms.ftl`."""

    categories: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberUnit:
    """A unit that the city's documents give duties to; `aliases` are its other printed names."""

    code: str
    name: str
    short_name: str
    name_en: str
    aliases: tuple[str, ...]
    kind: UnitKind
    affiliation: Literal["city", "province", "nation", "county"]
    county: str
    clause: str


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One city in one period: plain values by section, and the source of each.

    `version` is the file's name and a hash of its bytes and its unit list; a transfer keeps it.
    `folder` holds the files that the policy names.
    """

    name: str
    version: str
    folder: Path
    period: Period
    city: City
    registration: Registration
    guardians: GuardianRules
    links: LinkRules
    families: FamilyRules
    relocation: RelocationRules
    routing: Routing
    checkin: Checkin
    stations: StationRules
    credit: CreditRules
    stars: Stars
    redemption: RedemptionRules
    duties: DutyRules
    records: Records
    papers: Papers
    qualifications: QualificationRules
    honours: HonourRules
    coverage: Coverage
    shares: ShareRules
    averages: AverageRules
    titles: TitleRules
    teams: TeamRules
    oddities: OddityRules
    retention: Retention
    consent: Consent
    rights: Rights
    terms: Terms
    members: tuple[MemberUnit, ...]
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    sources: Mapping[str, Source]

    def source(self, key: str) -> Source:
        """Return where the value under a dotted key such as "credit.rounding" comes from."""
        return self.sources[key]

    def clause(self, code: str) -> Source:
        """Return the place of a clause itself, for a rule that carries no number."""
        clause = self.clauses[code]
        document = self.documents[clause.document]
        return Source(
            document_title=document.title,
            number=document.number,
            year=document.issued_on.year,
            article=clause.article,
            clause_id=code,
            text=clause.text,
            ours=False,
            norm=document.level == "nation",
            reason="",
        )
