"""Why a hand-over cannot be offered: one clear reason, the one that the giver can see best."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.handing_over import LONGEST_COVER, Facts, Refusal, answer_by, dates_hold, refuses

FINE = Facts(oneself=False, therapist=True, reachable=True)
AGAINST = (
    ({"oneself": True}, Refusal.ONESELF),
    ({"therapist": False}, Refusal.NO_THERAPIST),
    ({"reachable": False}, Refusal.UNREACHABLE),
    ({"theirs": True}, Refusal.THEIRS),
    ({"waiting": True}, Refusal.WAITING),
    ({"dates": False}, Refusal.DATES),
    ({"covered": True}, Refusal.COVERED),
    ({"away": True}, Refusal.AWAY),
    ({"covering": True}, Refusal.COVERING),
)
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_nothing_stands_against_an_offer_to_a_colleague_who_is_there() -> None:
    assert refuses(FINE) is None


@pytest.mark.parametrize("place", range(len(AGAINST)))
def test_each_reason_refuses_and_the_plainest_is_said_first(place: int) -> None:
    change, refusal = AGAINST[place]
    later = {name: value for other, _ in AGAINST[place:] for name, value in other.items()}
    assert refuses(replace(FINE, **change)) is refusal
    assert refuses(replace(FINE, **later)) is refusal


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=1), TODAY + timedelta(days=3), False),
        (TODAY + timedelta(days=3), TODAY + timedelta(days=2), False),
        (TODAY, TODAY + LONGEST_COVER - timedelta(days=1), True),
        (TODAY, TODAY + LONGEST_COVER, False),
    ],
)
def test_the_days_of_a_cover(first: date, last: date, holds: bool) -> None:
    assert dates_hold(first, last, today=TODAY) is holds


def test_an_offer_waits_no_longer_than_the_cover_s_beginning() -> None:
    two_days = timedelta(hours=48)
    assert answer_by(NOW, two_days, None) == NOW + two_days
    assert answer_by(NOW, two_days, NOW + timedelta(hours=5)) == NOW + timedelta(hours=5)
    assert answer_by(NOW, two_days, NOW - timedelta(hours=5)) == NOW + two_days
