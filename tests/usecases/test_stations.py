"""The register of stations, and how long somebody was on duty there."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.admission import Means
from domain.permissions import Role
from domain.refusals import Code, Refusal
from models.columns import table_of
from models.ledger import LedgerTransfer
from models.places import Station
from models.traffic import AuditEntry, Notice
from tests.cast import (
    KEYS,
    MORNING,
    StationWithDisplay,
    a_station,
    a_volunteer,
    an_account,
    later,
    station_code,
    with_role,
)
from usecases import (
    checkins,
    coverage,
    forgotten,
    invites,
    station_closing,
    station_goals,
    station_marks,
    station_past,
    station_staff,
    station_standard,
    stations,
    workplace,
)
from usecases.city import CitySession
from usecases.database import Database
from usecases.sealed_file import FileBrokenError
from usecases.station_standard import Photo

NINGER = "530821"


def _opened(session: CitySession, officer: int, name: str = "宁洱县图书馆服务站") -> int:
    return stations.open_station(
        session,
        actor=officer,
        name=name,
        kind="culture",
        township="530821101",
        address="凤凰路 2 号",
        now=MORNING,
    )


def _refused(code: Code, deed: Any, session: CitySession, **facts: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(session, **facts)
    assert refusal.value.refused.code is code


def _comes_back(session: CitySession, here: dict[str, Any]) -> None:
    """Take a station that was closed by mistake into use again: its staff hear of both."""
    clerk = with_role(session, 811, Role.CLERK, str(here["station_id"])).account_id
    elsewhere = with_role(session, 812, Role.COUNTY_OFFICE, "530822").account_id
    li = a_volunteer(session, 813)
    _refused(Code.NOT_FOUND, station_closing.reopen, session, **here | {"actor": elsewhere})
    assert station_closing.closed(session, actor=elsewhere) == []
    assert [one.name for one in station_closing.closed(session, actor=here["actor"])] == [
        "宁洱县图书馆服务站"
    ]
    assert station_closing.reopen(session, **here) == "宁洱县图书馆服务站"
    _refused(Code.STEP_GONE, station_closing.reopen, session, **here)
    assert station_closing.closed(session, actor=here["actor"]) == []
    # Its week begins with the day on which it was opened.
    assert len(coverage.week(session, **here | {"now": later(hours=30)})) == 2
    past = station_past.history(session, actor=here["actor"], station_id=here["station_id"])
    assert [(one.field, bool(one.was)) for one in past[:2]] == [("closed", True), ("closed", False)]
    checkins.open_visit(session, li.volunteer_id, here["station_id"], "scan", later())
    station_closing.close(session, **here | {"now": later(hours=1)})
    told = session.connection().execute(select(table_of(Notice))).all()
    assert [(one.kind, one.account_id) for one in told] == [
        ("station-reopened", clerk),
        ("station-closed", clerk),
        ("station-closed-inside", li.account_id),
    ]
    assert told[1].facts["inside"] == 1


async def test_an_office_keeps_the_stations_of_its_county_and_each_change_stays(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.COUNTY_OFFICE, NINGER).account_id
        other = with_role(session, 802, Role.COUNTY_OFFICE, "530822").account_id
        federation = with_role(session, 803, Role.FEDERATION).account_id
        station = _opened(session, office)

        def change(field: str, value: str, actor: int = office) -> None:
            stations.change(
                session, actor=actor, station_id=station, field=field, value=value, now=later()
            )

        change("workflow", "来了先签到，走时签退。")
        change("opening", "周一至周五 9:00-17:00")
        change("day", "11月23日 休息")
        change("kind", "community", federation)
        change("community", "  凤阳社区 ")
        stations.place(
            session, actor=office, station_id=station, latitude=23.0617, longitude=101.0453,
            drawn=True, now=later(),
        )  # fmt: skip
        stations.ask_location(session, actor=office, station_id=station, wanted=True, now=later())
        card = stations.card(session, actor=office, station_id=station, now=later())
        assert (card.kind, card.community, card.radius_metres) == ("community", "凤阳社区", 150)
        assert card.missing_texts == ("services", "contact_person", "contact_way")
        assert card.opening == {str(d): [["09:00", "17:00"]] for d in range(5)} | {"2026-11-23": []}
        rows = table_of(Station)
        at = session.connection().execute(
            select(rows.c.latitude, rows.c.longitude).where(rows.c.id == station)
        )
        # The map's point is 200 metres and more beside the true one.
        assert at.one() == (pytest.approx(23.0645, abs=0.001), pytest.approx(101.0432, abs=0.001))
        told = station_past.history(session, actor=office, station_id=station)
        assert [one.field for one in told] == [
            "radius", "position", "community", "kind", "day", "opening", "workflow",
        ]  # fmt: skip
        assert (told[3].was, told[3].became) == ("culture", "community")
        assert stations.listing(session, actor=other) == (0, [])
        others: list[tuple[Any, dict[str, Any]]] = [
            (stations.card, {}),
            (station_past.history, {}),
            (station_closing.close, {}),
            (stations.change, {"field": "name", "value": "别人的"}),
            (station_staff.invite, {}),
            (station_standard.items, {}),
        ]
        for deed, facts in others:
            given: dict[str, Any] = {"actor": other, "station_id": station, **facts}
            if deed is not station_past.history:
                given["now"] = later()
            _refused(Code.NOT_FOUND, deed, session, **given)
        entries = table_of(AuditEntry)
        kept = session.connection().execute(
            select(entries.c.action, entries.c.detail).where(
                entries.c.subject == f"station:{station}"
            )
        )
        assert [row.action for row in kept] == ["station.opened", *["station.changed"] * 7]

    await db.write(play)


async def test_what_cannot_be_entered_is_refused(db: Database) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.COUNTY_OFFICE, NINGER).account_id
        station = _opened(session, office)
        named: dict[str, Any] = {
            "kind": "culture",
            "township": "530821101",
            "address": "路",
            "now": MORNING,
        }
        for wrong, code in (
            ({"name": "宁洱县图书馆服务站"}, Code.NAME_TAKEN),
            ({"name": "另一个", "kind": "kiosk"}, Code.NOT_FOUND),
            ({"name": "另一个", "township": "530822101"}, Code.NOT_ALLOWED),
            ({"name": "另一个", "township": NINGER}, Code.NOT_FOUND),
            ({"name": "另一个", "township": "999999"}, Code.NOT_FOUND),
            ({"name": " "}, Code.TEXT_EMPTY),
            ({"name": "长" * 41}, Code.TEXT_LENGTH),
        ):
            _refused(code, stations.open_station, session, actor=office, **(named | wrong))
        here: dict[str, Any] = {"actor": office, "station_id": station, "now": later()}
        for field, value, code in (
            ("opening", "随时来", Code.HOURS_UNCLEAR),
            ("day", "昨天 休息", Code.HOURS_UNCLEAR),
            ("kind", "kiosk", Code.NOT_FOUND),
            ("township", "530822101", Code.NOT_FOUND),
            ("unit", "999", Code.NOT_FOUND),
            ("unit", "x", Code.NOT_FOUND),
            ("epoch", "2", Code.NOT_FOUND),
            ("workflow", "字" * 301, Code.TEXT_LENGTH),
        ):
            _refused(code, stations.change, session, **here, field=field, value=value)
        _refused(Code.POSITION_MISSING, stations.ask_location, session, **here, wanted=True)
        _refused(
            Code.NOT_FOUND, stations.place, session, **here, latitude=91, longitude=0, drawn=False
        )
        assert station_closing.close(session, **here) == "宁洱县图书馆服务站"
        _refused(Code.STATION_GONE, stations.card, session, **here)
        _refused(Code.STATION_GONE, stations.public_card, session, station_id=station, now=later())
        assert stations.listing(session, actor=office) == (0, [])
        _comes_back(session, here)

    await db.write(play)


async def test_the_ten_items_are_ticked_with_photos_and_clerks_come_and_go(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.FEDERATION).account_id
        station = _opened(session, office)
        here: dict[str, Any] = {"actor": office, "station_id": station, "now": later()}
        photo = Photo("a" * 64, 20)
        station_standard.tick(session, **here, item="sign", photo=None)
        station_standard.tick(session, **here, item="sign", photo=photo)
        station_standard.tick(session, **here, item="rules", photo=photo)
        # An old button that ticks without a photo loses none.
        station_standard.tick(session, **here, item="rules", photo=None)
        found = station_standard.items(session, **here)
        assert len(found) == 10
        assert [one.code for one in found if one.sha256] == ["sign", "rules"]
        station_standard.untick(session, **here, item="rules")
        station_standard.untick(session, **here, item="rules")
        assert stations.card(session, **here).items_seen == 1
        _refused(Code.NOT_FOUND, station_standard.tick, session, **here, item="pool", photo=None)
        clerk = with_role(session, 804, Role.CLERK, str(station)).account_id
        of: dict[str, Any] = {"actor": office, "station_id": station}
        assert [one.account_id for one in station_staff.clerks(session, **of)] == [clerk]
        station_staff.dismiss(session, **here, account_id=clerk)
        assert station_staff.clerks(session, **of) == []
        # He hears it, and gets the buttons of somebody who is nothing here.
        told = session.connection().execute(select(table_of(Notice)).order_by(text("id"))).all()
        assert [(one.account_id, one.kind, one.facts["role"]) for one in told] == [
            (clerk, "staff-dismissed", "clerk"), (clerk, "new-menu", ""),
        ]  # fmt: skip
        for nobody in (clerk, 999_999):
            _refused(Code.NOT_FOUND, station_staff.dismiss, session, **here, account_id=nobody)

    await db.write(play)


async def test_a_head_keeps_the_card_and_the_clerks_of_his_own_station_and_nothing_else(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.COUNTY_OFFICE, NINGER).account_id
        station, other = _opened(session, office), _opened(session, office, "茶马古道驿站")
        here: dict[str, Any] = {"station_id": station, "now": later()}
        head, second, clerk, back = (an_account(session, n).account_id for n in range(811, 815))

        def accepts(who: int, code: str) -> None:
            invites.accept(session, actor=who, code=code, now=later())

        for who in (head, second):
            accepts(who, station_staff.invite_head(session, actor=office, **here))
        accepts(clerk, station_staff.invite(session, actor=head, **here))
        staff = station_staff.clerks(session, actor=head, station_id=station)
        assert [(one.account_id, one.is_head) for one in staff] == [
            (head, True), (second, True), (clerk, False),
        ]  # fmt: skip
        # A head does what a clerk does, and the clerk nothing of a head's.
        assert workplace.at_work(session, actor=head).station.ref == str(station)
        assert [one.station_id for one in stations.headed(session, actor=head)] == [station]
        assert stations.headed(session, actor=office) == []
        _refused(Code.NOT_ALLOWED, station_staff.invite, session, actor=clerk, **here)
        _refused(Code.NOT_ALLOWED, station_staff.invite_head, session, actor=head, **here)
        _refused(Code.NOT_ALLOWED, station_closing.close, session, actor=head, **here)
        there = here | {"station_id": other, "actor": head}
        _refused(Code.NOT_FOUND, station_staff.invite, session, **there)
        _refused(Code.NOT_FOUND, stations.card, session, **there)
        own: dict[str, Any] = here | {"actor": head}
        for field, value in (
            ("services", "量血压"), ("opening", "周一至周五 9:00-17:00"), ("day", "11月23日 休息"),
            ("workflow", "先签到"), ("contact_person", "王女士"), ("contact_way", "门口问"),
        ):  # fmt: skip
            stations.change(session, **own, field=field, value=value)
        for field in ("name", "kind", "township", "community", "address", "unit"):
            _refused(Code.NOT_ALLOWED, stations.change, session, **own, field=field, value="别的")
        station_standard.tick(session, **own, item="sign", photo=None)
        assert stations.card(session, **own).items_seen == 1
        # Heads are the officers' to let go, and what a former head gave out is worth nothing.
        link = station_staff.invite(session, **own)
        for who in (head, second):
            _refused(Code.NOT_ALLOWED, station_staff.dismiss, session, **own, account_id=who)
        station_staff.dismiss(session, **own, account_id=clerk)
        station_staff.dismiss(session, actor=office, **here, account_id=head)
        with pytest.raises(Refusal) as refusal:
            accepts(back, link)
        assert refusal.value.refused.code is Code.INVITE_INVALID
        _refused(Code.NOT_ALLOWED, stations.card, session, **own)
        _refused(Code.NOT_ALLOWED, workplace.at_work, session, actor=head)
        # An officer lets the second be a clerk and no more; his own invitations end with it.
        link = station_staff.invite(session, actor=second, **here)
        step_down: dict[str, Any] = {"actor": office, **here, "account_id": second}
        own = step_down | {"actor": second}
        _refused(Code.NOT_ALLOWED, station_staff.step_down, session, **own)
        station_staff.step_down(session, **step_down)
        _refused(Code.NOT_FOUND, station_staff.step_down, session, **step_down)
        _refused(Code.NOT_ALLOWED, stations.card, session, actor=second, **here)
        assert workplace.at_work(session, actor=second).station.ref == str(station)
        with pytest.raises(Refusal):
            accepts(back, link)
        station_staff.dismiss(session, actor=office, **here, account_id=second)
        assert station_staff.clerks(session, actor=office, station_id=station) == []
        entries = table_of(AuditEntry)
        ended = session.connection().scalars(
            select(entries.c.subject).where(entries.c.action == "role.ended")
        )
        assert sorted(ended) == [
            *[f"role:clerk:{station}"] * 3, *[f"role:station_head:{station}"] * 2,
        ]  # fmt: skip

    await db.write(play)


async def test_marks_are_the_officers_to_give_and_everybody_sees_them(db: Database) -> None:
    def play(session: CitySession) -> None:
        office = with_role(session, 801, Role.COUNTY_OFFICE, NINGER).account_id
        other = with_role(session, 802, Role.COUNTY_OFFICE, "530822").account_id
        federation = with_role(session, 803, Role.FEDERATION).account_id
        station, closed = _opened(session, office), _opened(session, office, "旧书屋")
        head = with_role(session, 804, Role.STATION_HEAD, str(station)).account_id
        here: dict[str, Any] = {"actor": office, "station_id": station, "now": later()}

        def shown() -> dict[str, str]:
            return station_marks.shown(session, station_id=station, now=later())

        for wrong, code in (
            ({"mark": "famous"}, Code.NOT_FOUND),
            ({"mark": "studio", "actor": other}, Code.NOT_FOUND),
            ({"mark": "studio", "actor": head}, Code.NOT_ALLOWED),
            ({"mark": "venue", "words": " "}, Code.TEXT_EMPTY),
            ({"mark": "venue", "words": "长" * 81}, Code.TEXT_LENGTH),
            ({"mark": "venue", "words": "活动室，找 13800000000"}, Code.TEXT_NUMBER),
        ):
            _refused(code, station_marks.give, session, **(here | wrong))
        for mark in ("brand", "studio", "studio"):
            station_marks.give(session, **here, mark=mark)
        for words in ("活动室，周末可借", "活动室，天天可借", "活动室，天天可借"):
            station_marks.give(session, **here, mark="venue", words=words)
        station_marks.give(session, **here | {"station_id": closed}, mark="venue", words="书房")
        assert shown() == {"studio": "", "brand": "", "venue": "活动室，天天可借"}
        station_marks.take(session, **here, mark="brand")
        station_marks.take(session, **here, mark="brand")
        assert list(shown()) == ["studio", "venue"]
        told = station_past.history(session, actor=office, station_id=station)
        assert [(one.field, one.was, one.became) for one in told] == [
            ("mark", "brand", ""),
            ("venue", "活动室，周末可借", "活动室，天天可借"),
            ("venue", "", "活动室，周末可借"),
            ("mark", "", "studio"),
            ("mark", "", "brand"),
        ]
        # A closed station lends nothing out; another county's officer has none of this mark.
        assert station_marks.venues(session, page=0, now=later()).count == 2
        station_closing.close(session, **here | {"station_id": closed})
        (lent,) = station_marks.venues(session, page=0, now=later()).lines
        assert (lent.name, lent.words) == ("宁洱县图书馆服务站", "活动室，天天可借")
        assert station_marks.venues(session, page=1, now=later()).lines == []
        asks: dict[str, Any] = {"page": 0, "now": later()}
        for actor, count in ((office, 1), (federation, 1), (other, 0)):
            assert station_marks.marked(session, actor=actor, mark="studio", **asks).count == count
        assert station_goals.goals(session, actor=federation, now=later()) == []

    await db.write(play)


def test_a_photo_lies_sealed_and_a_changed_one_does_not_open(tmp_path: Path) -> None:
    folder = tmp_path
    photo = station_standard.keep_photo(folder, KEYS, b"a picture of the sign")
    (place,) = [file for file in folder.rglob("*") if file.is_file()]
    assert b"picture" not in place.read_bytes()
    assert station_standard.open_photo(folder, KEYS, photo.sha256) == b"a picture of the sign"
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(FileBrokenError):
        station_standard.open_photo(folder, KEYS, photo.sha256)


def _serves(
    session: CitySession, station: StationWithDisplay, who: int, begin: float, end: float | None
) -> None:
    volunteer = a_volunteer(session, who)
    for hours in (begin, end):
        if hours is not None:
            checkins.scan(
                session,
                actor=volunteer.account_id,
                token=station_code(station, later(hours=hours)),
                means=Means.SCANNER,
                request_id=f"{who}/{hours}",
                now=later(hours=hours),
            )


async def test_a_station_needs_five_hours_with_somebody_there_and_nobody_is_credited_for_it(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session, opening={"5": [["09:00", "18:00"]]})
        clerk = with_role(session, 805, Role.CLERK, str(station.station_id)).account_id
        office = with_role(session, 803, Role.OFFICE).account_id
        _serves(session, station, 811, 0, 2)
        _serves(session, station, 812, 1, 3)
        _serves(session, station, 813, 4, None)
        _serves(session, station, 814, -9, None)  # of the night, and never seen to leave
        forgotten.close_forgotten(session, now=later(hours=0))
        credited = table_of(LedgerTransfer)
        count = len(session.connection().execute(select(credited.c.id)).all())

        duty = coverage.today(session, actor=clerk, now=later(hours=5, minutes=59))
        assert (duty.covered_minutes, duty.missing_minutes) == (299, 1)
        duty = coverage.today(session, actor=clerk, now=later(hours=6))
        assert (duty.covered_minutes, duty.enough) == (300, True)
        _, lines = stations.listing(session, actor=office)
        listed = coverage.of_list(session, actor=office, lines=lines, now=later(hours=6))
        assert listed[station.station_id] == duty
        week = coverage.week(
            session, actor=office, station_id=station.station_id, now=later(hours=6)
        )
        assert len(week) == 7
        assert week[0].duty == duty
        assert not week[1].duty.is_open
        assert week[1].duty.enough
        assert len(session.connection().execute(select(credited.c.id)).all()) == count

    await db.write(play)


async def test_a_day_of_its_own_closes_a_station_that_is_open_all_week(db: Database) -> None:
    def play(session: CitySession) -> None:
        station = a_station(session, opening={"5": [["09:00", "18:00"]], "2026-11-21": []})
        volunteer = a_volunteer(session, 821)
        outcome = checkins.scan(
            session,
            actor=volunteer.account_id,
            token=station_code(station, MORNING),
            means=Means.SCANNER,
            request_id="closed",
            now=MORNING,
        )
        assert outcome.code is Code.STATION_CLOSED  # type: ignore[union-attr]
        assert outcome.facts == {"opening": "5 09:00-18:00"}  # type: ignore[union-attr]
        next_week = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
        again = checkins.scan(
            session,
            actor=volunteer.account_id,
            token=station_code(station, next_week),
            means=Means.SCANNER,
            request_id="open",
            now=next_week,
        )
        assert isinstance(again, checkins.Arrived)

    await db.write(play)
