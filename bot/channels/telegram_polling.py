"""Long polling: updates are fetched, committed, and only then confirmed by a higher offset."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

import structlog
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram_entry import Entry
from bot.channels.telegram_patience import Patience
from bot.channels.telegram_update import KINDS, Incoming, decode

LONGEST_POLL = 50  # seconds: no server waits longer
GRACE = 10  # seconds more until the silence counts as trouble

Raw: TypeAlias = dict[str, Any]

log = structlog.get_logger()


@dataclass(slots=True)
class Polling:
    """`url` is the bot's own at the Bot API, token and all; `request` serves nothing else."""

    url: str
    request: BaseRequest
    entry: Entry
    patience: Patience
    offset: int = 0

    async def run(self) -> None:
        """Until cancelled. Whatever goes wrong, the same updates are fetched again."""
        while True:
            try:
                updates = await self._fetch()
                await self._take(updates)
            except Exception as error:  # noqa: BLE001 -- nothing was confirmed: try again
                await self.patience.wait("getUpdates", error)
            else:
                self.patience.succeed()
                if updates:
                    self.offset = max(update["update_id"] for update in updates) + 1

    async def _fetch(self) -> Sequence[Raw]:
        """The updates as they came: the library's own types would refuse a whole batch for one
        update they do not understand, and log it.
        """
        wanted = {
            "offset": self.offset,
            "timeout": LONGEST_POLL,
            "allowed_updates": json.dumps(KINDS),
        }
        found = await self.request.post(
            f"{self.url}/getUpdates?{urlencode(wanted)}", read_timeout=LONGEST_POLL + GRACE
        )
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        return found

    async def _take(self, updates: Sequence[Raw]) -> None:
        """Those of one person one after the other, those of different persons together."""
        lanes: defaultdict[int | None, list[tuple[Incoming, bytes]]] = defaultdict(list)
        for update in updates:
            raw = json.dumps(update).encode()
            incoming = decode(raw)
            if incoming is None:
                log.warning("telegram_unreadable", bytes=len(raw))
            else:
                lanes[incoming.person].append((incoming, raw))
        ended = await asyncio.gather(*map(self._take_lane, lanes.values()), return_exceptions=True)
        for failure in ended:
            if failure is not None:
                raise failure

    async def _take_lane(self, lane: list[tuple[Incoming, bytes]]) -> None:
        for incoming, raw in lane:
            await self.entry.receive(incoming, raw)
