"""What a keyboard may hold: one action a button, 64 bytes of data, https pages, private chats."""

from urllib.parse import urlsplit

from rehearsal.api_error import JSON, bad_request

CALLBACK_DATA_BYTES = 64
BUTTONS = 100
BUTTONS_IN_A_ROW = 8  # what clients show; Telegram refuses more in an inline row
_INLINE_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
_REPLY_ACTIONS = (
    "request_users", "request_chat", "request_managed_bot", "request_contact",
    "request_location", "request_poll", "web_app",
)  # fmt: skip
_STYLES = ("danger", "success", "primary")


def checked(markup: JSON, *, private: bool) -> JSON | None:
    """Return the keyboard as shown, None when it is empty; refuse what is not allowed."""
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], private)
    if "keyboard" in markup:
        _reply(markup["keyboard"], private)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad_request("input field placeholder is too long")
    for flag in ("remove_keyboard", "force_reply"):
        if flag in markup and not markup[flag]:
            return None
    return markup


def _inline(rows: list[list[JSON]], private: bool) -> JSON | None:
    shown = [row for row in rows if row]
    if sum(map(len, shown)) > BUTTONS or any(len(row) > BUTTONS_IN_A_ROW for row in shown):
        raise bad_request("reply markup is too long")
    for row in shown:
        for button in row:
            _inline_button(button, private)
    return {"inline_keyboard": shown} if shown else None


def _inline_button(button: JSON, private: bool) -> None:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    actions = [key for key in _INLINE_ACTIONS if key in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request(
            "can't parse inline keyboard button: exactly one action is allowed, found "
            + ", ".join(actions)
        )
    action = actions[0]
    if action == "callback_data":
        if not 0 < len(button["callback_data"].encode()) <= CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        _url(button["url"])
    elif action == "web_app":
        _page("inline keyboard button", button["web_app"]["url"])
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
    elif action == "copy_text" and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = parts.hostname or ""
    if parts.scheme in ("tg", "ton", "tonsite"):
        return
    # A name without a dot, such as localhost, is no address for Telegram.
    if parts.scheme not in ("http", "https") or "." not in host.strip("."):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _page(where: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        words = "Only HTTPS links are allowed" if parts.scheme == "http" else "Wrong HTTP URL"
        raise bad_request(f"{where} Web App URL '{url}' is invalid: {words}")
    if not parts.hostname:
        raise bad_request(f"{where} Web App URL '{url}' is invalid: URL host is empty")


def _reply(rows: list[list[JSON]], private: bool) -> None:
    if sum(map(len, rows)) > BUTTONS * 3:
        raise bad_request("reply markup is too long")
    if not any(rows):
        raise bad_request("reply keyboard is empty")
    for button in (each for row in rows for each in row):
        if not button["text"].strip():
            raise bad_request("keyboard button text must be non-empty")
        actions = [key for key in _REPLY_ACTIONS if button.get(key)]
        if len(actions) > 1:
            raise bad_request(
                "can't parse keyboard button: at most one action is allowed, found "
                + ", ".join(actions)
            )
        if "web_app" in actions:
            _page("keyboard button", button["web_app"]["url"])
        if actions and not private:
            words = {
                "request_contact": "phone number can be requested in private chats only",
                "request_location": "location can be requested in private chats only",
                "web_app": "web App buttons can be used in private chats only",
            }
            raise bad_request(words.get(actions[0], "BUTTON_TYPE_INVALID"))


def checked_page_url(url: str) -> None:
    """Refuse a menu button's page that is not https."""
    _page("menu button", url)
