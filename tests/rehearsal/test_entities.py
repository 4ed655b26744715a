"""Text as Telegram takes it: what HTML becomes, what it refuses, how it counts."""

import pytest

from rehearsal.api_error import JSON, ApiError
from rehearsal.entities import caption_text, formatted, message_text
from rehearsal.plain_text import units
from rehearsal.showing import as_html


def read(html: str) -> tuple[str, list[JSON]]:
    shown = formatted(html, "HTML", None)
    return shown.text, shown.entities


def refusal(html: str) -> str:
    with pytest.raises(ApiError) as told:
        formatted(html, "HTML", None)
    assert told.value.code == 400
    return told.value.description.removeprefix("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("tg-spoiler", "spoiler"),
        ("B", "bold"),
    ],
)
def test_a_tag_becomes_an_entity(tag: str, kind: str) -> None:
    assert read(f"一<{tag}>二三</{tag}>") == ("一二三", [{"type": kind, "offset": 1, "length": 2}])


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ('<a href="https://a.cn/?x=1&amp;y=2">看</a>', {"url": "https://a.cn/?x=1&y=2"}),
        ("<a href='a.cn'>看</a>", {"url": "http://a.cn"}),
        ("<a href = https.cn >看</a>", {"url": "http://https.cn"}),
    ],
)
def test_a_link_carries_its_address(html: str, entity: JSON) -> None:
    assert read(html) == ("看", [{"type": "text_link", "offset": 0, "length": 1} | entity])


def test_a_link_without_a_usable_address_is_plain_text() -> None:
    assert read('<a href="看看">看</a>') == ("看", [])
    assert read("<a>看</a>") == ("看", [])


def test_a_person_can_be_mentioned_by_number() -> None:
    _, (entity,) = read('<a href="tg://user?id=12">李</a>')
    assert entity == {"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 12}}


def test_code_in_a_block_names_its_language() -> None:
    assert read('<pre><code class="language-python">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert read('<code class="language-python">x</code>')[1] == [
        {"type": "code", "offset": 0, "length": 1}
    ]


def test_a_quote_can_be_folded_and_a_span_is_only_a_spoiler() -> None:
    assert read("<blockquote expandable>长</blockquote>")[1][0]["type"] == "expandable_blockquote"
    assert read('<span class="tg-spoiler">x</span>')[1][0]["type"] == "spoiler"
    assert refusal("<span>x</span>") == 'Tag "span" must have class "tg-spoiler" at byte offset 0'


def test_entities_are_sorted_and_empty_ones_are_dropped() -> None:
    text, entities = read("<b><i>ab</i>c</b><u></u>")
    assert text == "abc"
    assert [(each["type"], each["offset"], each["length"]) for each in entities] == [
        ("bold", 0, 3),
        ("italic", 0, 2),
    ]


def test_offsets_count_utf_16_units() -> None:
    # 👍 and 𠮷 are two units each, a family of three with joiners is eight.
    assert read("👍<b>𠮷x</b>")[1] == [{"type": "bold", "offset": 2, "length": 3}]
    assert read("👨‍👩‍👧<b>家</b>")[1] == [{"type": "bold", "offset": 8, "length": 1}]
    assert units("👨‍👩‍👧") == 8


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#128077;&#x1F44D;", "👍👍"),
        ("&nbsp;x", "&nbsp;x"),
        ("A&B", "A&B"),
        ("&lt", "<"),
        ("a > b", "a > b"),
    ],
)
def test_only_four_names_and_numbers_are_decoded(html: str, text: str) -> None:
    assert read(html) == (text, [])


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("您好<br>", 'Unsupported start tag "br" at byte offset 6'),
        ("5 <6", 'Unclosed start tag at byte offset 2'),
        ("5 < 6 >", 'Unsupported start tag "" at byte offset 2'),
        ("<李志愿>", 'Unsupported start tag "李志愿" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a href>x</a>', 'Expected equal sign in declaration of an attribute of the tag "a" '
                         "at byte offset 0"),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities, "
                     "check for unmatched surrogate code units"),
    ],
)  # fmt: skip
def test_faulty_html_is_refused_in_telegrams_words(html: str, words: str) -> None:
    assert refusal(html) == words


def test_another_parse_mode_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("*x*", "Markdown5", None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"type": "bold", "offset": 0, "length": 4}, "ends after the end of the text"),
        ({"type": "bold", "offset": 4, "length": 1}, "begins after the end of the text"),
        ({"type": "bold", "offset": 1, "length": 1}, "begins in a middle of a UTF-16 symbol"),
        ({"type": "bold", "offset": 0, "length": 1}, "ends in a middle of a UTF-16 symbol"),
        ({"type": "bold", "offset": -1, "length": 1}, "wrong length"),
        ({"type": "bold", "offset": 0, "length": 0}, "wrong length"),
        ({"type": "loud", "offset": 0, "length": 2}, "unsupported MessageEntity type"),
        ({"type": "text_link", "offset": 0, "length": 2}, "URL of a text_link is empty"),
    ],
)
def test_given_entities_must_fit_the_text(given: JSON, words: str) -> None:
    with pytest.raises(ApiError, match=words):
        formatted("👍x", None, [given])


def test_given_entities_that_fit_are_kept() -> None:
    fits = {"type": "bold", "offset": 0, "length": 2}
    assert formatted("👍x", None, [fits]).entities == [fits]


def test_both_ends_are_trimmed_and_entities_move_along() -> None:
    text, entities = read("\n  <b> 您好 </b>\n")
    assert text == "您好"
    assert entities == [{"type": "bold", "offset": 0, "length": 2}]


def test_control_marks_and_turned_writing_are_taken_out() -> None:
    assert formatted("a\x00b\tc\r\nd\u202ee", None, None).text == "a b c\nde"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start x", ("bot_command", 0, 6)),
        ("见 https://a.cn/x", ("url", 2, 14)),
        ("问 @puer_office", ("mention", 2, 12)),
        ("👍 #志愿", ("hashtag", 3, 3)),
        ("写 a.b@c.cn", ("email", 2, 8)),
    ],
)
def test_commands_links_and_names_are_found(text: str, found: tuple[str, int, int]) -> None:
    (entity,) = formatted(text, None, None).entities
    assert (entity["type"], entity["offset"], entity["length"]) == found


def test_nothing_is_found_in_code_or_in_the_middle_of_a_word() -> None:
    assert [each["type"] for each in read("<code>/start</code>")[1]] == ["code"]
    assert formatted("和/或 1/2", None, None).entities == []


@pytest.mark.parametrize("text", ["a" * 4096, "志" * 4096, "👍" * 2048, "&lt;" * 4096])
def test_a_text_of_4096_units_passes(text: str) -> None:
    assert units(message_text(text, "HTML", None).text) == 4096


@pytest.mark.parametrize("text", ["a" * 4097, "👍" * 2048 + "x"])
def test_a_text_of_4097_units_is_too_long(text: str) -> None:
    with pytest.raises(ApiError, match="message is too long"):
        message_text(text, "HTML", None)


@pytest.mark.parametrize("text", ["", "  \n", "<b></b>", "\u202e"])
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    with pytest.raises(ApiError, match="message text is empty"):
        message_text(text, "HTML", None)


def test_a_caption_takes_1024_units_and_not_one_more() -> None:
    assert caption_text("👍" * 512, None, None).text
    with pytest.raises(ApiError, match="caption is too long"):
        caption_text("👍" * 512 + "x", None, None)


def test_the_page_gets_escaped_html() -> None:
    text, entities = read("&lt;script&gt;<b>粗<i>斜</i></b><a href='https://a.cn/\"'>链</a>👍")
    assert as_html(text, entities) == (
        '&lt;script&gt;<b>粗<i>斜</i></b><a href="https://a.cn/&quot;" rel="noopener">链</a>👍'
    )


def test_crossing_entities_are_cut_for_the_page() -> None:
    crossing = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 1, "length": 2},
    ]
    assert as_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"
    script = [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}]
    assert as_html("x", script) == "x"
