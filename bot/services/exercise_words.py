"""An exercise's page: its moving picture, and what to know before doing it."""

from bot.content import Content, Html, Words, lines
from bot.domain.lengths import fits_under_a_picture
from bot.domain.message import Button, Message, Rows


def show(say: Words, exercise_id: str) -> Button:
    """The button that brings an exercise's moving picture."""
    return Button(say.label("exercises.show"), "exercises.show", (exercise_id,))


def ask_first(content: Content, language: str, exercise_id: str) -> Html | None:
    """Whom the cautions concern, in plain words; None for an exercise without any."""
    say, cautions = content.say(language), content.exercises[exercise_id].data.cautions
    if not cautions:
        return None
    said = [Html(content.cautions[code].text(language).patient) for code in cautions]
    return lines(say("exercises.ask_first"), *(say("exercises.ask_first_line", what=what) for what in said))


def for_therapists(content: Content, language: str, exercise_id: str) -> Html:
    """An exercise's code, its level, and the cautions that need an override."""
    say, data = content.say(language), content.exercises[exercise_id].data
    if not data.cautions:
        return say("exercises.for_therapists_all", code=data.code, level=data.level)
    names = ", ".join(content.cautions[code].text(language).name for code in data.cautions)
    return say("exercises.for_therapists", code=data.code, level=data.level, cautions=Html(names))


def messages(exercise_id: str, short: Html, whole: Html, buttons: Rows) -> tuple[Message, ...]:
    """The moving picture with the whole page under it; where that is too long, with `short`, and the page after it."""
    if fits_under_a_picture(whole):
        return (Message(whole, buttons, animation=exercise_id),)
    return Message(short, animation=exercise_id), Message(whole, buttons)
