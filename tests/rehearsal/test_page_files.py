"""The stage's page as files: it needs nobody else's server, and speaks both languages whole."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "rehearsal" / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
_ENTRY = re.compile(r'^\s+"?([a-z_.]+)"?: "(.*)",$', re.MULTILINE)
_FACT = re.compile(r"\{(\w+)\}")
# Keys that are put together from a prefix and a name of the stage's.
_BUILT = ("action.", "clock.", "fault.")


def _words(code: str) -> dict[str, str]:
    text = (PAGE / f"words.{code}.js").read_text(encoding="utf-8")
    return dict(_ENTRY.findall(text))


def test_every_sentence_exists_in_both_languages_with_the_same_facts() -> None:
    zh, en = _words("zh"), _words("en")
    assert len(zh) > 100
    assert set(zh) == set(en)
    for key, sentence in zh.items():
        assert sorted(_FACT.findall(sentence)) == sorted(_FACT.findall(en[key])), key


def test_every_sentence_is_said_somewhere_and_every_word_asked_for_exists() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in SCRIPTS if not path.name.startswith("words.")
    )
    quoted = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)?)"', code))
    known = set(_words("en"))
    unsaid = {key for key in known - quoted if not key.startswith(_BUILT)}
    assert not unsaid
    asked = set(re.findall(r'\b(?:t|field)\("([a-z_.]+)"', code))
    asked |= set(re.findall(r'\b(?:word|label|hint|tip|title|yes): "([a-z_]+\.[a-z_.]+)"', code))
    assert asked
    assert asked <= known


def test_the_page_loads_nothing_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        loads = re.findall(r"""(?:src|href|url|from|import)\s*[=(]?\s*["'(](https?:)?//""", text)
        assert not loads, path.name


def test_what_others_send_is_never_parsed_as_markup_of_the_page() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML"
    )
    for path in SCRIPTS:
        assert not forbidden.search(path.read_text(encoding="utf-8")), path.name


def test_every_file_of_the_page_can_be_read_in_one_sitting() -> None:
    for path in PAGE.iterdir():
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines < 400, f"{path.name} has {lines} lines"
