"""A rule in a few words: when it comes, from when until when, how often in all."""

from bot.content import Html, Words
from bot.domain.recurrence import EVERY_DAY, Rule


def rule(say: Words, found: Rule) -> Html:
    """The days, the times, and what bounds them."""
    named = found.named_days
    days = say.weekdays(named.weekdays)
    if named.weekdays == EVERY_DAY:
        days = say.label("why.every_days", n=named.every) if named.every > 1 else say.label("why.every_day")
    if found.every_minutes:
        when = say("why.every", days=days, n=found.every_minutes, start=found.start, end=found.end)
    else:
        when = say("why.times", days=days, times=", ".join(found.times))
    return Html(", ".join((when, *span(say, found))))


def span(say: Words, found: Rule) -> list[Html]:
    """From when, until when, how often in all: those that it says."""
    said = []
    if found.starts_on is not None:
        said.append(say("planedit.from", day=say.day(found.starts_on)))
    if found.ends_on is not None:
        said.append(say("planedit.until", day=say.day(found.ends_on)))
    if found.limit:
        said.append(say("planedit.limit", n=found.limit))
    return said
