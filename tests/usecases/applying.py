"""A newcomer's answers, for tests of registration and approval that need no chat."""

from datetime import datetime
from typing import Any

from tests.cast import MORNING, an_account, invented_id_number
from usecases import registration
from usecases.city import CitySession
from usecases.registration import ID_NUMBER, TO_REGISTER, Submitted


def answers(external_id: int, **changed: Any) -> dict[str, Any]:
    """Return what somebody of 36 answers who lives in Simao and has no unit."""
    return {
        "name": "李志愿",
        "kind": "resident-id",
        "number": invented_id_number(external_id, "19900101"),
        "sex": "",
        "born_on": "",
        "phone": f"+86138{external_id:08d}",
        "county": "530802",
        "township": "530802001",
        "unit_id": None,
        "team_id": None,
        "categories": ["0001"],
        "skills": [],
        "free_times": ["5-morning"],
        "oath": MORNING.isoformat(),
    } | changed


def applies(
    session: CitySession, /, external_id: int, at: datetime = MORNING, **changed: Any
) -> tuple[int, Submitted]:
    """Let somebody agree and hand in; return his account and what became of it."""
    account_id = an_account(session, external_id).account_id
    kinds = [TO_REGISTER, ID_NUMBER]
    registration.agree(session, actor=account_id, kinds=kinds, now=at)
    given = answers(external_id, **changed)
    given["sex"], given["born_on"] = given["sex"] or "male", given["born_on"] or "1990-01-01"
    handed_in = registration.submit(session, actor=account_id, answers=given, now=at)
    return account_id, handed_in
