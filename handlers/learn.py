"""The library: the whole of what there is to know, by tapping."""

from dataclasses import replace

from bot.content import Html, paragraphs
from bot.domain.message import Button
from handlers.ask import EVERYONE, Ask, Command, Reply, Tap
from handlers.everyone import calling


async def learn(ask: Ask) -> Reply:
    """The chapters."""
    return Reply(ask.say("learn.head"), buttons=_pages(ask, None), instead=bool(ask.args))


async def page(ask: Ask) -> Reply:
    """One page, with its own pages under it and the way back."""
    name = ask.args[0] if ask.args else ""
    return replace(await about(ask, name), instead=True)


async def about(ask: Ask, name: str) -> Reply:
    """A page as a new message; the chapters for one that there is not."""
    found = ask.content.pages.get(name)
    if found is None:
        return await learn(ask)
    text = found.text(ask.person.language)
    see = ask.content.see_doctor.get(found.data.see_doctor or "")
    up = Button(ask.say.label("learn.back"), "learn.page", (found.data.parent or "top",))
    words = paragraphs(
        ask.say("learn.title", title=Html(text.title)),
        Html(text.text),
        Html(see.text(ask.person.language).text) if see is not None else None,
        ask.say("learn.urgent", call=calling(ask)) if see is not None else None,
    )
    return Reply(words, buttons=(*_pages(ask, found.id), (up,)))


def _pages(ask: Ask, parent: str | None) -> tuple[tuple[Button, ...], ...]:
    pages = [ask.content.pages[name] for name in ask.content.children(parent)]
    return tuple((Button(one.text(ask.person.language).title, "learn.page", (one.id,)),) for one in pages)


COMMANDS = (Command("learn", learn, EVERYONE, "menu.learn"),)
TAPS = (Tap("learn.page", page, EVERYONE),)
