"""Groups that people say they belong to: agreed to apart, taken back at once, counted only."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.groups import PersonGroup
from models.people import Consent, Volunteer
from models.traffic import AuditEntry
from tests.cast import MORNING, a_volunteer, later, with_hours, with_role
from usecases import consents, erasure, group_shares, own_data, person_groups, talents
from usecases.city import CitySession
from usecases.database import Database

VOLUNTEERS, GROUPS, CONSENTS = table_of(Volunteer), table_of(PersonGroup), table_of(Consent)


def refused(why: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is why


async def test_each_group_is_kept_sealed_with_a_consent_of_its_own_and_goes_with_it(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        officer = with_role(session, 801, Role.FEDERATION).account_id
        mine: dict[str, Any] = {"actor": li.account_id, "now": MORNING}
        refused(Code.STEP_GONE, person_groups.agree, session, code="emperor", **mine)
        for code in ("party-on-duty", "teacher", "teacher"):
            person_groups.agree(session, code=code, **mine)
        own = person_groups.own(session, **mine)
        assert own.said == {"party-on-duty", "teacher"}
        rows = session.connection().execute(select(GROUPS)).all()
        assert not any(b"party" in bytes(row.code_sealed) for row in rows)
        # Neither the trail nor an officer's screen of the person tells of it.
        trail = table_of(AuditEntry)
        said = session.connection().execute(select(trail.c.subject, trail.c.detail)).all()
        assert "party" not in repr(said)
        seen = talents.person(session, actor=officer, volunteer_id=li.volunteer_id, now=MORNING)
        assert "party" not in repr(asdict(seen))
        # He himself reads it in his copy, and takes back each alone.
        copy = own_data.copy(session, actor=li.account_id, masked=False, now=MORNING)
        codes = [row["code_sealed"] for row in copy.tables["person_group"]]
        assert codes == ["party-on-duty", "teacher"]
        given = consents.given(session, actor=li.account_id)
        assert [(one.kind, one.group, one.needed) for one in given] == [
            ("person-group", "party-on-duty", False),
            ("person-group", "teacher", False),
        ]
        consents.withdraw(session, actor=li.account_id, consent_id=given[0].consent_id, now=MORNING)
        assert person_groups.own(session, **mine).said == {"teacher"}
        # A new wording is agreed to for what still stands, and the group stands on it.
        session.connection().execute(update(CONSENTS).values(text_version="older"))
        assert consents.old(session, **mine) == ["person-group"]
        assert consents.renew(session, **mine) == 1
        (after,) = consents.given(session, actor=li.account_id)
        assert after.group == "teacher"
        person_groups.take_back(session, code="teacher", **mine)
        assert consents.given(session, actor=li.account_id) == []
        assert session.connection().execute(select(GROUPS)).all() == []
        person_groups.agree(session, code="league", **mine)
        erasure.erase(session, account_id=li.account_id, now=later(days=1))
        assert session.connection().execute(select(GROUPS)).all() == []
        # Nobody under age is asked, because the law asks for more there.
        zhang = a_volunteer(session, 2)
        for born_on, offered in ((date(2008, 11, 22), 0), (date(2008, 11, 21), 8)):
            session.connection().execute(
                update(VOLUNTEERS)
                .where(VOLUNTEERS.c.id == zhang.volunteer_id)
                .values(born_on=born_on)
            )
            own = person_groups.own(session, actor=zhang.account_id, now=MORNING)
            assert len(own.offered) == offered

    await db.write(play)


async def test_the_share_of_a_group_is_shown_from_five_people_on(db: Database) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.OFFICE).account_id
        these: dict[str, Any] = {"actor": office, "now": MORNING}

        def teachers() -> tuple[int | None, int | None, int | None, bool]:
            one = group_shares.shares(session, **these).figures["teacher"]
            return one.registered, one.active, one.percent, one.reached

        people = [a_volunteer(session, number) for number in range(1, 8)]
        for li in people[:4]:
            person_groups.agree(session, actor=li.account_id, code="teacher", now=MORNING)
        for people_entered in (0, 100_000_001):
            refused(
                Code.STEP_GONE, group_shares.enter, session,
                group="teacher", people=people_entered, **these,
            )  # fmt: skip
        refused(Code.STEP_GONE, group_shares.enter, session, group="emperor", people=9, **these)
        group_shares.enter(session, group="teacher", people=7, **these)
        assert teachers() == (None, None, None, False)
        person_groups.agree(session, actor=people[4].account_id, code="teacher", now=MORNING)
        assert teachers() == (5, None, 71, False)
        for li in people[:5]:
            with_hours(session, li, 60)
        assert teachers() == (5, 5, 71, False)
        # Of six with five active one could tell who is idle.
        person_groups.agree(session, actor=people[5].account_id, code="teacher", now=MORNING)
        assert teachers() == (6, None, 85, False)
        group_shares.enter(session, group="teacher", people=6, **these)
        assert teachers() == (6, None, 100, True)
        session.connection().execute(
            update(VOLUNTEERS)
            .where(VOLUNTEERS.c.id == people[5].volunteer_id)
            .values(suspended_at=MORNING)
        )
        assert teachers() == (5, 5, 83, False)
        # Of homeowners no document says how many shall be registered: all of them reach nothing.
        for li in people[:5]:
            person_groups.agree(session, actor=li.account_id, code="homeowner", now=MORNING)
        group_shares.enter(session, group="homeowner", people=5, **these)
        owners = group_shares.shares(session, **these).figures["homeowner"]
        assert (owners.registered, owners.percent, owners.reached, owners.aimed) == (
            5, 100, False, False,
        )  # fmt: skip

    await db.write(play)
