"""The pace: Telegram's limits hold whatever comes, and what is urgent never waits behind what can wait."""

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.asking import most_in_a_second
from bot.delivery.pace import BURST, GROUP_MESSAGES, REFUSALS, Pace
from bot.domain.lanes import LANES, PAID, Kind, Stream

SAFETY, REPLY, REMINDER, TIP = (LANES[kind].priority for kind in (Kind.SAFETY, Kind.REPLY, Kind.EXERCISE, Kind.TIP))


def sent(pace: Pace, wanted: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """(when it left, lane, chat) of messages wanted at a time, each as soon as the pace allows, urgent lanes first."""
    left, waiting, now = [], sorted(wanted), 0.0
    while waiting:
        ready = [one for one in waiting if one[0] <= now] or [waiting[0]]
        waits = {one: max(pace.wait(one[1], one[2], now), one[0] - now) for one in ready}
        first = min(ready, key=lambda one: (waits[one] > 0, one[1], one[0]))
        if waits[first] > 0:
            now += max(min(waits.values()), 0.001)
            continue
        pace.leave(first[1], first[2], now)
        waiting.remove(first)
        left.append((now, first[1], first[2]))
    return left


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 3), st.sampled_from([SAFETY, REPLY, REMINDER, TIP]), st.integers(1, 40)), max_size=120
    )
)
def test_never_more_than_thirty_in_any_second(wanted: list[tuple[float, int, int]]) -> None:
    left = sent(Pace(30, 1), wanted)
    assert len(left) == len(wanted)
    assert most_in_a_second([(at, chat, "") for at, _, chat in left]) <= 30


def test_a_broadcast_uses_nearly_all_there_is() -> None:
    pace, now, left = Pace(30, 1), 0.0, []
    for chat in range(1, 30 * 60):
        now += pace.wait(TIP, chat, now) + 0.001  # no timer is exact
        pace.leave(TIP, chat, now)
        left.append(now)
    assert len([at for at in left if at < 60]) / 60 >= 28.7
    assert most_in_a_second([(at, 0, "") for at in left]) <= 30


def test_an_emergency_finds_a_place_at_any_moment_of_a_broadcast() -> None:
    pace, now = Pace(30, 1), 0.0
    for chat in range(1, 500):
        now += pace.wait(TIP, chat, now)
        pace.leave(TIP, chat, now)
        assert pace.wait(SAFETY, 9999, now) < 0.04


def test_one_chat_gets_one_reminder_a_second_and_a_short_burst_of_answers() -> None:
    pace = Pace(30, 1)
    pace.leave(REMINDER, 7, 0.0)
    assert pace.wait(REMINDER, 7, 0.1) == 0.9
    assert pace.wait(REMINDER, 8, 0.1) == 0
    for _ in range(BURST - 1):
        assert pace.wait(REPLY, 7, 0.1) == 0
        pace.leave(REPLY, 7, 0.1)
    assert pace.wait(REPLY, 7, 0.1) > 0
    assert pace.wait(SAFETY, 7, 0.1) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    pace, now = Pace(30, 1), 0.0
    for _ in range(GROUP_MESSAGES):
        now += pace.wait(REPLY, -5, now)
        pace.leave(REPLY, -5, now)
    assert now < 30
    assert pace.wait(REPLY, -5, now) == 60 - now
    assert pace.wait(SAFETY, -5, now) == 0


def test_a_429_holds_its_chat_and_nothing_else() -> None:
    pace = Pace(30, 1)
    pace.refused(TIP, 7, 30, 0.0)
    assert pace.wait(REPLY, 7, 1.0) == 29
    assert pace.wait(TIP, 8, 1.0) == 0
    assert pace.wait(SAFETY, 7, 1.0) == 0


def test_429s_in_a_row_in_several_chats_stop_what_can_wait() -> None:
    pace = Pace(30, 1)
    for chat in range(REFUSALS):
        assert pace.halted(Stream.BULK, 0.0) == 0
        pace.refused(TIP, chat, 10, 0.0)
    assert pace.halted(Stream.BULK, 0.0) == 10
    assert pace.wait(TIP, 99, 0.0) == pace.wait(REMINDER, 98, 0.0) == 10
    assert pace.wait(REPLY, 97, 0.0) == pace.wait(SAFETY, 96, 0.0) == 0
    assert pace.wait(TIP, 99, 10.0) == 0


def test_a_message_that_is_taken_says_that_the_bot_is_not_too_fast() -> None:
    pace = Pace(30, 1)
    for chat in range(REFUSALS * 2):
        pace.refused(TIP, chat, 10, 0.0)
        pace.accepted(TIP)
    assert pace.halted(Stream.BULK, 0.0) == 0


def test_a_message_that_was_late_on_its_way_counts_from_when_it_arrived() -> None:
    pace = Pace(30, 1)
    for chat in range(30):
        pace.leave(REPLY, chat, chat / 100)
    free = pace.wait(SAFETY, 99, 1.0)
    pace.answered(0.29, 0.37)
    assert pace.wait(SAFETY, 99, 1.0) == free
    pace.answered(0.0, 0.5)
    assert pace.wait(SAFETY, 99, 1.0) > free


def test_what_is_paid_for_has_a_pace_of_its_own_and_takes_no_place_from_the_others() -> None:
    pace, now, left = Pace(30, 1, 300), 0.0, []
    for chat in range(1, 1500):
        now += pace.wait(PAID, chat, now)
        pace.leave(PAID, chat, now)
        left.append(now)
        assert pace.wait(SAFETY, 9999, now) == pace.wait(REPLY, 9998, now) == pace.wait(TIP, 9997, now) == 0
    assert 280 < len(left) / left[-1] <= 300
    assert most_in_a_second([(at, 0, "") for at in left]) <= 300


def test_a_full_free_pace_does_not_hold_up_what_is_paid_for() -> None:
    pace = Pace(30, 1, 300)
    for chat in range(30):
        pace.leave(REPLY, chat, 0.0)
    assert pace.wait(TIP, 99, 0.1) > 0
    assert pace.wait(PAID, 98, 0.1) == 0


def test_429s_to_what_is_paid_for_slow_nothing_else_and_it_comes_back_to_its_pace() -> None:
    pace = Pace(30, 1, 300)

    def in_a_second(begin: float) -> int:
        now, number = begin, 0
        while now < begin + 1:
            pace.leave(PAID, 1000 + number, now)
            number += 1
            now += pace.wait(PAID, 1000 + number, now)
        return number

    usual = in_a_second(100)
    for chat in range(REFUSALS + 2):
        pace.refused(PAID, chat, 10, 102)
    assert pace.halted(Stream.PAID, 102) == 10
    assert pace.halted(Stream.BULK, 102) == 0
    assert pace.wait(REPLY, 0, 102) == pace.wait(TIP, 0, 102) == pace.wait(SAFETY, 0, 102) == 0
    assert in_a_second(113) <= usual / 2 + 2
    for _ in range(1000):
        pace.accepted(PAID)
    assert in_a_second(115) == usual


def test_two_that_share_send_together_what_one_may_alone() -> None:
    paces, left = [Pace(30, 1), Pace(30, 1)], []
    for number, pace in enumerate(paces):
        pace.share(2)
        now = 0.0
        for chat in range(300):
            now += pace.wait(TIP, chat, now) + 0.001
            pace.leave(TIP, chat, now)
            left.append((now, number, ""))
    assert most_in_a_second(sorted(left)) <= 30
    assert 27 < len(left) / max(at for at, _, _ in left) <= 30
