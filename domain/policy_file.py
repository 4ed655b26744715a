"""Reading a policy file: TOML in, one frozen `Policy` out, or one sentence with file and line.

Every value is an inline table `{ value = …, source = "PUZD-1.2a" }`. `source` is a clause of the
file's own table, `norm: B13` for a clause of a national document, or `ours: <reason>`. Beside
them `overrides = ["PU9-1.3c"]` may name the clauses that lost. `value = "unset"` is None where
the shape allows it.
"""

import hashlib
import types
from collections.abc import Container, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from domain.month_day import MonthDay
from domain.policy_bounds import Between
from domain.policy_shape import (
    Clause,
    Document,
    MemberUnit,
    Policy,
    Source,
)
from domain.toml_text import TomlText

Row = TypeVar("Row")

PLAIN_SECTIONS = ("documents", "clauses")
# The clauses that every city's file may name without listing them.
_NATION = Path(__file__).resolve().parent.parent / "policies" / "national.toml"


def read_policy(path: Path) -> Policy:
    """Return the policy of one file with the units it refers to; PolicyError says what is wrong."""
    text = TomlText(path)
    table = text.table()
    sections: dict[str, type[Any]] = {
        name: kind
        for name, kind in get_type_hints(Policy, include_extras=True).items()
        if isinstance(kind, type) and is_dataclass(kind)
    }
    for name in table:
        if name not in sections and name not in PLAIN_SECTIONS:
            raise text.error(name, "no such section is known")
    nation = TomlText(_NATION)
    documents = _both(nation, text, "documents", Document)
    clauses = _both(nation, text, "clauses", Clause)
    for code, clause in clauses.items():
        if clause.document not in documents:
            raise text.error(f"clauses.{code}", f"no document {clause.document} is listed")
    sources: dict[str, Source] = {}
    read: dict[str, Any] = {}
    for name, kind in sections.items():
        if name not in table:
            raise text.error(name, "this section is missing")
        values = {}
        for key, hint in _hints(kind).items():
            where = f"{name}.{key}"
            sources[where], raw = _unwrap(text, where, table[name], key, documents, clauses)
            values[key] = _value(text, where, hint, raw)
        _refuse_unknown(text, name, table[name], values)
        read[name] = kind(**values)
        for key, reason in getattr(read[name], "faults", tuple)():
            raise text.error(f"{name}.{key}", reason)
    units = TomlText(path.parent / read["city"].units_file)
    digest = hashlib.sha256(text.bytes + b"\0" + units.bytes).hexdigest()[:8]
    return Policy(
        name=path.stem,
        version=f"{path.stem}@{digest}",
        folder=path.parent,
        members=_members(units, clauses),
        documents=documents,
        clauses=clauses,
        sources=types.MappingProxyType(sources),
        **read,
    )


def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {each.name: hints[each.name] for each in fields(kind)}


def _refuse_unknown(
    text: TomlText, name: str, table: Mapping[str, Any], known: Container[str]
) -> None:
    for key in table:
        if key not in known:
            raise text.error(f"{name}.{key}", "no such key is known")


def _both(nation: TomlText, city: TomlText, section: str, kind: type[Row]) -> Any:
    """Return the nation's rows of a section and the city's; none may stand in both."""
    of_all, own = (_plain(each, each.table(), section, kind) for each in (nation, city))
    for code in own:
        if code in of_all:
            raise city.error(f"{section}.{code}", "national.toml says it for every city already")
    return types.MappingProxyType(of_all | own)


def _plain(text: TomlText, table: dict[str, Any], section: str, kind: type[Row]) -> Any:
    """Return the rows of a section of plain values by their code."""
    rows: dict[str, Row] = {}
    for code, entry in table.get(section, {}).items():
        rows[code] = _row(text, f"{section}.{code}", kind, {"code": code, **entry})
    return types.MappingProxyType(rows)


def _row(text: TomlText, where: str, kind: type[Row], entry: dict[str, Any]) -> Row:
    hints = _hints(kind)
    _refuse_unknown(text, where, entry, hints)
    for key in hints:
        if key not in entry:
            raise text.error(where, f"{key} is missing")
    return kind(
        **{
            key: _value(text, f"{where}.{key}", hint, entry[key], empty=True)
            for key, hint in hints.items()
        }
    )


def _unwrap(
    text: TomlText,
    where: str,
    section: Mapping[str, Any],
    key: str,
    documents: Mapping[str, Document],
    clauses: Mapping[str, Clause],
) -> tuple[Source, Any]:
    """Return source and raw value of one key, refusing what is missing or unknown."""
    if key not in section:
        raise text.error(where, "this key is missing")
    entry = section[key]
    if not isinstance(entry, dict) or "value" not in entry:
        raise text.error(where, "write it as { value = …, source = … }")
    for name in entry:
        if name not in ("value", "source", "overrides"):
            raise text.error(where, f"{name} is unknown beside value and source")
    if not isinstance(entry.get("source"), str) or not entry["source"].strip():
        raise text.error(where, "the source is missing")
    overrides = entry.get("overrides", [])
    for code in overrides:
        if code not in clauses:
            raise text.error(where, f"it overrides {code}, which is no listed clause")
    source = _source(text, where, entry["source"], tuple(overrides), documents, clauses)
    return source, entry["value"]


def _source(
    text: TomlText,
    where: str,
    written: str,
    overrides: tuple[str, ...],
    documents: Mapping[str, Document],
    clauses: Mapping[str, Clause],
) -> Source:
    kind, colon, rest = written.partition(":")
    if colon and kind == "ours":
        if not rest.strip():
            raise text.error(where, "a choice of our own needs its reason")
        return Source("", "", None, "", "", "", True, False, rest.strip(), overrides)
    norm = bool(colon) and kind == "norm"
    code, _, reason = rest.strip().partition(" ") if norm else (written, "", "")
    if code not in clauses:
        raise text.error(where, f"its source {code} is no listed clause")
    clause = clauses[code]
    document = documents[clause.document]
    if norm != (document.level == "nation"):
        raise text.error(where, f"{code} is of the {document.level}: norm: marks national rules")
    return Source(
        document_title=document.title,
        number=document.number,
        year=document.issued_on.year,
        article=clause.article,
        clause_id=code,
        text=clause.text,
        ours=False,
        norm=norm,
        reason=reason,
        overrides=overrides,
    )


def _value(text: TomlText, where: str, hint: Any, raw: Any, *, empty: bool = False) -> Any:
    """Return a raw TOML value as the type of its key."""
    bounds = None
    if get_origin(hint) is Annotated:
        hint, bounds = get_args(hint)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if raw == "unset":
            return None
        (hint,) = (each for each in get_args(hint) if each is not type(None))
        return _value(text, where, hint, raw)
    if origin is tuple:
        if not isinstance(raw, list):
            raise text.error(where, "a list is expected")
        inner = get_args(hint)[0]
        values = tuple(_value(text, where, _bounded(inner, bounds), each) for each in raw)
        if len(set(values)) != len(values):
            raise text.error(where, "the same value stands twice")
        return values
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(raw, dict):
            raise text.error(where, "a table is expected")
        inner = get_args(hint)[1]
        return types.MappingProxyType({k: _value(text, where, inner, v) for k, v in raw.items()})
    return _scalar(text, where, hint, raw, bounds, empty=empty)


def _bounded(hint: Any, bounds: Between | None) -> Any:
    return Annotated[hint, bounds] if bounds else hint


def _scalar(
    text: TomlText, where: str, hint: Any, raw: Any, bounds: Between | None, *, empty: bool
) -> Any:
    if get_origin(hint) is Literal:
        if raw not in get_args(hint):
            raise text.error(where, f"{raw!r} is none of {', '.join(get_args(hint))}")
        return raw
    if hint is MonthDay:
        try:
            return MonthDay.parse(raw)
        except (TypeError, ValueError) as error:
            raise text.error(where, f"{raw!r} is no month and day of every year") from error
    # bool is an int, and a datetime a date: the exact type is asked.
    if type(raw) is not hint:
        raise text.error(where, f"{raw!r} is no {_NAMES[hint]}")
    if bounds and not bounds.low <= raw <= bounds.high:
        raise text.error(where, f"{raw} lies outside {bounds.low} to {bounds.high}")
    if hint is str and not raw.strip() and not empty:
        raise text.error(where, "it is empty")
    return raw


_NAMES = {int: "whole number", str: "text", bool: "true or false", date: "date", time: "time"}
_NAMES[datetime] = "instant"


def _members(text: TomlText, clauses: Mapping[str, Clause]) -> tuple[MemberUnit, ...]:
    """Return the member units of a unit file; a name or an alias belongs to one unit only."""
    table = text.table()
    _refuse_unknown(text, "", table, {"units": 1})
    units = []
    owner: dict[str, str] = {}
    for code, entry in table.get("units", {}).items():
        where = f"units.{code}"
        unit = _row(text, where, MemberUnit, {"code": code, **entry})
        if unit.clause not in clauses:
            raise text.error(where, f"its clause {unit.clause} is not listed in the policy")
        for name in {unit.name, unit.short_name, *unit.aliases}:
            if owner.setdefault(name, code) != code:
                raise text.error(where, f"{name} is also a name of {owner[name]}")
        units.append(unit)
    return tuple(units)
