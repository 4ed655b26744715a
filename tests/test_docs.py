"""What is written about the house is true of the house."""

import ast
import re
from pathlib import Path

import pytest

# What "people and hours" answers for, by area: the documents' clauses and the national findings.
NAMED = {
    "registration": """
        PUZD-1.0 1.1a 1.1b 1.2a 1.2b 1.2c 1.2d 1.2e 1.3.1a 1.3.1b 1.3.1c 1.3.2a 1.3.2b 1.3.2c 1.3.3
        1.4.1a 1.4.1b 1.4.1c 1.4.1d 1.4.2a 1.4.2b 1.4.3a 1.4.3b 1.4.3c 1.4.4 3.1a 4a 4b 4c 4d;
        SM3-3a 3b 3c 3d 3e; PU9-T23a T24a T24b T24c T24d T26b T26c T27b T28a T28b T28c;
        A1 A3 A10 A11 A20 A22 B2 B3 B4 E1 E2 E3 E4 F1 F2 F3 I18 X4
        K1 K2 K3 K4 K5 K6 K7 K8 K9 K10 K11 K12 K13 K14 K15 K16 K17 K18 K19 K20 K21 K22 K23 K24
        L1 L3 L5 L7 L8 L9 L11 L12 L13 L14 L15 L16 L18 L19""",
    "stations": """
        PU9-T5a T5b T5c T5d T6a T6b T6c T11d T28c; PUZD-3.3d 1.3.2c;
        GA15-3.2a 3.2b 3.2c 3.2d 3.2e; X8""",
    "records": """
        PUZD-3.0 3.1a 3.1b 3.1c 3.1d 3.2 3.3a 3.3b 3.3c 3.3d 3.3e;
        SM3-5a 5b 5c 5d 5e 5f 5g;
        B1 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B18 B19 B20 B21 B22 B23
        I14 I15 I16 I17 I28 I29 I30 I31 I32 I33 I34 X9 X10 X13 X25""",
    "stars and certificates": """
        PUZD-5.1a 5.1b 5.1c 5.1d; SM3-7a 7b 7c 7d;
        B15 B16 B17 C1 C2 C3 C4 C5 C6 C7 D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 X2 X11""",
}
# In the order of the worlds that a journey is played in (`tests.world.PAIRED`).
LANGUAGES = ("zh-hans", "en")
PLAYED = "## Where each flow is played"
LEFT_OUT = "## What nothing of ours carries"

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")),
]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _functions() -> set[str]:
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _rows(name: str, *, after: str = "", before: str = "") -> list[list[str]]:
    """Return the rows of a page's first table, after or before a line of it."""
    text = _read(name)
    text = text.partition(after)[2] if after else text
    text = text.partition(before)[0] if before else text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _named(area: str) -> set[str]:
    """Return the ids of an area; a document is named once for all that follow up to a `;`."""
    ids: set[str] = set()
    for group in NAMED[area].split(";"):
        document = ""
        for word in group.split():
            found = re.match(r"(PUZD|SM3|PU9|GA15)-", word)
            document = found[0] if found else document
            ids.add(word if found else document + word)
    return ids


@pytest.mark.parametrize("area", NAMED)
def test_every_clause_of_an_area_has_its_test_or_a_reason_why_none_can_be(area: str) -> None:
    proved = {row[0] for row in _rows("docs/clauses.md", before=LEFT_OUT)}
    left_out = {
        clause
        for clauses, why in _rows("docs/clauses.md", after=LEFT_OUT, before=PLAYED)
        for clause in clauses.split(", ")
        if why
    }
    assert not proved & left_out
    assert _named(area) <= proved | left_out, _named(area) - proved - left_out


def test_every_clause_names_tests_that_exist_and_a_place_to_see_it() -> None:
    functions = _functions()
    rows = _rows("docs/clauses.md", before=LEFT_OUT)
    assert len(rows) > 10
    clauses = [row[0] for row in rows]
    assert len(clauses) == len(set(clauses)), "one row a clause"
    for clause, tests, seen in rows:
        named = re.findall(r"\btest_\w+", tests)
        assert named, clause
        assert set(named) <= functions, f"{clause}: {set(named) - functions}"
        assert seen, clause


class _Module:
    """What a file of tests defines, and which languages its tests are played in."""

    def __init__(self, file: Path, text: str) -> None:
        tree = ast.parse(text)
        self.functions = {
            node.name: node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        self._values = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        beside = file.with_name("conftest.py")
        shared = file != beside and beside.exists()
        self._beside = _Module(beside, beside.read_text(encoding="utf-8")) if shared else None

    def languages(self, name: str) -> set[str]:
        """Return the languages that a test's marks and the fixtures that it asks for name."""
        function, found = self.functions[name], set[str]()
        for mark in function.decorator_list:
            found |= self._named(mark)
        for asked in function.args.args:
            for module in (self, self._beside):
                if module and asked.arg in module.functions:
                    found |= module.languages(asked.arg)
                    break
        return found

    def _named(self, tree: ast.AST) -> set[str]:
        match tree:
            case ast.Constant(value=str(said)):
                return {said}.intersection(LANGUAGES)
            case ast.Subscript(ast.Name("PAIRED"), ast.Constant(value=int(nth))):
                return {LANGUAGES[nth]}
            case ast.Name("PAIRED" | "played_twice"):
                return set(LANGUAGES)
            case ast.Name(name) if name in self._values:
                return self._named(self._values[name])
        return set[str]().union(*map(self._named, ast.iter_child_nodes(tree)))

    def says(self, name: str) -> set[str]:
        """Return the languages of the words that a test looks for, itself or by a helper here."""
        todo, seen, found = [name], set[str](), set[str]()
        while todo:
            function = self.functions[todo.pop()]
            seen.add(function.name)
            for node in ast.walk(function):
                if isinstance(node, ast.Name) and node.id in self.functions.keys() - seen:
                    todo.append(node.id)
                if isinstance(node, ast.Call | ast.Tuple):
                    found |= _pair(node.args if isinstance(node, ast.Call) else node.elts)
        return found


def _pair(words: list[ast.expr]) -> set[str]:
    """Return both languages where words of one stand beside words of the other."""
    said = [_text(each) for each in words]
    chinese = any(re.search(r"[\u4e00-\u9fff]", each) for each in said)
    english = any(re.search(r"[A-Za-z]{2}", each) for each in said)
    return set(LANGUAGES) if len(said) > 1 and chinese and english else set()


def _text(word: ast.expr) -> str:
    parts = word.values if isinstance(word, ast.JoinedStr) else [word]
    return "".join(str(one.value) for one in parts if isinstance(one, ast.Constant))


def test_every_flow_names_tests_that_exist_and_are_played_in_both_languages() -> None:
    named = set(re.findall(r"\btest_\w+", _read("docs/clauses.md").partition(PLAYED)[2]))
    assert len(named) > 30
    homes: dict[str, _Module] = {}
    for file in (ROOT / "tests").rglob("test_*.py"):
        text = file.read_text(encoding="utf-8")
        here = named.intersection(re.findall(r"^(?:async )?def (test_\w+)", text, re.M))
        homes |= dict.fromkeys(here, _Module(file, text)) if here else {}
    assert homes.keys() == named, named - homes.keys()
    assert {name for name, module in homes.items() if len(module.languages(name)) < 2} == set()
    assert {name for name, module in homes.items() if not module.says(name)} == set()


def test_every_command_of_the_readme_is_one() -> None:
    from bot.cli import app

    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.M))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}  # type: ignore[union-attr]
    for page in PAGES:
        text = _read(page)
        quoted = " ".join(
            re.findall(r"`([^`]+)`", text) + re.findall(r"```sh\n(.*?)```", text, re.S)
        )
        assert set(re.findall(r"\bmake ([a-z]+)", quoted)) <= targets, page
        assert set(re.findall(r"python -m bot ([a-z]+)", quoted)) <= commands, page


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", _read(page)):
        if not link.startswith("http"):
            assert ((ROOT / page).parent / link).exists(), link


def test_the_map_of_the_rooms_shows_every_room() -> None:
    rooms = {cells[0].strip("`/") for cells in _rows("README.md")}
    folders = {file.parent.name for file in ROOT.glob("*/__init__.py")} | {"policies", "deploy"}
    assert rooms == folders


def test_every_word_of_the_glossary_stands_in_the_code() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ROOT.glob("*/__init__.py")
        for file in folder.parent.rglob("*.py")
        if "tests" not in file.parts
    )
    words = [cell for row in _rows("docs/glossary.md") for cell in (row[1], row[4]) if cell]
    assert len(words) > 30
    for cell in words:
        if "(later)" in cell:
            continue
        for word in re.findall(r"\b[A-Z][A-Za-z]+\b", cell):
            assert re.search(rf"\b{word}\b", code, re.I), f"{word} stands in the glossary only"
