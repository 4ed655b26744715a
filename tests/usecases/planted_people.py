"""Rows of people that are right, and what is done to them past the use cases to make them wrong.

Every statement works on the books of `test_ledger_proof.py` and on both databases.
"""

# ruff: noqa: S608 - every word of these statements stands in this file.

from dataclasses import dataclass

_LONG_AGO, _THEN = "'2020-01-01 01:00:00.000000'", "'2020-02-01 01:00:00.000000'"
_ACCOUNT = "(SELECT account_id FROM volunteer WHERE id = {})"
LI, ZHANG, ZHAO = (_ACCOUNT.format(number) for number in (1, 2, 3))

GUARDED = [
    "UPDATE volunteer SET born_on = '2014-03-01' WHERE id = 1",
    f"INSERT INTO guardianship (volunteer_id, account_id, relation, since_at)"
    f" VALUES (1, {ZHANG}, '52', {_LONG_AGO})",
    f"INSERT INTO guardian_consent (guardianship_id, kind, text_version, given_at)"
    f" SELECT id, 'registration', '1', {_LONG_AGO} FROM guardianship",
]
TAKEN_BACK = f"UPDATE guardian_consent SET withdrawn_at = {_THEN}"
COMPANY = [
    f"INSERT INTO visit (volunteer_id, station_id, opened_at, opened_source)"
    f" SELECT 3, station_id, {_THEN}, 'scan' FROM visit WHERE id = 1",
    f"INSERT INTO visit (volunteer_id, station_id, opened_at, opened_source)"
    f" SELECT 2, station_id, {_THEN}, 'scan' FROM visit WHERE id = 1",
    f"INSERT INTO visit_company (child_visit_id, adult_visit_id, account_id) VALUES ("
    f"(SELECT id FROM visit WHERE volunteer_id = 3), (SELECT id FROM visit WHERE volunteer_id = 2),"
    f" {ZHANG})",
]
FAMILY = [
    f"INSERT INTO family (head_id, founded_at) VALUES (1, {_LONG_AGO})",
    f"INSERT INTO family_member (family_id, volunteer_id, joined_at)"
    f" SELECT id, 1, {_LONG_AGO} FROM family",
    f"INSERT INTO family_member (family_id, volunteer_id, joined_at)"
    f" SELECT id, 2, {_LONG_AGO} FROM family",
]


def _awarded(year: int, star: int, minutes: int) -> list[str]:
    batch = f"(SELECT id FROM star_batch WHERE year = {year})"
    return [
        f"INSERT INTO star_batch (year, state, going_on, basis, hours_source, policy_version,"
        f" opened_at, opened_by, version) VALUES ({year}, 'awarded', NULL, 'lifetime', 'local', '',"
        f" '2026-11-01 01:00:00.000000', {LI}, 1)",
        *(
            f"INSERT INTO star_approval (batch_id, step, by_account_id, approved_at)"
            f" VALUES ({batch}, '{step}', {who}, {_LONG_AGO})"
            for step, who in (("centre", ZHANG), ("office", ZHAO))
        ),
        f"INSERT INTO star_candidate (batch_id, volunteer_id, star, minutes, route, state)"
        f" VALUES ({batch}, 1, {star}, {minutes}, 'federation', 'awarded')",
        f"INSERT INTO star_award (batch_id, volunteer_id, year, star, minutes, awarded_at)"
        f" VALUES ({batch}, 1, {year}, {star}, {minutes}, {_LONG_AGO})",
    ]


AWARDED = [*_awarded(2024, 1, 6000), *_awarded(2025, 2, 18_000)]
# Zhao's objection to Li's visit, to which Zhang said that it stays.
KEPT = [
    f"INSERT INTO dispute (visit_id, volunteer_id, raised_by, raised_at, what, words, county,"
    f" state, version, due_at, decided_by, decided_at, was_minutes, minutes) VALUES (1, 1, {ZHAO},"
    f" {_LONG_AGO}, 'other', '', '', 'rejected', 1, {_THEN}, {ZHANG}, {_THEN}, 190, 190)",
]
MOVED = [
    "INSERT INTO unit (code, name, aliases, kind, affiliation, county, is_member)"
    " VALUES ('planted', 'planted', '[]', 'bureau', 'city', '530802', FALSE)",
    f"INSERT INTO relocation (volunteer_id, reason, from_route, to_unit_id, to_county, to_township,"
    f" to_route, state, version, asked_at, released_at, released_by, decided_at, decided_by)"
    f" SELECT 1, 'employer', 'federation', id, '530802', '', 'federation', 'accepted', 3,"
    f" {_LONG_AGO}, {_LONG_AGO}, {ZHANG}, {_THEN}, {ZHAO} FROM unit WHERE name = 'planted'",
    "UPDATE volunteer SET unit_id = (SELECT id FROM unit WHERE name = 'planted') WHERE id = 1",
]
ENTERED = [
    f"INSERT INTO national_entry (volunteer_id, account_id, route, state, queued_at, number,"
    f" entered_at, entered_by, settled_at, settled_by, version) VALUES ({number}, {of},"
    f" 'federation', 'accepted', {_LONG_AGO}, '{said}', {_THEN}, {ZHAO}, {_THEN}, {ZHAO}, 3)"
    for number, of, said in ((1, LI, "YN1001"), (2, ZHANG, "YN1002"))
]
# An hour of Li's that Zhang typed and Zhao let through; it is on show.
TYPED = [
    f"INSERT INTO service_record (request_id, volunteer_id, name, place, content, leader,"
    f" organizer, began_at, ended_at, reason, denied, late, county, typed_by, typed_at, state,"
    f" version, policy_version) VALUES ('planted', 1, '', '', '', '', '',"
    f" '2020-01-01 01:00:00.000000', '2020-01-01 02:00:00.000000',"
    f" '', '[]', FALSE, '530802', {ZHANG}, {_THEN}, 'published', 1,"
    f" '')",
    f"INSERT INTO record_check (record_id, by_account_id, typed_by, outcome, checked_at)"
    f" SELECT id, {ZHAO}, {ZHANG}, 'approved', {_THEN} FROM service_record",
]
_LIS_VISIT = "(SELECT MIN(id) FROM visit WHERE volunteer_id = 1)"
CONFIRMED = [
    *TYPED,
    f"INSERT INTO recipient_word (record_id, made_by, made_at, expires_at, outcome, said_at,"
    f" said_by, stars) SELECT id, {ZHANG}, {_LONG_AGO}, {_THEN}, 'confirmed', {_THEN}, {ZHAO}, 5"
    f" FROM service_record",
]
CERTIFIED = [
    f"INSERT INTO certificate (code, number, volunteer_id, same_key, from_on, until_on, minutes,"
    f" key_version, signature, issued_at) VALUES ('planted', 'planted', 1, 'planted', '2026-11-01',"
    f" '2026-11-30', 3310, 1, '{64 * 's'}', '2030-01-01 01:00:00.000000')",
]


@dataclass(frozen=True)
class Planted:
    """What is right, and each single change that makes it wrong."""

    right: list[str]
    wrong: list[str]


PEOPLE: dict[str, Planted] = {
    "nobody-is-his-own-guardian": Planted(GUARDED, [f"UPDATE guardianship SET account_id = {LI}"]),
    "a-minor-served-with-a-guardians-consent": Planted(
        GUARDED,
        [
            "DELETE FROM guardian_consent",
            TAKEN_BACK,
            "UPDATE guardian_consent SET given_at = '2030-01-01 01:00:00.000000'",
            "UPDATE guardianship SET volunteer_id = 2",
        ],
    ),
    "a-minor-whose-guardians-withdrew-is-held-back": Planted(
        [*GUARDED, TAKEN_BACK, f"UPDATE volunteer SET consent_ended_at = {_THEN} WHERE id = 1"],
        ["UPDATE volunteer SET consent_ended_at = NULL"],
    ),
    "no-child-stays-when-its-adult-is-gone": Planted(
        COMPANY, [f"UPDATE visit SET closed_at = {_THEN}, minutes = 0 WHERE volunteer_id = 2"]
    ),
    "a-family-has-one-head-and-nobody-is-in-two": Planted(
        FAMILY,
        [
            f"UPDATE family_member SET left_at = {_THEN} WHERE volunteer_id = 1",
            f"UPDATE family SET dissolved_at = {_THEN}",
            "UPDATE family SET head_id = 3",
        ],
    ),
    "an-award-is-what-its-batch-awarded": Planted(
        AWARDED,
        [
            "UPDATE star_award SET star = star + 1",
            "UPDATE star_award SET minutes = minutes + 1",
            "UPDATE star_candidate SET state = 'nominated'",
            "UPDATE star_batch SET state = 'notice' WHERE year = 2025",
            "DELETE FROM star_candidate WHERE star = 2",
        ],
    ),
    "a-star-of-a-lifetime-never-falls": Planted(
        AWARDED, ["UPDATE star_award SET star = 2", "UPDATE star_award SET star = 3 - star"]
    ),
    "a-star-was-given-for-its-hours": Planted(
        AWARDED,
        [
            "UPDATE star_award SET minutes = minutes - 1 WHERE star = 1",
            "UPDATE star_award SET star = 3 WHERE star = 2",
        ],
    ),
    "a-published-list-has-each-approval-by-another": Planted(
        AWARDED,
        [
            "DELETE FROM star_approval WHERE step = 'office'",
            f"UPDATE star_approval SET undone_at = {_THEN} WHERE step = 'centre'",
            "DELETE FROM star_approval",
        ],
    ),
    "a-decided-objection-was-decided-by-another": Planted(
        KEPT,
        [
            "UPDATE dispute SET decided_by = NULL",
            "UPDATE dispute SET decided_at = NULL",
            f"UPDATE dispute SET decided_by = {LI}",
            f"UPDATE dispute SET typed_by = {ZHANG}",
            "UPDATE dispute SET state = 'answered'",
        ],
    ),
    "a-correction-is-a-reversal-and-a-new-row": Planted(
        KEPT,
        [
            "UPDATE dispute SET state = 'upheld', minutes = 0",
            "UPDATE dispute SET state = 'upheld', was_minutes = 0, minutes = 60",
        ],
    ),
    "a-transfer-moved-the-person-and-two-agreed": Planted(
        MOVED,
        [
            "UPDATE volunteer SET unit_id = NULL WHERE id = 1",
            "UPDATE relocation SET to_unit_id = NULL",
            f"UPDATE relocation SET released_by = {LI}",
            f"UPDATE relocation SET decided_by = {LI}",
        ],
    ),
    "a-national-number-is-one-persons": Planted(
        ENTERED,
        [
            "UPDATE national_entry SET number = 'yn 1001' WHERE volunteer_id = 2",
            "UPDATE national_entry SET settled_by = NULL WHERE volunteer_id = 2",
            "UPDATE national_entry SET state = 'entered', entered_by = NULL",
        ],
    ),
    "a-recipients-word-is-anothers": Planted(
        CONFIRMED,
        [
            f"UPDATE recipient_word SET said_by = {LI}",
            f"UPDATE recipient_word SET said_by = {ZHANG}",
            "UPDATE recipient_word SET said_by = NULL",
            "UPDATE recipient_word SET said_at = NULL",
            f"UPDATE recipient_word SET expires_at = {_LONG_AGO}",
            f"UPDATE recipient_word SET record_id = NULL, visit_id = {_LIS_VISIT}, said_by = {LI}",
            f"UPDATE recipient_word SET record_id = NULL, visit_id = {_LIS_VISIT},"
            f" seen_by = {ZHAO}, seen_at = {_THEN}",
        ],
    ),
    "a-certificate-states-no-more-than-was-served": Planted(
        CERTIFIED,
        [
            "UPDATE certificate SET minutes = minutes + 1",
            "UPDATE certificate SET signature = 'none'",
            f"UPDATE certificate SET issued_at = {_LONG_AGO}",
            "UPDATE certificate SET volunteer_id = 3",
        ],
    ),
    "a-typed-record-was-checked-by-others": Planted(
        TYPED,
        [
            "DELETE FROM record_check",
            "UPDATE record_check SET outcome = 'refused'",
            "UPDATE service_record SET late = TRUE",
            f"UPDATE record_check SET by_account_id = {LI}",
            f"UPDATE service_record SET typed_by = {ZHAO}",
            f"UPDATE service_record SET typed_by = {LI}",
        ],
    ),
}
