"""HTML and entities: what Telegram makes of them, and its complaints word for word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import formatted
from bot.sandbox.errors import RefusedError
from bot.sandbox.formatting import parse_html
from bot.sandbox.lengths import cut, pieces, utf16

from .conftest import ANA, Raw

# No deadline: how busy the machine is shall not decide.
ANYTHING = settings(deadline=None, database=None)


def of(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [of("bold", 0, 1), of("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [of("italic", 0, 1), of("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [of("underline", 0, 1), of("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [of("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [of("spoiler", n, 1) for n in (0, 1)]),
        (
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
            "x",
            [of("text_link", 0, 1, url="https://example.org/?a=1&b=2")],
        ),
        ("<a href='example.org'>x</a>", "x", [of("text_link", 0, 1, url="http://example.org/")]),
        ("<a>https://example.org</a>", "https://example.org", [of("text_link", 0, 19, url="https://example.org")]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<code>a</code>", "a", [of("code", 0, 1)]),
        ("<pre>a</pre>", "a", [of("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [of("pre", 0, 1, language="py")]),
        ("<code class='language-py'><pre>a</pre></code>", "a", [of("pre", 0, 1, language="py")]),
        ("<code class='language-py'>a</code>", "a", [of("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [of("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [of("expandable_blockquote", 0, 1)]),
        ("<tg-emoji emoji-id='42'>😀</tg-emoji>", "😀", [of("custom_emoji", 0, 2, custom_emoji_id="42")]),
        (
            "<tg-time unix='1000' format='wDT'>x</tg-time>",
            "x",
            [of("date_time", 0, 1, unix_time=1000, date_time_format="wDT")],
        ),
        ("<B>a<I >b</i></b >", "ab", [of("bold", 0, 2), of("italic", 1, 1)]),
        ("<b>a</>", "a", [of("bold", 0, 1)]),
        ("<b></b>x<i></i>", "x", []),
        ("&lt;&gt;&amp;&quot;&#60;&#x3e;&lt", '<>&"<><', []),
        ("&nbsp; &copy; & &#0; a&b", "&nbsp; &copy; & &#0; a&b", []),
        ("😀<b>é&#128512;</b>", "😀é😀", [of("bold", 2, 3)]),
        ("  <b> a </b>  ", "a", [of("bold", 0, 1)]),
        ("x<b> </b>y", "x y", []),
        ("a > b", "a > b", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert formatted(source, "html", None) == (text, entities)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<3", "Unclosed start tag at byte offset 0"),
        ("é<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b ", 'Unclosed start tag "b" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=>y</a>", None),
        ("<a href=x_y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_html_is_refused_with_its_place(source: str, complaint: str | None) -> None:
    if complaint is None:
        assert parse_html(source)
        return
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


async def test_the_complaint_reaches_the_bot(raw: Raw) -> None:
    assert await raw.refused("sendMessage", chat_id=ANA, text="1 < 2", parse_mode="HTML") == (
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
    )


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/urgent now", [of("bot_command", 0, 7)]),
        ("say /help@stepwell_demo_bot!", [of("bot_command", 4, 23)]),
        ("and/or 1/2 https://a.org/b/c.", [of("url", 11, 17)]),
        ("see example.org or ana@example.org", [of("url", 4, 11), of("email", 19, 15)]),
        ("😀 @tom_b #tag #1", [of("mention", 3, 6), of("hashtag", 10, 4)]),
    ],
)
def test_telegram_finds_commands_links_and_names_itself(text: str, entities: list[dict[str, Any]]) -> None:
    assert formatted(text, "", None) == (text, entities)


def test_nothing_is_found_inside_code_and_links() -> None:
    source = "<code>/a</code> <a href='https://x.org'>/b</a> <b>/c</b>"
    kinds = [entity["type"] for entity in formatted(source, "HTML", None)[1]]
    assert kinds == ["code", "text_link", "bold", "bot_command"]


def test_entities_may_be_given_instead_of_a_parse_mode() -> None:
    given_entities = [
        of("bold", 2, 1),
        of("text_link", 0, 1, url="https://example.org"),
        of("bot_command", 0, 2),
        of("date_time", 1, 1, unix_time=5, date_time_format="r"),
        of("pre", 4, 1, language="py"),
    ]
    text, entities = formatted(" ab c", "", given_entities)
    assert text == "ab c"
    assert [entity["type"] for entity in entities] == ["date_time", "bold", "pre"]
    assert formatted("ab", "HTML", given_entities) == ("ab", [])


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ("bold", "Bad Request: can't parse MessageEntity: expected an Object"),
        ({"offset": 0, "length": 1}, "Bad Request: can't parse MessageEntity: Can't find field \"type\""),
        ({"type": "bold", "length": 1}, "Bad Request: can't parse MessageEntity: Can't find field \"offset\""),
        (of("wavy", 0, 1), "Bad Request: can't parse MessageEntity: Unsupported type specified"),
        (of("bold", 0, 9), "Bad Request: entity ends after the end of the text at UTF-16 offset 9"),
        (of("bold", 7, 1), "Bad Request: entity begins after the end of the text at UTF-16 offset 7"),
    ],
)
async def test_wrong_entities_are_refused(raw: Raw, entity: Any, words: str) -> None:
    assert await raw.refused("sendMessage", chat_id=ANA, text="hey", entities=[entity]) == (400, words)


async def test_entities_that_are_no_json_count_for_nothing(raw: Raw) -> None:
    assert "entities" not in await raw.result("sendMessage", chat_id=ANA, text="hey", entities="[nonsense")


@ANYTHING
@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text


@ANYTHING
@given(st.text(alphabet="<>/ab =\"'&;#x1é😀", max_size=30))
def test_any_markup_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except RefusedError:
        return
    assert all(entity["offset"] + entity["length"] <= utf16(text) for entity in entities)


@ANYTHING
@given(st.text(), st.integers(2, 9))
def test_pieces_are_short_and_lose_nothing(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(utf16(part) <= limit for part in parts)


def test_lengths_are_utf16_units() -> None:
    assert utf16("a😀é") == 4
    assert cut("a😀é", 1, 2) == "😀"
