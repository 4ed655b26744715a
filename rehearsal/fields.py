"""Reads the fields of a call against the method table and refuses what does not fit it."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from rehearsal.api_error import JSON, bad_request
from rehearsal.method_table import MISSING, SHAPE_BY_KEY, SHAPE_BY_TYPE, SHAPES, Field, Fields

_NUMBER = re.compile(r"-?[0-9]{1,19}\Z")
_YES, _NO = {"true", "1", "yes"}, {"false", "0", "no", ""}


@dataclass(frozen=True)
class Upload:
    """A file that came with the request as a multipart part."""

    name: str
    content: bytes = field(repr=False)
    mime: str


def read(method: str, table: Fields, given: JSON, uploads: dict[str, Upload]) -> JSON:
    """Return the fields as typed values; a field that the table does not know is refused."""
    values: JSON = {}
    for name, value in given.items():
        spec = table.get(name)
        if spec is None:
            raise bad_request(f'unknown parameter "{name}" in {method}')
        values[name] = _top(spec, value)
    for name, upload in uploads.items():
        spec = table.get(name)
        if spec is not None:
            if spec.kind != "file":
                raise bad_request(f'parameter "{name}" of {method} cannot be a file')
            values[name] = upload
    for name, value in values.items():
        if table[name].kind == "file" and isinstance(value, str) and value[:9] == "attach://":
            if value[9:] not in uploads:
                raise bad_request(f'file "{value[9:]}" not found in the request')
            values[name] = uploads[value[9:]]
    for spec in table.values():
        if spec.required and values.get(spec.name) in (None, ""):
            raise _missing(method, spec.name, spec.name in values)
    return values


def _missing(method: str, name: str, empty: bool) -> Exception:
    if name in MISSING:
        return bad_request(MISSING[name])
    how = "is empty" if empty else "is required"
    return bad_request(f'parameter "{name}" of {method} {how}')


def _top(spec: Field, value: Any) -> Any:
    """Read one field of a request; in a form an object or array is JSON in a string."""
    if spec.kind in _PLAIN and not spec.depth:
        return _PLAIN[spec.kind](spec.name, value, True)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as wrong:
            if spec.name == "reply_markup":
                raise bad_request("can't parse reply keyboard markup JSON object") from wrong
            raise bad_request(f"can't parse {spec.name} JSON object") from wrong
    if spec.name == "reply_markup" and not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return _nested(spec.kind, spec.depth, spec.name, value)


def _nested(kind: str, depth: int, name: str, value: Any) -> Any:
    if depth:
        if not isinstance(value, list):
            raise bad_request(f"expected an Array for {name}")
        return [_nested(kind, depth - 1, name, each) for each in value]
    plain = _PLAIN.get(kind)
    if plain is not None:
        return plain(name, value, False)
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {name}: expected an Object")
    return value if kind == "Object" else _object(_shape(kind, name, value), value)


def _shape(kind: str, name: str, value: JSON) -> str:
    if kind == "Markup":
        for key, shape in SHAPE_BY_KEY.items():
            if key in value:
                return shape
        raise bad_request("can't parse reply keyboard markup JSON object")
    if kind in SHAPE_BY_TYPE:
        shapes = SHAPE_BY_TYPE[kind]
        of_type = str(value.get("type"))
        if of_type not in shapes:
            raise bad_request(f"can't parse {name}: type {of_type} is unsupported")
        return shapes[of_type]
    return kind


_SPOKEN = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "InputMediaPhoto": "InputMedia",
    "InputMediaDocument": "InputMedia",
}


def _object(shape: str, value: JSON) -> JSON:
    table = SHAPES[shape]
    spoken = _SPOKEN.get(shape, shape)
    read_values: JSON = {}
    for name, each in value.items():
        spec = table.get(name)
        if spec is None:
            raise bad_request(f'can\'t parse {spoken}: unknown field "{name}"')
        try:
            read_values[name] = _nested(spec.kind, spec.depth, name, each)
        except _MistypedError as wrong:
            raise bad_request(f"can't parse {spoken}: {wrong}") from wrong
    for spec in table.values():
        if spec.required and spec.name not in read_values:
            raise bad_request(f"can't parse {spoken}: Can't find field \"{spec.name}\"")
    return read_values


class _MistypedError(Exception):
    pass


def _wrong(name: str, kind: str, top: bool) -> Exception:
    words = f'Field "{name}" must be of type {kind}'
    return bad_request(words[0].lower() + words[1:]) if top else _MistypedError(words)


def _integer(name: str, value: Any, top: bool) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and _NUMBER.match(value):
        return int(value)
    raise _wrong(name, "Integer", top)


def _chat(name: str, value: Any, top: bool) -> int | str:
    if isinstance(value, str) and not _NUMBER.match(value):
        return value
    return _integer(name, value, top)


def _float(name: str, value: Any, top: bool) -> float:
    if type(value) in (int, float):
        return float(value)
    if top and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise _wrong(name, "Float", top)


def _boolean(name: str, value: Any, top: bool) -> bool:
    if isinstance(value, bool):
        return value
    if top and isinstance(value, str | int):
        word = str(value).lower()
        if word in _YES:
            return True
        if word in _NO:
            return False
    raise _wrong(name, "Boolean", top)


def _string(name: str, value: Any, top: bool) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "String", top)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as wrong:
            raise bad_request("strings must be encoded in UTF-8") from wrong
    return value


def _file(name: str, value: Any, top: bool) -> str | Upload:
    if isinstance(value, Upload):
        return value
    return _string(name, value, top)


_PLAIN = {
    "int": _integer,
    "chat": _chat,
    "float": _float,
    "bool": _boolean,
    "str": _string,
    "file": _file,
}
