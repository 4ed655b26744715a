"""Hours that people decide about: typed and checked, objected to, certified, starred, sent late."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from domain.certificates import Withdrawal
from domain.permissions import Role
from domain.records import Span
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.visiting import means_scan
from rehearsal.simulator.watch import moment_of
from rehearsal.simulator.world import World
from usecases import (
    certificate_standing,
    certificates,
    codes,
    dispute_answers,
    dispute_decisions,
    disputes,
    late_scans,
    omissions,
    record_checks,
    records,
    star_batches,
    star_candidates,
)
from usecases.dispute_decisions import Ruling
from usecases.file_store import Kept

_PEOPLE = (*town.VOLUNTEERS, neighbours.STAR, neighbours.HEAD, neighbours.LEAVER)
_OFFICERS = (*neighbours.FEDERATION, *neighbours.OFFICE, *neighbours.COUNTY)
_PAPER = Kept("a" * 64, 1000, "image/jpeg", "签到表.jpg")
_SAID = {
    "name": "社区清洁",
    "place": "人民广场",
    "recipients": "居民",
    "content": "打扫楼道",
    "leader": "周联系",
    "organizer": "市教育体育局",
}
_MINUTES = (30, 120, 600)


def _volunteer_of(world: World, person: int) -> int:
    rows = world.store.rows(
        f"SELECT id FROM volunteer WHERE account_id = {world.accounts[person]}"  # noqa: S608
    )
    return int(rows[0][0]) if rows else 0


def _lately(world: World) -> Span:
    began = world.clock.true() - timedelta(hours=world.fate.choice((5, 20, 30, 100, 500)))
    return Span(began, began + timedelta(minutes=world.fate.choice(_MINUTES)))


# -- typed hours -----------------------------------------------------------------------------------


async def types_hours(world: World) -> None:
    """Type hours that no scan saw, also of oneself, twice, or over each other."""
    fate = world.fate
    typist, role = fate.choice(
        ((601, Role.FEDERATION), (201, Role.CLERK), (104, Role.CLERK), (401, Role.UNIT_CONTACT))
    )
    whose = _volunteer_of(world, fate.choice(_PEOPLE))
    await _types(world, typist, role, whose, _lately(world))


async def _types(world: World, typist: int, role: Role, volunteer_id: int, span: Span) -> None:
    policy = town.the_city().policy(world.clock.true())
    await world.asks(
        f"{typist} types",
        records.file_record,
        actor=world.accounts[typist],
        role=role,
        volunteer_id=volunteer_id,
        span=span,
        said=_SAID,
        denied=list(policy.records.not_service),
        reason="现场没有网络",
        files=[_PAPER],
        request_id=f"record/{world.number()}",
        now=None,
    )


async def misses_hours(world: World) -> None:
    """Ask a station, twice at once, for what no scan saw; clerks say no, or somebody types it."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    missed: dict[str, Any] = {"span": _lately(world), "words": "来过，没有扫上码"}
    station = fate.choice(town.SCREENS).station_id
    await asyncio.gather(
        *(
            world.asks(
                f"{person} misses", omissions.ask, anew=True, actor=world.accounts[person],
                station_id=station, now=None, **missed,
            )
            for _ in range(2)
        )
    )  # fmt: skip
    rows = world.store.rows(
        "SELECT id, version, volunteer_id, began_at, ended_at FROM omission "
        "WHERE state = 'open' ORDER BY id"
    )
    if not rows:
        return
    number, version, whose, began, ended = fate.choice(rows)
    doing = [
        world.asks(
            f"{clerk} says no", omissions.refuse, anew=True, actor=world.accounts[clerk],
            omission_id=number, version=version, reason="unknown", now=None,
        )
        for clerk in fate.lot.sample(town.CLERKS, fate.choice((0, 1, 2)))
    ]  # fmt: skip
    if fate.lot.random() < 0.6:
        span = Span(moment_of(began), moment_of(ended))
        doing.append(_types(world, fate.choice(town.CLERKS), Role.CLERK, whose, span))
    await asyncio.gather(*doing)


async def checks_hours(world: World) -> None:
    """Check typed hours; several officers at once, the typist among them."""
    rows = world.store.rows("SELECT id, version FROM service_record WHERE state = 'filed'")
    if not rows:
        return
    number, version = world.fate.choice(rows)
    approved = world.fate.lot.random() < 0.8
    await asyncio.gather(
        *(
            world.asks(
                f"{officer} checks {number}",
                record_checks.decide,
                anew=True,
                actor=world.accounts[officer],
                record_id=number,
                version=version,
                approved=approved,
                reason="" if approved else "看不清",
                now=None,
            )
            for officer in world.fate.lot.sample(_OFFICERS, world.fate.choice((1, 2, 3)))
        )
    )


# -- objections ------------------------------------------------------------------------------------


async def objects(world: World) -> None:
    """Object to a line of one's own, or to what somebody else is about to be credited."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    whose = _volunteer_of(world, person)
    facts: dict[str, Any] = {"actor": world.accounts[person], "words": "时间不对", "now": None}
    if fate.lot.random() < 0.3:
        shown = world.store.rows("SELECT id FROM service_record WHERE state = 'published'")
        if shown:
            number = fate.choice(shown)[0]
            await world.asks(
                f"{person} objects", disputes.object_to, anew=True, record_id=number, **facts
            )
        return
    lines = [
        f"{kind}:{number}"
        for kind, table, began in (
            ("visit", "visit", "opened_at"), ("record", "service_record", "began_at"),
        )
        for (number,) in world.store.rows(
            f"SELECT id FROM {table} WHERE volunteer_id = {whose} "  # noqa: S608
            f"ORDER BY minutes IS NULL, {began} DESC LIMIT 3"
        )
    ]  # fmt: skip
    if lines:
        await world.asks(
            f"{person} objects", disputes.dispute, anew=True,
            cause=fate.choice(lines), what=fate.choice(("times", "not-me", "other")), **facts,
        )  # fmt: skip


async def settles_objections(world: World) -> None:
    """Answer an objection or decide it: it stays, it goes, or the times were others."""
    fate = world.fate
    rows = world.store.rows(
        "SELECT id, version, visit_id, record_id FROM dispute "
        "WHERE state IN ('raised', 'answered') ORDER BY id"
    )
    if not rows:
        return
    ruling = fate.choice((Ruling.KEPT, Ruling.STRUCK, Ruling.CORRECTED))
    await _settles(world, fate.choice(rows), ruling, answered=fate.lot.random() < 0.8)


async def quarrels_over_a_line(world: World) -> None:
    """Object to one line again and again, each time after it was corrected."""
    lines = world.store.rows(
        "SELECT v.id, p.account_id FROM visit v JOIN volunteer p ON p.id = v.volunteer_id "
        "WHERE v.minutes > 0 AND p.account_id IS NOT NULL ORDER BY v.id DESC LIMIT 5"
    )
    if not lines:
        return
    visit, account_id = world.fate.choice(lines)
    for _ in range(world.fate.choice((2, 3))):
        await world.asks(
            f"visit {visit} is objected to", disputes.dispute, anew=True, actor=account_id,
            cause=f"visit:{visit}", what="times", words="时间还是不对", now=None,
        )  # fmt: skip
        rows = world.store.rows(
            "SELECT id, version, visit_id, record_id FROM dispute "  # noqa: S608
            f"WHERE state IN ('raised', 'answered') AND visit_id = {visit}"
        )
        if not rows:
            return
        await _settles(world, rows[0], Ruling.CORRECTED, answered=True)


async def _settles(world: World, dispute: Any, ruling: Ruling, *, answered: bool) -> None:
    """Let clerks answer, if they do, and two officers decide at once."""
    fate, (number, version, visit, record) = world.fate, dispute
    which: dict[str, Any] = {"dispute_id": number, "version": version, "now": None}
    if answered:
        for clerk in fate.lot.sample((*town.CLERKS, 601, 401), 3):
            await world.asks(
                f"{clerk} answers", dispute_answers.answer, anew=True,
                actor=world.accounts[clerk], words="记得是这样", **which,
            )  # fmt: skip
        ((which["version"],),) = world.store.rows(
            f"SELECT version FROM dispute WHERE id = {number}"  # noqa: S608
        )
    table, began, line = ("visit", "opened_at", visit) if visit else (
        "service_record", "began_at", record,
    )  # fmt: skip
    ((at,),) = world.store.rows(f"SELECT {began} FROM {table} WHERE id = {line}")  # noqa: S608
    span = Span(moment_of(at), moment_of(at) + timedelta(minutes=fate.choice(_MINUTES)))
    await asyncio.gather(
        *(
            world.asks(
                f"{officer} decides {number}", dispute_decisions.decide, anew=True,
                actor=world.accounts[officer], ruling=ruling, reason="看过现场记录",
                span=span if ruling is Ruling.CORRECTED else None, **which,
            )
            for officer in fate.lot.sample(_OFFICERS, 2)
        )
    )  # fmt: skip


# -- stars -----------------------------------------------------------------------------------------


def _steps(state: str) -> tuple[tuple[Callable[..., Any], tuple[int, ...]], ...]:
    keepers = (town.CENTRE[0], neighbours.OFFICE[0])
    return {
        "nominating": ((star_batches.close_nominations, neighbours.FEDERATION),),
        "checking": ((star_batches.finish_check, neighbours.FEDERATION),),
        "approving": (
            (star_batches.approve, (*town.CENTRE, *neighbours.OFFICE)),
            (star_batches.send_back, keepers),
        ),
        "notice": ((star_batches.award, keepers),),
    }[state]


async def a_batch_of_stars_goes_on(world: World) -> None:
    """Open the recognition of a year, and take its next steps, some of them at once."""
    fate = world.fate
    for _ in range(fate.choice((1, 3, 6))):
        rows = world.store.rows("SELECT state, version FROM star_batch WHERE going_on = 1")
        if not rows:
            year = world.clock.now().year - fate.choice((0, 1))
            await world.asks(
                "stars", star_batches.open_batch, anew=True,
                actor=world.accounts[town.CENTRE[0]], year=year, now=None,
            )  # fmt: skip
            continue
        state, version = rows[0]
        if state in ("nominating", "checking"):
            for who in (town.CONTACTS[0], neighbours.COUNTY[0], neighbours.FEDERATION[0]):
                await world.asks(
                    "nominates", star_candidates.nominate, anew=True,
                    actor=world.accounts[who], now=None,
                )  # fmt: skip
        steps = _steps(state)
        deed, people = steps[0] if fate.lot.random() < 0.9 else steps[-1]
        await asyncio.gather(
            *(
                world.asks(
                    f"{who} {deed.__name__}s", deed, anew=True,
                    actor=world.accounts[who], version=version, now=None,
                )
                for who in fate.lot.sample(people, min(2, len(people)))
            )
        )  # fmt: skip


# -- certificates ----------------------------------------------------------------------------------


async def takes_a_certificate(world: World) -> None:
    """Take a certificate of one's hours; one is withdrawn now and then."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    until = world.clock.now() + timedelta(hours=8)
    await world.asks(
        f"{person} certificate", certificates.issue, anew=True, actor=world.accounts[person],
        from_month=fate.choice(("2026-11", f"{until:%Y-%m}")), until_month=f"{until:%Y-%m}",
        now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id FROM certificate WHERE withdrawn_at IS NULL")
    if rows and fate.lot.random() < 0.2:
        await world.asks(
            "withdraws", certificate_standing.withdraw, anew=True, actor=world.accounts[601],
            certificate_id=fate.choice(rows)[0], kind=Withdrawal.WRONG_HOURS, now=None,
        )  # fmt: skip


# -- scans that come late --------------------------------------------------------------------------


async def scans_come_late(world: World) -> None:
    """Scan without a network and send it hours later, once, twice, or with a clock set off."""
    fate, clerk = world.fate, world.fate.choice(town.CLERKS)
    kept: list[late_scans.Kept] = []
    for person in fate.lot.sample(_PEOPLE, 2):
        token = await world.asks(
            "code", codes.renewing, look=True, actor=world.accounts[person], now=None
        )
        if isinstance(token, str):
            kept.append(_kept(world, token))
            await asyncio.sleep(fate.choice((1.0, 100.0, 4000.0)))
    await world.passes(fate.choice((10.0, 4000.0, 4000.0, 90_000.0)))
    for _ in range(fate.choice((1, 2))):
        await world.asks(
            f"{clerk} sends", late_scans.take, anew=True, actor=world.accounts[clerk],
            scans=kept, device_now=_device(world), now=None,
        )  # fmt: skip
    if fate.lot.random() < 0.3:
        await world.asks(
            f"{clerk} has seen", late_scans.seen, anew=True, actor=world.accounts[clerk],
            upto=fate.lot.randint(1, 9), now=None,
        )  # fmt: skip


def _device(world: World) -> datetime:
    return world.clock.true() + timedelta(seconds=world.fate.choice((0.0,) * 9 + (7200.0,)))


def _kept(world: World, token: str) -> late_scans.Kept:
    request_id = f"late/{world.number()}"
    # Its slot is looked at where the device's clock is right only: what is kept is that time.
    means_scan(world, request_id, token, True, 0)
    return late_scans.Kept(
        request_id, token, _device(world), world.fate.choice((0.0, 0.0, None)), 1
    )
