"""A broadcast as its readers see it."""

from collections.abc import Mapping

from bot.content import Content, Html, lines
from bot.domain.audience import Opinion
from bot.domain.message import Button, Message
from bot.models import Broadcast

LEARN_MORE = "learn_more"


def of_tip(content: Content, tip: str, language: str) -> str:
    """A tip of the library as a text."""
    text = content.tips[tip].text(language)
    return lines(content.say(language)("tip.head", title=Html(text.title)), Html(text.text))


def message(content: Content, broadcast: Broadcast, texts: Mapping[str, str], language: str) -> Message:
    """The message in a reader's language, or else in the first one that it was written in; always silent.

    `texts` is language -> Telegram HTML. Raises KeyError for a broadcast without any text.
    """
    written = next((one for one in (language, *content.languages, *texts) if one in texts), language)
    return Message(texts[written], _buttons(content, broadcast, language), photo=broadcast.photo, silent=True)


def _buttons(content: Content, broadcast: Broadcast, language: str) -> tuple[tuple[Button, ...], ...]:
    label, wanted = content.say(language).label, set(broadcast.buttons)
    says = [one for one in (Opinion.HELPFUL, Opinion.NOT_FOR_ME) if one in wanted]
    opinions = tuple(Button(label(f"opinion.{one}"), "opinion.say", (str(broadcast.id), one)) for one in says)
    more: tuple[Button, ...] = ()
    if broadcast.page in content.pages:
        more = (Button(label("opinion.learn_more"), "opinion.more", (str(broadcast.id),)),)
    return tuple(row for row in (opinions, more) if row)
