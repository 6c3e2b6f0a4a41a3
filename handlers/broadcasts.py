"""Messages to many: the list, a new one, and the way into each."""

from bot.domain.message import Button
from bot.models import Broadcast, BroadcastState
from bot.services import broadcast_live, broadcasts
from handlers.ask import ADMINS, Ask, Command, Reply, Tap
from handlers.broadcast_draft import found, screen, title
from handlers.everyone import unknown

A_PAGE = 8
SECTIONS = ("lifestyle", "prevention", "education")


async def listed(ask: Ask) -> Reply:
    """The newest broadcasts with their state, and the ways to begin one."""
    ask.person.asking = None
    rows = await broadcasts.latest(ask.session, most=A_PAGE)
    shown = [row for row in rows if not (row.state == BroadcastState.CANCELLED and row.scheduled_at is None)]
    keys = [await _one(ask, row) for row in shown]
    new = (
        Button(ask.say.label("bc.new"), "bc.new", style="success"),
        Button(ask.say.label("bc.tips"), "bc.tips"),
    )
    head = ask.say("bc.head" if shown else "bc.none")
    return Reply(head, buttons=(new, *((key,) for key in keys)), instead=bool(ask.args))


async def _one(ask: Ask, row: Broadcast) -> Button:
    words = title(ask, row, await broadcasts.texts(ask.session, row.id))
    state = ask.say.label(f"bc.state.{row.state}")
    return Button(ask.say.label("bc.one", title=words, state=state), "bc.open", (str(row.id),))


async def again(ask: Ask) -> Reply:
    """The list in the place of a draft's screen."""
    found_now = await listed(ask)
    return Reply(found_now.text, found_now.buttons, instead=True)


async def new(ask: Ask) -> Reply:
    """A new draft without words. It counts as exercise advice until somebody says that it is none."""
    row = await broadcasts.draft(ask.session, ask.content, ask.person, advice=True, now=ask.now)
    return await screen(ask, row)


async def tips(ask: Ask) -> Reply:
    """The tips of a section of the library, or the sections."""
    section = ask.args[0] if ask.args else ""
    if section not in SECTIONS:
        keys = [Button(_section(ask, one), "bc.tips", (one,)) for one in SECTIONS]
        keys.append(Button(ask.say.label("series.all"), "bs.list"))
        return Reply(ask.say("bc.tip.section"), buttons=tuple((key,) for key in keys), instead=bool(ask.args))
    known = [item for item in ask.content.tips.values() if item.data.section == section]
    keys = [Button(item.text(ask.person.language).title, "bc.tip", (item.id,)) for item in known]
    back = (Button(ask.say.label("bc.key.back"), "bc.tips", ("",)),)
    return Reply(ask.say("bc.tip.which"), buttons=(*((key,) for key in keys), back), instead=True)


def _section(ask: Ask, section: str) -> str:
    number = sum(item.data.section == section for item in ask.content.tips.values())
    return ask.say.label("bc.tip.of", section=ask.say.label(f"bc.section.{section}"), n=number)


async def tip(ask: Ask) -> Reply:
    """A draft with a tip's words in every language, and the buttons that ask what readers think of it."""
    known = ask.args[0] if ask.args else ""
    if known not in ask.content.tips:
        return await tips(ask)
    row = await broadcasts.draft(ask.session, ask.content, ask.person, tip=known, now=ask.now)
    row.buttons = ["helpful", "not_for_me"]
    await ask.session.flush()
    return await screen(ask, row)


async def open_one(ask: Ask) -> Reply:
    """A draft's screen; of any other the message that shows how far it is, anew."""
    row = await found(ask)
    if row is None:
        return await unknown(ask)
    if row.state == BroadcastState.DRAFT:
        return await screen(ask, row)
    await broadcast_live.place(ask.session, ask.content, row, ask.person, now=ask.now)
    return Reply()


COMMANDS = (Command("broadcast", listed, ADMINS, "bc.menu"), Command("tip", tips, ADMINS, "menu.tip"))
TAPS = (
    Tap("bc.list", again, ADMINS),
    Tap("bc.new", new, ADMINS),
    Tap("bc.tips", tips, ADMINS),
    Tap("bc.tip", tip, ADMINS),
    Tap("bc.open", open_one, ADMINS),
)
