"""The reminders' messages: what to do now, in clear steps, with the answers as buttons."""

from collections.abc import Mapping, Sequence

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.domain.snoozing import EVENING
from bot.models import Occurrence, PlanItem
from bot.services import exercise_words

ANSWERS = {
    Kind.NOTE: ("done", "skipped"),
    Kind.EXERCISE: ("done", "part", "skipped", "worse"),
    Kind.WALK: ("done", "part", "skipped", "worse"),
}
DOSES = ("sets", "reps", "hold_seconds", "minutes")


def exercise(content: Content, language: str, exercise_id: str, dose: Mapping[str, int] | None = None) -> Html:
    """An exercise in words: its dose or the patient's own, its steps, when to stop."""
    say, text = content.say(language), content.exercises[exercise_id].text(language)
    steps = [say("exercise.step", n=place, step=Html(step)) for place, step in enumerate(text.steps, 1)]
    stops = [say("exercise.stop", reason=Html(reason)) for reason in text.stop_if]
    return paragraphs(
        lines(say("exercise.name", name=Html(text.name)), _dose(say, dose) if dose else Html(text.dose_text)),
        lines(*steps),
        lines(say("exercise.stop_head"), *stops, say("exercise.stop_always")),
    )


def details(content: Content, language: str, item: PlanItem | None) -> Html | None:
    """What a line says beside its exercise: the patient's own dose, the therapist's note."""
    if item is None or not (item.dose or item.note):
        return None
    return lines(_dose(content.say(language), item.dose) if item.dose else None, item.note)


def _dose(say: Words, dose: Mapping[str, int]) -> Html:
    return say("dose.line", parts=parts(say, dose))


def parts(say: Words, dose: Mapping[str, int]) -> str:
    """A dose in words: rounds, times, how long."""
    return ", ".join(say.label(f"dose.{name}", n=dose[name]) for name in DOSES if name in dose)


def reminder(content: Content, language: str, occurrence: Occurrence, item: PlanItem, later: Sequence[str]) -> Message:
    """The reminder of one occurrence of an exercise, a walk, a nudge or a note; it can be put off to `later`."""
    say, kind = content.say(language), Kind(occurrence.kind)
    if kind is Kind.NUDGE:
        text = content.exercises[str(occurrence.exercise)].text(language)
        return Message(lines(say("reminder.head.nudge"), Html(text.steps[0])), buttons=_status(say, occurrence, later))
    if kind is Kind.NOTE:
        words = paragraphs(say("reminder.head.note"), item.note)
    else:
        about = exercise(content, language, str(occurrence.exercise), item.dose)
        words = paragraphs(say(f"reminder.head.{kind}"), about)
    show = ((exercise_words.show(say, str(occurrence.exercise)),),) if kind is Kind.EXERCISE else ()
    return Message(words, buttons=(*show, *_answers(say, occurrence, later)))


def _answers(say: Words, occurrence: Occurrence, later: Sequence[str]) -> Rows:
    mine = str(occurrence.id)
    answers = [
        Button(say.label(f"exercise.button.{answer}"), "reminder.answer", (mine, answer))
        for answer in ANSWERS[Kind(occurrence.kind)]
    ]
    pairs = [tuple(answers[place : place + 2]) for place in range(0, len(answers), 2)]
    return (*pairs, *later_rows(say, occurrence, later))


def later_rows(say: Words, occurrence: Occurrence, later: Sequence[str]) -> Rows:
    """To what it can be put off: the minutes in a row, the evening below."""
    found = [
        tuple(snooze(say, occurrence, one) for one in later if (one == EVENING) is below) for below in (False, True)
    ]
    return tuple(row for row in found if row)


def snooze(say: Words, occurrence: Occurrence, choice: str) -> Button:
    """The button of one choice of putting a reminder off."""
    evening = choice == EVENING
    label = say.label("exercise.button.evening") if evening else say.label("exercise.button.snooze", n=choice)
    return Button(label, "reminder.snooze", (str(occurrence.id), choice))


def _status(say: Words, occurrence: Occurrence, later: Sequence[str]) -> Rows:
    """What somebody who sits can say in one tap: a break that is taken counts from now on."""
    mine = str(occurrence.id)
    done = Button(say.label("exercise.button.done"), "reminder.answer", (mine, "done"))
    standing = Button(say.label("sitting.button.standing"), "sitting.moved", ("standing", mine))
    meeting = Button(say.label("sitting.button.meeting"), "sitting.meeting", (mine,))
    not_today = Button(say.label("sitting.button.not_today"), "sitting.not_today", (mine,))
    return ((done, standing), (meeting, not_today), *later_rows(say, occurrence, later))


def follow_up(content: Content, language: str) -> Message:
    """The one further word about a check-in."""
    say = content.say(language)
    begin = Button(say.label("checkin.begin"), "checkin.begin", style="primary")
    return Message(say("reminder.follow_up"), buttons=((begin,),), silent=True)


def name(content: Content, language: str, occurrence: Occurrence | PlanItem) -> Html:
    """What an occurrence or a line is about, in a few words."""
    known = content.exercises.get(occurrence.exercise or "")
    if known is not None and occurrence.kind != Kind.NUDGE:
        return Html(known.text(language).name)
    return content.say(language)(f"kind.{occurrence.kind}")


def over(content: Content, language: str, occurrence: Occurrence) -> Html:
    """What stands in the place of a message that can no longer be answered."""
    return content.say(language)("reminder.over", what=name(content, language, occurrence))
