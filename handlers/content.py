"""What is live, and what the files on disk would change at the next start, for admins."""

import asyncio

from bot.content import Html, lines, live, paragraphs
from handlers.ask import ADMINS, Ask, Command, Reply

MOST = 8
"""Names and problems shown of each kind; the rest is counted."""


async def content(ask: Ask) -> Reply:
    """Every subject with its number, its version and how much of it is signed; then the draft on disk."""
    parts = [_part(ask, part) for part in live.parts(ask.content)]
    draft = await asyncio.to_thread(live.draft, ask.content, ask.content.root)
    return Reply(
        paragraphs(ask.say("content_live.head", version=ask.content.rules_version), lines(*parts), _draft(ask, draft))
    )


def _part(ask: Ask, part: live.Part) -> Html:
    name = ask.say.label(f"content_live.subject.{part.subject}")
    return ask.say("content_live.part", subject=name, n=part.items, signed=part.signed, version=part.version)


def _draft(ask: Ask, draft: live.Draft) -> Html:
    if draft.problems:
        more = len(draft.problems) - MOST
        return lines(
            ask.say("content_live.broken"),
            *(ask.say("content_live.problem", what=problem) for problem in draft.problems[:MOST]),
            ask.say("content_live.more", n=more) if more > 0 else None,
        )
    if not draft.changes:
        return ask.say("content_live.same")
    return lines(ask.say("content_live.differs"), *(_change(ask, change) for change in draft.changes))


def _change(ask: Ask, change: live.Change) -> Html:
    kinds = {"added": change.added, "changed": change.changed, "removed": change.removed}
    what = "; ".join(
        ask.say.label(f"content_live.{kind}", names=_names(ask, names)) for kind, names in kinds.items() if names
    )
    return ask.say("content_live.change", subject=_subject(ask, change.subject), what=what)


def _names(ask: Ask, names: tuple[str, ...]) -> str:
    more = [ask.say.label("content_live.more", n=len(names) - MOST)] if len(names) > MOST else []
    return ", ".join([*names[:MOST], *more])


def _subject(ask: Ask, subject: str) -> str:
    return ask.say.label(f"content_live.subject.{subject}") if subject in live.SIGNED else subject


COMMANDS = (Command("content", content, ADMINS, "content_live.menu"),)
