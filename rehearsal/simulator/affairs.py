"""Affairs between people and offices: rosters, lost accounts, papers, one's own data."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from domain.rosters import Listed
from rehearsal import made_up
from rehearsal.simulator import neighbours, town
from rehearsal.simulator.world import World
from usecases import (
    applications,
    consents,
    correction_checks,
    corrections,
    honour_checks,
    honours,
    national,
    outside_checks,
    outside_hours,
    own_data,
    own_profile,
    person_groups,
    qualification_checks,
    qualifications,
    recipients,
    record_checks,
    recoveries,
    rosters,
    trainings,
    visit_words,
)
from usecases.file_store import Kept
from usecases.paper_checks import Photo

_PEOPLE = (*town.VOLUNTEERS, neighbours.STAR, neighbours.HEAD, neighbours.LEAVER)
_OFFICERS = (*neighbours.FEDERATION, *neighbours.OFFICE, *neighbours.COUNTY)
_RELATIVE = neighbours.GUARDIAN
_BORN_ON = date(1948, 5, 1)


async def both(
    world: World, what: str, deed: Callable[..., Any], people: Iterable[int], **facts: Any
) -> None:
    """Let several do the same at once: it is done once, whoever was first."""
    given = {**facts, "now": None}
    await asyncio.gather(
        *(
            world.asks(f"{who} {what}", deed, anew=True, actor=world.accounts[who], **given)
            for who in people
        )
    )


# -- rosters and lost accounts ---------------------------------------------------------------------


async def a_unit_sends_a_roster(world: World) -> None:
    """Hand a roster in twice, one contact another's unit, and take somebody off it."""
    fate = world.fate
    units = [row[0] for row in world.store.rows("SELECT id FROM unit ORDER BY id")]
    rows = [Listed(n, f"名册{n}", f"+861360000000{n}") for n in range(fate.choice((1, 3, 9)))]
    contact = fate.choice(town.CONTACTS)
    for _ in range(fate.choice((1, 2))):
        await world.asks(
            f"{contact} roster", rosters.hand_in, anew=True, actor=world.accounts[contact],
            unit_id=fate.choice(units), rows=rows, now=None,
        )  # fmt: skip
    kept = world.store.rows("SELECT id FROM roster_entry ORDER BY id")
    if kept and fate.lot.random() < 0.3:
        number = fate.choice(kept)[0]
        await both(world, "takes off", rosters.withdraw, town.CONTACTS[:2], entry_id=number)


async def somebody_gets_his_account_back(world: World) -> None:
    """Claim a registration from another account; two officers decide at once, or he gives up."""
    fate = world.fate
    person = fate.choice((*town.VOLUNTEERS[:2], neighbours.MEMBER))
    number = made_up.id_number("530802", town.FOUNDED.date().replace(year=1970), person, "female")
    claimant = world.account(fate.choice((neighbours.NEWCOMER, 301, 403)))
    said = {
        "kind": "resident-id", "number": number, "sex": "female",
        "born_on": "1970-11-02", "name": fate.choice(("张志愿", "李志愿")),
        "phone": "+8613500000001",
    }  # fmt: skip
    if claimant:
        await world.asks("claims", recoveries.claim, anew=True, actor=claimant, said=said, now=None)
    rows = world.store.rows("SELECT id, version FROM recovery_claim WHERE state = 'open'")
    if rows and fate.lot.random() < 0.5:
        await both(
            world, "decides", recoveries.decide, fate.lot.sample(_OFFICERS, 2),
            claim_id=rows[0][0], version=rows[0][1], same=fate.lot.random() < 0.5,
        )  # fmt: skip
        # Somebody has another account now.
        world.accounts.update(
            world.store.rows("SELECT external_id, id FROM account WHERE messenger = 'telegram'")
        )


# -- the national system ---------------------------------------------------------------------------


async def an_entry_goes_on(world: World) -> None:
    """Type a national number, or what became of it; two at once, and one number for two people."""
    fate = world.fate
    rows = world.store.rows(
        "SELECT id, version, state FROM national_entry WHERE state <> 'accepted' ORDER BY id"
    )
    if not rows:
        return
    entry, version, state = fate.choice(rows)
    whose = (*town.CONTACTS[:2], *neighbours.FEDERATION, neighbours.COUNTY[0])
    people = fate.lot.sample(whose, 2)
    if state == "entered":
        await both(
            world, "settles", national.settle, people, entry_id=entry, version=version,
            accepted=fate.lot.random() < 0.7, reason="重名",
        )  # fmt: skip
    else:
        number = f"5308020000{fate.lot.randint(1, 3):04d}"
        await both(
            world, "enters", national.enter, people, entry_id=entry, version=version,
            number=number,
        )  # fmt: skip


# -- papers that somebody looks at -----------------------------------------------------------------


async def shows_a_certificate(world: World) -> None:
    """Hand a qualification in, take it back, or let officers look at it and think again."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    ends = (world.clock.now() + timedelta(days=fate.choice((-1, 20, 400)))).date()
    await world.asks(
        f"{person} shows", qualifications.add, anew=True, actor=world.accounts[person],
        kind=fate.choice(("doctor", "lawyer")), number="2026-0001", last_day=ends.isoformat(),
        photo=Photo(f"{world.number():064x}", 9, "a key"), now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id, version FROM qualification ORDER BY id")
    if not rows:
        return
    number, version = fate.choice(rows)
    which: dict[str, Any] = {"paper_id": number}
    if fate.lot.random() < 0.2:
        await both(world, "takes back", qualifications.remove, (person,), qualification_id=number)
    await both(
        world, "looks", qualification_checks.decide, fate.lot.sample(_OFFICERS, 2),
        version=version, reason=fate.choice(("", "", "unreadable")), **which,
    )  # fmt: skip
    if fate.lot.random() < 0.3:
        await both(
            world, "thinks again", qualification_checks.undo, fate.lot.sample(_OFFICERS, 2),
            version=version + 1, **which,
        )  # fmt: skip


async def brings_hours_along(world: World) -> None:
    """Hand hours from elsewhere in, perhaps one paper twice; officers check, and reverse."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    said = outside_hours.Said(
        "昆明市", fate.choice((60, 3600)), date(2026, 1, 1), date(2026, 2, 28)
    )
    file = Kept(f"{fate.lot.randint(1, 5):064x}", 9, "image/jpeg", "证明.jpg")
    await world.asks(
        f"{person} brings", outside_hours.hand_in, anew=True, actor=world.accounts[person],
        said=said, file=file, now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id, version, state FROM outside_hours ORDER BY id")
    if not rows:
        return
    number, version, _ = fate.choice(rows)
    which: dict[str, Any] = {"claim_id": number, "version": version}
    deed = outside_checks.reverse if fate.lot.random() < 0.2 else outside_checks.decide
    reason = "unclear" if deed is outside_checks.reverse or fate.lot.random() < 0.1 else ""
    people = fate.lot.sample((*_OFFICERS, person), 3)
    await both(world, deed.__name__, deed, people, reason=reason, **which)
    if fate.lot.random() < 0.1:
        await both(world, "takes back", outside_hours.take_back, (person,), claim_id=number)


async def a_recipient_has_his_say(world: World) -> None:
    """Ask who was served about a typed record; he confirms or denies, twice or by two at once."""
    fate = world.fate
    rows = world.store.rows("SELECT id, typed_by FROM service_record ORDER BY id")
    if not rows:
        return
    number, typist = fate.choice(rows)
    link = await world.asks(
        "link", recipients.ask, anew=True, actor=typist, record_id=number, now=None
    )
    code = getattr(link, "code", None)
    if code is None:
        return
    words = "没有见过这个人"
    deed, more = fate.choice(
        ((recipients.confirm, {"stars": 4}),) * 3 + ((recipients.deny, {"words": words}),)
    )
    await both(world, deed.__name__, deed, (_RELATIVE, fate.choice(_PEOPLE)), code=code, **more)
    said = world.store.rows("SELECT id, record_id FROM recipient_word WHERE outcome IS NOT NULL")
    if said and fate.lot.random() < 0.5:
        word, number = fate.choice(said)
        await both(
            world, "looks at it", record_checks.see_word, fate.lot.sample(_OFFICERS, 2),
            record_id=number, word_id=word, genuine=fate.lot.random() < 0.7,
        )  # fmt: skip


async def a_visit_is_rated(world: World) -> None:
    """Let who was served at a station rate a finished visit, or deny it; others look at it."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    visits = world.store.rows(
        "SELECT v.id FROM visit v JOIN volunteer p ON p.id = v.volunteer_id "  # noqa: S608
        f"WHERE p.account_id = {world.accounts[person]} AND v.minutes > 0 "
        "ORDER BY v.id DESC LIMIT 3"
    )
    if visits:
        link = await world.asks(
            f"{person} asks", visit_words.ask, anew=True, actor=world.accounts[person],
            visit_id=fate.choice(visits)[0], now=None,
        )  # fmt: skip
        code = getattr(link, "code", None)
        if code is not None:
            people = (_RELATIVE, fate.choice((*_PEOPLE, person)))
            await both(world, "rates", recipients.confirm, people, code=code, stars=5)
    said = world.store.rows(
        "SELECT id FROM recipient_word WHERE visit_id IS NOT NULL AND outcome IS NOT NULL"
    )
    if said:
        eyes = fate.lot.sample((*town.CLERKS, *neighbours.COUNTY, neighbours.FEDERATION[0]), 2)
        word, genuine = fate.choice(said)[0], fate.lot.random() < 0.8
        await both(world, "looks at it", visit_words.see, eyes, word_id=word, genuine=genuine)


async def shows_an_award(world: World) -> None:
    """Hand an honour in with its proof; officers look at it, and think again."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    await world.asks(
        f"{person} shows", honours.add, anew=True, actor=world.accounts[person],
        name="优秀志愿者", giver="思茅区人民政府", given_on=date(2026, 3, 5),
        photo=Photo(f"{world.number():064x}", 9, "a key"), now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id, version FROM honour ORDER BY id")
    if rows:
        number, version = fate.choice(rows)
        people = fate.lot.sample((*_OFFICERS, person), 3)
        await both(
            world, "looks", honour_checks.decide, people, paper_id=number, version=version,
            reason=fate.choice(("", "", "unreadable")),
        )  # fmt: skip


async def a_training_is_kept(world: World) -> None:
    """Keep a training of some people, twice with the same request."""
    fate, contact = world.fate, world.fate.choice((*town.CONTACTS, neighbours.FEDERATION[0]))
    said = trainings.Said("急救课", "心肺复苏", 90, "红十字会", "礼堂", world.clock.now().date())
    where = fate.choice(("", "WHERE unit_id IS NOT NULL"))
    people = [row[0] for row in world.store.rows(f"SELECT id FROM volunteer {where} ORDER BY id")]  # noqa: S608
    await world.asks(
        f"{contact} keeps", trainings.save, anew=True, actor=world.accounts[contact], said=said,
        volunteer_ids=fate.lot.sample(people, min(2, len(people))),
        request_id=f"training/{world.number()}", now=None,
    )  # fmt: skip


# -- one's own data --------------------------------------------------------------------------------


async def changes_his_own_lines(world: World) -> None:
    """Change what one may change oneself, and undo it; say of which groups one is."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    actor: dict[str, Any] = {"actor": world.accounts[person], "now": None}
    line, chosen = fate.choice((("skills", ["medical"]), ("free_times", []), ("skills", ["x"])))
    done = await world.asks(
        f"{person} changes", own_profile.change, anew=True, line=line, chosen=chosen, **actor
    )
    if isinstance(done, own_profile.Changed) and done.change_id and fate.lot.random() < 0.5:
        await world.asks("undoes", own_profile.undo, anew=True, change_id=done.change_id, **actor)
    deed = fate.choice((person_groups.agree, person_groups.agree, person_groups.take_back))
    code = fate.choice(("league", "teacher", "emperor"))
    await world.asks(f"{person} {deed.__name__}", deed, anew=True, code=code, **actor)


async def somebody_corrects_his_registration(world: World) -> None:
    """Ask for another telephone or document, of which there are few; several officers decide."""
    fate, person = world.fate, world.fate.choice((*_PEOPLE, neighbours.MEMBER))
    number = made_up.id_number("530802", date(1970, 11, 2), 900 + fate.lot.randint(1, 3), "female")
    document = {"kind": "resident-id", "number": number, "sex": "", "born_on": ""}
    line, why, said = fate.choice(
        (
            ("phone", "", {"phone": "+8613400000001"}),
            ("document", "renewed", document),
            ("document", "mistaken", document),
        )
    )
    await world.asks(
        f"{person} corrects", corrections.ask, anew=True, actor=world.accounts[person],
        line=line, why=why, said=said, now=None,
    )  # fmt: skip
    rows = world.store.rows("SELECT id, version FROM correction WHERE state = 'open'")
    if not rows:
        return
    correction, version = fate.choice(rows)
    if fate.lot.random() < 0.1:
        which = {"correction_id": correction}
        await both(world, "thinks better", corrections.withdraw, (person,), **which)
    await both(
        world, "decides", correction_checks.decide, fate.lot.sample((*_OFFICERS, person), 3),
        correction_id=correction, version=version, reason=fate.choice(("", "", "unseen")),
    )  # fmt: skip


async def asks_what_is_kept(world: World) -> None:
    """Take a copy of one's own data, and a consent back."""
    fate, person = world.fate, world.fate.choice(_PEOPLE)
    actor: dict[str, Any] = {"actor": world.accounts[person], "now": None}
    await world.asks(f"{person} copies", own_data.in_chat, anew=True, **actor)
    given = world.store.rows(
        f"SELECT id FROM consent WHERE account_id = {world.accounts[person]}"  # noqa: S608
    )
    if given and fate.lot.random() < 0.5:
        number = fate.choice(given)[0]
        await world.asks(
            f"{person} withdraws", consents.withdraw, anew=True, consent_id=number, **actor
        )


async def an_officer_looks(world: World) -> None:
    """Look at whatever waits, as officers do all day."""
    officer = world.accounts[world.fate.choice(_OFFICERS)]
    for deed in (qualification_checks.following, outside_checks.following, recoveries.following):
        await world.asks("looks", deed, look=True, anew=True, actor=officer)
    await world.asks(
        "looks", applications.following, look=True, anew=True, actor=officer, after=None, now=None
    )
