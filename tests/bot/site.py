"""The real web side of a running Sila, over real HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar

from bot.app import App
from bot.web.door import COOKIE
from storage import people
from storage.people import Origin
from tests.clock import FakeClock
from tests.serve import served
from tests.shell import running

PATIENCE = 30  # seconds until a condition that does not come is a failure
OURS = {"X-Sila": "desk"}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Heard(NamedTuple):
    """One server-sent event."""

    id: int | None
    name: str
    data: Any


@dataclass
class Stream:
    """An open event stream; comments are passed over."""

    answer: ClientResponse

    async def next(self) -> Heard:
        while True:
            block = (await self.answer.content.readuntil(b"\n\n")).decode()
            lines = [line for line in block.strip("\n").split("\n") if not line.startswith(":")]
            fields = dict(line.split(": ", 1) for line in lines)
            if fields:
                id_ = int(fields["id"]) if "id" in fields else None
                return Heard(id_, fields["event"], json.loads(fields["data"]))

    async def texts(self, count: int) -> list[str]:
        return [(await self.next()).data["text"] for _ in range(count)]

    async def end(self) -> bytes:
        return await self.answer.read()


@dataclass
class Site:
    """`ask` never follows redirects and keeps no cookies."""

    app: App
    url: str
    session: ClientSession
    clock: FakeClock
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Hypothesis writes every example out: all that is running would take it ten seconds."""
        printer.text("Site(…)")

    async def ask(self, method: str, path: str, **sent: Any) -> Answer:
        async with self.session.request(
            method, self.url + path, allow_redirects=False, **sent
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def get(self, path: str, **sent: Any) -> Answer:
        return await self.ask("GET", path, **sent)

    async def post(self, path: str, **sent: Any) -> Answer:
        return await self.ask("POST", path, **sent)

    # ------------------------------------------------------------- the website's chat
    async def token(self, language: str = "ar") -> str:
        """A session; time passes, so that no limit is met."""
        self.clock.advance(timedelta(seconds=2))
        answer = await self.post("/chat/sessions", json={"language": language})
        assert answer.status == 201
        return str(answer.json["token"])

    def address(self, token: str) -> str:
        """Where the person of a session is found in the tables."""
        bare = token.rpartition(".")[0]
        origin = Origin("website", "website", hashlib.sha256(bare.encode()).hexdigest())
        return people.identify(self.app.database.vault, origin)

    async def say(self, token: str, text: str, id_: str | None = None) -> Answer:
        line = {"id": id_ or f"said-{next(self._ids)}", "text": text}
        return await self.post("/chat/messages", json=line, headers=bearing(token))

    @asynccontextmanager
    async def stream(self, path: str = "/chat/events", **headers: str) -> AsyncIterator[Stream]:
        async with (
            asyncio.timeout(PATIENCE),
            self.session.get(self.url + path, headers=headers) as answer,
        ):
            assert answer.status == 200
            assert answer.content_type == "text/event-stream"
            yield Stream(answer)

    def talk(self, token: str, after: int | None = None) -> Any:
        resumed = {} if after is None else {"Last-Event-ID": str(after)}
        return self.stream(**bearing(token), **resumed)

    # ------------------------------------------------------------- the desk
    def entry(self, officer: str) -> dict[str, str]:
        """The cookie of an officer who came in."""
        return {"Cookie": f"{COOKIE}={self.app.passes.browser(officer, self.clock.now())}"}

    async def see(self, path: str, officer: str = "sara", **headers: str) -> Answer:
        return await self.get(path, headers={**self.entry(officer), **headers})

    async def move(self, case: str, officer: str = "sara", **wish: Any) -> Answer:
        made = {"id": f"move-{next(self._ids)}", **wish}
        headers = {**OURS, **self.entry(officer)}
        return await self.post(f"/desk/cases/{case}/moves", json=made, headers=headers)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def site(folder: Path, **changes: object) -> AsyncIterator[Site]:
    clock = FakeClock()
    async with (
        running(folder, clock, **changes) as app,
        served(app.web) as url,
        ClientSession(cookie_jar=DummyCookieJar(), timeout=ClientTimeout(PATIENCE)) as session,
    ):
        try:
            yield Site(app, url, session, clock)
        finally:
            app.streams.close()
