"""HTML as Telegram's parser reads it: its tags, its entities, its complaints with byte offsets.

The parser works on UTF-8 bytes because the offsets in its complaints count bytes; the entities that it gives
back count UTF-16 units, as everywhere in the Bot API.
"""

from bot.sandbox.errors import Json
from bot.sandbox.lengths import utf16
from bot.sandbox.references import decode_reference
from bot.sandbox.tags import STYLES, OpenTag, broken, details

SPACE = b" \t\r\n\0\x0b"


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of a message with parse_mode HTML. Raises 400 `can't parse entities: ...`."""
    parser = _Parser(source.encode())
    parser.run()
    return "".join(parser.out), parser.entities


class _Parser:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[OpenTag] = []
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
            raise broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

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
            raise broken(f"Unclosed start tag at byte offset {begin}")
        if tag not in STYLES:
            raise broken(f'Unsupported start tag "{tag}" at byte offset {begin}')
        arguments: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._byte() == b">":
                break
            name, value = self._attribute(tag, begin)
            arguments[name] = value
        self.at += 1
        if tag == "span" and arguments.get("class") != "tg-spoiler":
            raise broken(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(OpenTag(tag, arguments, self.length, len(self.out)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._word(SPACE + b"=>")
        if not name and self._byte():
            raise broken(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._byte() and self._byte() != b"=":
            return name, ""  # <blockquote expandable>
        self.at += 1
        self._skip_space()
        if not self._byte():
            raise broken(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._byte() in (b"'", b'"') else self._name_token()
        if not self._byte():
            raise broken(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        begin = self.at
        while self._byte().isalnum() or self._byte() in (b".", b"-"):
            self.at += 1
        if self._byte() and self._byte() not in SPACE + b">":
            raise broken(f"Unexpected end of name token at byte offset {begin}")
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
            raise broken(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._word(SPACE + b">").lower()
        self._skip_space()
        if self._byte() != b">":
            raise broken(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise broken(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: OpenTag) -> None:
        entity: Json = {
            "type": STYLES[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag in {"pre", "code"}:
            self._close_code(entity, opened)
            return
        more = details(opened, "".join(self.out[opened.start :]))
        if more is not None:
            self.entities.append(entity | more)

    def _close_code(self, entity: Json, opened: OpenTag) -> None:
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
