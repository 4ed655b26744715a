"""The house keeps its own rules: imports, settings, permissions, words."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.permissions import TABLE, Action, Role, Scope
from usecases import access

ROOT = Path(__file__).resolve().parent.parent
FLOORS = (
    "bot",
    "handlers",
    "web",
    "scheduler",
    "usecases",
    "locales",
    "documents",
    "models",
    "domain",
    "rehearsal",
    "benchmarks",
)


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(  # noqa: S603 - our own tool on our own tree
        [tool, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_down_only() -> None:
    done = _lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("domain/credit.py", "import sqlmodel"),
        ("models/visits.py", "import handlers.checkin"),
        ("usecases/ledger.py", "import aiogram"),
        ("scheduler/planted.py", "import aiogram"),
        ("handlers/checkin.py", "import models.visits"),
        ("handlers/checkin.py", "import telegram"),
        ("web/app.py", "import rehearsal.stage"),
        ("web/counter.py", "import web.app"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, file: str, line: str) -> None:
    for floor in FLOORS:
        shutil.copytree(
            ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__", "page")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / file
    before = planted.read_text(encoding="utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n", encoding="utf-8")
    done = _lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout
    assert Path(file).stem in done.stdout


def _door_files() -> Iterator[Path]:
    for floor in ("handlers", "web", "scheduler"):
        yield from (ROOT / floor).glob("*.py")


def test_doors_call_only_deeds_that_stand_in_the_permission_table() -> None:
    import importlib

    unmarked = []
    for file in _door_files():
        module = importlib.import_module(f"{file.parent.name}.{file.stem}")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            asked = isinstance(node.func, ast.Attribute) and node.func.attr in {"write", "read"}
            # A room's own function that does what it is handed.
            handed = isinstance(node.func, ast.Name) and node.func.id == "_step"
            if not (asked or handed) or not node.args:
                continue
            deed = node.args[1 if handed else 0]
            if not (isinstance(deed, ast.Attribute) and isinstance(deed.value, ast.Name)):
                continue
            room = getattr(module, deed.value.id, None)
            if room is None or not getattr(room, "__name__", "").startswith("usecases."):
                continue
            action = getattr(getattr(room, deed.attr), "action", None)
            if action not in TABLE and (deed.value.id, deed.attr) not in _FOR_EVERYBODY:
                unmarked.append(f"{file.name}: {deed.value.id}.{deed.attr}")
    assert unmarked == []


def test_a_family_is_looked_at_by_its_members_only() -> None:
    """Nobody's employer, unit or office reads who belongs to whom (PU9-T28b)."""
    assert TABLE[Action.KEEP_FAMILY] == {Role.VOLUNTEER: Scope.OWN}
    # What is held of a person, and whose scan is whose: ways of the person himself. That nobody
    # rates his own household is asked of him who rates, and told to nobody. A child without a
    # telephone is let in by the head himself.
    own = {"families", "family_children", "family_scans", "holdings", "households", "scan_lookup"}
    read_by = {
        file.stem
        for file in (ROOT / "usecases").glob("*.py")
        if "models.families" in file.read_text(encoding="utf-8")
    }
    assert read_by == own


# What the doors do before they know who asks, or for the process itself.
_FOR_EVERYBODY = {
    ("access", "welcome"),
    ("notices", "mark_blocked"),
    ("notices", "unblock"),
}


def test_every_action_names_who_may_do_it_and_every_role_may_do_something() -> None:
    assert set(TABLE) == set(Action)
    idle = set(Role) - {role for roles in TABLE.values() for role in roles}
    assert idle == set()
    assert access.performs(Action.REGISTER)(lambda: None).action is Action.REGISTER  # type: ignore[attr-defined]


def test_importing_any_module_needs_no_environment() -> None:
    modules = [
        f"{file.parent.name}.{file.stem}"
        for floor in ("bot", "domain", "models", "usecases", "locales", "documents", "scheduler")
        for file in (ROOT / floor).glob("*.py")
        if file.stem not in {"__main__", "__init__", "picture_worker"}
    ]
    code = "import " + ", ".join(modules)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _names(requirements: list[str]) -> set[str]:
    return {re.sub(r"[._]", "-", re.split(r"[\[<>=~ ]", each)[0].lower()) for each in requirements}


def test_every_library_that_is_imported_is_named_as_a_requirement() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = [*told["tool"]["setuptools"]["packages"], "tests"]
    ours = {name.split(".")[0] for name in packages}
    needed = _names(told["project"]["dependencies"])
    for_us = _names(told["project"]["optional-dependencies"]["dev"])
    by_module = importlib.metadata.packages_distributions()
    missing = set()
    for package in ours:
        # The README's picture is taken by a browser, which only the tests' requirements bring; the
        # benchmarks measure against others and start a PostgreSQL of their own.
        named = needed | for_us if package in ("tests", "rehearsal", "benchmarks") else needed
        for module in _imported(ROOT / package) - ours - sys.stdlib_module_names:
            if not _names(by_module.get(module, [module])) & named:
                missing.add(f"{package} imports {module}")
    assert missing == set()


# Named without an import of ours, and why.
NOT_IMPORTED = {
    "httptools": "uvicorn reads HTTP with it where it is there",
    "python-multipart": "FastAPI reads forms by it",
}


def test_every_requirement_is_imported_or_says_what_it_is_for() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = [name for name in told["tool"]["setuptools"]["packages"] if "." not in name]
    by_module = importlib.metadata.packages_distributions()
    modules = set().union(*(_imported(ROOT / package) for package in ours))
    imported = set().union(*(_names(by_module.get(module, [])) for module in modules))
    needed = _names(told["project"]["dependencies"])
    assert needed - imported == NOT_IMPORTED.keys()


def _imported(folder: Path) -> set[str]:
    found = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found
