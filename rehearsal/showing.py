"""Messages as the page shows them: Telegram's JSON, which side it stands on, safe HTML."""

from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from rehearsal.api_error import JSON

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
}


def shown_message(message: JSON, bot_id: int, reply_markup: JSON | None = None) -> JSON:
    """Return a copy with `out` (the person sent it) and `html`."""
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    shown = message | {
        "out": message["from"]["id"] != bot_id,
        "html": as_html(text, entities),
    }
    if reply_markup is not None:
        shown["reply_markup"] = reply_markup
    return shown


def as_html(text: str, entities: list[JSON]) -> str:
    """Return escaped HTML of a text; entities that cross each other are cut at the crossing."""
    if not entities:
        return escape(text)
    marks = text.encode("utf-16-le")
    edges = sorted(
        {0, len(marks) // 2}
        | {one["offset"] for one in entities}
        | {one["offset"] + one["length"] for one in entities}
    )
    written: list[str] = []
    open_now: list[JSON] = []
    for begin, end in pairwise(edges):
        here = [one for one in entities if one["offset"] <= begin < one["offset"] + one["length"]]
        keep = 0
        while keep < len(open_now) and keep < len(here) and open_now[keep] is here[keep]:
            keep += 1
        written.extend(_tag(one)[1] for one in reversed(open_now[keep:]))
        written.extend(_tag(one)[0] for one in here[keep:])
        open_now = here
        written.append(escape(marks[2 * begin : 2 * end].decode("utf-16-le")))
    written.extend(_tag(one)[1] for one in reversed(open_now))
    return "".join(written)


def _tag(entity: JSON) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAGS:
        return _TAGS[kind]
    if kind == "pre":
        language = escape(entity.get("language", ""))
        inner = f'<code class="language-{language}">' if language else ""
        return f"<pre>{inner}", f"{'</code>' if inner else ''}</pre>"
    if kind == "text_link" and urlsplit(entity["url"]).scheme in ("http", "https", "tg"):
        return f'<a href="{escape(entity["url"])}" rel="noopener">', "</a>"
    if kind in ("url", "mention", "hashtag", "bot_command", "email", "text_mention"):
        return f'<span class="{kind}">', "</span>"
    return "", ""
