"""aiogram's types are built when they are first used, not all when it is imported.

Each type of the Bot API is compiled by pydantic, some seven hundred of them, and aiogram asks for
all of them as it is imported: three seconds of processor and 100 MiB in every process, for a dozen
types that a bot reads and writes. aiogram names every type it knows when it asks; that is kept, and
pydantic builds a type with it when the first value of the type is made.
"""

from typing import Any

from pydantic import BaseModel

_names: dict[str, Any] = {}
_rebuild: Any = BaseModel.__dict__["model_rebuild"].__func__


def _rebuild_later(
    cls: type[BaseModel],
    *,
    force: bool = False,
    raise_errors: bool = True,
    _parent_namespace_depth: int = 2,
    _types_namespace: dict[str, Any] | None = None,
) -> bool | None:
    """Do what pydantic does, but for aiogram's types only once somebody uses them."""
    if cls.__module__.startswith("aiogram."):
        if _types_namespace is not None and not force:
            _names.update(_types_namespace)
            return None
        _types_namespace = _names
    built: bool | None = _rebuild(
        cls,
        force=force,
        raise_errors=raise_errors,
        _parent_namespace_depth=_parent_namespace_depth + 1,
        _types_namespace=_types_namespace,
    )
    return built


def build_when_used() -> None:
    """Let aiogram, imported after this, build each of its types when the first is made."""
    BaseModel.model_rebuild = classmethod(_rebuild_later)  # type: ignore[assignment]
