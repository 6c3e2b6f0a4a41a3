"""From the content folder to the frozen Content, or to the list of all that is wrong with it."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.content.check import check_references, check_texts, check_words
from bot.content.files import Folder
from bot.content.model import (
    REFERENCE,
    Content,
    ContentError,
    ExerciseData,
    ExerciseText,
    Item,
    LineText,
    NoData,
    PageData,
    PageText,
    PlanData,
    PlanText,
    RedFlagData,
    RedFlagText,
    ReleaseData,
    RuleData,
    TipData,
    TipText,
)
from bot.content.numbers import Numbers
from bot.content.words import Sentence, Words
from bot.domain import triage


def load(root: Path) -> Content:
    """The content of a folder. Raises ContentError naming every file and field that is wrong."""
    folder = Folder(root)
    languages = folder.languages()
    sentences = {language: _sentences(folder, language) for language in languages}
    flags = folder.items("red_flags", RedFlagData, RedFlagText, languages)
    flags = dict(sorted(flags.items(), key=lambda pair: pair[1].data.order))
    release = folder.items("release", ReleaseData, LineText, languages)
    rules = _rules(folder)
    content = Content(
        words={language: Words(language, sentences[language]) for language in languages},
        consent_version=str(folder.table(root / "consent.toml").get("version", "")),
        red_flags=flags,
        rules=tuple(_rule(name, data) for name, data in rules.items()),
        rules_version=_version(flags, rules),
        pages=folder.items("library", PageData, PageText, languages),
        see_doctor=folder.items("see_doctor", NoData, LineText, languages),
        tips=folder.items("tips", TipData, TipText, languages),
        exercises=folder.items("exercises", ExerciseData, ExerciseText, languages, one_a_file=True),
        plans=folder.items("plans", PlanData, PlanText, languages),
        release=dict(sorted(release.items(), key=lambda pair: pair[1].data.order)),
        numbers=Numbers(_numbers(folder)),
        unsigned=(),
        lacking=tuple(folder.lacking),
    )
    problems = [*folder.problems, *check_words(sentences), *check_references(content), *check_texts(content)]
    problems += [line for line in folder.lacking if "/red_flags:" in line]
    if problems:
        raise ContentError(problems)
    return _with_unsigned(content, rules)


def _sentences(folder: Folder, language: str) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    for name, (_, table) in folder.tables(language, "words").items():
        found.update(_flat(name, table))
    return found


def _flat(name: str, value: Any) -> Iterable[tuple[str, Sentence]]:
    if isinstance(value, dict) and not _is_plural(value):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    else:
        yield name, value


def _is_plural(table: Mapping[str, Any]) -> bool:
    return "other" in table and set(table) <= {"zero", "one", "two", "few", "many", "other"}


def _rules(folder: Folder) -> dict[str, RuleData]:
    file = folder.root / "rules.toml"
    found = ((name, folder.checked(file, name, table, RuleData)) for name, table in folder.table(file).items())
    return {name: data for name, data in found if data is not None}


def _rule(name: str, data: RuleData) -> triage.Rule:
    return triage.Rule(name, data.every, data.some, triage.Tier.named(data.tier))


def _version(flags: Mapping[str, Item[RedFlagData, RedFlagText]], rules: Mapping[str, RuleData]) -> str:
    """A short hash over what decides a tier: it changes when a judgement could."""
    judged = {flag: item.data.tier for flag, item in flags.items()}
    combined = {name: [sorted(data.every), sorted(data.some), data.tier] for name, data in rules.items()}
    return hashlib.sha256(json.dumps([judged, combined], sort_keys=True).encode()).hexdigest()[:12]


def _numbers(folder: Folder) -> dict[str, tuple[str, ...]]:
    """country -> its ambulance number, then other emergency numbers."""
    try:
        with (folder.root / "emergency_numbers.tsv").open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text, delimiter="\t"))
    except FileNotFoundError:
        folder.problems.append("emergency_numbers.tsv: the file is missing")
        return {}
    except UnicodeDecodeError as error:
        folder.problems.append(f"emergency_numbers.tsv: {error}")
        return {}
    found = {row.get("country") or "": ((row.get("ambulance") or ""), *(row.get("also") or "").split()) for row in rows}
    if not found:
        folder.problems.append("emergency_numbers.tsv: there is no number in it")
    for country, (ambulance, *_) in found.items():
        if not country or not ambulance.isdecimal():
            folder.problems.append(
                f"emergency_numbers.tsv: no ambulance number in {country or 'a row without a country'}"
            )
    return found


def _with_unsigned(content: Content, rules: Mapping[str, RuleData]) -> Content:
    kinds: dict[str, Mapping[str, Item[Any, Any]]] = {
        "red_flags": content.red_flags,
        "library": content.pages,
        "tips": content.tips,
        "exercises": content.exercises,
        "plans": content.plans,
        "release": content.release,
    }
    found = [
        f"{kind}/{name}" for kind, items in kinds.items() for name, item in items.items() if not item.data.reviewed_by
    ]
    found += [f"rules/{name}" for name, data in rules.items() if not data.reviewed_by]
    return replace(content, unsigned=tuple(found))


__all__ = ["REFERENCE", "load"]
