"""What is written about the house is true of the house."""

import ast
import re
from pathlib import Path

import pytest

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


def _rows(name: str) -> list[list[str]]:
    lines = [line for line in _read(name).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_clause_names_tests_that_exist_and_a_place_to_see_it() -> None:
    functions = _functions()
    rows = _rows("docs/clauses.md")
    assert len(rows) > 10
    clauses = [row[0] for row in rows]
    assert len(clauses) == len(set(clauses)), "one row a clause"
    for clause, tests, seen in rows:
        named = re.findall(r"\btest_\w+", tests)
        assert named, clause
        assert set(named) <= functions, f"{clause}: {set(named) - functions}"
        assert seen, clause


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
