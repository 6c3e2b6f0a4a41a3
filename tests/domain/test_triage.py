"""Triage: the worst wins, nothing lowers a tier, what nobody answered is not a 'no'."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.triage import Rule, Tier, judge, lowered, weigh

TIERS = {
    "bladder": Tier.EMERGENCY,
    "stroke": Tier.EMERGENCY,
    "sudden": Tier.URGENT,
    "weakness": Tier.URGENT,
    "swelling": Tier.URGENT,
    "worse": Tier.ROUTINE,
    "persist": Tier.ROUTINE,
}
RULES = (
    Rule("C1", frozenset({"sudden"}), frozenset({"weakness", "stroke"}), Tier.EMERGENCY),
    Rule("C5", frozenset({"swelling", "chest_breath"}), frozenset(), Tier.EMERGENCY),
)
flags = st.sets(st.sampled_from([*TIERS, "chest_breath", "from_an_older_content"]))


@pytest.mark.parametrize(("flag", "tier"), TIERS.items())
def test_a_single_flag_has_its_own_tier(flag: str, tier: Tier) -> None:
    assert judge([flag], TIERS, RULES).tier is tier


def test_nothing_reported_is_no_tier() -> None:
    verdict = judge([], TIERS, RULES)
    assert (verdict.tier, verdict.first, verdict.alarming) == (Tier.NONE, None, False)


def test_sudden_with_weakness_is_an_emergency() -> None:
    verdict = judge(["weakness", "sudden"], TIERS, RULES)
    assert (verdict.tier, verdict.rules) == (Tier.EMERGENCY, ("C1",))


def test_a_rule_needs_all_of_every() -> None:
    assert judge(["swelling"], TIERS, RULES).tier is Tier.URGENT


def test_the_gravest_flag_leads() -> None:
    assert judge(["sudden", "weakness", "worse", "stroke"], TIERS, RULES).flags == (
        "stroke",
        "sudden",
        "weakness",
        "worse",
    )
    assert judge(["swelling", "bladder"], TIERS, RULES).flags == ("bladder", "swelling")
    assert judge(["swelling", "sudden", "weakness"], TIERS, RULES).flags == ("sudden", "weakness", "swelling")


def test_what_the_content_no_longer_knows_stands_before_all_of_its_tier() -> None:
    assert judge(["stroke", "bladder", "z", "y"], TIERS, RULES).flags == ("y", "z", "bladder", "stroke")


def test_a_flag_that_the_content_no_longer_knows_counts_as_an_emergency() -> None:
    assert judge(["from_an_older_content"], TIERS, RULES).tier is Tier.EMERGENCY


@given(flags, flags)
def test_adding_a_flag_never_lowers_the_tier(some: set[str], more: set[str]) -> None:
    assert judge(some | more, TIERS, RULES).tier >= judge(some, TIERS, RULES).tier


@given(st.lists(st.sampled_from([*TIERS, "chest_breath"])))
def test_the_order_of_the_flags_does_not_matter(some: list[str]) -> None:
    assert judge(some, TIERS, RULES) == judge(list(reversed(some)), TIERS, RULES)


def test_only_urgent_and_emergency_are_alarming() -> None:
    assert [tier for tier in Tier if judge(["x"], {"x": tier}, ()).alarming] == [
        Tier.URGENT,
        Tier.EMERGENCY,
        Tier.CRISIS,
    ]


def test_a_tier_is_found_by_its_word() -> None:
    assert [Tier.named(tier.word) for tier in Tier] == list(Tier)
    with pytest.raises(KeyError):
        Tier.named("mild")


@pytest.mark.parametrize(
    ("rule", "profile", "denied"),
    [
        (Rule("P", frozenset({"worse"}), frozenset(), Tier.URGENT, profile=frozenset({"diabetes"})), ["diabetes"], []),
        (Rule("D", frozenset({"worse"}), frozenset(), Tier.URGENT, contradiction=True), [], ["worse"]),
    ],
)
def test_the_patient_and_their_noes_count_in_what_is_said_now_and_before(
    rule: Rule, profile: list[str], denied: list[str]
) -> None:
    def tier(now: str, before: list[str]) -> Tier:
        return weigh([now], dict.fromkeys(before, timedelta(hours=1)), TIERS, [rule], iter(profile), iter(denied)).tier

    assert tier("worse", []) is Tier.URGENT
    assert tier("worse", ["bladder"]) is Tier.EMERGENCY  # it alarms by itself, so all together count
    assert tier("persist", ["worse"]) is Tier.ROUTINE  # what was urgent before is no worse now


def test_a_clinic_may_raise_a_tier_and_not_lower_it() -> None:
    own = {"bladder": Tier.URGENT, "sudden": Tier.URGENT, "worse": Tier.EMERGENCY, "unheard_of": Tier.ROUTINE}
    assert lowered(TIERS, own) == ["bladder"]
