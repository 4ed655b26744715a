"""Every word is there, in every language, asked for, and given the facts it needs.

`FAMILIES` is one table: what may stand behind each key that is put together.
"""

import html
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.introduction import COMMANDS
from documents.reading import Reason
from documents.workbook_reading import Unread
from domain.certificates import Withdrawal
from domain.credit import Reduction
from domain.groups import offered
from domain.guardians import Relation
from domain.identity import DocumentKind, Sex
from domain.oddities import OddKind, OddState
from domain.permissions import Role
from domain.policy import PolicyBook
from domain.policy_records import NotService, VisitRecipients
from domain.policy_relocation import Reason as MovingReason
from domain.policy_shape import TransferSource
from domain.policy_shares import TITLES, UNIT_KINDS
from domain.policy_teams import TeamMark
from domain.records import WRITTEN
from domain.refusals import Code
from domain.registration import DAY_PARTS
from domain.rewards import MerchantKind
from domain.rosters import COLUMNS, RowFault
from domain.shares import Of
from domain.stars import BatchState
from handlers.registration_questions import GUARDIANS_LINES
from handlers.share_book import PLACE_COLUMNS, UNIT_COLUMNS
from locales.words import CHINESE, LOCALES, Speaker, sentences
from rehearsal.entities import formatted
from scheduler import rendering
from tests.locales.calls import Call, Source, python_files, template_keys
from tests.locales.catalogue import Catalogue, read_catalogue
from usecases.approval import LINES
from usecases.correction_checks import REASONS as CORRECTION_REASONS
from usecases.corrections import LINES as CORRECTED
from usecases.corrections import WHYS
from usecases.dispute_decisions import Ruling
from usecases.disputes import DENIED, OBJECTION, OWN_REASONS, PATTERN
from usecases.families import FAMILY_SCAN
from usecases.holdings import Group
from usecases.honours import PAPERS as HONOURS
from usecases.minors import Screen
from usecases.omissions import REASONS as OMISSION_REASONS
from usecases.outside_checks import REASONS as OUTSIDE_REASONS
from usecases.own_data import FORMS
from usecases.own_profile import LINES as PROFILE_LINES
from usecases.person_groups import CONSENT
from usecases.qualifications import PAPERS as QUALIFICATION_PAPERS
from usecases.registration import ID_NUMBER, ONWARD_ENTRY, TO_REGISTER
from usecases.relocations import REFUSALS
from usecases.shares import BASES
from usecases.station_marks import VENUE
from usecases.stations import TEXTS as STATION_TEXTS
from usecases.trainings import FIELDS as TRAINING_FIELDS
from usecases.trainings import Fault as TrainingFault

# One worker reads the files once.
pytestmark = pytest.mark.xdist_group("words")
ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["bot", "handlers", "web", "scheduler", "usecases", "locales", "documents"]
TEMPLATES = template_keys(ROOT, FLOORS)
WORDS: dict[str, Catalogue] = {locale: read_catalogue(locale) for locale in LOCALES}
CHINESE_WORDS = WORDS[CHINESE].sentences
TERMS = PolicyBook.load("puer").on(date(2026, 11, 21)).terms
# What a scan that came late is told by; the rest is "other".
LATE_DOUBTS = {
    *("too-old", "clock-off", "overlap", "code-unknown", "code-changed", "code-used"),
    *("code-revoked", "code-not-for-clerk", "own-code", "open-elsewhere", "station-closed"),
    *("station-gone", "needs-company", "card", "behind-card", "not-me"),
}
STATION_RULES = [PolicyBook.load(city).periods[0].stations for city in ("puer", "guangan")]
KINDS_OF_STATIONS = {kind for rules in STATION_RULES for kind in rules.kinds}
ITEMS_OF_STATIONS = {item for rules in STATION_RULES for item in rules.checklist}
POLICY_GROUPS = offered(PolicyBook.load("puer").periods[0].coverage)
QUALIFICATIONS = [
    PolicyBook.load(city).periods[0].qualifications for city in ("puer", "guangan", "simao")
]
HONOURS_OF_CITIES = [
    PolicyBook.load(city).periods[0].honours for city in ("puer", "guangan", "simao")
]
TEXTS_OF_STATIONS = {name.replace("_", "-") for name in STATION_TEXTS}

# Keys that are put together: what stands before the suffix, and where the suffixes come from.
FAMILIES: dict[str, set[str]] = {
    "refusal-{}": {code.value for code in Code},
    "role-{}": {role.value for role in Role} - {Role.ANYONE.value},
    "star-{}": {str(star) for star in range(6)},
    "profile-line-{}": {*PROFILE_LINES, *CORRECTED},
    "omission-fault-{}": set(OMISSION_REASONS),
    "correction-why-{}": set(WHYS),
    "correction-is-{}": set(WHYS),
    "correction-fault-{}": set(CORRECTION_REASONS),
    "correction-fact-{}": {"name", "phone", "number"},
    "button-talent-{}": {"category", "skill", "place", "proven"},
    "talents-pick-{}": {"category", "skill", "place", "proven"},
    "group-{}": set(POLICY_GROUPS),
    "shares-whom-{}": {*(of.value for of in Of), *BASES, "school"},
    "title-{}": set(TITLES),
    "unit-kind-{}": {*UNIT_KINDS, "other"},
    "sharebook-column-{}": {*UNIT_COLUMNS, *PLACE_COLUMNS},
    "qualification-{}": {kind for rules in QUALIFICATIONS for kind in rules.kinds},
    "honour-ask-{}": {"name", "giver", "day", "photo", "who", "words"},
    "honour-category-{}": {
        code
        for rules in HONOURS_OF_CITIES
        for code in (*rules.volunteer_categories, *rules.unit_categories)
    },
    "training-ask-{}": {*TRAINING_FIELDS, "people", "one"},
    "training-field-{}": set(TRAINING_FIELDS),
    "training-fault-{}": {fault.value for fault in TrainingFault},
    "outside-fault-{}": set(OUTSIDE_REASONS),
    "outside-ask-{}": {"place", "hours", "period", "file"},
    "paper-fault-{}": {*QUALIFICATION_PAPERS.reasons, *HONOURS.reasons},
    "qual-ask-{}": {"number", "photo", "day"},
    "button-qual-no-{}": {"number", "day"},
    "stars-state-{}": {state.value for state in BatchState},
    "candidate-{}": {"proposed", "nominated", "held_back", "struck", "awarded"},
    "button-star-{}": {"approve", "take-back"},
    "weekday-{}": {str(day) for day in range(7)},
    "category-{}": set(TERMS.categories),
    "skill-{}": set(TERMS.skills),
    "document-{}": {kind.value for kind in DocumentKind},
    "sex-{}": {sex.value for sex in Sex},
    "reduction-{}": {reduction.value for reduction in Reduction},
    "picture-{}": {reason.value.replace("_", "-") for reason in Reason},
    "registration-consent-{}": {ID_NUMBER, ONWARD_ENTRY},
    "child-consent-{}": {ID_NUMBER, ONWARD_ENTRY},
    "consent-{}": {TO_REGISTER, ID_NUMBER, ONWARD_ENTRY, FAMILY_SCAN, CONSENT},
    "withdraw-{}": {TO_REGISTER, ID_NUMBER, ONWARD_ENTRY, FAMILY_SCAN, CONSENT},
    "minor-screen-{}": {screen.value for screen in Screen},
    "privacy-national-{}": {"yes", "no", "guardian"},
    "privacy-why-{}": {group.value for group in Group},
    "button-my-data-{}": set(FORMS),
    "day-part-{}": set(DAY_PARTS),
    "record-{}": set(WRITTEN),
    "backfill-field-{}": set(WRITTEN),
    "backfill-not-{}": set(get_args(NotService)),
    "backfill-reason-{}": {"forgot", "offline", "outside"},
    "dispute-{}": {*OWN_REASONS, OBJECTION, DENIED, PATTERN},
    "said-{}": {"raised", "answered", "upheld", "rejected", "withdrawn"},
    "button-rule-{}": {ruling.value for ruling in Ruling},
    "ruling-done-{}": {ruling.value for ruling in Ruling},
    "ruling-reason-{}": {"register", "agreed"},
    "recipient-said-{}": {"confirmed", "denied"},
    "check-word-{}": {"seen", "dismissed"},
    "check-no-{}": {"paper", "time", "no-service"},
    "line-{}": {*LINES, *GUARDIANS_LINES, "form"},
    "approval-unusual-{}": {"same-phone", "refused-before", "other-document"}
    | {"needs-company", "needs-consent", "over-age"},
    "relocation-reason-{}": set(get_args(MovingReason)),
    "relocation-refusal-{}": set(REFUSALS),
    "guardian-relation-{}": {relation.value for relation in Relation},
    "commands-{}": set(COMMANDS),
    "hours-sheet-{}": {
        "area",
        "project",
        "team-id",
        "team",
        "name",
        "number",
        "id",
        "remark",
        "type",
        "began",
        "ended",
        "hours",
    },
    "entry-sheet-{}": {
        "name",
        "document",
        "id",
        "phone",
        "area",
        "unit",
        "team",
        "number",
        "remark",
        "file",
        "title",
        "how",
        "nth",
    },
    "roster-column-{}": {*COLUMNS, "problem"},
    "roster-also-{}": set(COLUMNS),
    "roster-unread-{}": {*(each.value for each in Unread), "no-columns"},
    "roster-problem-{}": {each.value for each in RowFault} | {"line"},
    "roster-is-{}": {"registered", "waiting", "invited"},
    "oddity-{}": {kind.value for kind in OddKind}
    | {"head", "who", "typist", "checking", "none"}
    | {f"said-{state.value}" for state in OddState if state is not OddState.OPEN},
    "oddity-said-{}": {state.value for state in OddState if state is not OddState.OPEN},
    "button-register-{}": {"today", "yesterday", "month", "last"},
    "certificate-why-{}": {why.value for why in Withdrawal},
    "merchant-{}": {kind.value for kind in MerchantKind},
    "station-kind-{}": KINDS_OF_STATIONS,
    "station-item-{}": ITEMS_OF_STATIONS,
    "station-ask-{}": {*TEXTS_OF_STATIONS, "kind", "unit", "township", "opening", "day"}
    | {"position", "radius"},
    "station-field-{}": {*STATION_TEXTS, "kind", "unit", "township", "opening", "day"}
    | {"position", "radius", "item", "closed", "mark", "venue"},
    "team-mark-{}": set(get_args(TeamMark)),
    "station-mark-{}": {mark for rules in STATION_RULES for mark in rules.marks} | {VENUE},
    "station-hours-{}": {"0", "1", "2"},
    "accompanied-{}": {"arrived", "left", "waiting"},
    "recipients-{}": set(get_args(VisitRecipients)),
    "odd-{}": {*LATE_DOUBTS, "other"},
    # The ledger's own words, what moves redeemable minutes, and states without an entry.
    "source-{}": set(get_args(TransferSource))
    | {"redeem", "cancel", "expire", "open", "waiting", "uncounted", "checking", "on-notice"},
    # And those that a use case names; see _members.
    "notice-{}": {"end-refused", *rendering.KINDS},
}
# Words that stand ready before the room that says them.
NAMED_AHEAD = {
    "field-{}",  # the fields of activities: the city's own list
}
# Notices whose facts are looked up when they are sent, because they change until then, or put
# into lines.
LOOKED_UP = {"confirm-arrival", "duty-digest", "late-card", "record-deadline"}
# f-strings of the doors that look like keys and are none (identifiers, data of buttons).
NO_KEYS: set[str] = set()
# Longer than eight characters, each because a shorter label would not say what happens.
LONG_LABELS: set[str] = {
    "button-move-here",  # it ends one visit and begins another: both must stand there
}

_LABEL_CHARACTERS = 8


# What follows reads every file of the product, and is asked for by tests only.


def _sources() -> list[Source]:
    return python_files(ROOT, *FLOORS)


@cache
def _calls() -> list[Call]:
    # Below the doors `.label` is a column's name, not words.
    doors = (source for source in _sources() if not source.name.startswith("usecases"))
    return [call for source in doors for call in source.calls()]


@cache
def _strings_of(*floors: str) -> set[str]:
    return {text for source in python_files(ROOT, *floors) for text in source.strings()}


@cache
def _strings() -> set[str]:
    return _strings_of(*FLOORS) | set(TEMPLATES)


@cache
def _members(family: str) -> set[str]:
    suffixes = set(FAMILIES[family])
    if family == "notice-{}":
        suffixes |= {told.key for source in _sources() for told in source.notices()}
    return {family.replace("{}", suffix) for suffix in suffixes}


def _fits_family(key: str) -> bool:
    return any(key in _members(family) for family in FAMILIES)


# ---- the languages among themselves


def test_every_file_is_read_whole() -> None:
    assert [line for words in WORDS.values() for line in words.junk] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_each_sentence_stands_alone_as_it_is_written(locale: str) -> None:
    """Each is cut out, understood when first asked for, and so may not speak through another."""
    written = {
        key: re.sub(r"^#.*\n", "", one.source, flags=re.M).strip()
        for key, one in WORDS[locale].sentences.items()
    }
    assert {key: text.strip() for key, text in sentences(locale).items()} == written
    assert not [key for key, text in written.items() if re.search(r"\{\s*-?[a-zA-Z]", text)]


def test_no_key_stands_twice() -> None:
    assert [key for words in WORDS.values() for key in words.twice] == []


@pytest.mark.parametrize("locale", [each for each in LOCALES if each != CHINESE])
def test_every_language_has_the_same_keys(locale: str) -> None:
    assert set(WORDS[locale].sentences) ^ set(CHINESE_WORDS) == set()


@pytest.mark.parametrize("locale", [each for each in LOCALES if each != CHINESE])
def test_every_language_uses_the_same_facts(locale: str) -> None:
    differing = {
        key: sorted(CHINESE_WORDS[key].facts ^ sentence.facts)
        for key, sentence in WORDS[locale].sentences.items()
        if key in CHINESE_WORDS and CHINESE_WORDS[key].facts != sentence.facts
    }
    assert differing == {}


# ---- the code and the words


def _missing(calls: list[Call], sources: list[Source]) -> list[str]:
    wrong = [
        f"{call.where}: {key}"
        for call in calls
        for key in call.keys
        if "{}" not in key and key not in CHINESE_WORDS
    ]
    # A key that is handed on as a plain string: it begins as keys begin, and is none.
    beginnings = {"button", "menu", "refusal", "notice", "role", "why", "help", "welcome"}
    for source in sources:
        if not source.name.startswith(("handlers", "scheduler", "web")):
            continue
        for text in source.strings():
            if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text) and text.split("-")[0] in beginnings:
                wrong += [f"{source.name}: {text}"] if text not in CHINESE_WORDS else []
    return sorted(set(wrong))


def test_every_key_that_is_asked_for_has_words() -> None:
    assert _missing(_calls(), _sources()) == []
    assert {key: file for key, file in TEMPLATES.items() if key not in CHINESE_WORDS} == {}


def test_every_family_has_words_for_exactly_what_can_happen() -> None:
    for family in FAMILIES:
        beginning = family.removesuffix("{}")
        have = {key for key in CHINESE_WORDS if key.startswith(beginning)}
        # What stands whole somewhere is a sentence of its own that begins alike.
        assert have - _strings() == _members(family) - _strings(), family
        assert _members(family) <= have, family


def test_every_key_that_is_put_together_belongs_to_a_family() -> None:
    asked = {key for call in _calls() for key in call.keys if "{}" in key}
    assert asked - set(FAMILIES) == set()
    in_files = {family for source in _sources() for family in source.families()}
    looks_like_keys = {
        family
        for family in in_files
        if any(key.startswith(family.split("{}")[0]) for key in CHINESE_WORDS)
        and family.split("{}")[0].endswith("-")
    }
    assert looks_like_keys - set(FAMILIES) - NO_KEYS == set()


def test_every_sentence_is_used() -> None:
    families = {family for source in _sources() for family in source.families()} | NAMED_AHEAD
    used = (
        _strings()
        | NAMED_AHEAD
        | {key for family in families & set(FAMILIES) for key in _members(family)}
    )
    idle = sorted(set(CHINESE_WORDS) - used)
    assert idle == []


def _wrong_facts(calls: list[Call]) -> list[str]:
    wrong = []
    for call in calls:
        known = [CHINESE_WORDS[key].facts for key in call.keys if key in CHINESE_WORDS]
        if not known or len(known) < len(call.keys) or not call.complete:
            continue
        lacking = frozenset[str]().union(*known) - call.facts
        idle = call.facts - frozenset[str]().union(*known)
        # Two sentences that one call may say: each gets the facts of both.
        if lacking or idle:
            keys = "/".join(sorted(call.keys))
            wrong.append(f"{call.where} {keys}: lacks {sorted(lacking)}, idle {sorted(idle)}")
    return wrong


def test_no_list_is_joined_in_one_language_only() -> None:
    found = [
        file.relative_to(ROOT).as_posix()
        for room in ("domain", "usecases", "locales", "handlers", "web", "scheduler", "bot")
        for file in (ROOT / room).rglob("*.py")
        if re.search("[\"'][、，；][\"']", file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_call_gives_its_sentence_the_facts_it_asks_for_and_no_others() -> None:
    assert _wrong_facts(_calls()) == []


def test_every_refusal_carries_the_facts_of_its_sentence() -> None:
    sources = [*_sources(), *python_files(ROOT, "domain")]
    wrong = []
    for source in sources:
        for told in source.refusals():
            sentence = CHINESE_WORDS.get(f"refusal-{Code[told.key].value}")
            if sentence is not None and not sentence.facts <= told.facts:
                wrong.append(
                    f"{told.where} {told.key}: lacks {sorted(sentence.facts - told.facts)}"
                )
    assert wrong == []


def test_every_notice_carries_the_facts_of_its_sentence() -> None:
    wrong = []
    for source in _sources():
        for told in source.notices():
            sentence = CHINESE_WORDS.get(f"notice-{told.key}")
            if sentence is None or "*" in told.facts or told.key in LOOKED_UP:
                continue
            if not sentence.facts <= told.facts:
                wrong.append(
                    f"{told.where} {told.key}: lacks {sorted(sentence.facts - told.facts)}"
                )
    assert wrong == []


@pytest.mark.parametrize("city", ["puer", "guangan", "simao"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_rule_of_our_own_that_may_be_asked_about_has_a_reason_for_people(
    locale: str, city: str
) -> None:
    told = _strings_of("domain", "usecases", "handlers")
    policy = PolicyBook.load(city).on(date(2026, 1, 1))
    asked = [rule for rule in policy.sources if rule in told and policy.source(rule).ours]
    assert len(asked) >= 10
    speaker = Speaker(locale, ZoneInfo("Asia/Shanghai"), datetime(2026, 1, 1, tzinfo=UTC))
    otherwise = speaker.say("why-ours", rule="other")
    unsaid = [r for r in asked if speaker.say("why-ours", rule=r.replace(".", "-")) == otherwise]
    assert unsaid == []


# ---- the test itself finds what it is for


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('turn.say("no-such-words")', "no-such-words"),
        ('x = "help-staff" if a else "help-nobody"\nturn.say(x)', "help-nobody"),
        ('press("button-that-is-not-there")', "button-that-is-not-there"),
    ],
)
def test_a_key_without_words_is_found(code: str, found: str) -> None:
    planted = Source("handlers/planted.py", code)
    assert any(found in line for line in _missing(list(planted.calls()), [planted]))


@pytest.mark.parametrize(
    "code",
    [
        'turn.say("code-mine", typed=x)',
        'turn.say("code-mine", typed=x, until_at=y, name=z)',
        'facts = {"typed": 1}\nturn.say("code-mine", **facts)',
    ],
)
def test_facts_that_do_not_fit_are_found(code: str) -> None:
    assert len(_wrong_facts(list(Source("handlers/planted.py", code).calls()))) == 1


def test_a_fact_that_a_selector_asks_for_counts(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    text = "a = { $count ->\n    [one] { $name }\n   *[other] many\n}\na = again\n= junk\n"
    (tmp_path / "zh" / "x.ftl").write_text(text, encoding="utf-8")
    read = read_catalogue("zh", tmp_path)
    assert read.twice == ["zh: a"]
    assert len(read.junk) == 1
    (tmp_path / "zh" / "x.ftl").write_text(text.split("a = again")[0], encoding="utf-8")
    assert read_catalogue("zh", tmp_path).sentences["a"].facts == {"count", "name"}


# ---- what people see

SPEAKERS = {
    locale: Speaker(locale, ZoneInfo("Asia/Shanghai"), now)
    for locale in LOCALES
    for now in [datetime(2026, 11, 21, 1, 0, tzinfo=UTC)]
}
HOSTILE = "<script>\"&amp;</b>'李\u202e"


def _hostile(names: frozenset[str]) -> dict[str, str | datetime | date]:
    now = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    facts: dict[str, str | datetime | date] = dict.fromkeys(names, HOSTILE)
    facts |= {name: now for name in names if name.endswith("_at")}
    facts |= {name: now.date() for name in names if name.endswith("_on")}
    return facts


@pytest.mark.parametrize("locale", LOCALES)
def test_a_hostile_name_in_any_place_of_any_sentence_stays_text(locale: str) -> None:
    for key, sentence in WORDS[locale].sentences.items():
        said = SPEAKERS[locale].say(key, **_hostile(sentence.facts))
        assert "<script>" not in said, key
        if any(not name.endswith(("_at", "_on")) for name in sentence.facts):
            assert html.escape(HOSTILE, quote=False) in said or "->" in sentence.source, key


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_what_telegram_takes(locale: str) -> None:
    for key, sentence in WORDS[locale].sentences.items():
        said = SPEAKERS[locale].say(key, **_hostile(sentence.facts))
        text, _ = formatted(said, "HTML", None)[:2]
        assert text.strip(), key


def test_labels_fit_a_button() -> None:
    long = {}
    for key, sentence in CHINESE_WORDS.items():
        if not key.startswith(("button-", "menu-")):
            continue
        words = re.sub(r"\{[^}]*\}", "", sentence.source.partition("=")[2])
        letters = [c for c in words if unicodedata.category(c)[0] in "LN"]
        if len(letters) > _LABEL_CHARACTERS:
            long[key] = "".join(letters)
    assert set(long) == LONG_LABELS, long


def test_menu_buttons_differ_in_every_language() -> None:
    for locale in LOCALES:
        keys = [key for key in WORDS[locale].sentences if key.startswith("menu-")]
        labels = [
            SPEAKERS[locale].label(key) for key in keys if not WORDS[locale].sentences[key].facts
        ]
        assert len(labels) == len(set(labels))
