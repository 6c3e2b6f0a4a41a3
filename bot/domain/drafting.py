"""A plan that is being written: one change of one line at a time, and two people's changes laid together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.plan_lines import DOSE, Line, LineError
from bot.domain.recurrence import Rule

NONE = "-"
"""Typed or tapped, it takes a field's value away."""
INTERVAL = ("every_minutes", "start", "end")
WHICH_DAYS = ("days", "every_days", "anchor", "times_a_week")
"""Weekdays, every so many days counted from one, or so many of the weekdays with rest between."""


def changed(line: Line, field: str, text: str, *, today: date, sitting: tuple[str, str]) -> Line:
    """The line with one field as tapped or typed. Times and days with + or - in front are added or taken away.

    Raises LineError or RuleError, whose text begins with the field's name.
    """
    made = _changed(line, field, text.strip(), today)
    Rule.new(made.rule)
    if made.kind is Kind.NUDGE:
        _within(made.rule, sitting)
    return made


def _changed(line: Line, field: str, text: str, today: date) -> Line:
    if field in DOSE:
        return replace(line, dose=_dose(line.dose, field, text))
    if field == "note":
        return replace(line, note=text)
    return replace(line, rule=_rule(line.rule, field, text, today))


def _dose(dose: dict[str, int], field: str, text: str) -> dict[str, int]:
    rest = {name: amount for name, amount in dose.items() if name != field}
    return rest if text == NONE else {**rest, field: _whole("dose", text)}


def _whole(field: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise LineError(f"{field}: '{text}' is no whole number")
    return int(text)


def _rule(rule: dict[str, Any], field: str, text: str, today: date) -> dict[str, Any]:
    if field == "times":
        return {**_without(rule, *INTERVAL), "times": _times(list(rule.get("times", ())), text)}
    if field in WHICH_DAYS:
        return _which_days(rule, field, text, today)
    if field == "window":
        start, _, end = text.replace("–", "-").partition("-")
        return {**rule, "start": start.strip(), "end": end.strip()}
    rest = _without(rule, field)
    if text == NONE:
        return rest
    if field == "limit":
        return {"starts_on": today.isoformat(), **rest, field: _whole(field, text)}
    return {**rest, field: _whole(field, text) if field == "every_minutes" else text}


def _which_days(rule: dict[str, Any], field: str, text: str, today: date) -> dict[str, Any]:
    """Counting days takes the place of weekdays, and weekdays that of counting."""
    if field == "days":
        found = _days(set(Rule.read(rule).days), text)
        return {**_without(rule, "days", "every_days", "anchor"), "days": found}
    if text == NONE:
        return _without(rule, field, "anchor")
    number = _whole(field, text)
    if field == "every_days":
        return {**_without(rule, *WHICH_DAYS), field: number, "anchor": today.isoformat()}
    return {**_without(rule, "every_days", "anchor"), field: number}


def _without(rule: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name not in fields}


def _times(known: list[str], text: str) -> list[str]:
    if text[:1] == "+":
        return sorted({*known, text[1:]})
    if text[:1] == "-":
        return [one for one in known if one != text[1:]]
    return [_shown(part) for part in text.replace(",", " ").split()]


def _shown(text: str) -> str:
    """As the database keeps it, or as it is: the rule says what is wrong with it."""
    try:
        return wall.show(wall.parse(text))
    except wall.WallTimeError:
        return text


def _days(known: set[int], text: str) -> list[int]:
    day = {_whole("days", text[1:])}
    return sorted(known | day if text[:1] == "+" else known - day)


def _within(rule: dict[str, Any], sitting: tuple[str, str]) -> None:
    """A nudge comes inside the hours that the patient sits."""
    first, last = (wall.parse(text) for text in sitting)
    if rule.get("every_minutes") and not first <= wall.parse(rule["start"]) < wall.parse(rule["end"]) <= last:
        raise LineError("sitting: the window is outside the patient's sitting hours")
    if any(not first <= wall.parse(text) <= last for text in rule.get("times", ())):
        raise LineError("sitting: the time is outside the patient's sitting hours")


def merged(lines: Sequence[Line], more: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Of a template's lines, those that a plan lacks, and those whose like it has already and keeps as they are."""
    known = {line.what for line in lines}
    return [line for line in more if line.what not in known], [line for line in more if line.what in known]


def lay_on_top(base: Sequence[Line], theirs: Sequence[Line], mine: Sequence[Line]) -> list[Line]:
    """What I changed since `base`, on top of what others made of it meanwhile. Where both changed one line, mine
    stands; of theirs nothing else is lost.
    """
    gone = [line for line in base if line not in mine]
    new = [line for line in mine if line not in base]
    touched = {line.what for line in new}
    kept = [line for line in theirs if line not in gone and (line.what not in touched or line in mine)]
    return [*kept, *(line for line in new if line not in kept)]
