"""What docs/promises.md promises is proved by tests that exist, and no row is missing."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_NO_REDIS = {"F22", "F23", "F24"}


def _functions() -> set[str]:
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _rows(letter: str) -> dict[str, list[str]]:
    text = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    lines = re.findall(rf"^\|\s*{letter}\d+\s*\|.*$", text, re.M)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    ids = [row[0] for row in rows]
    assert len(ids) == len(set(ids)), "one row each"
    return {row[0]: row[1:] for row in rows}


def test_every_promise_and_every_fault_has_one_row() -> None:
    promises, faults = _rows("P"), _rows("F")
    assert list(promises) == [f"P{n}" for n in range(1, 18)]
    assert list(faults) == [f"F{n}" for n in range(1, 64)]
    assert {len(row) for row in promises.values()} == {4}
    assert {len(row) for row in faults.values()} == {3}
    assert all(row[3] for row in promises.values()), "every promise names its figure"


def test_every_row_is_proved_by_what_exists_and_none_waits() -> None:
    functions = _functions()
    for name, row in (_rows("P") | _rows("F")).items():
        if name in _NO_REDIS:
            assert row[1] == "no Redis here", name
            continue
        proofs = row[2]
        named = set(re.findall(r"\btest_\w+", proofs))
        assert named <= functions, f"{name}: {named - functions}"
        assert named or "`make " in proofs, name
        assert row[1], f"{name} does not say how"
        assert "waits for" not in proofs, name
