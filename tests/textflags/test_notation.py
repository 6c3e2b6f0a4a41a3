"""The notation that clinicians write, and what they are told when it cannot be read."""

import re

import pytest

from bot.domain.textflags import LexiconError, Source, detect, read
from bot.domain.textflags.lexicon import FlagWords

NUMBERS = tuple(f"n{place}" for place in range(10_001))


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
        ("red foot .. pain", "red foot 1 2 pain", True),
        ("red foot .. pain", "red 1 foot 1 pain", False),
        ("red .. hot foot", "red 1 2 hot foot", True),
        ("red .. hot foot", "red 1 2 hot 3 foot", False),
        ("red .... foot", "red 1 2 3 4 5 6 7 8 9 10 11 12 foot", True),
        ("red .... foot", "red 1 2 3 4 5 6 7 8 9 10 11 12 13 foot", False),
        ("red & foot", "red 1 2 3 4 foot", True),
        ("red & foot", "red 1 2 3 4 5 foot", False),
        ("red foot & pain", "pain 1 red 2 foot", False),
        ("red & foot & pain", "pain 1 foot 2 red", True),
        ("red ; foot", "red 1 2 but 3 4 5 foot", True),
        ("red ; foot", "red 1 2 but 3 4 5 6 foot", False),
        ("red ; foot", "red; foot", True),
        ("red ; foot", "red. foot", False),
        ("red ; foot", "foot but red", False),
        ("red ; foot .. pain", "red foot 1 2 but pain", True),
        ("red .. foot ; pain", "red 1 foot but pain", True),
        ("(red|blue) ; foot", "red but foot", True),
        ("red .. foot", "red one two three foot", False),
        ("red ... foot", "red 1 2 3 4 5 foot", True),
        ("red ... foot", "red 1 2 3 4 5 6 foot", False),
        ("red .. foot", "red but foot", False),
        ("red .. foot", "red. foot", False),
        ("red & foot", "foot 1 2 3 4 red", True),
        ("red & foot", "foot 1 2 3 4 5 red", False),
        ("swol* foot", "swollen foot", True),
        ("(red|very blue) foot", "very blue foot", True),
        ("(red|very blue) foot", "red foot", True),
        ("(red|very blue) foot", "blue foot", False),
        ("red (hot|) foot", "red foot", True),
        ("red (hot|) foot", "red hot foot", True),
        ("red (hot|) foot", "red foul foot", False),
        ("red .. (hot|) foot", "red 1 2 foot", True),
        ("swol* foot", "swol foot", True),
        ("{where} red", "foot red", True),
        ("swol* foot", "swo foot", False),
        ("red foot", "redder foot", False),
        ("red foot", "foot red", False),
        ("red {where}", "red foot", True),
    ],
)
def test_what_a_pattern_hears(pattern: str, words: str, heard: bool) -> None:
    assert hears(pattern, words, where=("foot",)) is heard


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (".. red", "begins or ends with a gap"),
        ("red ..", "begins or ends with a gap"),
        ("; red", "begins or ends with a gap"),
        ("red & ", "nothing beside its '&'"),
        ("the", "no word that counts"),
        ("(red|the) foot", "'(red|the)': no word of 'the' counts"),
        ("red {filler}", "no word of 'the the' counts"),
        ("red {nowhere}", "no list 'nowhere'"),
        ("red (foot", "a bracket too many"),
        ("((red)|foot)", "a bracket too many"),
        ("{loop}", "'loop' names itself"),
        ("{choice}", "'choice' names itself"),
        ("{gap}", "gaps belong into patterns"),
        ("{over}", "gaps belong into patterns"),
        ("{both}", "gaps belong into patterns"),
        ("{many}", "stands for 20002 phrases"),
    ],
)
def test_what_cannot_be_read_is_said(pattern: str, why: str) -> None:
    lists = {
        "loop": ("{loop}",),
        "choice": ("(red|{choice})",),
        "gap": ("red .. foot",),
        "over": ("red ; foot",),
        "both": ("red & foot",),
        "filler": ("foot", "the the"),
    }
    with pytest.raises(LexiconError, match=rf"\[f\] .*{re.escape(why)}"):
        hears(pattern, "red", **lists, many=("{number} (a|b)",), number=NUMBERS)


def test_a_list_may_be_long() -> None:
    assert hears("{most}", "n7 b", most=("{number} (a|b)",), number=NUMBERS[:10_000])
