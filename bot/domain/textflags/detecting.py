"""The detector: every language reads every text, and each red flag keeps its surest finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.textflags.lexicon import Language, Lexicon
from bot.domain.textflags.matching import Pattern
from bot.domain.textflags.meaning import Finding, Meaning, meaning, negated
from bot.domain.textflags.normalising import Text, plain
from bot.domain.textflags.phrases import Heads, Part, Seen
from bot.domain.textflags.reading import Reading, texts

SELF_HARM = "self_harm"
"""Heard whoever it is about and however it is meant; only words right in front of it can soften it."""


class Certainty(StrEnum):
    HIT = "hit"
    SOFT = "soft"


@dataclass(frozen=True)
class Hit:
    """A red flag, how sure it is, and the words it was found in (never kept, never logged)."""

    flag: str
    certainty: Certainty
    words: str


@dataclass(frozen=True)
class Detection:
    """`found` has each red flag once, in the order of their ids."""

    found: tuple[Hit, ...]
    lexicon_version: str

    @property
    def hits(self) -> tuple[str, ...]:
        """Affirmed, present, about the patient."""
        return tuple(one.flag for one in self.found if one.certainty is Certainty.HIT)

    @property
    def soft(self) -> tuple[str, ...]:
        """Mentioned, and worth a question."""
        return tuple(one.flag for one in self.found if one.certainty is Certainty.SOFT)

    @property
    def spans(self) -> tuple[tuple[str, str], ...]:
        """Flag and words, for whoever improves the lexicon."""
        return tuple((one.flag, one.words) for one in self.found)


def detect(text: str, lexicon: Lexicon) -> Detection:
    """What a text says of red flags. Total: any text has an answer."""
    best: dict[str, Hit] = {}
    listeners = [Listener(language, best) for language in lexicon.languages]
    for sentence in texts(plain(text), lexicon):
        letters = {word[0] for word in sentence.words}
        for listener in listeners:
            if not listener.language.starts.isdisjoint(letters):
                listener.hear(sentence)
    return Detection(tuple(best[flag] for flag in sorted(best)), lexicon.version)


class Listener:
    """One language listening to one text. What it hears goes into `best`, which the languages share: each red flag's
    surest finding. Where words lead in its trees is looked up once, and given up with the text.
    """

    def __init__(self, language: Language, best: dict[str, Hit]) -> None:
        self.language = language
        self._best = best
        self._phrases: Heads = {}
        self._cues: Heads = {}

    def hear(self, sentence: Text) -> None:
        """Judge what a sentence says, as far as it can make a red flag surer than it is."""
        language, reading = self.language, Reading(sentence, self.language, self._cues)
        seen = language.phrases.find(reading.content, reading.clauses, self._phrases)
        says, mentions = language.says.likely(seen), language.mentions.likely(seen)
        vague = _findings([one for one in mentions if self._new(one[0].means)], seen, reading)
        if not vague and not any(self._open(one.means) for one, _ in says):
            return
        said = _findings(says, seen, reading)
        if not vague and not any(self._open(one.flag) for one in said):
            return
        barred = Barred(_findings(language.unless.likely(seen), seen, reading), sentence)
        self._judge([one for one in said if one not in barred], [one for one in vague if one not in barred], reading)

    def _judge(self, said: Iterable[Finding], vague: Iterable[Finding], reading: Reading) -> None:
        own = frozenset().union(*[one.covered for one in said])
        for one in said:
            if self._open(one.flag) and (meant := _meant(one, reading, own)) is not Meaning.TAKEN_BACK:
                self._take(_hit(one, reading, Certainty.HIT if meant is Meaning.AFFIRMED else Certainty.SOFT))
        for one in vague:
            if self._new(one.flag) and negated(one, reading, own) is not Meaning.TAKEN_BACK:
                self._take(_hit(one, reading, Certainty.SOFT))

    def _open(self, flag: str) -> bool:
        """Whether a red flag was not affirmed yet."""
        return flag not in self._best or self._best[flag].certainty is Certainty.SOFT

    def _new(self, flag: str) -> bool:
        return flag not in self._best

    def _take(self, hit: Hit) -> None:
        if self._new(hit.flag) or hit.certainty is Certainty.HIT:
            self._best[hit.flag] = hit


class Barred:
    """Where findings are that take away what touches them: none that goes over a comma."""

    def __init__(self, findings: Iterable[Finding], sentence: Text) -> None:
        self._places: dict[str, set[int]] = {}
        for one in findings:
            if sentence.segments[one.start] == sentence.segments[one.end - 1]:
                self._places.setdefault(one.flag, set()).update(range(one.start, one.end))

    def __contains__(self, finding: Finding) -> bool:
        places = self._places.get(finding.flag)
        return places is not None and not places.isdisjoint(range(finding.start, finding.end))


def _findings(likely: Iterable[tuple[Pattern, Part]], seen: Seen, reading: Reading) -> list[Finding]:
    made = [
        Finding(pattern.means, *reading.places(parts))
        for pattern, part in likely
        for parts in pattern.around(seen, part)
    ]
    return list(dict.fromkeys(made))


def _meant(finding: Finding, reading: Reading, own: frozenset[int]) -> Meaning:
    if finding.flag != SELF_HARM:
        return meaning(finding, reading, own)
    return max(Meaning.UNCLEAR, negated(finding, reading, own))


def _hit(finding: Finding, reading: Reading, certainty: Certainty) -> Hit:
    return Hit(finding.flag, certainty, " ".join(reading.text.words[finding.start : finding.end]))
