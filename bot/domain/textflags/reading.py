"""A text as one language reads it, a sentence at a time: spelt out, with empty words set aside."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from bot.domain.textflags.lexicon import Cue, Language, Lexicon
from bot.domain.textflags.matching import Parts
from bot.domain.textflags.normalising import Text, split

Span = tuple[int, int]
"""From the first word to the one behind the last."""
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.](?=\S)[^.!?…\n]+)*[.!?…\n]*")
"""A sentence with the marks that end it; a dot inside a number or a word ends none."""


class Reading:
    """`text` has every word; `kept` are the places in it of the words that carry something, and `content` and
    `clauses` those words and their clauses. Where the cues stand is found out when it is asked for.
    """

    def __init__(self, text: Text, language: Language) -> None:
        self.text = text
        self.kept = tuple(place for place, word in enumerate(text.words) if word not in language.fillers)
        self.content = tuple(text.words[place] for place in self.kept)
        self.clauses = tuple(text.clauses[place] for place in self.kept)
        self._language = language

    @cached_property
    def cues(self) -> Mapping[Cue, tuple[Span, ...]]:
        """Where each kind of cue stands, in order."""
        found: dict[Cue, list[Span]] = {}
        for number, places in self._language.cues.find(self.text.words, self.text.clauses).items():
            spans = [(start, end) for start, ends in places.items() for end in ends]
            for cue in self._language.cue_of[number]:
                found.setdefault(cue, []).extend(spans)
        return {cue: tuple(sorted(spans)) for cue, spans in found.items()}

    def between(self, first: int, last: int) -> int:
        """How many words that carry something stand from one place to before another."""
        return bisect_left(self.kept, last) - bisect_left(self.kept, first)

    def whole(self, part: tuple[int, int]) -> Span:
        """A stretch of the kept words as one of all words."""
        return self.kept[part[0]], self.kept[part[1] - 1] + 1

    def places(self, parts: Parts) -> frozenset[int]:
        """All places that the parts of a match cover; the gaps between them are not covered."""
        return frozenset(place for part in parts for place in range(*self.whole(part)))

    def of(self, cue: Cue) -> tuple[Span, ...]:
        return self.cues.get(cue, ())


def texts(plain: str, lexicon: Lexicon) -> Iterator[Text]:
    """A `plain` text sentence by sentence, with short forms in full and misspelt words put right."""
    for sentence in SENTENCE.findall(plain):
        yield _spelt(split(sentence, lexicon.contrasts), lexicon)


def _spelt(text: Text, lexicon: Lexicon) -> Text:
    words: list[str] = []
    origin: list[int] = []
    for place, word in enumerate(text.words):
        full = lexicon.chat.get(word) or (lexicon.speller.repair(word.replace("ñ", "n")),)
        words += full
        origin += [place] * len(full)
    return Text(
        tuple(words),
        tuple(text.clauses[place] for place in origin),
        tuple(text.sentences[place] for place in origin),
        tuple(text.segments[place] for place in origin),
        text.asked,
    )
