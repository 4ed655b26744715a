"""What must be true of people, and of the hours that people decide about: a part of the proof.

Queries as those of the ledger, each returning no row when all is well. What follows from an age or
from a policy of its day is judged in Python over the few rows that could be wrong.
"""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import func, select, text

from domain import stars
from domain.guardians import needs_consent
from models.columns import table_of
from models.guardians import GuardianConsent, Guardianship
from models.people import Volunteer
from models.stars import StarApproval, StarAward, StarBatch
from models.visits import Visit
from usecases.city import CitySession

_APPROVALS = table_of(StarApproval)
_AWARDS = table_of(StarAward)
_BATCHES = table_of(StarBatch)
_CONSENTS = table_of(GuardianConsent)
_GUARDIANS = table_of(Guardianship)
_VISITS = table_of(Visit)
_VOLUNTEERS = table_of(Volunteer)

# Returns the rows of which it is not true.
Judge = Callable[[CitySession], list[int]]

QUERIES: dict[str, str] = {
    "nobody-is-his-own-guardian": """
        SELECT g.id AS subject FROM guardianship g
        JOIN volunteer p ON p.id = g.volunteer_id WHERE p.account_id = g.account_id
        UNION ALL
        SELECT g.id FROM guardianship g
        JOIN application a ON a.id = g.application_id WHERE a.account_id = g.account_id
    """,
    "no-child-stays-when-its-adult-is-gone": """
        SELECT child.id AS subject FROM visit_company c
        JOIN visit child ON child.id = c.child_visit_id
        JOIN visit adult ON adult.id = c.adult_visit_id
        WHERE child.closed_at IS NULL AND adult.closed_at IS NOT NULL
    """,
    "a-family-has-one-head-and-nobody-is-in-two": """
        SELECT f.id AS subject FROM family f
        LEFT JOIN family_member m
               ON m.family_id = f.id AND m.volunteer_id = f.head_id AND m.left_at IS NULL
        WHERE f.dissolved_at IS NULL AND m.id IS NULL
        UNION ALL
        SELECT m.id FROM family_member m JOIN family f ON f.id = m.family_id
        WHERE m.left_at IS NULL AND f.dissolved_at IS NOT NULL
        UNION ALL
        SELECT MIN(id) FROM family_member WHERE left_at IS NULL
        GROUP BY volunteer_id HAVING COUNT(*) > 1
    """,
    "an-award-is-what-its-batch-awarded": """
        SELECT a.id AS subject FROM star_award a
        JOIN star_batch b ON b.id = a.batch_id
        LEFT JOIN star_candidate c
               ON c.batch_id = a.batch_id AND c.volunteer_id = a.volunteer_id
        WHERE b.state <> 'awarded' OR b.year <> a.year
           OR c.id IS NULL OR c.state <> 'awarded' OR c.star <> a.star OR c.minutes <> a.minutes
    """,
    "a-star-of-a-lifetime-never-falls": """
        SELECT a.id AS subject FROM star_award a
        JOIN star_batch b ON b.id = a.batch_id
        JOIN star_award before ON before.volunteer_id = a.volunteer_id AND before.id < a.id
        WHERE b.basis = 'lifetime' AND a.star <= before.star
    """,
    "a-decided-objection-was-decided-by-another": """
        SELECT d.id AS subject FROM dispute d JOIN volunteer p ON p.id = d.volunteer_id
        WHERE (d.state IN ('upheld', 'rejected')) <> (d.decided_by IS NOT NULL)
           OR (d.decided_by IS NULL) <> (d.decided_at IS NULL)
           OR d.decided_by = d.raised_by OR d.decided_by = d.answered_by
           OR d.decided_by = d.typed_by OR d.decided_by = p.account_id
    """,
    # What stood is reversed, and what is right has a row of its own under the objection's number.
    "a-correction-is-a-reversal-and-a-new-row": """
        SELECT d.id AS subject FROM (
            SELECT id, was_minutes, minutes, visit_id,
                   CASE WHEN visit_id IS NULL THEN 'record:' || record_id
                        ELSE 'visit:' || visit_id END AS cause
            FROM dispute WHERE state = 'upheld') d
        LEFT JOIN ledger_transfer o ON o.key = d.cause || '/service'
        LEFT JOIN ledger_transfer r ON r.reverses_id = o.id
        LEFT JOIN ledger_transfer n
               ON n.key = d.cause || '/corrected/' || d.id || '/service'
        WHERE (o.id IS NOT NULL AND r.id IS NULL AND d.was_minutes > 0)
           OR (d.minutes > 0 AND (d.visit_id IS NOT NULL OR d.was_minutes IS NOT NULL)
               AND (n.id IS NULL OR n.minutes <> d.minutes))
           OR (d.minutes = 0 AND n.id IS NOT NULL)
    """,
    "a-transfer-moved-the-person-and-two-agreed": """
        SELECT r.id AS subject FROM relocation r JOIN volunteer p ON p.id = r.volunteer_id
        WHERE r.released_by = p.account_id OR (r.decided_by = p.account_id)
        UNION ALL
        SELECT r.id FROM (SELECT MAX(id) AS id FROM relocation WHERE state = 'accepted'
                          GROUP BY volunteer_id) newest
        JOIN relocation r ON r.id = newest.id
        JOIN volunteer p ON p.id = r.volunteer_id
        WHERE COALESCE(p.unit_id, 0) <> COALESCE(r.to_unit_id, 0)
        UNION ALL
        SELECT MIN(id) FROM relocation WHERE state IN ('asked', 'released')
        GROUP BY volunteer_id HAVING COUNT(*) > 1
    """,
    "a-national-number-is-one-persons": """
        SELECT id AS subject FROM national_entry
        WHERE (state <> 'to_enter' AND entered_by IS NULL)
           OR (state = 'accepted' AND (settled_by IS NULL OR settled_at IS NULL))
        UNION ALL
        SELECT MIN(id) FROM national_entry WHERE number IS NOT NULL
        GROUP BY UPPER(REPLACE(number, ' ', '')) HAVING COUNT(*) > 1
    """,
    "a-recipients-word-is-anothers": """
        SELECT w.id AS subject FROM recipient_word w
        LEFT JOIN service_record r ON r.id = w.record_id
        LEFT JOIN visit v ON v.id = w.visit_id
        JOIN volunteer p ON p.id = COALESCE(r.volunteer_id, v.volunteer_id)
        WHERE (w.outcome IS NOT NULL AND w.said_at IS NULL)
           OR (w.outcome IS NOT NULL AND w.said_by IS NULL AND w.sha256 IS NULL)
           OR w.said_by = w.made_by OR w.said_by = r.typed_by OR w.said_by = p.account_id
           OR (w.visit_id IS NOT NULL AND (w.seen_by = w.said_by OR w.seen_by = p.account_id))
           OR w.said_at > w.expires_at
    """,
    "a-certificate-states-no-more-than-was-served": """
        SELECT c.id AS subject FROM certificate c
        WHERE LENGTH(c.signature) <> 64
           OR c.minutes > (
                SELECT COALESCE(SUM(t.minutes), 0) FROM ledger_transfer t
                WHERE t.credit > 0 AND t.credit = c.volunteer_id AND t.ledger = 1
                  AND t.recorded_at <= c.issued_at)
              - (SELECT COALESCE(SUM(t.minutes), 0) FROM ledger_transfer t
                WHERE t.debit > 0 AND t.debit = c.volunteer_id AND t.ledger = 1
                  AND t.recorded_at <= c.issued_at)
    """,
    "a-typed-record-was-checked-by-others": """
        SELECT r.id AS subject FROM service_record r
        JOIN volunteer p ON p.id = r.volunteer_id
        WHERE r.typed_by = p.account_id
           OR (r.state IN ('published', 'credited')
               AND (SELECT COUNT(*) FROM record_check c
                    WHERE c.record_id = r.id AND c.outcome = 'approved'
                      AND c.by_account_id <> r.typed_by
                      AND c.by_account_id <> COALESCE(p.account_id, 0))
                   < CASE WHEN r.late THEN 2 ELSE 1 END)
    """,
}


def _served_without_consent(session: CitySession) -> list[int]:
    """Return visits that began when their volunteer was a minor to whom no guardian agreed."""
    connection, calendar = session.connection(), session.city.calendar
    first = connection.scalar(select(_VISITS.c.opened_at).order_by(_VISITS.c.id).limit(1))
    if first is None:
        return []
    # Who was of age when the first visit was made has been so ever since.
    oldest = session.city.policy(first).registration.adult_age + 1
    day = calendar.day_of(first)
    agreed = (
        select(_CONSENTS.c.id)
        .join(_GUARDIANS, _GUARDIANS.c.id == _CONSENTS.c.guardianship_id)
        .where(
            _GUARDIANS.c.volunteer_id == _VISITS.c.volunteer_id,
            _CONSENTS.c.kind == "registration",
            _CONSENTS.c.given_at <= _VISITS.c.opened_at,
            _CONSENTS.c.withdrawn_at.is_(None) | (_CONSENTS.c.withdrawn_at > _VISITS.c.opened_at),
        )
    )
    rows = connection.execute(
        select(_VISITS.c.id, _VISITS.c.opened_at, _VOLUNTEERS.c.born_on)
        .join(_VOLUNTEERS, _VOLUNTEERS.c.id == _VISITS.c.volunteer_id)
        .where(_VOLUNTEERS.c.born_on > date(day.year - oldest, 1, 1), ~agreed.exists())
        .order_by(_VISITS.c.id)
    )
    return [row.id for row in rows if _minor(session, row.born_on, row.opened_at)]


def _minor(session: CitySession, born_on: date, at: datetime) -> bool:
    day = session.city.calendar.day_of(at)
    return needs_consent(born_on, day, session.city.policy(at).registration)


def _not_held_back(session: CitySession) -> list[int]:
    """Return minors of whom every guardian took the consent back and who could check in."""
    ended = func.max(_CONSENTS.c.withdrawn_at).label("ended_at")
    rows = session.connection().execute(
        select(_VOLUNTEERS.c.id, _VOLUNTEERS.c.born_on, ended)
        .join(_GUARDIANS, _GUARDIANS.c.volunteer_id == _VOLUNTEERS.c.id)
        .join(_CONSENTS, _CONSENTS.c.guardianship_id == _GUARDIANS.c.id)
        .where(
            _CONSENTS.c.kind == "registration",
            _VOLUNTEERS.c.consent_ended_at.is_(None),
            _VOLUNTEERS.c.suspended_at.is_(None),
            _VOLUNTEERS.c.born_on.is_not(None),
        )
        .group_by(_VOLUNTEERS.c.id, _VOLUNTEERS.c.born_on)
        .having(func.count(_CONSENTS.c.withdrawn_at) == func.count())
        .order_by(_VOLUNTEERS.c.id)
    )
    return [row.id for row in rows if _minor(session, row.born_on, row.ended_at)]


def _awarded_below(session: CitySession) -> list[int]:
    """Return an award of each batch and star that was given for fewer hours than the star asks."""
    rows = session.connection().execute(
        select(
            _BATCHES.c.opened_at,
            _AWARDS.c.star,
            func.min(_AWARDS.c.minutes).label("minutes"),
            func.min(_AWARDS.c.id).label("id"),
        )
        .join(_BATCHES, _BATCHES.c.id == _AWARDS.c.batch_id)
        .group_by(_BATCHES.c.id, _BATCHES.c.opened_at, _AWARDS.c.star)
    )
    return sorted(
        row.id
        for row in rows
        if stars.star_for(row.minutes, session.city.policy(row.opened_at).stars) < row.star
    )


def _published_by_too_few(session: CitySession) -> list[int]:
    """Return batches that were published without each approval, or with two by one person."""
    stands = _APPROVALS.c.undone_at.is_(None)
    rows = session.connection().execute(
        select(
            _BATCHES.c.id,
            _BATCHES.c.opened_at,
            func.count(_APPROVALS.c.by_account_id.distinct()).label("people"),
            func.count(_APPROVALS.c.step.distinct()).label("steps"),
        )
        .outerjoin(_APPROVALS, (_APPROVALS.c.batch_id == _BATCHES.c.id) & stands)
        .where(_BATCHES.c.state.in_(["notice", "awarded"]))
        .group_by(_BATCHES.c.id, _BATCHES.c.opened_at)
        .order_by(_BATCHES.c.id)
    )
    found = []
    for row in rows:
        needed = len(stars.approvers(session.city.policy(row.opened_at).stars))
        if min(row.people, row.steps) < needed:
            found.append(row.id)
    return found


JUDGED: dict[str, Judge] = {
    "a-minor-served-with-a-guardians-consent": _served_without_consent,
    "a-minor-whose-guardians-withdrew-is-held-back": _not_held_back,
    "a-star-was-given-for-its-hours": _awarded_below,
    "a-published-list-has-each-approval-by-another": _published_by_too_few,
}

# The table without a row of which there is nothing to be found.
ABOUT: dict[str, str] = {
    "nobody-is-his-own-guardian": "guardianship",
    "no-child-stays-when-its-adult-is-gone": "visit_company",
    "a-family-has-one-head-and-nobody-is-in-two": "family",
    "an-award-is-what-its-batch-awarded": "star_award",
    "a-star-of-a-lifetime-never-falls": "star_award",
    "a-decided-objection-was-decided-by-another": "dispute",
    "a-correction-is-a-reversal-and-a-new-row": "dispute",
    "a-transfer-moved-the-person-and-two-agreed": "relocation",
    "a-national-number-is-one-persons": "national_entry",
    "a-recipients-word-is-anothers": "recipient_word",
    "a-certificate-states-no-more-than-was-served": "certificate",
    "a-typed-record-was-checked-by-others": "service_record",
    "a-minor-served-with-a-guardians-consent": "visit",
    "a-minor-whose-guardians-withdrew-is-held-back": "guardianship",
    "a-star-was-given-for-its-hours": "star_award",
    "a-published-list-has-each-approval-by-another": "star_batch",
}


def empty(session: CitySession) -> set[str]:
    """Return what need not be asked, because there is nobody whom it is about: one question."""
    tables = sorted(set(ABOUT.values()))
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608
    there = session.connection().execute(text(f"SELECT {asked}")).one()
    filled = {table for table, has in zip(tables, there, strict=True) if has}
    return {name for name, table in ABOUT.items() if table not in filled}
