"""Finding phrases in words, and patterns of phrases: a tree of words, walked once, with every gap bounded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
Parts = tuple[Part, ...]
"""Where each step of a pattern stands."""


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


@dataclass(frozen=True, eq=False)
class Pattern:
    """What to look for, by the numbers of its lists with the gap before each, and what it stands for. It is looked
    for at its `anchor`, the step that the fewest patterns share. A `loose` one may go over the end of a clause.
    """

    means: str
    steps: tuple[tuple[int, int], ...]
    needs: frozenset[int]
    loose: bool
    anchor: int = 0

    @classmethod
    def of(cls, means: str, steps: tuple[tuple[int, int], ...], *, loose: bool) -> "Pattern":
        return cls(means, steps, frozenset(number for number, _ in steps), loose)

    def anchored(self, common: Mapping[int, int]) -> "Pattern":
        """The same, anchored by how many patterns have each list."""
        anchor = min(range(len(self.steps)), key=lambda step: (common[self.steps[step][0]], step))
        return Pattern(self.means, self.steps, self.needs, self.loose, anchor)

    def around(self, seen: Seen, part: Part) -> list[Parts]:
        """Every way in which the pattern fits with its anchor in that place."""
        made: list[Parts] = [(part,)]
        for step in range(self.anchor, 0, -1):
            gap, number = self.steps[step][1], self.steps[step - 1][0]
            made = [(before, *parts) for parts in made for before in seen.before(number, parts[0][0], gap)]
            if not made:
                return []
        for number, gap in self.steps[self.anchor + 1 :]:
            made = [(*parts, ahead) for parts in made for ahead in seen.ahead(number, parts[-1][1], gap)]
            if not made:
                return []
        if self.loose:
            return made
        clauses = seen.clauses
        return [one for one in made if clauses[one[0][0]] == clauses[one[-1][0]]]


class Index:
    """Patterns by their anchors, so that few are looked at for a text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        known = list(patterns)
        common = Counter(number for pattern in known for number in pattern.needs)
        self._by_list: dict[int, list[Pattern]] = {}
        self._by_node: dict[Node, list[Pattern]] = {}
        for pattern in known:
            anchored = pattern.anchored(common)
            self._by_list.setdefault(anchored.steps[anchored.anchor][0], []).append(anchored)

    def likely(self, seen: Seen) -> list[tuple[Pattern, Part]]:
        """The patterns of which every list was seen, with each place of their anchor."""
        there, known = seen.there, self._by_node
        return [
            (pattern, (start, end))
            for node, start, end in seen.phrases
            for pattern in (known[node] if node in known else self._at(node))
            if pattern.needs <= there
        ]

    def _at(self, node: Node) -> list[Pattern]:
        """The patterns whose anchor ends here."""
        self._by_node[node] = [pattern for number in node.ends for pattern in self._by_list.get(number, ())]
        return self._by_node[node]
