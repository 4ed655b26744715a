"""Whoever changes something for others leaves a line in the trail, or it is said why he need not.

Read from the source: a use case that writes, itself or through what it calls, reaches
`audit.record`, itself or through what it calls.
"""

import ast
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_USECASES = Path(__file__).parents[2] / "usecases"
_WRITES = {"insert", "update", "delete", "dialect", "sqlite.insert", "postgresql.insert"}

_OWN_CHAT = "how the person's own chat or page looks; nobody else is touched"
_LINK = "a link does nothing; whoever uses it is in the trail"
_LEDGER = "the voucher's row and the sealed ledger say who moved what; nothing else happens"

EXCEPTIONS = {
    "codes.for_the_chat": "a code of one's own, good for minutes; its use is a scan",
    "displays.invite_display": _LINK,
    "guardians.link": _LINK,
    "proxies.link": _LINK,
    "errands.link": _LINK,
    "locations.call": "only asks oneself for a location, which is in the trail when it comes",
    "page_sessions.open_page": _OWN_CHAT,
    "page_sessions.stay": _OWN_CHAT,
    "people.speak": _OWN_CHAT,
    "people.act_as": _OWN_CHAT,
    "people.remember_menu_button": _OWN_CHAT,
    "workplace.change": "every scan keeps the station that it was made for",
    "records.at_that_time": "reminds the typist himself of a record that he has begun",
    "redeeming.redeem": _LEDGER,
    "vouchers.cancel": _LEDGER,
    "honouring.honour": _LEDGER,
}

_TELLS = "tells people, and changes nothing of theirs"
_SENDS = "how messages are sent"

# What the time does without a line.
CLOCK = {
    "consents.ask_again": _TELLS,
    "duty_reminders.remind": _TELLS,
    "leavers.ask": _TELLS,
    "qualification_checks.warn": _TELLS,
    "silence.look": _TELLS,
    "watch.obstacle": "only looks whether the city can be opened",
    "duties.found_units": "units of the policy file; nobody is touched",
    "duties.prepare": "the policy's own dates; nobody is touched",
    "forgotten.close_forgotten": "the visit says that the clock closed it; its person is told",
    "vouchers.expire_due": _LEDGER,
    "notices.begin": _SENDS,
    "notices.claim": _SENDS,
    "notices.moved": _SENDS,
    "notices.pause": _SENDS,
    "notices.settle": _SENDS,
    "notices.take_over": _SENDS,
    "put_aside.keep": "an update that nobody could read, kept for the administrator",
    "seals.add": "the seals of the trail itself, which is proven by them",
}

Name = tuple[str, str]


@dataclass
class House:
    """What stands in the use cases, by module and name, and what each name of a module means."""

    functions: dict[Name, ast.AST] = field(default_factory=dict)
    means: dict[str, dict[str, Name]] = field(default_factory=dict)
    deeds: list[Name] = field(default_factory=list)
    # What nobody does but the time.
    clock: list[Name] = field(default_factory=list)

    def add(self, module: str, source: str) -> None:
        """Read a module."""
        known = self.means.setdefault(module, {})
        for node in ast.parse(source).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("usecases"):
                of = (node.module or "").partition(".")[2]
                for one in node.names:
                    known[one.asname or one.name] = (of, one.name) if of else (one.name, "")
            elif isinstance(node, ast.FunctionDef):
                self.functions[module, node.name] = node
                known[node.name] = (module, node.name)
                self._deed(module, node)
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name):
                    # A statement that is made once and run often.
                    self.functions[module, target.id] = node.value
                    known[target.id] = (module, target.id)

    def _deed(self, module: str, node: ast.FunctionDef) -> None:
        for mark in map(ast.unparse, node.decorator_list):
            if mark.startswith("access.performs("):
                done = self.clock if "RUN_CLOCK" in mark else self.deeds
                done.append((module, node.name))

    def unaccounted(self, deeds: list[Name]) -> set[str]:
        """Return the deeds that write and leave no line."""
        found = set()
        for deed in deeds:
            reached: set[Name] = set()
            self._walk(deed, reached)
            if ("audit", "record") not in reached and any(map(self._writes, reached)):
                found.add(".".join(deed))
        return found

    def _walk(self, name: Name, reached: set[Name]) -> None:
        # That somebody looked at a minor is a line of its own, and says nothing about the deed.
        if name in reached or name[0] == "minors":
            return
        reached.add(name)
        body = self.functions.get(name)
        if body is not None and name != ("audit", "record"):
            for called in self._names(name[0], body):
                self._walk(called, reached)

    def _names(self, module: str, body: ast.AST) -> set[Name]:
        known, found = self.means[module], set()
        for node in ast.walk(body):
            if isinstance(node, ast.Name) and node.id in known:
                found.add(known[node.id])
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                of = known.get(node.value.id)
                if of is not None and not of[1]:
                    found.add((of[0], node.attr))
        return found

    def _writes(self, name: Name) -> bool:
        body = self.functions.get(name)
        return body is not None and any(
            isinstance(node, ast.Call) and ast.unparse(node.func) in _WRITES
            for node in ast.walk(body)
        )


@pytest.fixture(scope="module")
def house() -> House:
    read = House()
    for path in sorted(_USECASES.glob("*.py")):
        read.add(path.stem, path.read_text())
    return read


def test_every_deed_that_changes_something_leaves_a_line_or_says_why_not(house: House) -> None:
    assert len(house.deeds) > 150
    assert house.unaccounted(house.deeds) == set(EXCEPTIONS)


def test_what_the_clock_does_to_people_leaves_a_line_or_it_is_said_why_not(house: House) -> None:
    assert len(house.clock) > 30
    assert house.unaccounted(house.clock) == set(CLOCK)


def test_a_deed_that_forgets_its_line_is_found(house: House) -> None:
    planted = (
        "@access.performs(Action.CONFIRM_END)\n"
        "def planted(session, *, actor):\n"
        "    _below(session)\n"
        "def _below(session):\n"
        "    session.connection().execute(update(_VISITS))\n"
    )
    read = House(dict(house.functions), dict(house.means), list(house.deeds))
    read.add("planted", planted)
    assert read.unaccounted(read.deeds) - set(EXCEPTIONS) == {"planted.planted"}
