"""The notation that clinicians write, and what they are told when it cannot be read."""

import pytest

from bot.domain.textflags import LexiconError, Source, detect, read
from bot.domain.textflags.lexicon import FlagWords


def hears(pattern: str, words: str, **lists: tuple[str, ...]) -> bool:
    source = Source({"f": FlagWords(says=(pattern,))}, lists=lists, fillers=("the",), contrasts=("but",))
    return detect(words, read([source])).hits == ("f",)


@pytest.mark.parametrize(
    ("pattern", "words", "heard"),
    [
        ("red foot", "a red foot", True),
        ("red foot", "red the foot", True),
        ("red foot", "red hot foot", False),
        ("red .. foot", "red one two foot", True),
        ("red .. foot", "red one two three foot", False),
        ("red ... foot", "red 1 2 3 4 5 foot", True),
        ("red ... foot", "red 1 2 3 4 5 6 foot", False),
        ("red .. foot", "red but foot", False),
        ("red .. foot", "red. foot", False),
        ("red & foot", "foot 1 2 3 4 red", True),
        ("red & foot", "foot 1 2 3 4 5 red", False),
        ("swol* foot", "swollen foot", True),
        ("(red|very blue) foot", "very blue foot", True),
        ("red (hot|) foot", "red foot", True),
        ("red {where}", "red foot", True),
    ],
)
def test_what_a_pattern_hears(pattern: str, words: str, heard: bool) -> None:
    assert hears(pattern, words, where=("foot",)) is heard


@pytest.mark.parametrize(
    "pattern", [".. red", "red ..", "red & ", "the", "red {nowhere}", "red (foot", "{loop}", "{gap}", "((red)|foot)"]
)
def test_what_cannot_be_read_is_said(pattern: str) -> None:
    with pytest.raises(LexiconError, match=r"\[f\]"):
        hears(pattern, "red", loop=("{loop}",), gap=("red .. foot",))
