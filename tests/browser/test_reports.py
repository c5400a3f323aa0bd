"""The report pages in a browser: both directions, a phone, the keyboard, paper, and who may look.

With SILA_REPORTS=folder pictures of them are taken there.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.web.door import COOKIE
from tests.bot.site import Site
from tests.bot.test_reports.year import reporting
from tests.browser.desk.contrast import weak_words
from tests.browser.page import active, visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"width": 360, "height": 740}
PICTURES = os.environ.get("SILA_REPORTS")
SIDEWAYS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with reporting(tmp_path_factory.mktemp("reports")) as ours:
        yield ours


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, ours: Site) -> AsyncIterator[Page]:
    async with visitor(browser, viewport={"width": 1280, "height": 900}) as officer:
        await enter(officer, ours, "noura")
        yield await officer.new_page()


async def enter(context: object, ours: Site, officer: str) -> None:
    """As one who came by a link."""
    value = ours.app.passes.browser(officer, ours.clock.now())
    cookie = {"name": COOKIE, "value": value, "url": f"{ours.url}/desk"}
    await context.add_cookies([cookie])  # type: ignore[attr-defined]  # of a Playwright context


async def taken(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_a_supervisor_reads_charts_beside_tables_from_the_right(
    page: Page, ours: Site
) -> None:
    await page.goto(f"{ours.url}/desk/reports")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator("h1")).to_have_text("رضا المستفيدين")
    charts = page.locator("svg.chart")
    assert await charts.count() >= 5
    for n in range(await charts.count()):
        chart = charts.nth(n)
        assert await chart.get_attribute("role") == "img"
        name = await chart.get_attribute("aria-label")
        beside = chart.locator("xpath=following-sibling::div//table")
        await expect(beside.locator("caption")).to_have_text(str(name))
        words = await chart.locator("text.label").all_text_contents()
        heads = await beside.locator("tbody th").all_text_contents()
        assert not words or len(words) == len(heads)
    await taken(page, "reports-ar")
    label = await page.locator(".chart .label").first.bounding_box()
    value = await page.locator(".chart .value").first.bounding_box()
    assert label is not None
    assert value is not None
    assert label["x"] > value["x"]
    assert await page.evaluate(SIDEWAYS)


async def test_english_runs_from_the_left(page: Page, ours: Site) -> None:
    await page.goto(f"{ours.url}/desk/reports")
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("dir", "ltr")
    await expect(page.get_by_role("heading", name="Satisfaction by department")).to_be_visible()
    await taken(page, "reports-en")


async def test_a_phone_shows_it_without_moving_sideways(page: Page, ours: Site) -> None:
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
    for path in ("/desk/reports", "/desk/indicators", "/desk/reports/own"):
        await page.goto(ours.url + path)
        assert await page.evaluate(SIDEWAYS), path
        await taken(page, f"phone{path.replace('/', '-')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out(browser: Browser, ours: Site, scheme: str) -> None:
    async with visitor(browser, color_scheme=scheme) as officer:
        await enter(officer, ours, "noura")
        page = await officer.new_page()
        for path in ("/desk/reports", "/desk/indicators"):
            await page.goto(ours.url + path)
            assert await weak_words(page) == []


async def test_the_keyboard_chooses_a_period_and_a_department(page: Page, ours: Site) -> None:
    await page.goto(f"{ours.url}/desk/reports")
    await page.locator("select[name=period]").focus()
    await page.locator("select[name=period]").select_option("2026-Q3")
    await page.locator("select[name=department]").select_option("care")
    await page.get_by_role("button", name="عرض").focus()
    assert "عرض" in await active(page)
    await page.keyboard.press("Enter")
    await expect(page.locator(".lead")).to_contain_text("الربع الثالث 2026")
    assert "department=care" in page.url
    department = page.locator("section[aria-labelledby=department] tbody th")
    await expect(department).to_have_text(["خدمة المستفيدين"])


async def test_on_paper_there_are_no_forms_and_links(page: Page, ours: Site) -> None:
    await page.goto(f"{ours.url}/desk/reports")
    await page.emulate_media(media="print")
    for hidden in (".filters", ".bar nav", ".files"):
        await expect(page.locator(hidden)).to_be_hidden()
    pdf = await page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")


async def test_the_indicators_have_a_line_for_every_code(page: Page, ours: Site) -> None:
    await page.goto(f"{ours.url}/desk/indicators")
    codes = await page.locator("tbody th").all_text_contents()
    assert codes[:4] == ["G", "D1", "D2", "D3"]
    assert codes[-8:] == [f"R{n}" for n in range(8)]
    await expect(page.get_by_text("لا تتوفر بيانات")).to_have_count(0)
    await taken(page, "indicators-ar")


async def test_an_officer_who_leads_nobody_sees_only_their_own(
    browser: Browser, ours: Site
) -> None:
    async with visitor(browser) as officer:
        await enter(officer, ours, "sara")
        page = await officer.new_page()
        answer = await page.goto(f"{ours.url}/desk/reports")
        assert answer is not None
        assert answer.status == 403
        await page.get_by_role("link", name="رأي من خدمتهم").click()
        await expect(page.locator("tbody tr")).to_have_count(1)
