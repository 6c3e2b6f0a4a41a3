"""How typed words are meant: negation, other people, questions, the past, figures of speech."""

import pytest

from tests.textflags.table import found_in


@pytest.mark.parametrize(
    ("words", "hits", "soft"),
    [
        ("my leg is weak", {"weakness"}, set()),
        ("my leg is not weak", set(), set()),
        ("no weakness", set(), set()),
        ("no fever, chills or weakness", set(), set()),
        ("no fever, my leg is weak", {"weakness"}, set()),
        ("no fever but weakness", {"weakness"}, set()),
        ("no fever. weakness", {"weakness"}, set()),
        ("not only weakness", {"weakness"}, set()),
        ("I don't know why my leg is weak", {"weakness"}, set()),
        ("I can't lift my foot", {"cant_move"}, set()),
        ("it's not that I can't lift my foot", set(), set()),
        ("I can't sleep because of the swelling in my leg", {"swelling"}, set()),
        ("what if my leg gets swollen", set(), {"swelling"}),
        ("is my leg swollen?", set(), {"swelling"}),
        ("my leg is swollen, what should I do?", {"swelling"}, set()),
        ("why is my leg swollen?", {"swelling"}, set()),
        ("years ago my leg was swollen", set(), {"swelling"}),
        ("years ago I was fine and now my leg is swollen", {"swelling"}, set()),
        ("my mother's leg is swollen and my mother cries", set(), {"swelling"}),
        ("my wife says my leg is swollen", {"swelling"}, set()),
        ("the swelling in my leg is gone", set(), {"swelling"}),
        ("слабости в ноге нет", set(), set()),
        ("не хуже", set(), set()),
        ("no tengo fiebre ni escalofríos", set(), set()),
        ("no tengo fiebre pero tengo escalofríos", {"infection"}, set()),
        ("", set(), set()),
        ("🙂", set(), set()),
    ],
)
def test_what_is_meant(words: str, hits: set[str], soft: set[str]) -> None:
    found = found_in(words)
    assert (set(found.hits), set(found.soft) - {"both_legs"}) == (hits, soft), found.spans


def test_self_harm_is_heard_however_it_is_meant() -> None:
    assert "self_harm" in found_in("what if I kill myself?").hits
    assert "self_harm" not in found_in("I don't want to die").hits


def test_a_mention_alone_asks() -> None:
    assert found_in("my bladder is acting up").soft == ("bladder",)


def test_the_version_is_the_lexicons() -> None:
    assert found_in("x").lexicon_version == found_in("y").lexicon_version
    assert len(found_in("x").lexicon_version) == 12
