"""Finding phrases in words, and patterns of phrases: a tree of words, walked once, with every gap bounded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.textflags.notation import Phrase

Found = dict[int, dict[int, list[int]]]
"""phrase list -> where one of its phrases begins -> where it may end (the place behind its last word)."""


REMEMBERED = 20_000
"""Single words whose place in a tree is remembered; never whole messages."""


@dataclass(slots=True)
class Node:
    """A place in the tree: the words that may follow, whole or as a beginning, and the lists that end here."""

    whole: dict[str, "Node"] = field(default_factory=dict)
    beginning: dict[str, "Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)

    def add(self, phrase: Phrase, number: int) -> None:
        node = self
        for word in phrase:
            kind = node.beginning if word.endswith("*") else node.whole
            node = kind.setdefault(word.rstrip("*"), Node())
        if number not in node.ends:
            node.ends.append(number)

    def after(self, word: str) -> list["Node"]:
        """Where a word leads."""
        found = [self.whole[word]] if word in self.whole else []
        if self.beginning:
            heads = (word[:length] for length in range(1, len(word) + 1))
            found += [self.beginning[head] for head in heads if head in self.beginning]
        return found


NOWHERE: list[Node] = []


class Tree:
    """Lists of phrases, by number."""

    def __init__(self) -> None:
        self._root = Node()
        self._heads: dict[str, list[Node]] = {}
        self._numbers: dict[frozenset[Phrase], int] = {}

    @property
    def starts(self) -> frozenset[str]:
        """The letters that phrases begin with."""
        return frozenset(word[0] for word in (*self._root.whole, *self._root.beginning) if word)

    def number(self, phrases: frozenset[Phrase]) -> int:
        """The number of a list; the same list has the same number."""
        if phrases not in self._numbers:
            number = self._numbers[phrases] = len(self._numbers)
            for phrase in phrases:
                self._root.add(phrase, number)
        return self._numbers[phrases]

    def _first(self, word: str) -> list[Node]:
        """Where a word leads from the root; remembered for the next time."""
        if word not in self._heads:
            if len(self._heads) >= REMEMBERED:
                self._heads.clear()
            self._heads[word] = self._root.after(word) or NOWHERE
        return self._heads[word]

    def find(self, words: Sequence[str], clauses: Sequence[int]) -> Found:
        """Every phrase of every list in the words; none goes over the end of a clause."""
        found: Found = {}
        for start, word in enumerate(words):
            nodes, place = self._first(word), start + 1
            while nodes:
                for node in nodes:
                    for number in node.ends:
                        found.setdefault(number, {}).setdefault(start, []).append(place)
                if place == len(words) or clauses[place] != clauses[start]:
                    break
                nodes = [later for node in nodes for later in node.after(words[place])]
                place += 1
        return found


@dataclass(frozen=True)
class Pattern:
    """What to look for, by the numbers of its lists with the gap before each, and what it stands for."""

    means: str
    steps: tuple[tuple[int, int], ...]
    needs: frozenset[int]

    @classmethod
    def of(cls, means: str, steps: tuple[tuple[int, int], ...]) -> "Pattern":
        return cls(means, steps, frozenset(number for number, _ in steps))


Index = dict[int, list[Pattern]]
"""Patterns by the one of their lists that the fewest patterns share, so that few are looked at for a text."""


def index(patterns: Iterable[Pattern]) -> Index:
    """Sort patterns by their rarest list."""
    known = list(patterns)
    common = Counter(number for pattern in known for number in pattern.needs)
    found: Index = {}
    for pattern in known:
        found.setdefault(min(pattern.needs, key=lambda number: (common[number], number)), []).append(pattern)
    return found


def possible(patterns: Index, found: Found) -> Iterable[Pattern]:
    """The patterns of which every list was found."""
    there = found.keys()
    for number in there & patterns.keys():
        for pattern in patterns[number]:
            if pattern.needs <= there:
                yield pattern


Parts = tuple[tuple[int, int], ...]
"""Where each step of a pattern begins and ends."""


def matches(pattern: Pattern, found: Found, clauses: Sequence[int]) -> list[Parts]:
    """Every place where a pattern fits, inside one clause."""
    first, *rest = pattern.steps
    grown: list[Parts] = [((start, end),) for start, ends in found.get(first[0], {}).items() for end in ends]
    for number, gap in rest:
        grown = [(*parts, step) for parts in grown for step in _next(parts, found[number], gap, clauses)]
    return grown


def _next(parts: Parts, places: Mapping[int, list[int]], gap: int, clauses: Sequence[int]) -> Iterable[tuple[int, int]]:
    begun, last = parts[0][0], parts[-1][1]
    for start in range(last, min(last + gap + 1, len(clauses))):
        if clauses[start] != clauses[begun]:
            return
        for end in places.get(start, ()):
            yield start, end
