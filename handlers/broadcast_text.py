"""What a broadcast says: its words in each language, its picture, its buttons, and how readers will see it."""

import html
import re
from dataclasses import replace

from bot.content import lines, paragraphs
from bot.domain.audience import Audience, Opinion
from bot.domain.lengths import CAPTION_LIMIT, TEXT_LIMIT, units
from bot.domain.markup import Fault, fault
from bot.domain.message import Button, Message
from bot.models import Broadcast
from bot.services import audiences, broadcast_words, broadcasts
from handlers.ask import ADMINS, Ask, Reply, Tap, Typed
from handlers.broadcast_draft import draft, gone, screen
from handlers.choices import pairs
from handlers.everyone import unknown

TEXT, PICTURE = "bc.text", "bc.picture"
TAG = re.compile(r"</?[a-zA-Z]+[^<]*>?")
"""The beginning of a tag, closed or not."""


async def text(ask: Ask) -> Reply:
    """The languages, with a mark at those that are written; one of them asks for its words."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    language = ask.args[1] if len(ask.args) > 1 else ""
    texts = await broadcasts.texts(ask.session, row.id)
    if language not in ask.content.languages:
        ask.person.asking = None
        keys = [_language(ask, row, code, written=code in texts) for code in ask.content.languages]
        return Reply(ask.say("bc.text.which"), buttons=(*pairs(keys, 3), _back(ask, row)), instead=True)
    ask.person.asking = f"{TEXT}~{row.id}~{language}"
    name = ask.content.say(language).language_name()
    now = texts.get(language)
    return Reply(
        paragraphs(
            ask.say("bc.text.ask", language=name, n=broadcasts.room(row)), ask.say("bc.text.now") if now else None
        ),
        buttons=(_back(ask, row),),
        instead=True,
        also=(Message(now),) if now else (),
        asks=True,
    )


def _language(ask: Ask, row: Broadcast, code: str, *, written: bool) -> Button:
    label = ask.say.label(
        "checkin.ticked" if written else "checkin.unticked", label=ask.content.say(code).language_name()
    )
    return Button(label, TEXT, (str(row.id), code))


def _back(ask: Ask, row: Broadcast) -> tuple[Button, ...]:
    return (Button(ask.say.label("bc.key.back"), "bc.open", (str(row.id),)),)


async def _asked_about(ask: Ask) -> tuple[Broadcast | None, str]:
    """The draft and the language that a typed text is for."""
    _, number, language = (*(ask.person.asking or "").split("~"), "", "")[:3]
    row = await draft(replace(ask, args=(number,)))
    if row is None:
        ask.person.asking = None
    return row, language


async def typed(ask: Ask) -> Reply:
    """The words in one language: kept, or told what is wrong with them; then the ones before stay."""
    row, language = await _asked_about(ask)
    if row is None:
        return await unknown(ask)
    if _cut(ask):
        ask.person.asking = None
        again = Button(ask.say.label("bc.text.again"), TEXT, (str(row.id), language))
        text = paragraphs(ask.say("bc.text.cut", n=TEXT_LIMIT), ask.say("bc.text.kept"))
        return Reply(text, buttons=((again,), _back(ask, row)))
    wrong = await broadcasts.write(ask.session, row, language, as_html(ask))
    if wrong is not None:
        return refused(ask, row, wrong)
    return await screen(
        ask, row, instead=False, first=ask.say("bc.text.saved", language=ask.content.say(language).language_name())
    )


def _cut(ask: Ask) -> bool:
    """Telegram sends a text that is too long as several messages: the first is full, the others its rest."""
    return units(ask.text) >= TEXT_LIMIT


def as_html(ask: Ask) -> str:
    """Telegram's own formatting, or tags that were typed; a text with neither is taken letter by letter."""
    return ask.markup or (ask.text if TAG.search(ask.text) else html.escape(ask.text, quote=False))


def refused(ask: Ask, row: Broadcast, wrong: Fault) -> Reply:
    """What is wrong, and that nothing is lost: the question stays open."""
    over = ask.say("bc.text.fault.too_long", n=broadcasts.room(row), length=units(ask.text))
    said = over if wrong is Fault.TOO_LONG else ask.say(f"bc.text.fault.{wrong}")
    return Reply(paragraphs(said, ask.say("bc.text.kept")), buttons=(_back(ask, row),))


async def picture(ask: Ask) -> Reply:
    """Ask for a picture; with one there, offer to take it away."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    if ask.args[1:] == ("none",):
        row.photo = None
        await ask.session.flush()
        return await screen(ask, row)
    ask.person.asking = f"{PICTURE}~{row.id}"
    away = (Button(ask.say.label("bc.picture.away"), PICTURE, (str(row.id), "none")),)
    keys = (away, _back(ask, row)) if row.photo else (_back(ask, row),)
    return Reply(ask.say("bc.picture.ask", n=CAPTION_LIMIT), buttons=keys, instead=True, asks=True)


async def pictured(ask: Ask) -> Reply:
    """A picture that was sent: kept when every text fits under it. Words instead of one are answered with the way."""
    row, _ = await _asked_about(ask)
    if row is None:
        return await unknown(ask)
    if ask.photo is None:
        return Reply(ask.say("bc.picture.only"), buttons=(_back(ask, row),))
    texts = await broadcasts.texts(ask.session, row.id)
    long = [code for code, words in texts.items() if fault(words, limit=CAPTION_LIMIT) is Fault.TOO_LONG]
    if long:
        names = ", ".join(ask.content.say(code).language_name() for code in long)
        return Reply(ask.say("bc.picture.too_long", languages=names, n=CAPTION_LIMIT), buttons=(_back(ask, row),))
    row.photo = ask.photo
    await ask.session.flush()
    return await screen(ask, row, instead=False, first=ask.say("bc.picture.saved"))


async def buttons(ask: Ask) -> Reply:
    """Which buttons it has; "learn more" leads to a page of the library."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    what = ask.args[1] if len(ask.args) > 1 else ""
    if what in (Opinion.HELPFUL, Opinion.NOT_FOR_ME):
        row.buttons = [one for one in row.buttons if one != what] if what in row.buttons else [*row.buttons, what]
    elif what == "no_page":
        row.page = None
    elif what in ask.content.pages:
        row.page = what
    elif what == "pages":
        return _pages(ask, row)
    await ask.session.flush()
    keys = [_tick(ask, row, one) for one in (Opinion.HELPFUL, Opinion.NOT_FOR_ME)]
    item = ask.content.pages.get(row.page or "")
    page = item.text(ask.person.language).title if item is not None else None
    more = ask.say.label("bc.buttons.page", page=page) if page else ask.say.label("bc.buttons.no_page")
    return Reply(
        ask.say("bc.buttons.head"),
        buttons=(tuple(keys), (Button(more, "bc.buttons", (str(row.id), "pages")),), _back(ask, row)),
        instead=True,
    )


def _tick(ask: Ask, row: Broadcast, one: Opinion) -> Button:
    on = one in row.buttons
    label = ask.say.label("checkin.ticked" if on else "checkin.unticked", label=ask.say.label(f"bc.button.{one}"))
    return Button(label, "bc.buttons", (str(row.id), one.value), style="primary" if on else None)


def _pages(ask: Ask, row: Broadcast) -> Reply:
    keys = [
        Button(item.text(ask.person.language).title, "bc.buttons", (str(row.id), item.id))
        for item in ask.content.pages.values()
    ]
    none = Button(ask.say.label("bc.buttons.none"), "bc.buttons", (str(row.id), "no_page"))
    return Reply(ask.say("bc.buttons.which"), buttons=(*pairs(keys), (none,)), instead=True)


async def preview(ask: Ask) -> Reply:
    """What each language's readers get, and how many they are; a tap sends it to oneself, exactly so."""
    row = await draft(ask)
    texts = await broadcasts.texts(ask.session, row.id) if row is not None else {}
    if row is None or not texts:
        return await gone(ask)
    language = ask.args[1] if len(ask.args) > 1 else ""
    if language in ask.content.languages:
        return Reply(message=broadcast_words.message(ask.content, row, texts, language))
    rows = [await _readers(ask, row, texts, code) for code in ask.content.languages]
    keys = [
        Button(
            ask.say.label("bc.preview.send", language=ask.content.say(code).language_name()),
            "bc.preview",
            (str(row.id), code),
        )
        for code in ask.content.languages
    ]
    text = paragraphs(ask.say("bc.preview.head"), lines(*rows), ask.say("bc.preview.how"))
    return Reply(text, buttons=(*((key,) for key in keys), _back(ask, row)), instead=True)


async def _readers(ask: Ask, row: Broadcast, texts: dict[str, str], code: str) -> str | None:
    """How many read one language, and which text they get."""
    choice = broadcasts.choice(ask.session, ask.content, row, now=ask.now)
    wanted = Audience.read(row.audience)
    if wanted.languages and code not in wanted.languages:
        return None
    counted = await audiences.count(ask.session, replace(choice, audience=replace(wanted, languages=(code,))))
    name = ask.content.say(code).language_name()
    if code in texts:
        return ask.say("bc.preview.own", language=name, n=counted.gets)
    other = next(one for one in (*ask.content.languages, *texts) if one in texts)
    return ask.say("bc.preview.other", language=name, n=counted.gets, other=ask.content.say(other).language_name())


TAPS = (
    Tap(TEXT, text, ADMINS),
    Tap(PICTURE, picture, ADMINS),
    Tap("bc.buttons", buttons, ADMINS),
    Tap("bc.preview", preview, ADMINS),
)
TYPED = (Typed(TEXT, typed, ADMINS, for_others=True), Typed(PICTURE, pictured, ADMINS, for_others=True))
