"""The sign that an officer writes, on WhatsApp: as an answer to the person's last message.

Best effort, in the background: nothing waits for it, and nothing is tried again. The message it
answers is marked as read. Source: twilio.com/docs/whatsapp/api/typing-indicators-resource.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import structlog
from twilio.rest import Client

from bot.channels.whatsapp_inbound import CHANNEL
from storage import messages, people
from storage.database import Database
from storage.people import Origin

RECENT = 20  # lines among which the person's last one is looked for

log = structlog.get_logger()


@dataclass(slots=True)
class Typing:
    account: str
    twilio: Client
    database: Database
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def show(self, external: str) -> None:
        """Until the next message, for 25 seconds at most."""
        task = asyncio.create_task(self._tried(external))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let what has begun end."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _tried(self, external: str) -> None:
        try:
            if sid := await self._last(external):
                typing = self.twilio.messaging.v2.typing_indicator
                await typing.create_async(channel=CHANNEL, message_id=sid)
        except Exception as error:  # noqa: BLE001 -- Twilio or the database: it is a courtesy
            log.info("whatsapp_courtesy_failed", error=type(error).__name__)

    async def _last(self, external: str) -> str | None:
        """What Twilio calls the last message of the person; of several files, the message's."""
        origin = Origin(CHANNEL, self.account, external)
        address = people.identify(self.database.vault, origin)
        async with self.database.view() as view:
            lines = await messages.latest(view, address, RECENT)
        theirs = [line.external for line in lines if line.direction == "in" and line.external]
        return theirs[-1].partition("/")[0] if theirs else None
