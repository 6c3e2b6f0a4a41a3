"""The last look before a reminder leaves: go, wait, or end with a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import lateness, wall
from bot.domain.gate import ANYWAY, Reason, Standing, refuses
from bot.domain.lanes import BY_WEIGHT, Kind, weight
from bot.domain.last_look import BUSY, CALM, Day, End, Go, Reminder, Wait, follow_up, look
from bot.domain.wall import Window
from tests.examples import examples

NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""09:00 in Madrid."""
STANDING = Standing(
    enrolled=True,
    left=False,
    paused_until=None,
    held=False,
    tips_wanted=True,
    zone="Europe/Madrid",
    quiet=Window.of("21:00", "08:00"),
)


def minutes(much: float) -> timedelta:
    return timedelta(minutes=much)


def reminder(id_: int, kind: Kind, due: datetime, *, taken: datetime | None = None) -> Reminder:
    return Reminder(id_, kind, due, lateness.expires(kind, due, STANDING.zone), taken or due)


def day(*reminders: Reminder, **known: object) -> Day:
    return replace(Day(STANDING, tuple(reminders), budget=16), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", BY_WEIGHT)
def test_a_reminder_whose_time_has_come_goes(kind: Kind) -> None:
    assert look(reminder(1, kind, NINE), day(), now=NINE) == Go()


@pytest.mark.parametrize(
    ("kind", "late"),
    [
        (Kind.CHECK_IN, minutes(360)),
        (Kind.EXERCISE, minutes(60)),
        (Kind.WALK, minutes(60)),
        (Kind.NOTE, minutes(60)),
        (Kind.NUDGE, minutes(30)),
        (Kind.TIP, minutes(14 * 60 + 59)),
    ],
)
def test_each_kind_has_its_own_too_late(kind: Kind, late: timedelta) -> None:
    one = reminder(1, kind, NINE)
    awake = day(standing=replace(STANDING, quiet=Window.of("03:00", "04:00")))
    assert look(one, awake, now=NINE + late) == Go()
    assert look(one, awake, now=NINE + late + minutes(1)) == End(Reason.LATE)


def test_a_check_in_is_too_late_at_nine_in_the_evening_whatever_its_six_hours() -> None:
    zone = "Europe/Madrid"
    due = wall.instant(date(2026, 3, 2), time(18), zone)
    assert lateness.expires(Kind.CHECK_IN, due, zone) == wall.instant(date(2026, 3, 2), time(21), zone)
    late = wall.instant(date(2026, 3, 2), time(22), zone)
    assert lateness.expires(Kind.CHECK_IN, late, zone) == late + minutes(60)


@pytest.mark.parametrize("kind", BY_WEIGHT)
def test_quiet_hours_put_off_a_check_in_and_a_tip_and_end_the_rest(kind: Kind) -> None:
    quiet = day(standing=replace(STANDING, quiet=Window.of("08:30", "10:00")))
    verdict = look(reminder(1, kind, NINE), quiet, now=NINE)
    assert verdict == (
        Wait(NINE + minutes(60), Reason.QUIET) if kind in (Kind.CHECK_IN, Kind.TIP) else End(Reason.QUIET)
    )


def test_quiet_hours_that_outlast_a_check_in_end_it() -> None:
    quiet = day(standing=replace(STANDING, quiet=Window.of("08:30", "20:00")))
    assert look(reminder(1, Kind.CHECK_IN, NINE), quiet, now=NINE) == End(Reason.QUIET)


def test_somebody_in_the_middle_of_answering_is_left_to_it() -> None:
    answering = day(answered_at=NINE - minutes(1))
    assert look(reminder(1, Kind.EXERCISE, NINE), answering, now=NINE) == Wait(NINE - minutes(1) + BUSY, Reason.BUSY)
    assert look(reminder(1, Kind.EXERCISE, NINE), day(answered_at=NINE - BUSY), now=NINE) == Go()


def test_who_answers_for_longer_than_the_reminder_lasts_does_not_get_it() -> None:
    now = NINE + minutes(29)
    assert look(reminder(1, Kind.NUDGE, NINE), day(answered_at=now), now=now) == End(Reason.BUSY)


def test_after_an_outage_the_weightiest_comes_and_then_it_is_calm() -> None:
    back = NINE + minutes(40)
    check_in = reminder(1, Kind.CHECK_IN, NINE, taken=back)
    exercise = reminder(2, Kind.EXERCISE, NINE + minutes(10), taken=back)
    nudge = reminder(3, Kind.NUDGE, NINE + minutes(20), taken=back)
    missed = day(check_in, exercise, nudge)
    assert look(check_in, missed, now=back) == Go()
    assert look(exercise, missed, now=back) == End(Reason.NEWER)
    assert look(nudge, missed, now=back) == End(Reason.NEWER)
    came = day(replace(check_in, sent_at=back), reminder(4, Kind.NUDGE, back + minutes(2)))
    on_time = reminder(4, Kind.NUDGE, back + minutes(2))
    assert look(on_time, came, now=back + minutes(2)) == Wait(back + CALM, Reason.NEWER)
    assert look(on_time, came, now=back + CALM) == Go()


def test_what_is_itself_too_late_does_not_keep_another_from_coming() -> None:
    back = NINE + minutes(50)
    old = reminder(1, Kind.EXERCISE, NINE - minutes(30), taken=back)
    nudge = reminder(2, Kind.NUDGE, NINE + minutes(30), taken=back)
    assert look(nudge, day(old, nudge), now=back) == Go()


def test_after_an_outage_a_safety_message_is_the_one_that_comes_first() -> None:
    back = NINE + minutes(20)
    one = reminder(1, Kind.EXERCISE, NINE, taken=back)
    assert look(one, day(one, told_at=back), now=back) == Wait(back + CALM, Reason.NEWER)


def test_of_two_that_the_clocks_put_on_one_instant_the_later_one_comes() -> None:
    first, second = (replace(reminder(n, Kind.NUDGE, NINE), line=7) for n in (1, 2))
    both = day(first, second)
    assert look(first, both, now=NINE) == End(Reason.SAME_MOMENT)
    assert look(second, both, now=NINE) == Go()
    other_line, put_off = replace(second, line=8), replace(second, asked_for=True)
    assert look(first, day(first, other_line), now=NINE) == Go()
    assert look(first, day(first, put_off), now=NINE) == look(put_off, day(first, put_off), now=NINE) == Go()


def test_the_days_budget_drops_what_weighs_least_and_keeps_room_for_what_weighs_more() -> None:
    sent = [replace(reminder(n, Kind.NUDGE, NINE - minutes(n)), sent_at=NINE - minutes(n)) for n in range(1, 4)]
    check_in = replace(reminder(9, Kind.CHECK_IN, NINE + minutes(60)), taken_at=None)
    full = day(*sent, check_in, budget=4)
    nudge = reminder(10, Kind.NUDGE, NINE)
    assert look(nudge, full, now=NINE) == End(Reason.BUDGET)
    assert look(replace(nudge, asked_for=True), full, now=NINE) == Go()
    assert look(replace(check_in, taken_at=check_in.due_at), full, now=check_in.due_at) == Go()


def test_the_one_further_word_never_waits_for_another_day() -> None:
    evening = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
    assert follow_up(day(), NINE, NINE, now=NINE) == Go()
    assert follow_up(day(), evening, evening, now=evening) == End(Reason.QUIET)
    assert follow_up(day(), NINE, NINE, now=NINE + minutes(121)) == End(Reason.LATE)
    assert follow_up(day(answered_at=NINE), NINE, NINE, now=NINE) == Wait(NINE + BUSY, Reason.BUSY)


def test_the_further_word_is_never_among_the_first_after_an_outage() -> None:
    back = NINE + minutes(5)
    assert follow_up(day(), NINE, back, now=back) == Wait(back + CALM, Reason.NEWER)
    assert follow_up(day(), NINE, back, now=back + CALM) == Go()
    late = replace(reminder(1, Kind.EXERCISE, NINE - minutes(20)), sent_at=back)
    assert follow_up(day(late), back, back, now=back) == Wait(back + CALM, Reason.NEWER)
    assert follow_up(day(told_at=back), NINE, NINE, now=back) == Wait(back + CALM, Reason.NEWER)


def test_of_what_leaves_together_after_an_outage_of_telegram_the_others_wait() -> None:
    exercise = reminder(1, Kind.EXERCISE, NINE)
    assert look(exercise, day(leaving_at=NINE), now=NINE) == Wait(NINE + CALM, Reason.NEWER)
    nudge = reminder(2, Kind.NUDGE, NINE - minutes(25))
    assert look(nudge, day(leaving_at=NINE), now=NINE) == End(Reason.NEWER)


def test_what_is_late_does_not_follow_right_after_what_was_on_time() -> None:
    on_time = replace(reminder(1, Kind.NUDGE, NINE), sent_at=NINE)
    late = reminder(2, Kind.CHECK_IN, NINE - minutes(60))
    assert look(late, day(on_time), now=NINE + minutes(1)) == Wait(NINE + CALM, Reason.NEWER)
    assert look(reminder(3, Kind.EXERCISE, NINE), day(on_time), now=NINE) == Go()


def test_what_waited_for_the_morning_or_an_answer_brings_no_calm() -> None:
    held = replace(reminder(1, Kind.CHECK_IN, NINE - minutes(60)), sent_at=NINE, waited=True)
    assert look(reminder(2, Kind.EXERCISE, NINE), day(held), now=NINE) == Go()


NIGHTS = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "Australia/Lord_Howe": ("2026-04-04", "2026-10-03"),
    "America/Nuuk": ("2026-03-29", "2026-10-25"),
    "Asia/Kathmandu": ("2026-06-01",),
}
"""Zones, and days on which their clocks change."""
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))


@st.composite
def moments_at_night(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and an instant within a day and a half of a change of its clocks."""
    zone = draw(st.sampled_from(sorted(NIGHTS)))
    noon = datetime.fromisoformat(f"{draw(st.sampled_from(NIGHTS[zone]))}T12:00+00:00")
    return zone, noon + minutes(draw(st.integers(-36 * 60, 36 * 60)))


@settings(max_examples=examples(100, 3000), deadline=None)
@given(
    moment=moments_at_night(),
    quiet=st.builds(Window, CLOCKS, CLOCKS),
    kind=st.sampled_from(BY_WEIGHT),
    ago=st.integers(0, 500),
)
def test_nothing_goes_in_quiet_hours_over_midnight_or_when_the_clocks_change(
    moment: tuple[str, datetime], quiet: Window, kind: Kind, ago: int
) -> None:
    zone, at = moment
    standing = replace(STANDING, zone=zone, quiet=quiet)
    due = at - minutes(ago)
    one = Reminder(1, kind, due, lateness.expires(kind, due, zone), at)
    verdict = look(one, day(one, standing=standing), now=at)
    if isinstance(verdict, Go):
        assert not quiet.holds(wall.local(at, zone).time())
        assert one.expires_at is not None
        assert at <= one.expires_at
    if isinstance(verdict, Wait):
        assert verdict.until > at
        assert not quiet.holds(wall.local(verdict.until, zone).time())


@given(moment=moments_at_night(), quiet=st.builds(Window, CLOCKS, CLOCKS))
def test_quiet_hours_end_ahead_and_when_they_are_over(moment: tuple[str, datetime], quiet: Window) -> None:
    zone, at = moment
    end = quiet.end_after(at, zone)
    assert (end == at) is not quiet.holds(wall.local(at, zone).time())
    assert at <= end <= at + minutes(26 * 60)
    assert not quiet.holds(wall.local(end, zone).time())


@st.composite
def days(draw: st.DrawFn) -> tuple[Day, list[Reminder]]:
    """A day's reminders in the order of their times, and what that day may hold."""
    found = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        due = NINE + minutes(10 * draw(st.integers(0, 60)))
        one = reminder(number, draw(st.sampled_from(BY_WEIGHT)), due)
        found.append(replace(one, taken_at=None, line=number, asked_for=draw(st.booleans())))
    found.sort(key=lambda one: (one.due_at, one.id))
    return day(*found, budget=draw(st.integers(0, 8))), found


@given(days())
def test_a_day_holds_no_more_than_its_budget_and_drops_nothing_for_what_weighs_less(
    case: tuple[Day, list[Reminder]],
) -> None:
    given_day, found = case
    came: list[Reminder] = []
    dropped: list[Reminder] = []
    for one in found:
        rest = [other for other in given_day.reminders if other.id not in {gone.id for gone in dropped}]
        so_far = [next((sent for sent in came if sent.id == other.id), other) for other in rest]
        verdict = look(replace(one, taken_at=one.due_at), replace(given_day, reminders=tuple(so_far)), now=one.due_at)
        assert verdict in (Go(), End(Reason.BUDGET))
        (came if verdict == Go() else dropped).append(replace(one, sent_at=one.due_at))
    assert not [one for one in dropped if one.asked_for]
    assert len([one for one in came if not one.asked_for]) <= given_day.budget
    for one in dropped:
        weightier = [other for other in found if weight(other.kind) < weight(one.kind)]
        before = [other for other in came if (other.due_at, other.id) < (one.due_at, one.id)]
        assert len({other.id for other in (*weightier, *before)}) >= given_day.budget


@given(
    kind=st.sampled_from(sorted(ANYWAY)),
    moment=moments_at_night(),
    quiet=st.builds(Window, CLOCKS, CLOCKS),
    flags=st.tuples(*[st.booleans()] * 5),
    pause=st.integers(-100, 100),
)
def test_no_quiet_hours_pause_or_hold_ever_keep_back_what_must_come(
    kind: Kind, moment: tuple[str, datetime], quiet: Window, flags: tuple[bool, ...], pause: int
) -> None:
    (zone, at), (enrolled, left, held, tips, unreachable) = moment, flags
    standing = Standing(enrolled, left, at + minutes(pause), held, tips, zone, quiet, unreachable)
    assert refuses(standing, kind, now=at) is None
