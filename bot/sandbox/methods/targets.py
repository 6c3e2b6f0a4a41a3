"""Which chat and which message a call means, and whether the bot may."""

from bot.sandbox.arguments import Call, boolean_field, integer_field
from bot.sandbox.errors import Json, bad, forbidden
from bot.sandbox.messages import Chat, Message
from bot.sandbox.people import Group, Person
from bot.sandbox.state import State


def chat_to_read(state: State, call: Call, name: str = "chat_id") -> Chat:
    """Raises 400 for a chat that the bot never met."""
    raw = call.text(name).strip()
    if not raw:
        raise bad(f"{name} is empty")
    return known_chat(state, int(raw) if raw.lstrip("-").isdigit() else 0)


def known_chat(state: State, chat_id: int) -> Chat:
    chat = state.chats.get(chat_id)
    if chat is None or (isinstance(chat.peer, Group) and chat.peer.bot_status == "left"):
        raise bad("chat not found")
    return chat


def chat_to_write(state: State, call: Call) -> Chat:
    """Raises 400 for an unknown chat, 403 where the bot may not write."""
    chat = chat_to_read(state, call)
    if isinstance(chat.peer, Person):
        _check_person(chat.peer)
    elif chat.peer.bot_status == "kicked":
        raise forbidden("bot was kicked from the group chat")
    return chat


def _check_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def message_in(chat: Chat, call: Call, what: str) -> Message:
    """The message of the argument message_id. `what` as in `message to edit`."""
    number = call.integer("message_id")
    if number <= 0:
        raise bad("message identifier is not specified")
    message = chat.find(number)
    if message is None:
        raise bad(f"{what} not found")
    return message


def reply_target(chat: Chat, call: Call) -> Message | None:
    """The message that the call replies to: reply_parameters, or the older reply_to_message_id."""
    parameters = call.data("reply_parameters", "reply parameters")
    if parameters is None:
        number, forgiving = call.integer("reply_to_message_id"), call.flag("allow_sending_without_reply")
    else:
        number, forgiving = _reply_parameters(parameters)
    if number <= 0:
        return None
    message = chat.find(number)
    if message is None and not forgiving:
        raise bad("message to be replied not found")
    return message


def _reply_parameters(parameters: object) -> tuple[int, bool]:
    if not isinstance(parameters, dict):
        raise bad("Object expected as reply parameters")
    fields: Json = parameters
    return integer_field(fields, "message_id", optional=True), boolean_field(fields, "allow_sending_without_reply")
