"""A copy of one's own data, for its owner and once; consents taken back and asked for anew."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from documents.own_data import own_data_xlsx
from domain.identity import mask
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import CityAccount, LedgerTransfer
from models.visits import Visit
from tests.cast import CITY, MORNING, POLICY, Somebody, a_station, a_volunteer, an_account, later
from tests.databases import fresh_database
from tests.usecases.applying import answers, applies
from tests.usecases.children import a_child
from usecases import consents, own_data, own_wards, registration
from usecases.city import CitySession
from usecases.database import Database
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER

LIFE = timedelta(minutes=POLICY.on(MORNING.date()).rights.copy_minutes)


async def test_a_copy_holds_what_was_handed_in_and_is_fetched_once(db: Database) -> None:
    """K12: everything, opened, in two forms; a link is good once and for its minutes."""
    account_id, _ = await db.write(applies, 41)
    made = await db.write(own_data.links, actor=account_id, now=MORNING)
    assert set(made.words) == {"json", "xlsx"}
    last = MORNING + LIFE - timedelta(seconds=1)
    assert await db.read(own_data.waits, form="json", word=made.words["json"], now=last)
    assert not await db.read(own_data.waits, form="xlsx", word=made.words["json"], now=last)
    found = await db.write(own_data.fetch, form="json", word=made.words["json"], now=last)
    assert found is not None
    said = json.loads(found.as_json())
    (row,) = said["tables"]["application"]
    assert json.loads(row["answers_sealed"])["number"] == answers(41)["number"]
    assert "id_index" not in row
    assert [one["kind"] for one in said["tables"]["consent"]] == [TO_REGISTER, ID_NUMBER]
    assert "own-data.fetched" in [one["action"] for one in said["tables"]["audit_entry"]]
    assert own_data_xlsx(found.tables, about="说明", lines=["一行"])[:2] == b"PK"
    again = await db.write(own_data.fetch, form="json", word=made.words["json"], now=last)
    assert again is None
    over = await db.write(own_data.fetch, form="xlsx", word=made.words["xlsx"], now=MORNING + LIFE)
    assert over is None


async def test_a_newer_link_ends_the_older_and_nobody_else_is_in_the_copy(db: Database) -> None:
    account_id, _ = await db.write(applies, 41)
    other, _ = await db.write(applies, 42)
    first = await db.write(own_data.links, actor=account_id, now=MORNING)
    await db.write(own_data.links, actor=account_id, now=later(minutes=1))
    assert not await db.read(
        own_data.waits, form="json", word=first.words["json"], now=later(minutes=1)
    )
    found = await db.write(own_data.in_chat, actor=account_id, now=MORNING)
    said = found.as_json().decode()
    assert answers(42)["number"] not in said
    assert [row["id"] for row in found.tables["account"]] == [account_id] != [other]
    # What goes through a chat holds no number.
    assert answers(41)["number"] not in said
    assert found.tables["application"][0]["answers_sealed"] is None
    assert mask("110101199001011234") != "110101199001011234"


async def test_a_consent_is_taken_back_alone_and_the_needed_ones_by_leaving(db: Database) -> None:
    """K1, K2: what is not needed ends at once; what is needed is not taken back by halves."""
    account_id, _ = await db.write(applies, 41)
    kinds = [TO_REGISTER, ID_NUMBER, ONWARD_ENTRY]
    await db.write(registration.agree, actor=account_id, kinds=kinds, now=MORNING)
    await db.write(_admitted, account_id)
    held = {one.kind: one for one in await db.read(consents.given, actor=account_id)}
    assert [one.needed for one in held.values()] == [True, True, False]
    onward = held[ONWARD_ENTRY].consent_id
    took = await db.write(consents.withdraw, actor=account_id, consent_id=onward, now=later(days=1))
    assert took == ONWARD_ENTRY
    for consent_id, code in (
        (onward, Code.STEP_GONE),
        (held[ID_NUMBER].consent_id, Code.CONSENT_MISSING),
    ):
        with pytest.raises(Refusal) as refused:
            await db.write(
                consents.withdraw, actor=account_id, consent_id=consent_id, now=later(days=1)
            )
        assert refused.value.refused.code is code
    stranger = await db.write(an_account, 43)
    with pytest.raises(Refusal):
        await db.read(
            consents.one, actor=stranger.account_id, consent_id=held[ID_NUMBER].consent_id
        )


def _admitted(session: CitySession, account_id: int) -> None:
    from domain.permissions import Role
    from tests.cast import with_role
    from usecases import approval

    officer = with_role(session, 1, Role.FEDERATION)
    row = (
        session.connection()
        .execute(
            text("SELECT id, version FROM application WHERE account_id = :who"), {"who": account_id}
        )
        .one()
    )
    approval.decide(
        session, actor=officer.account_id, application_id=row.id, version=row.version,
        verdict=approval.Verdict.APPROVED, now=MORNING,
    )  # fmt: skip


async def test_a_new_wording_asks_every_volunteer_once(db: Database) -> None:
    """K1: until he answers, what he agreed to holds."""
    account_id, _ = await db.write(applies, 41)
    await db.write(_admitted, account_id)
    assert await db.write(consents.ask_again, now=MORNING) == 0
    await db.write(_worded_before)
    assert await db.write(consents.ask_again, now=MORNING) == 1
    assert await db.write(consents.ask_again, now=MORNING) == 0
    old = await db.read(consents.old, actor=account_id, now=MORNING)
    assert sorted(old) == sorted([TO_REGISTER, ID_NUMBER])
    assert len(await db.read(consents.given, actor=account_id)) == 2
    assert await db.write(consents.renew, actor=account_id, now=later(days=1)) == 2
    assert await db.read(consents.old, actor=account_id, now=later(days=1)) == []
    assert len(await db.read(consents.given, actor=account_id)) == 2


async def test_a_guardian_reads_a_new_wording_and_his_word_holds_meanwhile(db: Database) -> None:
    mother = (await db.write(an_account, 31)).account_id
    await db.write(a_child, 32, mother)
    who: dict[str, Any] = {"actor": mother, "now": later(days=1)}
    assert [await db.write(consents.ask_again, now=MORNING) for _ in "12"] == [1, 0]
    (asked,) = await db.read(own_wards.reworded, **who)
    assert (asked.name, asked.text_version) == ("赵**友", "2026-2")
    (ward,) = await db.read(own_wards.own_wards, **who)
    assert ward.consents
    assert [await db.write(own_wards.renew, **who) for _ in "12"] == [1, 0]
    assert await db.read(own_wards.reworded, **who) == []
    assert await db.read(own_wards.own_wards, **who) == [ward]


def _worded_before(session: CitySession) -> None:
    session.connection().execute(text("UPDATE consent SET text_version = '2025-1'"))


@pytest.mark.proof
async def test_a_life_of_five_thousand_visits_is_copied_well_within_a_minute(
    measured: Callable[[str], None],
) -> None:
    """From the press to both files in hand; on one database, whose statements are the same."""
    with fresh_database("sqlite") as url:
        db = Database(url, CITY)
        li = await db.write(a_volunteer, 7)
        await db.write(_has_served, li, 5_000)
        began = time.perf_counter()
        made = await db.write(own_data.links, actor=li.account_id, now=MORNING)
        for form, word in made.words.items():
            found = await db.write(own_data.fetch, form=form, word=word, now=MORNING)
            assert found is not None
            assert len(found.tables["visit"]) == 5_000
            if form == "json":
                assert len(json.loads(found.as_json())["tables"]["ledger_transfer"]) == 10_000
            else:
                assert own_data_xlsx(found.tables, about="说明", lines=[])[:2] == b"PK"
        seconds = time.perf_counter() - began
        await db.close()
    measured(f"{seconds:.1f} s for 5,000 visits, JSON and workbook")
    assert seconds < 20


def _has_served(session: CitySession, /, who: Somebody, times: int) -> None:
    """Let somebody have served an hour a day, each with its two lines in the books."""
    station = a_station(session)
    visits, transfers = table_of(Visit), table_of(LedgerTransfer)
    opened = [MORNING - timedelta(days=day) for day in range(1, times + 1)]
    connection = session.connection()
    visit_rows = [
        {
            "volunteer_id": who.volunteer_id,
            "station_id": station.station_id,
            "opened_at": at,
            "opened_source": "scan",
            "closed_at": at + timedelta(hours=1),
            "closed_source": "scan",
            "minutes": 60,
        }
        for at in opened
    ]
    connection.execute(insert(visits), visit_rows)
    transfer_rows = [
        {
            "key": f"visit:{number}/{book}",
            "request_hash": bytes(32),
            "ledger": book,
            "debit": CityAccount.ISSUED,
            "credit": who.volunteer_id,
            "minutes": 60,
            "source": "scan",
            "cause": f"visit:{number}",
            "policy_version": "test",
            "month": f"{at:%Y-%m}",
            "recorded_at": at,
        }
        for number, at in enumerate(opened, 1)
        for book in (1, 2)
    ]
    connection.execute(insert(transfers), transfer_rows)
