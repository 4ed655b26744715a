"""The books of service: one's own, and a station's page of a day or a month."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from domain.permissions import Role
from domain.refusals import Code, Refusal
from locales.book_words import record_book
from locales.words import CHINESE, ENGLISH, Speaker
from models.columns import table_of
from models.records import RecordCheck, ServiceRecord
from models.visits import Visit
from tests.cast import MORNING, a_station, a_volunteer, later, with_role
from tests.usecases.test_certificates import serves
from usecases import access, books, certificates, crediting, ledger, stations
from usecases.city import CitySession
from usecases.database import Database

TODAY = date(2026, 11, 21)


def _typed(session: CitySession, volunteer_id: int, station_id: int) -> None:
    began_at = later(days=-1, hours=5)
    row = (
        session.connection()
        .execute(
            insert(table_of(ServiceRecord))
            .values(
                request_id="typed",
                volunteer_id=volunteer_id,
                station_id=station_id,
                name="关爱老人",
                place="敬老院",
                recipients="老人",
                content="陪伴",
                leader="王队长",
                organizer="思茅街道",
                began_at=began_at,
                ended_at=began_at + timedelta(minutes=60),
                reason="没有信号",
                denied=[],
                county="530802",
                typed_by=with_role(session, 90, Role.CLERK, str(station_id)).account_id,
                typed_at=MORNING,
                state="credited",
                minutes=60,
                credited_at=MORNING,
                policy_version="test",
            )
            .returning(table_of(ServiceRecord))
        )
        .one()
    )
    session.connection().execute(
        insert(table_of(RecordCheck)).values(
            record_id=row.id,
            by_account_id=with_role(session, 89, Role.FEDERATION).account_id,
            typed_by=row.typed_by,
            outcome="approved",
            checked_at=MORNING,
        )
    )
    crediting.credit_record(session, record=row, unit_id=None, now=MORNING)


async def test_ones_own_book_has_a_line_for_each_service_and_the_ledgers_sum(db: Database) -> None:
    def play(session: CitySession) -> None:
        li = a_volunteer(session, 1)
        assert books.own(session, actor=li.account_id).lines == []
        library = a_station(session, "图书馆站")
        office = with_role(session, 91, Role.OFFICE).account_id
        keeps = {"actor": office, "station_id": library.station_id}
        for field, value, days in (
            ("services", "代收代寄", 60),
            ("contact_person", "周主任", 50),
            ("services", "免费饮水\n代收代寄", 20),
            ("contact_person", "吴主任", 1),
        ):
            at = later(days=-days)
            stations.change(session, **keeps, field=field, value=value, now=at)
        serves(session, li, library.station_id, 40, 120)
        serves(session, li, library.station_id, 3, 45)
        _typed(session, li.volunteer_id, library.station_id)
        # A certificate of each station and of each named work: their sums are the whole.
        asks: dict[str, Any] = {
            "actor": li.account_id,
            "from_month": "2026-10",
            "until_month": "2026-11",
        }
        some = certificates.choices(session, **asks, now=MORNING)
        assert [one.name for one in some] == ["图书馆站", "关爱老人"]
        parts = [certificates.issue(session, **asks, only=(one,), now=MORNING) for one in some]
        assert [one.statement["minutes"] for one in parts] == [165, 60]
        assert [one.statement["content"][0]["kind"] for one in parts] == ["recorded", "typed"]
        both = certificates.issue(session, **asks, only=tuple(some), now=MORNING)
        assert both.number == certificates.issue(session, **asks, now=MORNING).number
        assert both.statement["minutes"] == 225
        assert ledger.hours(session, volunteer_id=li.volunteer_id).service_minutes == 225
        book = books.own(session, actor=li.account_id)
        assert (book.name, book.number) == ("李志愿", "5308-02-000001")
        assert [(one.day, one.minutes, one.source) for one in book.lines] == [
            (date(2026, 10, 12), 120, "scan"),
            (date(2026, 11, 18), 45, "scan"),
            (date(2026, 11, 20), 60, "typed"),
        ]
        # A visit says what its station was for on that day, and for whom.
        assert {one.recipients for one in book.lines[:2]} == {"residents"}
        assert [(one.content, one.leader) for one in book.lines[:2]] == [
            ("代收代寄", "周主任"),
            ("免费饮水\n代收代寄", "周主任"),
        ]
        for locale, content in ((CHINESE, "免费饮水、代收代寄"), (ENGLISH, "免费饮水, 代收代寄")):
            words = Speaker(locale, session.city.calendar.zone, MORNING)
            assert content in record_book(words, asdict(book))["rows"][1]
        typed = book.lines[-1]
        assert (typed.what, typed.place, typed.recipients) == ("关爱老人", "敬老院", "老人")
        assert (typed.content, typed.leader, typed.unit) == ("陪伴", "王队长", "思茅街道")
        assert (typed.quality, typed.stars, typed.quality_on) == ("", 0, None)
        has = ledger.hours(session, volunteer_id=li.volunteer_id)
        assert book.minutes == has.service_minutes == 225

    await db.write(play)


async def test_a_stations_page_lists_who_served_masked_and_nobody_of_elsewhere(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        li, wang = a_volunteer(session, 1), a_volunteer(session, 2, "王小明")
        library, square = a_station(session, "图书馆站"), a_station(session, "广场站")
        clerk = with_role(session, 3, Role.CLERK, str(library.station_id))
        serves(session, li, library.station_id, 0, 120)
        serves(session, wang, library.station_id, 20, 30)
        serves(session, wang, square.station_id, 2, 45)
        _typed(session, wang.volunteer_id, library.station_id)
        session.connection().execute(
            insert(table_of(Visit)).values(
                volunteer_id=wang.volunteer_id,
                station_id=library.station_id,
                opened_at=later(hours=1),
                opened_source="scan",
            )
        )

        def page(first_on: date, last_on: date) -> books.RegisterPage:
            return books.register(
                session, actor=clerk.account_id, first_on=first_on, last_on=last_on
            )

        today = page(TODAY, TODAY)
        assert [(one.masked_name, one.minutes) for one in today.lines] == [
            ("李*愿", 120),
            ("王*明", None),
        ]
        assert (today.station, today.people, today.minutes) == ("图书馆站", 2, 120)
        month = page(date(2026, 11, 1), TODAY)
        assert [one.minutes for one in month.lines] == [30, 60, 120, None]
        assert [one.typed for one in month.lines] == [False, True, False, False]
        assert "王小明" not in repr(month)
        # Nobody is the station's public contact: its clerk of that time answers for it.
        assert [one.leader for one in today.lines] == ["", ""]
        a_volunteer(session, 3, "赵管理")
        assert [one.leader for one in page(TODAY, TODAY).lines] == ["赵管理", "赵管理"]
        # A head who came with the afternoon answers for what began under him, before any contact.
        sun, place = a_volunteer(session, 4, "孙站长"), str(library.station_id)
        access.grant(
            session, account_id=sun.account_id, role=Role.STATION_HEAD, scope_ref=place, by=None,
            now=later(minutes=30),
        )  # fmt: skip
        office = with_role(session, 92, Role.OFFICE).account_id
        stations.change(
            session, actor=office, station_id=library.station_id, field="contact_person",
            value="周主任", now=later(days=-60),
        )  # fmt: skip
        assert [one.leader for one in page(TODAY, TODAY).lines] == ["周主任", "孙站长"]
        assert {one.recipients for one in today.lines} == {"residents"}
        assert (month.lines[1].what, month.lines[1].content) == ("关爱老人", "陪伴")
        assert page(date(2026, 10, 1), date(2026, 10, 31)).lines == []
        for first_on, last_on in (
            (date(2026, 10, 1), date(2026, 11, 1)),
            (TODAY, date(2026, 11, 20)),
        ):
            with pytest.raises(Refusal) as refused:
                page(first_on, last_on)
            assert refused.value.refused.code is Code.STEP_GONE
        with pytest.raises(Refusal) as other:
            books.register(session, actor=li.account_id, first_on=TODAY, last_on=TODAY)
        assert other.value.refused.code is Code.NOT_ALLOWED

    await db.write(play)
