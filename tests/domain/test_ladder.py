"""The ladder: each rung at its minute, none skipped, none put off, no end without somebody who has seen it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ladder
from bot.domain.ladder import EVERYONE, Reach, Rung
from bot.domain.policy import Policy

POLICY = Policy()
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
T, B, C, A = Reach
tiers = st.sampled_from(["emergency", "urgent", "routine", "crisis", "drill", "from_a_newer_content"])
priorities = st.sampled_from([None, "high"])


def minutes(tier: str, raised_at: datetime = MONDAY, priority: str | None = None) -> list[float]:
    dues = ladder.schedule(tier, POLICY, raised_at, "UTC", priority)
    return [(due - raised_at).total_seconds() / 60 for due in dues]


def calls(tier: str, **options: object) -> list[set[Reach]]:
    return [set(rung.calls) for rung in ladder.rungs(tier, POLICY, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize("tier", ["emergency", "crisis", "from_a_newer_content"])
def test_an_emergency_climbs_at_5_15_and_30_minutes_and_then_hourly_for_a_day(tier: str) -> None:
    assert minutes(tier) == [0, 5, 15, 30, *(30 + 60 * hour for hour in range(1, 25))]
    assert calls(tier)[1:] == [{B}, {C, A}, *[set(EVERYONE)] * 25]


def test_an_emergency_begins_with_the_therapist_and_a_crisis_with_the_backup_too() -> None:
    assert calls("emergency")[0] == {T}
    assert calls("crisis")[0] == {T, B}


def test_a_drill_is_an_emergency_that_does_not_repeat() -> None:
    assert minutes("drill") == [0, 5, 15, 30]
    assert calls("drill") == calls("emergency")[:4]


def test_the_third_deadline_of_an_emergency_is_the_breach_and_goes_outside_once() -> None:
    rungs = ladder.rungs("emergency", POLICY)
    assert [rung.breached for rung in rungs] == [False] * 3 + [True] * 25
    assert [step for step, rung in enumerate(rungs) if rung.outside] == [3]


def test_an_urgent_case_counts_working_hours() -> None:
    assert minutes("urgent") == [0, 120, 240, 480]
    assert calls("urgent") == [{T}, {B}, {A}, set(EVERYONE)]
    rungs = ladder.rungs("urgent", POLICY)
    assert [(rung.working, rung.breached, rung.outside) for rung in rungs] == [
        (False, False, False),
        (True, False, False),
        (True, False, False),
        (True, True, True),
    ]


def test_an_urgent_case_in_the_evening_waits_for_the_next_morning() -> None:
    evening = MONDAY.replace(hour=20)
    dues = ladder.schedule("urgent", POLICY, evening, "UTC", None)
    assert dues[:3] == [evening, MONDAY + timedelta(hours=26), MONDAY + timedelta(hours=28)]


def test_an_urgent_case_on_friday_afternoon_goes_on_on_monday() -> None:
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
    assert ladder.schedule("urgent", POLICY, friday, "UTC", None)[1] == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)


def test_the_clinics_own_zone_goes_before_the_patients() -> None:
    policy = Policy(clinic_zone="America/New_York")
    assert ladder.schedule("urgent", policy, MONDAY, "Europe/Madrid", None)[1] == MONDAY.replace(hour=16)


@pytest.mark.parametrize(("night", "switch", "first"), [(True, True, {T, C}), (True, False, {T}), (False, True, {T})])
def test_those_on_call_hear_of_an_urgent_case_at_night_where_the_clinic_says_so(
    night: bool, switch: bool, first: set[Reach]
) -> None:
    rungs = ladder.rungs("urgent", Policy(urgent_calls_at_night=switch), night=night)
    assert set(rungs[0].calls) == first


def test_high_priority_counts_plain_minutes() -> None:
    at_night = MONDAY.replace(hour=2)
    assert minutes("urgent", at_night, "high") == [0, 60, 120, 180]
    assert calls("urgent", priority="high") == [{T}, {B}, {C, A}, set(EVERYONE)]
    rungs = ladder.rungs("urgent", POLICY, priority="high")
    assert [(rung.breached, rung.outside) for rung in rungs] == [(False, False)] * 3 + [(True, True)]


def test_a_routine_case_is_brought_to_mind_after_two_working_days() -> None:
    friday = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
    assert ladder.schedule("routine", POLICY, friday, "UTC", None) == [datetime(2026, 3, 10, 12, 0, tzinfo=UTC)]
    assert calls("routine") == [{T}]
    assert not any(rung.breached or rung.outside for rung in ladder.rungs("routine", POLICY))


@pytest.mark.parametrize(
    ("field", "value", "tier", "step", "minute"),
    [
        ("emergency_backup_minutes", 3, "emergency", 1, 3),
        ("emergency_everyone_minutes", 9, "emergency", 2, 9),
        ("emergency_breach_minutes", 20, "emergency", 3, 20),
        ("emergency_breach_minutes", 20, "emergency", 4, 80),
        ("urgent_backup_hours", 1, "urgent", 1, 60),
        ("urgent_admin_hours", 3, "urgent", 2, 180),
        ("urgent_breach_hours", 7, "urgent", 3, 420),
        ("routine_reminder_days", 1, "routine", 0, 480),
    ],
)
def test_every_deadline_is_the_deployments(field: str, value: int, tier: str, step: int, minute: int) -> None:
    policy = Policy(**{field: value})  # type: ignore[arg-type]
    due = ladder.schedule(tier, policy, MONDAY, "UTC", None)[step]
    assert due == MONDAY + timedelta(minutes=minute)


def test_how_often_the_breach_repeats_is_the_deployments() -> None:
    assert len(ladder.rungs("emergency", Policy(emergency_repeat_hours=2))) == 6


@given(tiers, priorities, st.integers(0, 60 * 24 * 400))
def test_deadlines_never_come_before_the_alarm_nor_out_of_order(tier: str, priority: str | None, at: int) -> None:
    raised_at = MONDAY + timedelta(minutes=at)
    dues = ladder.schedule(tier, POLICY, raised_at, "Europe/Madrid", priority)
    assert dues == sorted(dues)
    assert dues[0] >= raised_at
    assert len(dues) == len(ladder.rungs(tier, POLICY, priority=priority))


STEPS = (
    Rung(timedelta(0), frozenset({T})),
    Rung(timedelta(5), frozenset({B})),
    Rung(timedelta(9), EVERYONE, False, True),
)
DUES = [MONDAY, MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=30)]


@pytest.mark.parametrize(
    ("step", "reached", "after", "climbs"),
    [
        (0, True, 0, True),
        (1, True, 4, False),
        (1, True, 5, True),
        (1, False, 0, True),
        (2, True, 29, False),
        (2, True, 31, True),
        (2, False, 5, True),
        (None, False, 99, False),
    ],
)
def test_a_rung_is_climbed_when_it_is_due_or_when_the_one_before_has_nobody(
    step: int | None, reached: bool, after: int, climbs: bool
) -> None:
    now = MONDAY + timedelta(minutes=after)
    assert ladder.climbs(step, STEPS, DUES, before_reached=reached, now=now) is climbs


def test_the_first_rung_waits_for_its_own_time() -> None:
    assert not ladder.climbs(0, STEPS, DUES, before_reached=False, now=MONDAY - timedelta(seconds=1))
    routine = ladder.rungs("routine", POLICY)
    assert not ladder.climbs(0, routine, [MONDAY], before_reached=False, now=MONDAY - timedelta(seconds=1))


def test_without_a_word_it_is_day_and_a_rung_counts_plain_hours() -> None:
    assert set(ladder.rungs("urgent", Policy(urgent_calls_at_night=True))[0].calls) == {T}
    day = Rung(timedelta(days=1), EVERYONE, working=True)
    assert ladder.due_at(day, MONDAY, ladder.hours(POLICY, "UTC")) == MONDAY + timedelta(days=2, hours=8)


def test_what_repeats_after_the_breach_keeps_its_hour() -> None:
    breached = (Rung(timedelta(0), EVERYONE, breached=True), Rung(timedelta(hours=1), EVERYONE, breached=True))
    dues = [MONDAY, MONDAY + timedelta(hours=1)]
    assert not ladder.climbs(1, breached, dues, before_reached=False, now=MONDAY)


@given(st.sets(st.integers(0, 30)), st.integers(0, 28))
def test_no_rung_is_ever_skipped(climbed: set[int], count: int) -> None:
    step = ladder.next_step(climbed, count)
    expected = [one for one in range(count) if one not in climbed]
    assert step == (expected[0] if expected else None)


@given(tiers, priorities, st.lists(st.integers(1, 4000), max_size=12), st.booleans())
def test_whenever_it_is_looked_at_each_rung_is_climbed_once_in_order_and_none_too_late(
    tier: str, priority: str | None, looks: list[int], reached: bool
) -> None:
    """Looks at any instants, also none for days, as after an outage: at each look all that is due is climbed."""
    steps = ladder.rungs(tier, POLICY, priority=priority)
    dues = ladder.schedule(tier, POLICY, MONDAY, "UTC", priority)
    climbed: list[int] = []
    for look in sorted(looks):
        now = MONDAY + timedelta(minutes=look)
        while ladder.climbs(
            step := ladder.next_step(climbed, len(steps)), steps, dues, before_reached=reached, now=now
        ):
            assert step is not None
            climbed.append(step)
        assert climbed == list(range(len(climbed)))
        assert not [due for due in dues[len(climbed) :] if due <= now]


def test_overdue_is_a_deadline_that_was_waited_for() -> None:
    five = MONDAY + timedelta(minutes=5)
    assert not ladder.overdue(MONDAY, [(MONDAY, MONDAY)])
    assert not ladder.overdue(MONDAY, [(MONDAY, MONDAY + timedelta(seconds=3))])
    assert not ladder.overdue(MONDAY, [(MONDAY, MONDAY), (five, MONDAY)])
    assert ladder.overdue(MONDAY, [(MONDAY, MONDAY), (five, five)])
    assert not ladder.overdue(MONDAY, [])


@pytest.mark.parametrize(
    ("running", "tier", "restarts"),
    [
        (None, "urgent", True),
        (None, "emergency", True),
        ("urgent", "urgent", False),
        ("urgent", "emergency", True),
        ("urgent", "crisis", True),
        ("emergency", "emergency", False),
        ("emergency", "crisis", False),
        ("emergency", "urgent", False),
        ("routine", "urgent", True),
        ("routine", "routine", False),
        ("urgent", "routine", False),
        ("urgent", "from_a_newer_content", True),
    ],
)
def test_a_second_flag_puts_off_no_rung_and_a_graver_one_begins_a_faster_ladder(
    running: str | None, tier: str, restarts: bool
) -> None:
    assert ladder.restarts(running, tier) is restarts


def test_reaching_nobody_weighs_one_level_more() -> None:
    assert [ladder.raised(tier) for tier in ("routine", "urgent", "emergency", "crisis")] == [
        "urgent",
        "emergency",
        "emergency",
        "crisis",
    ]
