"""From what a patient reports to how urgent it is. The worst wins; nothing lowers a tier.

Source: safety.md §1.0 and §1.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum

TOGETHER = timedelta(hours=48)
"""Flags reported this close together are judged together. Source: safety.md §1.5."""


class Tier(IntEnum):
    """How soon somebody has to be seen."""

    NONE = 0
    ROUTINE = 1
    URGENT = 2
    EMERGENCY = 3
    CRISIS = 4

    @classmethod
    def named(cls, name: str) -> "Tier":
        """The tier of a word from the content or the database. Raises KeyError."""
        return cls[name.upper()]

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Known:
    """What is known when a rule is asked: the flags, each with its own tier; the patient; what was denied by tap."""

    tiers: Mapping[str, Tier]
    profile: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(self.tiers)


@dataclass(frozen=True)
class Rule:
    """Flags that together weigh more than each alone: all of `every` and at least one of `some`.

    With `profile`, only for a patient of whom at least one of these is known. With `at_least`, only when so many
    different flags have a tier of `of_tiers` by themselves. With `contradiction`, only when a reported flag was
    answered 'no' as well. `within`: how long a flag counts for it. `priority` and `ack_minutes` hurry the alert,
    `label` is a word on it; `added` names a further line for the patient. One id may stand for several rules: each is
    one way to meet it.
    """

    id: str
    every: frozenset[str]
    some: frozenset[str]
    tier: Tier
    profile: frozenset[str] = frozenset()
    at_least: int = 0
    of_tiers: frozenset[Tier] = frozenset()
    contradiction: bool = False
    within: timedelta = TOGETHER
    priority: str | None = None
    ack_minutes: int | None = None
    label: str | None = None
    added: str | None = None

    def fits(self, known: Known) -> bool:
        counted = sum(tier in self.of_tiers for tier in known.tiers.values())
        return (
            (not self.profile or bool(self.profile & known.profile))
            and self.every <= known.flags
            and (not self.some or bool(self.some & known.flags))
            and counted >= self.at_least
            and (not self.contradiction or bool(known.flags & known.denied))
        )


@dataclass(frozen=True)
class Verdict:
    """`rules` names the combinations that fitted; `first` is the flag whose words lead the message.

    `priority`, `ack_minutes` and `labels` are for the alert; `added` are further lines for the patient.
    """

    tier: Tier
    flags: tuple[str, ...]
    rules: tuple[str, ...]
    priority: str | None = None
    ack_minutes: int | None = None
    labels: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def first(self) -> str | None:
        return self.flags[0] if self.flags else None

    @property
    def alarming(self) -> bool:
        """Whether people have to be alerted and exercises held."""
        return self.tier >= Tier.URGENT


def judge(
    flags: Iterable[str],
    tiers: Mapping[str, Tier],
    rules: Iterable[Rule],
    profile: Iterable[str] = (),
    denied: Iterable[str] = (),
    ages: Mapping[str, timedelta] | None = None,
) -> Verdict:
    """The verdict on a set of flags. `tiers` gives each known flag's own tier, in the content's order; `profile`
    is what is known of the patient, as in 'diabetes'; `denied` are flags that the patient answered 'no' to; `ages`
    is how long ago those were reported that are not of now.

    A flag that the content does not know counts as an emergency: it was asked about once, and a content
    change must not turn an answer into silence.
    """
    each, since, facts, doubted = frozenset(flags), ages or {}, frozenset(profile), frozenset(denied)

    def within(window: timedelta) -> dict[str, Tier]:
        young = (flag for flag in each if flag not in since or since[flag] < window)
        return {flag: tiers.get(flag, Tier.EMERGENCY) for flag in young}

    own = within(TOGETHER)
    fitting = [rule for rule in rules if rule.fits(Known(within(rule.within), facts, doubted))]
    minutes = [rule.ack_minutes for rule in fitting if rule.ack_minutes is not None]
    return Verdict(
        max([*own.values(), *(rule.tier for rule in fitting)], default=Tier.NONE),
        _ranked(own, tiers),
        _once(rule.id for rule in fitting),
        next((rule.priority for rule in fitting if rule.priority), None),
        min(minutes, default=None),
        _once(rule.label for rule in fitting if rule.label),
        _once(rule.added for rule in fitting if rule.added),
    )


def weigh(
    reported: Iterable[str],
    recent: Mapping[str, timedelta],
    tiers: Mapping[str, Tier],
    rules: Sequence[Rule],
    profile: Iterable[str] = (),
    denied: Iterable[str] = (),
) -> Verdict:
    """The verdict on a report beside what was reported before: flag -> how long ago.

    It has the tier of all together when it alarms by itself or makes matters worse, and always its own flags.
    """
    now = frozenset(reported)
    known, doubted = frozenset(profile), frozenset(denied)
    fresh = judge(now, tiers, rules, known, doubted)
    older = {flag: age for flag, age in recent.items() if flag not in now}
    together = judge(now | older.keys(), tiers, rules, known, doubted, older)
    raises = together.tier > judge(recent, tiers, rules, known, doubted, recent).tier
    return replace(together, flags=fresh.flags) if now and (fresh.alarming or raises) else fresh


def lasting(rules: Sequence[Rule]) -> timedelta:
    """For how long a report may count beside a later one."""
    return max((rule.within for rule in rules), default=TOGETHER)


def _ranked(own: Mapping[str, Tier], tiers: Mapping[str, Tier]) -> tuple[str, ...]:
    """The flags, the gravest first, then in the content's order."""
    order = {flag: place for place, flag in enumerate(tiers)}
    return tuple(sorted(own, key=lambda flag: (-own[flag], order.get(flag, -1), flag)))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def lowered(tiers: Mapping[str, Tier], raised: Mapping[str, Tier]) -> list[str]:
    """The flags whose tier a clinic's own file would lower, which it may not. Source: safety.md §1.0, rule 4."""
    return [flag for flag, tier in raised.items() if tier < tiers.get(flag, Tier.NONE)]
