"""Finding phrases in words, and patterns of phrases: a tree of words, walked once, with every gap bounded."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.textflags.notation import Phrase

Found = Mapping[int, Mapping[int, Sequence[int]]]
"""phrase list -> where one of its phrases begins -> where it may end (the place behind its last word)."""


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree: the words that may follow, whole or as a beginning, and the lists that end here, by
    number and as the bits of one number.
    """

    whole: dict[str, "Node"] = field(default_factory=dict)
    beginning: dict[str, "Node"] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    bits: int = 0

    def add(self, phrase: Phrase, number: int) -> None:
        node = self
        for word in phrase:
            node = node._step(word)
        if not node.bits >> number & 1:
            node.ends.append(number)
            node.bits |= 1 << number

    def _step(self, word: str) -> "Node":
        if not word.endswith("*"):
            return self.whole.setdefault(word, Node())
        head = word.rstrip("*")
        self.lengths = sorted({*self.lengths, len(head)})
        return self.beginning.setdefault(head, Node())

    def after(self, word: str) -> list["Node"]:
        """Where a word leads."""
        found = [self.whole[word]] if word in self.whole else []
        for length in self.lengths:
            if length > len(word):
                break
            if word[:length] in self.beginning:
                found.append(self.beginning[word[:length]])
        return found


Seen = list[tuple[Node, int, int]]
"""Where phrases stand in some words: what they lead to, where they begin, and the place behind their last word."""
Heads = dict[str, list[Node]]
"""word -> where it leads from the root: filled while one text is read, and given up with it."""


class Tree:
    """Lists of phrases, by number. `longest` is the number of words in the longest phrase."""

    def __init__(self) -> None:
        self.longest = 0
        self._root = Node()
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
                self.longest = max(self.longest, len(phrase))
        return self._numbers[phrases]

    def find(self, words: Sequence[str], clauses: Sequence[int], heads: Heads) -> Seen:
        """Every phrase of every list in the words; none goes over the end of a clause."""
        seen: Seen = []
        for start, word in enumerate(words):
            nodes = heads.get(word)
            if nodes is None:
                nodes = heads[word] = self._root.after(word)
            place = start + 1
            while nodes:
                seen += [(node, start, place) for node in nodes if node.bits]
                if place == len(words) or clauses[place] != clauses[start]:
                    break
                nodes = [later for node in nodes for later in node.after(words[place])]
                place += 1
        return seen


def places(seen: Seen, numbers: Collection[int]) -> Found:
    """Where the lists of these numbers stand."""
    found: dict[int, dict[int, list[int]]] = {number: {} for number in numbers}
    of_node: dict[Node, list[int]] = {}
    for node, start, end in seen:
        if node not in of_node:
            of_node[node] = [number for number in node.ends if number in found]
        for number in of_node[node]:
            found[number].setdefault(start, []).append(end)
    return found


@dataclass(frozen=True, eq=False)
class Pattern:
    """What to look for, by the numbers of its lists with the gap before each, and what it stands for. `needs` has
    the bits of those numbers.
    """

    means: str
    steps: tuple[tuple[int, int], ...]
    needs: int

    @classmethod
    def of(cls, means: str, steps: tuple[tuple[int, int], ...]) -> "Pattern":
        needs = 0
        for number, _ in steps:
            needs |= 1 << number
        return cls(means, steps, needs)


class Index:
    """Patterns by the one of their lists that the fewest patterns share, so that few are looked at for a text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        known = list(patterns)
        common = Counter(number for pattern in known for number in _numbers(pattern))
        self._by_list: dict[int, list[Pattern]] = {}
        self._by_node: dict[Node, list[Pattern]] = {}
        for pattern in known:
            rarest = min(_numbers(pattern), key=lambda number: (common[number], number))
            self._by_list.setdefault(rarest, []).append(pattern)

    def possible(self, seen: Seen) -> list[Pattern]:
        """The patterns of which every list was seen, in the order of the words that led to them."""
        there = 0
        for node, _, _ in seen:
            there |= node.bits
        found = (pattern for node, _, _ in seen for pattern in self._at(node) if pattern.needs & there == pattern.needs)
        return list(dict.fromkeys(found))

    def _at(self, node: Node) -> list[Pattern]:
        """The patterns that are looked up by a list that ends here."""
        if node not in self._by_node:
            self._by_node[node] = [pattern for number in node.ends for pattern in self._by_list.get(number, ())]
        return self._by_node[node]


def _numbers(pattern: Pattern) -> set[int]:
    return {number for number, _ in pattern.steps}


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
