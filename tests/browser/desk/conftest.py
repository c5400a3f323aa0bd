"""A desk with three cases on it, and an officer's page before it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.desk.desk_page import NOW, DeskPage
from tests.browser.desk.desk_server import DeskServer, serving
from tests.browser.page import PATIENCE, visitor

expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on a wide screen, at NOW."""
    async with visitor(browser, viewport={"width": 1300, "height": 800}) as officer:
        page = await officer.new_page()
        await page.clock.set_fixed_time(NOW)
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[DeskServer]:
    desk = DeskServer()
    desk.add(
        "26000422",
        [
            ("beneficiary", "السلام عليكم"),
            ("bot", "وعليكم السلام، كيف نخدمك؟"),
            ("beneficiary", "متى ينزل المبلغ؟"),
        ],
        priority=1,
        priority_label="عاجلة",
        due_at="2026-11-22T10:45:00Z",
        unread=2,
    )
    desk.add("26000505", [("beneficiary", "ما المستندات المطلوبة؟")], channel="telegram")
    mine = {"state": "claimed", "owner": "sara", "owner_name": "سارة"}
    late = {"due_at": "2026-11-22T10:20:00Z", "channel": "website"}
    late |= {"kind": "application", "kind_label": "طلب تسجيل"}
    desk.add("26000109", [("beneficiary", "أرسلت الهوية")], title="فهد س.", **mine, **late)
    async with serving(desk):
        yield desk


@pytest.fixture
def room(page: Page, desk: DeskServer) -> DeskPage:
    return DeskPage(page, desk)
