"""A person at the website's chat: words and taps up, the event stream down."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession

from tests.clock import FakeClock

A_MOMENT = timedelta(seconds=5)
PATIENCE = 10  # seconds


@dataclass
class Browser:
    """The beneficiary's page. Buttons are tapped; a page without a place for files sends none."""

    session: ClientSession
    url: str
    clock: FakeClock
    token: str = ""
    _lines: list[dict[str, Any]] = field(default_factory=list)
    _last: int = 0
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def say(self, text: str, answer: str) -> None:
        await self._post(answer, text=text)

    async def choose(self, label: str, answer: str) -> None:
        offered = ((line, o) for line in reversed(self._lines) for o in line["options"])
        line, option = next((line, o) for line, o in offered if o["label"] == label)
        await self._post(answer, prompt=line["prompt"], option=option["id"])

    async def hears(self, answer: str) -> None:
        await self._hears(answer, 0)

    async def show(self, picture: bytes, caption: str, answer: str) -> None:
        async with self.session.post(
            f"{self.url}/chat/files?id=file-{next(self._ids)}",
            data=picture,
            headers=await self._bearing(),
        ) as refused:
            assert refused.status == 409

    def heard(self) -> list[str]:
        return [line["text"] for line in self._lines]

    async def _post(self, answer: str, **line: object) -> None:
        self.clock.advance(A_MOMENT)
        seen, headers = len(self._lines), await self._bearing()
        said = {"id": f"line-{next(self._ids)}", **line}
        async with self.session.post(
            f"{self.url}/chat/messages", json=said, headers=headers
        ) as taken:
            assert taken.status == 202, await taken.text()
        await self._hears(answer, seen)

    async def _hears(self, answer: str, seen: int) -> None:
        self.clock.advance(A_MOMENT)
        if not answer or self._said(answer, seen):
            return
        async with asyncio.timeout(PATIENCE):
            async for line in self._stream():
                self._lines.append(line)
                if self._said(answer, seen):
                    return

    def _said(self, answer: str, seen: int) -> bool:
        """By us: the page shows their own words too."""
        return any(answer in line["text"] for line in self._lines[seen:] if line["author"] != "me")

    async def _stream(self) -> AsyncIterator[dict[str, Any]]:
        headers = {**await self._bearing(), "Last-Event-ID": str(self._last)}
        async with self.session.get(f"{self.url}/chat/events", headers=headers) as events:
            while True:
                block = (await events.content.readuntil(b"\n\n")).decode().strip("\n").split("\n")
                named = dict(line.split(": ", 1) for line in block if not line.startswith(":"))
                if named.get("event") == "message":
                    self._last = int(named["id"])
                    yield json.loads(named["data"])

    async def _bearing(self) -> dict[str, str]:
        if not self.token:
            async with self.session.post(f"{self.url}/chat/sessions", json={}) as made:
                self.token = (await made.json())["token"]
        return {"Authorization": f"Bearer {self.token}"}
