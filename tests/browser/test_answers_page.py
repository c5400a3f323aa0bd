"""The page of answers in a browser: read from right to left, searched, on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bot.site import site
from tests.browser.page import visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_it_is_read_searched_and_turned(browser: Browser, tmp_path: Path) -> None:
    async with (
        site(tmp_path) as ours,
        visitor(browser, viewport={"width": 360, "height": 740}) as person,
    ):
        page = await person.new_page()
        await page.goto(f"{ours.url}/answers")
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, "nothing is wider than a phone"
        await page.get_by_role("searchbox").fill("متى تفتحون ومتى تقفلون؟")
        await page.keyboard.press("Enter")
        await expect(page.locator("article").first).to_have_attribute("id", "working_hours")
        await expect(page.get_by_role("searchbox")).to_have_value("متى تفتحون ومتى تقفلون؟")
        await page.get_by_role("link", name="English").click()
        await expect(page.locator("html")).to_have_attribute("dir", "ltr")
        await page.emulate_media(media="print")
        await expect(page.get_by_role("search")).to_be_hidden()
        await expect(page.locator("article").first).to_be_visible()
