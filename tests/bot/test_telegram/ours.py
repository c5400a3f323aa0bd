"""Our bot as its tests hold it: the real channel over real HTTP, and what it handed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from starlette.applications import Starlette

from bot import app, content
from bot.body import Body, Choice
from bot.channels.channel import Outgoing
from bot.channels.telegram import Telegram
from bot.channels.telegram_people import CAPABILITIES
from bot.channels.telegram_webhook import HEADER, PATH
from bot.config import Settings
from bot.kit import Kit
from bot.update import FromPerson, Update
from flows.book import Book
from flows.cases import Refused
from flows.events import Event
from storage import inbox
from storage.database import Database
from storage.inbox import Unfinished
from tests.clock import FakeClock
from tests.fakes.botapi import BotApi
from tests.replacing import replace
from tests.serve import served
from tests.shell import ROOT

PUBLIC = "https://sila.example.org"
SECRET = "the-secret_of-the-tests"
NOURA, SARA, KHALID, FAHD = 501, 601, 602, 701  # a person, two officers, and somebody else
ROOM = -1001000000001


def settings(api: BotApi, **changes: Any) -> Settings:
    values = {
        "telegram_bot_token": api.token,
        "telegram_api_url": api.url,
        "telegram_webhook_secret": SECRET,
        "public_url": PUBLIC,
        **changes,
    }
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # of pydantic-settings


def book() -> Book:
    """The sample association, with two officers who have Telegram."""
    sample = content.load(ROOT / "association")
    accounts = {"sara": SARA, "khalid": KHALID}
    officers = {
        id_: replace(officer, telegram=accounts.get(id_))
        for id_, officer in sample.officers.items()
    }
    return replace(sample, officers=officers)


def kit(chosen: Settings) -> Kit:
    made = app.build_kit(chosen, book())
    return replace(made, capabilities={**made.capabilities, "telegram": CAPABILITIES})


@dataclass
class Ours:
    """A bot whose updates are only kept; `trouble` is raised instead, as long as there is any."""

    api: BotApi
    database: Database
    clock: FakeClock
    taken: list[Update] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # of ours, that a test brings about
    url: str = ""

    def channel(self, **changes: Any) -> Telegram:
        chosen = settings(self.api, **changes)
        return Telegram(chosen, kit(chosen), self.database, self.clock, self.take, fetch={})

    @asynccontextmanager
    async def running(self, **changes: Any) -> AsyncIterator[Telegram]:
        """A channel that runs, served where Telegram finds it."""
        channel = self.channel(**changes)
        async with served(Starlette(routes=channel.routes())) as self.url:
            self.api.world.updates.hosts[PUBLIC] = self.url
            running = asyncio.create_task(channel.run())
            try:
                yield channel
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                await channel.close()
                assert [kept.failure for kept in await self.failed()] == self.faults

    async def take(self, update: Update) -> Refused | None:
        self.api.world.changed.pulse()
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(update)
        return None

    @property
    def people(self) -> list[FromPerson]:
        return [update.what for update in self.taken if isinstance(update.what, FromPerson)]

    @property
    def events(self) -> list[Event]:
        return [what.event for what in self.people]

    async def ready(self) -> None:
        """Until the bot has introduced itself."""
        hook = self.api.world.updates
        await self.api.until(lambda: hook.webhook or self.api.called("getUpdates"))

    async def heard(self, count: int = 1) -> list[Event]:
        """What people did, once there is so much of it."""
        await self.api.until(lambda: len(self.people) >= count)
        return self.events

    async def failed(self) -> list[Unfinished]:
        """What was kept because of a fault of ours."""
        async with self.database.view() as view:
            return await inbox.unfinished(view, "failed")

    async def post(
        self, body: bytes, secret: str | None = SECRET
    ) -> tuple[int, Mapping[str, str], bytes]:
        """What our webhook answers."""
        headers = {} if secret is None else {HEADER.decode(): secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}{PATH}", data=body, headers=headers) as answer,
        ):
            return answer.status, answer.headers, await answer.read()


def outgoing(act: str = "post", *, is_card: bool = False, **changes: Any) -> Outgoing:
    """A row for Noura; what is none of the row's goes into its body."""
    row = {name: changes.pop(name) for name in ROW if name in changes}
    body = Body(card=is_card, **changes)
    return Outgoing(**{"id": 1, "act": act, "to": str(NOURA), "body": body, **row})


ROW = ("to", "room", "thread", "card", "target")


def choices(*labels: str) -> tuple[Choice, ...]:
    """Options `a`, `b`, … with these labels."""
    return tuple(Choice(chr(ord("a") + n), label, n + 1) for n, label in enumerate(labels))
