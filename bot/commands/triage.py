"""`stepwell triage`: what the bot would do with some words or some red flags, for clinicians and their tests."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.commands.ending import stop_with
from bot.content import Content, ContentError, load
from bot.domain.profile import FACTS
from bot.domain.textflags import Certainty, Detection, detect
from bot.domain.textflags.detecting import SELF_HARM
from bot.domain.triage import Tier, judge
from bot.settings import PROJECT

EMERGENCY_WORDS = "emergency"
"""The flag that only typed words raise: no row of the red flags, always an emergency."""


@dataclass(frozen=True)
class Told:
    """What would be done. `flags` are (id, 'hit' or 'soft')."""

    tier: str
    flags: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    version: str

    def document(self) -> dict[str, Any]:
        flags = [{"id": flag, "certainty": certainty} for flag, certainty in self.flags]
        return {"tier": self.tier, "flags": flags, "rules": list(self.rules), "version": self.version}


@click.command()
@click.option("--text", help="Words as a patient would type them.")
@click.option("--flags", "named", help="Red flags by id, with commas between them.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    help="A table with the columns lang and sentence; prints one JSON object a line.",
)
@click.option("--country", help="Two letters: shows that country's ambulance number.")
@click.option("--profile", help="What is known of the patient, with commas, as in diabetes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--content", "folder", default=PROJECT / "content", type=click.Path(path_type=Path), hidden=True)
def triage(
    text: str | None,
    named: str | None,
    path: Path | None,
    country: str | None,
    profile: str | None,
    as_json: bool,
    folder: Path,
) -> None:
    """Show what the bot would do with words or red flags. Nothing is sent, nothing is kept."""
    if sum(given is not None for given in (text, named, path)) != 1:
        stop_with("give one of --text, --flags and --file")
    known = _facts(profile or "")
    sentences = _sentences(path) if path is not None else [text or ""]
    content = _content(folder)
    if country is not None and country.upper() not in content.numbers:
        stop_with(f"no ambulance number is known for the country '{country}'; use two letters, as in ES")
    if named is not None:
        told = [of_flags(content, _flags(content, named), known)]
    else:
        told = [of_text(content, sentence, known) for sentence in sentences]
    number = content.numbers[country.upper()][0] if country is not None else None
    for one in told:
        click.echo(_json(one, number) if as_json or path is not None else _words(content, one, number))


def of_text(content: Content, text: str, profile: tuple[str, ...] = ()) -> Told:
    """What would be done with typed words."""
    found = detect(text, content.lexicon)
    told = _judged(content, found.hits, profile)
    return Told(told.tier, _with_soft(found), told.rules, told.version)


def of_flags(content: Content, flags: list[str], profile: tuple[str, ...] = ()) -> Told:
    """What would be done with tapped red flags."""
    return _judged(content, tuple(flags), profile)


def _judged(content: Content, hits: tuple[str, ...], profile: tuple[str, ...]) -> Told:
    verdict = judge([flag for flag in hits if flag != SELF_HARM], content.tiers, content.rules, profile)
    tier = "crisis" if SELF_HARM in hits else verdict.tier.word
    flags = tuple((flag, Certainty.HIT.value) for flag in hits)
    return Told(tier, flags, verdict.rules, f"{content.rules_version}+{content.lexicon.version}")


def _with_soft(found: Detection) -> tuple[tuple[str, str], ...]:
    return tuple((one.flag, one.certainty.value) for one in found.found)


def _sentences(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = {"lang", "sentence"} - set(rows.fieldnames or ())
            if missing:
                stop_with(f"{path} has no column {' and no column '.join(sorted(missing))}")
            return [row["sentence"] or "" for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        stop_with(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}")


def _flags(content: Content, named: str) -> list[str]:
    flags = [part.strip() for part in named.split(",") if part.strip()]
    known = {*content.red_flags, SELF_HARM, EMERGENCY_WORDS}
    unknown = [flag for flag in flags if flag not in known]
    if unknown or not flags:
        stop_with(f"there is no red flag '{', '.join(unknown)}'; there are: {', '.join(sorted(known))}")
    return list(dict.fromkeys(flags))


def _facts(named: str) -> tuple[str, ...]:
    """The facts of a profile. A name with a slip in it may not count as a 'no'."""
    facts = tuple(part.strip() for part in named.split(",") if part.strip())
    unknown = [fact for fact in facts if fact not in FACTS]
    if unknown:
        stop_with(f"nothing is known of '{', '.join(unknown)}'; there are: {', '.join(FACTS)}")
    return facts


def _content(folder: Path) -> Content:
    try:
        return load(folder)
    except ContentError as error:
        stop_with(f"the content in {folder} has {len(error.problems)} problems: try `stepwell content check`")


def _json(told: Told, number: str | None) -> str:
    document = told.document()
    return json.dumps(document if number is None else {**document, "number": number}, ensure_ascii=False)


def _words(content: Content, told: Told, number: str | None) -> str:
    names = [f"{_label(content, flag)} ({certainty})" for flag, certainty in told.flags]
    found = ", ".join(names) or "no red flag"
    lines = [f"{told.tier}: {found}"]
    if told.rules:
        lines.append(f"together: {', '.join(told.rules)}")
    if number is not None and told.tier in ("crisis", Tier.EMERGENCY.word):
        lines.append(f"the patient is told to call {number}")
    elif number is not None:
        lines.append(f"ambulance: {number}")
    return "\n".join(lines)


def _label(content: Content, flag: str) -> str:
    item = content.red_flags.get(flag)
    return f"{flag}: {item.text('en').label}" if item is not None else flag
