"""A broadcast that is being written: its screen, from which everything about it is reached. Each tap is saved."""

import html
import re

from bot.content import Html, lines, paragraphs
from bot.domain.audience import Audience
from bot.domain.message import Button, Rows
from bot.models import Broadcast, BroadcastState
from bot.services import broadcast_life, broadcasts, segments
from handlers.ask import ADMINS, Ask, Reply, Tap
from handlers.choices import pairs
from handlers.everyone import unknown

TITLE = 34
"""Characters of a text that stand for it in a list."""
TAG = re.compile(r"<[^>]*>")


async def found(ask: Ask) -> Broadcast | None:
    """The broadcast whose number a button carries."""
    number = ask.args[0] if ask.args else ""
    return await broadcasts.get(ask.session, int(number)) if number.isdecimal() else None


async def draft(ask: Ask) -> Broadcast | None:
    """The same, while it is a draft."""
    row = await found(ask)
    return row if row is not None and row.state == BroadcastState.DRAFT else None


async def gone(ask: Ask) -> Reply:
    """A button of a draft that is none any more: it was started, or deleted."""
    return Reply(toast=ask.say.label("bc.no_draft"), alarm=True) if await found(ask) else await unknown(ask)


def title(ask: Ask, row: Broadcast, texts: dict[str, str]) -> str:
    """A few words that stand for it."""
    if row.tip is not None and row.tip in ask.content.tips:
        return ask.content.tips[row.tip].text(ask.person.language).title
    said = texts.get(ask.person.language) or next(iter(texts.values()), "")
    first = next((line for line in html.unescape(TAG.sub("", said)).splitlines() if line.strip()), "")
    if not first:
        return ask.say.label("bc.untitled")
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


async def screen(ask: Ask, row: Broadcast, *, instead: bool = True, first: Html | None = None) -> Reply:
    """What it is so far. `first` goes before it: what was just saved, or what is wrong."""
    ask.person.asking = None
    texts = await broadcasts.texts(ask.session, row.id)
    counted = await broadcasts.count(ask.session, ask.content, row, now=ask.now)
    say = ask.say
    text = paragraphs(
        first,
        say("bc.draft.head", n=row.id, title=title(ask, row, texts)),
        lines(
            say("bc.draft.languages", names=_languages(ask, texts)),
            say("bc.draft.picture" if row.photo else "bc.draft.no_picture"),
            say("bc.draft.buttons", names=_buttons(ask, row)),
            say("bc.draft.moves" if row.advice else "bc.draft.moves_not"),
            say("bc.draft.who", who=segments.in_words(ask.content, ask.person.language, Audience.read(row.audience))),
            say("bc.draft.count", n=counted.gets),
        ),
        None if texts else say("bc.draft.begin"),
    )
    return Reply(text, buttons=_keys(ask, row, ready=bool(texts)), instead=instead)


def _languages(ask: Ask, texts: dict[str, str]) -> str:
    names = [ask.content.say(code).language_name() for code in ask.content.languages if code in texts]
    return ", ".join(names) or ask.say.label("bc.draft.nothing")


def _buttons(ask: Ask, row: Broadcast) -> str:
    names = [ask.say.label(f"bc.button.{one}") for one in row.buttons]
    return ", ".join([*names, *([ask.say.label("bc.button.learn_more")] if row.page else [])]) or ask.say.label(
        "bc.draft.nothing"
    )


def _keys(ask: Ask, row: Broadcast, *, ready: bool) -> Rows:
    number, label = (str(row.id),), ask.say.label
    keys = [
        Button(label("bc.key.text"), "bc.text", number),
        Button(label("bc.key.picture"), "bc.picture", number),
        Button(label("bc.key.buttons"), "bc.buttons", number),
        Button(label("bc.key.who"), "bc.who", number),
    ]
    sending = (
        Button(label("bc.key.preview"), "bc.preview", number),
        Button(label("bc.key.when"), "bc.when", number, style="success"),
    )
    last = (Button(label("bc.key.delete"), "bc.delete", number), Button(label("bc.key.list"), "bc.list"))
    weekly = Button(label("series.key"), "bs.new", number)
    asks = Button(label("bc.key.moves"), "bc.moves", number)
    return (*pairs(keys), (weekly if row.tip else asks,), *((sending,) if ready else ()), last)


async def moves(ask: Ask) -> Reply:
    """Whether it asks people to move: then nobody with stopped exercises or an open case gets it."""
    row = await draft(ask)
    if row is None or row.tip is not None:
        return await gone(ask)
    row.advice = not row.advice
    await ask.session.flush()
    return await screen(ask, row)


async def delete(ask: Ask) -> Reply:
    """Put a draft away for good; asked once more, since what was written goes with it."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    if ask.args[1:] != ("yes",):
        sure = Button(ask.say.label("bc.delete.yes"), "bc.delete", (str(row.id), "yes"), style="danger")
        back = Button(ask.say.label("bc.key.back"), "bc.open", (str(row.id),))
        return Reply(ask.say("bc.delete.sure"), buttons=((sure,), (back,)), instead=True)
    await broadcast_life.cancel(ask.session, row.id, ask.person, now=ask.now)
    return Reply(ask.say("bc.delete.done"), instead=True)


TAPS = (Tap("bc.moves", moves, ADMINS), Tap("bc.delete", delete, ADMINS))
