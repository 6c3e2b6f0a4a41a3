"""A case ends by a therapist's hand, after it was seen, with the whole list ticked."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.release import Refusal, refuses_close, refuses_tick

NEEDED = ("spoke", "plan")


@pytest.mark.parametrize(("therapist", "closed", "acknowledged"), [*product([False, True], repeat=3)])
def test_who_may_close(therapist: bool, closed: bool, acknowledged: bool) -> None:
    found = refuses_close(therapist=therapist, closed=closed, acknowledged=acknowledged, ticked=NEEDED, needed=NEEDED)
    expected = (
        Refusal.CLOSED
        if closed
        else Refusal.NOT_A_THERAPIST
        if not therapist
        else None
        if acknowledged
        else Refusal.NOT_SEEN
    )
    assert found is expected


@pytest.mark.parametrize("ticked", [(), ("spoke",), ("plan",), ("from_an_older_list",)])
def test_every_point_is_needed(ticked: tuple[str, ...]) -> None:
    found = refuses_close(therapist=True, closed=False, acknowledged=True, ticked=ticked, needed=NEEDED)
    assert found is Refusal.NOT_TICKED


def test_who_may_tick() -> None:
    assert refuses_tick(therapist=True, closed=False) is None
    assert refuses_tick(therapist=False, closed=False) is Refusal.NOT_A_THERAPIST
    assert refuses_tick(therapist=True, closed=True) is Refusal.CLOSED


@given(st.booleans(), st.booleans(), st.sets(st.sampled_from(NEEDED)))
def test_nothing_closes_without_having_been_seen(therapist: bool, closed: bool, ticked: set[str]) -> None:
    found = refuses_close(therapist=therapist, closed=closed, acknowledged=False, ticked=ticked, needed=NEEDED)
    assert found is not None
