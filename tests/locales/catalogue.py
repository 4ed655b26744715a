"""The Fluent files as a test reads them: keys, where they stand, which facts they ask for."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from locales.words import HOME


@dataclass(frozen=True)
class Sentence:
    """One message of one language."""

    key: str
    file: str
    source: str
    facts: frozenset[str]


class _Facts(Visitor):
    """Collects `$name` wherever it stands: in text, as a selector, inside a variant."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


@dataclass(frozen=True)
class Catalogue:
    """All messages of a language, the keys that stand twice, and what the parser could not read."""

    sentences: dict[str, Sentence]
    twice: list[str]
    junk: list[str]


def read_catalogue(locale: str, home: Path = HOME) -> Catalogue:
    """Return the messages of a language from all its files."""
    found: list[Sentence] = []
    junk: list[str] = []
    for file in sorted((home / locale).glob("*.ftl")):
        text = file.read_text(encoding="utf-8")
        for entry in FluentParser().parse(text).body:
            if isinstance(entry, Junk):
                junk.append(f"{locale}/{file.name}: {(entry.content or '').strip()[:60]}")
            if isinstance(entry, Message):
                facts = _Facts()
                facts.visit(entry)
                assert entry.span is not None
                source = text[entry.span.start : entry.span.end]
                found.append(Sentence(entry.id.name, file.name, source, frozenset(facts.names)))
    counted = Counter(each.key for each in found)
    twice = [f"{locale}: {key}" for key, times in counted.items() if times > 1]
    return Catalogue({each.key: each for each in found}, twice, junk)
