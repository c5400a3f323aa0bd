"""A real headless Chromium for the tests of pages: Debian's, with no network but this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
IS_INSTALLED = CHROMIUM.exists()
FLAGS = [
    "--no-sandbox",  # the tests may run as root, where Chromium has no sandbox
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and may be listened to
    "--use-fake-ui-for-media-stream",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 15_000  # ms until a condition that does not come is a failure
ASSOCIATION = {"locale": "ar-SA", "timezone_id": "Asia/Riyadh"}

expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser; the test is skipped where Debian's Chromium is not installed."""
    if not IS_INSTALLED:
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visitor(browser: Browser, **settings: Any) -> AsyncIterator[BrowserContext]:
    """One person's browser in Riyadh; an error that a page's script leaves uncaught fails the test.

    `settings` are those of Playwright's `new_context`, such as `viewport` or `color_scheme`.
    """
    errors: list[str] = []
    context = await browser.new_context(**{**ASSOCIATION, **settings})
    context.set_default_timeout(PATIENCE)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    try:
        yield context
    finally:
        await context.close()
    assert errors == [], errors


async def active(page: Page) -> str:
    """What holds the focus, through shadow roots: its role or tag, and its name or text."""
    name: str = await page.evaluate(
        """() => {
          let active = document.activeElement;
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          const kind = active.getAttribute("role") ?? active.localName;
          const name = active.getAttribute("aria-label") ?? active.textContent;
          return `${kind} ${name}`.trim();
        }"""
    )
    return name
