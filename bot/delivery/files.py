"""Files, made from what a message says of them at the moment of sending. Runs in a thread: it never blocks the loop."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.delivery import calendar_file, table_file


def make(file: Mapping[str, Any]) -> bytes:
    """The content of a file. Raises KeyError for a kind that nobody knows how to make."""
    return KINDS[file["kind"]](file)


KINDS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    "calendar": calendar_file.written,
    "table": table_file.written,
}
