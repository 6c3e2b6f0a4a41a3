"""What the content's files on disk would change, in words: compared when the message leaves, so that no transaction
waits for reading and checking them.
"""

import asyncio

from bot.content import Content, Html, Words, lines, live, paragraphs

MOST = 8
"""Names and problems shown of each kind; the rest is counted."""


class OnDisk:
    """Compares what is live with the files that it was loaded from."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def after(self, text: str, language: str) -> Html:
        """A text with the differences after it."""
        draft = await asyncio.to_thread(live.draft, self._content, self._content.root)
        return paragraphs(Html(text), _words(self._content.say(language), draft))


def _words(say: Words, draft: live.Draft) -> Html:
    if draft.problems:
        more = len(draft.problems) - MOST
        return lines(
            say("content_live.broken"),
            *(say("content_live.problem", what=problem) for problem in draft.problems[:MOST]),
            say("content_live.more", n=more) if more > 0 else None,
        )
    if not draft.changes:
        return say("content_live.same")
    return lines(say("content_live.differs"), *(_change(say, change) for change in draft.changes))


def _change(say: Words, change: live.Change) -> Html:
    kinds = {"added": change.added, "changed": change.changed, "removed": change.removed}
    what = "; ".join(
        say.label(f"content_live.{kind}", names=_names(say, names)) for kind, names in kinds.items() if names
    )
    return say("content_live.change", subject=_subject(say, change.subject), what=what)


def _names(say: Words, names: tuple[str, ...]) -> str:
    more = [say.label("content_live.more", n=len(names) - MOST)] if len(names) > MOST else []
    return ", ".join([*names[:MOST], *more])


def _subject(say: Words, subject: str) -> str:
    return say.label(f"content_live.subject.{subject}") if subject in live.SIGNED else subject
