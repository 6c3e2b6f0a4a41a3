"""What a handler is given and what it gives back. A handler never sees Telegram."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Words
from bot.domain.message import Message, Rows
from bot.models import Patient, Person
from bot.models.person import Role

EVERYONE: frozenset[Role] = frozenset()
"""The audience of what works for everybody, known or not."""
PATIENTS = frozenset({Role.PATIENT})
THERAPISTS = frozenset({Role.THERAPIST})
ADMINS = frozenset({Role.ADMIN})
TEAM = THERAPISTS | ADMINS


@dataclass(frozen=True)
class Rights:
    """What the deployment decides for the handlers. `menu` gives the command menu of a language and some roles."""

    bot_username: str
    admin_ids: frozenset[int]
    menu: Callable[[Words, frozenset[Role]], Message]


@dataclass(frozen=True)
class Ask:
    """One thing that one person asks. `args` are a button's; `text` is what was typed, after the command if any;
    `markup` is that text as Telegram HTML where it was formatted, `photo` Telegram's id of a picture that was sent.
    """

    session: AsyncSession
    content: Content
    now: datetime
    person: Person
    patient: Patient | None
    roles: frozenset[Role]
    rights: Rights
    text: str = ""
    args: tuple[str, ...] = ()
    location: tuple[float, float] | None = None
    markup: str = ""
    photo: str | None = None

    @property
    def say(self) -> Words:
        """The words in the person's own language."""
        return self.content.say(self.person.language)

    @property
    def zone(self) -> str:
        """On whose clock the person reads: their own; of the team, the clinic's while nobody knows theirs."""
        clinic = "" if self.patient is not None else self.content.policy.clinic_zone
        return self.person.zone or clinic or "UTC"

    @property
    def consenting(self) -> Patient | None:
        """The patient's record while consent stands."""
        return self.patient if self.patient is not None and self.patient.left_at is None else None

    @property
    def enrolled(self) -> Patient:
        """The patient's record in a handler that only patients reach."""
        assert self.patient is not None
        return self.patient


@dataclass(frozen=True)
class Reply:
    """The answer. `instead` rewrites the message whose button was tapped; `toast` is a short notice over the chat.

    `also` are further messages to the same person. An empty reply answers with the toast alone. `asks`: see
    Message.
    """

    text: str = ""
    buttons: Rows = ()
    instead: bool = False
    toast: str | None = None
    alarm: bool = False
    also: tuple[Message, ...] = field(default=())
    message: Message | None = None
    asks: bool = False

    def messages(self, tapped: int | None) -> list[Message]:
        """What is to be sent, in order. `tapped` is the id of the message whose button was tapped."""
        first = self.message or (Message(self.text, self.buttons, asks=self.asks) if self.text else None)
        if first is not None and self.instead and tapped is not None:
            first = Message.read({**first.document(), "replaces": tapped})
        return [one for one in (first, *self.also) if one is not None]


def joined(first: Reply, second: Reply) -> Reply:
    """Two answers, one after the other, as new messages."""
    messages = [*first.messages(None), *second.messages(None)]
    return Reply(message=messages[0], also=tuple(messages[1:])) if messages else Reply()


Handler = Callable[[Ask], Awaitable[Reply]]


@dataclass(frozen=True)
class Command:
    """A row of the commands' table. `about` is the key of the menu's line.

    `early` says that a patient may use it before enrolment is finished.
    """

    name: str
    run: Handler
    roles: frozenset[Role]
    about: str
    early: bool = False


@dataclass(frozen=True)
class Tap:
    """A row of the buttons' table: the action that a button names, and who may take it."""

    action: str
    run: Handler
    roles: frozenset[Role]
    early: bool = True


@dataclass(frozen=True)
class Typed:
    """A row of the table of questions that are answered by typing: `asking` is what Person.asking holds, up to a '~'.

    `for_others` says that the words are written for other people, and that a picture may be sent as well. `kept` says
    that the words reach somebody also when red flags were found in them, after those were answered.
    """

    asking: str
    run: Handler
    roles: frozenset[Role]
    for_others: bool = False
    kept: bool = False
