"""A text as one language reads it, a sentence at a time: spelt out, with empty words set aside."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bot.domain.textflags.lexicon import Cue, Language, Lexicon
from bot.domain.textflags.matching import Parts
from bot.domain.textflags.normalising import Text, split
from bot.domain.textflags.phrases import Heads

Span = tuple[int, int]
"""From the first word to the one behind the last."""
SENTENCE = re.compile(r"[^.!?…\n]+(?:(?:[.](?=\S)|[.…]{2,}|…)[^.!?…\n]+)*[.!?…\n]*")
"""A sentence with the marks that end it; a dot inside a number or a word ends none, nor do dots that go on."""
NONE: Sequence[Span] = ()


class Reading:
    """`text` has every word; `kept` are the places in it of the words that carry something, and `content` and
    `clauses` those words and their clauses. Where the cues stand is found out when it is asked for.
    """

    def __init__(self, text: Text, language: Language, heads: Heads) -> None:
        self.text = text
        self.kept = [place for place, word in enumerate(text.words) if word not in language.fillers]
        self.content = [text.words[place] for place in self.kept]
        self.clauses = [text.clauses[place] for place in self.kept]
        self._language = language
        self._heads = heads

    @cached_property
    def cues(self) -> Mapping[Cue, Sequence[Span]]:
        """Where each kind of cue stands, in order."""
        found: dict[Cue, list[Span]] = {}
        for node, start, end in self._language.cues.find(self.text.words, self.text.clauses, self._heads).phrases:
            for number in node.ends:
                for cue in self._language.cue_of[number]:
                    found.setdefault(cue, []).append((start, end))
        return {cue: sorted(spans) for cue, spans in found.items()}

    @property
    def longest(self) -> int:
        """Words in the longest cue."""
        return self._language.cues.longest

    def between(self, first: int, last: int) -> int:
        """How many words that carry something stand from one place to before another."""
        return bisect_left(self.kept, last) - bisect_left(self.kept, first)

    def back(self, place: int, words: int) -> int:
        """The first place from which on no more than so many words that carry something stand before another."""
        before = bisect_left(self.kept, place) - words - 1
        return self.kept[before] + 1 if before >= 0 else 0

    def places(self, parts: Parts) -> tuple[int, int, frozenset[int]]:
        """Where the parts of a match begin and end among all words, and the places that they cover: those in the gaps
        between them are not covered.
        """
        kept = self.kept
        covered = frozenset([place for first, last in parts for place in range(kept[first], kept[last - 1] + 1)])
        return kept[parts[0][0]], kept[parts[-1][1] - 1] + 1, covered

    def of(self, cue: Cue, first: int, last: int) -> Sequence[Span]:
        """The cues of a kind that begin from the first place on and before the last, in order."""
        spans = self.cues.get(cue, NONE)
        return spans[bisect_left(spans, (first,)) : bisect_left(spans, (last,))] if spans else NONE

    def over(self, cue: Cue, first: int, last: int) -> Sequence[Span]:
        """The cues of a kind with a word from the first place on and before the last."""
        return [span for span in self.of(cue, first - self.longest, last) if span[1] > first]


def texts(plain: str, lexicon: Lexicon) -> Iterator[Text]:
    """A `plain` text sentence by sentence, with short forms in full and misspelt words put right. What is said
    again word for word is read once.
    """
    spelling = _Spelling(lexicon)
    for sentence in dict.fromkeys(SENTENCE.findall(plain)):
        yield split(sentence, lexicon.contrasts, spelling.__getitem__)


class _Spelling(dict[str, Sequence[str]]):
    """typed word -> the words that it stands for: each looked up once in a text, and given up with it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, word: str) -> Sequence[str]:
        full = self._lexicon.chat.get(word) or (self._lexicon.speller.repair(word.replace("ñ", "n")),)
        self[word] = full
        return full
