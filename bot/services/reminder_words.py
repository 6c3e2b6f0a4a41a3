"""The reminders' messages: what to do now, in clear steps, with the answers as buttons."""

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.services import exercise_words

SNOOZES = (10, 30, 60)
"""Minutes that a reminder can be put off by."""


def exercise(content: Content, language: str, exercise_id: str) -> Html:
    """An exercise in words: its dose, its steps, when to stop."""
    say, text = content.say(language), content.exercises[exercise_id].text(language)
    steps = [say("exercise.step", n=place, step=Html(step)) for place, step in enumerate(text.steps, 1)]
    stops = [say("exercise.stop", reason=Html(reason)) for reason in text.stop_if]
    return paragraphs(
        lines(say("exercise.name", name=Html(text.name)), Html(text.dose_text)),
        lines(*steps),
        lines(say("exercise.stop_head"), *stops, say("exercise.stop_always")),
    )


def reminder(content: Content, language: str, kind: str, exercise_id: str, occurrence_id: int) -> Message:
    """The reminder of one occurrence of an exercise or a nudge."""
    say, text = content.say(language), content.exercises[exercise_id].text(language)
    if kind == Kind.NUDGE:
        words = lines(say("nudge.head"), Html(text.steps[0]))
        return Message(words, buttons=_answers(say, occurrence_id, ("done", "skipped")))
    words = paragraphs(say("exercise.head"), exercise(content, language, exercise_id))
    return Message(
        words,
        buttons=(
            (exercise_words.show(say, exercise_id),),
            *_answers(say, occurrence_id, ("done", "part", "skipped", "worse")),
        ),
    )


def _answers(say: Words, occurrence_id: int, kinds: tuple[str, ...]) -> Rows:
    mine = str(occurrence_id)
    answers = [Button(say.label(f"exercise.button.{kind}"), "reminder.answer", (mine, kind)) for kind in kinds]
    later = [
        Button(say.label("exercise.button.snooze", n=minutes), "reminder.snooze", (mine, str(minutes)))
        for minutes in SNOOZES
    ]
    pairs = [tuple(answers[place : place + 2]) for place in range(0, len(answers), 2)]
    return (*pairs, tuple(later))
