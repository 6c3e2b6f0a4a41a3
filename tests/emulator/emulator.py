"""`lo-bot-api-emulator`, an independent Bot API server, with the little that it lacks for this bot.

It leaves the username out of getMe, without which the client does not start. It knows sendContact and its fields,
but answers 501. It refuses coloured buttons and `protect_content`, which it has never heard of. All else is its own:
HTTP, the queue and its offsets, long polling, and what it refuses. It keeps no chats, so what the phones show is
kept here.
"""

import html
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lo_bot_api_emulator import CONTRACT, ApiRefusal, LoBotApiEmulator  # type: ignore[import-untyped]

from bot.sandbox.messages import Rows
from bot.sandbox.wording import row_line

USERNAME = "stepwell_emulated_bot"
SHOWN = {"sendMessage", "sendContact", "editMessageText"}


@dataclass(frozen=True)
class Shown:
    """A message of the bot, as its last call left it."""

    text: str
    buttons: Rows

    def __str__(self) -> str:
        return "\n".join([self.text, *(row_line([button["text"] for button in row]) for row in self.buttons)])


class Emulator(LoBotApiEmulator):  # type: ignore[misc]
    """The emulator with a name, contact cards, coloured buttons and a memory of what was sent.

    `chats`: chat id -> message id -> what it shows. `shows`: (chat id, message id) of every call that showed
    something.
    """

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self.shows: list[tuple[int, int]] = []

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        fields = {name: value for name, value in fields.items() if name != "protect_content"}
        result = self._contact(fields) if method == "sendContact" else super().validate(method, fields, uploads)
        if method == "getMe":
            return result | {"username": USERNAME}
        if method in SHOWN:
            self._show(result)
        return result

    @classmethod
    def validate_markup(cls, markup: dict[str, Any], *, private_chat: bool) -> None:
        plain = dict(markup)
        if isinstance(markup.get("inline_keyboard"), list):
            rows = markup["inline_keyboard"]
            plain["inline_keyboard"] = [[{k: v for k, v in one.items() if k != "style"} for one in row] for row in rows]
        super().validate_markup(plain, private_chat=private_chat)

    def _contact(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A contact card, checked against the emulator's own list of fields."""
        known = CONTRACT["methods"]["sendContact"]["parameters"]
        if unknown := sorted(set(fields) - set(known)):
            raise ApiRefusal(f"Bad Request: {unknown[0]} is not supported yet")
        self.next_id += 1
        card = {name: fields[name] for name in ("phone_number", "first_name")}
        chat = {"id": int(fields["chat_id"]), "type": "private"}
        return {"message_id": self.next_id - 1, "date": 1, "chat": chat, "contact": card}

    def _show(self, sent: dict[str, Any]) -> None:
        chat_id, message_id = sent["chat"]["id"], sent["message_id"]
        rows = sent.get("reply_markup", {}).get("inline_keyboard", [])
        self.chats[chat_id][message_id] = Shown(_words(sent), rows)
        self.shows.append((chat_id, message_id))


def _words(sent: dict[str, Any]) -> str:
    """What a message says, as a phone shows it. The emulator gives the text back with its tags."""
    if "contact" in sent:
        return f"[contact] {sent['contact']['first_name']} {sent['contact']['phone_number']}"
    return html.unescape(re.sub(r"</?[a-z]+>", "", sent["text"]))
