"""What a scanned text turns out to be, whether it is proven, and that it is used once.

Four kinds: the station's screen, a personal code, the printed card, and what was typed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from domain import tokens
from domain.admission import CodeKind, ShownCode
from domain.permissions import Action
from domain.policy import Policy
from domain.refusals import Code, Refused
from models.columns import table_of
from models.visits import CodeUse
from usecases import access, codes, displays
from usecases.city import CitySession
from usecases.prepared import Prepared
from usecases.workplace import scanning_station

_INSERT_USE = Prepared(insert(table_of(CodeUse)), ("key", "used_at"))


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanned text turned out to be."""

    kind: CodeKind
    by_clerk: bool
    station_id: int
    token: str = ""
    display_id: int = 0
    slot: int = 0
    volunteer_id: int | None = None
    opaque: int | None = None
    account_id: int | None = None
    epoch: int = 0
    typed_hash: bytes = b""
    # The head of his family has just scanned this station's code, and says that he is there.
    vouched: bool = False
    # Proven minutes ago, by a scan of his own that was refused for a visit elsewhere.
    proven_before: bool = False

    @property
    def use_key(self) -> str:
        """Return the prefix of the key under which this code counts as used once."""
        return f"{self.kind}:{self.station_id if self.kind is CodeKind.STATION else 0}:{self.slot}"


def is_stations(token: str) -> bool:
    """Tell whether it is the code of a station's own screen or poster, which volunteers scan."""
    return isinstance(tokens.parse(token), tokens.StationCode)


def read(
    session: CitySession, actor: int, token: str, now: datetime, at_station: int | None = None
) -> Scanned | Refused:
    """Find out what the text is, and whether this actor may use it.

    `at_station` is where a clerk's device scanned; without it he scans where he works now.
    """
    typed = tokens.as_typed(token)
    if typed is not None:
        return _typed(session, actor, typed, now, at_station)
    signed = tokens.parse(token)
    if isinstance(signed, tokens.StationCode):
        return Scanned(
            CodeKind.STATION,
            by_clerk=False,
            station_id=signed.station,
            token=token,
            display_id=signed.display,
            slot=signed.slot,
            account_id=actor,
        )
    if isinstance(signed, tokens.PersonalCode):
        station_id = _place(session, actor, at_station)
        key = session.city.keys.key("personal")
        if not tokens.proven(token, signed, key):
            return Refused(Code.CODE_UNKNOWN)
        kind = CodeKind.CARD if signed.printed else CodeKind.PERSONAL
        return Scanned(
            kind,
            by_clerk=True,
            station_id=station_id,
            slot=signed.slot,
            opaque=signed.opaque,
            epoch=signed.epoch,
        )
    return Refused(Code.CODE_UNKNOWN)


def _place(session: CitySession, actor: int, at_station: int | None) -> int:
    if at_station is None:
        return scanning_station(session, actor=actor)
    access.require(session, actor=actor, action=Action.SCAN_VOLUNTEER, place=str(at_station))
    return at_station


def _typed(
    session: CitySession, actor: int, typed: str, now: datetime, at_station: int | None
) -> Scanned | Refused:
    station_id = _place(session, actor, at_station)
    found = codes.look_up(session, actor=actor, typed=typed, kind="personal", now=now)
    if isinstance(found, Refused):
        return found
    return Scanned(
        CodeKind.TYPED,
        by_clerk=True,
        station_id=station_id,
        volunteer_id=found.subject_id,
        typed_hash=found.code_hash,
    )


def shown(
    session: CitySession, scanned: Scanned, door: Any, policy: Policy, now: datetime
) -> ShownCode | Refused:
    """Return how fresh the code is, proven against the station or the volunteer it names."""
    if scanned.vouched or scanned.proven_before:
        return ShownCode(scanned.kind)
    if scanned.kind is CodeKind.STATION:
        if door.station_id is None or not _proven(session, scanned, door):
            return Refused(Code.CODE_UNKNOWN)
        seconds = policy.checkin.display_slot_seconds
        revoked = door.display_id is None or door.display_revoked_at is not None
        revoked = revoked or door.station_closed_at is not None
        return _aged(scanned, seconds, now, used=door.use_key is not None, revoked=revoked)
    if scanned.kind is CodeKind.TYPED:
        return ShownCode(scanned.kind)
    stale = door.volunteer_id is None or door.volunteer_epoch != scanned.epoch
    if scanned.kind is CodeKind.CARD:
        return ShownCode(scanned.kind, revoked=stale)
    seconds = policy.checkin.personal_slot_seconds
    return _aged(scanned, seconds, now, used=door.use_key is not None, revoked=stale)


def _proven(session: CitySession, scanned: Scanned, door: Any) -> bool:
    code = tokens.StationCode(scanned.station_id, scanned.slot, scanned.display_id)
    key = session.city.keys.key(displays.station_key(scanned.station_id, door.station_epoch))
    return tokens.proven(scanned.token, code, key)


def _aged(scanned: Scanned, seconds: int, now: datetime, *, used: bool, revoked: bool) -> ShownCode:
    age = tokens.slot_of(now, seconds) - scanned.slot
    ended = int(now.timestamp()) - (scanned.slot + 1) * seconds
    return ShownCode(scanned.kind, age, ended, used=used, revoked=revoked)


def use(session: CitySession, scanned: Scanned, volunteer_id: int, now: datetime) -> None:
    """Let this code be used up by this volunteer; the printed card never is."""
    if scanned.kind is CodeKind.TYPED:
        codes.use(session, code_hash=scanned.typed_hash, now=now)
    elif scanned.kind is not CodeKind.CARD and not (scanned.vouched or scanned.proven_before):
        key = f"{scanned.use_key}:{volunteer_id}"
        _INSERT_USE.run(session, {"key": key, "used_at": now})
