"""The lexicon of typed words: read from each language's folder, checked, made ready."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bot.content.entries import Reviewed
from bot.content.files import Folder
from bot.domain.textflags import Lexicon, LexiconError, Source
from bot.domain.textflags.lexicon import FlagWords, Language, language_of, lexicon_of

TEXT_ONLY = {"self_harm", "emergency"}
"""What is only ever found in text, never asked."""
Phrases = tuple[str, ...]


class FlagData(Reviewed):
    says: Phrases = Field(min_length=1)
    unless: Phrases = ()
    mentions: Phrases = ()


class ListsData(Reviewed):
    lists: dict[str, Phrases]


class NegationData(Reviewed):
    negates: Phrases
    negates_next: Phrases = ()
    negates_before: Phrases = ()
    negates_loss: Phrases = ()
    never_negates: Phrases = ()
    loss: Phrases = ()
    stops: Phrases = ()
    breaks_list: Phrases = ()
    joins: Phrases = ()


class PeopleData(Reviewed):
    other: Phrases
    third: Phrases = ()
    self: Phrases
    reports: Phrases = ()


class CertaintyData(Reviewed):
    supposes: Phrases
    asks: Phrases = ()
    presupposes: Phrases = ()
    past: Phrases
    now: Phrases = ()
    over: Phrases = ()


class IdiomsData(Reviewed):
    idiom: Phrases


class WordsData(Reviewed):
    fillers: Phrases = ()
    contrasts: Phrases = ()
    bound: Phrases = ()
    right: Phrases = ()
    short: Phrases = ()
    spelt: Phrases = ()
    chat: dict[str, str] = Field(default_factory=dict)


CUES: dict[str, type[Reviewed]] = {
    "negation": NegationData,
    "people": PeopleData,
    "certainty": CertaintyData,
    "idioms": IdiomsData,
}
KINDS: dict[str, type[Reviewed]] = {**CUES, "words": WordsData}


def read_lexicon(folder: Folder, languages: list[str], flags: set[str]) -> tuple[Lexicon, list[str]]:
    """The lexicon of all languages, and the tables that nobody has signed. Problems go to the folder."""
    sources: list[Source] = []
    ready: list[Language] = []
    unsigned: list[str] = []
    for language in languages:
        tables = _tables(folder, language)
        unsigned += [f"{language}/{name}" for name, table in tables.items() if not table.reviewed_by]
        source = _source(tables)
        strange = sorted(source.flags.keys() - flags - TEXT_ONLY)
        folder.problems += [f"{language}/lexicon.toml: there is no red flag '{flag}'" for flag in strange]
        sources.append(source)
        try:
            ready.append(language_of(source))
        except LexiconError as error:
            folder.problems.append(f"{language}/lexicon.toml: {error}")
    return lexicon_of([] if folder.problems else list(zip(sources, ready, strict=True))), unsigned


def _tables(folder: Folder, language: str) -> dict[str, Reviewed]:
    """'<file>/<table>' -> the checked table, of the three files of a language."""
    kinds: dict[str, Mapping[str, type[Reviewed]]] = {
        "lexicon": {},
        "lexicon_words": {"lists": ListsData},
        "lexicon_context": KINDS,
    }
    found: dict[str, Reviewed] = {}
    for name, known in kinds.items():
        file = folder.root / language / f"{name}.toml"
        tables: dict[str, Any] = folder.table(file)
        folder.problems += [f"{language}/{name}.toml: [{table}] is missing" for table in known.keys() - tables.keys()]
        for table, values in tables.items():
            checked = folder.checked(file, table, values, known.get(table, FlagData))
            if checked is not None:
                found[f"{name}/{table}"] = checked
    return found


def _source(tables: Mapping[str, Reviewed]) -> Source:
    cues: dict[str, Phrases] = {}
    for name in CUES:
        if (table := tables.get(f"lexicon_context/{name}")) is not None:
            cues |= table.model_dump(exclude={"source", "reviewed_by"})
    words, lists = tables.get("lexicon_context/words"), tables.get("lexicon_words/lists")
    flags = {
        name.removeprefix("lexicon/"): FlagWords(table.says, table.unless, table.mentions)
        for name, table in tables.items()
        if isinstance(table, FlagData)
    }
    return Source(
        flags=flags,
        lists=lists.lists if isinstance(lists, ListsData) else {},
        cues=cues,
        **(words.model_dump(exclude={"source", "reviewed_by"}) if words is not None else {}),
    )
