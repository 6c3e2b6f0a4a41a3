"""What became of a broadcast, as a picture and as a table."""

from bot.services import broadcast_report, broadcasts
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.broadcast_draft import found, title
from handlers.everyone import unknown


async def report(ask: Ask) -> Reply:
    """Delivered, undelivered by reason, and what readers thought, in all and by segment."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    words = title(ask, row, await broadcasts.texts(ask.session, row.id))
    first, *more = await broadcast_report.messages(ask.session, ask.content, row, ask.person.language, words)
    return Reply(message=first, also=tuple(more))


TAPS = (Tap("bc.report", report, ADMINS),)
