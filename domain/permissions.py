"""Who may do what: one table, action × role × scope.

A scope says where a role counts: everywhere in the city, or only in the county, unit, station or
merchant that the grant names. `usecases/access.py` asks this table; nothing else decides.
"""

from enum import StrEnum


class Role(StrEnum):
    """A standing in the city (PU18-0.3, 1.2, 1.3.x; PUZD-1.4.1); one person may hold several."""

    ANYONE = "anyone"
    VOLUNTEER = "volunteer"
    CLERK = "clerk"
    # One of the clerks of his station, who keeps its card and its staff besides.
    STATION_HEAD = "station_head"
    MERCHANT = "merchant"
    UNIT_CONTACT = "unit_contact"
    COUNTY_OFFICE = "county_office"
    FEDERATION = "federation"
    CENTRE = "centre"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """Where a role counts."""

    OWN = "own"
    STATION = "station"
    MERCHANT = "merchant"
    UNIT = "unit"
    COUNTY = "county"
    CITY = "city"


class Action(StrEnum):
    """Everything a door can ask for."""

    LOOK_AROUND = "look-around"
    REGISTER = "register"
    ACCEPT_INVITE = "accept-invite"
    ACT_AS_GUARDIAN = "act-as-guardian"
    SCAN_STATION = "scan-station"
    SHOW_OWN_CODE = "show-own-code"
    SEE_OWN_HOURS = "see-own-hours"
    SEE_OWN_DETAILS = "see-own-details"
    KEEP_FAMILY = "keep-family"
    SCAN_VOLUNTEER = "scan-volunteer"
    SEE_STATION_DAY = "see-station-day"
    CONFIRM_END = "confirm-end"
    SEE_RATINGS = "see-ratings"
    REGISTER_OTHER = "register-other"
    SERVE_OTHER = "serve-other"
    PAIR_DISPLAY = "pair-display"
    KEEP_STATIONS = "keep-stations"
    KEEP_OWN_STATION = "keep-own-station"
    DECIDE_APPLICATION = "decide-application"
    ASK_RELOCATION = "ask-relocation"
    DECIDE_RELOCATION = "decide-relocation"
    RECORD_SERVICE = "record-service"
    CHECK_RECORD = "check-record"
    RECORD_TRAINING = "record-training"
    NOMINATE_HONOUR = "nominate-honour"
    KEEP_HONOURS = "keep-honours"
    OBJECT = "object"
    REDEEM = "redeem"
    HONOUR_VOUCHER = "honour-voucher"
    KEEP_REWARDS = "keep-rewards"
    WITHDRAW_CERTIFICATE = "withdraw-certificate"
    CHECK_ODDITY = "check-oddity"
    SUBMIT_DUTY = "submit-duty"
    REVIEW_SUBMISSION = "review-submission"
    KEEP_ROSTER = "keep-roster"
    ENTER_NATIONAL = "enter-national"
    SEE_BOARD = "see-board"
    KEEP_COVERAGE = "keep-coverage"
    KEEP_SHARES = "keep-shares"
    KEEP_TEAMS = "keep-teams"
    SEE_MINOR_LOOKS = "see-minor-looks"
    SEE_STARS = "see-stars"
    NOMINATE_STARS = "nominate-stars"
    CHECK_STARS = "check-stars"
    APPROVE_STARS = "approve-stars"
    SEARCH_TALENTS = "search-talents"
    KEEP_STARS = "keep-stars"
    OBJECT_TO_STARS = "object-to-stars"
    ANSWER_OBJECTION = "answer-objection"
    INVITE_STAFF = "invite-staff"
    RUN_CLOCK = "run-clock"


TABLE: dict[Action, dict[Role, Scope]] = {
    Action.LOOK_AROUND: {Role.ANYONE: Scope.OWN},
    Action.REGISTER: {Role.ANYONE: Scope.OWN},
    Action.ACCEPT_INVITE: {Role.ANYONE: Scope.OWN},
    Action.ACT_AS_GUARDIAN: {Role.ANYONE: Scope.OWN},
    Action.SCAN_STATION: {Role.VOLUNTEER: Scope.OWN},
    Action.SHOW_OWN_CODE: {Role.VOLUNTEER: Scope.OWN},
    Action.SEE_OWN_HOURS: {Role.VOLUNTEER: Scope.OWN},
    Action.SEE_OWN_DETAILS: {Role.VOLUNTEER: Scope.OWN},
    Action.OBJECT: {Role.VOLUNTEER: Scope.OWN},
    Action.REDEEM: {Role.VOLUNTEER: Scope.OWN},
    Action.KEEP_FAMILY: {Role.VOLUNTEER: Scope.OWN},
    Action.SCAN_VOLUNTEER: {Role.CLERK: Scope.STATION},
    Action.SEE_STATION_DAY: {Role.CLERK: Scope.STATION},
    Action.REGISTER_OTHER: {Role.CLERK: Scope.STATION},
    Action.SERVE_OTHER: {
        Role.CLERK: Scope.STATION,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.CONFIRM_END: {Role.CLERK: Scope.STATION},
    Action.SEE_RATINGS: {
        Role.CLERK: Scope.STATION,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.PAIR_DISPLAY: {Role.CLERK: Scope.STATION},
    Action.KEEP_STATIONS: {
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.KEEP_OWN_STATION: {
        Role.STATION_HEAD: Scope.STATION,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.DECIDE_APPLICATION: {
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.RECORD_SERVICE: {
        Role.CLERK: Scope.STATION,
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.FEDERATION: Scope.CITY,
    },
    Action.CHECK_RECORD: {
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.RECORD_TRAINING: {
        Role.STATION_HEAD: Scope.STATION,
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.FEDERATION: Scope.CITY,
        Role.CENTRE: Scope.CITY,
        Role.OFFICE: Scope.CITY,
    },
    Action.NOMINATE_HONOUR: {Role.UNIT_CONTACT: Scope.UNIT},
    Action.KEEP_HONOURS: {Role.OFFICE: Scope.CITY},
    Action.ASK_RELOCATION: {Role.VOLUNTEER: Scope.OWN},
    Action.DECIDE_RELOCATION: {
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.HONOUR_VOUCHER: {Role.MERCHANT: Scope.MERCHANT},
    Action.KEEP_REWARDS: {Role.FEDERATION: Scope.CITY},
    Action.CHECK_ODDITY: {
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.WITHDRAW_CERTIFICATE: {Role.FEDERATION: Scope.CITY, Role.OFFICE: Scope.CITY},
    # A county's office hands in what its units have handed in to it.
    Action.SUBMIT_DUTY: {Role.UNIT_CONTACT: Scope.UNIT, Role.COUNTY_OFFICE: Scope.COUNTY},
    Action.KEEP_ROSTER: {Role.UNIT_CONTACT: Scope.UNIT},
    Action.ENTER_NATIONAL: {
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.OFFICE: Scope.CITY,
    },
    Action.REVIEW_SUBMISSION: {
        Role.CENTRE: Scope.CITY,
        Role.FEDERATION: Scope.CITY,
        Role.COUNTY_OFFICE: Scope.COUNTY,
    },
    Action.SEE_BOARD: {Role.CENTRE: Scope.CITY, Role.OFFICE: Scope.CITY},
    Action.KEEP_COVERAGE: {Role.CENTRE: Scope.CITY, Role.OFFICE: Scope.CITY},
    Action.KEEP_TEAMS: {
        Role.FEDERATION: Scope.CITY,
        Role.CENTRE: Scope.CITY,
        Role.OFFICE: Scope.CITY,
    },
    Action.KEEP_SHARES: {
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.FEDERATION: Scope.CITY,
        Role.CENTRE: Scope.CITY,
        Role.OFFICE: Scope.CITY,
    },
    Action.SEARCH_TALENTS: {
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.FEDERATION: Scope.CITY,
        Role.CENTRE: Scope.CITY,
        Role.OFFICE: Scope.CITY,
    },
    Action.SEE_STARS: {
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.FEDERATION: Scope.CITY,
        Role.CENTRE: Scope.CITY,
        Role.OFFICE: Scope.CITY,
    },
    Action.NOMINATE_STARS: {
        Role.UNIT_CONTACT: Scope.UNIT,
        Role.COUNTY_OFFICE: Scope.COUNTY,
        Role.FEDERATION: Scope.CITY,
    },
    Action.CHECK_STARS: {Role.FEDERATION: Scope.CITY},
    Action.APPROVE_STARS: {Role.CENTRE: Scope.CITY, Role.OFFICE: Scope.CITY},
    Action.KEEP_STARS: {Role.CENTRE: Scope.CITY, Role.OFFICE: Scope.CITY},
    Action.OBJECT_TO_STARS: {Role.VOLUNTEER: Scope.OWN},
    Action.ANSWER_OBJECTION: {Role.FEDERATION: Scope.CITY, Role.CENTRE: Scope.CITY},
    Action.SEE_MINOR_LOOKS: {Role.OFFICE: Scope.CITY},
    Action.INVITE_STAFF: {Role.ADMINISTRATOR: Scope.CITY},
    Action.RUN_CLOCK: {},  # the scheduler itself; no person may
}


def needs_place(role: Role) -> bool:
    """Tell whether a role is held at a place: somewhere it counts in less than the whole city."""
    scopes = {roles[role] for roles in TABLE.values() if role in roles}
    return bool(scopes - {Scope.CITY, Scope.OWN})


def scope_for(action: Action, role: Role) -> Scope | None:
    """Return where `role` may do `action`, or None if it may not."""
    return TABLE[action].get(role)
