"""Every document of norms L11–L15 becomes a volunteer; its renewal is no second person."""

from typing import Any

import pytest

from domain.identity import check_character
from domain.permissions import Role
from domain.refusals import Code, Refusal
from tests.cast import MORNING, with_role
from tests.usecases.applying import applies
from usecases import applications, approval
from usecases.approval import Verdict
from usecases.city import CitySession
from usecases.database import Database


def eighteen(prefix: str) -> str:
    """Return a well-formed number of nobody, born on 20 May 1990."""
    first = f"{prefix}19900520012"
    return first + check_character(first)


# Kind, number, the same person's later document if there is one, and what is no such number.
DOCUMENTS: list[tuple[str, str, str, list[str]]] = [
    ("hk-macao-permit", "H00000001", "H0000000102", ["H0000001", "H000000010", "H00000001023"]),
    ("hk-macao-permit", "M0000000101", "M00000001", ["A00000001", "H0000000A"]),
    ("taiwan-permit", "00000001", "0000000102", ["0000001", "000000010", "00000001023"]),
    ("taiwan-permit", "0000000201", "00000002", ["T0000001"]),
    ("compatriot-residence", eighteen("810000"), "", [eighteen("810000")[:17]]),
    ("compatriot-residence", eighteen("820000"), "", [eighteen("820000") + "1"]),
    ("compatriot-residence", eighteen("830000"), "", ["8300001990052001"]),
    ("foreign-residence", eighteen("911840"), "", [eighteen("911840")[:17]]),
    ("foreign-residence", "USA000000000001", "", ["USA00000000001", "USA0000000000012"]),
    ("passport", "E0001", "", ["E001"]),
    ("passport", "E0000000000000001", "", ["E00000000000000001"]),
]


async def test_every_document_is_taken_at_each_of_its_lengths_and_at_no_other(
    db: Database,
) -> None:
    def play(session: CitySession) -> None:
        officer = with_role(session, 500, Role.FEDERATION).account_id

        def hands_in(who: int, kind: str, number: str) -> None:
            said: dict[str, Any] = {"sex": "female", "born_on": "1990-05-20"}
            applies(session, who, kind=kind, number=number, **said)

        def refused(who: int, kind: str, number: str) -> Code:
            with pytest.raises(Refusal) as refusal:
                hands_in(who, kind, number)
            assert number not in str(refusal.value.refused)
            return refusal.value.refused.code

        shapes = {Code.ID_SHAPE, Code.ID_LENGTH, Code.ID_CHARACTERS}
        for who, (kind, number, renewed, wrong) in enumerate(DOCUMENTS, 10):
            for other in wrong:
                assert refused(who, kind, other) in shapes, other
            hands_in(who, kind, number)
            # While it waits, and when its holder is in, nobody else registers with it.
            assert refused(who + 100, kind, number) is Code.ALREADY_REGISTERED
            one = applications.following(session, actor=officer, after=None, now=MORNING)
            assert one is not None
            assert (one.document, one.number) == (kind, f"••••{number[-2:]}")
            approval.decide(
                session, actor=officer, application_id=one.application_id, version=one.version,
                verdict=Verdict.APPROVED, now=MORNING,
            )  # fmt: skip
            for again in filter(None, (number, renewed)):
                assert refused(who + 200, kind, again) is Code.ALREADY_REGISTERED

    await db.write(play)
