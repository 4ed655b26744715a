"""Text as Telegram takes it: lengths in UTF-16 units, HTML to entities, cleaning, refusals."""

import re
from typing import NamedTuple

from rehearsal.api_error import JSON, ApiError, bad_request
from rehearsal.plain_text import checked, cleaned, units, with_found

TEXT_UNITS = 4096
CAPTION_UNITS = 1024

_DECODED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_MARKS = re.compile("[&<]")
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_STYLES, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
_SPACES = " \t\r\n\f\v"
_LINK = re.compile(r"(?:https?://|tg://|ton://|tonsite://)?[^\s/]+\.[^\s/.]+|tg://\S+", re.I)


class Formatted(NamedTuple):
    """A text and its entities; offsets and lengths are UTF-16 units."""

    text: str
    entities: list[JSON]


def formatted(
    text: str, parse_mode: str | None, given: list[JSON] | None, *, found: bool = True
) -> Formatted:
    """Return text as it will be shown; raise `ApiError` as Telegram would.

    With `found` the links, commands, mentions and hashtags in it are marked as Telegram does.
    """
    entities: list[JSON] = []
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        if _MARKS.search(text):
            text, entities = _Reader(text).read()
    elif given:
        entities = checked(text, given)
    text, entities = cleaned(text, entities)
    if found:
        entities = with_found(text, entities)
    return Formatted(text, entities)


def message_text(text: str, parse_mode: str | None, given: list[JSON] | None) -> Formatted:
    """Return a message's text; refuse an empty one and one over 4096 units."""
    shown = formatted(text, parse_mode, given)
    if not shown.text:
        raise bad_request("message text is empty")
    if units(shown.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return shown


def caption_text(text: str, parse_mode: str | None, given: list[JSON] | None) -> Formatted:
    """Return a caption, which may be empty; refuse one over 1024 units."""
    shown = formatted(text, parse_mode, given)
    if units(shown.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return shown


class _Open(NamedTuple):
    tag: str
    argument: str
    offset: int
    begins: int  # index in the list of text pieces


class _Reader:
    """Reads Telegram's HTML once from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[JSON] = []

    def read(self) -> tuple[str, list[JSON]]:
        source = self.source
        while self.at < len(source):
            mark = _MARKS.search(source, self.at)
            end = mark.start() if mark else len(source)
            if end > self.at:
                self._add(source[self.at : end])
                self.at = end
            elif source[self.at] == "&":
                self._add(self._reference())
            elif source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise self._wrong(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        text = "".join(self.pieces)
        if any("\ud800" <= mark <= "\udfff" for mark in text):
            raise self._wrong(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        for one in self.entities:
            if one["type"] == "code":
                one.pop("language", None)
        self.entities.sort(key=lambda one: (one["offset"], -one["length"]))
        return text, self.entities

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.offset += _units_of_any(piece)

    def _wrong(self, words: str) -> ApiError:
        return bad_request(f"can't parse entities: {words}")

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _reference(self) -> str:
        match = _REFERENCE.match(self.source, self.at)
        if match:
            by_hex, by_number, by_name = match.groups()
            code = int(by_hex, 16) if by_hex else int(by_number) if by_number else 0
            decoded = _DECODED.get(by_name) if by_name else None
            if 0 < code < 0x10FFFF:
                decoded = chr(code)
            if decoded is not None:
                self.at = match.end()
                return decoded
        self.at += 1
        return "&"

    def _until(self, stops: str) -> str:
        begin = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACES:
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(_SPACES + ">").lower()
        if self.at >= len(self.source):
            raise self._wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _TAGS:
            raise self._wrong(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = ""
        while True:
            self._skip_spaces()
            if self.at >= len(self.source):
                raise self._wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if self.source[self.at] == ">":
                break
            argument = self._attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self._wrong(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))

    def _attribute(self, tag: str, begin: int) -> str:
        name = self._until(_SPACES + "=>")
        if not name:
            raise self._wrong(
                f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
            )
        self._skip_spaces()
        if not self.source.startswith("=", self.at):
            if tag == "blockquote" and name.lower() == "expandable":
                return "expandable"
            raise self._wrong(
                "Expected equal sign in declaration of an attribute of the tag "
                f'"{tag}" at byte offset {self._byte(begin)}'
            )
        self.at += 1
        self._skip_spaces()
        value = self._value(begin)
        if tag == "blockquote" and name.lower() == "expandable":
            return "expandable"
        prefix = {"code": "language-", "span": "tg-"}.get(tag, "")
        wanted = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id"}
        wanted["tg-time"] = "unix"
        if wanted.get(tag) == name.lower() and value.startswith(prefix):
            return value[len(prefix) :]
        return ""

    def _value(self, begin: int) -> str:
        quote = self.source[self.at : self.at + 1]
        if quote not in ("'", '"') or not quote:
            at = self.at
            match = _BARE_VALUE.match(self.source, at)
            self.at = match.end() if match else at
            if self.at < len(self.source) and self.source[self.at] not in _SPACES + ">":
                raise self._wrong(f"Unexpected end of name token at byte offset {self._byte(at)}")
            return self.source[at : self.at].lower()
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            if self.source[self.at] == "&":
                value.append(self._reference())
            else:
                value.append(self.source[self.at])
                self.at += 1
        if self.at >= len(self.source):
            raise self._wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        self.at += 2
        if not self.open:
            raise self._wrong(f"Unexpected end tag at byte offset {self._byte(begin)}")
        name = self._until(_SPACES + ">").lower()
        self._skip_spaces()
        if not self.source.startswith(">", self.at):
            raise self._wrong(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        last = self.open.pop()
        if name and name != last.tag:
            raise self._wrong(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{last.tag}>", found "</{name}>"'
            )
        if self.offset > last.offset:
            self._close(last)

    def _close(self, last: _Open) -> None:
        entity: JSON = {"offset": last.offset, "length": self.offset - last.offset}
        if last.tag in _STYLES:
            entity["type"] = _STYLES[last.tag]
        elif last.tag == "blockquote":
            entity["type"] = "expandable_blockquote" if last.argument else "blockquote"
        elif last.tag == "tg-emoji":
            if not last.argument.isdigit():
                raise self._wrong("Invalid custom emoji identifier specified")
            return  # only bots with a bought name may show one; for the others it is plain text
        elif last.tag == "tg-time":
            if not last.argument.isdigit():
                raise self._wrong("Invalid date-time entity specified")
            entity |= {"type": "date_time", "unix_time": int(last.argument)}
        elif last.tag == "a":
            link = last.argument or "".join(self.pieces[last.begins :])
            if not _LINK.match(link):
                return
            user = re.match(r"tg://user/?\?id=(\d+)\Z", link)
            if user:
                entity |= {"type": "text_mention", "user": {"id": int(user[1])}}
            else:
                entity |= {"type": "text_link", "url": link if "://" in link else f"http://{link}"}
        else:
            self._close_code(last, entity)
            return
        self.entities.append(entity)

    def _close_code(self, last: _Open, entity: JSON) -> None:
        """`pre` around `code class="language-…"` is one block with a language."""
        before = self.entities[-1] if self.entities else None
        same = (
            before is not None
            and (before["offset"], before["length"]) == (entity["offset"], entity["length"])
            and before["type"] in ("code", "pre")
        )
        if last.tag == "pre" and same and before is not None and before.get("language"):
            before["type"] = "pre"
            return
        entity["type"] = last.tag
        if last.tag == "code" and last.argument and self.open and self.open[-1].tag == "pre":
            entity["language"] = last.argument
        self.entities.append(entity)


def _units_of_any(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
