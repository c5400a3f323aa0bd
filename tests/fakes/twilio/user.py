"""A person with WhatsApp on their telephone: what they send, and what reached them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from tests.fakes.twilio.message import Message
from tests.fakes.twilio.webhooks import ONCE, Delivery

WINDOW = timedelta(hours=24)
REPLIABLE = timedelta(days=7)
"""How long a reply still names the message it answers."""

KINDS = {
    "image/webp": "sticker",
    "image": "image",
    "audio": "audio",
    "video": "video",
    "text/vcard": "contacts",
}


class Network(Protocol):
    """What a person needs of Twilio."""

    def now(self) -> datetime: ...

    async def receive(
        self,
        user: User,
        fields: Mapping[str, str],
        files: Sequence[tuple[str, bytes]],
        delivery: Delivery,
    ) -> Message: ...


@dataclass(slots=True, eq=False)
class User:
    """`phone` is E.164 or empty, `external_id` is ``SA.4566…``; with no phone it is the address."""

    network: Network
    phone: str
    external_id: str
    profile: str
    inbox: list[Message] = field(default_factory=list)
    blocked: bool = False
    wrote: datetime | None = None

    @property
    def address(self) -> str:
        return f"whatsapp:{self.phone or self.external_id}"

    def listens(self, now: datetime) -> bool:
        """Whether free-form messages reach them: they wrote within the last 24 hours."""
        return self.wrote is not None and now - self.wrote < WINDOW

    async def say(self, text: str, delivery: Delivery = ONCE) -> Message:
        return await self._send({"MessageType": "text", "Body": text}, delivery)

    async def tap(self, message: Message, title: str, delivery: Delivery = ONCE) -> Message:
        """Presses a quick-reply button of a message in the inbox."""
        button = self._received(message).button(title)
        fields = {
            "MessageType": "button" if message.template else "interactive",
            "Body": title,
            "ButtonText": title,
            "ButtonPayload": button.id,
        }
        return await self._send(fields, delivery, answered=message)

    async def pick(self, message: Message, title: str, delivery: Delivery = ONCE) -> Message:
        """Picks an item of a list in the inbox."""
        item = self._received(message).button(title)
        fields = {
            "MessageType": "interactive",
            "Body": title,
            "ListId": item.id,
            "ListTitle": title,
            "ListDescription": item.description,
        }
        return await self._send(fields, delivery, answered=message)

    async def send_media(
        self, content_type: str, content: bytes, caption: str = "", delivery: Delivery = ONCE
    ) -> Message:
        family = content_type.partition("/")[0]
        kind = KINDS.get(content_type) or KINDS.get(family, "document")
        fields = {"MessageType": kind, "Body": caption}
        return await self._send(fields, delivery, files=[(content_type, content)])

    async def send_location(
        self,
        latitude: float,
        longitude: float,
        label: str = "",
        address: str = "",
        delivery: Delivery = ONCE,
    ) -> Message:
        fields = {
            "MessageType": "location",
            "Body": "",
            "Latitude": str(latitude),
            "Longitude": str(longitude),
            "Label": label,
            "Address": address,
        }
        return await self._send(fields, delivery)

    def block(self) -> None:
        """Blocks the association's number; writing again unblocks it."""
        self.blocked = True

    async def _send(
        self,
        fields: Mapping[str, str],
        delivery: Delivery,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        answered: Message | None = None,
    ) -> Message:
        self.blocked = False
        return await self.network.receive(
            self, {**self._sender(), **fields, **self._reply(answered)}, files, delivery
        )

    def _sender(self) -> dict[str, str]:
        """The fields that say who writes, and those that are always there."""
        context = {"ProfileName": self.profile}
        if self.phone:
            context["WaId"] = self.phone.removeprefix("+")
        metadata = {"type": "whatsapp", "data": {"context": context}}
        return {
            **context,
            "From": self.address,
            "ExternalUserId": f"whatsapp:{self.external_id}",
            "ParentExternalUserId": "",
            "Forwarded": "false",
            "FrequentlyForwarded": "false",
            "ChannelMetadata": json.dumps(metadata, ensure_ascii=False),
        }

    def _reply(self, answered: Message | None) -> dict[str, str]:
        if answered is None or self.network.now() - answered.created > REPLIABLE:
            return {}
        return {
            "OriginalRepliedMessageSid": answered.sid,
            "OriginalRepliedMessageSender": answered.sender,
        }

    def _received(self, message: Message) -> Message:
        if message not in self.inbox:
            raise AssertionError(f"{message.sid} never reached {self.address}")
        return message
