"""From typed text to plain words with their places: clauses, sentences, commas, question marks.

Source: safety.md §2.3, step 1.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

LONGEST = 8192
"""Characters that are read; Telegram's own limit is 4,096."""
LETTERS = {"и\u0306": "й", "n\u0303": "ñ"}
"""What looks like a letter with an accent and is a letter of its own."""
COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
APOSTROPHES = re.compile("['’‘`´ʼ′＇]")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
DOUBLED = "eo"
"""Letters that stay double when stretched, as in 'feeeel'; all others become single."""
PIECE = re.compile(r"\d+[.,]\d+|\d+/\d+|[^\W_]+|[.;:!?…\n]+|,|\s[-–—]+\s|[–—]|[()\[\]|]")
ENDS_SENTENCE = set(".!?…\n")
GOES_ON = re.compile(r"[.…]{2,}|…")
"""Dots that trail off: what follows is said in the same breath."""


@dataclass(frozen=True)
class Text:
    """The words of a text. `clauses`, `sentences` and `segments` number, for each word, the stretch it is in;
    a segment also ends at a comma. `asked` holds the marks that end each sentence with a question mark in them.
    """

    words: Sequence[str]
    clauses: Sequence[int]
    sentences: Sequence[int]
    segments: Sequence[int]
    asked: dict[int, str]


def plain(text: str) -> str:
    """Small letters without accents, apostrophes, invisible signs; 'ё' as 'е', while 'й' and 'ñ' stay."""
    bare = text[:LONGEST].casefold() if text.isascii() else _bare(text[:LONGEST])
    return STRETCHED.sub(_unstretched, APOSTROPHES.sub("", bare))


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    spread = INVISIBLE.sub("", unicodedata.normalize("NFD", folded))
    for written, letter in LETTERS.items():
        spread = spread.replace(written, letter)
    return COMBINING.sub("", spread)


def _unstretched(found: re.Match[str]) -> str:
    return found[1] * (2 if found[1] in DOUBLED else 1)


Contrasts = Mapping[str, Collection[str]]
"""A word of contrast -> the words right in front of it that make it none, as in 'as though'."""
Spell = Callable[[str], Sequence[str]]
"""A typed word -> the word or words that it stands for."""


def split(text: str, contrasts: Contrasts = MappingProxyType({}), spell: Spell = lambda word: (word,)) -> Text:
    """The words of a `plain` text. A word of contrast, as in 'but', begins a clause and is no word itself."""
    words: list[str] = []
    clauses: list[int] = []
    sentences: list[int] = []
    segments: list[int] = []
    asked: dict[int, str] = {}
    clause = sentence = segment = 0
    for piece in PIECE.findall(text):
        if piece[0].isalnum():
            for word in spell(piece):
                if word in contrasts and not (words and words[-1] in contrasts[word]):
                    clause, segment = clause + 1, segment + 1
                    continue
                words.append(word)
                clauses.append(clause)
                sentences.append(sentence)
                segments.append(segment)
            continue
        segment += 1
        if piece == ",":
            continue
        clause += 1
        if ENDS_SENTENCE & set(piece) and not GOES_ON.fullmatch(piece):
            if "?" in piece:
                asked[sentence] = piece
            sentence += 1
    return Text(words, clauses, sentences, segments, asked)
