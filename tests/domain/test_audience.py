"""Whom a tip is not for."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audience import CAUTION_FACTS, Audience, Facts, Why, left_out
from bot.domain.profile import COUNTS_FOR, FACTS, Said, holds

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SURGERY = "recent_surgery"


@pytest.mark.parametrize(
    ("said_ago", "why"),
    [(timedelta(0), Why.CAUTION), (COUNTS_FOR[SURGERY], Why.CAUTION), (COUNTS_FOR[SURGERY] + timedelta(days=1), None)],
)
def test_a_tip_that_is_not_for_after_surgery_waits_until_the_surgery_is_past(
    said_ago: timedelta, why: Why | None
) -> None:
    health = frozenset({SURGERY} if holds(SURGERY, Said.YES, NOW - said_ago, now=NOW) else ())
    not_when = frozenset(CAUTION_FACTS["SS"])
    facts = Facts(unreachable=False, health=health)
    assert left_out(Audience(), facts, advice=True, not_when=not_when, cap=3, now=NOW) is why


def test_every_caution_looks_at_facts_that_a_profile_can_have() -> None:
    assert {fact for facts in CAUTION_FACTS.values() for fact in facts} <= set(FACTS)
