"""The desk as an officer handles it: what can be seen and pressed, by the words on it."""

from __future__ import annotations

from playwright.async_api import Locator, Page

from tests.browser.desk.desk_server import DeskServer, words

NOW = "2026-11-22T10:35:00Z"


class DeskPage:
    """An open desk. `say(name)` is the catalogue's text in the language the page is read in."""

    def __init__(self, page: Page, desk: DeskServer) -> None:
        self.page = page
        self.desk = desk
        self.catalogue = words("ar")

    async def open(self, reference: str = "", language: str = "") -> None:
        """Load the desk, with a case open where one is named, and wait until it listens."""
        if language:
            self.catalogue = words(language)
        query = f"?language={language}" if language else ""
        await self.page.goto(f"{self.desk.url}/desk{query}#{reference}")
        await self.page.locator("body:not([data-view=starting])").wait_for()
        if reference:
            await self.composer.or_(self.form).wait_for()
        if self.desk.officer:
            await self.desk.heard.wait()

    def say(self, name: str) -> str:
        return self.catalogue[f"desk.{name}"]

    @property
    def rows(self) -> Locator:
        return self.page.locator(".row")

    def row(self, reference: str) -> Locator:
        return self.page.locator(f".row[href='#{reference}']")

    @property
    def case(self) -> Locator:
        return self.page.locator(".open-case")

    @property
    def lines(self) -> Locator:
        return self.page.locator(".line")

    def line(self, text: str) -> Locator:
        return self.page.locator(".line", has_text=text)

    @property
    def composer(self) -> Locator:
        return self.page.locator(".composer")

    @property
    def text(self) -> Locator:
        return self.composer.locator("textarea")

    @property
    def send(self) -> Locator:
        return self.composer.locator(".send")

    @property
    def form(self) -> Locator:
        return self.page.locator(".move-form")

    def move(self, label: str) -> Locator:
        return self.page.locator(".moves").get_by_role("button", name=label)

    async def choose(self, mode: str) -> None:
        """Choose what the composer is for: reply or note."""
        await self.composer.get_by_label(self.say(f"mode.{mode}"), exact=True).check()
