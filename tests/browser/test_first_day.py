"""A first day in a real browser, twice: by keys to an emergency that somebody has seen, and quietly on a small screen.

Starting a browser and a demonstration takes longer than all that happens in them: each story goes the whole way.
"""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser import by_keys, narrow
from tests.browser.conftest import WIDE
from tests.browser.phones import Clock, PagePhone, chooses_a_plan, enrols, invites

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.asyncio(loop_scope="module")]
AT_ONCE = 2000
"""The milliseconds that a red flag may take from the tap to both phones."""

EXERCISE = re.compile("Time for your exercise|Seated knee straightening: this one is over")
BREAK = re.compile("Time to stand up|Stand up: this one is over")
"""As they come, and as they read once they can no longer be answered."""
UNTIL_TOMORROW = ("next", "next", "1h", "1h", "1h", "1h", "next", "morning")


async def test_by_keys_to_a_bladder_change_that_reaches_both_phones_and_stops_the_exercises(
    page: Page, ana: PagePhone, tom: PagePhone, clock: Clock
) -> None:
    await by_keys.invites(page, tom)
    await by_keys.follows(page, tom, ana)
    await by_keys.begins_to_enrol(page, ana)
    await chooses_a_plan(ana)
    await tom.sees("Ana has joined by an invite")
    await _an_emergency_on_both_phones(ana, tom)
    await _a_trial_dials_no_real_number(page, ana)
    await _seen_by_tom(ana, tom)
    await _goes_on(clock)
    await ana.sees("Since your last check-in")
    await ana.never_saw(EXERCISE)
    await ana.never_saw(BREAK)


async def _an_emergency_on_both_phones(ana: PagePhone, tom: PagePhone) -> None:
    await ana.taps("Check in now")
    await ana.taps("Trouble peeing")
    await ana.taps("Send this one")
    await asyncio.gather(
        ana.sees("Get emergency help: call 112 now.", within=AT_ONCE),
        expect(ana.node.get_by_test_id("contact-card")).to_contain_text("112", timeout=AT_ONCE),
        tom.sees("EMERGENCY answer", within=AT_ONCE),
    )


async def _a_trial_dials_no_real_number(page: Page, ana: PagePhone) -> None:
    await ana.node.get_by_test_id("contact-card").get_by_role("link", name="Call 112").click()
    await expect(page.get_by_test_id("confirm-call")).to_contain_text("the call would be real")
    await page.get_by_role("button", name="Do not call").click()
    await expect(page.get_by_test_id("confirm-call")).to_have_count(0)


async def _seen_by_tom(ana: PagePhone, tom: PagePhone) -> None:
    await ana.sees("Not seen yet")
    await tom.taps("I have seen it")
    await expect(ana.message("Get emergency help")).to_contain_text("Seen by Tom at")
    await expect(ana.message("Get emergency help")).not_to_contain_text("Not seen yet")
    await tom.sees("Acknowledged by Tom at")


async def test_a_quiet_day_on_a_small_screen_brings_the_exercise_and_the_breaks(
    page: Page, ana: PagePhone, tom: PagePhone, clock: Clock
) -> None:
    await page.set_viewport_size(narrow.PHONE)
    tom_tab = page.get_by_test_id("tab-202")
    await tom_tab.click()
    await expect(ana.node).to_be_hidden()
    await invites(tom, ana)
    await expect(tom.node).to_be_hidden()
    await enrols(ana)
    await expect(tom_tab.locator(".badge")).to_have_text("1")
    await narrow.checks_in_quietly(page, ana)
    await page.set_viewport_size(WIDE)
    await _goes_on(clock)
    await ana.sees(EXERCISE)
    await ana.sees(BREAK)


async def _goes_on(clock: Clock) -> None:
    for step in UNTIL_TOMORROW:
        await clock.moves(step)
