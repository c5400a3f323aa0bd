"""The running program with people on one channel and officers at the desk."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.app import App
from bot.web.door import COOKIE
from tests.clock import FakeClock
from tests.serve import served
from tests.shell import running
from tests.walks import test_telegram as telegram
from tests.walks import test_whatsapp as whatsapp
from tests.walks.officers import DeskOfficer
from tests.walks.walk import Beneficiary
from tests.walks.website import Browser

CHANNELS = ("telegram", "whatsapp", "website")
PROVIDED = ("telegram", "whatsapp")
PATIENCE = 10  # seconds


@dataclass
class Stage:
    channel: str
    app: App
    clock: FakeClock
    url: str
    _people: Callable[[], Beneficiary]
    _sent: Callable[[], list[str]]
    open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _moves: itertools.count[int] = field(default_factory=itertools.count)

    def person(self) -> Beneficiary:
        """Somebody who has not written yet."""
        return self._people()

    def sent(self) -> list[str]:
        """All that went out to anybody, as the other side has it."""
        return self._sent()

    async def passes(self, by: timedelta) -> None:
        """Time goes by, and what fell due by then is done."""
        self.clock.advance(by)
        for _ in range(3):
            await self.app.timer.step()

    async def shows(
        self, officer: DeskOfficer, reference: str, text: str, status: str = ""
    ) -> None:
        """Wait until the officer's page has a line with these words, of this fate."""

        def fits(line: dict[str, Any]) -> bool:
            return text in line["text"] and status in {"", line["status"]}

        with self.app.streams.watch("desk") as changed:
            async with asyncio.timeout(PATIENCE):
                while not any(map(fits, await officer.lines(reference))):
                    await changed.wait()
                    changed.clear()

    async def officer(self, id_: str = "sara") -> DeskOfficer:
        """With a pass of this moment."""
        cookies = {COOKIE: self.app.passes.browser(id_, self.clock.now())}
        session = await self.open.enter_async_context(ClientSession(cookies=cookies))
        return DeskOfficer(session, self.url, self._moves)


@asynccontextmanager
async def stage(channel: str, folder: Path, **changes: Any) -> AsyncIterator[Stage]:
    async with OPENERS[channel](folder, changes) as there, there.open:
        yield there


@asynccontextmanager
async def _telegram(folder: Path, changes: dict[str, Any]) -> AsyncIterator[Stage]:
    numbers = itertools.count(900001)
    async with telegram.world(folder, **changes) as there:

        def sent() -> list[str]:
            return [str(call.parameters) for call in there.api.calls]

        def person() -> Beneficiary:
            return there.phone(next(numbers))

        yield Stage("telegram", there.app, there.clock, there.url, person, sent)


@asynccontextmanager
async def _whatsapp(folder: Path, changes: dict[str, Any]) -> AsyncIterator[Stage]:
    numbers = itertools.count(551234567)
    async with whatsapp.world(folder, **changes) as there:

        def sent() -> list[str]:
            return [message.body for message in there.api.sent]

        def person() -> Beneficiary:
            return there.phone(f"+966{next(numbers)}")

        yield Stage("whatsapp", there.app, there.clock, there.url, person, sent)


@asynccontextmanager
async def _website(folder: Path, changes: dict[str, Any]) -> AsyncIterator[Stage]:
    clock, people = FakeClock(), list[Browser]()
    public = {"public_url": "https://sila.example.org", **changes}
    async with (
        running(folder, clock, **public) as app,
        served(app.web) as url,
        ClientSession() as session,
    ):

        def sent() -> list[str]:
            return [text for browser in people for text in browser.heard()]

        def person() -> Beneficiary:
            people.append(Browser(session, url, clock))
            return people[-1]

        try:
            yield Stage("website", app, clock, url, person, sent)
        finally:
            app.streams.close()


OPENERS = {"telegram": _telegram, "whatsapp": _whatsapp, "website": _website}
