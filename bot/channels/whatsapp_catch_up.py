"""What people sent while nobody answered: Twilio still has it and does not call twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.channels.whatsapp_inbound import CHANNEL, update_ids, updates
from bot.clock import Clock
from bot.transport.twilio import TWILIO
from bot.update import Update
from storage import messages, people
from storage.database import Database
from storage.people import Origin

AT_START = timedelta(days=1)  # what is older can no longer be answered freely
OVERLAP = timedelta(minutes=10)  # clocks differ, and lists lag behind
PAGE = 1000


@dataclass(slots=True)
class CatchUp:
    """Hands in what Twilio has and the message log has not, oldest first."""

    account: str
    twilio: Client
    database: Database
    clock: Clock
    take: Callable[[Update], Awaitable[object]]
    since: datetime | None = None

    async def run(self) -> int:
        """One look; how many messages were handed in. Raises what Twilio or `take` raises.

        After trouble the next look begins where this one did.
        """
        now = self.clock.now()
        missed = await self._missed(self.since or now - AT_START)
        for message in missed:
            form = await self._form(message)
            for update in updates(form, self.account, urlencode(form).encode()):
                await self.take(update)
        self.since = now - OVERLAP
        return len(missed)

    async def _missed(self, since: datetime) -> list[MessageInstance]:
        """Those of which the log lacks any part."""
        listed = await self.twilio.messages.list_async(
            to=self.account, date_sent_after=since, page_size=PAGE
        )
        missed = []
        async with self.database.view() as view:
            for message in reversed(listed):
                origin = Origin(CHANNEL, self.account, str(message.from_))
                address = people.identify(view.vault, origin)
                for id_ in update_ids(str(message.sid), int(message.num_media or 0)):
                    if await messages.in_address(view, address, id_) is None:
                        missed.append(message)
                        break
        return missed

    async def _form(self, message: MessageInstance) -> dict[str, str]:
        """The message as its webhook would have said it; of a tap only the words are left."""
        form = {
            "MessageSid": str(message.sid),
            "From": str(message.from_),
            "Body": message.body or "",
        }
        if int(message.num_media or 0):
            files = await self.twilio.messages(str(message.sid)).media.list_async()
            for place, file in enumerate(files):
                form[f"MediaUrl{place}"] = TWILIO + str(file.uri).removesuffix(".json")
                form[f"MediaContentType{place}"] = file.content_type or ""
        return form
