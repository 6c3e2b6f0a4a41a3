"""The state of a whole small Telegram with one bot, and the few ways in which it changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.sandbox.changes import Changes, Happening, Kind
from bot.sandbox.commands import Commands
from bot.sandbox.errors import Json, NotPossibleError, RefusedError
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.messages import Chat, Content, Message, Rows
from bot.sandbox.people import Bot, Group, Person
from bot.sandbox.transcript import Transcript
from bot.sandbox.updates import UpdateQueue


@dataclass
class Query:
    """A tap on a button that waits for its answer."""

    id: str
    person: Person
    at: datetime
    answered: bool = False


@dataclass
class Webhook:
    """Where updates are delivered, and how the last delivery went."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_at: datetime | None = None
    last_error: str = ""


@dataclass
class Poll:
    """A getUpdates call that waits; `ended` says why it has to end early."""

    ended: RefusedError | None = None


@dataclass(frozen=True)
class Manner:
    """How the bot sends a message, beside what it says."""

    markup: Json | None = None
    reply_to: Message | None = None
    silent: bool = False
    protected: bool = False
    album: str | None = None


@dataclass
class State:
    """Everything that the local Telegram remembers. Nothing is written to disk."""

    bot: Bot
    clock: Clock
    queue: UpdateQueue
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: Commands = field(default_factory=Commands)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    webhook: Webhook = field(default_factory=Webhook)
    poll: Poll | None = None
    transcript: Transcript = field(default_factory=Transcript)
    faults: Faults = field(default_factory=Faults)
    changes: Changes = field(default_factory=Changes)
    last_message_id: int = 0
    last_query: int = 4_096_000_000
    last_album: int = 13_000_000_000

    def now(self) -> datetime:
        return self.clock.now()

    def person(self, person_id: int) -> Person:
        """Raises NotPossibleError when nobody has this id."""
        if person_id not in self.people:
            raise NotPossibleError(f"there is nobody with the id {person_id}")
        return self.people[person_id]

    def chat(self, chat_id: int) -> Chat:
        """A chat's visible state, by a person's or a group's id. Raises NotPossibleError for others."""
        if chat_id not in self.chats:
            raise NotPossibleError(f"there is no chat with the id {chat_id}")
        return self.chats[chat_id]

    def groups(self) -> Sequence[Group]:
        return [chat.peer for chat in self.chats.values() if isinstance(chat.peer, Group)]

    def happened(self, kind: Kind, chat: Chat | None, message: Message | None = None, **detail: object) -> None:
        self.changes.add(Happening(kind, chat.id if chat else None, message, detail))

    def post(self, chat: Chat, content: Content, sender: Person | None, manner: Manner = Manner()) -> Message:
        """A new message in a chat, from a person or (sender None) from the bot."""
        self.last_message_id += 1
        markup = manner.markup or {}
        message = Message(
            self.last_message_id,
            chat,
            sender,
            self.now(),
            content,
            buttons=markup.get("inline_keyboard"),
            other_markup=bool(markup) and "inline_keyboard" not in markup,
            reply_to=manner.reply_to,
            silent=manner.silent,
            protected=manner.protected,
            album=manner.album,
        )
        chat.messages.append(message)
        self.happened("message", chat, message)
        if chat.take_markup(markup, message.id):
            self.happened("keyboard", chat)
        return message

    def change(self, message: Message, content: Content, buttons: Rows | None, *, mark: bool = True) -> None:
        """A message is edited in place; `mark` shows it as edited (a change of buttons alone does not)."""
        message.change(content, buttons)
        if mark:
            message.edited = self.now()
        self.happened("edit", message.chat, message)

    def remove(self, message: Message) -> None:
        keyboard = message.chat.keyboard
        message.chat.remove(message)
        self.happened("delete", message.chat, message)
        if keyboard is not message.chat.keyboard:
            self.happened("keyboard", message.chat)

    def update(self, kind: str, content: Json) -> None:
        """Queue an update for the bot and wake up whoever delivers it."""
        self.queue.add(kind, content, self.now())
        self.changes.ring()
