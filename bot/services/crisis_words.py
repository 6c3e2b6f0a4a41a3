"""What is said when somebody speaks of ending their life: short, warm, real numbers first. Source: safety.md §3.2."""

from bot.content import Content, Html, Words, lines, paragraphs
from bot.content.model import HelpLine
from bot.domain.message import Button, Rows

ANSWERS = ("safe", "called", "else")
"""What the person may tap under the message."""


def text(content: Content, say: Words, *, call: str, country: str | None, told: str) -> Html:
    """The message. `told` says who was told: 'team' or 'nobody' could be, 'unknown' for people without a record."""
    numbers = _numbers(content, say, call=call, country=country)
    return paragraphs(say("crisis.glad"), lines(*numbers, say("crisis.not_alone")), say(f"crisis.told.{told}"))


def soft(content: Content, say: Words, *, call: str, country: str | None, told: bool) -> Html:
    """The words for two answers about mood: the same numbers, and nobody is taken to be in danger."""
    numbers = _numbers(content, say, call=call, country=country)
    return paragraphs(say("mood.soft"), lines(*numbers), say("mood.told.team" if told else "crisis.told.nobody"))


def _numbers(content: Content, say: Words, *, call: str, country: str | None) -> tuple[Html, ...]:
    line = content.crisis_lines.get(country or "")
    own = (_named(say, line),) if line is not None else ()
    return (say("crisis.danger", call=call), *own, say("crisis.anywhere"))


def _named(say: Words, line: HelpLine) -> Html:
    """A line that is called by its number says it once."""
    if line.is_its_number:
        return say("crisis.line_by_number", name=line.name)
    return say("crisis.line", name=line.name, number=line.number)


def buttons(say: Words, incident_id: int) -> Rows:
    """The answers under the message of a case."""
    return tuple(
        (Button(say.label(f"crisis.button.{answer}"), "crisis.says", (str(incident_id), answer)),) for answer in ANSWERS
    )
