"""A text that waits holds a place for its country's emergency number: what counts as it leaves is put there."""

from bot.content.numbers import ANYWHERE, Numbers


def test_the_number_that_counts_now_takes_the_place() -> None:
    numbers = Numbers({"ES": ("112", "061"), "NP": ("102",)})
    text = f"call {numbers.place_for('ES')} or {numbers.place_for('NP')}"
    assert numbers.filled(text) == "call 112 or 102"
    numbers.confirm({"ES": ("061",)})
    assert numbers.filled(text) == "call 061 or 102"


def test_a_country_that_has_lost_its_number_meanwhile_leaves_no_gap() -> None:
    numbers = Numbers({"ES": ("112",)})
    assert numbers.filled(f"call {numbers.place_for('XK')}") == f"call {ANYWHERE}"
