"""The last days at a glance: an honest denominator, gaps that stay gaps, the gravest flag of a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import adherence, fortnight
from bot.domain.adherence import Tally
from bot.domain.record import CheckInDone, Record, Reminded
from bot.domain.triage import Tier
from bot.models import OccurrenceState
from tests.exports.records import ANA, NOW, at

TIERS = {"bladder": Tier.EMERGENCY, "worse": Tier.URGENT}
BARE = replace(ANA, check_ins=[], reminded=[], cases=[])


def reminded(days: int, state: str, reason: str | None = None, kind: str = "exercise") -> Reminded:
    day = date(2026, 3, 16) - timedelta(days=days)
    return Reminded(1, day, 0, kind, None, at(days=days), None, None, state, reason)


def asked(days: int, numbness: int | None, *, done: bool = True, full: bool = False) -> CheckInDone:
    ended = at(days=days) if done else None
    return CheckInDone(1, at(days=days), ended, False, "none", (), numbness, None, None, None, full=full)


def seen(record: Record) -> fortnight.Fortnight:
    return fortnight.of(record, TIERS)


def test_there_are_14_days_up_to_today_on_the_patients_own_calendar() -> None:
    days = [day.date for day in seen(BARE).days]
    assert (len(days), days[0], days[-1]) == (14, date(2026, 3, 3), date(2026, 3, 16))
    elsewhere = replace(BARE, zone="Pacific/Kiritimati", until=NOW + timedelta(hours=4))
    assert seen(elsewhere).days[-1].date == date(2026, 3, 17)


def test_an_answer_stands_on_its_day_and_a_missing_one_is_a_gap() -> None:
    found = seen(replace(BARE, check_ins=[asked(3, 6), asked(2, None)])).days
    assert [day.numbness for day in found[-4:]] == [6, None, None, None]
    assert [day.check_in for day in found[-4:]] == ["done", "done", "unasked", "unasked"]


def test_the_last_answer_of_a_day_counts_and_the_weekly_list_is_no_check_in() -> None:
    found = seen(replace(BARE, check_ins=[asked(1, 3), asked(1, 5), asked(1, None)])).days
    assert found[-2].numbness == 5
    assert seen(replace(BARE, check_ins=[asked(1, None, full=True)])).days[-2].check_in == "unasked"


def test_a_check_in_that_was_asked_for_and_not_answered_is_shown_as_that() -> None:
    assert seen(replace(BARE, reminded=[reminded(1, "expired", kind="check_in")])).days[-2].check_in == "unanswered"
    assert seen(replace(BARE, check_ins=[asked(1, 3, done=False)])).days[-2].check_in == "unanswered"
    assert seen(replace(BARE, reminded=[reminded(1, "missed", kind="check_in")])).days[-2].check_in == "unasked"


def test_done_counts_against_what_arrived_alone_and_the_rest_stands_apart() -> None:
    found = seen(
        replace(
            BARE,
            reminded=[
                reminded(1, "done"), reminded(1, "part"), reminded(1, "skipped"), reminded(2, "worse"),
                reminded(2, "expired"), reminded(3, "held", "held"), reminded(3, "suppressed", "paused"),
                reminded(3, "suppressed", "quiet"), reminded(4, "undeliverable", "unreachable"),
                reminded(4, "missed", "late"), reminded(4, "suppressed", "newer"), reminded(5, "suppressed", "moved"),
                reminded(1, "done", kind="check_in"), reminded(20, "done"),
            ],
        )
    )  # fmt: skip
    assert found.moves == Tally(2, 5)
    assert found.days[-2].moves == Tally(2, 3)
    assert found.apart == {"moved": 1, "paused": 1, "held": 1, "suppressed": 1, "undelivered": 1, "missed": 2}


@pytest.mark.parametrize("state", OccurrenceState)
def test_every_state_is_asked_or_apart_or_still_open_or_of_an_old_plan(state: OccurrenceState) -> None:
    open_or_gone = {"due", "snoozed", "queued", "cancelled"}
    assert (state in adherence.ASKED) + bool(adherence.apart([(state, None)])) + (state in open_or_gone) == 1


def test_a_day_has_the_gravest_that_was_reported_on_it() -> None:
    ticked = replace(asked(1, 2), flags=("worse",))
    assert seen(replace(BARE, check_ins=[ticked])).days[-2].flag is Tier.URGENT
    assert seen(replace(BARE, check_ins=[ticked], cases=ANA.cases)).days[-2].flag is Tier.EMERGENCY
    assert seen(BARE).days[-2].flag is Tier.NONE


def test_nothing_to_draw_is_said_and_an_unanswered_question_is_something() -> None:
    assert seen(BARE).empty
    assert not seen(replace(BARE, reminded=[reminded(1, "expired", kind="check_in")])).empty
    assert not seen(replace(BARE, cases=ANA.cases)).empty
