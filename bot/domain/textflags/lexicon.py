"""What clinicians write down about how people say things, made ready to be found in a text."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from bot.domain.textflags.matching import Index, Pattern
from bot.domain.textflags.normalising import Contrasts
from bot.domain.textflags.notation import LexiconError, Lists, Step, steps
from bot.domain.textflags.phrases import Tree
from bot.domain.textflags.spelling import Speller


class Cue(StrEnum):
    """Words that say how a finding is meant. Each is a list of phrases, without gaps."""

    NEGATES = "negates"  # reaches some words ahead, as in 'no', 'without'
    NEGATES_NEXT = "negates_next"  # reaches the very next words alone
    NEGATES_BEFORE = "negates_before"  # stands behind what it takes back
    NEGATES_LOSS = "negates_loss"  # takes back even 'I cannot', as in 'not that I'
    NEVER_NEGATES = "never_negates"  # looks like a negation and is none, as in 'not only'
    LOSS = "loss"  # a single word that itself says no, as in 'cannot'
    STOPS = "stops"  # a negation does not reach over it
    BREAKS_LIST = "breaks_list"  # what follows a comma with such a word is no bare list
    JOINS = "joins"  # 'or', 'nor'
    OTHER = "other"  # somebody else
    THIRD = "third"  # he, she, their
    SELF = "self"  # I, my
    REPORTS = "reports"  # says, noticed
    SUPPOSES = "supposes"  # what if
    ASKS = "asks"  # begins a question
    PRESUPPOSES = "presupposes"  # 'why can't I': the question takes it for true
    PAST = "past"  # years ago
    NOW = "now"
    OVER = "over"  # is gone, has stopped
    IDIOM = "idiom"


MADE_READY = 8
"""Languages that are kept ready: a draft is compared with what is live, and most of its words are the same."""


@dataclass(frozen=True)
class FlagWords:
    """How people say one red flag. `unless` are patterns that take a finding over the same words away; `mentions`
    are too vague to alarm and reason enough to ask; where a clause ends does not matter to them.
    """

    says: Sequence[str] = ()
    unless: Sequence[str] = ()
    mentions: Sequence[str] = ()


@dataclass(frozen=True)
class Source:
    """One language's words, as they are written. `chat` gives short forms in full; `right` are words that only
    look like misspelt ones, and `short` short ones to put right to; `fillers` carry nothing; `contrasts` begin a
    clause, as in 'but', unless they are `bound` to the word in front, as in 'anything but'.
    """

    flags: Mapping[str, FlagWords]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fillers: Sequence[str] = ()
    contrasts: Sequence[str] = ()
    bound: Sequence[str] = ()
    right: Sequence[str] = ()
    short: Sequence[str] = ()
    spelt: Sequence[str] = ()
    chat: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Of the names alone: they tell languages apart, and equality looks at every word."""
        return hash((tuple(self.flags), tuple(self.lists), tuple(self.fillers)))


@dataclass(frozen=True)
class Language:
    """One language, ready. `starts` are the letters that its phrases begin with: its script."""

    says: Index
    unless: Index
    mentions: Index
    phrases: Tree
    cues: Tree
    cue_of: Mapping[int, tuple[Cue, ...]]
    fillers: frozenset[str]
    starts: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All languages, ready; spelling, short forms and words of contrast are theirs together. `version` is a hash
    over the words.
    """

    languages: tuple[Language, ...]
    contrasts: Contrasts
    chat: Mapping[str, tuple[str, ...]]
    speller: Speller
    version: str


def read(sources: Iterable[Source]) -> Lexicon:
    """Make the lexicon ready. Raises LexiconError for a pattern that cannot be read."""
    return lexicon_of([(source, language_of(source)) for source in sources])


def lexicon_of(ready: Iterable[tuple[Source, Language]]) -> Lexicon:
    """Put languages together that `language_of` has made ready."""
    made = list(ready)
    given = [source for source, _ in made]
    spelt = {word for source in given for word in _spelt_out(source)}
    text = json.dumps([vars(source) for source in given], sort_keys=True, default=vars)
    return Lexicon(
        languages=tuple(language for _, language in made),
        contrasts=_contrasts(given),
        chat={short: tuple(full.split()) for source in given for short, full in source.chat.items()},
        speller=Speller(
            spelt,
            spelt | {word for source in given for word in (*source.right, *source.short)},
            {word for source in given for word in source.short},
        ),
        version=hashlib.sha256(text.encode()).hexdigest()[:12],
    )


def _contrasts(sources: Iterable[Source]) -> Contrasts:
    found: dict[str, set[str]] = {word: set() for source in sources for word in source.contrasts}
    for source in sources:
        for front, word in (pair.split() for pair in source.bound):
            found.setdefault(word, set()).add(front)
    return found


@lru_cache(maxsize=MADE_READY)
def language_of(source: Source) -> Language:
    """One language, ready; who reads the same words again gets the same. Raises LexiconError for a pattern that
    cannot be read.
    """
    lists, tree, cues = Lists(source.lists), Tree(), Tree()
    fillers = frozenset(source.fillers)

    def patterns(kind: str) -> Index:
        return Index(
            Pattern.of(
                flag,
                tuple((tree.number(step.phrases), step.gap) for step in found),
                loose=kind == "mentions" or any(step.over for step in found),
            )
            for flag, words in source.flags.items()
            for pattern in getattr(words, kind)
            for found in _steps(flag, pattern, lists, fillers)
        )

    return Language(
        says=patterns("says"),
        unless=patterns("unless"),
        mentions=patterns("mentions"),
        phrases=tree,
        cues=cues,
        cue_of=_cues(source, lists, cues),
        fillers=fillers,
        starts=tree.starts,
    )


def _steps(flag: str, pattern: str, lists: Lists, fillers: frozenset[str]) -> list[tuple[Step, ...]]:
    try:
        return steps(pattern, lists, fillers)
    except LexiconError as error:
        raise LexiconError(f"[{flag}] {error}") from None


def _cues(source: Source, lists: Lists, tree: Tree) -> dict[int, tuple[Cue, ...]]:
    found: dict[int, tuple[Cue, ...]] = {}
    for name, entries in source.cues.items():
        if name not in set(Cue):
            raise LexiconError(f"there is no kind of cue '{name}'")
        phrases = frozenset(phrase for entry in entries for phrase in lists.spell(entry))
        number = tree.number(phrases)
        found[number] = (*found.get(number, ()), Cue(name))
    return found


def _spelt_out(source: Source) -> set[str]:
    """Every whole word that the source names: words to put misspelt ones right to."""
    patterns = [pattern for words in source.flags.values() for pattern in (*words.says, *words.unless, *words.mentions)]
    entries = [entry for entries in (*source.lists.values(), *source.cues.values()) for entry in entries]
    spelt = (
        " ".join((*patterns, *entries, *source.spelt, *source.fillers, *source.contrasts))
        .replace("(", " ")
        .replace(")", " ")
        .replace("|", " ")
    )
    return {word for word in spelt.split() if word.isalpha()}
