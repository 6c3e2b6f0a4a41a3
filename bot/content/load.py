"""From the content folder to the frozen Content, or to the list of all that is wrong with it."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.collector import at_rest
from bot.content.check import check_references, check_texts, check_words
from bot.content.entries import (
    CautionText,
    ExerciseData,
    ExerciseText,
    LineText,
    NoData,
    PageData,
    PageText,
    PhraseData,
    PhraseText,
    PlanData,
    PlanText,
    RedFlagData,
    RedFlagText,
    ReleaseData,
    Reviewed,
    RuleData,
    TipData,
    TipText,
)
from bot.content.files import Folder, files_of
from bot.content.help_lines import ADVICE, CRISIS, read_lines
from bot.content.lexicon import read_lexicon
from bot.content.model import REFERENCE, Content, ContentError, Item
from bot.content.numbers import Numbers
from bot.content.words import Sentence, Words
from bot.domain import checkin, spread, trend, triage


@at_rest()
def load(root: Path) -> Content:
    """The content of a folder. Raises ContentError naming every file and field that is wrong."""
    folder = Folder(root)
    languages = folder.languages()
    sentences = {language: _sentences(folder, language) for language in languages}
    flags = folder.items("red_flags", RedFlagData, RedFlagText, languages)
    flags = dict(sorted(flags.items(), key=lambda pair: pair[1].data.order))
    release = folder.items("release", ReleaseData, LineText, languages)
    phrases = folder.items("phrases", PhraseData, PhraseText, languages)
    lexicon, unsigned_words = read_lexicon(folder, languages, set(flags))
    rules, raised = _rules(folder), _raised(folder)
    content = Content(
        words={language: Words(language, sentences[language]) for language in languages},
        consent_version=str(folder.table(root / "consent.toml").get("version", "")),
        red_flags=flags,
        rules=tuple(_rule(name, way) for name, ways in rules.items() for way in ways),
        rules_version=_version(flags, rules, raised),
        raised={flag: triage.Tier.named(tier) for flag, tier in raised.items()},
        pages=folder.items("library", PageData, PageText, languages),
        see_doctor=folder.items("see_doctor", NoData, LineText, languages),
        tips=folder.items("tips", TipData, TipText, languages),
        cautions=folder.items("cautions", Reviewed, CautionText, languages),
        exercises=folder.items("exercises", ExerciseData, ExerciseText, languages, one_a_file=True),
        plans=folder.items("plans", PlanData, PlanText, languages),
        release=dict(sorted(release.items(), key=lambda pair: pair[1].data.order)),
        phrases=dict(sorted(phrases.items(), key=lambda pair: pair[1].data.order)),
        numbers=Numbers(_numbers(folder)),
        crisis_lines=read_lines(folder, CRISIS),
        advice_lines=read_lines(folder, ADVICE),
        lexicon=lexicon,
        unsigned=tuple(unsigned_words),
        lacking=tuple(folder.lacking),
        root=root,
        files=files_of(root),
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


Rules = Mapping[str, list[RuleData]]


def _rules(folder: Folder) -> Rules:
    """id -> its ways to be met, a table or a list of tables each."""
    file = folder.root / "rules.toml"
    found: dict[str, list[RuleData]] = {}
    for name, tables in folder.table(file).items():
        ways = tables if isinstance(tables, list) else [tables]
        checked = [folder.checked(file, name, way, RuleData) for way in ways]
        found[name] = [way for way in checked if way is not None]
    return found


def _rule(name: str, data: RuleData) -> triage.Rule:
    return triage.Rule(
        name,
        data.every,
        data.some,
        triage.Tier.named(data.tier),
        data.profile,
        data.at_least,
        frozenset(triage.Tier.named(word) for word in data.of_tiers),
        data.contradiction,
        timedelta(days=data.within_days) if data.within_days else triage.TOGETHER,
        data.priority,
        data.ack_minutes,
        data.label,
        data.added,
    )


def _raised(folder: Folder) -> dict[str, str]:
    """The tiers that this clinic has raised: `raise.toml` may be there, with a line a red flag."""
    file = folder.root / "raise.toml"
    words = {tier.word for tier in triage.Tier}
    found = folder.table(file) if file.exists() else {}
    wrong = [name for name, word in found.items() if word not in words]
    folder.problems += [f"raise.toml: [{name}] '{found[name]}' is no tier: use {', '.join(words)}" for name in wrong]
    return {name: str(word) for name, word in found.items() if name not in wrong}


def _version(flags: Mapping[str, Item[RedFlagData, RedFlagText]], rules: Rules, raised: Mapping[str, str]) -> str:
    """A short hash over all that decides: it changes when a judgement could."""
    judged = {flag: _deciding(item.data) for flag, item in flags.items()}
    combined = {name: [_deciding(way) for way in ways] for name, ways in rules.items()}
    numbers = [_numbers_in(module) for module in (checkin, spread, trend, triage)]
    decided = json.dumps([judged, combined, dict(raised), numbers], sort_keys=True, default=str)
    return hashlib.sha256(decided.encode()).hexdigest()[:12]


def _deciding(data: RedFlagData | RuleData) -> dict[str, Any]:
    """A table without what says who wrote it and in which order it shows."""
    found = data.model_dump(exclude={"source", "reviewed_by", "order"})
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in found.items()}


def _numbers_in(module: ModuleType) -> dict[str, str]:
    """The constants of a module of decisions."""
    plain = (int, float, str, tuple, dict, timedelta)
    return {name: repr(value) for name, value in vars(module).items() if name.isupper() and isinstance(value, plain)}


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


def _with_unsigned(content: Content, rules: Rules) -> Content:
    kinds: dict[str, Mapping[str, Item[Any, Any]]] = {
        "red_flags": content.red_flags,
        "library": content.pages,
        "tips": content.tips,
        "cautions": content.cautions,
        "exercises": content.exercises,
        "plans": content.plans,
        "release": content.release,
        "phrases": content.phrases,
    }
    found = [
        f"{kind}/{name}" for kind, items in kinds.items() for name, item in items.items() if not item.data.reviewed_by
    ]
    found += [f"rules/{name}" for name, ways in rules.items() if not all(way.reviewed_by for way in ways)]
    return replace(content, unsigned=(*found, *content.unsigned))


__all__ = ["REFERENCE", "load"]
