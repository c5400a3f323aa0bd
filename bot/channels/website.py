"""The website as a channel: what is committed is there to be read; `bot.web.chat` streams it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.channel import LARGEST_FILE, Capabilities, Outgoing, Receipt, Sent

CAPABILITIES = Capabilities(
    text=4000, buttons=20, label=60, edits=True, deletes=True, file=LARGEST_FILE
)


@dataclass(frozen=True, slots=True)
class Website:
    name: str = "website"
    account: str = "website"
    capabilities: Capabilities = CAPABILITIES

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Nothing to do: the row itself is what the browser reads."""
        return Sent(str(outgoing.id))

    async def find(self, outgoing: Outgoing) -> Sent | None:
        return Sent(str(outgoing.id))
