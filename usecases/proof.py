"""The proof of the books: queries that each return no row when all is well.

They run after every test of the ledger, every night, and in `python -m bot verify`.
"""

from dataclasses import dataclass

from sqlalchemy import text

from domain.permissions import Action
from usecases import access, people_proof
from usecases.city import CitySession

_SUMS = """
    SELECT who,
           SUM(CASE WHEN ledger = 1 THEN minutes ELSE 0 END) AS service,
           SUM(CASE WHEN ledger = 2 THEN minutes ELSE 0 END) AS redeemable
    FROM (SELECT credit AS who, ledger, minutes FROM ledger_transfer WHERE credit > 0
          UNION ALL
          SELECT debit AS who, ledger, -minutes FROM ledger_transfer WHERE debit > 0) AS moved
    GROUP BY who
"""

QUERIES: dict[str, str] = {
    "balance-is-the-sum": f"""
        SELECT COALESCE(s.who, b.volunteer_id) AS subject
        FROM balance b LEFT JOIN ({_SUMS}) s ON s.who = b.volunteer_id
        WHERE b.service_minutes <> COALESCE(s.service, 0)
           OR b.redeemable_minutes <> COALESCE(s.redeemable, 0)
    """,  # noqa: S608 - no value of a stranger is in it
    "every-sum-has-a-balance": f"""
        SELECT s.who AS subject FROM ({_SUMS}) s
        LEFT JOIN balance b ON b.volunteer_id = s.who WHERE b.volunteer_id IS NULL
    """,  # noqa: S608
    "owed-is-the-sum": """
        SELECT b.volunteer_id AS subject FROM balance b
        LEFT JOIN (SELECT CASE WHEN debit = -5 THEN credit ELSE debit END AS who,
                          SUM(CASE WHEN debit = -5 THEN minutes ELSE -minutes END) AS owed
                   FROM ledger_transfer WHERE debit = -5 OR credit = -5
                   GROUP BY CASE WHEN debit = -5 THEN credit ELSE debit END) o
               ON o.who = b.volunteer_id
        WHERE b.owed_minutes <> COALESCE(o.owed, 0)
    """,
    "issued-is-held-spent-expired-or-in-hand": """
        SELECT ledger AS subject FROM (
            SELECT ledger, SUM(CASE WHEN debit < 0 THEN minutes ELSE 0 END)
                         - SUM(CASE WHEN credit < 0 THEN minutes ELSE 0 END) AS outside
            FROM ledger_transfer GROUP BY ledger) AS flows
        WHERE outside <> (SELECT CASE WHEN flows.ledger = 1 THEN COALESCE(SUM(service_minutes), 0)
                                      ELSE COALESCE(SUM(redeemable_minutes), 0) END FROM balance)
    """,
    "a-reversal-mirrors-its-original": """
        SELECT r.id AS subject FROM ledger_transfer r
        JOIN ledger_transfer o ON o.id = r.reverses_id
        WHERE r.debit <> o.credit OR r.credit <> o.debit OR r.minutes <> o.minutes
           OR r.ledger <> o.ledger
    """,
    "service-falls-by-reversal-only": """
        SELECT id AS subject FROM ledger_transfer
        WHERE ledger = 1 AND debit > 0 AND reverses_id IS NULL
    """,
    "a-credited-visit-has-its-minutes-in-the-ledger": """
        SELECT v.id AS subject FROM visit v
        LEFT JOIN (SELECT cause, SUM(CASE WHEN credit > 0 THEN minutes ELSE -minutes END) AS sum
                   FROM ledger_transfer WHERE ledger = 1 AND cause LIKE 'visit:%'
                   GROUP BY cause) t ON t.cause = 'visit:' || v.id
        WHERE COALESCE(v.minutes, 0) <> COALESCE(t.sum, 0)
    """,
    "a-typed-record-has-its-minutes-in-the-ledger": """
        SELECT r.id AS subject FROM service_record r
        LEFT JOIN (SELECT cause, SUM(CASE WHEN credit > 0 THEN minutes ELSE -minutes END) AS sum
                   FROM ledger_transfer WHERE ledger = 1 AND cause LIKE 'record:%'
                   GROUP BY cause) t ON t.cause = 'record:' || r.id
        WHERE COALESCE(r.minutes, 0) <> COALESCE(t.sum, 0)
    """,
    "hours-from-elsewhere-are-in-the-ledger": """
        SELECT o.id AS subject FROM outside_hours o
        LEFT JOIN (SELECT cause, SUM(CASE WHEN credit > 0 THEN minutes ELSE -minutes END) AS sum,
                          MAX(ledger) AS ledger
                   FROM ledger_transfer WHERE cause LIKE 'outside:%'
                   GROUP BY cause) t ON t.cause = 'outside:' || o.id
        WHERE COALESCE(t.sum, 0) <> CASE WHEN o.state = 'credited' THEN o.minutes ELSE 0 END
           OR t.ledger = 2
    """,
    "nobody-served-in-two-places-at-once": """
        SELECT r.id AS subject FROM service_record r
        JOIN visit v ON v.volunteer_id = r.volunteer_id
        WHERE r.minutes > 0 AND v.minutes > 0
          AND v.opened_at < r.ended_at AND v.closed_at > r.began_at
    """,
    "stock-and-vouchers-make-the-initial-stock": """
        SELECT r.id AS subject FROM reward r
        WHERE r.initial_stock <> r.stock + (
            SELECT COUNT(*) FROM voucher v
            WHERE v.reward_id = r.id AND v.state IN ('live', 'honoured'))
    """,
    "held-is-the-live-vouchers": """
        SELECT h.held AS subject FROM (
            SELECT COALESCE(SUM(CASE WHEN credit = -2 THEN minutes ELSE -minutes END), 0) AS held
            FROM ledger_transfer WHERE credit = -2 OR debit = -2) h
        WHERE h.held <> (SELECT COALESCE(SUM(price_minutes), 0) FROM voucher WHERE state = 'live')
    """,
    # Held once; spent if honoured and only then; given back if cancelled or expired and only then.
    "a-voucher-has-its-movements": """
        SELECT v.id AS subject FROM voucher v
        LEFT JOIN ledger_transfer h ON h.key = 'voucher:' || v.id || '/held'
        LEFT JOIN ledger_transfer s ON s.key = 'voucher:' || v.id || '/spent'
        LEFT JOIN ledger_transfer r ON r.reverses_id = h.id
        WHERE (v.price_minutes > 0) <> (h.id IS NOT NULL)
           OR h.ledger <> 2 OR h.debit <> v.volunteer_id OR h.credit <> -2
           OR h.minutes <> v.price_minutes
           OR (v.price_minutes > 0 AND (
                  (s.id IS NOT NULL) <> (v.state = 'honoured')
               OR (r.id IS NOT NULL) <> (v.state IN ('cancelled', 'expired'))))
           OR s.ledger <> 2 OR s.debit <> -2 OR s.credit <> -3 OR s.minutes <> v.price_minutes
    """,
    "a-voucher-knows-when-it-ended": """
        SELECT id AS subject FROM voucher
        WHERE (state = 'honoured') <> (honoured_at IS NOT NULL)
           OR (honoured_at IS NULL) <> (honoured_by IS NULL)
           OR (state = 'cancelled') <> (cancelled_at IS NOT NULL)
    """,
    "a-voucher-is-bound-to-its-rewards-merchant": """
        SELECT v.id AS subject FROM voucher v JOIN reward r ON r.id = v.reward_id
        WHERE v.merchant_id <> r.merchant_id
    """,
    # Nobody hands hours to somebody else, and nothing comes from nowhere.
    "every-movement-is-of-a-known-kind": """
        SELECT id AS subject FROM ledger_transfer
        WHERE reverses_id IS NULL
          AND NOT (debit = -1 AND credit > 0)
          AND NOT (ledger = 2 AND debit > 0 AND credit IN (-2, -5))
          AND NOT (ledger = 2 AND debit = -2 AND credit IN (-3, -4))
          AND NOT (ledger = 2 AND debit = -5 AND credit > 0)
    """,
    "typed-minutes-are-never-redeemable": """
        SELECT id AS subject FROM ledger_transfer
        WHERE ledger = 2 AND debit = -1 AND (source = 'typed' OR cause LIKE 'record:%')
    """,
    "redeemable-minutes-were-served": """
        SELECT MIN(id) AS subject FROM ledger_transfer WHERE debit = -1
        GROUP BY credit, cause
        HAVING SUM(CASE WHEN ledger = 2 THEN minutes ELSE 0 END)
             > SUM(CASE WHEN ledger = 1 THEN minutes ELSE 0 END)
    """,
    "nobody-holds-while-he-owes": """
        SELECT volunteer_id AS subject FROM balance
        WHERE owed_minutes > 0 AND redeemable_minutes > 0
    """,
    **people_proof.QUERIES,
}
# What a query alone cannot tell.
JUDGED = people_proof.JUDGED
ASKED = len(QUERIES) + len(JUDGED)


# At the start: all that can be asked without reading a long ledger from its beginning.
_SHORT_LEDGER = 100_000
_LAST_ROWS = 1000
_MOST_FOUND = 20
BRIEF_QUERIES: dict[str, str] = {
    "in-hand-is-what-the-seals-and-the-rows-since-say": """
        SELECT in_hand.ledger AS subject FROM (
            SELECT 1 AS ledger, COALESCE(SUM(service_minutes), 0) AS minutes FROM balance
            UNION ALL SELECT 2, COALESCE(SUM(redeemable_minutes), 0) FROM balance) in_hand
        WHERE in_hand.minutes <> (
            SELECT COALESCE(SUM(CASE WHEN in_hand.ledger = 1 THEN service_held_minutes
                                     ELSE redeemable_held_minutes END), 0) FROM ledger_seal)
          + (SELECT COALESCE(SUM(CASE WHEN debit < 0 THEN minutes ELSE 0 END)
                           - SUM(CASE WHEN credit < 0 THEN minutes ELSE 0 END), 0)
             FROM ledger_transfer
             WHERE ledger = in_hand.ledger
               AND id > (SELECT COALESCE(MAX(to_id), 0) FROM ledger_seal))
    """,
    "balance-of-the-last-is-the-sum": """
        SELECT b.volunteer_id AS subject FROM balance b
        WHERE b.volunteer_id IN (
            SELECT CASE WHEN credit > 0 THEN credit ELSE debit END FROM ledger_transfer
            WHERE id > (SELECT COALESCE(MAX(id), 0) FROM ledger_transfer) - :last)
          AND (b.service_minutes <> (
                  SELECT COALESCE(SUM(minutes), 0) FROM ledger_transfer
                  WHERE credit > 0 AND credit = b.volunteer_id AND ledger = 1)
                - (SELECT COALESCE(SUM(minutes), 0) FROM ledger_transfer
                  WHERE debit > 0 AND debit = b.volunteer_id AND ledger = 1)
            OR b.redeemable_minutes <> (
                  SELECT COALESCE(SUM(minutes), 0) FROM ledger_transfer
                  WHERE credit > 0 AND credit = b.volunteer_id AND ledger = 2)
                - (SELECT COALESCE(SUM(minutes), 0) FROM ledger_transfer
                  WHERE debit > 0 AND debit = b.volunteer_id AND ledger = 2))
    """,
    "nobody-holds-while-he-owes": QUERIES["nobody-holds-while-he-owes"],
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof found: how much was looked at, and the first contradictions of each query."""

    transfers: int
    balances: int
    contradictions: dict[str, list[int]]

    @property
    def holds(self) -> bool:
        """Tell whether no query found anything."""
        return not self.contradictions


@access.performs(Action.RUN_CLOCK)
def prove(session: CitySession) -> Proof:
    """Run every proving query and return what they found."""
    connection = session.connection()
    count = "SELECT COUNT(*) FROM "
    nobody = people_proof.empty(session)
    queries = {name: query for name, query in QUERIES.items() if name not in nobody}
    judged = {name: judge for name, judge in JUDGED.items() if name not in nobody}
    return Proof(
        connection.execute(text(count + "ledger_transfer")).scalar_one(),
        connection.execute(text(count + "balance")).scalar_one(),
        _found(session, queries) | _judged(session, judged),
    )


@access.performs(Action.RUN_CLOCK)
def prove_briefly(session: CitySession) -> Proof:
    """Prove a short ledger in full, and of a long one what a second is enough for."""
    newest = "SELECT COALESCE(MAX(id), 0) FROM ledger_transfer"
    if session.connection().execute(text(newest)).scalar_one() <= _SHORT_LEDGER:
        return prove(session)
    return Proof(_LAST_ROWS, 0, _found(session, BRIEF_QUERIES, last=_LAST_ROWS))


def _found(session: CitySession, queries: dict[str, str], **values: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, query in queries.items():
        given = values if ":last" in query else {}
        result = session.connection().execute(text(query), given)
        rows = [row.subject for row in result.fetchmany(_MOST_FOUND)]
        if rows:
            found[name] = rows
    return found


def _judged(session: CitySession, judged: dict[str, people_proof.Judge]) -> dict[str, list[int]]:
    found = {name: judge(session)[:_MOST_FOUND] for name, judge in judged.items()}
    return {name: rows for name, rows in found.items() if rows}
