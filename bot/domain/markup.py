"""Typed formatting that may be sent: a few tags, closed in order, within Telegram's length."""

import html
import re
from enum import StrEnum
from html.parser import HTMLParser

from bot.domain.lengths import TEXT_LIMIT, units

ALLOWED = frozenset({"b", "i", "u", "a", "code"})
ENTITY = re.compile(r"&(?!(amp|lt|gt|quot);)")


class Fault(StrEnum):
    """What is wrong with a text."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    TAG = "tag"
    LINK = "link"


def fault(text: str, *, limit: int = TEXT_LIMIT) -> Fault | None:
    """The first thing that Telegram or we would not take; None when it may go. Source: safety.md S10."""
    if not text.strip():
        return Fault.EMPTY
    reading = _Reading()
    reading.feed(text)
    reading.close()
    if reading.found is not None:
        return reading.found
    if reading.open or ENTITY.search(text) or "<" in reading.said:
        return Fault.BROKEN
    if not reading.said.strip():
        return Fault.EMPTY
    return Fault.TOO_LONG if length(reading.said) > limit else None


def length(said: str) -> int:
    """As Telegram counts, after the tags are read."""
    return units(html.unescape(said))


class _Reading(HTMLParser):
    """Reads a text to its first fault. `said` is what is left without the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.said = ""
        self.found: Fault | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.found = self.found or Fault.TAG
        elif tag == "a" and not _safe(dict(attrs)):
            self.found = self.found or Fault.LINK
        elif tag != "a" and attrs:
            self.found = self.found or Fault.TAG
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = self.found or Fault.TAG

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.found = self.found or Fault.BROKEN

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_entityref(self, name: str) -> None:
        self.said += html.unescape(f"&{name};") if name != "lt" else "‹"

    def handle_charref(self, name: str) -> None:
        self.found = self.found or Fault.BROKEN

    def handle_comment(self, data: str) -> None:
        self.found = self.found or Fault.TAG

    def handle_decl(self, decl: str) -> None:
        self.found = self.found or Fault.TAG

    def handle_pi(self, data: str) -> None:
        self.found = self.found or Fault.TAG


def _safe(attrs: dict[str, str | None]) -> bool:
    """A link to somewhere over https, and nothing else."""
    return attrs.keys() == {"href"} and bool(re.fullmatch(r"https://[^\s\"<>]+", attrs["href"] or ""))
