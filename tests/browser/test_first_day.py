"""The whole of a first day in a real browser: from the invite link to an emergency that somebody has seen."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.phones import Clock, PagePhone, enrols, invites

pytestmark = pytest.mark.xdist_group("browser")
AT_ONCE = 2000
"""The milliseconds that a red flag may take from the tap to both phones."""

EXERCISE = re.compile("Time for your exercise|Seated knee straightening: this one is over")
BREAK = re.compile("Time to stand up|Stand up: this one is over")
"""As they come, and as they read once they can no longer be answered."""
UNTIL_TOMORROW = ("next", "next", "1h", "1h", "1h", "1h", "next", "morning")


async def test_a_bladder_change_reaches_both_phones_and_stops_the_exercises(
    ana: PagePhone, tom: PagePhone, clock: Clock
) -> None:
    await invites(tom, ana)
    await enrols(ana)
    await tom.sees("Ana has joined by an invite")
    await ana.taps("Check in now")
    await ana.taps("Trouble peeing")
    await ana.taps("Send this one")
    await asyncio.gather(
        ana.sees("Get emergency help: call 112 now.", within=AT_ONCE),
        expect(ana.node.get_by_test_id("contact-card")).to_contain_text("112", timeout=AT_ONCE),
        tom.sees("EMERGENCY answer", within=AT_ONCE),
    )
    await ana.sees("Not seen yet")
    await tom.taps("I have seen it")
    await expect(ana.message("Get emergency help")).to_contain_text("Seen by Tom at")
    await expect(ana.message("Get emergency help")).not_to_contain_text("Not seen yet")
    await tom.sees("Acknowledged by Tom at")
    await _nothing_to_do_until_the_next_check_in(ana, clock)


async def _nothing_to_do_until_the_next_check_in(ana: PagePhone, clock: Clock) -> None:
    for step in UNTIL_TOMORROW:
        await clock.moves(step)
    await ana.sees("Since your last check-in")
    await ana.never_saw(EXERCISE)
    await ana.never_saw(BREAK)


async def test_without_a_red_flag_the_exercise_and_the_breaks_do_come(
    ana: PagePhone, tom: PagePhone, clock: Clock
) -> None:
    await invites(tom, ana)
    await enrols(ana)
    for step in UNTIL_TOMORROW:
        await clock.moves(step)
    await ana.sees(EXERCISE)
    await ana.sees(BREAK)


async def test_a_trial_never_dials_a_real_emergency_number(page: Page, ana: PagePhone, tom: PagePhone) -> None:
    await invites(tom, ana)
    await enrols(ana)
    await ana.taps("Check in now")
    await ana.taps("Trouble peeing")
    await ana.taps("Send this one")
    await ana.node.get_by_test_id("contact-card").get_by_role("link", name="Call 112").click()
    await expect(page.get_by_test_id("confirm-call")).to_contain_text("the call would be real")
    await page.get_by_role("button", name="Do not call").click()
    await expect(page.get_by_test_id("confirm-call")).to_have_count(0)
