"""What the Bot API takes: method → fields, types, which must be there.

A short table of our own, written from the published description of the Bot API (10.1, 2026-06)
and never from a client library's models, which would only prove that they agree with themselves.
A field is `name:type`, with `!` when it is required; `[type]` is an array.
Telegram itself ignores fields that it does not know; the stage refuses them, because a
misspelt option that silently does nothing is found nowhere else.
"""

from typing import NamedTuple


class Field(NamedTuple):
    """One field of a method or object: its type by name, array depth, and whether it must be."""

    name: str
    kind: str
    depth: int
    required: bool


Fields = dict[str, Field]


def _fields(line: str) -> Fields:
    table: Fields = {}
    for word in line.split():
        name, _, kind = word.partition(":")
        depth = len(kind) - len(kind.lstrip("["))
        table[name.rstrip("!")] = Field(
            name.rstrip("!"), kind.strip("[]"), depth, name.endswith("!")
        )
    return table


_TO = (
    "business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool "
    "message_effect_id:str suggested_post_parameters:Object reply_parameters:ReplyParameters "
    "reply_markup:Markup "
)
_TEXT = "parse_mode:str entities:[MessageEntity] link_preview_options:LinkPreviewOptions "
_CAPTION = (
    "caption:str parse_mode:str caption_entities:[MessageEntity] show_caption_above_media:bool "
)
_THAT = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str "
_FROM = "from_chat_id!:chat message_id!:int video_start_timestamp:int "

METHODS: dict[str, Fields] = {
    name: _fields(line)
    for name, line in {
        # updates
        "getMe": "",
        "getUpdates": "offset:int limit:int timeout:int allowed_updates:[str]",
        "setWebhook": (
            "url!:str certificate:file ip_address:str max_connections:int allowed_updates:[str] "
            "drop_pending_updates:bool secret_token:str"
        ),
        "deleteWebhook": "drop_pending_updates:bool",
        "getWebhookInfo": "",
        "logOut": "",
        "close": "",
        # saying
        "sendMessage": _TO + _TEXT + "text!:str",
        "sendPhoto": _TO + _CAPTION + "photo!:file has_spoiler:bool",
        "sendDocument": (
            _TO + _CAPTION + "document!:file thumbnail:file disable_content_type_detection:bool"
        ),
        "sendMediaGroup": (
            "business_connection_id:str chat_id!:chat message_thread_id:int "
            "direct_messages_topic_id:int media!:[InputMedia] disable_notification:bool "
            "protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
            "reply_parameters:ReplyParameters"
        ),
        "sendContact": _TO + "phone_number!:str first_name!:str last_name:str vcard:str",
        "sendLocation": (
            _TO + "latitude!:float longitude!:float horizontal_accuracy:float live_period:int "
            "heading:int proximity_alert_radius:int"
        ),
        "sendVenue": (
            _TO + "latitude!:float longitude!:float title!:str address!:str foursquare_id:str "
            "foursquare_type:str google_place_id:str google_place_type:str"
        ),
        "sendChatAction": (
            "business_connection_id:str chat_id!:chat message_thread_id:int action!:str"
        ),
        "copyMessage": _TO.replace("business_connection_id:str ", "") + _FROM + _CAPTION,
        "forwardMessage": (
            "chat_id!:chat message_thread_id:int direct_messages_topic_id:int "
            "disable_notification:bool protect_content:bool message_effect_id:str "
            "suggested_post_parameters:Object " + _FROM
        ),
        # changing what was said
        "editMessageText": _THAT + _TEXT + "text!:str reply_markup:InlineKeyboardMarkup",
        "editMessageCaption": _THAT + _CAPTION + "reply_markup:InlineKeyboardMarkup",
        "editMessageMedia": _THAT + "media!:InputMedia reply_markup:InlineKeyboardMarkup",
        "editMessageReplyMarkup": _THAT + "reply_markup:InlineKeyboardMarkup",
        "deleteMessage": "chat_id!:chat message_id!:int",
        "deleteMessages": "chat_id!:chat message_ids!:[int]",
        "pinChatMessage": (
            "business_connection_id:str chat_id!:chat message_id!:int disable_notification:bool"
        ),
        "unpinChatMessage": "business_connection_id:str chat_id!:chat message_id:int",
        "unpinAllChatMessages": "chat_id!:chat",
        # answering
        "answerCallbackQuery": (
            "callback_query_id!:str text:str show_alert:bool url:str cache_time:int"
        ),
        "answerWebAppQuery": "web_app_query_id!:str result!:InlineQueryResult",
        # asking
        "getFile": "file_id!:str",
        "getChat": "chat_id!:chat",
        "getChatMember": "chat_id!:chat user_id!:int",
        "getUserProfilePhotos": "user_id!:int offset:int limit:int",
        # what the bot says of itself
        "setMyCommands": "commands!:[BotCommand] scope:BotCommandScope language_code:str",
        "deleteMyCommands": "scope:BotCommandScope language_code:str",
        "getMyCommands": "scope:BotCommandScope language_code:str",
        "setChatMenuButton": "chat_id:int menu_button:MenuButton",
        "getChatMenuButton": "chat_id:int",
        "setMyName": "name:str language_code:str",
        "getMyName": "language_code:str",
        "setMyDescription": "description:str language_code:str",
        "getMyDescription": "language_code:str",
        "setMyShortDescription": "short_description:str language_code:str",
        "getMyShortDescription": "language_code:str",
    }.items()
}
# The Bot API takes method names in any case.
METHOD_NAMES: dict[str, str] = {name.lower(): name for name in METHODS}

SHAPES: dict[str, Fields] = {
    name: _fields(line)
    for name, line in {
        "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
        "InlineKeyboardButton": (
            "text!:str icon_custom_emoji_id:str style:str url:str callback_data:str "
            "web_app:WebAppInfo login_url:LoginUrl switch_inline_query:str "
            "switch_inline_query_current_chat:str switch_inline_query_chosen_chat:Object "
            "copy_text:CopyTextButton callback_game:Object pay:bool"
        ),
        "ReplyKeyboardMarkup": (
            "keyboard!:[[KeyboardButton]] is_persistent:bool resize_keyboard:bool "
            "one_time_keyboard:bool input_field_placeholder:str selective:bool"
        ),
        "KeyboardButton": (
            "text!:str icon_custom_emoji_id:str style:str request_users:Object "
            "request_chat:Object request_managed_bot:Object request_contact:bool "
            "request_location:bool request_poll:Object web_app:WebAppInfo"
        ),
        "ReplyKeyboardRemove": "remove_keyboard!:bool selective:bool",
        "ForceReply": "force_reply!:bool input_field_placeholder:str selective:bool",
        "WebAppInfo": "url!:str",
        "LoginUrl": "url!:str forward_text:str bot_username:str request_write_access:bool",
        "CopyTextButton": "text!:str",
        "MessageEntity": (
            "type!:str offset!:int length!:int url:str user:Object language:str "
            "custom_emoji_id:str unix_time:int date_time_format:str"
        ),
        "LinkPreviewOptions": (
            "is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool "
            "show_above_text:bool"
        ),
        "ReplyParameters": (
            "message_id!:int chat_id:chat allow_sending_without_reply:bool quote:str "
            "quote_parse_mode:str quote_entities:[MessageEntity] quote_position:int "
            "checklist_task_id:int poll_option_id:str"
        ),
        "InputMediaPhoto": (
            "type!:str media!:str caption:str parse_mode:str caption_entities:[MessageEntity] "
            "show_caption_above_media:bool has_spoiler:bool"
        ),
        "InputMediaDocument": (
            "type!:str media!:str thumbnail:str caption:str parse_mode:str "
            "caption_entities:[MessageEntity] disable_content_type_detection:bool"
        ),
        "BotCommand": "command!:str description!:str",
        "BotCommandScope": "type!:str chat_id:chat user_id:int",
        "MenuButtonCommands": "type!:str",
        "MenuButtonDefault": "type!:str",
        "MenuButtonWebApp": "type!:str text!:str web_app!:WebAppInfo",
        "InlineQueryResultArticle": (
            "type!:str id!:str title!:str input_message_content!:InputTextMessageContent "
            "reply_markup:InlineKeyboardMarkup url:str description:str thumbnail_url:str "
            "thumbnail_width:int thumbnail_height:int"
        ),
        "InputTextMessageContent": (
            "message_text!:str parse_mode:str entities:[MessageEntity] "
            "link_preview_options:LinkPreviewOptions"
        ),
    }.items()
}

# Objects that come in several shapes: the key or the `type` that tells which one it is.
SHAPE_BY_KEY = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}
SHAPE_BY_TYPE = {
    "InputMedia": {"photo": "InputMediaPhoto", "document": "InputMediaDocument"},
    "MenuButton": {
        "commands": "MenuButtonCommands",
        "default": "MenuButtonDefault",
        "web_app": "MenuButtonWebApp",
    },
    "InlineQueryResult": {"article": "InlineQueryResultArticle"},
}

# Where Telegram has a sentence of its own for a field that is not there.
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "file_id": "file_id not specified",
    "from_chat_id": "from_chat_id is empty",
    "user_id": "invalid user_id specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}

# Kinds of updates that a bot may ask for, in Telegram's names.
UPDATE_KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages",
        "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
        "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
        "removed_chat_boost", "managed_bot", "guest_message",
    }
)  # fmt: skip
# These come only to a bot that names them.
ONLY_IF_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

CHAT_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note", "cancel",
    }
)  # fmt: skip
