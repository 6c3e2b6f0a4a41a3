"""The pictures of an admin's screens on a phone, taken anew: `python -m tests.browser.admin_shots`."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.chromium import ZONE, found, launched
from tests.browser.phones import A_LONG_WAY, PEOPLE, Clock, PagePhone, enrols, invites
from tests.browser.running import demonstration
from tests.browser.shots import FOLDER, NARROW, WIDE

COLOURS = 64
"""Enough for text on a screen, at a third of the size."""


async def take() -> None:
    """Take every picture. Raises SystemExit where there is no Chromium."""
    path = found()
    if path is None:
        raise SystemExit("no Chromium here: set CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as folder:
        demo = demonstration(Path(folder), BROADCAST_APPROVAL_ABOVE="0")
        async with demo as address, launched(path) as browser:
            context = await browser.new_context(
                viewport=WIDE, timezone_id=ZONE, locale="en-GB", reduced_motion="reduce"
            )
            page = await context.new_page()
            await page.goto(address)
            await _story(page)


async def _story(page: Page) -> None:
    ana, tom, ada = (PagePhone(page, name) for name in ("Ana", "Tom", "Ada"))
    await invites(tom, ana)
    await enrols(ana)
    await page.set_viewport_size(NARROW)
    await _turn_to(page, ada)
    await ada.says("/people")
    await shoot(page, ada, "3 people", "admin-people.png")
    await ada.taps("Tom")
    await ada.taps("Make an admin")
    await ada.sees("Tom: admin, therapist")
    await ada.says("/content")
    await shoot(page, ada, "What is live", "admin-content.png")
    await _written(page, ada)
    await _agreed(page, tom)
    await _followed(page, ana, ada)
    await ada.says("/status")
    await shoot(page, ada, "How I am", "admin-status.png")


async def _written(page: Page, ada: PagePhone) -> None:
    await ada.says("/tip")
    await ada.taps("Daily life")
    await ada.taps("A short walk counts")
    await shoot(page, ada, "Would go to", "admin-draft.png")
    await ada.taps("For whom")
    await shoot(page, ada, "would get it now", "admin-who.png")
    await ada.taps("Done")
    await ada.taps("Send …")
    await shoot(page, ada, "When?", "admin-when.png")
    await ada.taps("19:00")
    await shoot(page, ada, "A second admin has to agree", "admin-sure.png")
    await ada.taps("Send to 1 person")
    await ada.sees("It waits for a second admin")


async def _agreed(page: Page, tom: PagePhone) -> None:
    await _turn_to(page, tom)
    await shoot(page, tom, "Do you agree?", "admin-approval.png")
    await tom.taps("Yes, send it")
    await tom.sees("Nothing leaves before")


async def _followed(page: Page, ana: PagePhone, ada: PagePhone) -> None:
    clock = Clock(page)
    await _turn_to(page, ada)
    await shoot(page, ada, "Nothing leaves before", "admin-live.png")
    await clock.moves("1h")
    await shoot(page, ada, "is on its way", "admin-progress.png")
    for _ in range(10):
        await clock.moves("1h")
    await ada.sees("is finished")
    await _turn_to(page, ana)
    await ana.taps("Helpful")
    await _turn_to(page, ada)
    await ada.taps("Report")
    await shoot(page, ada, "Report:", "admin-report.png")


async def _turn_to(page: Page, phone: PagePhone) -> None:
    """On a narrow screen one phone shows at a time."""
    await page.get_by_test_id(f"tab-{PEOPLE[phone.name]}").click()


async def shoot(page: Page, phone: PagePhone, words: str, name: str) -> None:
    """The screen from the newest message with these words on, once it is there with its picture."""
    await phone.sees(words)
    await expect(page.get_by_test_id("toast")).to_have_count(0, timeout=A_LONG_WAY)
    await page.wait_for_load_state("networkidle")
    await phone.message(words).evaluate("node => node.scrollIntoView({block: 'start'})")
    await page.mouse.move(0, 0)  # nothing is lit up under it
    taken = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    taken.quantize(COLOURS).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    asyncio.run(take())
