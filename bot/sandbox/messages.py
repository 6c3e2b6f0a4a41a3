"""Messages and chats: what is on the screen, and how the Bot API shows a message."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.files import StoredFile
from bot.sandbox.people import Bot, Group, Person

Rows = list[list[Json]]


@dataclass(frozen=True)
class Content:
    """What a message says. `text` is the text or the caption; `body` holds the Bot API's fields beside it."""

    kind: str
    text: str = ""
    entities: tuple[Json, ...] = ()
    body: Json = field(default_factory=dict)
    file: StoredFile | None = None

    def as_api(self) -> Json:
        fields: Json = dict(self.body)
        if self.text:
            name = "text" if self.kind == "text" else "caption"
            fields[name] = self.text
            if self.entities:
                fields["entities" if self.kind == "text" else "caption_entities"] = list(self.entities)
        return fields

    def worded(self, text: str, entities: list[Json]) -> "Content":
        return replace(self, text=text, entities=tuple(entities))


@dataclass
class Message:
    """A message in a chat. `sender` None is the bot. `versions` are the earlier (content, buttons) pairs."""

    id: int
    chat: "Chat"
    sender: Person | None
    date: datetime
    content: Content
    buttons: Rows | None = None
    other_markup: bool = False
    reply_to: "Message | None" = None
    edited: datetime | None = None
    reaction: str | None = None
    silent: bool = False
    protected: bool = False
    album: str | None = None
    versions: list[tuple[Content, Rows | None]] = field(default_factory=list)

    def change(self, content: Content, buttons: Rows | None) -> None:
        self.versions.append((self.content, self.buttons))
        self.content, self.buttons = content, buttons

    @property
    def text(self) -> str:
        return self.content.text

    def as_api(self, bot: Bot, *, with_reply: bool = True) -> Json:
        user = self.sender.as_user() if self.sender else bot.as_user()
        shown: Json = {
            "message_id": self.id,
            "from": user,
            "chat": self.chat.peer.as_chat(),
            "date": int(self.date.timestamp()),
        }
        if self.edited:
            shown["edit_date"] = int(self.edited.timestamp())
        if self.reply_to and with_reply:
            shown["reply_to_message"] = self.reply_to.as_api(bot, with_reply=False)
        if self.album:
            shown["media_group_id"] = self.album
        if self.protected:
            shown["has_protected_content"] = True
        shown |= self.content.as_api()
        if self.buttons:
            shown["reply_markup"] = {"inline_keyboard": self.buttons}
        return shown


@dataclass
class Keyboard:
    """The reply keyboard under a chat, with the message that brought it."""

    message_id: int
    rows: Rows
    placeholder: str = ""
    one_time: bool = False
    persistent: bool = False
    resize: bool = False


@dataclass
class Chat:
    """A private chat or a group, as its screen shows it; `gone` are the deleted messages."""

    peer: Person | Group
    messages: list[Message] = field(default_factory=list)
    gone: list[Message] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    keyboard: Keyboard | None = None
    force_reply: int | None = None
    placeholder: str = ""
    menu_button: Json | None = None

    @property
    def id(self) -> int:
        return self.peer.id

    def find(self, message_id: int) -> Message | None:
        return next((m for m in reversed(self.messages) if m.id == message_id), None)

    def remove(self, message: Message) -> None:
        self.messages.remove(message)
        self.gone.append(message)
        if message.id in self.pinned:
            self.pinned.remove(message.id)
        if self.keyboard and self.keyboard.message_id == message.id:
            self.keyboard = None

    def take_markup(self, markup: Json, message_id: int) -> bool:
        """Show, hide or replace the reply keyboard. True if what the chat shows below changed."""
        before = (self.keyboard, self.force_reply)
        if "keyboard" in markup:
            self.keyboard = _keyboard(markup, message_id)
            self.force_reply = None
        elif "remove_keyboard" in markup:
            self.keyboard = None
        elif "force_reply" in markup:
            self.force_reply = message_id
            self.placeholder = markup["input_field_placeholder"]
        return before != (self.keyboard, self.force_reply)


def _keyboard(markup: Json, message_id: int) -> Keyboard:
    return Keyboard(
        message_id,
        markup["keyboard"],
        placeholder=markup["input_field_placeholder"],
        one_time=markup["one_time_keyboard"],
        persistent=markup["is_persistent"],
        resize=markup["resize_keyboard"],
    )


def data_of(rows: Rows | None) -> list[Any]:
    """Every callback data that a keyboard carries."""
    return [button["callback_data"] for row in rows or [] for button in row if "callback_data" in button]
