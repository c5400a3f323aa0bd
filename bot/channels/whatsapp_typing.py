"""The sign that an officer writes, on WhatsApp: as an answer to the person's last message.

The message it answers is marked as read.
Source: twilio.com/docs/whatsapp/api/typing-indicators-resource.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from twilio.rest import Client

from bot.channels.courtesies import Courtesies
from bot.channels.whatsapp_inbound import CHANNEL
from storage import messages, people
from storage.database import Database
from storage.people import Origin

RECENT = 20  # lines among which the person's last one is looked for


@dataclass(slots=True)
class Typing:
    account: str
    twilio: Client
    database: Database
    courtesies: Courtesies = field(default_factory=lambda: Courtesies(CHANNEL))

    def show(self, external: str) -> None:
        """Until the next message, for 25 seconds at most."""
        self.courtesies.do(self._show(external))

    async def _show(self, external: str) -> None:
        if sid := await self._last(external):
            typing = self.twilio.messaging.v2.typing_indicator
            await typing.create_async(channel=CHANNEL, message_id=sid)

    async def _last(self, external: str) -> str | None:
        """What Twilio calls the last message of the person; of several files, the message's."""
        origin = Origin(CHANNEL, self.account, external)
        address = people.identify(self.database.vault, origin)
        async with self.database.view() as view:
            lines = await messages.latest(view, address, RECENT)
        theirs = [line.external for line in lines if line.direction == "in" and line.external]
        return theirs[-1].partition("/")[0] if theirs else None
