"""Who is on call, and where nobody is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rota
from bot.domain.rota import Watch

MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = {0: {1, 2}, 1: {3}}


def watch(person: int, start: int, end: int, confirmed: int | None = 0) -> Watch:
    at = MONDAY + confirmed * HOUR if confirmed is not None else None
    return Watch(person, MONDAY + start * HOUR, MONDAY + end * HOUR, at)


def test_the_days_people_are_on_call() -> None:
    assert rota.on_call(WEEK, [], "UTC", at=MONDAY) == {1, 2}
    assert rota.on_call(WEEK, [], "UTC", at=MONDAY + 24 * HOUR) == {3}
    assert rota.on_call(WEEK, [], "UTC", at=MONDAY + 48 * HOUR) == set()


def test_a_day_begins_at_the_clinics_midnight() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert rota.on_call(WEEK, [], "UTC", at=late) == {1, 2}
    assert rota.on_call(WEEK, [], "Europe/Madrid", at=late) == {3}


def test_who_took_over_is_on_call_alone_while_it_lasts() -> None:
    shift = watch(9, 0, 2)
    assert rota.on_call(WEEK, [shift], "UTC", at=MONDAY) == {9}
    assert rota.on_call(WEEK, [shift], "UTC", at=MONDAY + 2 * HOUR) == {1, 2}
    assert rota.on_call(WEEK, [shift], "UTC", at=MONDAY - HOUR) == {1, 2}


def test_nothing_moves_before_it_is_confirmed() -> None:
    assert rota.on_call(WEEK, [watch(9, 0, 2, None)], "UTC", at=MONDAY) == {1, 2}


def test_the_last_confirmation_counts() -> None:
    both = [watch(8, 0, 5, confirmed=2), watch(9, 0, 5, confirmed=1)]
    assert rota.on_call(WEEK, both, "UTC", at=MONDAY + 3 * HOUR) == {8}
    at_once = [watch(8, 0, 5), watch(9, 0, 5)]
    assert rota.on_call(WEEK, at_once, "UTC", at=MONDAY) == {9}


def test_a_watch_ends_with_the_clinics_day() -> None:
    assert rota.day_ends("UTC", now=MONDAY) == datetime(2026, 3, 3, tzinfo=UTC)
    assert rota.day_ends("Europe/Madrid", now=MONDAY) == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)


def test_a_gap_within_the_coming_day_is_found() -> None:
    tuesday = MONDAY + 24 * HOUR
    assert rota.gap(WEEK, [], "UTC", now=MONDAY) is None
    assert rota.gap(WEEK, [], "UTC", now=tuesday) == datetime(2026, 3, 4, tzinfo=UTC)
    assert rota.gap(WEEK, [], "UTC", now=MONDAY + 48 * HOUR) == MONDAY + 48 * HOUR


def test_a_watch_can_end_in_a_gap() -> None:
    wednesday = MONDAY + 48 * HOUR
    covering = watch(9, 47, 50)
    assert rota.gap(WEEK, [covering], "UTC", now=wednesday) == wednesday + 2 * HOUR


def test_a_gap_further_off_than_a_day_is_not_yet_one() -> None:
    assert rota.gap({0: {1}, 1: {1}}, [], "UTC", now=MONDAY) is None
    assert rota.gap({0: {1}}, [], "UTC", now=MONDAY) == datetime(2026, 3, 3, tzinfo=UTC)
    assert rota.gap({0: {1}}, [], "UTC", now=datetime(2026, 3, 2, tzinfo=UTC)) == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_clinic_without_a_rota_has_no_gaps() -> None:
    assert rota.gap({}, [], "UTC", now=MONDAY) is None
    assert rota.gap({0: set()}, [], "UTC", now=MONDAY) is None


@given(st.integers(0, 24 * 7 - 1))
def test_with_somebody_on_every_day_there_is_no_gap(hour: int) -> None:
    assert rota.gap({day: {1} for day in range(7)}, [], "Europe/Madrid", now=MONDAY + hour * HOUR) is None
