"""What the bot is told: the queue of updates, fetched by a poll or posted to the webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.botapi.changes import Changes
from tests.fakes.botapi.refusal import Refusal, bad
from tests.fakes.botapi.schema import faults_of_update

ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Sent only to a bot that names them in `allowed_updates`."""

LIVES = {"callback_query": timedelta(seconds=150)}
DAY = timedelta(hours=24)
PORTS = (443, 80, 88, 8443)
ANSWER_LIMIT = aiohttp.ClientTimeout(total=60)


@dataclass(eq=False)
class Update:
    """One update. Those of one `lane` reach a webhook one after the other."""

    id: int
    kind: str
    body: dict[str, Any]
    lane: tuple[str, int]
    born: datetime
    copies: int = 1  # how often it is to be delivered
    sending: bool = False
    failed: bool = False

    def stale(self, now: datetime) -> bool:
        return now - self.born > LIVES.get(self.kind, DAY)


class Delivery(NamedTuple):
    """An update and what became of it: the webhook's status, None when it could not be reached,
    200 when a poll confirmed it."""

    update: dict[str, Any]
    status: int | None


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40


class Updates:
    """The queue of one bot."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        changed: Changes,
        violations: list[str],
        hosts: Mapping[str, str],
    ) -> None:
        self.pending: dict[int, Update] = {}
        self.deliveries: list[Delivery] = []
        self.webhook: Webhook | None = None
        self.last_error: tuple[datetime, str] | None = None
        self.allowed: frozenset[str] = frozenset()
        self.twice = 0  # how many of the next updates are delivered a second time
        self._clock = clock
        self._changed = changed
        self._violations = violations
        self.hosts = dict(hosts)  # public addresses and the local ones behind them
        self._next = 810_000_001
        self._poll: object | None = None
        self._closing = False
        self._sends: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        """Whether the bot has taken all it can be given; a refused update waits for the test."""
        return all(update.failed for update in self._heads().values())

    def open(self) -> None:
        self._session = aiohttp.ClientSession()

    def add(self, kind: str, content: dict[str, Any], lane: tuple[str, int]) -> None:
        """Queues an update, if the bot wants its kind."""
        if self.allowed and kind not in self.allowed:
            return
        if not self.allowed and kind in ASKED_FOR:
            return
        # Through JSON, so that what happens later does not change what the bot is told now.
        body = json.loads(json.dumps({"update_id": self._next, kind: content}))
        self._violations += faults_of_update(body)
        update = Update(self._next, kind, body, lane, self._clock())
        self._next += 1
        if self.twice:
            self.twice, update.copies = self.twice - 1, 2
        self.pending[update.id] = update
        self._changed.pulse()
        self._pump()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Takes `allowed_updates` of a request; none given leaves it, none named is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Confirms what is before `offset` and waits for what is next, as long polling does."""
        if self.webhook is not None:
            raise Refusal(
                409,
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        mine = self._poll = object()
        self._changed.pulse()
        self._confirm(offset)
        try:
            async with asyncio.timeout(seconds):
                while not (found := self._fresh()) and not self._closing and seconds:
                    await self._changed.wait()
                    self._check_poll(mine)
        except TimeoutError:
            return []
        return [update.body for update in found[:limit]]

    def set_webhook(self, webhook: Webhook) -> None:
        parts = urlsplit(webhook.url)
        if parts.scheme != "https" and parts.hostname != "127.0.0.1":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.scheme == "https" and (parts.port or 443) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        self.webhook = webhook
        self.last_error = None
        for update in self.pending.values():
            update.failed = False
        self._changed.pulse()
        self._pump()

    def delete_webhook(self, *, drop: bool) -> None:
        self.webhook = None
        if drop:
            self.pending.clear()

    async def redeliver(self) -> None:
        """Posts again what the webhook refused and what waits behind it; returns when all that
        was answered or refused again."""
        for update in self.pending.values():
            update.failed = False
        self._pump()
        while not self.idle:
            await self._changed.wait()

    async def close(self) -> None:
        self._closing = True
        self._changed.pulse()
        for task in self._sends:
            task.cancel()
        await asyncio.gather(*self._sends, return_exceptions=True)
        await self._session.close()

    def _check_poll(self, mine: object) -> None:
        if self.webhook is not None:
            raise Refusal(409, "terminated by setWebhook request")
        if self._poll is not mine:
            raise Refusal(
                409,
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )

    def _fresh(self) -> list[Update]:
        now = self._clock()
        self.pending = {u.id: u for u in self.pending.values() if not u.stale(now)}
        return list(self.pending.values())

    def _heads(self) -> dict[tuple[str, int], Update]:
        """The first update of each lane: the only one that may be on its way."""
        heads: dict[tuple[str, int], Update] = {}
        for update in self._fresh():
            heads.setdefault(update.lane, update)
        return heads

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = ([*self.pending][offset:] or [0])[0]
        for update in [u for u in self.pending.values() if u.id < offset]:
            self.deliveries.append(Delivery(update.body, 200))
            self._taken(update)

    def _taken(self, update: Update) -> None:
        update.copies -= 1
        if update.copies == 0:
            self.pending.pop(update.id, None)

    def _pump(self) -> None:
        if self.webhook is None or self._closing:
            return
        heads = self._heads().values()
        free = self.webhook.max_connections - sum(update.sending for update in heads)
        for update in [u for u in heads if not u.sending and not u.failed][:free]:
            update.sending = True
            task = asyncio.create_task(self._send(update, self.webhook))
            self._sends.add(task)
            task.add_done_callback(self._sends.discard)

    async def _send(self, update: Update, webhook: Webhook) -> None:
        status, said = await self._post(update, webhook)
        update.sending = False
        self.deliveries.append(Delivery(update.body, status))
        if status is not None and 200 <= status < 300:
            self._taken(update)
            if b'"method"' in said:
                self._violations.append("the webhook answers with a call: its result is lost")
        else:
            update.failed = True
            words = "Connection refused"
            if status is not None:
                words = f"Wrong response from the webhook: {status} {HTTPStatus(status).phrase}"
            self.last_error = (self._clock(), words)
        self._changed.pulse()
        self._pump()

    async def _post(self, update: Update, webhook: Webhook) -> tuple[int | None, bytes]:
        """The webhook's status and body; no status when nothing local answers there."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        url = webhook.url
        for public, local in self.hosts.items():
            if url.startswith(public):
                url = local + url.removeprefix(public)
        if urlsplit(url).hostname != "127.0.0.1":
            return None, b""
        body = json.dumps(update.body).encode()
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=ANSWER_LIMIT
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return None, b""
