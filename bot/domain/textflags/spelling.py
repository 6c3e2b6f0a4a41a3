"""Misspelt words put right, when a word that matters is one or two slips away.

Source: safety.md §2.3, step 2. Candidates come from an index of words with letters left out (as in symmetric
delete spelling correction); the distance is the optimal string alignment, in which a swap of neighbours is one slip.
"""

from collections.abc import Iterable
from itertools import combinations

from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words have too many neighbours."""
FREE_START = 7
"""From this length on the first letter may be the wrong one."""
TWO_SLIPS = 9
"""From this length on two slips are put right."""
LONGEST = 20


class Speller:
    """Knows the words that matter, and the words that are right as they are."""

    def __init__(self, wanted: Iterable[str], right: Iterable[str]) -> None:
        self._right = frozenset(right)
        self._index: dict[str, set[str]] = {}
        for word in sorted(wanted):
            if SHORTEST <= len(word) <= LONGEST:
                for key in _keys(word):
                    self._index.setdefault(key, set()).add(word)
        self._known: dict[str, str] = {}

    def repair(self, word: str) -> str:
        """The word that was meant: itself when it is right, or nothing is near."""
        if not SHORTEST <= len(word) <= LONGEST or word in self._right or not word.isalpha():
            return word
        if word not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[word] = self._nearest(word)
        return self._known[word]

    def _nearest(self, word: str) -> str:
        found: set[str] = set()
        for key in _keys(word):
            found |= self._index.get(key, set())
        ranked = sorted((OSA.distance(word, near), near) for near in found)
        return next((near for slips, near in ranked if _is_slip(word, near, slips)), word)


def _is_slip(word: str, near: str, slips: int) -> bool:
    shorter = min(len(word), len(near))
    if word[0] != near[0] and (slips > 1 or shorter < FREE_START - 1):
        return False
    return slips <= (2 if shorter >= TWO_SLIPS else 1)


def _keys(word: str) -> set[str]:
    """The word with none, one, and for long ones two of its letters left out."""
    found = {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
    if len(word) >= TWO_SLIPS:
        found |= {word[:one] + word[one + 1 : two] + word[two + 1 :] for one, two in combinations(range(len(word)), 2)}
    return found
