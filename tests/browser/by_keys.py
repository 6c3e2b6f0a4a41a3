"""The page without a mouse: Tab, Enter, Escape and the arrow keys are enough."""

from playwright.async_api import Locator, Page, expect

from tests.browser.phones import PagePhone

MOST_TABS = 60


async def invites(page: Page, tom: PagePhone) -> None:
    """Tom chooses from the menu of commands, which Escape leaves."""
    menu = tom.node.get_by_test_id("command-menu")
    await _reaches(page, tom.field)
    await page.keyboard.type("/")
    await expect(menu).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await page.keyboard.type("inv")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await tom.sees("This is the way in")


async def follows(page: Page, tom: PagePhone, ana: PagePhone) -> None:
    """The link's dialog, which Escape leaves to where it was opened, and then its button."""
    link, dialog = tom.message("This is the way in").get_by_role("link"), page.get_by_test_id("open-link")
    await _reaches(page, link, backwards=True)
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(link).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_visible()
    await _presses(page, page.get_by_role("button", name="Open on Ana’s phone"))
    await expect(ana.field).to_be_focused()


async def begins_to_enrol(page: Page, ana: PagePhone) -> None:
    """Ana's way from the welcome to the place that is numb."""
    for words, label in (("Hello, I am Stepwell", "Go on"), ("Before we start", "I am 18 or over")):
        await ana.sees(words)
        await _presses(page, ana.key(label), backwards=True)
    await ana.sees("Which country are you in?")
    await _reaches(page, ana.field)
    await page.keyboard.type("Spain")
    await page.keyboard.press("Enter")
    await expect(ana.key("Madrid")).to_be_visible()
    await _presses(page, ana.key("Madrid"), backwards=True)
    await ana.sees("Where is it numb?")


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
