"""The page behind the code on a certificate: what a stranger may know, and not more."""

import pytest

from domain.certificates import Withdrawal
from domain.permissions import Role
from tests.cast import MORNING, a_station, a_volunteer, with_role
from tests.usecases.test_certificates import serves
from tests.web.conftest import Town
from tests.world import PAIRED
from usecases import certificate_standing, certificates
from usecases.certificates import Issued
from usecases.city import CitySession


def _issued(session: CitySession) -> Issued:
    li = a_volunteer(session, 1)
    serves(session, li, a_station(session, "广场站").station_id, 3, 190)
    return certificates.issue(
        session, actor=li.account_id, from_month="2026-01", until_month="2026-11", now=MORNING
    )


def _withdraw(session: CitySession, certificate_id: int) -> None:
    certificate_standing.withdraw(
        session,
        actor=with_role(session, 9, Role.FEDERATION).account_id,
        certificate_id=certificate_id,
        kind=Withdrawal.WRONG_HOURS,
        now=MORNING,
    )


async def test_the_page_says_genuine_then_withdrawn_and_never_the_name(town: Town) -> None:
    made = await town.world.db.write(_issued)
    reply = await town.http.get(f"/c/{made.code}")
    assert reply.status_code == 200
    for shown in (
        "真实有效", "李*愿", "ZM-2026-000001", "3 小时 10 分", "2026年1月1日 至 2026年11月21日",
        "2026年11月21日", "普洱市志愿服务联合会", "公钥",
    ):  # fmt: skip
        assert shown in reply.text, shown
    for hidden in ("李志愿", "•", "5308-02", "广场站"):
        assert hidden not in reply.text, hidden
    await town.world.db.write(_withdraw, certificate_id=made.certificate_id)
    text = (await town.http.get(f"/c/{made.code}")).text
    assert "已撤销" in text
    assert "市志愿服务联合会撤销，原因：时长有误" in text
    assert "真实有效" not in text


@pytest.mark.parametrize("town", [PAIRED[1]], indirect=True, ids="-".join)
async def test_it_speaks_english_and_answers_unknown_codes_alike_until_there_are_too_many(
    town: Town,
) -> None:
    made = await town.world.db.write(_issued)
    english = {"Accept-Language": "en"}
    reply = await town.http.get(f"/c/{made.code}", headers=english)
    for shown in ("Genuine", "3 h 10 min", "1 January 2026 to 21 November 2026",
                  "Pu&#39;er Federation of Volunteer Service"):  # fmt: skip
        assert shown in reply.text, shown
    await town.world.db.write(_withdraw, certificate_id=made.certificate_id)
    withdrawn = (await town.http.get(f"/c/{made.code}", headers=english)).text
    assert "reason: wrong hours" in withdrawn
    assert "Genuine" not in withdrawn
    answers = set()
    for code in ("A" * 22, "x", made.number, "%F0%9F%98%80", "1" * 2000):
        reply = await town.http.get(f"/c/{code}", headers=english)
        assert reply.status_code == 404
        answers.add(reply.text)
    assert len(answers) == 1
    assert "not known" in answers.pop()
    for _ in range(40):
        reply = await town.http.get(f"/c/{made.code}")
    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) > 0
    assert "李" not in reply.text
