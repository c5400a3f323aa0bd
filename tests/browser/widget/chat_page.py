"""The website chat as a visitor handles it: what can be seen and pressed, by the words on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Browser, BrowserContext, Locator, Page

from tests.browser.page import visitor
from tests.browser.widget.chat_server import ChatServer, serving, words

NOW = "2026-11-22T07:30:00Z"  # 10:30 in Riyadh
READY = "addEventListener('sila:ready', () => document.documentElement.classList.add('ready'))"


class ChatPage:
    """One tab with the chat in it. `say(name)` is the catalogue's text in the tab's language."""

    def __init__(self, page: Page, server: ChatServer) -> None:
        self.page = page
        self.server = server
        self.language = "ar"

    async def load(self, **attributes: str) -> None:
        """Load a page that embeds the widget with these attributes, and wait until it is ready."""
        attributes = {"language": self.language, **attributes}
        self.language = attributes["language"]
        await self.page.add_init_script(READY)
        await self.page.goto(f"{self.server.url}/page?{urlencode(attributes)}")
        await self.ready()

    async def ready(self) -> None:
        await self.page.locator("html.ready").wait_for()

    async def stop_clock(self) -> None:
        """From now on, the page's timers run only when a test runs its clock."""
        now: float = await self.page.evaluate("Date.now()")
        await self.page.clock.pause_at(now / 1000 + 1)

    async def open(self) -> None:
        """Open the chat with the launcher and wait for the greeting."""
        await self.launcher.click()
        await self.bubble("السلام عليكم").wait_for()

    async def write(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    def say(self, name: str) -> str:
        return words(self.language)[f"widget.{name}"]

    def button(self, name: str) -> Locator:
        """A button by the name of its word."""
        return self.page.get_by_role("button", name=self.say(name), exact=True)

    def option(self, label: str) -> Locator:
        return self.log.get_by_role("button", name=label)

    @property
    def shell(self) -> Locator:
        return self.page.locator(".shell")

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name=self.say("title"))

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name=self.say("log"))

    @property
    def bubbles(self) -> Locator:
        return self.log.locator(".text")

    def bubble(self, text: str) -> Locator:
        return self.bubbles.filter(has_text=text)

    def message(self, text: str) -> Locator:
        """The bubble with its author, time, state and options."""
        return self.log.get_by_role("article").filter(has=self.page.locator(".text", has_text=text))

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name=self.say("placeholder"))

    @property
    def offline(self) -> Locator:
        return self.page.get_by_text(self.say("offline"))


@asynccontextmanager
async def visiting(
    browser: Browser, **settings: Any
) -> AsyncIterator[tuple[ChatServer, BrowserContext]]:
    """A server, and one visitor's browser that has opened no page yet; settings as in `visitor`."""
    server = ChatServer()
    async with serving(server.app()) as server.url:
        async with visitor(browser, **settings) as context:
            yield server, context
        server.hang_up()


@asynccontextmanager
async def chatting(
    browser: Browser, attributes: dict[str, str] | None = None, **settings: Any
) -> AsyncIterator[ChatPage]:
    """The chat at half past ten on a page that embeds it with these attributes."""
    async with visiting(browser, **settings) as (server, context):
        await context.clock.set_fixed_time(NOW)
        chat = ChatPage(await context.new_page(), server)
        await chat.load(**(attributes or {}))
        yield chat


async def tab(context: BrowserContext, server: ChatServer) -> ChatPage:
    """One more tab of the same visitor."""
    chat = ChatPage(await context.new_page(), server)
    await chat.load()
    return chat
