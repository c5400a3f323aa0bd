"""A website chat of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.widget.chat_page import ChatPage, chatting


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser) -> AsyncIterator[ChatPage]:
    async with chatting(browser) as chat:
        yield chat
