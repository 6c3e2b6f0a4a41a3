"""Tips in a chosen order on a button."""

import pytest

from bot.domain import tip_order

LIBRARY = [f"tip_{number}" for number in range(42)]


def test_the_order_comes_back_from_the_button() -> None:
    chosen = ["tip_41", "tip_3", "tip_0"]
    assert tip_order.read(tip_order.write(chosen, LIBRARY), LIBRARY) == chosen


def test_a_library_that_has_changed_is_not_taken_for_the_one_before() -> None:
    code = tip_order.write(["tip_3"], LIBRARY)
    with pytest.raises(tip_order.OtherLibraryError):
        tip_order.read(code, ["new", *LIBRARY])


def test_no_more_than_a_button_holds() -> None:
    with pytest.raises(ValueError, match="too many"):
        tip_order.write(LIBRARY[: tip_order.MOST + 1], LIBRARY)
