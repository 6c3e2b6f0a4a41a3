"""The shipped table and its combination rules: every row, every answer, every rule, and the article's matrix."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkin import NO, UNSURE, YES, next_item, reported
from bot.domain.profile import FACTS
from bot.domain.triage import Tier, Verdict, judge, weigh
from tests.cast import shipped_content

CONTENT = shipped_content()
TIERS, RULES = CONTENT.tiers, CONTENT.rules
ITEMS = {item.flag: item for item in CONTENT.weekly_items()}
E, U, R, N = Tier.EMERGENCY, Tier.URGENT, Tier.ROUTINE, Tier.NONE

ROWS = {
    "bladder": E, "bowel": E, "saddle": E, "both_legs": E, "cant_move": E, "stroke": E, "cold_pale": E,
    "chest_breath": E, "trauma": E, "sudden": U, "weakness": U, "walk_balance": U, "spreading": U, "swelling": U,
    "infection": U, "foot_wound": U, "rest_pain": U, "severe_pain": U, "worse": R, "persist": R, "pain_new": R,
    "meds": R, "other": R,
}  # fmt: skip
"""The table of safety.md §1.2: what is asked, and how soon somebody has to be seen."""
VARIANTS = {"both_legs_old": R, "trauma_old": U, "trauma_minor": U, "sudden_gone": N, "walk_slow": R}
CLOSER = {
    "head_injury": E, "trouble_swallowing": U, "back_fever": U, "black_area": U, "spreading_redness": U, "band_pain": U,
}  # fmt: skip


def verdict(flags: str, profile: str = "", denied: str = "") -> Verdict:
    return judge(flags.split(), TIERS, RULES, profile.split(), denied.split())


def test_every_row_is_asked_and_no_other() -> None:
    asked = {flag: item.tier for flag, item in ITEMS.items() if not item.after}
    assert asked == ROWS
    assert {flag: item.tier for flag, item in ITEMS.items() if item.after} == CLOSER
    assert {flag: TIERS[flag] for item in ITEMS.values() for flag in item.instead} == VARIANTS
    assert set(TIERS) == {*ROWS, *VARIANTS, *CLOSER, "rising", "emergency"}


@pytest.mark.parametrize("flag", ROWS)
@pytest.mark.parametrize("answer", [YES, NO, UNSURE, None])
def test_every_row_with_every_answer(flag: str, answer: str | None) -> None:
    item = ITEMS[flag]
    counts = answer == YES or (answer == UNSURE and ROWS[flag] is E)
    assert item.reported(answer) == (flag if counts else None)
    given = {} if answer is None else {f"flag.{flag}": answer}
    assert judge(reported([item], given), TIERS, RULES).tier is (ROWS[flag] if counts else N)


@pytest.mark.parametrize("flag", VARIANTS)
def test_every_other_answer_reports_itself(flag: str) -> None:
    base = next(item for item in ITEMS.values() if flag in item.instead)
    assert base.reported(flag) == flag
    assert judge([flag], TIERS, RULES).tier is VARIANTS[flag]


def test_what_is_no_answer_of_a_question_reports_nothing() -> None:
    assert ITEMS["bladder"].reported("walk_slow") is None


@pytest.mark.parametrize(
    ("flags", "profile", "tier", "rule"),
    [
        *((f"sudden {other}", "", E, "C1") for other in (
            "weakness", "cant_move", "stroke", "walk_balance", "both_legs", "severe_pain", "cold_pale", "bladder",
            "bowel", "saddle")),
        ("sudden_gone weakness", "", E, "C1"),
        *((flag, "", E, "C2") for flag in (
            "bladder", "bowel", "saddle", "cant_move", "stroke", "cold_pale", "chest_breath", "both_legs")),
        ("trauma", "", E, "C3"),
        *(("trauma_minor", fact, U, "C3") for fact in ("age_65", "osteoporosis", "steroids", "anticoagulant")),
        ("trauma_minor head_injury", "", E, "C3"),
        *((f"weakness {other}", "", E, "C4") for other in ("both_legs", "worse", "spreading")),
        ("swelling chest_breath", "", E, "C5"),
        *((f"infection {other}", "", E, "C6") for other in (
            "severe_pain", "back_fever", "weakness", "both_legs", "bladder")),
        ("infection", "immunosuppressed", E, "C6"),
        *((f"foot_wound {other}", "", E, "C6") for other in ("infection", "black_area", "spreading_redness")),
        *((flag, "cancer_history", E, "C7") for flag in (
            "weakness", "both_legs", "walk_balance", "spreading", "band_pain")),
        ("walk_balance weakness", "", U, "C8"),
        ("walk_balance weakness sudden", "", E, "C8"),
        ("walk_balance weakness both_legs", "", E, "C8"),
        *((f"spreading {other}", "", E, "C9") for other in (
            "weakness", "walk_balance", "chest_breath", "trouble_swallowing")),
        ("severe_pain weakness", "", U, "C10"),
        ("severe_pain spreading", "", U, "C10"),
        ("severe_pain cold_pale", "", E, "C10"),
        *((flag, fact, U, "C11") for flag in ("foot_wound", "rest_pain") for fact in (
            "diabetes", "neuropathy", "pad")),
        ("swelling rest_pain", "", U, "C12"),
        ("weakness", "recent_surgery", U, "C13"),
        ("bladder", "recent_surgery", E, "C13"),
        ("sudden", "spinal_injection", U, "C13"),
        ("sudden", "pregnancy", U, "C13"),
    ],
)  # fmt: skip
def test_every_combination_rule(flags: str, profile: str, tier: Tier, rule: str) -> None:
    found = verdict(flags, profile)
    assert found.tier is tier
    assert rule in found.rules


@pytest.mark.parametrize(
    ("flags", "profile", "tier"),
    [
        ("sudden", "", U),
        ("sudden_gone", "", N),
        ("sudden swelling", "", U),
        ("weakness", "diabetes", U),
        ("infection", "cancer_history", U),
        ("foot_wound rest_pain", "", U),
        ("swelling", "immunosuppressed", U),
        ("walk_slow weakness", "", U),
        ("worse persist pain_new meds other both_legs_old walk_slow", "cancer_history", R),
    ],
)
def test_what_no_rule_raises_keeps_its_own_tier(flags: str, profile: str, tier: Tier) -> None:
    assert verdict(flags, profile).tier is tier


def test_two_different_urgent_flags_hurry_the_alert() -> None:
    assert (verdict("swelling rest_pain").priority, verdict("swelling rest_pain").ack_minutes) == ("high", 60)
    assert verdict("swelling").priority is None
    assert verdict("bladder swelling").priority is None


@pytest.mark.parametrize(
    ("fact", "line"), [("recent_surgery", "surgery"), ("spinal_injection", "surgery"), ("pregnancy", "pregnancy")]
)
def test_a_line_is_added_for_what_the_doctor_has_to_know(fact: str, line: str) -> None:
    assert verdict("bladder", fact).added == (line,)
    assert verdict("worse", fact).added == ()
    assert verdict("weakness", "cancer_history").added == ("cancer",)


def test_a_word_against_a_tapped_no_keeps_the_higher_and_says_so() -> None:
    found = verdict("weakness", denied="weakness")
    assert (found.tier, found.rules, found.labels) == (U, ("C14",), ("contradictory",))
    assert verdict("weakness", denied="bladder").labels == ()


ARTICLE = {
    "A1 persists or worsens": [("persist", R), ("worse", R)],
    "A2 with weakness or pain": [("weakness", U), ("cant_move", E), ("pain_new", R), ("severe_pain", U)],
    "A3 suddenly": [("sudden", U)],
    "A4 bladder or bowel": [("bladder", E), ("bowel", E), ("saddle", E)],
    "A5 walking or balance": [("walk_balance", U)],
    "A6 sudden with weakness or speech": [("sudden weakness", E), ("stroke", E), ("sudden stroke", E)],
    "A7 persistent": [("persist", R)],
    "A8 symptoms beside it": [("spreading", U), ("weakness", U), ("walk_balance", U)],
    "A9 circulation": [("cold_pale", E), ("rest_pain", U)],
    "A10 injuries": [("trauma", E), ("trauma_minor", U), ("head_injury", E)],
    "A11 neuropathy": [("foot_wound", U), ("spreading", U)],
}


@pytest.mark.parametrize("row", ARTICLE)
def test_the_article(row: str) -> None:
    """Every sentence of the article that says when to see a doctor leads to somebody. Source: safety.md §1.1."""
    for flags, tier in ARTICLE[row]:
        assert verdict(flags).tier is tier
    if row.startswith("A11"):
        assert "C11" in verdict("foot_wound", "diabetes").rules


some_flags = st.sets(st.sampled_from([*TIERS, "from_an_older_content"]), max_size=8)
some_facts = st.sets(st.sampled_from(FACTS), max_size=4)


@given(some_flags, some_flags, some_facts, some_facts, some_flags)
def test_more_never_lowers_a_tier(
    some: set[str], more: set[str], profile: set[str], further: set[str], denied: set[str]
) -> None:
    less = judge(some, TIERS, RULES, profile, denied)
    assert judge(some | more, TIERS, RULES, profile | further, denied).tier >= less.tier
    assert less.tier >= max((TIERS.get(flag, E) for flag in some), default=N)


@given(st.lists(st.sampled_from(list(TIERS))), some_facts)
def test_order_and_repetition_do_not_matter(some: list[str], profile: set[str]) -> None:
    assert judge(some, TIERS, RULES, profile) == judge([*reversed(some), *some], TIERS, RULES, sorted(profile))


@given(some_flags, some_flags, some_facts, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_came_before_never_lowers_what_comes(
    now: set[str], before: set[str], profile: set[str], age: timedelta
) -> None:
    alone = judge(now, TIERS, RULES, profile)
    found = weigh(now, dict.fromkeys(before, age), TIERS, RULES, profile)
    assert found.tier >= alone.tier
    assert found.flags == alone.flags


def test_a_report_that_adds_nothing_keeps_its_own_tier() -> None:
    hour = timedelta(hours=1)
    assert weigh(["worse"], {"bladder": hour}, TIERS, RULES).tier is R
    assert weigh(["worse"], {"weakness": hour}, TIERS, RULES).tier is E
    assert weigh(["weakness"], {"sudden": hour}, TIERS, RULES).tier is E
    assert weigh([], {"bladder": hour}, TIERS, RULES).tier is N


MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "before", "window"),
    [
        ("weakness", "worse", timedelta(days=7)),
        ("worse", "weakness", timedelta(days=7)),
        ("weakness", "spreading", timedelta(hours=48)),
        ("weakness", "sudden", timedelta(hours=48)),
        ("sudden", "weakness", timedelta(hours=48)),
    ],
)
def test_each_rule_counts_what_came_before_for_its_own_time(now: str, before: str, window: timedelta) -> None:
    """Source: safety.md §1.5, and C4 with 'worse within 7 d' whichever came first."""
    assert weigh([now], {before: window - MOMENT}, TIERS, RULES).tier is E
    assert weigh([now], {before: window}, TIERS, RULES).tier is TIERS[now]


def test_what_is_too_old_to_be_an_emergency_keeps_no_new_one_down() -> None:
    """Weakness and climbing numbness of five days ago count no more together; weakness and worse do."""
    before = dict.fromkeys(["weakness", "spreading"], timedelta(days=5))
    assert weigh(["worse"], before, TIERS, RULES).tier is E
    assert weigh(["worse"], {**before, "worse": timedelta(days=1)}, TIERS, RULES).tier is R, "said already"


@given(st.dictionaries(st.sampled_from([f"flag.{flag}" for flag in ITEMS]), st.sampled_from([YES, NO, UNSURE])))
def test_the_list_asks_on_until_all_is_answered(answers: dict[str, str]) -> None:
    items = list(ITEMS.values())
    left = 0
    while (item := next_item(items, answers)) is not None:
        answers = {**answers, f"flag.{item.flag}": NO}
        left += 1
        assert left <= len(items)
    assert {f"flag.{flag}" for flag in ROWS} <= set(answers)
