"""The Python files and templates as a test reads them: which words are asked for, with what facts.

`turn.say("key", fact=…)` is understood as it stands; a key that comes from a conditional, a
dictionary or an f-string is followed within its function. A key that is a parameter cannot be
followed: its text then counts as used wherever it stands as a whole string.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SPEAKING = {"say", "label"}
_TEMPLATE_CALL = re.compile(r"""\b(?:say|label|words)\(\s*["']([a-z0-9-]+)["']""")
_HOLE = "{}"

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Module


@dataclass(frozen=True)
class Call:
    """One place that speaks: the keys it may mean (`refusal-{}` is a family), and its facts."""

    where: str
    keys: frozenset[str]
    facts: frozenset[str]
    # False when some facts come from elsewhere (`**facts`), so that they cannot be counted.
    complete: bool


@dataclass(frozen=True)
class Told:
    """A refusal or a notice that is made somewhere: what its sentence may ask for."""

    where: str
    key: str
    facts: frozenset[str]


class Source:
    """One Python file."""

    def __init__(self, name: str, text: str) -> None:
        """Parse it and remember in which function each node stands."""
        self.name = name
        self.tree = ast.parse(text)
        self._scope: dict[ast.AST, Scope] = {}
        self._mark(self.tree, self.tree)

    def _mark(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            self._scope[child] = scope
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            self._mark(child, child if inner else scope)  # type: ignore[arg-type]

    def strings(self) -> set[str]:
        """Return every whole string that stands in the file."""
        return {
            node.value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }

    def families(self) -> set[str]:
        """Return every f-string that may be a key, with `{}` for what is filled in."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.JoinedStr) and re.fullmatch(r"[a-z0-9{}-]+", _pattern(node)):
                found.add(_pattern(node))
        return found

    def calls(self) -> Iterator[Call]:
        """Yield every `….say(key, …)` and `….label(key, …)`."""
        for node in ast.walk(self.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in SPEAKING or not node.args:
                continue
            facts, complete = self._facts(node)
            keys = frozenset(self._keys(node.args[0], self._scope[node]))
            yield Call(f"{self.name}:{node.lineno}", keys, facts, complete)

    def _keys(self, node: ast.expr, scope: Scope, depth: int = 3) -> set[str]:
        if isinstance(node, ast.Name):
            values = self._assigned(node.id, scope) if depth else []
            return {key for value in values for key in self._keys(value, scope, depth - 1)}
        if isinstance(node, ast.JoinedStr):
            return {_pattern(node)}
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.IfExp):
            return self._keys(node.body, scope, depth) | self._keys(node.orelse, scope, depth)
        return set()

    def _assigned(self, name: str, scope: Scope) -> list[ast.expr]:
        found = []
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                targets, value = [node.target], node.value
            else:
                continue
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                found.append(value)
        return found

    def _facts(self, call: ast.Call) -> tuple[frozenset[str], bool]:
        names, complete = set(), True
        for keyword in call.keywords:
            if keyword.arg is not None:
                names.add(keyword.arg)
                continue
            held = self._dictionary(keyword.value, self._scope[call])
            complete = complete and held is not None
            names |= held or set()
        return frozenset(names), complete

    def _dictionary(self, node: ast.expr, scope: Scope) -> set[str] | None:
        """Return the names in a dictionary that is written out, or None if it is not."""
        if isinstance(node, ast.Name):
            values = self._assigned(node.id, scope)
            return self._dictionary(values[0], scope) if len(values) == 1 else None
        if not isinstance(node, ast.Dict):
            return None
        keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        return {str(key) for key in keys} if len(keys) == len(node.keys) else None

    def refusals(self) -> Iterator[Told]:
        """Yield every refusal that is made with facts that are written out."""
        for node in ast.walk(self.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            code = node.args[0]
            if node.func.id not in {"Refusal", "Refused"} or not isinstance(code, ast.Attribute):
                continue
            facts, complete = self._facts(node)
            if node.func.id == "Refused" and len(node.args) > 1:
                held = self._dictionary(node.args[1], self._scope[node])
                facts, complete = frozenset(held or ()), held is not None
            if complete:
                yield Told(f"{self.name}:{node.lineno}", code.attr, facts - {"rule"})

    def notices(self) -> Iterator[Told]:
        """Yield every notice that is queued under a kind that is written out."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            if name != "tell" or "kind" not in given or "dedupe_key" not in given:
                continue
            scope = self._scope[node]
            facts = self._dictionary(given["facts"], scope) if "facts" in given else None
            for kind in self._keys(given["kind"], scope):
                known = frozenset(facts) if facts is not None else frozenset({"*"})
                yield Told(f"{self.name}:{node.lineno}", kind, known)


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values
    )


@cache
def python_files(root: Path, *floors: str) -> list[Source]:
    """Return the product's own Python files, read once."""
    return [
        Source(str(file.relative_to(root)), file.read_text(encoding="utf-8"))
        for floor in floors
        for file in sorted((root / floor).rglob("*.py"))
    ]


def template_keys(root: Path, floors: list[str]) -> dict[str, str]:
    """Return key -> file for every key that a template asks for."""
    found = {}
    for floor in floors:
        for file in sorted((root / floor).rglob("*")):
            if file.suffix in {".html", ".jinja", ".j2", ".typ"}:
                for key in _TEMPLATE_CALL.findall(file.read_text(encoding="utf-8")):
                    found[key] = file.name
    return found
