"""The notation in which clinicians write what people say.

"lost control of bladder"     these words, in this order; words that carry nothing ('the', 'my') may stand between
"numb*"                       any word that begins so
"(wet|soaked) myself"         one of these
"{numb} {groin}"              one of a named list of the same file
"cant .. pee"                 up to 2 other words between;  "..." up to 5;  "...." up to 12
"{numb} & {groin}"            both in one clause, either order, up to 4 words between
"tried pee ; {wont} come"     up to 5 other words between, also over the end of a clause, as over a 'but'
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, filterfalse, permutations, product
from typing import NamedTuple

PART = re.compile(r"\{[a-z_]+\}|\([^()]*\)|\.{2,4}|[&;]|[^\s(){}&;]+")
PLAIN = re.compile(r"[^(){}&;.]*")
"""Words alone, as most choices are."""
OVER = ";"
GAPS = {"..": 2, "...": 5, "....": 12, OVER: 5}
NEAR = 4
"""Words that may stand between the two sides of '&'."""
MOST = 20_000
"""Phrases that a list may come to; more is a slip of the pen."""

Phrase = tuple[str, ...]


class LexiconError(ValueError):
    """A pattern that cannot be read; the text says which and why."""


class Step(NamedTuple):
    """One of the `phrases` must stand at most `gap` words behind the step before; before the first, it says nothing.
    `over` lets a clause end between the two.
    """

    phrases: frozenset[Phrase]
    gap: int
    over: bool = False


def parts_of(pattern: str) -> list[str]:
    """The parts of a pattern. Raises LexiconError for a bracket without its partner, or one inside another."""
    if PART.sub("", pattern).strip():
        raise LexiconError(f"'{pattern}' has a bracket too many")
    return PART.findall(pattern)


class Lists:
    """Named lists of phrases, which may name each other, but not in a circle."""

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        self._entries = entries
        self._ready: dict[str, frozenset[Phrase]] = {}
        self._kept: dict[tuple[str, frozenset[str]], tuple[frozenset[Phrase], bool]] = {}

    def phrases(self, name: str, within: tuple[str, ...] = ()) -> frozenset[Phrase]:
        """All phrases of a list. Raises LexiconError for a list that there is not, or that names itself."""
        if name in within:
            raise LexiconError(f"the list '{name}' names itself")
        if name not in self._entries:
            raise LexiconError(f"there is no list '{name}'")
        if name not in self._ready:
            self._ready[name] = self._any_of(self._entries[name], (*within, name))
        return self._ready[name]

    def _any_of(self, entries: Iterable[str], within: tuple[str, ...]) -> frozenset[Phrase]:
        found: set[Phrase] = set()
        for entry in entries:
            if PLAIN.fullmatch(entry):
                found.add(tuple(entry.split()))
            else:
                found |= self.spell(entry, within)
        return frozenset(found)

    def spell(self, entry: str, within: tuple[str, ...] = ()) -> frozenset[Phrase]:
        """All phrases that an entry without gaps stands for."""
        if PLAIN.fullmatch(entry):
            return frozenset({tuple(entry.split())})
        parts = parts_of(entry)
        if "&" in parts or any(part in GAPS for part in parts):
            raise LexiconError(f"'{entry}': gaps belong into patterns, not into lists")
        found = [self._part(part, within) for part in parts]
        size = 1
        for phrases in found:
            size *= len(phrases)
        if size > MOST:
            raise LexiconError(f"'{entry}' stands for {size} phrases")
        return frozenset(map(tuple, map(chain.from_iterable, product(*found))))

    def kept(self, part: str, fillers: frozenset[str]) -> tuple[frozenset[Phrase], bool]:
        """The phrases of a part without the words that carry nothing, and whether an empty one is among its choices.

        Patterns are made of the same parts again and again: each is spelt out once. Raises LexiconError for a choice
        of such words alone: it would never be found.
        """
        if (part, fillers) not in self._kept:
            spelt, empty = self._part(part, ()), fillers.__contains__
            full = {one for one in spelt if not fillers.isdisjoint(one)}
            for one in full if part[0] in "({" else ():
                if fillers.issuperset(one):
                    raise LexiconError(f"'{part}': no word of '{' '.join(one)}' counts")
            words = spelt - full | {tuple(filterfalse(empty, one)) for one in full} if full else spelt
            self._kept[part, fillers] = words - {()}, () in spelt
        return self._kept[part, fillers]

    def _part(self, part: str, within: tuple[str, ...]) -> frozenset[Phrase]:
        if part.startswith("{"):
            return self.phrases(part[1:-1], within)
        if part.startswith("("):
            return self._any_of(part[1:-1].split("|"), within)
        return frozenset({(part,)})


def steps(pattern: str, lists: Lists, fillers: frozenset[str]) -> list[tuple[Step, ...]]:
    """Every order of steps that a pattern stands for. Words that carry nothing are left out of its phrases."""
    sides = [side.strip() for side in pattern.split("&")]
    if not all(sides):
        raise LexiconError(f"'{pattern}' has nothing beside its '&'")
    choices = [_side(side, lists, fillers) for side in sides]
    orders = permutations(choices) if len(choices) > 1 else [tuple(choices)]
    return [_joined(order) for sides_in_order in orders for order in product(*sides_in_order)]


def _joined(sides: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    return tuple(step for first, *rest in sides for step in (Step(first.phrases, NEAR), *rest))


def _side(side: str, lists: Lists, fillers: frozenset[str]) -> list[tuple[Step, ...]]:
    """The steps of a side, once with and once without each part that may be missing."""
    found: list[tuple[Step, ...]] = [()]
    gap, over = 0, False
    run: list[str] = []
    for part in [*parts_of(side), None]:
        if part is not None and part not in GAPS:
            run.append(part)
            continue
        if not run:
            raise LexiconError(f"'{side}' begins or ends with a gap")
        found = [(*before, *more) for before in found for more in _run(run, (gap, over), lists, fillers)]
        run, gap, over = [], GAPS[part] if part else 0, part == OVER
    complete = [made for made in found if made]
    if not complete:
        raise LexiconError(f"'{side}' has no word that counts")
    return complete


def _run(run: Sequence[str], gap: tuple[int, bool], lists: Lists, fillers: frozenset[str]) -> list[tuple[Step, ...]]:
    """Neighbouring parts: a step each, so that lists stay whole and are found once. A part with an empty choice,
    as in '(away|)', is a step or none; one of empty words alone is none.
    """
    found: list[tuple[Step, ...]] = [()]
    for part in run:
        phrases, may_be_missing = lists.kept(part, fillers)
        longer = [(*before, Step(phrases, *((0, False) if before else gap))) for before in found] if phrases else []
        found = longer + (found if may_be_missing or not phrases else [])
    return found
