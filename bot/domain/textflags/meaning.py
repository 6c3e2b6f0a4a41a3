"""How a finding is meant: affirmed, taken back, or unclear. Source: safety.md §2.3, steps 3 to 7."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from enum import IntEnum
from typing import NamedTuple

from bot.domain.textflags.lexicon import Cue
from bot.domain.textflags.reading import Reading, Span

REACH = 6
"""Words that a negation reaches ahead."""
REACH_NEXT = 2
REACH_BACK = 2
REACH_LOSS = 4
NOW_BEFORE = 4
"""How far in front of a time long over a 'since' may stand."""


class Meaning(IntEnum):
    """How sure it is that the finding is the patient's own, and now."""

    TAKEN_BACK = 0
    UNCLEAR = 1
    AFFIRMED = 2


class Finding(NamedTuple):
    """Where a red flag was found. `covered` are the places of its own words, without what stands in gaps."""

    flag: str
    start: int
    end: int
    covered: frozenset[int]


def meaning(finding: Finding, reading: Reading, spoken_for: Collection[int] = ()) -> Meaning:
    """What a finding amounts to. `spoken_for` are places of other findings' own words: they negate nothing else."""
    if says_no_twice(finding, reading):
        return Meaning.TAKEN_BACK
    taken_back = negated(finding, reading, spoken_for)
    if taken_back is not Meaning.AFFIRMED:
        return taken_back
    unclear = (
        idiom(finding, reading)
        or supposed(finding, reading)
        or past(finding, reading)
        or about_another(finding, reading)
        or over(finding, reading)
    )
    return Meaning.UNCLEAR if unclear else Meaning.AFFIRMED


# Negation


def negated(finding: Finding, reading: Reading, spoken_for: Collection[int] = ()) -> Meaning:
    """Whether words around a finding take it back; UNCLEAR when they may."""
    behind = reading.of(Cue.NEGATES_BEFORE, finding.start + 1, finding.end + REACH_BACK + 1)
    if any(_taken_back_behind(finding, reading, cue) for cue in behind if _free(cue, finding, reading)):
        return Meaning.TAKEN_BACK
    if _reaching(Cue.NEGATES_LOSS, finding, reading, REACH_LOSS):
        return Meaning.TAKEN_BACK
    if says_no_itself(finding, reading):
        return Meaning.AFFIRMED
    if any(not _any(cue, spoken_for) for cue in _reaching(Cue.NEGATES_NEXT, finding, reading, REACH_NEXT)):
        return Meaning.TAKEN_BACK
    far = [cue for cue in _reaching(Cue.NEGATES, finding, reading, REACH) if not _any(cue, spoken_for)]
    return min((_by_list(cue, finding, reading) for cue in far), default=Meaning.AFFIRMED)


def says_no_itself(finding: Finding, reading: Reading) -> bool:
    """A lost ability: the finding has its own 'cannot', so that a 'no' in front does not simply take it back."""
    return any(start in finding.covered for start, _ in reading.of(Cue.LOSS, finding.start, finding.end))


def says_no_twice(finding: Finding, reading: Reading) -> bool:
    """A finding that jumps from its own 'no' over another one, as in 'not that I cannot walk': what is behind the
    second is a finding by itself, and tells.
    """
    noes = [start in finding.covered for start, _ in reading.of(Cue.LOSS, finding.start, finding.end)]
    return any(noes) and not all(noes[noes.index(True) :])


def _reaching(cue: Cue, finding: Finding, reading: Reading, reach: int) -> list[Span]:
    """The negations of a kind that reach a finding over so many words."""
    first = reading.back(finding.start, reach) - reading.longest
    found = reading.of(cue, first, finding.end)
    return [span for span in found if _reaches(span, finding, reading, reach) and _free(span, finding, reading)]


def _free(cue: Span, finding: Finding, reading: Reading) -> bool:
    """Whether a cue is none of the finding's own words, nor part of what only looks like a negation."""
    shams = reading.of(Cue.NEVER_NEGATES, cue[0] - reading.longest, cue[0] + 1)
    return not _any(cue, finding.covered) and not any(cue[1] <= sham[1] for sham in shams)


def _any(span: Span, places: Collection[int]) -> bool:
    return any(place in places for place in range(*span))


def _reaches(cue: Span, finding: Finding, reading: Reading, reach: int) -> bool:
    """Whether a negation stands near enough in front of a finding, or inside it, with nothing that stops it."""
    text = reading.text
    if text.clauses[cue[0]] != text.clauses[finding.start]:
        return False
    if finding.start < cue[0] < finding.end:
        return True
    if cue[1] > finding.start:
        return False
    if reading.between(cue[1], finding.start) > reach:
        return False
    return not reading.of(Cue.STOPS, cue[1], finding.start)


def _by_list(cue: Span, finding: Finding, reading: Reading) -> Meaning:
    """A comma ends a negation, unless what follows it is a bare list: then an 'or' makes the list sure."""
    text = reading.text
    if cue[0] > finding.start or text.segments[cue[0]] == text.segments[finding.start]:
        return Meaning.TAKEN_BACK
    comma = max(cue[1], bisect_right(text.segments, text.segments[cue[0]]))
    if reading.of(Cue.BREAKS_LIST, comma, finding.end):
        return Meaning.AFFIRMED
    last = bisect_right(text.clauses, text.clauses[finding.start])
    return Meaning.TAKEN_BACK if reading.of(Cue.JOINS, cue[1], last) else Meaning.UNCLEAR


def _taken_back_behind(finding: Finding, reading: Reading, cue: Span) -> bool:
    """'… is not there': right behind the finding, or inside it."""
    text = reading.text
    if text.clauses[cue[0]] != text.clauses[finding.start]:
        return False
    if cue[0] < finding.end:
        return True
    return text.segments[cue[0]] == text.segments[finding.start]


# What is not here and now


def idiom(finding: Finding, reading: Reading) -> bool:
    """A figure of speech over the same words."""
    return bool(reading.over(Cue.IDIOM, finding.start, finding.end))


def supposed(finding: Finding, reading: Reading) -> bool:
    """A supposition or a question, not a report."""
    text = reading.text
    clause = bisect_left(text.clauses, text.clauses[finding.start])
    if reading.of(Cue.PRESUPPOSES, clause, finding.end):
        return False
    if any(start not in finding.covered for start, _ in reading.of(Cue.SUPPOSES, clause, finding.end)):
        return True
    mark = text.asked.get(text.sentences[finding.start])
    return mark is not None and _is_asked(finding, reading, mark)


def _is_asked(finding: Finding, reading: Reading, mark: str) -> bool:
    """In a sentence that ends with a question mark: whether the question is about the finding, or follows it."""
    text = reading.text
    first = bisect_left(text.segments, text.segments[finding.start])
    if reading.of(Cue.ASKS, first, finding.start + 1):
        return True
    behind = bisect_right(text.sentences, text.sentences[finding.start])
    if reading.of(Cue.ASKS, finding.start + 1, behind):
        return False
    return text.segments[behind - 1] == text.segments[finding.start] and mark == "?"


def past(finding: Finding, reading: Reading) -> bool:
    """Told of a time long over, with no 'now' that brings it to today."""
    clauses = reading.text.clauses
    clause = clauses[finding.start]
    for start, _ in _beside(Cue.PAST, finding, reading, bisect_left(clauses, clause), bisect_right(clauses, clause)):
        first, last = min(start - NOW_BEFORE, finding.start), max(start, finding.end)
        if not reading.of(Cue.NOW, first, last + 1):
            return True
    return False


def about_another(finding: Finding, reading: Reading) -> bool:
    """Said of somebody else: the last person named before it is not the patient."""
    sentences = reading.text.sentences
    begun = bisect_left(sentences, sentences[finding.start])
    others = _beside(Cue.OTHER, finding, reading, begun, finding.end)
    third = _beside(Cue.THIRD, finding, reading, begun, finding.end)
    last = max((spans[-1][0] for spans in (others, third) if spans), default=-1)
    if last < 0:
        return False
    own = reading.of(Cue.SELF, last + 1, finding.end)
    if any(not reading.over(Cue.OTHER, start, start + 1) for start, _ in own):
        return False
    return bool(third) or not reading.of(Cue.REPORTS, last + 1, finding.end)


def over(finding: Finding, reading: Reading) -> bool:
    """'… is gone', right behind it."""
    clauses = reading.text.clauses
    behind = _beside(Cue.OVER, finding, reading, finding.start + 1, finding.end + REACH_BACK + 2)
    return any(clauses[start] == clauses[finding.start] for start, _ in behind)


def _beside(cue: Cue, finding: Finding, reading: Reading, first: int, last: int) -> list[Span]:
    """The cues of a kind beside the finding's own words: those say what is found, and not how it is meant."""
    return [span for span in reading.of(cue, first, last) if not _any(span, finding.covered)]
