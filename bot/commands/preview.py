"""`stepwell preview`: the instants that a rule names in a zone. No token, no database, no network, no clock."""

import difflib
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from bot.domain import wall
from bot.domain.recurrence import Moment, Rule, RuleError, moments

WRONG = 2
LONGEST = 3660
"""Days that one call may ask for: ten years."""
LARGEST = 65_536
"""Characters of a rule file that are read: a rule has a few hundred, and a device has no end."""
YEARS = range(1900, 2201)
UNITS = {"d": 1, "w": 7}
OPTIONS = {
    "every": "--every",
    "between": "--between",
    "times": "--times",
    "days": "--days",
    "every_minutes": "--every",
    "start": "--between",
    "end": "--between",
    "every_days": "--every-days",
    "anchor": "--anchor",
    "times_a_week": "--times-a-week",
    "starts_on": "--start",
    "ends_on": "--end",
    "limit": "--limit",
}
"""The option that gives each field of a rule, or the short form of some."""
ENGLISH = ("every", "between", "start", "end")
"""Fields whose names are words of a sentence too."""
NAMED = re.compile(rf"\b({'|'.join(name for name in OPTIONS if name not in ENGLISH)})\b")


SHORT = {"every": {"every_minutes"}, "between": {"start", "end"}}
"""What can be written shortly, and the fields that it stands for."""


class WrongOptionError(click.ClickException):
    """One line that names the option and says what to write."""

    exit_code = WRONG

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"stepwell: {self.message}", err=True, file=file)


def _refuse(option: str, why: str) -> NoReturn:
    raise WrongOptionError(f"{option}: {why}")


FILE_FIELDS = """\b
The fields of a rule file, all but the times optional:
  times         ["09:00", "15:00"]          set times, or else:
  every_minutes 45                          a time every so many minutes
  start, end    "09:00", "17:30"            inside this window
  days          "mon-fri" or [0, 1, 2]      weekdays, 0 is Monday
  every_days    3                           every third day, counted from
  anchor        "2026-03-27"                this day
  times_a_week  2                           so many of the days, with rest between
  starts_on, ends_on                        first and last day
  limit         20                          so many in all from starts_on"""


@click.command(epilog=FILE_FIELDS)
@click.option("--rule-file", metavar="FILE", help="A rule as JSON or TOML, with the fields that the database keeps.")
@click.option("--times", metavar="09:00,15:00", help="Set times of the day.")
@click.option("--days", metavar="mon-fri", help="Weekdays: mon-fri, mon,wed,fri, fri-mon, daily.  [default: daily]")
@click.option("--every", metavar="45m", help="Every so many minutes inside --between, the first after so many.")
@click.option("--between", metavar="09:00-17:30", help="The window of --every, on one day.")
@click.option("--every-days", metavar="N", help="Every n-th day, counted from --anchor, --start or --from.")
@click.option("--anchor", metavar="DATE", help="The day from which --every-days counts.")
@click.option("--times-a-week", metavar="N", help="So many of --days each week, never two days in a row.")
@click.option("--start", metavar="DATE", help="The first day of the rule.")
@click.option("--end", metavar="DATE", help="The last day of the rule.")
@click.option("--limit", metavar="N", help="So many occurrences in all, counted from --start or --from.")
@click.option("--zone", metavar="Europe/Berlin", help="The IANA time zone of the wall clock.")
@click.option("--from", "first", metavar="DATE", help="The first local day to show.")
@click.option("--for", "span", default="14d", show_default=True, metavar="5d|2w", help="How many days to show.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
def preview(rule_file: str | None, zone: str | None, first: str | None, span: str, as_json: bool, **given: Any) -> None:
    """The instants at which a reminder with this rule would come, exactly as the bot itself finds them."""
    here, day, days = _zone(zone), _day("--from", first), _span(span)
    if day.year not in YEARS or day.toordinal() + days > date(YEARS[-1], 12, 31).toordinal():
        _refuse("--from", f"'{first}' is too far away; give a day from {YEARS[0]} to {YEARS[-1]}")
    rule = _of_options(given, day) if rule_file is None else _of_file(rule_file, given)
    found = list(moments(rule, here, day, days))
    click.echo(
        json.dumps({"occurrences": [_row(one, here) for one in found]}) if as_json else _table(rule, here, found)
    )


def _zone(name: str | None) -> str:
    if not name:
        _refuse("--zone", "say which time zone, as in Europe/Berlin")
    if not wall.is_zone(name):
        near = difflib.get_close_matches(name, wall.zones(), n=1)
        _refuse("--zone", f"there is no zone '{name}'; {f'did you mean {near[0]}?' if near else 'as in Europe/Berlin'}")
    return name


def _day(option: str, text: str | None) -> date:
    if text is None:
        _refuse(option, "say which day, as in 2026-03-27")
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(option, f"'{text}' is no date; write it as in 2026-03-27")


def _span(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,5})([dw])", text.strip().lower())
    days = int(found[1]) * UNITS[found[2]] if found else 0
    if not 1 <= days <= LONGEST:
        _refuse("--for", f"'{text}' will not do; write days or weeks, as in 5d or 2w, at most {LONGEST}d")
    return days


def _of_options(given: dict[str, Any], first: date) -> Rule:
    document: dict[str, Any] = {
        "times": given["times"],
        "days": given["days"],
        "every": given["every"],
        "between": given["between"],
        "every_days": _number("--every-days", given["every_days"]),
        "anchor": given["anchor"],
        "times_a_week": _number("--times-a-week", given["times_a_week"]),
        "starts_on": given["start"],
        "ends_on": given["end"],
        "limit": _number("--limit", given["limit"]),
    }
    counted = document["limit"] is not None or (document["every_days"] is not None and given["anchor"] is None)
    if counted and given["start"] is None:
        document["starts_on"] = first.isoformat()
    try:
        return Rule.new(_in_fields({name: value for name, value in document.items() if value is not None}))
    except RuleError as error:
        field, _, why = str(error).partition(": ")
        _refuse(OPTIONS[field], NAMED.sub(lambda name: OPTIONS[name[0]], why))


def _minutes(text: str) -> int:
    found = re.fullmatch(r"(?:([0-9]{1,4})h)?(?:([0-9]{1,4})(?:m|min)?)?", text.strip().lower())
    if found is None or not text.strip():
        raise RuleError(f"every: '{text}' is no length of time; write it as in 45m")
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _window(text: str) -> dict[str, str]:
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash:
        raise RuleError(f"between: '{text}' is no window; write it as in 09:00-17:30")
    return {"start": start.strip(), "end": end.strip()}


def _number(option: str, text: str | None) -> int | None:
    if text is not None and not re.fullmatch(r"-?[0-9]{1,9}", text.strip()):
        _refuse(option, f"'{text}' is no number")
    return None if text is None else int(text)


def _of_file(name: str, given: dict[str, Any]) -> Rule:
    beside = [f"--{option.replace('_', '-')}" for option, value in given.items() if value is not None]
    if beside:
        _refuse("--rule-file", f"the file has the whole rule; leave out {', '.join(beside)}")
    try:
        with Path(name).open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST)
        document = tomllib.loads(text) if name.lower().endswith(".toml") else json.loads(text)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        _refuse("--rule-file", f"'{name}' cannot be read: {said}")
    except RecursionError:
        _refuse("--rule-file", f"'{name}' cannot be read: it is nested too deeply")
    if not isinstance(document, dict):
        _refuse("--rule-file", f'\'{name}\' is no rule; write its fields, as in {{"times": ["09:00"]}}')
    try:
        return Rule.new(_in_fields(document))
    except RuleError as error:
        field, _, why = str(error).partition(": ")
        written = next((short for short, fields in SHORT.items() if short in document and field in fields), field)
        _refuse("--rule-file", f"{written}: {why}")


def _in_fields(document: dict[str, Any]) -> dict[str, Any]:
    """A rule's own fields; a file may say `every` and `between` as the options do. Raises RuleError."""
    for short, fields in SHORT.items():
        if short in document and (twice := fields & document.keys()):
            raise RuleError(f"{short}: give either {short} or {min(twice)}")
    known = dict(document)
    if "every" in known:
        known["every_minutes"] = _minutes(str(known.pop("every")))
    if "between" in known:
        known |= _window(str(known.pop("between")))
    return known


def _row(one: Moment, zone: str) -> dict[str, Any]:
    at = wall.local(one.at, zone).isoformat()
    return {"at": at, "local_date": one.local_date.isoformat(), "slot": one.slot}


def _table(rule: Rule, zone: str, found: list[Moment]) -> str:
    if not found:
        return f"Nothing in these days, {zone}."
    return "\n".join([f"{len(found)} in {zone}", *(_line(rule, zone, one) for one in found)])


def _line(rule: Rule, zone: str, one: Moment) -> str:
    """A moment in words; one that the clocks have moved says from where."""
    at, named = wall.local(one.at, zone), rule.wall_times(one.local_date)[one.slot]
    moved = (at.date(), at.time()) != (one.local_date, named)
    note = f"  moved from {one.local_date:%d %b} {named:%H:%M}, which the clocks leave out" if moved else ""
    return f"{at:%a %d %b %Y  %H:%M  UTC%z}{note}"
