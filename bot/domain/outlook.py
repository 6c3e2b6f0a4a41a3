"""What a plan will send in the coming days, and what another plan would change, before anything is saved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain import wall
from bot.domain.recurrence import Rule, moments

DAYS = 14


class Line(NamedTuple):
    """A plan's line, as far as time goes."""

    kind: str
    exercise: str | None
    rule: Rule


class Send(NamedTuple):
    """One reminder to come. `quiet`: it falls into quiet hours, so it would not come. `moved`: by a clock change."""

    at: datetime
    local_date: date
    kind: str
    exercise: str | None
    quiet: bool
    moved: bool


@dataclass(frozen=True)
class Outlook:
    """The reminders to come, in order."""

    sends: tuple[Send, ...]

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many of each kind, in the order of their first."""
        return Counter(send.kind for send in self.sends)

    @property
    def quiet(self) -> tuple[Send, ...]:
        return tuple(send for send in self.sends if send.quiet)

    @property
    def moved(self) -> tuple[Send, ...]:
        return tuple(send for send in self.sends if send.moved)

    @property
    def days(self) -> Mapping[date, Sequence[Send]]:
        """The reminders of each local date that has some."""
        found: dict[date, list[Send]] = defaultdict(list)
        for send in self.sends:
            found[send.local_date].append(send)
        return found


@dataclass(frozen=True)
class Difference:
    """What one outlook has and another has not; `shifted` are pairs (before, after) of the same thing on one date."""

    more: tuple[Send, ...]
    fewer: tuple[Send, ...]
    shifted: tuple[tuple[Send, Send], ...]

    @property
    def changes(self) -> int:
        return len(self.more) + len(self.fewer) + len(self.shifted)


def outlook(lines: Iterable[Line], zone: str, quiet: wall.Window, *, now: datetime, days: int = DAYS) -> Outlook:
    """What these lines send after `now` on so many local dates, today included."""
    today = wall.local(now, zone).date()
    found = [send for line in lines for send in _sends(line, zone, quiet, today, days) if send.at > now]
    return Outlook(tuple(sorted(found, key=lambda send: (send.at, send.local_date, send.kind, send.exercise or ""))))


def _sends(line: Line, zone: str, quiet: wall.Window, today: date, days: int) -> Iterable[Send]:
    for one in moments(line.rule, zone, today, days):
        here, named = wall.local(one.at, zone), line.rule.wall_times(one.local_date)[one.slot]
        moved = (here.date(), here.time()) != (one.local_date, named)
        yield Send(one.at, one.local_date, line.kind, line.exercise, quiet.holds(here.time()), moved)


def difference(before: Outlook, after: Outlook) -> Difference:
    """What changes from one outlook to another. What stays at its instant is no change."""
    old, new = _by_thing(before), _by_thing(after)
    more: list[Send] = []
    fewer: list[Send] = []
    shifted: list[tuple[Send, Send]] = []
    for thing in dict.fromkeys((*old, *new)):
        gone, come = _without(old[thing], new[thing]), _without(new[thing], old[thing])
        pairs = list(zip(gone, come, strict=False))
        shifted += pairs
        fewer += gone[len(pairs) :]
        more += come[len(pairs) :]
    return Difference(tuple(more), tuple(fewer), tuple(shifted))


def _by_thing(found: Outlook) -> defaultdict[tuple[str, str | None, date], list[Send]]:
    """The reminders of one kind and exercise on one local date, in order."""
    things: defaultdict[tuple[str, str | None, date], list[Send]] = defaultdict(list)
    for send in found.sends:
        things[send.kind, send.exercise, send.local_date].append(send)
    return things


def _without(sends: Sequence[Send], others: Sequence[Send]) -> list[Send]:
    kept = {other.at for other in others}
    return [send for send in sends if send.at not in kept]
