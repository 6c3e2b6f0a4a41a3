"""The command menu that each role sees, made from the commands' table."""

from bot.content import Words
from bot.domain.message import Message
from bot.models.person import Role
from handlers.tables import COMMANDS


def menu(say: Words, roles: frozenset[Role]) -> Message:
    """The commands that these roles may use, each with its line in the language."""
    known = [one for one in COMMANDS.values() if not one.roles or one.roles & roles]
    return Message(commands=tuple((one.name, say.label(one.about)) for one in known))


def signature(say: Words, roles: frozenset[Role]) -> str:
    """A name for a menu: it changes when another one has to be set."""
    return ":".join((say.language, *sorted(roles)))
