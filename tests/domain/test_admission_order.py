"""The checks at a scan answer in the order that docs/checkin.md tells."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.admission import CodeKind, Means, OpenVisit, ScanFacts, ShownCode, Verdict, admit
from domain.policy import PolicyBook
from domain.refusals import Code, Refused

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
PUER = PolicyBook.load("puer").on(date(2026, 3, 20))
POLICY = replace(PUER, checkin=replace(PUER.checkin, deep_link="confirm_by_staff"))
ELSEWHERE = OpenVisit(1, 8, "图书馆", AT - timedelta(hours=1))
HERE = replace(ELSEWHERE, station_id=7, opened_at=AT - timedelta(seconds=5))
# Everything speaks against this one.
FACTS = ScanFacts(
    at=AT,
    means=Means.DEEP_LINK,
    code=ShownCode(CodeKind.STATION, age_slots=99, age_seconds=2000, used=True, revoked=True),
    by_clerk=False,
    station_id=7,
    station_open=False,
    opening="",
    open_visit=HERE,
    own=True,
    station_gone=True,
    needs_company=True,
    asks_location=True,
    held_back=Refused(Code.NEEDS_GUARDIAN),
)


def _told() -> list[str]:
    """Return the refusals of the table from 6 on, in its order."""
    text = (ROOT / "docs/checkin.md").read_text(encoding="utf-8")
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    rows = {int(row[0]): row[2] for row in cells if row[0].strip().isdigit()}
    assert list(rows) == list(range(17))
    return [code for nr in range(6, 14) for code in re.findall(r"`([a-z-]+)`", rows[nr])]


def test_of_several_reasons_the_one_answers_that_the_table_names_first() -> None:
    facts, answers = FACTS, []

    def refused(**mended: object) -> None:
        nonlocal facts
        said = admit(facts, POLICY)
        assert isinstance(said, Refused)
        answers.append(said.code.value)
        facts = replace(facts, **mended)  # type: ignore[arg-type]

    refused(code=replace(facts.code, revoked=False))
    refused(open_visit=ELSEWHERE)
    refused(code=replace(facts.code, revoked=False, used=False))
    refused(code=ShownCode(CodeKind.STATION))
    refused(own=False, open_visit=HERE)
    refused(open_visit=ELSEWHERE)
    refused(held_back=None)
    refused(open_visit=None)
    refused(station_gone=False)
    refused(station_open=True)
    assert answers == _told()


def test_then_company_is_asked_for_then_a_location_then_a_clerk() -> None:
    free = replace(FACTS, code=ShownCode(CodeKind.STATION), own=False, held_back=None)
    free = replace(free, open_visit=None, station_gone=False, station_open=True)
    assert admit(free, POLICY) is Verdict.ASK_COMPANY
    assert admit(replace(free, needs_company=False), POLICY) is Verdict.ASK_LOCATION
    alone = replace(free, needs_company=False, asks_location=False)
    assert admit(alone, POLICY) is Verdict.ASK_CLERK
    assert admit(alone, PUER) is Verdict.ARRIVE
    # Whoever leaves is asked for nothing of it.
    leaving = replace(HERE, opened_at=AT - timedelta(hours=1))
    assert admit(replace(free, station_gone=True, open_visit=leaving), POLICY) is Verdict.LEAVE
