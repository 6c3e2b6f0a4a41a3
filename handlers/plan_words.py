"""A plan's lines in words, for the therapist who writes it."""

from bot.content import Html
from bot.domain.plan_lines import Line
from bot.domain.recurrence import EVERY_DAY, Rule
from bot.services import reminder_words, rule_words
from handlers.ask import Ask

NOTE_SHOWN = 40


def name(ask: Ask, line: Line) -> Html:
    """What a line is about, short enough for a button."""
    if line.note is not None:
        return ask.say("planedit.note", note=line.note[:NOTE_SHOWN])
    if line.exercise is not None:
        return Html(ask.content.exercises[line.exercise].text(ask.person.language).name)
    return Html(ask.say.label(f"kind.{line.kind}"))


def dose(ask: Ask, line: Line) -> Html:
    """The patient's own dose, or the exercise's."""
    if line.dose:
        return Html(reminder_words.parts(ask.say, line.dose))
    if line.exercise is None:
        return Html("")
    return Html(ask.content.exercises[line.exercise].text(ask.person.language).dose_text)


def when(ask: Ask, line: Line) -> Html:
    """The times and the days."""
    rule = Rule.read(line.rule)
    times = (
        ask.say("planedit.every", n=rule.every_minutes, start=rule.start, end=rule.end)
        if rule.every_minutes
        else Html(", ".join(rule.times))
    )
    return Html(" · ".join(part for part in (times, days(ask, rule), *rule_words.span(ask.say, rule)) if part))


def days(ask: Ask, rule: Rule) -> Html:
    """The weekdays, or how often among them; nothing when it is every day."""
    if rule.every_days > 1:
        return Html(ask.say.label("why.every_days", n=rule.every_days))
    weekdays = Html("" if set(rule.days) == set(EVERY_DAY) else ask.say.weekdays(rule.days))
    often = ask.say("planedit.times_a_week", n=rule.times_a_week) if rule.times_a_week else Html("")
    return Html(" · ".join(part for part in (weekdays, often) if part))


def line(ask: Ask, found: Line) -> Html:
    """One line of a plan: what, how much, when, and why in spite of a caution."""
    parts = [Html(f"<b>{name(ask, found)}</b>"), when(ask, found)]
    if found.dose:
        parts.insert(1, dose(ask, found))
    said = " · ".join(part for part in parts if part)
    if found.override is None:
        return Html(f"• {said}")
    return Html(f"• {said}\n{ask.say('planedit.override', reason=found.override)}")


def cautions(ask: Ask, codes: list[str]) -> str:
    """Cautions by name."""
    language = ask.person.language
    return ", ".join(
        ask.say.label("planedit.level") if code == "level" else ask.content.cautions[code].text(language).name
        for code in codes
    )
