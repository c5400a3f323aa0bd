"""The answers page on the real program: a reply becomes an answer that the next person is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.web.door import COOKIE
from tests.bot.answering import QUESTION, REPLY, replied, unanswered
from tests.bot.site import Site, site
from tests.browser.page import visitor
from tests.shell import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDE, PHONE = {"width": 1100, "height": 900}, {"width": 360, "height": 780}


async def enter(page: Page, ours: Site, officer: str) -> None:
    value = ours.app.passes.browser(officer, ours.clock.now())
    await page.context.add_cookies([{"name": COOKIE, "value": value, "url": f"{ours.url}/desk"}])
    await page.goto(f"{ours.url}/desk/answers")


async def proposed(ours: Site) -> str:
    """A reply that its officer proposed; the answer's id."""
    _, case = await unanswered(ours.app)
    await (await replied(ours.app, case)).make(case, "answer")
    return f"case_{case}"


async def test_a_second_person_completes_and_approves_a_reply(
    browser: Browser, tmp_path: Path
) -> None:
    async with site(tmp_path, host="0.0.0.0") as ours, visitor(browser, viewport=WIDE) as officer:
        id_ = await proposed(ours)
        page = await officer.new_page()
        await enter(page, ours, "noura")
        draft = page.locator(f"[data-part=drafts] [data-answer={id_}]")
        await expect(draft).to_contain_text("سارة")
        await draft.get_by_role("button", name="فتح").click()
        await expect(draft.locator("textarea[name='text.ar']")).to_have_value(REPLY)
        await draft.get_by_role("button", name="اعتماد").click()
        await expect(page.get_by_role("alert")).to_contain_text("المصدر")
        for name, value in (
            ("title.ar", "السكن"),
            ("title.en", "Housing"),
            ("text.en", "There is no housing."),
            ("source.ar", "دليل المتدرب"),
            ("source.en", "Trainee guide"),
            ("valid_until", "2027-06-30"),
        ):
            await draft.locator(f"[name='{name}']").fill(value)
        await draft.get_by_role("button", name="اعتماد").click()
        await expect(page.get_by_role("status")).to_contain_text("تُقال من الآن")
        await expect(page.locator(f"[data-part=spoken] [data-answer={id_}]")).to_be_visible()
        assert REPLY in await Visitor(ours.app, "next").heard_after(QUESTION)


async def test_its_author_sees_why_and_has_no_button_to_approve(
    browser: Browser, tmp_path: Path
) -> None:
    async with site(tmp_path, host="0.0.0.0") as ours, visitor(browser, viewport=PHONE) as officer:
        id_ = await proposed(ours)
        page = await officer.new_page()
        await enter(page, ours, "sara")
        draft = page.locator(f"[data-part=drafts] [data-answer={id_}]")
        await draft.get_by_role("button", name="فتح").click()
        await expect(draft.locator("[data-refused]")).to_be_visible()
        await expect(draft.get_by_role("button", name="اعتماد")).to_have_count(0)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await page.evaluate(wide)  # on a phone nothing is cut off


async def test_a_question_nobody_answered_becomes_a_phrasing(
    browser: Browser, tmp_path: Path
) -> None:
    async with site(tmp_path, host="0.0.0.0") as ours, visitor(browser, viewport=WIDE) as officer:
        await unanswered(ours.app)
        page = await officer.new_page()
        await enter(page, ours, "noura")
        group = page.locator("[data-part=questions] [data-questions]")
        await expect(group).to_contain_text(QUESTION)
        await group.get_by_role("button", name="صيغة لإجابة").first.click()
        await expect(page.get_by_role("status")).to_contain_text("مسودة")
        await expect(group).to_have_count(0)
        await expect(page.locator("[data-part=drafts] [data-answer]")).to_have_count(1)


async def test_the_page_is_read_in_english_too(browser: Browser, tmp_path: Path) -> None:
    async with site(tmp_path, host="0.0.0.0") as ours, visitor(browser, viewport=WIDE) as officer:
        page = await officer.new_page()
        await enter(page, ours, "noura")
        await page.goto(f"{ours.url}/desk/answers?language=en")
        await expect(page.locator("html")).to_have_attribute("dir", "ltr")
        await expect(page.locator("[data-part=expiring]")).to_contain_text("no longer spoken")
        await expect(page.locator("[data-part=spoken]")).to_contain_text("Working hours")
