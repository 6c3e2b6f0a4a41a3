"""The README's pictures, taken anew: `python -m tests.browser.shots`."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize

from bot.settings import PROJECT
from tests.browser.chromium import ZONE, found, launched
from tests.browser.phones import PagePhone, enrols, invites
from tests.browser.running import demonstration

FOLDER = PROJECT / "docs" / "screenshots"
WIDE = ViewportSize(width=1500, height=950)
NARROW = ViewportSize(width=390, height=844)


async def take() -> None:
    """Take every picture. Raises SystemExit where there is no Chromium."""
    path = found()
    if path is None:
        raise SystemExit("no Chromium here: set CHROMIUM to its path")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with demonstration(Path(folder)) as address, launched(path) as browser:
            await _story(await _page(browser, address))


async def _page(browser: Browser, address: str) -> Page:
    context = await browser.new_context(viewport=WIDE, timezone_id=ZONE, locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(address)
    return page


async def _story(page: Page) -> None:
    ana, tom, ada = (PagePhone(page, name) for name in ("Ana", "Tom", "Ada"))
    await invites(tom, ana)
    await enrols(ana)
    await ada.says("/tip")
    await ada.taps("Daily life")
    await ada.taps("A short walk counts")
    await ada.sees("Would go to")
    await ana.taps("Check in now")
    await ana.sees("Since your last check-in")
    await page.set_viewport_size(NARROW)
    await _to_the_top(ana.message("Since your last check-in"))
    await _shoot(page, "phone.png")
    await page.set_viewport_size(WIDE)
    await ana.taps("Trouble peeing")
    await ana.taps("Send this one")
    await ana.sees("Get emergency help")
    await tom.sees("EMERGENCY answer")
    await ana.node.get_by_test_id("contact-card").wait_for()
    await ana.node.get_by_test_id("keyboard-toggle").click()  # so that the message and the card both fit
    await _to_the_top(ana.message("Get emergency help"))
    await page.emulate_media(color_scheme="light")
    await _shoot(page, "demo-light.png")
    await page.emulate_media(color_scheme="dark")
    await _shoot(page, "demo-dark.png")


async def _to_the_top(message: Locator) -> None:
    """Scroll the chat so that the message begins where the screen does."""
    await message.evaluate("node => node.scrollIntoView({block: 'start'})")


async def _shoot(page: Page, name: str) -> None:
    await page.mouse.move(0, 0)  # nothing is lit up under it
    taken = Image.open(io.BytesIO(await page.screenshot()))
    taken.convert("RGB").save(FOLDER / name, optimize=True)
    print(f"{FOLDER / name}: {(FOLDER / name).stat().st_size // 1024} kB")  # noqa: T201 - it is a command


if __name__ == "__main__":
    asyncio.run(take())
