"""Finding phrases in words: a tree of words, walked once."""

from collections.abc import Sequence
from typing import Any

from bot.domain.textflags.notation import Phrase

NOTHING: dict[Any, Any] = {}
"""Nobody writes into it."""


class Node:
    """A place in the tree: the words that may follow, whole or as a beginning, and the lists that end here.
    `_heads` sorts the beginnings by their first letters, as many as the `_shortest` has. Most places have few of
    these: an empty one is shared.
    """

    __slots__ = ("_heads", "_shortest", "beginning", "ends", "whole")
    whole: dict[str, "Node"]
    beginning: dict[str, "Node"]
    ends: dict[int, None]

    def __init__(self) -> None:
        self.whole = self.beginning = self.ends = self._heads = NOTHING
        self._shortest = 0

    def add(self, phrase: Phrase, number: int) -> None:
        node = self
        for word in phrase:
            node = node.whole.get(word) or node._grown(word)
        if node.ends is NOTHING:
            node.ends = {}
        node.ends[number] = None

    def _grown(self, word: str) -> "Node":
        """The place behind a word that no whole one leads to yet."""
        if word[-1] != "*":
            further = Node()
            self.whole = self.whole or {}
            self.whole[word] = further
            return further
        self._heads, self.beginning = NOTHING, self.beginning or {}
        return self.beginning.setdefault(word[:-1], Node())

    def after(self, word: str) -> list["Node"]:
        """Where a word leads."""
        found = [self.whole[word]] if word in self.whole else []
        if self.beginning:
            if not self._heads:
                self._sort()
            heads = self._heads.get(word[: self._shortest])
            if heads and word.startswith(heads):
                found += [self.beginning[head] for head in heads if word.startswith(head)]
        return found

    def _sort(self) -> None:
        self._heads = {}
        self._shortest = min(map(len, self.beginning))
        for head in sorted(self.beginning):
            first = head[: self._shortest]
            self._heads[first] = (*self._heads.get(first, ()), head)


Part = tuple[int, int]
"""Where a phrase begins, and the place behind its last word."""


class Seen:
    """The phrases that stand in some words: what each leads to, where it begins, and the place behind its last word.
    `there` are the lists of which a phrase was seen; none goes over the end of one of the `clauses`.
    """

    def __init__(self, phrases: list[tuple[Node, int, int]], clauses: Sequence[int]) -> None:
        self.phrases = phrases
        self.clauses = clauses
        self.there = set[int]().union(*[node.ends for node in {node for node, _, _ in phrases}])
        self._from: dict[int, list[tuple[Node, int, int]]] = {}
        self._to: dict[int, list[tuple[Node, int, int]]] = {}

    def ahead(self, number: int, place: int, gap: int) -> list[Part]:
        """The phrases of a list that begin at a place, or at most so many words behind it."""
        begun = self._from or self._sorted()
        found = []
        for start in range(place, place + gap + 1):
            if start in begun:
                found += [(start, end) for node, _, end in begun[start] if number in node.ends]
        return found

    def before(self, number: int, place: int, gap: int) -> list[Part]:
        """The phrases of a list that end at a place, or at most so many words in front of it."""
        if not self._from:
            self._sorted()
        ended = self._to
        found = []
        for end in range(place - gap, place + 1):
            if end in ended:
                found += [(start, end) for node, start, _ in ended[end] if number in node.ends]
        return found

    def _sorted(self) -> dict[int, list[tuple[Node, int, int]]]:
        for one in self.phrases:
            self._from.setdefault(one[1], []).append(one)
            self._to.setdefault(one[2], []).append(one)
        return self._from


Heads = dict[str, tuple[list[Node], list[Node]]]
"""word -> where it leads from the root, to ends and on: filled while one text is read, and given up with it."""


NOWHERE: tuple[list[Node], list[Node]] = ([], [])


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
            self.longest = max(self.longest, *map(len, phrases), 0)
        return self._numbers[phrases]

    def find(self, words: Sequence[str], clauses: Sequence[int], heads: Heads) -> Seen:
        """Every phrase of every list in the words; none goes over the end of a clause."""
        for word in set(words).difference(heads):
            heads[word] = _parted(self._root.after(word))
        seen: list[tuple[Node, int, int]] = []
        number = len(words)
        for start, found in enumerate([heads[word] for word in words]):
            if found is NOWHERE:
                continue
            ends, nodes = found
            place = start + 1
            seen += [(node, start, place) for node in ends]
            while nodes and place < number and clauses[place] == clauses[start]:
                nodes = _led(nodes, words[place])
                place += 1
                seen += [(node, start, place) for node in nodes if node.ends]
        return Seen(seen, clauses)


def _led(nodes: list[Node], word: str) -> list[Node]:
    """Where a word leads from any of these."""
    later: list[Node] = []
    for node in nodes:
        if node.beginning:
            later += node.after(word)
        elif word in node.whole:
            later.append(node.whole[word])
    return later


def _parted(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """The nodes where lists end, and those that lead on."""
    if not nodes:
        return NOWHERE
    return [node for node in nodes if node.ends], [node for node in nodes if node.whole or node.beginning]
