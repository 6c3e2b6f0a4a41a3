"""Sending an exercise's moving picture: drawn once a process, uploaded once."""

import asyncio
import hashlib

from telegram import Bot, InlineKeyboardMarkup, InputFile, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery import figures
from bot.domain.message import Message
from bot.services import uploads

NOT_OURS = ("wrong file identifier", "wrong remote file identifier")
"""What Telegram says to an id that it gave to another bot, or has forgotten."""


class Animations:
    """The exercises' animations. Their bytes stay in memory: a few megabytes for the whole library."""

    def __init__(self, database: Database, content: Content, clock: Clock) -> None:
        self._database, self._content, self._clock = database, content, clock
        self._drawn: dict[str, bytes] = {}

    async def send(
        self, bot: Bot, chat_id: int, message: Message, markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None
    ) -> int:
        """Send `message.animation`; gives the message's id. Raises KeyError for an exercise that there is not."""
        exercise = str(message.animation)
        film = await self._film(exercise)
        digest = hashlib.sha256(film).hexdigest()
        async with self._database.begin() as session:
            known = await uploads.file_id(session, digest)

        async def call(animation: str | InputFile) -> tuple[int, str | None]:
            sent = await bot.send_animation(
                chat_id,
                animation,
                caption=message.text or None,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                disable_notification=message.silent,
            )
            return sent.message_id, sent.animation.file_id if sent.animation is not None else None

        if known is not None:
            try:
                return (await call(known))[0]
            except BadRequest as error:
                if not any(words in str(error).lower() for words in NOT_OURS):
                    raise
        message_id, file_id = await call(InputFile(film, filename=f"{exercise}.gif"))
        if file_id is not None:
            async with self._database.begin() as session:
                await uploads.keep(session, digest, file_id, now=self._clock.now())
        return message_id

    async def _film(self, exercise: str) -> bytes:
        if exercise not in self._drawn:
            figure = self._content.exercises[exercise].data.figure
            self._drawn[exercise] = await asyncio.to_thread(figures.draw_film, figure)
        return self._drawn[exercise]
