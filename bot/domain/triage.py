"""From what a patient reports to how urgent it is. The worst wins; nothing lowers a tier.

Source: safety.md §1.0 and §1.5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum


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
class Rule:
    """Flags that together weigh more than each alone: all of `every` and at least one of `some`.

    With `profile`, only for a patient of whom at least one of these is known.
    """

    id: str
    every: frozenset[str]
    some: frozenset[str]
    tier: Tier
    profile: frozenset[str] = frozenset()

    def fits(self, flags: frozenset[str], profile: frozenset[str]) -> bool:
        if self.profile and not self.profile & profile:
            return False
        return self.every <= flags and (not self.some or bool(self.some & flags))


@dataclass(frozen=True)
class Verdict:
    """`rules` names the combinations that fitted; `first` is the flag whose words lead the message."""

    tier: Tier
    flags: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def first(self) -> str | None:
        return self.flags[0] if self.flags else None

    @property
    def alarming(self) -> bool:
        """Whether people have to be alerted and exercises held."""
        return self.tier >= Tier.URGENT


def judge(
    flags: Iterable[str], tiers: Mapping[str, Tier], rules: Iterable[Rule], profile: Iterable[str] = ()
) -> Verdict:
    """The verdict on a set of flags. `tiers` gives each known flag's own tier, in the content's order; `profile`
    is what is known of the patient, as in 'diabetes'.

    A flag that the content does not know counts as an emergency: it was asked about once, and a content
    change must not turn an answer into silence.
    """
    given = frozenset(flags)
    order = {flag: place for place, flag in enumerate(tiers)}
    ranked = sorted(given, key=lambda flag: (-tiers.get(flag, Tier.EMERGENCY), order.get(flag, -1), flag))
    known = frozenset(profile)
    fitting = tuple(rule for rule in rules if rule.fits(given, known))
    levels = [tiers.get(flag, Tier.EMERGENCY) for flag in given] + [rule.tier for rule in fitting]
    return Verdict(max(levels, default=Tier.NONE), tuple(ranked), tuple(rule.id for rule in fitting))
