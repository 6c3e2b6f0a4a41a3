"""An admin's tap after the bot was away: the patients are told."""

from datetime import UTC, datetime

from bot.services import absence, broadcast_live
from bot.services.absence import Gap
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.everyone import unknown


async def tell(ask: Ask) -> Reply:
    """Put it on its list, whoever taps first; the live message has the way back."""
    if len(ask.args) != 2 or not all(one.isdecimal() for one in ask.args):
        return await unknown(ask)
    gap = Gap(*(datetime.fromtimestamp(int(one), UTC) for one in ask.args))
    row = await absence.announce(ask.session, ask.content, gap, ask.person, now=ask.now)
    if row is None:
        return Reply(toast=ask.say.label("absence.already"), alarm=True)
    await broadcast_live.place(ask.session, ask.content, row, ask.person, now=ask.now)
    return Reply(toast=ask.say.label("absence.listed"))


TAPS = (Tap("absence.tell", tell, ADMINS),)
