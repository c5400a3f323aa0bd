"""One browser for all tests of the website chat, and for each a chat of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.page import chromium
from tests.browser.widget.chat_page import ChatPage, chatting


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser) -> AsyncIterator[ChatPage]:
    async with chatting(browser) as chat:
        yield chat
