"""When a broadcast comes for each of its readers."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import markup, sending_time, stars, wall
from bot.domain.sending_time import DAY, When

QUIET = wall.Window.of("21:00", "08:00")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONES = ("Europe/Madrid", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu")


@given(zone=st.sampled_from(ZONES), hours=st.integers(0, 24 * 200), clock=st.times())
def test_it_is_that_time_on_the_readers_clock_or_their_morning_and_never_in_quiet_hours(
    zone: str, hours: int, clock: time
) -> None:
    start, clock = NOON + timedelta(hours=hours), clock.replace(second=0, microsecond=0, tzinfo=None)
    slot = sending_time.slot(When(start, None, clock), zone, QUIET)
    here = wall.local(slot.due_at, zone)
    assert start <= slot.due_at <= start + 2 * DAY
    assert not QUIET.holds(here.time())
    assert slot.due_at <= slot.until
    if not QUIET.holds(clock) and clock.hour > 3:
        assert here.time() == clock


def test_a_chosen_day_begins_where_days_begin_first() -> None:
    day, nine = date(2026, 3, 4), time(9)
    when = When(sending_time.begins(day, nine), day, nine)
    for zone in ZONES:
        assert wall.local(sending_time.slot(when, zone, QUIET).due_at, zone).date() == day


def test_a_message_that_is_paid_for_costs_a_tenth_of_a_star_at_most() -> None:
    assert stars.cost(100_000, 30, paid=False) == stars.Cost(0.0, 100_000 / 30)
    assert stars.cost(1000, 500, paid=True) == stars.Cost(100.0, 2.0)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>Get up</b> &amp; walk, <a href=\"https://example.org\">see</a>", None),
        ("  ", "empty"),
        ("<b></b>", "empty"),
        ("<b>open", "broken"),
        ("<b><i>crossed</b></i>", "broken"),
        ("5 < 6", "broken"),
        ("salt & pepper", "broken"),
        ("<script>x</script>", "tag"),
        ("<a href=\"http://example.org\">x</a>", "link"),
        ("<a href=\"tg://user?id=1\">x</a>", "link"),
        ("x" * 4097, "too_long"),
        ("😀" * 2049, "too_long"),
        ("<b>" + "x" * 4096 + "</b>", None),
    ],
)  # fmt: skip
def test_only_what_telegram_takes_and_nothing_that_hides_may_be_sent(text: str, fault: str | None) -> None:
    assert markup.fault(text) == fault
