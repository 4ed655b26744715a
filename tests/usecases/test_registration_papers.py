"""The registration form on paper: masked for the chat, whole once for the officer."""

from datetime import date

import pytest
from sqlalchemy import select, update

from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.people import Application, RoleGrant
from models.traffic import AuditEntry
from tests.cast import MORNING, invented_id_number, later, with_role
from tests.usecases.applying import applies
from usecases import approval, registration_papers
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.database import Database

_ROWS = table_of(Application)


async def test_the_chat_shows_it_masked_and_a_link_opens_it_whole_and_once(db: Database) -> None:
    def play(session: CitySession) -> None:
        account, handed_in = applies(session, 7)
        chief = with_role(session, 8, Role.FEDERATION)
        other = with_role(session, 9, Role.COUNTY_OFFICE, "530821")
        number, which = invented_id_number(7, "19900101"), handed_in.application_id

        def link(at_hours: float = 0) -> str:
            return registration_papers.link(
                session,
                actor=chief.account_id,
                application_id=which,
                now=later(hours=at_hours),
            )

        own = registration_papers.own(session, actor=account, now=MORNING)
        assert (own.name, own.born_on) == ("李志愿", date(1990, 1, 1))
        assert own.document_number.startswith("•")
        assert own.phone == "••••0007"
        assert number not in repr(own)
        assert own.places[0][0] == "思茅区"
        assert (own.consented_on, own.approved_on) == (date(2026, 11, 21), None)
        assert not own.minor
        with pytest.raises(Refusal) as refused:
            registration_papers.link(
                session, actor=other.account_id, application_id=which, now=MORNING
            )
        assert refused.value.refused.code is Code.NOT_ALLOWED
        token = link()
        found = registration_papers.by_link(session, token=token, now=later(minutes=9))
        assert found is not None
        assert (found[0].document_number, found[0].phone) == (number, "13800000007")
        assert found[1] == "zh-hans"
        late, unused = link(), link()
        forged = ("B" if unused[5] != "B" else "C").join((unused[:5], unused[6:]))
        for tried, minutes in ((token, 9), (late, 10), (forged, 1), ("", 1), ("志愿" * 999, 1)):
            at = later(minutes=minutes)
            assert registration_papers.by_link(session, token=tried, now=at) is None
        actions = session.connection().scalars(select(table_of(AuditEntry).c.action)).all()
        assert actions.count("application.form-asked") == 3
        assert actions.count("application.form-printed") == 1
        # Who has lost the role in between opens nothing.
        session.connection().execute(
            update(table_of(RoleGrant))
            .where(table_of(RoleGrant).c.account_id == chief.account_id)
            .values(revoked_at=MORNING)
        )
        assert registration_papers.by_link(session, token=unused, now=later(minutes=1)) is None

    await db.write(play)


async def test_an_approved_form_is_still_printed_when_the_answers_are_blanked(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        account, handed_in = applies(session, 7)
        chief = with_role(session, 8, Role.FEDERATION)
        made = approval.decide(
            session,
            actor=chief.account_id,
            application_id=handed_in.application_id,
            version=1,
            verdict=Verdict.APPROVED,
            now=later(days=1),
        )
        before = registration_papers.own(session, actor=account, now=later(days=2))
        assert (before.volunteer_number, before.approved_on) == (made.number, date(2026, 11, 22))
        session.connection().execute(update(_ROWS).values(answers_sealed=None))
        assert registration_papers.own(session, actor=account, now=later(days=99)) == before
        session.connection().execute(update(_ROWS).values(state="refused"))
        with pytest.raises(Refusal) as refused:
            registration_papers.own(session, actor=account, now=later(days=99))
        assert refused.value.refused.code is Code.NOT_FOUND

    await db.write(play)
