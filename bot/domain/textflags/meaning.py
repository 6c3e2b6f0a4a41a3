"""How a finding is meant: affirmed, taken back, or unclear. Source: safety.md §2.3, steps 3 to 7."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

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


@dataclass(frozen=True)
class Finding:
    """Where a red flag was found. `covered` are the places of its own words, without what stands in gaps."""

    flag: str
    start: int
    end: int
    covered: frozenset[int]

    def touches(self, span: Span) -> bool:
        return span[0] < self.end and self.start < span[1]


def meaning(finding: Finding, reading: Reading, spoken_for: Collection[int] = ()) -> Meaning:
    """What a finding amounts to. `spoken_for` are places of other findings' own words: they negate nothing else."""
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
    if any(_taken_back_behind(finding, reading, cue) for cue in _free(Cue.NEGATES_BEFORE, finding, reading)):
        return Meaning.TAKEN_BACK
    if any(_reaches(cue, finding, reading, REACH_LOSS) for cue in _free(Cue.NEGATES_LOSS, finding, reading)):
        return Meaning.TAKEN_BACK
    if says_no_itself(finding, reading):
        return Meaning.AFFIRMED
    near = [cue for cue in _free(Cue.NEGATES_NEXT, finding, reading) if not _any(cue, spoken_for)]
    if any(_reaches(cue, finding, reading, REACH_NEXT) for cue in near):
        return Meaning.TAKEN_BACK
    far = [cue for cue in _free(Cue.NEGATES, finding, reading) if not _any(cue, spoken_for)]
    found = [_by_list(cue, finding, reading) for cue in far if _reaches(cue, finding, reading, REACH)]
    return min(found, default=Meaning.AFFIRMED)


def says_no_itself(finding: Finding, reading: Reading) -> bool:
    """A lost ability: the finding has its own 'cannot', so that a 'no' in front does not simply take it back."""
    return any(start in finding.covered for start, _ in reading.of(Cue.LOSS))


def _free(cue: Cue, finding: Finding, reading: Reading) -> list[Span]:
    """The cues of a kind that are not the finding's own words, nor part of what only looks like a negation."""
    shams = reading.of(Cue.NEVER_NEGATES)
    return [
        span
        for span in reading.of(cue)
        if not _any(span, finding.covered) and not any(sham[0] <= span[0] and span[1] <= sham[1] for sham in shams)
    ]


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
    return not any(cue[1] <= stop[0] < finding.start for stop in reading.of(Cue.STOPS))


def _by_list(cue: Span, finding: Finding, reading: Reading) -> Meaning:
    """A comma ends a negation, unless what follows it is a bare list: then an 'or' makes the list sure."""
    text = reading.text
    if cue[0] > finding.start or text.segments[cue[0]] == text.segments[finding.start]:
        return Meaning.TAKEN_BACK
    comma = next(place for place in range(cue[1], finding.end) if text.segments[place] != text.segments[cue[0]])
    if any(comma <= start < finding.end for start, _ in reading.of(Cue.BREAKS_LIST)):
        return Meaning.AFFIRMED
    clause = text.clauses[finding.start]
    joined = any(cue[1] <= start and text.clauses[start] == clause for start, _ in reading.of(Cue.JOINS))
    return Meaning.TAKEN_BACK if joined else Meaning.UNCLEAR


def _taken_back_behind(finding: Finding, reading: Reading, cue: Span) -> bool:
    """'… is not there': right behind the finding, or inside it."""
    if reading.text.clauses[cue[0]] != reading.text.clauses[finding.start]:
        return False
    if finding.start < cue[0] < finding.end:
        return True
    same = cue[0] < len(reading.text.segments) and reading.text.segments[cue[0]] == reading.text.segments[finding.start]
    return same and finding.end <= cue[0] <= finding.end + REACH_BACK


# What is not here and now


def idiom(finding: Finding, reading: Reading) -> bool:
    """A figure of speech over the same words."""
    return any(finding.touches(span) for span in reading.of(Cue.IDIOM))


def supposed(finding: Finding, reading: Reading) -> bool:
    """A supposition or a question, not a report."""
    text = reading.text
    if any(_in_front(span, finding, reading) for span in reading.of(Cue.PRESUPPOSES)):
        return False
    if any(_in_front(span, finding, reading) for span in reading.of(Cue.SUPPOSES)):
        return True
    mark = text.asked.get(text.sentences[finding.start])
    return mark is not None and _is_asked(finding, reading, mark)


def _in_front(span: Span, finding: Finding, reading: Reading) -> bool:
    """In the same clause, in front of the finding's end."""
    return span[0] < finding.end and reading.text.clauses[span[0]] == reading.text.clauses[finding.start]


def _is_asked(finding: Finding, reading: Reading, mark: str) -> bool:
    """In a sentence that ends with a question mark: whether the question is about the finding, or follows it."""
    text = reading.text
    sentence, segment = text.sentences[finding.start], text.segments[finding.start]
    asks = [start for start, _ in reading.of(Cue.ASKS) if text.sentences[start] == sentence]
    if any(text.segments[start] == segment and start <= finding.start for start in asks):
        return True
    if any(start > finding.start for start in asks):
        return False
    final = max(place for place, number in enumerate(text.sentences) if number == sentence)
    return text.segments[final] == segment and mark == "?"


def past(finding: Finding, reading: Reading) -> bool:
    """Told of a time long over, with no 'now' that brings it to today."""
    text = reading.text
    sentence = text.sentences[finding.start]
    for start, _ in reading.of(Cue.PAST):
        if text.sentences[start] != sentence or text.clauses[start] != text.clauses[finding.start]:
            continue
        first, last = min(start - NOW_BEFORE, finding.start), max(start, finding.end)
        if not any(first <= now <= last for now, _ in reading.of(Cue.NOW)):
            return True
    return False


def about_another(finding: Finding, reading: Reading) -> bool:
    """Said of somebody else: the last person named before it is not the patient."""
    text = reading.text
    sentence = text.sentences[finding.start]
    others = [span for span in reading.of(Cue.OTHER) if text.sentences[span[0]] == sentence and span[0] < finding.end]
    third = [span for span in reading.of(Cue.THIRD) if text.sentences[span[0]] == sentence and span[0] < finding.end]
    last = max((span[0] for span in (*others, *third)), default=-1)
    if last < 0:
        return False
    own = [start for start, _ in reading.of(Cue.SELF) if not any(span[0] <= start < span[1] for span in others)]
    if any(last < start < finding.end and text.sentences[start] == sentence for start in own):
        return False
    reported = any(last < start < finding.end for start, _ in reading.of(Cue.REPORTS))
    return not (reported and not third)


def over(finding: Finding, reading: Reading) -> bool:
    """'… is gone', right behind it."""
    text = reading.text
    return any(
        text.clauses[start] == text.clauses[finding.start] and finding.start < start <= finding.end + REACH_BACK + 1
        for start, _ in reading.of(Cue.OVER)
    )
