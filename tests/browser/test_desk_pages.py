"""The desk's other pages in a browser, on a phone and by keyboard: each along its main path."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.web.door import COOKIE
from tests.bot.site import Site, site
from tests.bot.test_desk.people import waiting
from tests.browser.desk.contrast import weak_words
from tests.browser.page import active, visitor
from tests.shell import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"width": 360, "height": 740}
SIDEWAYS = "document.scrollingElement.scrollWidth > innerWidth"
TOO_SOON = """button => new Promise((then) => {
  const pressed = new MutationObserver(() => {
    pressed.disconnect();
    button.click();
    then();
  });
  pressed.observe(button, { attributeFilter: ["aria-pressed"] });
  button.click();
})"""
HEARD = """async path => {
  const file = await (await fetch(path)).arrayBuffer();
  return (await new AudioContext().decodeAudioData(file)).duration;
}"""
PAPER = {"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a form"}
PACKED = {"name": "all.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04 packed"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with site(tmp_path_factory.mktemp("pages"), host="0.0.0.0") as ours:
        yield ours


@asynccontextmanager
async def opened(browser: Browser, ours: Site, officer: str, path: str) -> AsyncIterator[Page]:
    """The page on an officer's phone; at the end nothing stands out of it, nor is hard to read."""
    value = ours.app.passes.browser(officer, ours.clock.now())
    async with visitor(browser, viewport=PHONE) as person:
        await person.add_cookies([{"name": COOKIE, "value": value, "url": f"{ours.url}/desk"}])
        page = await person.new_page()
        await page.goto(f"{ours.url}/desk{path}")
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        yield page
        await page.wait_for_load_state()  # a move loads the page anew
        assert not await page.evaluate(SIDEWAYS), path
        assert await weak_words(page) == [], path


async def reach(page: Page, name: str) -> None:
    """By the tab key alone."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if (await active(page)).endswith(name):
            return
    pytest.fail(f"{name} is not reached")


async def test_an_improvement_from_a_suggestion_to_what_changed(
    browser: Browser, ours: Site
) -> None:
    noura = Visitor(ours.app, "suggests")
    await noura.say("السلام عليكم", "عندي اقتراح", "نقترح دورات مسائية")
    async with opened(browser, ours, "noura", "/improvements") as page:
        new = page.locator("form[data-action='/desk/improvements']")
        await new.locator("input[name=what]").fill("دورات مسائية للموظفين")
        [suggestion] = await noura.cases()
        await new.locator("input[name=suggestion]").fill(suggestion.reference)
        await reach(page, "إضافة")
        await page.keyboard.press("Enter")
        article = page.locator("section[aria-labelledby=open] article")
        await expect(article.locator("h3")).to_have_text("دورات مسائية للموظفين")
        await article.locator("summary").click()
        done = article.locator("form", has=page.locator("textarea[name=ar]"))
        await done.locator("textarea[name=ar]").fill("أضفنا دورات مسائية.")
        await done.locator("textarea[name=en]").fill("We added evening courses.")
        await done.get_by_role("button").click()
        waits = page.locator("section[aria-labelledby=done] article")
        await expect(waits).to_contain_text("أضفنا دورات مسائية.")
        await expect(page.get_by_role("button", name="اعتماد ما يُقال")).to_have_count(0)
    async with opened(browser, ours, "abdullah", "/improvements") as page:
        await page.locator("section[aria-labelledby=done] summary").click()
        await page.get_by_role("button", name="اعتماد ما يُقال").click()
        approved = page.locator("section[aria-labelledby=approved] article")
        await expect(approved).to_contain_text("أضفنا دورات مسائية.")


async def test_a_misconception_is_proposed_by_one_and_approved_by_another(
    browser: Browser, ours: Site
) -> None:
    async with opened(browser, ours, "sara", "/misconceptions") as page:
        form = page.locator("section[aria-labelledby=new] form")
        await form.get_by_role("button").click()
        await expect(form.locator("[name=myth_ar]:invalid")).to_be_focused()
        words = {
            "myth_ar": "التسجيل برسوم",
            "myth_en": "Registering costs money",
            "fact_ar": "التسجيل مجاني",
            "fact_en": "Registering is free",
            "source_ar": "اللائحة",
            "source_en": "The policy",
            "phrases": "سمعت أن التسجيل برسوم",
        }
        for name, value in words.items():
            await form.locator(f"[name={name}]").fill(value)
        await form.get_by_role("button").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("section[aria-labelledby=waiting] article")).to_have_count(1)
        await expect(page.get_by_role("button", name="اعتماد")).to_have_count(0)
    async with opened(browser, ours, "khalid", "/misconceptions") as page:
        await page.get_by_role("button", name="اعتماد").click()
        register = page.locator("section[aria-labelledby=register]")
        await expect(register).to_contain_text("التسجيل مجاني")


async def test_a_call_is_written_down_and_has_a_case(browser: Browser, ours: Site) -> None:
    async with opened(browser, ours, "sara", "/logbook") as page:
        form = page.locator("#line")
        await form.locator("[name=phone]").fill("12")
        await form.locator("[name=summary]").fill("يسأل عن موعد الدورة")
        await reach(page, "تسجيل")
        await page.keyboard.press("Enter")
        await expect(page.locator("#trouble")).not_to_be_empty()
        await form.locator("[name=phone]").fill("0559876543")
        await page.keyboard.press("Enter")
        await expect(page.locator("#done")).not_to_be_empty()
    rows = (await ours.see("/desk/cases")).json["cases"]
    assert "phone" in {row["channel"] for row in rows}


async def test_a_voice_is_recorded_heard_and_sent(browser: Browser, ours: Site) -> None:
    _, case = await waiting(ours, "would rather listen")
    async with opened(browser, ours, "sara", f"#{case}") as page:
        record = page.get_by_role("button", name="تسجيل صوتي")
        stop = page.get_by_role("button", name="إنهاء التسجيل")
        await record.evaluate(TOO_SOON)
        await expect(page.locator(".send")).to_be_enabled()
        await expect(page.locator(".attached")).to_be_hidden()
        await record.click()
        await expect(stop).to_contain_text("0:01")
        await expect(page.locator(".send")).to_be_disabled()
        await stop.click()
        await expect(page.locator(".attached")).to_contain_text("تسجيل صوتي")
        await expect(page.locator(".attached audio")).to_have_attribute("src", re.compile("^blob:"))
        await page.locator(".send").click()
        link = page.get_by_role("link", name="فتح الملف")
        path = str(await link.get_attribute("href"))
        sent = await ours.see(path)
        assert sent.headers["Content-Type"] == "audio/ogg"
        assert 0 < await page.evaluate(HEARD, path) < 60


async def test_a_file_goes_out_with_the_words(browser: Browser, ours: Site) -> None:
    _, case = await waiting(ours, "wants a form")
    async with opened(browser, ours, "sara", f"#{case}") as page:
        attach = page.get_by_label("إرفاق ملف أو صوت")
        await attach.set_input_files(PACKED)  # type: ignore[arg-type]  # a FilePayload
        await page.locator(".send").click()
        await expect(page.locator(".composer .trouble")).to_contain_text("PDF")
        await page.get_by_role("button", name="إزالة").click()
        await attach.set_input_files(PAPER)  # type: ignore[arg-type]  # a FilePayload
        await expect(page.locator(".attached")).to_contain_text("form.pdf")
        await page.locator(".composer textarea").fill("هذا النموذج")
        await page.locator(".send").click()
        await expect(page.locator(".line").last).to_contain_text("هذا النموذج")
        await expect(page.locator(".attached")).to_be_hidden()
        link = page.get_by_role("link", name="فتح الملف")
        path = str(await link.get_attribute("href"))
        assert (await ours.see(path)).body == PAPER["buffer"]
