"""'Did you get care?': asked at its hour, silent at night where it may be, and never closing what is grave."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import followups
from bot.domain.followups import Outcome, Question, Silence
from bot.domain.wall import Window

QUIET = Window.of("21:00", "08:00")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def hours(tier: str, raised_at: datetime = NOON) -> list[float | None]:
    found = []
    for question in followups.questions(tier):
        at = followups.due_at(question, raised_at, "UTC", QUIET)
        found.append((at - raised_at).total_seconds() / 3600 if at else None)
    return found


def test_each_tier_has_its_hours() -> None:
    assert hours("emergency") == [0.5, 2, 24]
    assert hours("from_a_newer_content") == [0.5, 2, 24]
    assert hours("crisis") == [1, 20]
    assert hours("urgent") == [4, 20, 24, 48]
    assert hours("routine") == [72, 168]


def test_at_night_only_the_grave_is_asked() -> None:
    night = NOON.replace(hour=22)
    assert hours("emergency", night) == [0.5, 2, 24]
    assert hours("urgent", night) == [None, 10, 24, 58]
    assert hours("crisis", night) == [1, 10]
    assert hours("routine", night) == [82, 178]


def test_in_the_small_hours_the_next_morning_is_today() -> None:
    assert hours("urgent", NOON.replace(hour=3))[1] == 5
    assert hours("urgent", NOON.replace(hour=8))[1] == 24


def test_an_urgent_question_that_falls_into_the_evening_is_dropped() -> None:
    assert hours("urgent", NOON.replace(hour=17)) == [None, 15, 24, 48]
    assert hours("urgent", NOON.replace(hour=16, minute=59))[0] == 4


def test_the_morning_is_the_patients_own() -> None:
    at = followups.due_at(Question(morning=True), NOON, "America/New_York", QUIET)
    assert at == datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


def test_what_silence_leads_to() -> None:
    assert [one.silence for one in followups.EMERGENCY] == [Silence.AGAIN, Silence.PHONE, Silence.ADMINS]
    assert [one.silence for one in followups.CRISIS] == [Silence.PHONE, Silence.PHONE]
    assert [one.silence for one in followups.URGENT] == [
        Silence.NOTHING,
        Silence.AGAIN,
        Silence.HIGH,
        Silence.NOTHING,
    ]
    assert [one.silence for one in followups.ROUTINE] == [Silence.NOTHING, Silence.NOTHING]
    assert [one.asks for one in followups.URGENT] == [True, True, False, True]


@pytest.mark.parametrize(
    ("says", "asks"),
    [(None, True), ("on_way", True), ("going", True), ("not_yet", True), ("mistake", True), ("could_not", True)]
    + [("safe", True)]
    + [(word, False) for word in ("seen", "being_seen", "advised", "booked")],
)
def test_asking_stops_when_care_was_got(says: str | None, asks: bool) -> None:
    assert followups.asks_on(says) is asks


@pytest.mark.parametrize(
    ("says", "said", "silent"),
    [(None, None, True), ("seen", -1, True), ("seen", 0, False), ("seen", 1, False), ("seen", None, True)],
)
def test_only_what_was_said_since_the_alarm_counts(says: str | None, said: int | None, silent: bool) -> None:
    at = NOON + timedelta(minutes=said) if said is not None else None
    assert followups.silent(says, at, NOON) is silent


@pytest.mark.parametrize(
    ("tier", "says", "days", "ends"),
    [
        ("routine", "booked", 14, True),
        ("routine", "seen", 15, True),
        ("routine", "booked", 13, False),
        ("routine", "not_yet", 30, False),
        ("routine", None, 30, False),
        ("urgent", "seen", 30, False),
        ("emergency", "seen", 30, False),
        ("crisis", "seen", 30, False),
    ],
)
def test_only_a_routine_case_that_was_answered_ends_by_itself(
    tier: str, says: str | None, days: int, ends: bool
) -> None:
    assert followups.ends_by_itself(tier, says, NOON, now=NOON + timedelta(days=days)) is ends


def test_without_a_time_of_the_answer_nothing_ends() -> None:
    assert not followups.ends_by_itself("routine", "seen", None, now=NOON)


@given(st.sampled_from(["emergency", "urgent", "crisis"]), st.text(), st.integers(0, 10**6))
def test_a_grave_case_never_ends_without_a_hand(tier: str, says: str, minutes: int) -> None:
    assert not followups.ends_by_itself(tier, says, NOON, now=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("tier", ["emergency", "urgent", "routine", "crisis", "from_a_newer_content"])
def test_every_tier_lets_the_patient_say_that_it_did_not_work(tier: str) -> None:
    assert {Outcome.NOT_YET, Outcome.COULD_NOT} & set(followups.outcomes(tier))
    assert any(followups.confirms(outcome) for outcome in followups.outcomes(tier))


def test_each_tier_has_its_answers() -> None:
    care = (Outcome.GOING, Outcome.SEEN, Outcome.COULD_NOT, Outcome.NOT_YET)
    assert followups.outcomes("emergency") == followups.outcomes("urgent") == care
    assert followups.outcomes("from_a_newer_content") == care
    assert followups.outcomes("crisis") == (Outcome.SAFE, Outcome.COULD_NOT)
    assert followups.outcomes("routine") == (Outcome.BOOKED, Outcome.SEEN, Outcome.NOT_YET)


def test_which_words_confirm_that_care_is_near() -> None:
    sure = ["on_way", "being_seen", "advised", "going", "seen", "booked", "safe"]
    unsure = ["not_yet", "could_not", "cannot_reach", "worse", "mistake", "crisis_else"]
    assert [followups.confirms(word) for word in sure] == [True] * len(sure)
    assert [followups.confirms(word) for word in unsure] == [False] * len(unsure)


def test_who_was_on_the_way_to_emergency_care_is_silent_again_after_each_question() -> None:
    assert {tier: followups.wants_each_answered(tier) for tier in ("emergency", "crisis", "urgent", "routine")} == {
        "emergency": True, "crisis": True, "urgent": False, "routine": False,
    }  # fmt: skip
