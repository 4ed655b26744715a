"""Whatever is refused or decided can be asked 〈why?〉, in every city and in both languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain import reasons
from domain.policy import PolicyBook
from domain.refusals import Code, Refused
from locales import outcomes
from locales.words import CHINESE, LOCALES, Speaker
from scheduler.rendering import KINDS

CITIES = {
    name: PolicyBook.load(name).on(date(2026, 11, 21)) for name in ("puer", "guangan", "simao")
}
# What decides nothing: it calls somebody to his work, or tells what happened before his eyes.
CALLS_AND_NEWS = {
    *(kind for kind in KINDS if kind.endswith("-waiting")),
    "confirm-arrival",  # asks the clerk
    "duty-digest",  # a list of many duties, each with its own rule behind its button
    "family-joined",  # by his own link
    "family-arrived",  # somebody stood beside him
    "new-menu",  # comes after what was decided
    "omission-asked",  # asks the clerks of the station
    "station-reopened",  # its staff works as before
    "silence",  # the machine was off
}
RULES_OF_REFUSALS = {code: reasons.of_refusal(Refused(code)) for code in Code}
RULES_OF_NOTICES = {kind: reasons.of_notice(kind, {}) for kind in KINDS}


def test_every_refusal_has_a_rule() -> None:
    assert [code for code, rule in RULES_OF_REFUSALS.items() if rule is None] == []


def test_every_notice_that_tells_a_decision_has_a_rule_and_no_call_has_one() -> None:
    assert {kind for kind, rule in RULES_OF_NOTICES.items() if rule is None} == CALLS_AND_NEWS


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_rule_is_explained_in_every_city_and_language(city: str, locale: str) -> None:
    speaker = Speaker(locale, ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 21, tzinfo=UTC))
    unsaid = speaker.say("why-ours", rule="other")
    wrong = []
    for rule in {*RULES_OF_REFUSALS.values(), *RULES_OF_NOTICES.values()} - {None}:
        source = reasons.source(CITIES[city], rule or "")
        if source is None:
            wrong.append(f"{rule} is no rule of {city}")
            continue
        said = outcomes.because(speaker.say, rule or "", source)
        if said == unsaid:
            wrong.append(f"{rule} is {city}'s own and has no reason for people")
        if not source.ours:
            assert f"《{source.document_title}》" in said
            assert source.article in said
    assert wrong == []


def test_ways_of_our_own_are_not_told_as_each_others() -> None:
    speaker = Speaker(CHINESE, ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 21, tzinfo=UTC))
    told = {speaker.say("why-house", rule=rule.removeprefix("house.")) for rule in reasons.HOUSE}
    assert len(told) == len(reasons.HOUSE)


def test_the_rule_that_comes_with_a_refusal_or_a_notice_goes_before_that_of_its_kind() -> None:
    refused = Refused(Code.CODE_CHANGED, {"seconds": 9}, "checkin.display_slot_seconds")
    assert reasons.of_refusal(refused) == "checkin.display_slot_seconds"
    facts = {"rule": "duties.plan_due_on"}
    assert reasons.of_notice("submission-accepted", facts) == "duties.plan_due_on"


def test_what_is_no_rule_is_not_explained() -> None:
    assert reasons.source(CITIES["puer"], "house.nonsense") is None
    assert reasons.source(CITIES["puer"], "stars.nonsense") is None
