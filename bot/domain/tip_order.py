"""Tips in a chosen order, short enough for a button: a letter for each, after a mark of the library they are from."""

import string
import zlib
from collections.abc import Sequence

LETTERS = string.ascii_letters + string.digits
MARK = 4
MOST = 20
"""Tips in a chosen order: what a button has room for beside the rest, and some months of weeks."""


class OtherLibraryError(ValueError):
    """The tips were chosen from a library that has changed since: their letters mean others now."""


def write(chosen: Sequence[str], library: Sequence[str]) -> str:
    """Raises ValueError for more than MOST tips, for one that is not in the library, or whose place has no letter."""
    if len(chosen) > MOST:
        raise ValueError(f"{len(chosen)} tips are too many")
    places = [list(library).index(tip) for tip in chosen]
    if any(place >= len(LETTERS) for place in places):
        raise ValueError("the library has more tips than there are letters")
    return _mark(library) + "".join(LETTERS[place] for place in places)


def read(code: str, library: Sequence[str]) -> list[str]:
    """The chosen tips. Raises OtherLibraryError."""
    if code[:MARK] != _mark(library):
        raise OtherLibraryError
    return [library[LETTERS.index(letter)] for letter in code[MARK:]]


def _mark(library: Sequence[str]) -> str:
    return f"{zlib.crc32('~'.join(library).encode()):08x}"[:MARK]
