"""A phone for tests: what a person does and sees, in words.

await ana.says("/checkin")
await ana.taps("Bladder")
assert "112" in ana.sees()
"""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.errors import Json
from bot.sandbox.messages import Message, Rows
from bot.sandbox.screen import Screen
from bot.sandbox.telegram import Sandbox

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Phone(Screen):
    """One person's phone. After every action it awaits `settle`, which returns when the bot is done with it."""

    def __init__(self, sandbox: Sandbox, person_id: int, settle: Callable[[], Awaitable[object]]) -> None:
        super().__init__(sandbox, sandbox.person(person_id))
        self.opened: list[str] = []  # links that were tapped and lead elsewhere
        self.clipboard = ""  # what a copy button put there
        self._settle = settle

    async def _after(self, action: Callable[[], object]) -> None:
        self.looks_away()
        action()
        await self._settle()

    async def says(self, text: str, *, reply_to: str | None = None) -> None:
        """Write; `reply_to` words of the message that is answered (the newest that has them)."""
        target = self.message(reply_to).id if reply_to is not None else None
        await self._after(lambda: self.sandbox.person_says(self.id, text, reply_to=target))

    async def says_in(self, group_id: int, text: str) -> None:
        await self._after(lambda: self.sandbox.person_says(self.id, text, chat_id=group_id))

    async def starts(self, payload: str = "") -> None:
        await self._after(lambda: self.sandbox.person_starts(self.id, payload))

    async def opens(self, link: str) -> None:
        """Follow a link to the bot (`https://t.me/<bot>?start=<payload>`) and press START."""
        username, payload = bot_link(link)
        assert username.lower() == self.sandbox.bot.username.lower(), f"{link} does not lead to this bot"
        assert not payload or PAYLOAD.fullmatch(payload), f"Telegram does not pass on the payload {payload!r}"
        await self.starts(payload)

    async def taps(self, label: str, *, message: str | None = None) -> None:
        """Press the newest visible button whose label contains these words (an equal label goes first).

        Buttons under messages go before the reply keyboard. `message`: only under a message with these words.
        """
        for shown in self._bot_messages(message):
            if button := pick(shown.buttons, label):
                return await self._press(shown, button)
        pressed = pick(self.chat.keyboard.rows if self.chat.keyboard else None, label) if message is None else None
        if pressed is None:
            raise AssertionError(f"no button {label!r}; {self.person.first_name} can press {self.buttons(message)}")
        return await self._press_reply(pressed)

    async def _press(self, shown: Message, button: Json) -> None:
        if "callback_data" in button:
            await self._after(lambda: self.sandbox.person_taps(self.id, shown.id, button["callback_data"]))
        elif "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
        elif "url" in button and bot_link(button["url"])[0].lower() == self.sandbox.bot.username.lower():
            await self.opens(button["url"])
        else:
            self.opened.append(button.get("url", ""))

    async def _press_reply(self, button: Json) -> None:
        if "request_location" in button:
            raise AssertionError(f"{button['text']!r} asks for a place: use shares_location(latitude, longitude)")
        if "request_contact" in button:
            return await self.shares_contact()
        return await self.says(button["text"])

    async def taps_old(self, label: str, text_contains: str = "") -> None:
        """Press a button that is no longer shown: of an earlier version of a message, or of a deleted one."""
        found = self._old_buttons(label, text_contains)
        assert found, f"{self.person.first_name} never had an old button {label!r}"
        await self._after(lambda: self.sandbox.forged_tap(self.id, *found[0]))

    def _old_buttons(self, label: str, words: str) -> list[tuple[int, str]]:
        found = []
        every = sorted([*self.chat.messages, *self.chat.gone], key=lambda m: m.id, reverse=True)
        for message in every:
            versions = list(message.versions)
            if message in self.chat.gone:
                versions.append((message.content, message.buttons))
            for content, rows in reversed(versions):
                button = pick(rows, label) if words.casefold() in content.text.casefold() else None
                if button and "callback_data" in button and pick(self._shown(message), label) != button:
                    found.append((message.id, button["callback_data"]))
        return found

    def _shown(self, message: Message) -> Rows | None:
        return None if message in self.chat.gone else message.buttons

    async def forges(self, data: str, *, message_id: int | None = None) -> None:
        """Send a tap with made-up data, as a modified app can; by default on the bot's newest message."""
        newest = next(iter(self._bot_messages(None)), None)
        target = message_id if message_id is not None else newest.id if newest else 1
        await self._after(lambda: self.sandbox.forged_tap(self.id, target, data))

    async def edits(self, text: str, *, old: str = "") -> None:
        """Change the newest own message that contains `old`."""
        own = [m for m in self.chat.messages if m.sender is self.person and old.casefold() in m.text.casefold()]
        assert own, f"{self.person.first_name} wrote no message with {old!r}"
        await self._after(lambda: self.sandbox.person_edits(self.id, own[-1].id, text))

    async def shares_location(self, latitude: float, longitude: float) -> None:
        await self._after(lambda: self.sandbox.person_sends_location(self.id, latitude, longitude))

    async def shares_contact(self, phone_number: str = "+34600000000", first_name: str = "") -> None:
        """Share the own number (or, with a first name, somebody else's card)."""
        own = None if first_name else self.id
        name = first_name or self.person.first_name
        await self._after(lambda: self.sandbox.person_sends_contact(self.id, phone_number, name, user_id=own))

    async def sends_photo(self, caption: str = "") -> None:
        await self._after(lambda: self.sandbox.person_sends_photo(self.id, caption=caption))

    async def sends_voice(self) -> None:
        await self._after(lambda: self.sandbox.person_sends_voice(self.id))

    async def sends_sticker(self) -> None:
        await self._after(lambda: self.sandbox.person_sends_sticker(self.id))

    async def sends_document(self, name: str = "letter.pdf", caption: str = "") -> None:
        await self._after(lambda: self.sandbox.person_sends_document(self.id, name, caption=caption))

    async def blocks(self) -> None:
        await self._after(lambda: self.sandbox.person_blocks(self.id))

    async def unblocks(self) -> None:
        await self._after(lambda: self.sandbox.person_unblocks(self.id))

    async def adds_bot(self, group_id: int) -> None:
        await self._after(lambda: self.sandbox.person_adds_bot(self.id, group_id))

    async def waits(self) -> None:
        """Do nothing until the bot is done, for instance after the clock moved; `sees` says what came."""
        await self._after(lambda: None)


def pick(rows: Rows | None, label: str) -> Json | None:
    """The button with this label, or else the first whose label contains it; capitals do not matter."""
    wanted = label.casefold()
    buttons = [button for row in rows or [] for button in row]
    equal = [button for button in buttons if button["text"].casefold() == wanted]
    containing = [button for button in buttons if wanted in button["text"].casefold()]
    return next(iter(equal + containing), None)


def bot_link(link: str) -> tuple[str, str]:
    """The bot's username and the payload of a deep link; empty texts for other links."""
    parts = urlsplit(link)
    query = parse_qs(parts.query)
    payload = query.get("start", [""])[0]
    if parts.scheme == "tg":
        return query.get("domain", [""])[0], payload
    if parts.hostname in {"t.me", "telegram.me"}:
        return parts.path.strip("/"), payload
    return "", ""
