"""The page's phones, as a person uses them: by what is written on them."""

from re import Pattern

from playwright.async_api import Locator, Page, expect

from bot.demo import ADA, ANA, TOM

PEOPLE = {"Ana": ANA, "Tom": TOM, "Ada": ADA}

A_LONG_WAY = 60_000
"""Milliseconds for a clock that moves through a day, with all that is due on it."""


class PagePhone:
    """One person's phone on the page. Everything waits until it can be done, as a person does."""

    def __init__(self, page: Page, name: str) -> None:
        self.name = name
        self.page = page
        self.node = page.get_by_test_id(f"phone-{PEOPLE[name]}")
        self.field = self.node.get_by_test_id("composer")

    async def says(self, text: str) -> None:
        await self.field.fill(text)
        await self.node.get_by_test_id("send").click()

    async def taps(self, label: str | Pattern[str]) -> None:
        """Press the newest button with these words."""
        await self.key(label).click()

    async def follows(self, words: str, name: str) -> None:
        """Follow the link in the newest message with these words, on somebody's phone."""
        await self.message(words).get_by_role("link").click()
        await self.page.get_by_role("button", name=f"Open on {name}’s phone").click()

    async def sees(self, words: str | Pattern[str], *, within: float | None = None) -> None:
        """A message of the bot has these words, or will; `within` milliseconds, if it is said."""
        await expect(self.message(words)).to_be_visible(timeout=within)

    async def never_saw(self, words: str | Pattern[str]) -> None:
        await expect(self.node.get_by_test_id("message").filter(has_text=words)).to_have_count(0)

    def key(self, label: str | Pattern[str]) -> Locator:
        """The newest button with these words, under a message or under the text field."""
        return self.node.locator(".key", has_text=label).last

    def message(self, words: str | Pattern[str]) -> Locator:
        """The bot's newest message with these words."""
        return self.node.locator("[data-testid=message][data-from=bot]", has_text=words).last


class Clock:
    """The bot's clock in the page's head."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def moves(self, step: str) -> str:
        """Press `15m`, `1h`, `morning` or `next`; what the page says when everything on the way has happened."""
        said = self._page.get_by_test_id("clock-said")
        await self._page.get_by_test_id(f"clock-{step}").click()
        done = expect(self._page.locator("#clock-buttons"))
        await done.not_to_have_attribute("aria-busy", "true", timeout=A_LONG_WAY)
        return await said.inner_text()


async def invites(tom: PagePhone, ana: PagePhone) -> None:
    """Tom makes a link, and Ana opens it."""
    await tom.says("/invite")
    await tom.follows("This is the way in", ana.name)


async def enrols(ana: PagePhone) -> None:
    """Ana's way from the welcome to the end of enrolment, with what is offered."""
    await ana.taps("Go on")
    await ana.taps("I am 18 or over")
    await ana.sees("Which country are you in?")
    await ana.says("Spain")
    await ana.taps("Madrid")
    await chooses_a_plan(ana)


async def chooses_a_plan(ana: PagePhone) -> None:
    """The end of enrolment, from the place that is numb on."""
    await ana.taps("Left foot")
    await ana.taps("Done")
    await ana.taps("Start with these")
    await ana.sees("All set.")
