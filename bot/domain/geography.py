"""Countries and time zones, offline: from the time zone database's own tables and a map of zones."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import get_timezone_location
from tzfpy import get_tz

from bot.domain import wall

SEASONS = tuple(datetime(2026, month, 15, tzinfo=UTC) for month in (1, 7))


@cache
def _by_country() -> dict[str, list[str]]:
    """country -> its zones, in the order of the database, the most peopled first as a rule."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, []).append(zone)
    return found


def zones(country: str | None) -> list[str]:
    """The zones of a country that differ from one another, winter or summer; none for an unknown country."""
    differing: dict[tuple[timedelta | None, ...], str] = {}
    for zone in _by_country().get(country or "", ()):
        differing.setdefault(tuple(wall.local(at, zone).utcoffset() for at in SEASONS), zone)
    return list(differing.values())


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a place on the map; None out at sea."""
    name = get_tz(longitude, latitude)
    return name if name and wall.is_zone(name) and not name.startswith("Etc/") else None


def zone_named(text: str, languages: Sequence[str] = ()) -> str | None:
    """The zone that 'Madrid', 'New York', 'Europe/Madrid', or a city's name in one of the languages stands for."""
    wanted = plain(text).replace("_", " ")
    if len(wanted) < 3:
        return None
    names = [_cities(language) for language in ("", *languages)]
    return next((found[wanted] for found in names if wanted in found), None)


@cache
def _cities(language: str) -> dict[str, str]:
    """A city's plain name -> its zone: in a language, or as the database of zones writes it for ''."""
    found: dict[str, str] = {}
    for zone in (zone for country in _by_country().values() for zone in country):
        if language:
            found.setdefault(plain(get_timezone_location(zone, locale=language, return_city=True)), zone)
        else:
            written = plain(zone).replace("_", " ")
            found.setdefault(written.rpartition("/")[2], zone)
            found.setdefault(written, zone)
    return found


def country_named(text: str, codes: Iterable[str], languages: Sequence[str]) -> str | None:
    """The country that some words name in one of the languages: its code, its name, or a name's only beginning."""
    wanted = plain(text)
    known = list(codes)
    if text.strip().upper() in known:
        return text.strip().upper()
    names = [(code, plain(_name(code, language))) for language in languages for code in known]
    exact = [code for code, name in names if name == wanted]
    if exact:
        return exact[0]
    starting = {code for code, name in names if len(wanted) >= 3 and name.startswith(wanted)}
    return starting.pop() if len(starting) == 1 else None


def _name(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))


def plain(text: str) -> str:
    """Without accents and case, so that 'espana' finds España."""
    parts = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
