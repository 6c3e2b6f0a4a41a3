"""Two exercises in a row, each soon after it came."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.in_a_row import earns_a_word, how_many

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SOON, LATE = AT + timedelta(minutes=60), AT + timedelta(minutes=61)
DONE = ("done", AT, SOON)


@pytest.mark.parametrize(
    ("newest_first", "number"),
    [
        ([], 0),
        ([DONE], 1),
        ([DONE, DONE], 2),
        ([DONE, ("done", AT, LATE), DONE], 1),
        ([DONE, ("sent", AT, None), DONE], 1),
        ([DONE, ("part", AT, SOON), DONE], 1),
        ([("done", None, SOON), DONE], 0),
    ],
)
def test_how_many_were_done_on_time(
    newest_first: list[tuple[str, datetime | None, datetime | None]], number: int
) -> None:
    assert how_many(newest_first) == number


def test_each_second_one_earns_a_word() -> None:
    assert [number for number in range(7) if earns_a_word(number)] == [2, 4, 6]
