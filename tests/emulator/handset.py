"""A phone before the emulator: the verbs of `bot.sandbox.phone.Phone`, put into the updates that Telegram sends."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.sandbox.phone import bot_link, pick
from tests.cast import TOKEN
from tests.emulator.emulator import USERNAME, Emulator, Shown

IDS = count(1_000_000)
"""Of what people send: far from the numbers that the emulator gives to the bot's messages."""


class EmulatedPhone:
    """One person's phone. After every action it awaits `settle`, which returns when the bot is done with it."""

    def __init__(
        self, emulator: Emulator, person_id: int, name: str, clock: Clock, settle: Callable[[], Awaitable[None]]
    ) -> None:
        self._emulator, self._id, self._name, self._clock, self._settle = emulator, person_id, name, clock, settle
        self.looks_away()

    async def says(self, text: str) -> None:
        await self.sends(text)
        await self._settle()

    async def sends(self, text: str) -> None:
        """Write, without waiting for the bot."""
        message = self._message(next(IDS)) | {"from": self._user(), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        await self._tell({"message": message})

    async def opens(self, link: str) -> None:
        username, payload = bot_link(link)
        assert username == USERNAME, f"{link} does not lead to this bot"
        await self.says(f"/start {payload}")

    async def taps(self, label: str) -> None:
        """Press the newest button whose label contains these words."""
        for message_id, shown in reversed(self._chat.items()):
            if button := pick(shown.buttons, label):
                message = self._message(message_id) | {"text": shown.text}
                query = {"id": str(next(IDS)), "from": self._user(), "chat_instance": "1", "message": message}
                await self._tell({"callback_query": query | {"data": button["callback_data"]}})
                return await self._settle()
        raise AssertionError(f"{self._name} has no button {label!r}:\n{self.screen()}")

    def looks_away(self) -> None:
        """From here on `sees` tells only what is new."""
        self._mark = len(self._emulator.shows)

    def sees(self) -> str:
        """What came since the last own action, as it is now."""
        news = dict.fromkeys(message for chat, message in self._emulator.shows[self._mark :] if chat == self._id)
        return "\n".join(str(self._chat[message]) for message in news)

    def screen(self) -> str:
        """Everything that the bot's messages show."""
        return "\n\n".join(str(shown) for shown in self._chat.values())

    @property
    def _chat(self) -> dict[int, Shown]:
        return self._emulator.chats[self._id]

    async def _tell(self, update: dict[str, Any]) -> None:
        self.looks_away()
        await self._emulator.enqueue_update(update, token=TOKEN)

    def _message(self, message_id: int) -> dict[str, Any]:
        chat = {"id": self._id, "type": "private", "first_name": self._name}
        return {"message_id": message_id, "date": int(self._clock.now().timestamp()), "chat": chat}

    def _user(self) -> dict[str, Any]:
        return {"id": self._id, "is_bot": False, "first_name": self._name, "language_code": "en"}
