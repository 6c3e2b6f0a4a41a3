"""A draft of the rules over stored reports."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.replay import Report, alarms, replay
from bot.domain.triage import Rule, Tier

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TIERS = {"sudden": Tier.URGENT, "weakness": Tier.URGENT, "worse": Tier.ROUTINE}
C1 = Rule("C1", frozenset({"sudden", "weakness"}), frozenset(), Tier.EMERGENCY)


def report(flag: str, hours: float, tier: Tier, patient: str = "A2B3") -> Report:
    return Report(patient, NOON + timedelta(hours=hours), frozenset({flag}), tier)


def test_flags_of_48_hours_are_judged_together_and_of_one_patient_alone() -> None:
    first = report("sudden", 0, Tier.URGENT)
    for second, tier in (
        (report("weakness", 47, Tier.URGENT), Tier.EMERGENCY),
        (report("weakness", 48, Tier.URGENT), Tier.URGENT),
        (report("weakness", 1, Tier.URGENT, "C4D5"), Tier.URGENT),
    ):
        outcomes = replay([second, first], TIERS, [C1])
        assert [outcome.tier for outcome in outcomes] == [Tier.URGENT, tier]
        assert outcomes[1].changed is (tier is Tier.EMERGENCY)
        assert outcomes[1].rules == (("C1",) if tier is Tier.EMERGENCY else ())


def test_a_draft_that_no_longer_alerts_misses() -> None:
    lower = {**TIERS, "sudden": Tier.ROUTINE}
    outcome, kept = replay([report("sudden", 0, Tier.URGENT), report("worse", 60, Tier.ROUTINE)], lower, [])
    assert (outcome.changed, outcome.missed) == (True, True)
    assert (kept.changed, kept.missed) == (False, False)
    assert alarms([Tier.EMERGENCY, Tier.URGENT, Tier.ROUTINE, Tier.NONE]) == 2


@pytest.mark.parametrize(("first", "second"), [("worse", "weakness"), ("weakness", "worse")])
def test_a_rule_counts_a_report_for_its_own_time(first: str, second: str) -> None:
    c4 = Rule("C4", frozenset({"weakness", "worse"}), frozenset(), Tier.EMERGENCY, within=timedelta(days=7))
    for hours, tier in ((167, Tier.EMERGENCY), (168, TIERS[second])):
        reports = [report(first, 0, TIERS[first]), report(second, hours, TIERS[second])]
        assert [outcome.tier for outcome in replay(reports, TIERS, [c4])] == [TIERS[first], tier]
