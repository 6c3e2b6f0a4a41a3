"""What other rules would have made of the reports that there were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.triage import Rule, Tier, lasting, weigh


@dataclass(frozen=True)
class Report:
    """One stored report, with the verdict of its day."""

    patient: str
    at: datetime
    flags: frozenset[str]
    tier: Tier
    incident: int | None = None
    profile: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """A stored report beside the draft's verdict on it."""

    report: Report
    tier: Tier
    rules: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return self.tier is not self.report.tier

    @property
    def missed(self) -> bool:
        """Whether somebody was alerted then and nobody would be by the draft."""
        return self.report.tier >= Tier.URGENT > self.tier


def replay(reports: Sequence[Report], tiers: Mapping[str, Tier], rules: Sequence[Rule]) -> list[Outcome]:
    """Judge the reports again, each with what still counts of the same patient's before it."""
    ordered = sorted(reports, key=lambda report: report.at)
    return [_again(ordered, place, tiers, rules) for place in range(len(ordered))]


def _again(ordered: Sequence[Report], place: int, tiers: Mapping[str, Tier], rules: Sequence[Rule]) -> Outcome:
    report = ordered[place]
    longest = lasting(rules)
    recent = {
        flag: report.at - one.at
        for one in ordered[:place]
        if one.patient == report.patient and report.at - one.at < longest
        for flag in one.flags
    }
    verdict = weigh(report.flags, recent, tiers, rules, report.profile, report.denied)
    return Outcome(report, verdict.tier, verdict.rules)


def alarms(tiers: Sequence[Tier]) -> int:
    """How many reports call somebody."""
    return sum(tier >= Tier.URGENT for tier in tiers)
