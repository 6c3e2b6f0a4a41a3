"""The pictures of an admin's screens on a phone, taken anew: `python -m tests.browser.admin_shots`."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

from tests.browser.chromium import ZONE, found, launched
from tests.browser.phones import PagePhone, enrols, invites
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
        async with demonstration(Path(folder)) as address, launched(path) as browser:
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
    await page.get_by_test_id("tab-303").click()
    await ada.says("/content")
    await ada.sees("What is live")
    await shoot(page, ada, "What is live", "admin-content.png")
    await ada.says("/tip")
    await ada.taps("Daily life")
    await ada.taps("A short walk counts")
    await ada.sees("Would go to")
    await shoot(page, ada, "Would go to", "admin-draft.png")
    await ada.taps("For whom")
    await ada.sees("would get it now")
    await shoot(page, ada, "would get it now", "admin-who.png")
    await ada.taps("Done")
    await ada.taps("Send …")
    await ada.sees("When?")
    await shoot(page, ada, "When?", "admin-when.png")
    await ada.taps("Now")
    await ada.taps("Send to 1 person")
    await ada.sees("Nothing leaves before")
    await shoot(page, ada, "Nothing leaves before", "admin-live.png")


async def shoot(page: Page, phone: PagePhone, words: str, name: str) -> None:
    await phone.message(words).evaluate("node => node.scrollIntoView({block: 'start'})")
    await page.mouse.move(0, 0)  # nothing is lit up under it
    taken = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    taken.quantize(COLOURS).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    asyncio.run(take())
