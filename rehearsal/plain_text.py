"""Plain text as Telegram keeps it: cleaned, trimmed, and with the links that it finds itself."""

import re

from rehearsal.api_error import JSON, bad_request

# Telegram turns control characters into spaces and takes out line and direction separators
# (U+2028–U+202E) and three combining lines that would strike through the neighbours.
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]+\w)"
    r"|(?<![\w/@])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[a-zA-Z][a-zA-Z0-9_]{3,31})"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)
_KINDS = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
        "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
        "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip


def units(text: str) -> int:
    """Return the length in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _boundaries(text: str) -> dict[int, int]:
    """Return UTF-16 offset → byte offset for every character boundary."""
    table, unit, byte = {}, 0, 0
    for mark in text:
        table[unit] = byte
        code = ord(mark)
        unit += 2 if code > 0xFFFF else 1
        byte += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    table[unit] = byte
    return table


def checked(text: str, given: list[JSON]) -> list[JSON]:
    """Return entities that a caller gave; refuse those that do not fit the text."""
    edges = _boundaries(text)
    total = max(edges)
    entities = []
    for one in given:
        begin, length = one["offset"], one["length"]
        if one["type"] not in _KINDS:
            raise bad_request("can't parse entities: unsupported MessageEntity type specified")
        if begin < 0 or length <= 0:
            raise bad_request(f"can't parse entities: entity at offset {begin} has a wrong length")
        if begin > total:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if begin + length > total:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text "
                f"at UTF-16 offset {begin + length}"
            )
        if begin not in edges:
            raise bad_request(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {edges[begin - 1]}"
            )
        if begin + length not in edges:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol "
                f"at byte offset {edges[begin + length - 1]}"
            )
        if one["type"] == "text_link" and not one.get("url"):
            raise bad_request("can't parse entities: URL of a text_link is empty")
        entities.append(dict(one))
    entities.sort(key=lambda one: (one["offset"], -one["length"]))
    return entities


def cleaned(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Take out what Telegram takes out, trim both ends, and move the entities along."""
    if not _UNCLEAN.search(text) and text == text.strip(" \n"):
        return text, entities
    kept: list[str] = []
    moved: list[int] = []  # UTF-16 offset before → after
    length = 0
    for mark in text:
        after = mark
        if _UNCLEAN.match(mark):
            after = "" if mark == "\r" or mark > "\x1f" else " "
        moved.extend([length] * (2 if mark > "\uffff" else 1))
        kept.append(after)
        length += (2 if after > "\uffff" else 1) if after else 0
    moved.append(length)
    whole = "".join(kept)
    left = len(whole) - len(whole.lstrip(" \n"))
    trimmed = whole.strip(" \n")
    last = units(trimmed)
    placed = []
    for one in entities:
        begin = max(0, moved[one["offset"]] - left)
        end = min(last, moved[one["offset"] + one["length"]] - left)
        if end > begin:
            placed.append(one | {"offset": begin, "length": end - begin})
    return trimmed, placed


def with_found(text: str, entities: list[JSON]) -> list[JSON]:
    """Add the commands, links, mentions and hashtags that Telegram finds by itself."""
    if not any(mark in text for mark in "/@#"):
        return entities
    taken = [
        (one["offset"], one["offset"] + one["length"])
        for one in entities
        if one["type"] in ("code", "pre", "text_link", "text_mention")
    ]
    found = []
    for match in _FOUND.finditer(text):
        begin = units(text[: match.start()])
        length = units(match.group())
        if all(begin + length <= left or begin >= right for left, right in taken):
            found.append({"type": match.lastgroup, "offset": begin, "length": length})
    if not found:
        return entities
    return sorted([*entities, *found], key=lambda one: (one["offset"], -one["length"]))
