"""A TOML file that can say on which line a section or a key stands."""

import re
import tomllib
from pathlib import Path
from typing import Any


class PolicyError(ValueError):
    """A file of rules cannot be used; the message names file, line and reason in one sentence."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*=""")


class TomlText:
    """The text of one file, able to say on which line a section or a key stands."""

    def __init__(self, path: Path) -> None:
        self.name = f"{path.parent.name}/{path.name}"
        try:
            self.bytes = path.read_bytes()
        except OSError as error:
            raise PolicyError(str(path), 0, "the file cannot be read") from error
        self.lines = self._index()

    def _index(self) -> dict[str, int]:
        lines: dict[str, int] = {}
        header = ""
        for number, line in enumerate(self.bytes.decode(errors="replace").splitlines(), 1):
            if found := _HEADER.match(line):
                header = found[1].replace('"', "").replace("'", "")
                lines.setdefault(header, number)
            elif found := _KEY.match(line):
                key = found[1] or found[2] or found[3]
                lines.setdefault(f"{header}.{key}" if header else key, number)
        return lines

    def table(self) -> dict[str, Any]:
        """Return the parsed TOML."""
        try:
            return tomllib.loads(self.bytes.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            where = re.search(r"line ([0-9]+)", str(error))
            raise PolicyError(
                self.name, int(where[1]) if where else 1, f"this is no TOML ({error})"
            ) from error

    def error(self, key: str, reason: str) -> PolicyError:
        """Return the refusal of a key, with the line where it or its section stands."""
        line = self.lines.get(key) or self.lines.get(key.rpartition(".")[0]) or 1
        return PolicyError(self.name, line, f"{key}: {reason}" if key else reason)
