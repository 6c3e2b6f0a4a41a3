"""Finding phrases in words, and patterns of phrases: a tree of words, walked once, with every gap bounded."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.textflags.notation import Phrase

Found = Mapping[int, Mapping[int, Sequence[int]]]
"""phrase list -> where one of its phrases begins -> where it may end (the place behind its last word)."""


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree: the words that may follow, whole or as a beginning, and the lists that end here.
    `beginnings` sorts the latter by their first letters, as many as the `shortest` has.
    """

    whole: dict[str, "Node"] = field(default_factory=dict)
    beginning: dict[str, "Node"] = field(default_factory=dict)
    beginnings: dict[str, list[str]] = field(default_factory=dict)
    shortest: int = 0
    ends: list[int] = field(default_factory=list)

    def add(self, phrase: Phrase, number: int) -> None:
        node = self
        for word in phrase:
            node = node._step(word)
        if number not in node.ends:
            node.ends.append(number)

    def _step(self, word: str) -> "Node":
        if not word.endswith("*"):
            return self.whole.setdefault(word, Node())
        head = word.rstrip("*")
        if head not in self.beginning:
            self.beginning[head] = Node()
            self._sort_beginnings()
        return self.beginning[head]

    def _sort_beginnings(self) -> None:
        self.shortest = min(map(len, self.beginning))
        self.beginnings = {}
        for head in sorted(self.beginning):
            self.beginnings.setdefault(head[: self.shortest], []).append(head)

    def after(self, word: str) -> list["Node"]:
        """Where a word leads."""
        found = [self.whole[word]] if word in self.whole else []
        if self.beginning:
            heads = self.beginnings.get(word[: self.shortest], ())
            found += [self.beginning[head] for head in heads if word.startswith(head)]
        return found


class Seen:
    """The phrases that stand in some words: what each leads to, where it begins, and the place behind its last word.
    `nodes` has what they lead to once, in order; `there` are the lists of which a phrase was seen.
    """

    def __init__(self, phrases: list[tuple[Node, int, int]]) -> None:
        self.phrases = phrases
        self.nodes = list(dict.fromkeys([node for node, _, _ in phrases]))
        self.there = set[int]().union(*[node.ends for node in self.nodes])

    def places(self, numbers: Collection[int]) -> Found:
        """Where the lists of these numbers stand."""
        found: dict[int, dict[int, list[int]]] = {number: {} for number in numbers}
        wanted = {node: [found[number] for number in node.ends if number in found] for node in self.nodes}
        for node, start, end in self.phrases:
            for starts in wanted[node]:
                starts.setdefault(start, []).append(end)
        return found


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
                self.longest = max(self.longest, len(phrase))
        return self._numbers[phrases]

    def find(self, words: Sequence[str], clauses: Sequence[int], heads: Heads) -> Seen:
        """Every phrase of every list in the words; none goes over the end of a clause."""
        seen: list[tuple[Node, int, int]] = []
        number = len(words)
        for start, word in enumerate(words):
            found = heads.get(word)
            if found is None:
                found = heads[word] = _parted(self._root.after(word))
            ends, nodes = found
            place = start + 1
            for node in ends:
                seen.append((node, start, place))
            while nodes and place < number and clauses[place] == clauses[start]:
                nodes = _led(nodes, words[place])
                place += 1
                for node in nodes:
                    if node.ends:
                        seen.append((node, start, place))
        return Seen(seen)


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
    """What to look for, by the numbers of its lists with the gap before each, and what it stands for."""

    means: str
    steps: tuple[tuple[int, int], ...]
    needs: frozenset[int]

    @classmethod
    def of(cls, means: str, steps: tuple[tuple[int, int], ...]) -> "Pattern":
        return cls(means, steps, frozenset(number for number, _ in steps))


class Index:
    """Patterns by the one of their lists that the fewest patterns share, so that few are looked at for a text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        known = list(patterns)
        common = Counter(number for pattern in known for number in pattern.needs)
        self._by_list: dict[int, list[Pattern]] = {}
        self._by_node: dict[Node, list[Pattern]] = {}
        for pattern in known:
            rarest = min(pattern.needs, key=lambda number: (common[number], number))
            self._by_list.setdefault(rarest, []).append(pattern)

    def possible(self, seen: Seen) -> list[Pattern]:
        """The patterns of which every list was seen, in the order of the words that led to them."""
        there, known = seen.there, self._by_node
        likely = [pattern for node in seen.nodes for pattern in (known[node] if node in known else self._at(node))]
        return list(dict.fromkeys([pattern for pattern in likely if pattern.needs <= there]))

    def _at(self, node: Node) -> list[Pattern]:
        """The patterns that are looked up by a list that ends here."""
        if node not in self._by_node:
            self._by_node[node] = [pattern for number in node.ends for pattern in self._by_list.get(number, ())]
        return self._by_node[node]


Parts = tuple[tuple[int, int], ...]
"""Where each step of a pattern begins and ends."""


def matches(pattern: Pattern, found: Found, clauses: Sequence[int]) -> list[Parts]:
    """Every place where a pattern fits, inside one clause."""
    first, *rest = pattern.steps
    grown: list[Parts] = [((start, end),) for start, ends in found[first[0]].items() for end in ends]
    for number, gap in rest:
        grown = _grown(grown, found[number], gap, clauses)
    return grown


def _grown(parts: list[Parts], places: Mapping[int, Sequence[int]], gap: int, clauses: Sequence[int]) -> list[Parts]:
    longer = []
    for made in parts:
        last = made[-1][1]
        for start in range(last, last + gap + 1):
            if start in places and clauses[start] == clauses[made[0][0]]:
                longer += [(*made, (start, end)) for end in places[start]]
    return longer
