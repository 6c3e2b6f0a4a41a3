"""The words of one language: sentences by key, with values put in, plurals chosen, dates in its own form."""

import html
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from itertools import groupby
from string import Formatter
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location

from bot.domain import wall

Sentence = str | Mapping[str, str]
"""A template, or one for each plural category of the language (CLDR), chosen by the value `n`."""


class Html(str):
    """Text that is already safe Telegram HTML."""

    __slots__ = ()


def lines(*parts: str | None) -> Html:
    """The parts that are not empty, one under the other; what is not Html is escaped."""
    return Html("\n".join(_safe(part) for part in parts if part))


def paragraphs(*parts: str | None) -> Html:
    """As `lines`, with an empty line between."""
    return Html("\n\n".join(_safe(part) for part in parts if part))


def placeholders(template: str) -> set[str]:
    """The names in braces. Raises ValueError for a lone brace."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _safe(value: object) -> str:
    return value if isinstance(value, Html) else html.escape(str(value), quote=False)


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language)


def is_language(name: str) -> bool:
    """Whether there is a language of this name, with its plurals and dates."""
    try:
        return bool(locale(name))
    except (UnknownLocaleError, ValueError):
        return False


@cache
def plural_categories(language: str) -> frozenset[str]:
    """The CLDR plural categories that whole numbers take in a language."""
    rule = locale(language).plural_form
    return frozenset(rule(number) for number in range(200))


class Words:
    """Calling it with a key gives Html; `label` gives plain text for a button."""

    def __init__(self, language: str, sentences: Mapping[str, Sentence]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, /, **values: object) -> Html:
        """The sentence of a key as Html. Raises KeyError for a key that the content lacks."""
        return Html(self._template(key, values).format_map({name: _safe(value) for name, value in values.items()}))

    def label(self, key: str, /, **values: object) -> str:
        """The sentence of a key as plain text, for buttons and short notices."""
        return html.unescape(self._template(key, values).format_map(values))

    def __contains__(self, key: object) -> bool:
        return key in self._sentences

    def _template(self, key: str, values: Mapping[str, Any]) -> str:
        sentence = self._sentences[key]
        if isinstance(sentence, str):
            return sentence
        return sentence[locale(self.language).plural_form(values["n"])]

    def time(self, at: datetime, zone: str) -> str:
        """An instant as its wall clock shows it, in hours and minutes."""
        return format_time(wall.local(at, zone), "HH:mm", locale=locale(self.language))

    def day(self, day: date) -> str:
        """A date with its weekday, short, as in 'Mon, 23 Nov'."""
        return format_date(day, "EEE, d MMM", locale=locale(self.language))

    def day_of(self, at: datetime, zone: str) -> str:
        """The date of an instant where somebody is, as `day` has it."""
        return self.day(wall.local(at, zone).date())

    def dated(self, day: date) -> str:
        """A date with its year, as in '23 Nov 2026'."""
        return format_date(day, "d MMM y", locale=locale(self.language))

    def weekday(self, number: int) -> str:
        """A weekday's short name; 0 is Monday."""
        return str(locale(self.language).days["stand-alone"]["abbreviated"][number])

    def weekdays(self, numbers: Collection[int]) -> str:
        """Weekdays in a row, three and more as 'Mon–Fri', as in 'Mon–Wed, Fri'."""
        days = sorted(numbers)
        runs = [[day for _, day in run] for _, run in groupby(enumerate(days), key=lambda at: at[1] - at[0])]
        return ", ".join(
            f"{self.weekday(run[0])}–{self.weekday(run[-1])}" if len(run) > 2 else ", ".join(map(self.weekday, run))
            for run in runs
        )

    def country(self, code: str) -> str:
        """A country's name; its code where the language has none."""
        return str(locale(self.language).territories.get(code, code))

    def city(self, zone: str) -> str:
        """The city that stands for a time zone."""
        return get_timezone_location(zone, locale=locale(self.language), return_city=True)

    def language_name(self) -> str:
        """The language's own name for itself."""
        name = locale(self.language).get_display_name(self.language) or self.language
        return name[:1].upper() + name[1:]
