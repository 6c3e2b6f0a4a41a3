"""Blocking and unblocking the bot, adding it to groups and throwing it out."""

from bot.sandbox.errors import Json, NotPossibleError
from bot.sandbox.messages import Chat, Content
from bot.sandbox.people import Group, Person
from bot.sandbox.state import State


def block(state: State, person: Person) -> None:
    if person.blocked:
        raise NotPossibleError(f"{person.first_name} has blocked the bot already")
    person.blocked = True
    _membership(state, person, state.chat(person.id), "member", "kicked")
    state.happened("blocked", state.chat(person.id), blocked=True)


def unblock(state: State, person: Person) -> None:
    if not person.blocked:
        raise NotPossibleError(f"{person.first_name} has not blocked the bot")
    person.blocked = False
    _membership(state, person, state.chat(person.id), "kicked", "member")
    state.happened("blocked", state.chat(person.id), blocked=False)


def add_bot(state: State, person: Person, group: Group) -> None:
    """A member adds the bot to a group: my_chat_member, then the message that says so."""
    if person.id not in group.members:
        raise NotPossibleError(f"{person.first_name} is not in {group.title}")
    before, group.bot_status = group.bot_status, "member"
    _membership(state, person, state.chat(group.id), before, "member")
    body = {"new_chat_members": [state.bot.as_user()]}
    message = state.post(state.chat(group.id), Content("service", body=body), person)
    state.update("message", message.as_api(state.bot))


def remove_bot(state: State, person: Person, group: Group) -> None:
    before, group.bot_status = group.bot_status, "kicked"
    _membership(state, person, state.chat(group.id), before, "kicked")


def _membership(state: State, person: Person, chat: Chat, before: str, after: str) -> None:
    content = {
        "chat": chat.peer.as_chat(),
        "from": person.as_user(),
        "date": int(state.now().timestamp()),
        "old_chat_member": bot_as_member(state, before),
        "new_chat_member": bot_as_member(state, after),
    }
    state.update("my_chat_member", content)


def bot_as_member(state: State, status: str) -> Json:
    member: Json = {"user": state.bot.as_user(), "status": status}
    return member | ({"until_date": 0} if status == "kicked" else {})
