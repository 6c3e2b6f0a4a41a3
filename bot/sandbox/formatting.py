"""HTML as Telegram's parser reads it: its tags, its entities, its complaints with byte offsets.

The parser works on UTF-8 bytes because the offsets in its complaints count bytes; the entities that it gives
back count UTF-16 units, as everywhere in the Bot API.
"""

from dataclasses import dataclass

from bot.sandbox.errors import Json, RefusedError, bad
from bot.sandbox.lengths import utf16

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = b" \t\r\n\0\x0b"


@dataclass
class _Open:
    tag: str
    arguments: dict[str, str]
    offset: int
    start: int


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of a message with parse_mode HTML. Raises 400 `can't parse entities: ...`."""
    parser = _Parser(source.encode())
    parser.run()
    return "".join(parser.out), parser.entities


def _broken(text: str) -> RefusedError:
    return bad(f"Can't parse entities: {text}")


class _Parser:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def run(self) -> None:
        while self.at < len(self.source):
            here = self.source[self.at : self.at + 1]
            if here == b"&" and self._reference():
                continue
            if here != b"<":
                self._plain()
            elif self.source[self.at + 1 : self.at + 2] == b"/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16(text)

    def _plain(self) -> None:
        """Copy up to the next byte that may mean something."""
        stops = [p for p in (self.source.find(b"<", self.at + 1), self.source.find(b"&", self.at + 1)) if p >= 0]
        end = min(stops, default=len(self.source))
        self._write(self.source[self.at : end].decode())
        self.at = end

    def _reference(self) -> bool:
        text, end = decode_reference(self.source, self.at)
        if text:
            self._write(text)
            self.at = end
        return bool(text)

    def _byte(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._byte() and self._byte() in SPACE:
            self.at += 1

    def _word(self, stops: bytes) -> str:
        start = self.at
        while self._byte() and self._byte() not in stops:
            self.at += 1
        return self.source[start : self.at].decode()

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._word(SPACE + b">").lower()
        if not self._byte():
            raise _broken(f"Unclosed start tag at byte offset {begin}")
        if tag not in STYLES:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {begin}')
        arguments: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._byte() == b">":
                break
            name, value = self._attribute(tag, begin)
            arguments[name] = value
        self.at += 1
        if tag == "span" and arguments.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, arguments, self.length, len(self.out)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._word(SPACE + b"=>")
        if not name and self._byte():
            raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._byte() and self._byte() != b"=":
            return name, ""  # <blockquote expandable>
        self.at += 1
        self._skip_space()
        if not self._byte():
            raise _broken(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._byte() in (b"'", b'"') else self._name_token()
        if not self._byte():
            raise _broken(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        begin = self.at
        while self._byte().isalnum() or self._byte() in (b".", b"-"):
            self.at += 1
        if self._byte() and self._byte() not in SPACE + b">":
            raise _broken(f"Unexpected end of name token at byte offset {begin}")
        return self.source[begin : self.at].decode().lower()

    def _quoted(self) -> str:
        quote = self._byte()
        self.at += 1
        parts: list[bytes] = []
        while self._byte() and self._byte() != quote:
            text, end = decode_reference(self.source, self.at) if self._byte() == b"&" else ("", 0)
            parts.append(text.encode() or self._byte())
            self.at = end or self.at + 1
        if self._byte():
            self.at += 1
        return b"".join(parts).decode(errors="replace")

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _broken(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._word(SPACE + b">").lower()
        self._skip_space()
        if self._byte() != b">":
            raise _broken(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _broken(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {
            "type": STYLES[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag in {"pre", "code"}:
            self._close_code(entity, opened)
            return
        more = _details(opened, "".join(self.out[opened.start :]))
        if more is not None:
            self.entities.append(entity | more)

    def _close_code(self, entity: Json, opened: _Open) -> None:
        """`<pre><code class="language-x">`, in either order, is one entity of the type pre."""
        name = opened.arguments.get("class", "")
        language = name.removeprefix("language-") if name.startswith("language-") else ""
        last = self.entities[-1] if self.entities else {"type": ""}
        same = (last.get("offset"), last.get("length")) == (entity["offset"], entity["length"])
        if same and opened.tag == "pre" and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
        elif same and opened.tag == "code" and last["type"] == "pre" and language:
            last["language"] = language
        else:
            self.entities.append(entity | ({"language": language} if language and opened.tag == "code" else {}))


def _details(opened: _Open, inside: str) -> Json | None:
    """What else the entity says; None when Telegram drops it (a link that leads nowhere)."""
    if opened.tag == "a":
        url = checked_url(opened.arguments.get("href") or inside)
        return {"url": url} if url else None
    if opened.tag == "blockquote" and "expandable" in opened.arguments:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        number = opened.arguments.get("emoji-id", "")
        if not number.isdigit() or int(number) == 0:
            raise _broken("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": number}
    if opened.tag == "tg-time":
        return _moment(opened.arguments)
    return {}


def _moment(arguments: dict[str, str]) -> Json:
    unix = arguments.get("unix", "")
    if not unix.isdigit():
        raise _broken("Invalid date specified")
    form = arguments.get("format", "")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})


def checked_url(url: str) -> str:
    """The link as Telegram stores it, or nothing when it is no link."""
    url = url.strip()
    scheme, found, rest = url.partition("://")
    if not found:
        scheme, rest = "http", url
    host = rest.split("/")[0].split("?")[0]
    if scheme.lower() in {"tg", "ton"}:
        return url
    if scheme.lower() not in {"http", "https", "ftp"} or "." not in host.strip(".") or " " in host:
        return ""
    return url if found else f"http://{url}" + ("" if "/" in rest else "/")


def decode_reference(source: bytes, at: int) -> tuple[str, int]:
    """What `&...;` at this place stands for, and where it ends; empty when Telegram leaves it as it is."""
    end = at + 1
    if source[end : end + 1] == b"#":
        return _numbered(source, at)
    while source[end : end + 1].isalpha():
        end += 1
    text = NAMED.get(source[at + 1 : end].decode(errors="replace"), "")
    return text, end + (source[end : end + 1] == b";")


def _numbered(source: bytes, at: int) -> tuple[str, int]:
    hexadecimal = source[at + 2 : at + 3] == b"x"
    start = end = at + 3 if hexadecimal else at + 2
    allowed = b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789"
    while source[end : end + 1] and source[end : end + 1] in allowed:
        end += 1
    code = int(source[start:end] or b"0", 16 if hexadecimal else 10)
    # Surrogates by number are not text; Telegram refuses them later, we leave them as they are written.
    if code == 0 or code >= 0x10FFFF or end - at >= 10 or 0xD800 <= code <= 0xDFFF:
        return "", at
    return chr(code), end + (source[end : end + 1] == b";")
