"""The page on a phone: nothing cut off, everything large enough for a thumb."""

import re

from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.browser.phones import PagePhone

PHONE = ViewportSize(width=390, height=844)
THUMB = 40
"""Pixels: what a thumb hits."""


async def checks_in_quietly(page: Page, ana: PagePhone) -> None:
    await ana.taps("Check in now")
    await ana.sees("Since your last check-in")
    await _fits(page, ana)
    await ana.taps("None of these")
    await ana.sees("How numb is your leg")
    await ana.taps(re.compile("^3$"))
    await ana.sees("How much does it hurt")
    await _fits(page, ana)
    await ana.taps(re.compile("^2$"))
    await ana.taps("about the same")
    await ana.sees("Your check-in is saved")
    await expect(ana.message("Your check-in is saved")).to_contain_text("Numbness: 3 of 10")
    await expect(ana.message("Your check-in is saved")).to_contain_text("Pain: 2 of 10")


async def _fits(page: Page, phone: PagePhone) -> None:
    """Nothing is wider than the screen, no label is cut off, and the keys can be hit."""
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    keys = await phone.node.locator(".key:visible").all()
    assert keys
    for key in keys:
        await _can_be_hit(key)


async def _can_be_hit(key: Locator) -> None:
    box = await key.bounding_box()
    assert box is not None
    assert box["height"] >= THUMB
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert await key.evaluate("node => node.scrollWidth <= node.clientWidth"), await key.inner_text()
