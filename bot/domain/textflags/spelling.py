"""Misspelt words put right, when a word that matters is one slip away.

Source: safety.md §2.3, step 2. Candidates come from an index of words with letters left out (as in symmetric
delete spelling correction); the distance is the optimal string alignment, in which a swap of neighbours is one slip.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words have too many neighbours."""
FREE_START = 7
"""From this length on the first letter may be the wrong one."""
LONGEST = 20


class Speller:
    """Knows the words that matter, and the words that are right as they are. `short` are wanted words so short that a
    letter left out, doubled or out of place is put right, and no other slip.
    """

    def __init__(self, wanted: Iterable[str], right: Iterable[str], short: Iterable[str] = ()) -> None:
        self._right = frozenset(right)
        slips = {slip: word for word in sorted(short, reverse=True) for slip in _slips(word)}
        self._short = {slip: word for slip, word in slips.items() if slip not in self._right}
        self._index: dict[str, list[str]] = {}
        for word in sorted(wanted):
            if SHORTEST <= len(word) <= LONGEST:
                for key in _keys(word):
                    self._index.setdefault(key, []).append(word)

    def repair(self, word: str) -> str:
        """The word that was meant: itself when it is right, or nothing is near. A letter too many or few of those
        that are there, or out of place, is likelier than another letter.
        """
        if word in self._short:
            return self._short[word]
        if not SHORTEST <= len(word) <= LONGEST or word in self._right or not word.isalpha():
            return word
        found = {near for key in _keys(word) if key in self._index for near in self._index[key]}
        letters = set(word)
        slips = (near for near in found if _is_slip(word, near))
        return min(slips, key=lambda near: (set(near) != letters, near), default=word)


def _is_slip(word: str, near: str) -> bool:
    """Whether two words are one slip apart, which in a short word leaves the first letter alone."""
    shorter = min(len(word), len(near))
    return OSA.distance(word, near, score_cutoff=1) <= 1 and (word[0] == near[0] or shorter >= FREE_START - 1)


def _slips(word: str) -> list[str]:
    """The word with a letter behind the first left out, doubled, or changed with the next."""
    places = range(1, len(word))
    left_out = [word[:place] + word[place + 1 :] for place in places]
    doubled = [word[:place] + word[place] + word[place:] for place in places]
    swapped = [word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in places[:-1]]
    return [*left_out, *doubled, *swapped]


def _keys(word: str) -> list[str]:
    """The word, and the word with each of its letters left out."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
