"""What is known of a patient: only what was said, and only while it holds."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.profile import FACTS, holds, unasked

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fact", "said", "ago", "counts"),
    [
        ("diabetes", "yes", timedelta(days=4000), True),
        ("diabetes", "no", timedelta(0), False),
        ("diabetes", "untold", timedelta(0), False),
        ("recent_surgery", "yes", timedelta(weeks=6), True),
        ("recent_surgery", "yes", timedelta(weeks=6, seconds=1), False),
        ("spinal_injection", "yes", timedelta(weeks=7), False),
        ("pregnancy", "yes", timedelta(weeks=52), True),
        ("pregnancy", "yes", timedelta(weeks=53), False),
    ],
)
def test_a_fact_counts_while_it_holds(fact: str, said: str, ago: timedelta, counts: bool) -> None:
    assert holds(fact, said, NOW - ago, now=NOW) is counts


def test_the_next_fact_is_the_first_without_an_answer() -> None:
    assert unasked([]) == "diabetes"
    assert unasked(["diabetes", "pad"]) == "neuropathy"
    assert unasked(FACTS) is None
