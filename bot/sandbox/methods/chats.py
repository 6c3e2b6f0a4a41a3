"""The methods about chats: who is there, what is pinned."""

from bot.sandbox.arguments import Call
from bot.sandbox.errors import Json, bad, forbidden
from bot.sandbox.membership import bot_as_member
from bot.sandbox.messages import Chat
from bot.sandbox.methods.targets import chat_to_read, chat_to_write, message_in
from bot.sandbox.people import Group, Person
from bot.sandbox.state import State

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def chat(state: State, call: Call) -> Json:
    found = _entered(chat_to_read(state, call))
    info = found.peer.as_chat() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": GIFTS,
    }
    if isinstance(found.peer, Person) and found.peer.username:
        info["active_usernames"] = [found.peer.username]
    if found.pinned and (message := found.find(found.pinned[-1])):
        info["pinned_message"] = message.as_api(state.bot)
    return info


def _entered(found: Chat) -> Chat:
    if isinstance(found.peer, Person) and not found.peer.started:
        raise bad("chat not found")
    if isinstance(found.peer, Group) and found.peer.bot_status == "kicked":
        raise forbidden("bot was kicked from the group chat")
    return found


def member(state: State, call: Call) -> Json:
    found = _entered(chat_to_read(state, call))
    user_id = call.integer("user_id")
    if user_id <= 0:
        raise bad("Invalid user_id specified")
    if user_id == state.bot.id:
        status = found.peer.bot_status if isinstance(found.peer, Group) else "member"
        return bot_as_member(state, status)
    person = state.people.get(user_id)
    if person is None:
        raise bad("user not found")
    return {"user": person.as_user()} | _status(found, person)


def _status(found: Chat, person: Person) -> Json:
    if isinstance(found.peer, Person):
        return {"status": "member" if found.peer is person else "left"}
    if person.id not in found.peer.members:
        return {"status": "left"}
    owner = person.id == found.peer.members[0]
    return {"status": "creator", "is_anonymous": False} if owner else {"status": "member"}


def member_count(state: State, call: Call) -> int:
    found = _entered(chat_to_read(state, call))
    return len(found.peer.members) + 1 if isinstance(found.peer, Group) else 2


def leave(state: State, call: Call) -> bool:
    found = chat_to_write(state, call)
    if not isinstance(found.peer, Group):
        raise bad("chat member status can't be changed in private chats")
    found.peer.bot_status = "left"
    state.changes.ring()
    return True


def pin(state: State, call: Call) -> bool:
    found = chat_to_write(state, call)
    message = message_in(found, call, "message to pin")
    if message.id in found.pinned:
        found.pinned.remove(message.id)
    found.pinned.append(message.id)
    state.happened("pinned", found, message)
    return True


def unpin(state: State, call: Call) -> bool:
    """One message, or the newest pinned one when none is named."""
    found = chat_to_write(state, call)
    if not call.text("message_id"):
        if not found.pinned:
            raise bad("message to unpin not found")
        found.pinned.pop()
    else:
        message = message_in(found, call, "message to unpin")
        if message.id in found.pinned:
            found.pinned.remove(message.id)
    state.happened("pinned", found)
    return True


def unpin_all(state: State, call: Call) -> bool:
    found = chat_to_write(state, call)
    found.pinned.clear()
    state.happened("pinned", found)
    return True
