"""What must be true after every step, asked of the committed rows and of what people were told.

The product's own proof is asked too; the ledger, visits and vouchers are counted once more in
plain Python, from rows as they come, so that one mistake is not made twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count as numbers
from typing import Any

from domain import tokens
from domain.refusals import Code, Refused
from rehearsal.simulator.process import SENDING, was_injected
from rehearsal.simulator.store import Store
from rehearsal.simulator.telegram import Telegram
from scheduler.rendering import KINDS
from usecases import proof
from usecases.inbox import AlreadyDoneError

ISSUED, HELD, SPENT, EXPIRED, OWED = -1, -2, -3, -4, -5
_LAST_STATES = ("honoured", "cancelled", "expired")


class Violation(Exception):  # noqa: N818 - it is a finding
    """Something that must never be so is so."""


@dataclass
class Intent:
    """A code as it was handed to the product: what it was, and who may use it."""

    token: str
    genuine: bool
    slot_seconds: int
    slots: int


@dataclass
class Watch:
    """Everything that was seen in one run."""

    store: Store
    telegram: Telegram
    found: list[str] = field(default_factory=list)
    # Requests for which a scan, a redemption, a submission was meant: each counts once at most.
    meant: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    codes: dict[str, Intent] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    claims: list[tuple[str, Any]] = field(default_factory=list)
    # Notice -> how often it reached its chat, and how often nobody could know that.
    reached: Counter[tuple[int, int]] = field(default_factory=Counter)
    doubtful: Counter[int] = field(default_factory=Counter)
    said: dict[tuple[int, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    arrived: list[tuple[int, int]] = field(default_factory=list)
    # Updates of whom a flood is known: of those some are not taken in.
    floods: set[int] = field(default_factory=set)
    _changes: int = -1
    _transfer: int = 0
    _scan: int = 0
    _sums: Counter[tuple[int, int]] = field(default_factory=Counter)
    _service: dict[int, int] = field(default_factory=dict)
    _voucher_states: dict[int, str] = field(default_factory=dict)
    _used_codes: set[tuple[str, int]] = field(default_factory=set)
    _under_way: dict[int, int] = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)
    _places: Iterator[int] = field(default_factory=numbers)
    _ended: set[int] = field(default_factory=set)
    _settled: set[int] = field(default_factory=set)
    _parked: set[int] = field(default_factory=set)
    _scanned: set[str] = field(default_factory=set)

    def says(self, what: str) -> None:
        """Write a finding down."""
        self.found.append(what)

    # -- the chat door -------------------------------------------------------------------------

    def takes(self, bodies: list[dict[str, Any]]) -> list[int]:
        """Remember in which order updates came; return those that are new."""
        new = [body["update_id"] for body in bodies if body["update_id"] not in self._place]
        for update_id in new:
            self._place.setdefault(update_id, next(self._places))
        return new

    def takes_not(self, updates: list[int]) -> None:
        """Forget those that could not be taken: they come again, perhaps in another order."""
        for update_id in updates:
            self._place.pop(update_id, None)

    def begins(self, body: dict[str, Any]) -> None:
        """See an update through the door: never two of one person at once, nor out of order."""
        person, update_id = person_of(body), body["update_id"]
        other = self._under_way.get(person)
        if other is not None:
            self.says(f"two updates of {person} at once: {other} and {update_id}")
        self._under_way[person] = update_id
        # Of what was taken though the taking seemed to fail, nobody knows its place.
        known = update_id in self._place and update_id not in self._ended
        for later, of in self.arrived:
            overtaken = known and of == person and later > update_id
            if overtaken and self._place.get(later, 0) > self._place[update_id]:
                self.says(f"update {later} of {person} was answered before {update_id}")
        self.arrived.append((update_id, person))

    def ends(self, body: dict[str, Any]) -> None:
        """See it come out again."""
        self._under_way.pop(person_of(body), None)
        self._ended.add(body["update_id"])

    def broke(self, body: dict[str, Any], error: Exception) -> None:
        """See it fail: only by a fault of ours."""
        if not isinstance(error, AlreadyDoneError) and not was_injected(error):
            what = next((kind for kind in body if kind != "update_id"), "?")
            self.says(f"{what} {body['update_id']} broke: {type(error).__name__}: {error}")

    def dies(self) -> None:
        """Forget who was in the door: the process is gone."""
        self._under_way.clear()
        for (number,) in self.store.rows(
            "SELECT id FROM notice WHERE state = 'pending' AND claimed_until IS NOT NULL"
        ):
            self.doubtful[number] += 1

    # -- what reaches people -------------------------------------------------------------------

    def heard(self, _chat: int, _text: str) -> None:
        """See a message arrive; a notice must not arrive twice without a reason."""
        sending = SENDING.get()
        if sending is None:
            return
        notice, said = sending
        self.telegram.fate.tells(f"notice {notice.notice_id} ({notice.kind}) arrives")
        # SQLite gives the number of a forgotten person's notice to somebody else's.
        self.reached[notice.notice_id, notice.account_id] += 1
        count = self.reached[notice.notice_id, notice.account_id]
        if count > 1 + self.doubtful[notice.notice_id] * KINDS[notice.kind].again_if_unknown:
            self.says(f"notice {notice.notice_id} ({notice.kind}) arrived {count} times")
        stages = (said.keeps or {}).get("stages", {})
        for duty, stage in stages.items():
            told = self.said[notice.account_id, duty, stage]
            told.add(notice.notice_id)
            if len(told) > 1:
                self.says(f"stage {stage} of duty {duty} was said twice to {notice.account_id}")

    def lost(self, _chat: int) -> None:
        """See Telegram's answer lost: the message may come once more."""
        sending = SENDING.get()
        if sending is not None:
            self.doubtful[sending[0].notice_id] += 1

    # -- what people are told ------------------------------------------------------------------

    def answered(self, label: str, request_id: str, outcome: Any, *, keyed: bool) -> None:
        """See an answer: the same request is never answered differently.

        Without a request of its own (`keyed`) a deed that is done is refused the second time.
        """
        if isinstance(outcome, Refused):
            before = self.answers.get(request_id)
            if keyed and before is not None and outcome.code is not Code.TOO_MANY_TRIES:
                self.says(f"{label} {request_id} was done, then refused: {outcome.code}")
            return
        same = self.answers.setdefault(request_id, outcome)
        if _heart(same) != _heart(outcome):
            self.says(f"{label} {request_id} was answered {same}, then {outcome}")
        self.claims.append((request_id, outcome))

    # -- after each step -----------------------------------------------------------------------

    def look(self) -> None:
        """Check everything that rows can tell, if any row has changed since."""
        if self._changes == self.store.changes:
            return
        self._changes = self.store.changes
        self._ledger()
        self._visits()
        self._vouchers()
        self._scans()
        self._papers()
        self._blocked()
        self._proves()
        # Remembered, because rows that are done are forgotten after some days.
        for number, parked in self.store.rows(
            "SELECT update_id, parked_at IS NOT NULL FROM inbox_update "
            "WHERE done_at IS NOT NULL OR parked_at IS NOT NULL"
        ):
            self._settled.add(number)
            if parked:
                self._parked.add(number)

    def _ledger(self) -> None:
        rows = self.store.rows(
            "SELECT id, ledger, debit, credit, minutes, reverses_id "  # noqa: S608
            f"FROM ledger_transfer WHERE id > {self._transfer} ORDER BY id"
        )
        corrected = set()
        for number, which, debit, credit, minutes, reverses in rows:
            self._transfer = number
            self._sums[which, debit] -= minutes
            self._sums[which, credit] += minutes
            if which == 1 and debit > 0:
                corrected.add(debit)
                if reverses is None:
                    self.says(f"transfer {number} takes service minutes")
        held, in_debt = Counter[int](), 0
        for who, service, redeemable, owed in self.store.rows(
            "SELECT volunteer_id, service_minutes, redeemable_minutes, owed_minutes FROM balance"
        ):
            held[1] += service
            held[2] += redeemable
            in_debt += owed
            if (service, redeemable) != (self._sums[1, who], self._sums[2, who]):
                self.says(f"balance of {who} is not the sum of his transfers")
            if min(service, redeemable, owed) < 0:
                self.says(f"balance of {who} is negative")
            if service < self._service.get(who, 0) and who not in corrected:
                self.says(f"service minutes of {who} fell to {service}")
            self._service[who] = service
        if in_debt != -self._sums[2, OWED]:
            self.says(f"{in_debt} minutes are owed, and not what the ledger says")
        for which in (1, 2):
            outside = -self._sums[which, ISSUED] - sum(
                self._sums[which, account] for account in (HELD, SPENT, EXPIRED, OWED)
            )
            if outside != held[which]:
                self.says(f"ledger {which}: issued is not held, spent, expired, owed or in hand")

    def _visits(self) -> None:
        rows = self.store.rows(
            "SELECT id, volunteer_id, closed_at IS NULL, minutes, closed_at < opened_at FROM visit"
        )
        opened = Counter(who for _, who, is_open, _, _ in rows if is_open)
        for who, count in opened.items():
            if count > 1:
                self.says(f"volunteer {who} has {count} open visits")
        for number, _, _, minutes, backwards in rows:
            if backwards or (minutes or 0) < 0:
                self.says(f"visit {number} lasts less than nothing")
        if len(rows) > len(self.meant["scan"]):
            self.says(f"{len(rows)} visits of {len(self.meant['scan'])} scans")
        closed = {number: minutes for number, _, is_open, minutes, _ in rows if not is_open}
        upheld = {
            number
            for (number,) in self.store.rows("SELECT visit_id FROM dispute WHERE state = 'upheld'")
        }
        for request_id, outcome in self.claims:
            number = getattr(outcome, "visit_id", None)
            if number in upheld:
                continue
            if number is not None and closed.get(number) != outcome.minutes:
                self.says(f"visit {number} of {request_id} was acknowledged and is not so")

    def _vouchers(self) -> None:
        rows = self.store.rows(
            "SELECT id, reward_id, volunteer_id, price_minutes, state, honour_request_id "
            "FROM voucher ORDER BY id"
        )
        stock = Counter(row[1] for row in rows if row[4] in ("live", "honoured"))
        for reward, first, left in self.store.rows("SELECT id, initial_stock, stock FROM reward"):
            if first != left + stock[reward] or left < 0:
                self.says(f"reward {reward}: {first} are not {left} and {stock[reward]}")
        if sum(row[3] for row in rows if row[4] == "live") != self._sums[2, HELD]:
            self.says("what is held is not what the live vouchers cost")
        if sum(row[3] for row in rows if row[4] == "honoured") != self._sums[2, SPENT]:
            self.says("what is spent is not what the honoured vouchers cost")
        for number, _, _, _, state, by in rows:
            before = self._voucher_states.get(number, "live")
            if before != state and before in _LAST_STATES:
                self.says(f"voucher {number} was {before} and is {state}")
            if (state == "honoured") != (by is not None):
                self.says(f"voucher {number} is {state} and honoured by {by}")
            self._voucher_states[number] = state
        if len(rows) > len(self.meant["redeem"]):
            self.says(f"{len(rows)} vouchers of {len(self.meant['redeem'])} redemptions")
        self._claims_of_vouchers()

    def _claims_of_vouchers(self) -> None:
        honoured: Counter[int] = Counter()
        for request_id, outcome in self.answers.items():
            kind, states = type(outcome).__name__, self._voucher_states
            if kind == "Redeemed" and outcome.voucher.voucher_id not in states:
                self.says(f"voucher of {request_id} was acknowledged and is gone")
            if kind == "Honoured":
                honoured[outcome.voucher_id] += 1
                if states.get(outcome.voucher_id) != "honoured":
                    self.says(f"honouring of {request_id} was acknowledged and is not so")
        for number, count in honoured.items():
            if count > 1:
                self.says(f"voucher {number} was honoured {count} times")

    def _scans(self) -> None:
        rows = self.store.rows(
            "SELECT id, request_id, scanned_at, outcome, volunteer_id FROM scan "  # noqa: S608
            f"WHERE id > {self._scan} ORDER BY id"
        )
        for number, request_id, at, outcome, who in rows:
            self._scan = number
            self._scanned.add(request_id)
            intent = self.codes.get(request_id)
            if outcome not in ("Arrived", "Left") or intent is None:
                continue
            if not intent.genuine:
                self.says(f"scan {request_id} was taken with a forged code")
            self._in_its_slot(request_id, intent, int(moment_of(at).timestamp()))
            if intent.slots and (intent.token, who) in self._used_codes:
                self.says(f"the code of scan {request_id} was used twice")
            self._used_codes.add((intent.token, who))

    def _in_its_slot(self, request_id: str, intent: Intent, at_seconds: int) -> None:
        signed = tokens.parse(intent.token)
        slot = getattr(signed, "slot", None)
        if not intent.slots or slot is None:
            return
        age = at_seconds // intent.slot_seconds - slot
        if not -1 <= age < intent.slots:
            self.says(f"scan {request_id} was taken with a code {age} slots old")

    def _papers(self) -> None:
        rows = self.store.rows("SELECT receipt FROM submission")
        receipts = {receipt for (receipt,) in rows}
        if len(rows) > len(self.meant["hand in"]):
            self.says(f"{len(rows)} submissions of {len(self.meant['hand in'])} handed in")
        trail = "SELECT COUNT(*) FROM audit_entry WHERE action = 'submission.handed_in'"
        if self.store.rows(trail)[0][0] != len(rows):
            self.says(f"{len(rows)} submissions are not what the audit trail says")
        for request_id, outcome in self.answers.items():
            receipt = getattr(outcome, "receipt", None)
            if type(outcome).__name__ == "Receipt" and receipt not in receipts:
                self.says(f"receipt {receipt} of {request_id} was given and is gone")

    def _proves(self) -> None:
        """Ask what the product's own proof asks; what needs more than a query is asked at rest."""
        for name, query in proof.QUERIES.items():
            rows = self.store.rows(query)
            if rows:
                self.says(f"the proof says: {name} {[row[0] for row in rows[:9]]}")

    def _blocked(self) -> None:
        for (person,) in self.store.rows(
            "SELECT external_id FROM account "
            "WHERE blocked_at IS NOT NULL AND messenger = 'telegram'"
        ):
            chat = self.telegram.chats.get(person)
            if chat is None or not chat.ever_blocked:
                self.says(f"{person} was marked as blocked and never blocked anybody")

    # -- when everything has come to rest ------------------------------------------------------

    def at_rest(self) -> None:
        """Check what must be so in the end: nothing confirmed is lost, and what was sent came."""
        self.look()
        for number in sorted(self.telegram.confirmed - self._settled - self.floods):
            self.says(f"update {number} was confirmed and is neither done nor parked")
        for request_id, intent in self.codes.items():
            door, _, update_id = request_id.partition("/")
            if door != "telegram" or not intent.genuine or int(update_id) in self._parked:
                continue
            if request_id not in self._scanned:
                self.says(f"update {update_id} counts as done and its scan was never looked at")
        for (person,) in self.store.rows(
            "SELECT external_id FROM account "
            "WHERE blocked_at IS NOT NULL AND messenger = 'telegram'"
        ):
            if not self.telegram.chats[person].blocked:
                self.says(f"{person} is still marked as blocked and is not")
        for number, kind, account_id in self.store.rows(
            "SELECT id, kind, account_id FROM notice WHERE state = 'sent'"
        ):
            if not self.reached[number, account_id]:
                self.says(f"notice {number} ({kind}) counts as sent and never came")


def person_of(body: dict[str, Any]) -> int:
    """Return who an update comes from."""
    for content in body.values():
        if isinstance(content, dict):
            return int(content["from"]["id"])
    return 0


def moment_of(at: Any) -> datetime:
    """Return an instant as either database's driver hands it over."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _heart(outcome: Any) -> Any:
    """Return what of an answer must be the same whenever it is asked for again."""
    kind = type(outcome).__name__
    if kind == "Redeemed":
        return kind, outcome.voucher.voucher_id
    if kind == "Honoured":
        return kind, outcome.voucher_id, outcome.honoured_at
    return outcome
