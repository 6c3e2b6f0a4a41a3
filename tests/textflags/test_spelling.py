"""Misspelt words: one slip is put right where the word is long enough to be sure, and nothing else."""

import pytest

from bot.domain.textflags.spelling import Speller

LONGEST = "electroencephalogram"
WANTED = {"weakness", "swollen", "groin", "grain", "foot", "suben", "sudden", LONGEST, f"{LONGEST}s"}
RIGHT = {"weakness", "swollen", "groin", "swollel", "foo"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weakness", "weakness"),
        ("weaknes", "weakness"),
        ("weaknesss", "weakness"),
        ("waekness", "weakness"),
        ("weakmess", "weakness"),
        ("waeknes", "waeknes"),
        ("wollen", "swollen"),
        ("meakness", "weakness"),
        ("broin", "broin"),
        ("gruin", "grain"),
        ("groim", "groin"),
        ("suden", "sudden"),
        ("suten", "suben"),
        ("goin", "goin"),
        ("foots", "foots"),
        ("swollel", "swollel"),
        ("gro1n", "gro1n"),
        ("table", "table"),
        ("fot", "foot"),
        ("foto", "foot"),
        ("foott", "foot"),
        ("fooot", "foot"),
        ("fete", "feet"),
        ("ofot", "ofot"),
        ("fort", "fort"),
        ("fo", "fo"),
        ("foo", "foo"),
        (LONGEST.replace("log", "lag"), LONGEST),
        (f"{LONGEST.replace('log', 'lag')}s", f"{LONGEST.replace('log', 'lag')}s"),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    speller = Speller(WANTED, RIGHT, {"foot", "feet"})
    assert [speller.repair(typed), speller.repair(typed)] == [meant, meant]


def test_a_word_too_long_to_be_put_right_is_no_candidate() -> None:
    assert Speller({f"{LONGEST}s"}, ()).repair(LONGEST) == LONGEST
