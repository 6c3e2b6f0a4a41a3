"""A chat as plain text: what a test reads instead of a screen."""

from bot.sandbox.messages import Chat, Message

KINDS_WITH_NAME = {"document", "audio"}


def message_lines(message: Message) -> str:
    """A message: what it carries, its words, and a line for each row of its buttons."""
    lines = [carried(message), message.text]
    lines += [row_line([button["text"] for button in row]) for row in message.buttons or []]
    if message.reaction:
        lines.append(f"({message.reaction})")
    return "\n".join(line for line in lines if line)


def carried(message: Message) -> str:
    """What a message shows beside its words: `[photo]`, `[contact] Emergency 112`."""
    content = message.content
    if content.kind == "text":
        return ""
    if content.kind == "contact":
        card = content.body["contact"]
        return f"[contact] {card['first_name']} {card['phone_number']}"
    if content.kind == "location":
        return f"[location] {content.body['location']['latitude']}, {content.body['location']['longitude']}"
    if content.kind in KINDS_WITH_NAME and content.file:
        return f"[{content.kind}] {content.file.name}"
    return f"[{content.kind}]"


def row_line(labels: list[str]) -> str:
    return " ".join(f"[{label}]" for label in labels)


def keyboard_lines(chat: Chat) -> str:
    """The reply keyboard, or nothing."""
    if chat.keyboard is None:
        return ""
    return "\n".join("⌨ " + row_line([button["text"] for button in row]) for row in chat.keyboard.rows)


def chat_lines(chat: Chat) -> str:
    """The whole chat, oldest first; what people wrote begins with their name."""
    lines = [
        (f"{message.sender.first_name}: " if message.sender else "") + message_lines(message)
        for message in chat.messages
    ]
    return "\n\n".join([*lines, *filter(None, [keyboard_lines(chat)])])
