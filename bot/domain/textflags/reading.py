"""A text as one language reads it: short forms in full, misspelt words put right, empty words set aside."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.textflags.lexicon import Cue, Language
from bot.domain.textflags.matching import Parts
from bot.domain.textflags.normalising import Text, split

Span = tuple[int, int]
"""From the first word to the one behind the last."""


@dataclass(frozen=True)
class Reading:
    """`text` has every word; `kept` are the places in it of the words that carry something; `cues` has where each
    kind of cue stands in it.
    """

    text: Text
    kept: tuple[int, ...]
    cues: Mapping[Cue, tuple[Span, ...]]

    @property
    def content(self) -> tuple[str, ...]:
        return tuple(self.text.words[place] for place in self.kept)

    @property
    def clauses(self) -> tuple[int, ...]:
        """The clause of each word that carries something."""
        return tuple(self.text.clauses[place] for place in self.kept)

    def whole(self, part: tuple[int, int]) -> Span:
        """A stretch of the kept words as one of all words."""
        return self.kept[part[0]], self.kept[part[1] - 1] + 1

    def places(self, parts: Parts) -> frozenset[int]:
        """All places that the parts of a match cover; the gaps between them are not covered."""
        return frozenset(place for part in parts for place in range(*self.whole(part)))

    def of(self, cue: Cue) -> tuple[Span, ...]:
        return self.cues.get(cue, ())


def read_as(plain: str, language: Language) -> Reading:
    """Read a `plain` text in one language."""
    text = _spelt(split(plain, language.contrasts), language)
    kept = tuple(place for place, word in enumerate(text.words) if word not in language.fillers)
    found: dict[Cue, list[Span]] = {}
    for number, places in language.cues.find(text.words, text.clauses).items():
        spans = [(start, end) for start, ends in places.items() for end in ends]
        for cue in language.cue_of[number]:
            found.setdefault(cue, []).extend(spans)
    return Reading(text, kept, {cue: tuple(sorted(spans)) for cue, spans in found.items()})


def _spelt(text: Text, language: Language) -> Text:
    words: list[str] = []
    origin: list[int] = []
    for place, word in enumerate(text.words):
        full = language.chat.get(word) or (language.speller.repair(word.replace("ñ", "n")),)
        words += full
        origin += [place] * len(full)
    return Text(
        tuple(words),
        tuple(text.clauses[place] for place in origin),
        tuple(text.sentences[place] for place in origin),
        tuple(text.segments[place] for place in origin),
        text.asked,
    )
