"""What a person sees on the phone, as text: what a test reads instead of a screen."""

from bot.sandbox.changes import Happening
from bot.sandbox.messages import Chat, Message
from bot.sandbox.people import Person
from bot.sandbox.telegram import Sandbox
from bot.sandbox.wording import chat_lines, keyboard_lines, message_lines


class Screen:
    """One person's screen. Every look is at what the chat shows now; nothing waits."""

    def __init__(self, sandbox: Sandbox, person: Person) -> None:
        self.sandbox = sandbox
        self.person = person
        self._mark = len(sandbox.changes.journal)

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def chat(self) -> Chat:
        return self.sandbox.chat(self.person.id)

    def looks_away(self) -> None:
        """From here on `sees` tells only what is new."""
        self._mark = len(self.sandbox.changes.journal)

    def sees(self) -> str:
        """What came since the last own action: the bot's new and changed messages as they are now, toasts."""
        lines: dict[object, str] = {}
        for number, happening in enumerate(self._news()):
            message = happening.message
            if happening.kind == "toast":
                lines["toast", number] = f"({happening.detail['text']})"
            elif message is not None and message.sender is None and message not in self.chat.gone:
                lines[message.id] = message_lines(message) + self._brought(message)
        return "\n".join(lines.values())

    def _news(self) -> list[Happening]:
        journal = self.sandbox.changes.journal[self._mark :]
        return [happening for happening in journal if happening.chat_id == self.id]

    def _brought(self, message: Message) -> str:
        """The reply keyboard, with the message that brought it."""
        keyboard = self.chat.keyboard
        return f"\n{keyboard_lines(self.chat)}" if keyboard and keyboard.message_id == message.id else ""

    def news(self) -> list[Message]:
        """The messages behind `sees`: new or changed ones of the bot, oldest first."""
        touched = {h.message.id: h.message for h in self._news() if h.message is not None and h.kind != "delete"}
        return [m for m in touched.values() if m.sender is None and m not in self.chat.gone]

    def toasts(self) -> list[str]:
        """The short notes that the last action brought."""
        return [happening.detail["text"] for happening in self._news() if happening.kind == "toast"]

    def screen(self) -> str:
        """The whole chat as text, oldest first."""
        return chat_lines(self.chat)

    def message(self, words: str = "") -> Message:
        """The newest message of the bot that contains these words. AssertionError when there is none."""
        found = self._bot_messages(words)
        assert found, f"{self.person.first_name} has no message with {words!r}:\n{self.screen()}"
        return found[0]

    def buttons(self, message: str | None = None) -> list[str]:
        """Every label that can be pressed: newest message first, then the reply keyboard.

        `message`: only those under the newest message with these words.
        """
        if message is not None:
            return [button["text"] for row in self.message(message).buttons or [] for button in row]
        under = [b["text"] for m in self._bot_messages(None) for row in m.buttons or [] for b in row]
        return under + self.keyboard()

    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard."""
        return [button["text"] for row in (self.chat.keyboard.rows if self.chat.keyboard else []) for button in row]

    def commands(self) -> dict[str, str]:
        """The command menu of this person: command -> description."""
        menu = self.sandbox.commands.visible(self.id, self.person.language_code)
        return {item["command"]: item["description"] for item in menu}

    def _bot_messages(self, words: str | None) -> list[Message]:
        wanted = (words or "").casefold()
        shown = [m for m in reversed(self.chat.messages) if m.sender is None]
        return [m for m in shown if wanted in message_lines(m).casefold()]

    def files(self) -> dict[str, bytes]:
        """The documents among the news, by name."""
        return {
            m.content.file.name: m.content.file.content
            for m in self.news()
            if m.content.kind == "document" and m.content.file
        }

    def pictures(self) -> list[bytes]:
        """The photos among the news, as they were sent."""
        return self._files("photo")

    def animations(self) -> list[bytes]:
        """The moving pictures among the news, as they were sent."""
        return self._files("animation")

    def _files(self, kind: str) -> list[bytes]:
        return [m.content.file.content for m in self.news() if m.content.kind == kind and m.content.file]
