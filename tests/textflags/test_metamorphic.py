"""What must not matter does not: case, accents, emoji, spaces, a slip of the finger; and what must matter does."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.textflags.table import EVERY, found_in

POSITIVE = [one for one in EVERY if one.expected and set(one.heard.hits) >= one.expected]


def bare(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", words) if sign not in "\u0301\u0308")


CHANGES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small": str.lower,
    "emoji": lambda words: f"😢 {words} 🙏🏽",
    "spaces": lambda words: "  ".join(words.split(" ")) + "  ",
    "zero width": lambda words: words.replace(" ", " \u200b"),
    "curly": lambda words: words.replace("'", "’"),
    "no apostrophes": lambda words: words.replace("'", ""),
    "decomposed": lambda words: unicodedata.normalize("NFD", words),
    "no accents": bare,
    "wide": lambda words: words.replace("a", "ａ"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_look_of_the_letters_does_not_matter(change: str) -> None:
    """Sentences that have nothing to change are left out: the same words have the same answer."""
    changed = [(one, words) for one in POSITIVE if (words := CHANGES[change](one.words)) != one.words]
    assert len(changed) > 100
    assert [one.words for one, words in changed if not one.expected <= set(found_in(words).hits)] == []


def test_i_think_loses_nothing() -> None:
    prefixes = {"en": "I think ", "es": "Creo que ", "ru": "Мне кажется, "}
    lost = [one.words for one in POSITIVE if not one.expected <= set(found_in(prefixes[one.language] + one.words).hits)]
    assert lost == []


def slips(word: str, dice: random.Random) -> str:
    """A letter left out, doubled or swapped with its neighbour, inside a word."""
    place = dice.randrange(1, len(word) - 2)
    return dice.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )


def test_a_slip_in_a_long_word_is_forgiven() -> None:
    dice = random.Random(20260302)
    tried = lost = 0
    for one in POSITIVE:
        words = one.words.split(" ")
        for place, word in enumerate(words):
            if len(word) >= 7 and word.isalpha():
                slipped = " ".join((*words[:place], slips(word, dice), *words[place + 1 :]))
                tried += 1
                lost += not one.expected <= set(found_in(slipped).hits)
    assert tried > 200
    assert lost / tried <= 0.05


@pytest.mark.parametrize("noun", ["weakness", "swelling", "numbness in my groin", "chest pain", "fever", "foot drop"])
def test_no_in_front_takes_it_back(noun: str) -> None:
    assert found_in(f"I have {noun}").hits
    assert found_in(f"I have no {noun}").hits == ()


def test_the_same_words_have_the_same_answer() -> None:
    """A third of them, in the other order: nothing is remembered from one to the next."""
    some = EVERY[::-3]
    assert [one.heard for one in some] == [found_in(one.words) for one in some]


def test_ten_thousand_strings_of_any_signs() -> None:
    dice = random.Random(7)
    planes = (
        (0x20, 0x7E),
        (0xA0, 0x24F),
        (0x400, 0x4FF),
        (0x300, 0x36F),
        (0x2000, 0x206F),
        (0x1F300, 0x1FAFF),
        (0, 0x10FFFF),
    )
    for _ in range(10_000):
        first, last = dice.choice(planes)
        found_in("".join(chr(dice.randint(first, last)) for _ in range(dice.choice((1, 5, 30)))))
    for first, last in planes:
        found_in("".join(chr(dice.randint(first, last)) for _ in range(4096)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([word for one in EVERY for word in one.words.split()]), max_size=60))
def test_any_words_in_any_order(words: list[str]) -> None:
    found = found_in(" ".join(words))
    assert not set(found.hits) & set(found.soft)
