"""The detector: every language reads every text, and each red flag keeps its surest finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.textflags.lexicon import Language, Lexicon
from bot.domain.textflags.matching import Found, Index, matches, possible
from bot.domain.textflags.meaning import Finding, Meaning, meaning, negated
from bot.domain.textflags.normalising import plain
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
    for sentence in texts(plain(text), lexicon):
        letters = {word[0] for word in sentence.words}
        for language in lexicon.languages:
            if language.starts.isdisjoint(letters):
                continue
            for hit in _heard(Reading(sentence, language), language):
                before = best.get(hit.flag)
                if before is None or (before.certainty is Certainty.SOFT and hit.certainty is Certainty.HIT):
                    best[hit.flag] = hit
    return Detection(tuple(best[flag] for flag in sorted(best)), lexicon.version)


def _heard(reading: Reading, language: Language) -> Iterable[Hit]:
    found = language.phrases.find(reading.content, reading.clauses)
    said, vague = (_findings(patterns, found, reading) for patterns in (language.says, language.mentions))
    if not said and not vague:
        return
    barred = _findings(language.unless, found, reading)
    said = [one for one in said if not _barred(one, barred)]
    own = frozenset(place for one in said for place in one.covered)
    for one in said:
        meant = _meant(one, reading, own)
        if meant is not Meaning.TAKEN_BACK:
            yield _hit(one, reading, Certainty.HIT if meant is Meaning.AFFIRMED else Certainty.SOFT)
    for one in vague:
        if not _barred(one, barred) and negated(one, reading, own) is not Meaning.TAKEN_BACK:
            yield _hit(one, reading, Certainty.SOFT)


def _findings(patterns: Index, found: Found, reading: Reading) -> list[Finding]:
    made = []
    for pattern in possible(patterns, found):
        for parts in matches(pattern, found, reading.clauses):
            covered = reading.places(parts)
            made.append(Finding(pattern.means, min(covered), max(covered) + 1, covered))
    return made


def _barred(finding: Finding, barred: Iterable[Finding]) -> bool:
    return any(one.flag == finding.flag and finding.touches((one.start, one.end)) for one in barred)


def _meant(finding: Finding, reading: Reading, own: frozenset[int]) -> Meaning:
    if finding.flag != SELF_HARM:
        return meaning(finding, reading, own)
    return max(Meaning.UNCLEAR, negated(finding, reading, own))


def _hit(finding: Finding, reading: Reading, certainty: Certainty) -> Hit:
    return Hit(finding.flag, certainty, " ".join(reading.text.words[finding.start : finding.end]))
