"""What went between the bot and the local Telegram, for tests to read."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.arguments import Call
from bot.sandbox.errors import Json, RefusedError

STRUCTURED = {
    "allowed_updates",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "media",
    "menu_button",
    "message_ids",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "scope",
}
# Answers that say "nothing new" thousands of times would hide the rest.
QUIET = {"getupdates"}


@dataclass(frozen=True)
class Entry:
    """One call. `params` are the arguments as received, each as text; `fault` names the fault that hit it."""

    method: str
    params: dict[str, str]
    files: dict[str, int]
    at: datetime
    result: Any = None
    error: RefusedError | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None and self.fault is None

    @property
    def chat_id(self) -> int | None:
        raw = self.params.get("chat_id", "")
        return int(raw) if raw.lstrip("-").isdigit() else None

    @property
    def text(self) -> str:
        return self.params.get("text") or self.params.get("caption") or ""

    @property
    def arguments(self) -> Json:
        """The parameters with their JSON decoded, ready for an independent judge."""
        return {name: _decoded(name, raw) for name, raw in self.params.items()}


def _decoded(name: str, raw: str) -> Any:
    if name not in STRUCTURED:
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


@dataclass
class Transcript:
    """Every call in order, without the empty polls."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, call: Call, at: datetime, *, result: Any, error: RefusedError | None, fault: str | None) -> None:
        if call.method.lower() in QUIET and result == [] and fault is None:
            return
        sizes = {name: len(upload.content) for name, upload in call.files.items()}
        self.entries.append(Entry(call.method, dict(call.args), sizes, at, result, error, fault))

    def calls(self, *methods: str, chat_id: int | None = None) -> list[Entry]:
        """The entries of these methods (all when none is named), in one chat when one is named."""
        names = {method.lower() for method in methods}
        return [
            entry
            for entry in self.entries
            if (not names or entry.method.lower() in names) and chat_id in (None, entry.chat_id)
        ]

    @property
    def refused(self) -> list[Entry]:
        """Calls that Telegram itself (no fault) refused: a test can assert that there were none."""
        return [entry for entry in self.entries if entry.error is not None and entry.fault is None]

    @property
    def unknown(self) -> list[str]:
        """Methods that the bot called and that the local Telegram does not have."""
        return [e.method for e in self.refused if e.error and e.error.description.endswith("method not found")]

    def clear(self) -> None:
        self.entries.clear()
