"""`stepwell preview` beside an oracle of its own: zoneinfo, and a walk over the days with the words of the README."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, count, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.__main__ import main

DAY = timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "America/Nuuk": ("2026-03-28", "2026-10-24"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Kathmandu": ("2026-03-29",),
    "America/Havana": ("2026-03-08", "2026-11-01"),
}
"""A zone, and days around which its clocks change: at midnight in the last one."""


@dataclass(frozen=True)
class Asked:
    """A rule as somebody wants it; what is not wanted is None."""

    zone: str
    first: date
    span: int
    times: tuple[time, ...] = ()
    every: int | None = None
    window: tuple[time, time] = (time(0), time(0))
    days: frozenset[int] | None = None
    every_days: int | None = None
    anchor: date | None = None
    times_a_week: int | None = None
    start: date | None = None
    end: date | None = None
    limit: int | None = field(default=None)

    def options(self) -> str:
        """As options on the command line."""
        given: dict[str, object] = {
            "times": ",".join(f"{at:%H:%M}" for at in self.times) or None,
            "every": self.every and f"{self.every}m",
            "between": self.every and f"{self.window[0]:%H:%M}-{self.window[1]:%H:%M}",
            "days": self.days and ",".join(NAMES[day] for day in sorted(self.days)),
            "every-days": self.every_days,
            "anchor": self.anchor,
            "times-a-week": self.times_a_week,
            "start": self.start,
            "end": self.end,
            "limit": self.limit,
        }
        return " ".join(f"--{name} {value}" for name, value in given.items() if value)

    def toml(self) -> str:
        """As a file, with TOML's own dates."""
        given: dict[str, object] = {
            "times": [f"{at:%H:%M}" for at in self.times] or None,
            "every_minutes": self.every,
            "start": self.every and f'"{self.window[0]:%H:%M}"',
            "end": self.every and f'"{self.window[1]:%H:%M}"',
            "days": self.days and sorted(self.days),
            "every_days": self.every_days,
            "anchor": self.anchor,
            "times_a_week": self.times_a_week,
            "starts_on": self.start,
            "ends_on": self.end,
            "limit": self.limit,
        }
        return "\n".join(f"{name} = {value}" for name, value in given.items() if value)


def wanted(asked: Asked) -> list[dict[str, Any]]:
    """What the oracle finds."""
    return [
        {"at": at.isoformat(), "local_date": day.isoformat(), "slot": slot}
        for day, slot, at in islice(_from_the_start(asked), asked.limit)
        if asked.first <= day
    ]


def _from_the_start(asked: Asked) -> Iterator[tuple[date, int, datetime]]:
    zone = ZoneInfo(asked.zone)
    for day in _days(asked):
        for slot, at in enumerate(_times(asked)):
            # fold=0 reads a time in a gap by the offset before it, and one that comes twice as the first
            yield day, slot, datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)


def _days(asked: Asked) -> Iterator[date]:
    begin, after = asked.start or asked.first, asked.first + timedelta(days=asked.span)
    for day in (begin + timedelta(days=place) for place in range(max((after - begin).days, 0))):
        if asked.end is not None and day > asked.end:
            return
        if asked.every_days is not None:
            anchor = asked.anchor or begin
            if day >= anchor and (day - anchor).days % asked.every_days == 0:
                yield day
        elif day.weekday() in _weekdays(asked):
            yield day


def _weekdays(asked: Asked) -> frozenset[int]:
    """With so many times a week: the choice with the shortest longest wait; of those the earliest days."""
    allowed = asked.days or frozenset(range(7))
    if asked.times_a_week is None:
        return allowed
    best = min((_longest_wait(one), one) for one in _with_rest(allowed, asked.times_a_week))
    return frozenset(best[1])


def _with_rest(allowed: frozenset[int], how_many: int) -> list[tuple[int, ...]]:
    return [one for one in combinations(sorted(allowed), how_many) if not {(day + 1) % 7 for day in one} & set(one)]


def _longest_wait(days: tuple[int, ...]) -> int:
    return max(next(wait for wait in count(1) if (day + wait) % 7 in days) for day in days)


def _times(asked: Asked) -> list[time]:
    """Set times in order, or a grid on the wall clock: from one step after the window opens until before it closes,
    ten at most.
    """
    if asked.every is None:
        return sorted(set(asked.times))
    minute = {at: 60 * at.hour + at.minute for at in asked.window}
    start, end = (minute[at] for at in asked.window)
    grid = [at for at in range(24 * 60) if start < at < end and (at - start) % asked.every == 0]
    return [time(at // 60, at % 60) for at in grid][:10]


clock = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


def _minutes(window: tuple[time, time]) -> int:
    start, end = (60 * at.hour + at.minute for at in window)
    return end - start


@st.composite
def rules(draw: st.DrawFn) -> Asked:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    first = date.fromisoformat(draw(st.sampled_from(CHANGES[zone]))) - draw(st.integers(0, 9)) * DAY
    near = st.none() | st.integers(-9, 9).map(lambda days: first + timedelta(days=days))
    more: dict[str, Any] = {"start": draw(near)}
    if draw(st.booleans()):
        more["times"] = tuple(draw(st.lists(clock, min_size=1, max_size=4)))
    else:
        more["every"] = draw(st.integers(20, 120))
        more["window"] = draw(st.tuples(clock, clock).filter(lambda window: _minutes(window) > more["every"]))
    kind = draw(st.sampled_from(("days", "every_days", "times_a_week", "daily")))
    if kind == "every_days":
        more |= {"every_days": draw(st.integers(1, 9)), "anchor": draw(near)}
    elif kind != "daily":
        more["days"] = draw(st.frozensets(st.integers(0, 6), min_size=1))
    if kind == "times_a_week":
        more["times_a_week"] = draw(st.sampled_from([n for n in (1, 2, 3) if _with_rest(more["days"], n)]))
    if draw(st.booleans()):
        more["end"] = (more["start"] or first) + draw(st.integers(0, 20)) * DAY
    if draw(st.booleans()):
        more["limit"] = draw(st.integers(1, 25))
    return Asked(zone, first, draw(st.integers(1, 20)), **more)


def preview(asked: Asked, options: str) -> list[dict[str, Any]]:
    common = f"--zone {asked.zone} --from {asked.first} --for {asked.span}d --json"
    result = CliRunner().invoke(main, ["preview", *shlex.split(f"{options} {common}")])
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["occurrences"]
    return found


@settings(max_examples=150, deadline=None)
@given(rules())
def test_the_options_name_the_instants_that_the_oracle_finds(asked: Asked) -> None:
    assert preview(asked, asked.options()) == wanted(asked)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules") / "rule.toml"


@settings(max_examples=60, deadline=None)
@given(asked=rules())
def test_a_file_names_the_same(file: Path, asked: Asked) -> None:
    begin = asked.start or asked.first
    whole = Asked(**{**asked.__dict__, "start": begin}) if asked.limit or asked.every_days else asked
    file.write_text(whole.toml())
    assert preview(whole, f"--rule-file {file}") == wanted(whole)
