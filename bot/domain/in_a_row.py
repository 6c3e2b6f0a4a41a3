"""Exercises that were done one after the other, each soon after it came: that earns a word."""

from collections.abc import Iterable
from datetime import datetime, timedelta

ON_TIME = timedelta(hours=1)
"""From the reminder to the tap: later than this an exercise would not be sent any more."""
EARNED = 2


def how_many(newest_first: Iterable[tuple[str, datetime | None, datetime | None]]) -> int:
    """How many of these (state, sent, answered) at the beginning were done on time. What was asked and is not
    answered ends the row.
    """
    number = 0
    for state, sent_at, answered_at in newest_first:
        if state != "done" or sent_at is None or answered_at is None or answered_at - sent_at > ON_TIME:
            break
        number += 1
    return number


def earns_a_word(number: int) -> bool:
    """Whether it is worth saying: at each second one, so that the words stay rare."""
    return number > 0 and number % EARNED == 0
