"""The exercises, to look at: by where they are done, by what they are for, each with its moving picture."""

from typing import get_args

from bot.content import Html, lines, paragraphs
from bot.content.entries import Position, Purpose
from bot.domain.message import Button, Rows
from bot.models.person import Role
from bot.services import exercise_words, reminder_words
from handlers import choices, enrolment
from handlers.ask import PATIENTS, THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown

READERS = PATIENTS | THERAPISTS
GROUPS = {"position": get_args(Position), "purpose": get_args(Purpose)}


async def exercises(ask: Ask) -> Reply:
    """The library's door, or one of its shelves. A tap under a moving picture has no text to rewrite: a new door."""
    refusal = await _refused(ask)
    if refusal is not None:
        return refusal
    by, name = (*ask.args, "", "")[:2]
    if name not in GROUPS.get(by, ()):
        return Reply(_door(ask), buttons=_shelves(ask), instead=bool(ask.args))
    found = [item for item in ask.content.exercises.values() if name in (item.data.position + item.data.purposes)]
    names = sorted((item.text(ask.person.language).name, item.id) for item in found)
    buttons = [Button(label, "exercises.show", (exercise,)) for label, exercise in names]
    head = ask.say("exercises.list", what=ask.say.label(f"exercises.{by}.{name}"))
    back = Button(ask.say.label("exercises.back"), "exercises.list", ("all",))
    return Reply(head, buttons=(*((button,) for button in buttons), (back,)), instead=True)


def _door(ask: Ask) -> Html:
    patient = ask.consenting is not None
    return paragraphs(
        ask.say("exercises.head"),
        ask.say("exercises.yours") if patient else ask.say("exercises.therapist"),
        ask.say("exercises.held") if _held(ask) else None,
        ask.say("exercises.where"),
    )


def _shelves(ask: Ask) -> Rows:
    rows: list[tuple[Button, ...]] = []
    for by, names in GROUPS.items():
        rows += choices.pairs(
            [Button(ask.say.label(f"exercises.{by}.{name}"), "exercises.list", (by, name)) for name in names]
        )
    return tuple(rows)


async def show(ask: Ask) -> Reply:
    """One exercise: how it goes, how much, when to stop. A hold is said first: looking is not doing."""
    refusal = await _refused(ask)
    if refusal is not None:
        return refusal
    exercise = ask.args[0] if ask.args else ""
    if exercise not in ask.content.exercises:
        return await exercises(ask)
    language, item = ask.person.language, ask.content.exercises[exercise]
    text = item.text(language)
    short = lines(Html(f"<b>{text.name}</b>"), Html(text.dose_text))
    whole = paragraphs(
        ask.say("exercises.held") if _held(ask) else None,
        reminder_words.exercise(ask.content, language, exercise),
        ask.say("exercises.taught") if item.data.level == 3 else None,
        exercise_words.ask_first(ask.content, language, exercise),
        exercise_words.for_therapists(ask.content, language, exercise) if Role.THERAPIST in ask.roles else None,
    )
    back = Button(ask.say.label("exercises.back"), "exercises.list")
    first, *rest = exercise_words.messages(exercise, short, whole, ((back,),))
    return Reply(message=first, also=tuple(rest))


async def _refused(ask: Ask) -> Reply | None:
    """A patient sees them once enrolment is finished; somebody who has left does not."""
    if Role.THERAPIST in ask.roles:
        return None
    if ask.consenting is None:
        return await unknown(ask)
    return None if ask.consenting.enrolled_at is not None else await enrolment.step(ask, ask.consenting, instead=False)


def _held(ask: Ask) -> bool:
    return ask.consenting is not None and ask.consenting.held_since is not None


COMMANDS = (Command("exercises", exercises, READERS, "menu.exercises"),)
TAPS = (Tap("exercises.list", exercises, READERS), Tap("exercises.show", show, READERS))
