"""A real browser before a real demonstration."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.chromium import NAMES, ZONE, found, launched
from tests.browser.phones import Clock, PagePhone
from tests.browser.running import demonstration

WIDE = ViewportSize(width=1500, height=950)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = found()
    if path is None:
        missing = f"no Chromium here: set CHROMIUM, or install one of {', '.join(NAMES)}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    async with launched(path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with demonstration(tmp_path) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page, wide enough for three phones; a script error on it fails the test."""
    context = await browser.new_context(viewport=WIDE, timezone_id=ZONE, locale="en-GB")
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(address)
    yield page
    await context.close()
    assert errors == []


@pytest.fixture
def ana(page: Page) -> PagePhone:
    return PagePhone(page, "Ana")


@pytest.fixture
def tom(page: Page) -> PagePhone:
    return PagePhone(page, "Tom")


@pytest.fixture
def clock(page: Page) -> Clock:
    return Clock(page)
