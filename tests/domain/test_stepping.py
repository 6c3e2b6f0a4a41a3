"""A step of a dose is offered on evidence alone, stays inside its bounds, and nothing is ever taken for a "no"."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan_lines import DOSE
from bot.domain.stepping import Evidence, Limits, Way, stepped, way
from tests.cast import shipped_content

LIMITS = Limits(up_days=5, up_percent=80, down_parts=3, pain=7)
WELL = Evidence(asked=14, done=12, part=0, worse=0, days=12, pains=(3, 2, 3, 2, 2, 2))

doses = st.dictionaries(st.sampled_from(sorted(DOSE)), st.integers(1, 60), min_size=1)
pains = st.lists(st.integers(0, 10), max_size=14).map(tuple)
evidences = st.builds(
    Evidence, asked=st.integers(0, 40), done=st.integers(0, 40), part=st.integers(0, 40), worse=st.integers(0, 3),
    days=st.integers(0, 14), pains=pains,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        ({}, Way.UP),
        ({"done": 11}, None),
        ({"days": 4}, None),
        ({"pains": ()}, None),
        ({"pains": (2, 2, 2)}, None),
        ({"pains": (2, 2, 3, 3)}, None),
        ({"pains": (2, 2, 4, 4)}, Way.DOWN),
        ({"pains": (8, 8, 8, 7)}, Way.DOWN),
        ({"pains": (8, 8, 8, 6)}, Way.UP),
        ({"worse": 1}, Way.DOWN),
        ({"part": 3}, Way.UP),
        ({"part": 7, "done": 7}, Way.DOWN),
        ({"asked": 2, "done": 0, "part": 2, "days": 0}, None),
        ({"asked": 0, "done": 0, "days": 0, "pains": (9, 9)}, None),
    ],
)
def test_what_is_offered_for_which_answers(change: dict[str, object], offered: Way | None) -> None:
    assert way(replace(WELL, **change), LIMITS) is offered  # type: ignore[arg-type]


@given(evidences)
def test_a_step_up_is_never_offered_against_an_answer_or_without_one(evidence: Evidence) -> None:
    if way(evidence, LIMITS) is Way.UP:
        assert evidence.worse == 0
        assert len(evidence.pains) >= 4
        assert evidence.pains[-1] < LIMITS.pain


@given(doses, doses)
def test_a_step_changes_one_part_the_right_way_and_keeps_its_bound(dose: dict[str, int], most: dict[str, int]) -> None:
    up, down = stepped(dose, Way.UP, most), stepped(dose, Way.DOWN, most)
    for after, which in ((up, Way.UP), (down, Way.DOWN)):
        if after is None:
            continue
        (part,) = (one for one in dose if after[one] != dose[one])
        assert set(after) == set(dose)
        assert dose[part] < after[part] <= most[part] if which is Way.UP else 1 <= after[part] < dose[part]
    if up is None:
        assert all(dose[part] >= most.get(part, 0) for part in dose)


def test_the_library_s_steps_end_at_the_ranges_of_the_source() -> None:
    reached = {}
    for exercise in shipped_content().exercises.values():
        dose, most = exercise.data.dose.model_dump(exclude_defaults=True), exercise.data.most.model_dump()
        while (after := stepped(dose, Way.UP, most)) is not None:
            dose = after
        reached[exercise.id] = dose
    assert reached["hamstring_chair"] == {"sets": 3, "hold_seconds": 30}
    assert reached["sit_to_stand"] == {"sets": 2, "reps": 8}
    assert reached["short_walk"] == {"sets": 1, "minutes": 10}
    taught = [
        one for one in shipped_content().exercises.values() if one.data.level == 3 or "nerve" in one.data.purposes
    ]
    assert taught
    assert all(reached[one.id] == one.data.dose.model_dump(exclude_defaults=True) for one in taught)
