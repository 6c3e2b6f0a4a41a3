"""The urgent messages: the number first, short, and never with a word that calms or names an illness."""

import re
from datetime import UTC, datetime

import pytest

from bot.content import Content
from bot.domain.triage import Tier
from bot.services.urgent_words import Case, Seen, to_patient
from tests.cast import shipped_content
from tests.content.test_wording import NEVER, TAG

CONTENT: Content = shipped_content()
LONGEST = 700
"""Characters of a message that somebody in trouble reads. Source: safety.md §1.3."""


def shown(language: str, tier: Tier, flag: str, *added: str) -> str:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    case = Case(1, tier, [flag], "A2B3", "ES", "Europe/Madrid", at, added=added)
    return TAG.sub("", CONTENT.numbers.filled(to_patient(CONTENT, language, case, Seen("therapist")).text))


@pytest.mark.parametrize("language", CONTENT.languages)
@pytest.mark.parametrize("flag", CONTENT.red_flags)
def test_each_message_is_short_and_calms_nobody(language: str, flag: str) -> None:
    never = re.compile(NEVER[language], re.VERBOSE | re.IGNORECASE)
    tier = CONTENT.tiers[flag]
    for weight in [tier, Tier.EMERGENCY] if tier is not Tier.NONE else [Tier.EMERGENCY]:
        text = shown(language, weight, flag)
        assert not never.search(text), text
        assert len(text) <= LONGEST, (len(text), text)
        if weight is Tier.EMERGENCY:
            assert "112" in text.splitlines()[0]


@pytest.mark.parametrize("language", CONTENT.languages)
@pytest.mark.parametrize("added", ["cancer", "surgery", "pregnancy"])
def test_what_the_doctor_has_to_know_is_a_line_of_its_own(language: str, added: str) -> None:
    text = shown(language, Tier.EMERGENCY, "bladder", added)
    assert CONTENT.say(language)(f"triage.added.{added}") in text
