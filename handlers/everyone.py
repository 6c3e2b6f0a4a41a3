"""What works for anybody: help, a kind answer to anything else, and the way to urgent help from everywhere."""

from bot.content import lines, paragraphs
from bot.domain.message import Button
from bot.models.person import Role
from bot.services import checkins, urgent_words
from handlers.ask import EVERYONE, Ask, Command, Reply


def to_list(ask: Ask) -> Button:
    """The button that opens the list of red flags."""
    return Button(ask.say.label("urgent.button.open"), "urgent.open", style="danger")


def calling(ask: Ask) -> str:
    """How to call an ambulance, for whoever asks."""
    return urgent_words.call(ask.content, ask.say, ask.patient.country if ask.patient else None)


async def home(ask: Ask) -> Reply:
    """Where somebody stands who is known already."""
    parts = [
        ask.say("home.patient") if ask.consenting is not None else None,
        ask.say("home.therapist") if Role.THERAPIST in ask.roles else None,
        ask.say("home.admin") if Role.ADMIN in ask.roles else None,
    ]
    return Reply(paragraphs(ask.say("home.hello", name=ask.person.first_name), *parts))


async def help_(ask: Ask) -> Reply:
    """What the bot is, what it can do for this person, and what it is not for."""
    commands = lines(*(f"/{name} · {about}" for name, about in ask.rights.menu(ask.say, ask.roles).commands))
    text = paragraphs(
        ask.say("help.what"), commands, ask.say("help.emergency", call=calling(ask)), ask.say("help.privacy")
    )
    return Reply(text, buttons=((to_list(ask),),))


async def free_text(ask: Ask) -> Reply:
    """Typed words that answer no question: kept as a note after a check-in, and always with the way to help."""
    said = ask.say("text.noted") if await keep(ask) else ask.say("text.heard")
    return Reply(paragraphs(said, ask.say("text.emergency", call=calling(ask))), buttons=((to_list(ask),),))


async def keep(ask: Ask) -> bool:
    """Keep typed words as the note of a check-in just before, if there was one."""
    patient = ask.consenting
    return patient is not None and await checkins.add_note(ask.session, patient.person_id, ask.text, now=ask.now)


async def unreadable(ask: Ask) -> Reply:
    """A photo, a voice note, a sticker: it cannot be read, and it says so."""
    return Reply(
        paragraphs(ask.say("text.unreadable"), ask.say("text.emergency", call=calling(ask))), buttons=((to_list(ask),),)
    )


async def edited(ask: Ask) -> Reply:
    """An edited message: what was answered stays; the new words are treated as new."""
    reply = await free_text(ask)
    return Reply(
        paragraphs(ask.say("text.edited"), ask.say("text.emergency", call=calling(ask))), buttons=reply.buttons
    )


async def unknown(ask: Ask) -> Reply:
    """A command or a button that there is not, or not for this person: the same answer for both."""
    return Reply(
        paragraphs(ask.say("text.unknown"), ask.say("text.emergency", call=calling(ask))), buttons=((to_list(ask),),)
    )


async def old_button(ask: Ask) -> Reply:
    """A button whose data this bot did not sign for this chat."""
    return Reply(toast=ask.say.label("text.old_button"), alarm=True)


async def group(ask: Ask) -> Reply:
    """Nothing about health in groups."""
    return Reply(ask.say("text.group"))


COMMANDS = (Command("help", help_, EVERYONE, "menu.help"),)
