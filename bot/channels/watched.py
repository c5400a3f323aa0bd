"""A channel whose sends are counted, and stand in the log under the number of what is sent."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot import logs
from bot.channels.channel import Capabilities, Channel, Outgoing, Receipt, Sent, Unknown
from bot.clock import Clock
from bot.meter import RECEIPTS, Meter
from storage.times import stamp

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Watched:
    """Around any channel. Each send is a task of its own, and whatever that logs has the number."""

    channel: Channel
    meter: Meter
    clock: Clock

    @property
    def name(self) -> str:
        return self.channel.name

    @property
    def account(self) -> str:
        return self.channel.account

    @property
    def capabilities(self) -> Capabilities:
        return self.channel.capabilities

    async def send(self, outgoing: Outgoing) -> Receipt:
        logs.follow(message=outgoing.id)
        try:
            receipt = await self.channel.send(outgoing)
        except Exception as error:
            self.meter.sent(self.name, Unknown(type(error).__name__), self.clock.now())
            raise
        self.meter.sent(self.name, receipt, self.clock.now())
        log.debug(
            "sent",
            channel=self.name,
            receipt=RECEIPTS[type(receipt)],
            queued=outgoing.created_at and stamp(outgoing.created_at),
        )
        return receipt

    async def find(self, outgoing: Outgoing) -> Sent | None:
        logs.follow(message=outgoing.id)
        return await self.channel.find(outgoing)
