"""The pictures of a therapist's day on a phone, taken anew: `python -m tests.browser.therapist_shots`."""

import asyncio
import re
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.admin_shots import shoot
from tests.browser.chromium import ZONE, found, launched
from tests.browser.phones import Clock, PagePhone, enrols, invites
from tests.browser.running import demonstration
from tests.browser.shots import NARROW, WIDE

DAYS = (("3", "2"), ("4", "2"), ("5", "3"))
"""Numbness and pain that Ana answers, day by day."""


async def take() -> None:
    """Take every picture. Raises SystemExit where there is no Chromium."""
    path = found()
    if path is None:
        raise SystemExit("no Chromium here: set CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as folder:
        async with demonstration(Path(folder)) as address, launched(path) as browser:
            context = await browser.new_context(
                viewport=WIDE, timezone_id=ZONE, locale="en-GB", reduced_motion="reduce"
            )
            page = await context.new_page()
            await page.goto(address)
            ana, tom = PagePhone(page, "Ana"), PagePhone(page, "Tom")
            await _days(page, ana, tom)
            await _day(page, tom)


async def _days(page: Page, ana: PagePhone, tom: PagePhone) -> None:
    """What has happened before: Ana's answers, and numbness that climbs."""
    clock = Clock(page)
    await invites(tom, ana)
    await enrols(ana)
    await tom.says("/digest")
    await tom.says("Madrid")
    await tom.taps("07:30")
    await tom.sees("Your summary comes at 07:30")
    for place, (numbness, pain) in enumerate(DAYS):
        if place == 0:  # from then on it comes by itself
            await ana.says("/checkin")
        await ana.sees("Since your last check-in")
        await ana.taps("None of these")
        await ana.sees("How numb is your leg right now?")
        await ana.taps(re.compile(f"^{numbness}$"))
        await ana.sees("10 is the worst you can think of")
        await ana.taps(re.compile(f"^{pain}$"))
        await ana.sees("All in all, compared with last week")
        await ana.taps("about the same")
        await ana.sees("Where is it numb today?")
        legs = ana.message("Where is it numb today?")
        for label in ("Left foot", "Left toes", "Left calf")[: place + 1]:
            await legs.locator(".key", has_text=label).click()
        await legs.locator(".key", has_text="Done").click()
        await ana.sees("Noted. If anything changes")
        await clock.moves("morning")
    await tom.sees("the numbness is moving up")
    await clock.moves("morning")
    await clock.moves("1h")


async def _day(page: Page, tom: PagePhone) -> None:
    await tom.sees("Good morning")
    await page.set_viewport_size(NARROW)
    await page.get_by_test_id("tab-202").click()
    await shoot(page, tom, "Good morning", "therapist-digest.png")
    await tom.taps("Open the list")
    await shoot(page, tom, "acknowledged it · numbness", "therapist-list.png")
    await tom.taps("Ana ·")
    await shoot(page, tom, "Planned, never asked", "therapist-card.png")
    await tom.taps("Where it is numb")
    await shoot(page, tom, "as the patient marked it", "therapist-legs.png")
    await tom.taps("Card")
    await tom.taps("Open the case")
    await tom.sees("What happened")
    await shoot(page, tom, "What happened", "therapist-case.png")
    await tom.taps("I have seen it")
    await tom.says("/patients")
    await tom.taps("Ana ·")
    await tom.sees("Acknowledged by Tom")
    await tom.taps("Write to Ana")
    await tom.sees("There is an open case")
    await tom.taps("May I phone you")
    await shoot(page, tom, "Nothing is sent yet", "therapist-message.png")
    await tom.taps("Send")
    await tom.sees("goes to Ana now")
    await tom.taps("Card")
    await tom.taps("Give a plan")
    await tom.taps("Line by line")
    await tom.taps("Add one")
    await tom.taps(re.compile("^Note"))
    await tom.sees("Write the text")
    await tom.says("Rest until we have spoken")
    await tom.sees("Added:")
    await tom.taps("Look and save")
    await shoot(page, tom, "Compared with the plan now", "therapist-plan.png")
    await tom.taps("Give this plan")
    await tom.sees("has this plan from now on")
    await tom.says("/invite")
    await expect(tom.node.locator("[data-from=bot]", has_text="This is the way in")).to_have_count(2)
    await shoot(page, tom, "This is the way in", "therapist-invite.png")
    await tom.says("/patients")
    await tom.taps("Ana ·")
    await tom.taps(re.compile("Export$"))
    await tom.sees("What the patient typed is left out")
    await tom.taps("PDF")
    await shoot(page, tom, "answers, not findings", "therapist-export.png")


if __name__ == "__main__":
    asyncio.run(take())
