"""The way out beside Telegram: mail and a signed webhook, for alarms that nobody answers.

Claim, send, record, as with messages: a crash after sending and before the record sends a second copy, which the
receiver can tell by its key. What is not taken is tried again, ever more seldom, and never given up.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiohttp
import aiosmtplib
from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.finishing import to_the_end
from bot.models import Channel
from bot.services import notices
from bot.services.notices import Owed
from bot.settings import Settings

log = logging.getLogger("stepwell.outside")
TIMEOUT_SECONDS = 10.0
LOOK_SECONDS = 2.0
AT_ONCE = 10
SIGNATURE = "X-Stepwell-Signature"
KEY = "X-Stepwell-Key"
PORTS = {"smtp": 587, "smtps": 465}


class NotTakenError(Exception):
    """The other side did not take it: it has to be tried again."""


@dataclass(frozen=True)
class Outlets:
    """Where the deployment wants to hear of alarms; what is empty is off."""

    smtp_url: SecretStr | None = None
    emails: tuple[str, ...] = ()
    webhook_url: SecretStr | None = None
    webhook_secret: SecretStr | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Outlets":
        return cls(settings.smtp_url, settings.alert_emails, settings.alert_webhook_url, settings.alert_webhook_secret)

    def has(self, channel: Channel) -> bool:
        if channel is Channel.EMAIL:
            return self.smtp_url is not None and bool(self.emails)
        return self.webhook_url is not None


class Outside:
    """Sends what is owed outside Telegram."""

    def __init__(self, database: Database, content: Content, clock: Clock, outlets: Outlets) -> None:
        self._database, self._content, self._clock, self._outlets = database, content, clock, outlets

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await to_the_end(self.drain())
            except (DBAPIError, OSError) as error:
                log.error("the notices cannot be read: %s; trying again", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)  # the pace of looking, not a wait for something

    async def drain(self) -> int:
        """Send all that may leave now; how many were taken up."""
        taken = 0
        while owed := await self._claim():
            async with asyncio.TaskGroup() as group:
                for one in owed:
                    group.create_task(self._send(one))
            taken += len(owed)
        return taken

    async def _claim(self) -> list[Owed]:
        async with self._database.begin() as session:
            return await notices.claim(session, limit=AT_ONCE, now=self._clock.now())

    async def _send(self, owed: Owed) -> None:
        if not self._outlets.has(owed.channel):
            async with self._database.begin() as session:
                await notices.off(session, owed.id)
            return
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await (self._mail if owed.channel is Channel.EMAIL else self._call)(owed)
        except (NotTakenError, TimeoutError, OSError, aiohttp.ClientError, aiosmtplib.SMTPException) as error:
            log.warning("notice %s was not taken by %s: %s", owed.id, owed.channel, type(error).__name__)
            async with self._database.begin() as session:
                await notices.later(session, owed.id, now=self._clock.now())
            return
        async with self._database.begin() as session:
            await notices.sent(session, owed.id, now=self._clock.now())

    async def _mail(self, owed: Owed) -> None:
        assert self._outlets.smtp_url is not None
        url = urlsplit(self._outlets.smtp_url.get_secret_value())
        subject, text = notices.mail(self._content, owed.body)
        message = EmailMessage()
        message["From"] = (
            unquote(url.username) if url.username and "@" in unquote(url.username) else "stepwell@localhost"
        )
        message["To"] = ", ".join(self._outlets.emails)
        message["Subject"] = subject
        message["Message-ID"] = f"<{owed.key.replace(':', '.')}@stepwell>"
        message.set_content(text)
        await aiosmtplib.send(
            message,
            hostname=url.hostname,
            port=url.port or PORTS[url.scheme],
            username=unquote(url.username) if url.username and url.password else None,
            password=unquote(url.password) if url.password else None,
            use_tls=url.scheme == "smtps",
            timeout=TIMEOUT_SECONDS,
        )

    async def _call(self, owed: Owed) -> None:
        assert self._outlets.webhook_url is not None
        body = json.dumps(owed.body, sort_keys=True).encode()
        headers = {"Content-Type": "application/json", KEY: owed.key}
        if self._outlets.webhook_secret is not None:
            headers[SIGNATURE] = signature(self._outlets.webhook_secret.get_secret_value(), body)
        async with (
            aiohttp.ClientSession() as client,
            client.post(self._outlets.webhook_url.get_secret_value(), data=body, headers=headers) as answer,
        ):
            if answer.status >= 300:
                raise NotTakenError(answer.status)


def signature(secret: str, body: bytes) -> str:
    """What the header carries: a keyed SHA-256 over the body, in hexadecimal digits."""
    return f"sha256={hmac.digest(secret.encode(), body, hashlib.sha256).hex()}"
