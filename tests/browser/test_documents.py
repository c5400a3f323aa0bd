"""An officer opens a document at the desk, and has one destroyed, on the real program."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.web.door import COOKIE
from tests.bot.site import site
from tests.bot.test_documents.papers import pdf
from tests.bot.test_documents.test_site import asked, send, until_said
from tests.browser.page import visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURES = os.environ.get("SILA_SCREENSHOTS")


async def test_a_document_is_saved_and_one_that_is_an_identity_is_destroyed(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        site(tmp_path) as there,
        visitor(browser, viewport={"width": 1300, "height": 900}) as her,
    ):
        token = await asked(there)
        assert await send(there, token, "1", content := pdf()) == 202
        await until_said(there, token, "ملف واحد")
        for text in ("تم", "2028/05/01", "إرسال"):
            await there.say(token, text)
        pass_ = there.app.passes.browser("sara", there.clock.now())
        await her.add_cookies([{"name": COOKIE, "value": pass_, "url": there.url}])
        page = await her.new_page()
        await page.goto(f"{there.url}/desk")
        await page.locator(".row-title").first.click()
        papers = page.locator(".documents")
        await expect(papers).to_contain_text("شهادة الترخيص")
        async with page.expect_download() as saving:
            await papers.get_by_role("button", name="فتح", exact=True).click()
        saved = await saving.value
        assert (await asyncio.to_thread((await saved.path()).read_bytes)) == content
        assert saved.suggested_filename.startswith("licence-")
        await papers.get_by_role("button", name="صورة هوية", exact=True).click()
        await expect(papers).to_contain_text("يُتلف نهائيًا")
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / "desk-document.png")
        await papers.get_by_role("button", name="رجوع", exact=True).click()
        await papers.get_by_role("button", name="صورة هوية", exact=True).click()
        await papers.get_by_role("button", name="إتلاف", exact=True).click()
        await expect(papers).to_contain_text("أُتلف")
        await expect(papers.get_by_role("button")).to_have_count(0)
        await until_said(there, token, "شهادة ترخيص")
