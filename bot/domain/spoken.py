"""The code that a therapist says aloud: eight digits, which every language and every keyboard has.

No digit comes twice in a row, so that nobody has to say "double three". 47 million codes are left: with the few tries
that a person has, guessing is hopeless.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

LENGTH = 8
_WRITTEN = re.compile(r"\d(?:[\s.\-–_]?\d){7}")


def made(choose: Callable[[Sequence[str]], str]) -> str:
    """A new code; `choose` picks one of several at random, as `secrets.choice` does."""
    code = ""
    while len(code) < LENGTH:
        code += choose([digit for digit in "0123456789" if not code.endswith(digit)])
    return code


def shown(code: str) -> str:
    """As it is read out: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def read(text: str) -> str | None:
    """The code that a text is, however it is spaced and in whatever digits; None for any other text."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    return "".join(str(unicodedata.digit(letter)) for letter in found[0] if letter.isdecimal())
