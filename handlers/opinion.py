"""What a reader answers to a broadcast by its buttons."""

from bot.domain.audience import Opinion
from bot.services import broadcasts, opinions
from handlers import learn
from handlers.ask import EVERYONE, Ask, Reply, Tap
from handlers.everyone import unknown


async def say(ask: Ask) -> Reply:
    """Helpful, or not for me."""
    number, _, said = "~".join(ask.args).partition("~")
    if not number.isdecimal() or said not in (Opinion.HELPFUL, Opinion.NOT_FOR_ME):
        return await unknown(ask)
    found = await opinions.say(ask.session, int(number), ask.person.id, Opinion(said), now=ask.now)
    return await unknown(ask) if found is None else Reply(toast=ask.say.label(f"opinion.thanks.{said}"))


async def more(ask: Ask) -> Reply:
    """The library's page about it, as a message of its own: the broadcast stays as it is."""
    number = ask.args[0] if ask.args else ""
    found = await broadcasts.get(ask.session, int(number)) if number.isdecimal() else None
    if found is None:
        return await unknown(ask)
    return await learn.about(ask, found.page or "")


TAPS = (Tap("opinion.say", say, EVERYONE), Tap("opinion.more", more, EVERYONE))
