"""What is live, for admins; what the files on disk would change at the next start is added when the answer leaves."""

from bot.content import Html, lines, live, paragraphs
from bot.domain.message import Message
from handlers.ask import ADMINS, Ask, Command, Reply


async def content(ask: Ask) -> Reply:
    """Every subject with its number, its version and how much of it is signed."""
    parts = [_part(ask, part) for part in live.parts(ask.content)]
    text = paragraphs(ask.say("content_live.head", version=ask.content.rules_version), lines(*parts))
    return Reply(message=Message(text, compares=ask.person.language))


def _part(ask: Ask, part: live.Part) -> Html:
    name = ask.say.label(f"content_live.subject.{part.subject}")
    return ask.say("content_live.part", subject=name, n=part.items, signed=part.signed, version=part.version)


COMMANDS = (Command("content", content, ADMINS, "content_live.menu"),)
