"""What strangers type: thirty strings that broke somebody's bot (reliability F43–F47).

Every step that takes text must answer each of them, save nothing of it by halves, and never fail.
"""

from rehearsal.people import Person

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


async def types(person: Person, text: str) -> None:
    """Send a text as it stands, also one that an honest client would not send."""
    try:
        await person.says(text)
    except AssertionError:
        await person.sends({"text": text})
