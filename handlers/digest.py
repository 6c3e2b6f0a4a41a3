"""When a therapist's morning summary comes."""

from bot.content import lines, paragraphs
from bot.domain import geography, wall
from bot.domain.message import Button
from bot.services import digests
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap, Typed
from handlers.choices import pairs
from handlers.everyone import unknown

TIMES = ("06:30", "07:00", "07:30", "08:00", "08:30", "09:00")


async def digest(ask: Ask) -> Reply:
    """The summary's time, to be chosen; first the city, since nobody's zone is guessed."""
    if ask.person.zone is None:
        ask.person.asking = "digest.zone"
        return Reply(ask.say("digest.where"))
    known = await digests.of(ask.session, ask.person.id)
    city, time = ask.say.city(ask.zone), ask.say.time(ask.now, ask.zone)
    text = paragraphs(
        lines(
            ask.say("digest.about"),
            ask.say("digest.on", at=known.at) if known else ask.say("digest.off"),
            ask.say("digest.zone", city=city, time=time),
        ),
        ask.say("digest.choose"),
    )
    times = [Button(at, "digest.set", (at,)) for at in TIMES]
    move = Button(ask.say.label("digest.move"), "digest.move")
    off = ((Button(ask.say.label("digest.stop"), "digest.stop"),),) if known else ()
    return Reply(text, buttons=(*pairs(times, 3), (move,), *off))


async def zone(ask: Ask) -> Reply:
    """The city that was typed."""
    found = geography.zone_named(ask.text, ask.content.languages)
    if found is None:
        return Reply(ask.say("digest.no_city", typed=ask.text[:40]))
    ask.person.zone, ask.person.asking = found, None
    return await digest(ask)


async def move(ask: Ask) -> Reply:
    """Another city."""
    ask.person.asking = "digest.zone"
    return Reply(ask.say("digest.where"))


async def set_time(ask: Ask) -> Reply:
    at = ask.args[0] if ask.args else ""
    if at not in TIMES:
        return await unknown(ask)
    await digests.set_time(ask.session, ask.person, wall.show(wall.parse(at)), now=ask.now)
    return Reply(ask.say("digest.set", at=at, city=ask.say.city(ask.zone)), instead=True)


async def stop(ask: Ask) -> Reply:
    await digests.stop(ask.session, ask.person.id)
    return Reply(ask.say("digest.stopped"), instead=True)


COMMANDS = (Command("digest", digest, THERAPISTS, "digest.menu"),)
TAPS = (
    Tap("digest.set", set_time, THERAPISTS),
    Tap("digest.move", move, THERAPISTS),
    Tap("digest.stop", stop, THERAPISTS),
)
TYPED = (Typed("digest.zone", zone, THERAPISTS),)
