"""Finding patterns: phrases one behind the other, with every gap bounded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.textflags.phrases import Node, Part, Seen

Parts = tuple[Part, ...]
"""Where each step of a pattern stands."""


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
