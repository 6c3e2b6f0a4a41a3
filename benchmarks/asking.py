"""Asking the measuring server for what it saw, without any of the clients that are measured."""

import json
import urllib.request
from collections.abc import Sequence
from typing import Any

Arrival = tuple[float, int, str]
"""When a message arrived, on the machine's steady clock, its chat, its text."""


def ask(url: str, path: str) -> Any:
    """The answer of one of the server's own paths."""
    with urllib.request.urlopen(f"{url}{path}") as answer:
        return json.load(answer)


def arrivals(url: str) -> list[Arrival]:
    """Every message so far, in order."""
    return [(at, chat, text) for at, chat, text in ask(url, "/arrivals")]


def most_in_a_second(arrived: Sequence[Arrival]) -> int:
    """The most messages in any one second, wherever it begins."""
    most = first = 0
    for last, (at, _, _) in enumerate(arrived):
        while at - arrived[first][0] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most
