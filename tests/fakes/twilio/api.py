"""The fake as a test holds it: Twilio's side, WhatsApp's side and the faults in one hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Self
from urllib.parse import urldefrag, urlsplit

from aiohttp import web

from tests.fakes.twilio.account_routes import Account
from tests.fakes.twilio.content import Content
from tests.fakes.twilio.faults import Drop, Fail, Garble, Hold, Silence
from tests.fakes.twilio.message import Message
from tests.fakes.twilio.records import Clock, Records
from tests.fakes.twilio.rest import Call, Rest
from tests.fakes.twilio.sending import BLOCKED, NO_SUCH_PERSON
from tests.fakes.twilio.user import User
from tests.fakes.twilio.webhooks import (
    ONCE,
    Delivery,
    Signature,
    Webhooks,
    inbound_form,
    silent,
    status_form,
)

PATIENCE = 30.0
"""Seconds after which `until` calls a condition hopeless: a net for broken tests only."""


class TwilioApi:
    """A stateful, strict fake of Twilio's REST API for WhatsApp over real HTTP on 127.0.0.1.

    `url` stands for api.twilio.com, content.twilio.com and every other host of theirs. Set
    `webhook_url` to where our side listens and, to stand behind a proxy, `public_url` to what our
    side says its address is: signatures are computed over that one. Nothing happens by itself:
    a `user` writes, `report` and `settle` send status callbacks, `fail` and its kin break calls.
    Leaving the block fails when `violations` is not empty.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        number: str = "whatsapp:+966500000001",
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self.url = ""
        self.webhook_url = ""
        self.public_url = ""
        self.status_url = ""
        self.users: dict[str, User] = {}
        self._records = Records(account_sid, number, clock)
        self._rest = Rest(self._records, auth_token, self.users)
        self._webhooks = Webhooks(auth_token)
        self._runner = web.AppRunner(self._rest.application(), access_log=None)
        self._holds: list[Hold] = []
        self._count = count(1)

    async def __aenter__(self) -> Self:
        await self._webhooks.__aenter__()
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = site.name
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._rest.closing.set()
        for hold in self._holds:
            hold.released.set()
        await self._runner.cleanup()
        await self._webhooks.__aexit__()
        if kind is None:
            assert not self.violations

    # what there is

    @property
    def calls(self) -> list[Call]:
        """Every request that came in, in order."""
        return self._rest.calls

    @property
    def violations(self) -> list[str]:
        return self._rest.violations

    @property
    def typing(self) -> list[str]:
        """SIDs of the inbound messages a typing indicator was shown for."""
        return self._rest.messages.typing

    @property
    def account(self) -> Account:
        """What Twilio says of the account, and its WhatsApp senders."""
        return self._rest.accounts.account

    @property
    def messages(self) -> Mapping[str, Message]:
        return self._records.messages

    @property
    def contents(self) -> Mapping[str, Content]:
        return self._records.contents

    @property
    def sent(self) -> list[Message]:
        """Every message accepted from us, in order, whatever became of it."""
        return [message for message in self.messages.values() if not message.inbound]

    def now(self) -> datetime:
        return self._records.now()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Waits until the condition holds; it is looked at after every call and callback."""
        try:
            async with asyncio.timeout(PATIENCE), self._rest.changed:
                await self._rest.changed.wait_for(condition)
        except TimeoutError:
            seen = ", ".join(str(call) for call in self.calls[-5:])
            raise AssertionError(f"the condition never held; last calls: {seen}") from None

    # WhatsApp's side

    def user(self, phone: str = "", *, profile: str = "", external_id: str = "") -> User:
        """A person on WhatsApp; without a `phone` their `external_id` is all Twilio knows."""
        number = next(self._count)
        user = User(self, phone, external_id or f"SA.{4566546130240000 + number}", profile)
        self.users[user.address] = self.users[f"whatsapp:{user.external_id}"] = user
        return user

    async def receive(
        self,
        user: User,
        fields: Mapping[str, str],
        files: Sequence[tuple[str, bytes]],
        delivery: Delivery,
    ) -> Message:
        """Takes an inbound message from a `User`; use the user's own verbs."""
        message = self._records.receive(user.address, fields["Body"], files)
        user.wrote = message.created
        message.form = inbound_form(message, fields)
        await self.deliver(message, delivery)
        return message

    async def deliver(self, message: Message, delivery: Delivery = ONCE) -> None:
        """Posts an inbound message's webhook, for the first time or again."""
        token = f"inbound-{next(self._count)}"
        for _ in range(delivery.times):
            url = self.public_url or self.webhook_url
            status, body = await self._post(url, message.form, token, delivery.signature)
            message.answers.append(status)
            if status < 300 and not silent(body):
                self.violations.append(f"the answer to a webhook would be sent out: {body!r}")
        await self._rest.notify()

    def review(self, content_sid: str, status: str, reason: str = "") -> None:
        """WhatsApp's word on a template: pending, approved, rejected, paused or disabled."""
        approval = self.contents[content_sid].approval
        assert approval is not None, "it was never submitted"
        assert approval.status != "rejected", f"it is rejected for good: {approval.reason}"
        approval.status, approval.reason = status, reason

    # status callbacks

    async def report(
        self,
        sid: str,
        status: str,
        error: int | None = None,
        signature: Signature = "valid",
    ) -> int | None:
        """One status callback, whatever came before; the status answered, None without a URL.

        An unknown `sid` is reported to `status_url`, else to the latest StatusCallback.
        """
        known = self.messages.get(sid)
        if known is not None:
            known.reach(status, error)
        message = known or self._stranger(sid)
        await self._rest.notify()
        if not message.callback:
            return None
        form = status_form(message, status, error)
        token = f"status-{next(self._count)}"
        answered, _ = await self._post(message.callback, form, token, signature)
        await self._rest.notify()
        return answered

    async def settle(self) -> None:
        """Reports what really becomes of every message still queued: delivered, or its fate."""
        for message in [row for row in self.sent if row.status == "queued"]:
            if message.fate is None:
                await self.report(message.sid, "sent")
                await self.report(message.sid, "delivered")
            else:
                met = message.fate in (NO_SUCH_PERSON, BLOCKED)
                await self.report(message.sid, "undelivered" if met else "failed", message.fate)

    def _stranger(self, sid: str) -> Message:
        latest = next((row.callback for row in reversed(self.sent) if row.callback), "")
        return Message(
            sid=sid,
            account=self._records.account,
            sender=self._records.number,
            to="whatsapp:+966500000000",
            body="",
            created=self.now(),
            callback=self.status_url or latest,
        )

    async def _post(
        self, url: str, form: Mapping[str, str], token: str, signature: Signature
    ) -> tuple[int, str]:
        """Posts to where our side listens, signed for `url`; a fragment is for Twilio alone."""
        assert url, "set webhook_url first"
        signed = urldefrag(url).url
        parts, public, here = map(urlsplit, (signed, self.public_url, self.webhook_url))
        to = signed
        if self.public_url and (parts.scheme, parts.netloc) == (public.scheme, public.netloc):
            to = parts._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        return await self._webhooks.post(
            form, signed=signed, to=to, token=token, signature=signature
        )

    # faults; `part` is looked for in "METHOD /path"

    def fail(
        self, part: str, status: int = 500, code: int = 0, *, message: str = "", times: int = 1
    ) -> None:
        """Answers with an error, code 20429, 20500 … unless given; nothing is done."""
        fault = Fail(status, code or 20_000 + status, message or f"HTTP {status}")
        self._rest.faults.order(part, fault, times)

    def garble(self, part: str, status: int = 502, *, times: int = 1) -> None:
        """Answers with something that is no JSON; nothing is done."""
        self._rest.faults.order(part, Garble(status), times)

    def silence(self, part: str, *, times: int = 1) -> None:
        """Never answers; nothing is done."""
        self._rest.faults.order(part, Silence(), times)

    def drop(self, part: str, *, times: int = 1) -> None:
        """Does what was asked, then cuts the connection: the outcome is unknown to the caller."""
        self._rest.faults.order(part, Drop(), times)

    def hold(self, part: str, *, times: int = 1) -> asyncio.Event:
        """Does what was asked at once, answers when the event returned is set."""
        hold = Hold()
        self._holds.append(hold)
        self._rest.faults.order(part, hold, times)
        return hold.released
