"""Long words part between words, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lengths import pieces, units

SIZE = 12


@given(st.text(st.sampled_from("ab \n🙂"), max_size=60))
def test_pieces_fit_and_lose_no_letter(text: str) -> None:
    found = pieces(text, SIZE)
    assert all(units(piece) <= SIZE for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(found)


def test_parted_between_words_where_there_are_any() -> None:
    assert pieces("one two three four", SIZE) == ["one two", "three four"]
    assert pieces("a" * 30, SIZE) == ["a" * 12, "a" * 12, "a" * 6]
    assert pieces("🙂" * 7, SIZE) == ["🙂" * 6, "🙂"]
