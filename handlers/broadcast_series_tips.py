"""Which tips a new series brings: all of the library, a part of it, or some in a chosen order."""

from bot.domain import tip_order
from bot.domain.audience import Audience
from bot.domain.message import Button, Rows
from bot.models import Broadcast
from bot.services import segments
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.broadcast_draft import draft, gone
from handlers.broadcasts import SECTIONS
from handlers.choices import pairs

ALL = "all"


def titles(ask: Ask, tips: list[str]) -> list[str]:
    """The tips' titles; one that the library has no more is passed over, as its week will be."""
    known = ask.content.tips
    return [known[tip].text(ask.person.language).title for tip in tips if tip in known]


async def drafted(ask: Ask) -> tuple[Broadcast, list[str]] | Reply:
    """The draft that a series begins with, and its tips; a Reply where there is none any more."""
    row = await draft(ask)
    if row is None or row.tip is None or row.tip not in ask.content.tips or len(ask.args) < 2:
        return await gone(ask)
    code, library = ask.args[1], ask.content.tips
    if code == ALL or code in SECTIONS:
        more = [tip for tip, item in library.items() if code in (ALL, item.data.section) and tip != row.tip]
        return row, [row.tip, *more]
    try:
        chosen = tip_order.read(code, list(library))
    except tip_order.OtherLibraryError:
        return Reply(toast=ask.say.label("series.changed"), alarm=True)
    return (row, chosen) if chosen else Reply(toast=ask.say.label("series.no_tips"), alarm=True)


async def new(ask: Ask) -> Reply:
    """What comes after the draft's tip."""
    row = await draft(ask)
    if row is None or row.tip is None or row.tip not in ask.content.tips:
        return await gone(ask)
    ask.person.asking = None
    number, label, tips = str(row.id), ask.say.label, ask.content.tips
    mine = tips[row.tip]
    keys = [Button(label("series.library", n=len(tips)), "bs.day", (number, ALL))]
    for section in SECTIONS:
        size = len({row.tip} | {tip for tip, item in tips.items() if item.data.section == section})
        words = label("bc.tip.of", section=label(f"bc.section.{section}"), n=size)
        keys.append(Button(words, "bs.day", (number, section)))
    first = tip_order.write([row.tip], list(tips))
    keys.append(Button(label("series.order"), "bs.order", (number, first, str(SECTIONS.index(mine.data.section)))))
    who = segments.in_words(ask.content, ask.person.language, Audience.read(row.audience))
    text = ask.say("series.which", who=who, title=mine.text(ask.person.language).title)
    return Reply(text, buttons=(*((key,) for key in keys), _back(ask, "bc.open", number)), instead=True)


def _back(ask: Ask, action: str, *args: str) -> tuple[Button, ...]:
    return (Button(ask.say.label("bc.key.back"), action, args),)


async def order(ask: Ask) -> Reply:
    """The tips of a section, each with its place; a tap puts one at the end, or takes it out."""
    row, code = await draft(ask), ask.args[1] if len(ask.args) == 3 else ""
    if row is None or not code:
        return await gone(ask)
    library = list(ask.content.tips)
    try:
        chosen = tip_order.read(code, library)
    except tip_order.OtherLibraryError:
        return Reply(toast=ask.say.label("series.changed"), alarm=True)
    if len(chosen) == tip_order.MOST:
        head = ask.say("series.full", n=tip_order.MOST)
    else:
        head = ask.say("series.choose", n=tip_order.MOST)
    return Reply(head, buttons=_places(ask, str(row.id), code, chosen), instead=True)


def _places(ask: Ask, number: str, code: str, chosen: list[str]) -> Rows:
    section, label = ask.args[2], ask.say.label
    name = SECTIONS[int(section)]
    here = [tip for tip, item in ask.content.tips.items() if item.data.section == name]
    tips = [_tip(ask, number, chosen, tip) for tip in here if tip in chosen or len(chosen) < tip_order.MOST]
    others = [
        Button(label(f"bc.section.{one}"), "bs.order", (number, code, str(place)))
        for place, one in enumerate(SECTIONS)
        if one != name
    ]
    go_on = Button(label("series.go_on", n=len(chosen)), "bs.day", (number, code), style="success")
    return (*pairs(tips), tuple(others), *(((go_on,),) if chosen else ()), _back(ask, "bs.new", number))


def _tip(ask: Ask, number: str, chosen: list[str], tip: str) -> Button:
    title = ask.content.tips[tip].text(ask.person.language).title
    if tip in chosen:
        after = [one for one in chosen if one != tip]
        title = ask.say.label("series.place", place=chosen.index(tip) + 1, title=title)
    else:
        after = [*chosen, tip]
    code = tip_order.write(after, list(ask.content.tips))
    return Button(title, "bs.order", (number, code, ask.args[2]), style="primary" if tip in chosen else None)


TAPS = (Tap("bs.new", new, ADMINS), Tap("bs.order", order, ADMINS))
