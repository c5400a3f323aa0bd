"""WhatsApp through Twilio: a number of ours, the people who write to it, what is sent to them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from textwrap import wrap

import msgspec
import structlog
from starlette.routing import Route
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.body import Body, File, quoting
from bot.channels.channel import (
    Failed,
    Later,
    LostFile,
    Outgoing,
    Parked,
    Receipt,
    Sent,
    TooLargeFile,
    Unknown,
)
from bot.channels.whatsapp_catch_up import CatchUp
from bot.channels.whatsapp_content import LONGEST_BODY, Content, Contents
from bot.channels.whatsapp_erasing import erase
from bot.channels.whatsapp_errors import ALARMING, GONE, Refusal, refusal
from bot.channels.whatsapp_inbound import CHANNEL
from bot.channels.whatsapp_limits import CAPABILITIES
from bot.channels.whatsapp_signature import Signature
from bot.channels.whatsapp_templates import Templates
from bot.channels.whatsapp_typing import Typing
from bot.channels.whatsapp_webhook import STATUSES, Webhook
from bot.clock import Clock
from bot.compose import numbered
from bot.config import Settings
from bot.transport import twilio as transport
from bot.transport.connection import NotSent, OutcomeUnknown
from bot.transport.twilio import MEDIA_LIMIT, TooLarge
from bot.transport.twilio_messages import Messages
from bot.update import Update
from bot.web.media import path_of
from flows.book import Language, Template
from storage import outbox
from storage.database import Database

CATCH_UP = timedelta(minutes=5)
APPROVALS = timedelta(hours=1)  # until it is asked again which templates WhatsApp approves
RECENT = 50  # messages to one person among which a send of unknown outcome is looked for
SKEW = timedelta(minutes=1)  # between Twilio's clock and ours
AGAIN = "#rc=3&rp=all"  # how often Twilio tries to reach us, and after which trouble
NOT_ARRIVED = frozenset({"failed", "undelivered", "canceled"})
ARRIVED = frozenset({"delivered", "read"})

log = structlog.get_logger()


class WhatsApp:
    """`take` commits an update, or raises. `choose` is written on the button that opens a list;
    `templates` are what may be said when the window is closed.

    `settings` must have WhatsApp on; `twilio` is a client of `bot.transport.twilio`.
    """

    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Settings,
        twilio: Client,
        database: Database,
        clock: Clock,
        take: Callable[[Update], Awaitable[object]],
        *,
        choose: Mapping[Language, str],
        templates: Mapping[str, Template],
    ) -> None:
        assert settings.twilio_whatsapp_from
        assert settings.twilio_auth_token
        self.account = settings.twilio_whatsapp_from
        self.twilio = twilio
        self.database = database
        self.clock = clock
        self._public = settings.public_url or ""
        same = {"From": self.account}
        if settings.public_url:
            same["StatusCallback"] = f"{settings.public_url}{STATUSES}{AGAIN}"
        self._messages = Messages(twilio, same)
        self._contents = Contents(twilio, database, clock, choose)
        self.templates = Templates(twilio, database, clock, templates)
        self._typing = Typing(self.account, twilio, database)
        self._missed = CatchUp(self.account, twilio, database, clock, take)
        signature = Signature(settings.twilio_auth_token.get_secret_value().encode())
        self._webhook = Webhook(signature, settings.public_url, self.account, take)

    # ------------------------------------------------------------------ what people send
    def routes(self) -> list[Route]:
        """Where Twilio calls us."""
        return self._webhook.routes()

    async def catch_up(self) -> int:
        """Hand in what webhooks never told us; how many messages it were."""
        return await self._missed.run()

    async def run(self) -> None:
        """Until cancelled: catch up at once and every five minutes."""
        never, look = asyncio.Event(), self.clock.now()
        while True:
            if self.clock.now() >= look:
                await self.templates.refresh_quietly()
                look = self.clock.now() + APPROVALS
            try:
                if count := await self.catch_up():
                    log.info("whatsapp_caught_up", count=count)
            except Exception as error:  # noqa: BLE001 -- Twilio or the database: the next look does it
                log.warning("whatsapp_catch_up_failed", error=type(error).__name__)
            await self.clock.wait(never, self.clock.now() + CATCH_UP)

    async def close(self) -> None:
        await self._typing.courtesies.close()
        await transport.close(self.twilio)

    # ------------------------------------------------------------------ what we send
    async def send(self, outgoing: Outgoing) -> Receipt:
        """WhatsApp changes no message: a changed text is sent as a new one, and what is deleted are
        files that people sent.
        """
        if outgoing.act == "delete":
            return await erase(self.twilio, outgoing.target)
        if outgoing.act not in {"post", "edit"}:
            return Failed(f"cannot_{outgoing.act}")
        if outgoing.window_until is None or outgoing.window_until <= self.clock.now():
            return await self._outside(outgoing)
        if outgoing.is_relayed:
            self._typing.show(outgoing.to)
        receipt = await self._inside(outgoing)
        if outgoing.body.typing and isinstance(receipt, Sent):
            self._typing.show(outgoing.to)
        return receipt

    async def _inside(self, outgoing: Outgoing) -> Receipt:
        """With the window open: with buttons or a list, if there are any and Twilio takes them."""
        if outgoing.body.file:
            return await self._send_file(outgoing, outgoing.body.file)
        if content := await self._contents.of(outgoing.body):
            shown = {"ContentSid": content.sid, "ContentVariables": content.variables}
            met = await self._create({"To": outgoing.to, **shown})
            if not (isinstance(met, Refusal) and met.meaning == "content"):
                return _receipt(met)
            await self._refused(content, met)
        receipt: Receipt = Failed("no_words")
        for text in _texts(outgoing.body):
            receipt = _receipt(await self._create({"To": outgoing.to, "Body": text}))
            if not isinstance(receipt, Sent):
                break
        return receipt

    async def _send_file(self, outgoing: Outgoing, file: File) -> Receipt:
        """Twilio fetches it from us. A sound has no caption: its words go before it, as do those
        that are too long for one.
        """
        texts = _texts(outgoing.body)
        media = path_of(self.database.vault, outgoing.id, self.clock.now())
        fields = {"To": outgoing.to, "MediaUrl": f"{self._public}{media}"}
        if texts and file.kind != "audio" and len(texts[-1]) <= LONGEST_BODY:
            fields["Body"] = texts.pop()
        for text in texts:
            met = _receipt(await self._create({"To": outgoing.to, "Body": text}))
            if not isinstance(met, Sent):
                return met
        return _receipt(await self._create(fields))

    async def _outside(self, outgoing: Outgoing) -> Receipt:
        """With the window closed: by an approved template, or once the person writes."""
        content = await self.templates.of(outgoing.body)
        if content is None:
            return Parked("window")
        shown = {"ContentSid": content.sid, "ContentVariables": content.variables}
        met = await self._create({"To": outgoing.to, **shown})
        if isinstance(met, Refusal) and met.meaning == "content":
            log.warning("whatsapp_template_refused", code=met.code)
            return Parked(met.reason)
        return _receipt(met)

    async def fetch(self, handle: str, limit: int = MEDIA_LIMIT) -> bytes:
        """The media a person sent, by its address at Twilio."""
        try:
            return await transport.download(handle, self.twilio, limit)
        except TooLarge as error:
            raise TooLargeFile from error
        except (ValueError, TwilioRestException, NotSent, OutcomeUnknown) as error:
            raise LostFile(type(error).__name__) from error

    async def find(self, outgoing: Outgoing) -> Sent | None:
        """The oldest message with these words since this one was queued that is no other row's."""
        try:
            return await self._find(outgoing)
        except Exception as error:  # noqa: BLE001 -- then it is not known, and goes out once more
            log.warning("whatsapp_not_looked_up", error=type(error).__name__)
            return None

    async def _create(self, fields: Mapping[str, str]) -> Sent | Later | Unknown | Refusal:
        try:
            return Sent(await self._messages.create(fields))
        except NotSent:
            return Later("not_connected")
        except OutcomeUnknown:
            return Unknown("no_answer")
        except (TwilioRestException, TwilioServiceException) as error:
            return self._noted(refusal(error))

    def _noted(self, met: Refusal) -> Refusal:
        if met.meaning in ALARMING:
            log.error("whatsapp_needs_an_administrator", meaning=met.meaning, code=met.code)
        return met

    async def _refused(self, content: Content, met: Refusal) -> None:
        log.warning("whatsapp_content_refused", code=met.code)
        if met.code == GONE:
            await self._contents.forget(content)

    async def _find(self, outgoing: Outgoing) -> Sent | None:
        if outgoing.created_at is None:
            return None
        since = outgoing.created_at - SKEW
        texts = (outgoing.body.text, *_texts(outgoing.body)[-1:])  # with buttons, or written out
        wanted = {squeezed for text in texts if (squeezed := _squeezed(text))}
        # Not by DateSent: what Twilio has queued has none yet.
        listed = await self.twilio.messages.list_async(
            to=outgoing.to, from_=self.account, limit=RECENT
        )
        for message in reversed(listed):
            if message.date_created and message.date_created >= since and _same(message, wanted):
                async with self.database.view() as view:
                    known = await outbox.find(view, self.name, self.account, str(message.sid))
                if known is None:
                    arrived = str(message.status) in ARRIVED
                    return Sent(message.sid, "delivered" if arrived else "sent")
        return None


def _receipt(met: Sent | Later | Unknown | Refusal) -> Receipt:
    return met.receipt() if isinstance(met, Refusal) else met


def _texts(body: Body) -> list[str]:
    """The words with options written out, in as many messages as their length needs."""
    words = f"*{body.name}*\n{quoting(body)}" if body.name else body.text
    named = msgspec.structs.replace(body, text=words)
    if len(whole := numbered(named)) <= CAPABILITIES.text:
        return [whole] if whole.strip() else []
    options = numbered(msgspec.structs.replace(body, text="")).strip()
    return [*_cut(words), *_cut(options)]


def _cut(text: str) -> list[str]:
    return wrap(
        text,
        CAPABILITIES.text,
        expand_tabs=False,
        replace_whitespace=False,
        break_on_hyphens=False,
    )


def _same(message: MessageInstance, wanted: set[str]) -> bool:
    return str(message.status) not in NOT_ARRIVED and _squeezed(message.body or "") in wanted


def _squeezed(text: str) -> str:
    return " ".join(text.split())
