"""How Telegram opens a Mini App: initData signed with the bot's token, put behind the #."""

import base64
import hashlib
import hmac
import json
import secrets
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rehearsal.api_error import JSON

VERSION = "8.0"
THEME = {
    "accent_text_color": "#168acd",
    "bg_color": "#ffffff",
    "bottom_bar_bg_color": "#ffffff",
    "button_color": "#40a7e3",
    "button_text_color": "#ffffff",
    "destructive_text_color": "#d14e4e",
    "header_bg_color": "#ffffff",
    "hint_color": "#999999",
    "link_color": "#168acd",
    "secondary_bg_color": "#f1f1f1",
    "section_bg_color": "#ffffff",
    "section_header_text_color": "#168acd",
    "section_separator_color": "#e7e7e7",
    "subtitle_text_color": "#999999",
    "text_color": "#000000",
}


def init_data(
    token: str, user: JSON, auth_date: int, chat_instance: str, start_param: str = ""
) -> tuple[str, str]:
    """Return initData as the page receives it, and its query_id.

    `hash` is what Telegram's own rule asks for. `signature` has the right form but is made with
    a key of the stage, since only Telegram has Telegram's.
    """
    query_id = "AAH" + secrets.token_urlsafe(15)
    shown = user | {"allows_write_to_pm": True}
    given = {
        "query_id": query_id,
        "user": json.dumps(shown, ensure_ascii=False, separators=(",", ":")),
        "chat_instance": chat_instance,
        "chat_type": "private",
        "auth_date": str(auth_date),
    }
    if start_param:
        given["start_param"] = start_param
    lines = "\n".join(f"{key}={given[key]}" for key in sorted(given))
    bot_id = token.split(":")[0]
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(token.encode()).digest())
    signature = key.sign(f"{bot_id}:WebAppData\n{lines}".encode())
    given["signature"] = base64.urlsafe_b64encode(signature).decode().rstrip("=")
    given["hash"] = signed(token, given)
    return urlencode(given, quote_via=quote), query_id


def signed(token: str, given: dict[str, str]) -> str:
    """Return the hash of all fields but `hash`, in hex, as Telegram computes it."""
    lines = "\n".join(f"{key}={given[key]}" for key in sorted(given) if key != "hash")
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()


def fragment(data: str) -> str:
    """Return what stands behind the # of the page's address."""
    theme = json.dumps(THEME, separators=(",", ":"))
    return urlencode(
        {
            "tgWebAppData": data,
            "tgWebAppVersion": VERSION,
            "tgWebAppPlatform": "web",
            "tgWebAppThemeParams": theme,
        },
        quote_via=quote,
    )
