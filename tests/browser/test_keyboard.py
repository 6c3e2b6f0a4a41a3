"""The page without a mouse: Tab, Enter and the arrow keys are enough."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.phones import PagePhone

pytestmark = pytest.mark.xdist_group("browser")
MOST_TABS = 60


async def test_tom_invites_and_ana_goes_on_by_keys_alone(page: Page, ana: PagePhone, tom: PagePhone) -> None:
    await _reaches(page, tom.field)
    await page.keyboard.type("/inv")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await tom.sees("This is the way in")
    await _reaches(page, tom.message("This is the way in").get_by_role("link"), backwards=True)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("open-link")).to_be_visible()
    await _presses(page, page.get_by_role("button", name="Open on Ana’s phone"))
    await expect(ana.field).to_be_focused()
    for label in ("Go on", "I am 18 or over"):
        await ana.sees("Hello, I am Stepwell" if label == "Go on" else "Before we start")
        await _presses(page, ana.key(label), backwards=True)
    await ana.sees("Which country are you in?")
    await _reaches(page, ana.field)
    await page.keyboard.type("Spain")
    await page.keyboard.press("Enter")
    await expect(ana.key("Madrid")).to_be_visible()
    await _presses(page, ana.key("Madrid"), backwards=True)
    await ana.sees("Where is it numb?")


async def test_escape_leaves_a_dialog_and_a_menu(page: Page, tom: PagePhone) -> None:
    await tom.says("/invite")
    link = tom.message("This is the way in").get_by_role("link")
    await link.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("open-link")).to_have_count(0)
    await expect(link).to_be_focused()
    await _reaches(page, tom.field)
    await page.keyboard.type("/")
    await expect(tom.node.get_by_test_id("command-menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(tom.node.get_by_test_id("command-menu")).to_be_hidden()


async def _presses(page: Page, button: Locator, *, backwards: bool = False) -> None:
    await _reaches(page, button, backwards=backwards)
    await page.keyboard.press("Enter")


async def _reaches(page: Page, wanted: Locator, *, backwards: bool = False) -> None:
    """Press Tab until it has the focus. AssertionError when the focus never comes there."""
    await expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")
