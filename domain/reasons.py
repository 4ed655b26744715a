"""Which rule stands behind each refusal and each notice, for 〈why?〉.

A rule is a policy key ("stars.chain"), a clause of the policy ("B6"), or a way of our own that no
document asks for ("house.once"), which has its reason in `locales/*/why.ftl`. What decides knows
best: a rule that comes with the refusal or with the notice's facts goes before these.
"""

from collections.abc import Mapping
from typing import Any

from domain.policy_shape import Policy, Source
from domain.refusals import Code, Refused

_OF_REFUSALS: dict[Code, str] = {
    # Who is asking
    Code.NOT_REGISTERED: "A3",
    Code.NOT_YET_APPROVED: "routing.otherwise",
    Code.NOT_ALLOWED: "house.roles",
    Code.INVITE_INVALID: "house.link-once",
    Code.PAGE_OVER: "house.page",
    Code.LAST_ADMINISTRATOR: "house.somebody-stays",
    # Codes
    Code.CODE_UNKNOWN: "house.own-codes",
    Code.CODE_CHANGED: "checkin.personal_slot_seconds",
    Code.CODE_USED: "house.code-once",
    Code.CODE_REVOKED: "house.out-of-use",
    Code.CODE_NEEDS_CLERK: "house.two-people",
    Code.CODE_NOT_FOR_CLERK: "house.own-codes",
    Code.OWN_CODE: "house.two-people",
    Code.TOO_MANY_TRIES: "house.guessing",
    # Visits
    Code.STATION_CLOSED: "house.opening",
    Code.STATION_GONE: "house.out-of-use",
    Code.HOURS_UNCLEAR: "house.format",
    Code.NEEDS_COMPANY: "registration.accompany_below",
    Code.CLASS_TOO_LATE: "stations.class_minutes",
    Code.POSITION_MISSING: "stations.location_radius_metres",
    Code.OPEN_ELSEWHERE: "B6",
    Code.JUST_ARRIVED: "checkin.repeat_scan_seconds",
    Code.VISIT_GONE: "house.decided-once",
    Code.END_OUTSIDE_VISIT: "B6",
    Code.END_TOO_LATE: "credit.staff_end_days",
    # Records that somebody types
    Code.RECORD_BACKWARDS: "B6",
    Code.RECORD_TWO_DAYS: "records.mandatory",
    Code.RECORD_FUTURE: "B6",
    Code.RECORD_TOO_SHORT: "credit.min_visit_minutes",
    Code.RECORD_OVERLAPS: "B6",
    Code.RECORD_LACKS: "records.mandatory",
    Code.RECORD_NO_SERVICE: "records.not_service",
    Code.RECORD_NO_FILE: "B1",
    Code.RECORD_WHY_LATE: "B13",
    Code.RECORD_ANOTHER: "house.two-people",
    Code.VOLUNTEER_UNKNOWN: "house.own-people",
    # Objections to hours
    Code.DISPUTE_OPEN: "records.answer_workdays",
    Code.DISPUTE_NOT_YET: "records.answer_workdays",
    Code.DISPUTE_TIME: "B6",
    # Hours from elsewhere
    Code.OUTSIDE_HOURS: "credit.max_day_minutes",
    Code.PROOF_USED: "house.code-once",
    # Trainings
    Code.TRAINING_TWICE: "B10",
    # Honours
    Code.HONOURS_YEAR: "honours.unit_categories",
    Code.HONOURS_CLOSED: "honours.unit_categories",
    Code.NOMINATED_ALREADY: "honours.unit_categories",
    # Families
    Code.FAMILY_ALREADY: "house.one-family",
    Code.FAMILY_FULL: "families.most_members",
    Code.FAMILY_GUARDIAN: "registration.consent_below",
    # Hours and rewards
    Code.HOURS_SHORT: "redemption.deduct",
    Code.KEY_REUSED: "house.once",
    Code.CERTIFICATE_EMPTY: "A10",
    Code.CERTIFICATE_PERIOD: "B16",
    Code.CERTIFICATE_WITHDRAWN: "B17",
    # Units
    Code.DUTY_DONE: "house.decided-once",
    Code.DUTY_NOT_OPEN: "duties.statistics_opens_on",
    Code.OFFER_ENDED: "house.offer",
    Code.OFFER_CHANGED: "house.offer",
    Code.STOCK_GONE: "house.offer",
    Code.TOO_MANY_VOUCHERS: "redemption.max_live_vouchers",
    Code.VOUCHER_UNKNOWN: "house.own-codes",
    Code.VOUCHER_USED: "house.code-once",
    Code.VOUCHER_EXPIRED: "redemption.voucher_days",
    Code.VOUCHER_CANCELLED: "redemption.deduct",
    Code.VOUCHER_ELSEWHERE: "house.offer",
    Code.VOUCHER_NEEDS_MERCHANT: "house.two-people",
    Code.NAME_TAKEN: "house.names",
    # Registration
    Code.ID_CHARACTERS: "A3",
    Code.ID_LENGTH: "L1",
    Code.ID_CHECKSUM: "L1",
    Code.ID_DATE: "L1",
    Code.ID_SHAPE: "A3",
    Code.NAME_EMPTY: "A3",
    Code.NAME_CHARACTERS: "A3",
    Code.NAME_LENGTH: "A3",
    Code.PHONE_SHAPE: "A3",
    Code.TEXT_EMPTY: "house.format",
    Code.TEXT_LENGTH: "house.format",
    Code.TEXT_NUMBER: "house.no-numbers",
    Code.TOO_YOUNG: "registration.minor_min_age",
    Code.NEEDS_GUARDIAN: "registration.consent_below",
    Code.NEEDS_DECLARATION: "registration.senior_above",
    Code.LINK_INVALID: "house.link-once",
    Code.OWN_LINK: "registration.consent_below",
    Code.OWN_WARD: "registration.consent_below",
    Code.OTHER_COUNTY: "relocation.reasons",
    Code.GUARDIAN_TOO_YOUNG: "registration.adult_age",
    Code.OF_AGE: "registration.consent_below",
    Code.TOO_MANY_CHILDREN: "guardians.most_children",
    Code.ID_BIRTH_MISSING: "B3",
    Code.ALREADY_REGISTERED: "K20",
    Code.TOO_MANY_CATEGORIES: "registration.max_categories",
    Code.CONTACT_NOT_OWN: "A3",
    Code.CONSENT_MISSING: "K1",
    Code.ANSWER_MISSING: "B3",
    Code.PROOF_MISSING: "B4",
    Code.PAPER_USED: "B4",
    Code.TYPED_YOURSELF: "house.two-people",
    Code.NATIONAL_NUMBER: "B2",
    Code.QUALIFICATION_OVER: "qualifications.kinds",
    # Approval
    Code.NOTHING_CHANGES: "relocation.reasons",
    Code.NOTHING_NEW: "K12",
    Code.RELOCATION_OPEN: "house.one-at-a-time",
    Code.APPLICATION_DECIDED: "house.decided-once",
    Code.UNDO_TOO_LATE: "registration.undo_minutes",
    # Stars
    Code.STARS_NONE: "stars.thresholds_hours",
    Code.STARS_NATIONAL: "stars.hours_source",
    Code.STARS_YEAR: "stars.chain",
    Code.STARS_UNANSWERED: "stars.chain",
    Code.NOTICE_RUNS: "stars.notice_workdays",
    Code.OBJECTIONS_OPEN: "stars.notice_workdays",
    Code.OBJECTED_ALREADY: "stars.notice_workdays",
    Code.SECOND_PERSON: "stars.chain",
    Code.MINOR_PROTECTED: "K18",
    # Time and order
    Code.ALREADY_DECIDED: "house.decided-once",
    Code.STEP_GONE: "house.once",
    Code.NOT_FOUND: "house.own-people",
}

# A kind that only asks somebody to do something, or tells what anybody saw, has no row.
_OF_NOTICES: dict[str, str] = {
    "certificate-withdrawn": "B17",
    "visit-forgotten": "credit.staff_end_days",
    "visit-end-last-day": "credit.staff_end_days",
    "end-confirmed": "B6",
    "arrival-confirmed": "house.two-people",
    "proxy-decided": "routing.otherwise",
    "child-decided": "routing.otherwise",
    "national-accepted": "B2",
    "family-left": "B6",
    "company-arrived": "registration.accompany_below",
    "company-left": "registration.accompany_below",
    "station-closed": "house.out-of-use",
    "station-closed-inside": "house.out-of-use",
    "location-wanted": "stations.location_radius_metres",
    "application-approved": "routing.otherwise",
    "application-sent-back": "A3",
    "application-refused": "routing.otherwise",
    "staff-dismissed": "house.roles",
    "staff-stepped-down": "house.roles",
    "application-reopened": "registration.undo_minutes",
    "guardian-agreed": "registration.consent_below",
    "guardian-agreed-again": "registration.consent_below",
    "guardian-declined": "registration.consent_below",
    "guardian-withdrew": "registration.consent_below",
    "late-card": "house.two-people",
    "late-card-here": "house.two-people",
    "guardian-another": "registration.consent_below",
    "guardian-confirmed": "registration.consent_below",
    "guardian-not-confirmed": "registration.consent_below",
    "guardian-not-taken": "registration.consent_below",
    "ward-consent-again": "K1",
    "ward-approved": "routing.otherwise",
    "ward-refused": "routing.otherwise",
    "guardian-let-in": "registration.accompany_below",
    "relocation-released": "relocation.reasons",
    "relocation-accepted": "relocation.reasons",
    "relocation-refused": "relocation.reasons",
    "school-leaver": "relocation.reasons",
    "qualification-valid": "qualifications.kinds",
    "qualification-refused": "qualifications.kinds",
    "qualification-reopened": "qualifications.kinds",
    "qualification-ends": "qualifications.kinds",
    "rated": "records.recipient_confirm",
    "recipient-dismissed": "records.recipient_confirm",
    "correction-accepted": "K12",
    "correction-refused": "K12",
    "correction-ward": "registration.consent_below",
    "recovery-asked": "K20",
    "recovery-accepted": "K20",
    "recovery-moved": "K20",
    "recovery-refused": "K20",
    "recovery-register": "K20",
    "outside-credited": "credit.redeemable_sources",
    "outside-refused": "house.two-people",
    "outside-reversed": "B6",
    "training": "B10",
    "honour-valid": "B11",
    "honour-refused": "B11",
    "honour-reopened": "B11",
    "honours-open": "honours.unit_categories",
    "honour-awarded": "honours.unit_categories",
    "record-deadline": "records.deadline_workdays",
    "record-published": "records.notice_days",
    "record-refused": "B1",
    "record-credited": "records.notice_days",
    "record-struck": "B1",
    "omission-filed": "B14",
    "omission-refused": "B14",
    "dispute-to-answer": "records.answer_workdays",
    "dispute-unanswered": "records.answer_workdays",
    "dispute-of-pattern": "records.answer_workdays",
    "dispute-kept": "records.answer_workdays",
    "dispute-corrected": "records.answer_workdays",
    "stars-nominate": "stars.chain",
    "star-listed": "stars.notice_workdays",
    "star-awarded": "stars.thresholds_hours",
    "star-held-back": "stars.chain",
    "objection-answered": "stars.notice_workdays",
    "submission-accepted": "duties.annual_report_due_on",
    "submission-sent-back": "duties.annual_report_due_on",
    "voucher-expired": "redemption.voucher_days",
    "errand-leaving-decided": "rights.leave_wait_days",
    "leaving-soon": "rights.leave_wait_days",
    "leaving-now": "rights.leave_wait_days",
    "consent-again": "K1",
}

HOUSE = frozenset(
    rule for rule in (*_OF_REFUSALS.values(), *_OF_NOTICES.values()) if rule.startswith("house.")
)


def of_refusal(refused: Refused) -> str | None:
    """Return the rule behind a refusal: its own, or that of its code."""
    return refused.rule or _OF_REFUSALS.get(refused.code)


def source(policy: Policy, rule: str) -> Source | None:
    """Return where a rule comes from, or None for what is no rule."""
    if rule in policy.sources:
        return policy.source(rule)
    if rule in policy.clauses:
        return policy.clause(rule)
    if rule in HOUSE:
        return Source("", "", None, "", "", "", ours=True, norm=False, reason=rule)
    return None


def of_notice(kind: str, facts: Mapping[str, Any]) -> str | None:
    """Return the rule behind a notice: the one among its facts, or that of its kind."""
    return facts.get("rule") or _OF_NOTICES.get(kind)
