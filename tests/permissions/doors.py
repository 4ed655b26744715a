"""What stands behind each door: every way in, and the actions of the deeds that it leads to."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

from fastapi.routing import APIRoute

from domain.permissions import Action
from handlers import door, table  # noqa: F401 - the door hangs every handler into the table
from web.app import ROUTERS

DOORS = ("handlers", "web")


def entries() -> Iterator[tuple[str, Callable[..., Any]]]:
    for kind, handlers in (
        ("command", table.COMMANDS),
        ("menu", table.MENU),
        ("press", table.PRESSES),
        ("step", table.STEPS),
    ):
        for name, handler in handlers.items():
            yield f"{kind} {name}", handler
    for kind, pairs in (("payload", table.PAYLOADS), ("loose", table.LOOSE)):
        for nth, (_, handler) in enumerate(pairs):
            yield f"{kind} {nth}", handler
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                for method in route.methods or ():
                    yield f"page {method} {route.path}", route.endpoint


@cache
def actions(function: Callable[..., Any], depth: int = 6) -> frozenset[Action]:
    """Return the actions of all deeds that a function of a door names, and those that it calls."""
    function = inspect.unwrap(function)
    room = inspect.getmodule(function)
    if depth == 0 or room is None or room.__name__.split(".")[0] not in DOORS:
        return frozenset()
    found: set[Action] = set()
    for thing in _named(function, room, getattr(function, "__self__", None)):
        action = getattr(thing, "action", None)
        if isinstance(action, Action):
            found.add(action)
        elif inspect.isfunction(thing) or inspect.ismethod(thing):
            found |= actions(thing, depth - 1)
    return frozenset(found)


def _named(function: Callable[..., Any], room: ModuleType, owner: object) -> Iterator[Any]:
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            yield _meant(node, room, owner)


def _meant(node: ast.expr, room: ModuleType, owner: object) -> Any:
    """Return what a name, or what hangs on one, is; `self` is the room object of a handler."""
    if isinstance(node, ast.Name):
        return owner if node.id == "self" else getattr(room, node.id, None)
    if isinstance(node, ast.Attribute):
        return getattr(_meant(node.value, room, owner), node.attr, None)
    return None
